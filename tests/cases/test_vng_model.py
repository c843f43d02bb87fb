"""The model of the VNG (`nl-vng-model-2024`): what a request holds, what an agreement is about; each town fills in the rest."""

from challenge_api.challenges.commands import MissingItem
from challenge_api.challenges.contents import Decider
from tests.cases import towns
from tests.core import given

NAME = "nl-vng-model-2024"


def test_an_entrepreneur_with_everything_that_is_asked_is_awarded_and_carries_on_to_the_end():
    case = towns.files(NAME, "entrepreneur")
    assert case.case.missing == ()
    assert towns.left_open(case)["refusal_grounds"] == "Awb 3:46"
    assert "agreement" not in towns.left_open(case)
    decided = towns.awarded(towns.assessed(towns.admitted(case)), body="council", legal_track="private-law")
    towns.completed(towns.running(decided))


def test_a_request_without_capability_and_continuity_is_set_aside_when_it_is_not_completed():
    case = towns.files(NAME, "social_party", items=())
    assert case.case.missing == ("capability", "quality_continuity")  # the rest is answered by the fields of every challenge
    towns.refuses(towns.admission(case, "2026-03-05"), "contents-missing")
    missing = tuple(MissingItem(key=key, explanation="say how") for key in case.case.missing)
    asked = case.then(given.request_supplement(missing=missing, sent_on="2026-03-04", until="2026-03-18"), given.intake())
    early = given.set_aside(decided_on="2026-03-18", decider=Decider(body="executive"))
    towns.refuses(given.given(asked).when(early, given.decision_maker()), "supplement-term-running")
    over = given.set_aside(decided_on="2026-04-16", decider=Decider(body="executive"))
    towns.refuses(given.given(asked).when(over, given.decision_maker()), "set-aside-too-late")
    in_time = given.set_aside(decided_on="2026-04-15", decider=Decider(body="executive"))
    given.given(asked).when(in_time, given.decision_maker()).leads_to("not_handled")


def test_help_from_the_municipality_is_told_only_if_any_is_wanted():
    assert towns.files(NAME, "resident", items=("capability", "quality_continuity")).case.missing == ()
