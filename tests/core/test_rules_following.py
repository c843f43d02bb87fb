"""A transitional rule takes pending cases along to a newer version; every other case keeps that of its day of receipt."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from challenge_api.challenges.case import OrdinanceRef
from challenge_api.challenges.commands.tracks import FollowOrdinance
from challenge_api.challenges.preconditions.following import pending_on
from challenge_api.challenges.preconditions.situation import Successor
from challenge_api.law.ordinance import Length, OwnTerm, TransitionalRule
from tests.core.given import (
    VOORBEELDSTAD,
    Story,
    admissible,
    announced,
    assessed,
    assessor,
    award,
    awarded,
    conclude_assessment,
    day,
    decision_maker,
    given,
    handler,
    rejected,
    reopen,
    representative,
    ruled,
    score,
    scored,
    submitted,
    withdraw,
)

SINCE = day("2026-09-10")
SIX_WEEKS = OwnTerm(length=Length(n=6, unit="weeks", article="Ordinance 9"), extension=None)
NEWER = replace(
    VOORBEELDSTAD,
    version=2,
    criteria=None,
    decision_term=SIX_WEEKS,
    legal_track="private-law",
    transition=TransitionalRule(pending_cases="move", article="Ordinance 30"),
)
TAKES = Successor(ref=OrdinanceRef(id="ordinance-2", name=NEWER.id, number=2), rules=NEWER, since=SINCE)
FOLLOW = FollowOrdinance(ordinance_id="ordinance-2")


def followed(story: Story) -> Story:
    return story.then(FOLLOW, handler(), on="2026-10-05", successor=TAKES)


def test_a_case_is_taken_along_from_the_first_day_of_the_newer_version():
    story = followed(submitted())
    assert story.case.ordinance == TAKES.ref
    assert story.case.legal_track == "private-law"
    event = story.last_event
    assert (event.type, event.occurred_on, event.article) == ("ordinance-followed", SINCE, "Ordinance 30")
    assert (story.case.state, story.case.received_on) == ("submitted", day("2026-09-01"))


def test_a_case_keeps_its_version_where_no_rule_says_otherwise():
    given(submitted()).when(FOLLOW, by=handler()).refused("keeps-its-version", "Gemeentewet 147")


def test_the_version_that_takes_it_along_is_named():
    other = FollowOrdinance(ordinance_id="ordinance-3")
    given(submitted()).when(other, by=handler(), on="2026-10-05", successor=TAKES).refused(
        "other-version", "Gemeentewet 147", "/ordinanceId"
    )


def test_the_next_move_of_whoever_it_is_records_the_change_first():
    story = submitted().then(withdraw(received_on="2026-10-05"), representative(), on="2026-10-05", successor=TAKES)
    assert [event.type for event in story.events] == ["submitted", "ordinance-followed", "withdrawn"]
    assert story.case.ordinance == TAKES.ref
    assert story.case.version == 3


def test_a_move_is_judged_by_the_version_that_takes_the_case_along():
    given(scored()).when(score(), by=assessor(), successor=TAKES).refused("criteria-not-regulated", "Awb 3:46")
    given(assessed()).when(award(), by=decision_maker(), successor=TAKES).refused(
        "legal-track-differs", "Ordinance", "/legalTrack"
    )
    decided = assessed().then(award(legal_track="private-law"), decision_maker(), successor=TAKES)
    assert [event.type for event in decided.events][-2:] == ["ordinance-followed", "awarded"]
    assert decided.case.decisions[-1].version == decided.case.version


@pytest.mark.parametrize("story", [submitted, admissible, scored, assessed], ids=lambda each: each.__name__)
def test_what_is_received_and_not_decided_is_pending(story: Any):
    case = story().case
    assert pending_on(case, date(2026, 9, 2))
    assert not pending_on(case, date(2026, 9, 1)), "received on the first day it is of the newer version anyway"


@pytest.mark.parametrize("story", [awarded, rejected], ids=lambda each: each.__name__)
def test_what_was_decided_keeps_its_version_also_when_it_is_reopened(story: Any):
    assert not pending_on(story().case, date(2026, 9, 2))
    told = announced(rejected(), rejected().case.version, "2026-10-21")
    again = ruled(told, "2026-12-01").then(reopen(ground="court-ruling", to="assessed", ruled_on="2026-12-01"), decision_maker())
    assert again.case.state == "assessed"
    assert not pending_on(again.case, date(2026, 11, 1))


def test_a_case_taken_along_is_not_taken_along_twice():
    story = followed(scored())
    given(story).when(FOLLOW, by=handler()).refused("keeps-its-version", "Gemeentewet 147")
    on = replace(story, rules=NEWER).then(conclude_assessment(), handler())
    assert [event.type for event in on.events][-2:] == ["ordinance-followed", "assessment-concluded"]
