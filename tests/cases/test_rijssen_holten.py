"""Rijssen-Holten (`nl-rijssen-holten-2025`): residents and social parties; entrepreneurs are left to a later choice."""

from tests.cases import towns
from tests.core import given

NAME = "nl-rijssen-holten-2025"


def test_an_association_challenges_is_late_answered_and_still_gets_the_task():
    case = towns.files(NAME, "social_party", group={"legal_form": "association"})
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    judged = towns.assessed(towns.admitted(case, legal_form_seen="association"))
    noticed = judged.then(given.give_default_notice(received_on=None), given.representative(), on="2026-04-29")
    assert [notice.effect for notice in noticed.case.default_notices] == ["valid"]
    decided = towns.announced(towns.awarded(noticed, "2026-05-20", body="mayor"), "2026-05-20")
    (late,) = towns.terms(decided, "decision")
    assert late.status(decided.today) == "missed"
    assert late.overdue.penalty_total_cents == 6 * 2300  # two weeks after the notice it runs, from 14 through 19 May
    towns.completed(towns.running(decided, on="2026-06-01", until="2028-05-31"))


def test_an_entrepreneur_may_not_challenge_as_long_as_the_choice_is_not_made():
    towns.refuses(towns.admission(towns.files(NAME, "entrepreneur"), "2026-03-05"), "applicant-kind")
