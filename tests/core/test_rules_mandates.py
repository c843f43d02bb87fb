"""Mandates: what the law asks of giving one, and what a decision under one must stay within."""

from dataclasses import replace
from datetime import date

import pytest

from challenge_api.challenges.commands.objections import RevisedTerms
from challenge_api.challenges.preconditions.situation import RegisteredMandate
from challenge_api.law.access import Role
from challenge_api.law.aggregate import Context
from challenge_api.law.errors import Refused
from challenge_api.mandates import decider
from challenge_api.mandates.commands import GiveMandate, WithdrawMandate
from challenge_api.mandates.events import Known, Mandate, evolve
from tests.core.given import (
    announced,
    assessed,
    award,
    awarded,
    decide_objection,
    decide_penalty,
    decision_maker,
    give_default_notice,
    given,
    hear_objection,
    intake,
    objected,
    person,
    reject,
    submitted,
)

MANDATE = RegisteredMandate(
    id="8f2f6a52-9d0b-4f6e-8a55-3a7f6a0f9b11",
    reference="M-2026-14",
    kind="mandate",
    body="executive",
    up_to_cents=3_600_000,
    from_on=date(2026, 9, 1),
    until=date(2026, 12, 31),
)
GIVEN = GiveMandate(
    authority="gm0797",
    reference="M-2026-14",
    kind="mandate",
    body="executive",
    holder="Head of public space",
    subordinate=True,
    given_on=date(2026, 8, 25),
    from_on=date(2026, 9, 1),
    until=date(2026, 12, 31),
)


def awarded_under(*register, on="2026-10-20", **said):
    return given(assessed()).when(award(decided_on=on, **said), by=decision_maker(), on=on, mandates=register)


def test_a_decision_within_its_mandate_is_taken_named_by_reference_or_id():
    awarded_under(MANDATE).leads_to("awarded")
    by_id = replace(award().decider, mandate=MANDATE.id)
    awarded_under(MANDATE, decider=by_id).leads_to("awarded")


def test_where_no_register_is_kept_a_mandate_is_a_text():
    awarded_under().leads_to("awarded")


def test_a_decision_outside_its_mandate_is_refused_with_the_article():
    awarded_under(replace(MANDATE, up_to_cents=3_599_999)).refused("beyond-mandate", "Awb 10:1, 10:4", "/decider/mandate")
    for other in (replace(MANDATE, from_on=date(2026, 10, 21)), replace(MANDATE, until=date(2026, 10, 19))):
        awarded_under(other).refused("mandate-not-in-force", "Awb 10:1, 10:8", "/decider/mandate")
    awarded_under(replace(MANDATE, body="council")).refused("mandate-of-other-body", "Awb 10:1", "/decider/mandate")
    awarded_under(replace(MANDATE, reference="M-2026-15")).refused("mandate-unknown", "Awb 10:5", "/decider/mandate")


def test_the_limits_of_a_mandate_count_themselves():
    awarded_under(replace(MANDATE, from_on=date(2026, 10, 20), until=date(2026, 10, 20))).leads_to("awarded")


def test_a_body_that_delegated_its_power_does_not_use_it_itself():
    delegation = replace(MANDATE, kind="delegation")
    itself = replace(award().decider, mandate=None)
    awarded_under(delegation, decider=itself).refused("power-delegated", "Awb 10:17", "/decider/mandate")
    awarded_under(replace(delegation, up_to_cents=1), decider=itself).leads_to("awarded")
    awarded_under(MANDATE, decider=itself).leads_to("awarded")
    refused = given(assessed()).when(reject(), by=decision_maker(), mandates=(delegation,))
    refused.refused("power-delegated", "Awb 10:17", "/decider/mandate")


def test_a_revised_award_and_a_penalty_have_an_amount_too():
    story = objected(announced(awarded(), awarded().case.version, "2026-10-22"), "2026-11-02")
    objection = story.case.objections[0].version
    story = story.then(hear_objection(objection=objection), person("oscar", Role.OBJECTION_COMMITTEE), on="2026-12-10")
    revised = decide_objection(
        objection=objection, consequence="revised", revision="More.", decided_on="2026-12-21",
        revised_award=RevisedTerms(granted_cents_per_year=3_700_000, term_months=48), decider=award().decider,
    )  # fmt: skip
    given(story).when(revised, by=decision_maker("dirk"), on="2026-12-21", mandates=(MANDATE,)).refused(
        "beyond-mandate", "Awb 10:1, 10:4", "/decider/mandate"
    )
    wider = replace(MANDATE, up_to_cents=3_700_000)
    given(story).when(revised, by=decision_maker("dirk"), on="2026-12-21", mandates=(wider,)).accepted()
    late = submitted().then(give_default_notice(received_on="2026-11-25"), intake(), on="2026-11-25")
    fixes = decide_penalty(decided_on="2027-01-25", decider=award().decider)
    small = replace(MANDATE, until=None, up_to_cents=144_199)
    given(late).when(fixes, by=decision_maker(), on="2027-01-25", mandates=(small,)).refused(
        "beyond-mandate", "Awb 10:1, 10:4", "/decider/mandate"
    )
    given(late).when(fixes, by=decision_maker(), on="2027-01-25", mandates=(replace(small, up_to_cents=144_200),)).accepted()


def test_a_sub_mandate_is_worth_what_it_comes_from():
    above = replace(MANDATE, id="1", reference="M-1")
    below = replace(MANDATE, under="M-1")
    awarded_under(above, below).leads_to("awarded")
    awarded_under(replace(above, reference="M-3", id="M-1"), below).leads_to("awarded")
    for fallen in (
        replace(above, until=date(2026, 10, 19)),
        replace(above, up_to_cents=3_599_999),
        replace(above, reference="M-9"),
    ):
        awarded_under(fallen, below).refused("sub-mandate-falls", "Awb 10:9", "/decider/mandate")
    top = replace(above, id="0", reference="M-0", until=date(2026, 10, 19))
    awarded_under(top, replace(above, under="M-0"), below).refused("sub-mandate-falls", "Awb 10:9", "/decider/mandate")


# --- the register ---------------------------------------------------------------------------------------------------


NOTHING = Known()


def answer(mandate, command, today="2026-08-25", known=NOTHING):
    actor = person("max", Role.ADMINISTRATOR)
    context = Context(actor=actor, today=date.fromisoformat(today), new_id=lambda: "", facts=known)
    return decider.decide(mandate, command, context)


def held():
    (event,) = answer(Mandate(), GIVEN)
    return evolve(Mandate(), event)


def codes(mandate, command, **more):
    with pytest.raises(Refused) as refused:
        answer(mandate, command, **more)
    return [each.code for each in refused.value.refusals]


def test_a_mandate_is_given_and_withdrawn():
    (event,) = answer(held(), WithdrawMandate(last_day=date(2026, 10, 31)), today="2026-10-01")
    now = evolve(held(), event)
    assert (now.state, now.until, now.version) == ("withdrawn", date(2026, 10, 31), 2)
    assert codes(now, WithdrawMandate(last_day=date(2026, 10, 31)), today="2026-10-01") == ["mandate-withdrawn"]


def test_a_withdrawal_changes_no_past_and_lengthens_nothing():
    assert codes(held(), WithdrawMandate(last_day=date(2026, 9, 30)), today="2026-10-01") == ["withdrawn-in-the-past"]
    assert codes(held(), WithdrawMandate(last_day=date(2027, 1, 1)), today="2026-10-01") == ["mandate-ends-sooner"]
    assert codes(held(), WithdrawMandate(last_day=date(2026, 8, 31))) == ["ends-before-begin"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"given_on": date(2026, 8, 26)}, "date-in-future"),
        ({"from_on": date(2026, 8, 24)}, "mandate-backdated"),
        ({"until": date(2026, 8, 31)}, "ends-before-begin"),
        ({"kind": "delegation", "subordinate": False}, "delegation-without-basis"),
        ({"kind": "delegation", "basis": "Gemeentewet 156"}, "delegation-to-subordinate"),
    ],
)
def test_what_the_law_does_not_allow_is_not_put_on_the_register(changes, code):
    assert codes(Mandate(), replace(GIVEN, **changes)) == [code]


def test_a_reference_is_given_once():
    assert codes(Mandate(), GIVEN, known=Known(reference_given=True)) == ["reference-given"]


def test_the_register_is_kept_by_an_administrator_in_person():
    (give, _) = decider.TABLE
    nobody = replace(person("robot", Role.ADMINISTRATOR), person=False)
    assert [each.code for each in decider.not_permitted(give, Mandate(), nobody)] == ["person-required"]
    assert [each.code for each in decider.not_permitted(give, Mandate(), decision_maker())] == ["role-not-permitted"]
    assert decider.not_permitted(give, Mandate(), person("max", Role.ADMINISTRATOR)) == ()


SUB = replace(GIVEN, reference="M-2026-15", under="M-2026-14")


def above(**changes):
    (event,) = answer(Mandate(), replace(GIVEN, sub_mandates=True, up_to_cents=100, **changes))
    return Known(above=evolve(Mandate(), event))


def test_a_sub_mandate_comes_from_a_mandate_that_allows_it():
    narrow = replace(SUB, up_to_cents=100)
    answer(Mandate(), narrow, known=above())
    assert codes(Mandate(), narrow) == ["mandate-unknown"]
    assert codes(Mandate(), narrow, known=Known(above=held())) == ["sub-mandate-not-allowed"]


@pytest.mark.parametrize(
    "changes",
    [
        {"up_to_cents": 101},
        {"up_to_cents": None},
        {"body": "council"},
        {"until": None},
        {"until": date(2027, 1, 1)},
        {"from_on": date(2026, 8, 31)},
    ],
)
def test_a_sub_mandate_is_no_wider_than_what_it_comes_from(changes):
    assert codes(Mandate(), replace(SUB, **{"up_to_cents": 100} | changes), known=above()) == ["wider-than-its-mandate"]
