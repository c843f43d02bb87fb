"""Made-up ordinances: each loads and comes back as it was, and every random walk under it keeps the laws and the ordinance.

`CHALLENGE_TEST_ORDINANCES` is the number of ordinances that are walked; left out, a small one.
"""

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from challenge_api.challenges import commands as c
from challenge_api.challenges.case import OrdinanceRef
from challenge_api.challenges.clocks import calendar_of, deadlines_of
from challenge_api.challenges.commands import tracks as t
from challenge_api.challenges.commands.tracks import FollowOrdinance
from challenge_api.challenges.decider import AGGREGATE, allowed_actions
from challenge_api.challenges.lifecycle import rows_for
from challenge_api.challenges.preconditions.following import pending_on
from challenge_api.challenges.preconditions.situation import Successor
from challenge_api.law.contradictions import contradictions
from challenge_api.law.errors import Ground
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.law.ordinance_schema import OrdinanceDocument
from tests.core import ordinances, walker
from tests.core.given import Asked, Story, assessor, contract_manager, decision_maker, handler, intake, representative
from tests.core.test_walk_laws import walked

FEW = 18
MANY = int(os.environ.get("CHALLENGE_TEST_ORDINANCES", FEW))
SCHEMA: TypeAdapter[OrdinanceDocument] = TypeAdapter(OrdinanceDocument)
WALKS = settings(
    max_examples=MANY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=MANY == FEW,
    phases=(Phase.generate,),
)
TAPES = st.builds(walker.stretched, st.integers(0, 2**32), st.integers(500, 1200))
FIRST = date(2026, 3, 2)


@WALKS
@given(ordinances.documents())
def test_a_made_up_ordinance_loads_holds_together_and_comes_back_as_it_was(document: dict[str, Any]):
    groups: dict[str, Any] = document
    typed = SCHEMA.validate_json(json.dumps(document))
    assert typed == document
    assert json.loads(SCHEMA.dump_json(typed)) == document
    assert contradictions(typed) == ()
    rules = read_ordinance(document)
    for name in rules.open_groups:
        group: dict[str, Any] = groups.get(name, {})
        assert group.get("found", False) is False or not _says_much(group)
    assert {each.group for each in rules.defaults()} == set(rules.open_groups)


def _says_much(group: dict[str, Any]) -> bool:
    """Whether a group that counts as open says something that a rule reads."""
    read = {"applicant_kinds", "minimum_supporters", "domains", "deciders", "amount", "hard_cap", "max_years"}
    return any(group.get(key) for key in read)


@WALKS
@given(ordinances.documents(), ordinances.documents(), TAPES, TAPES)
def test_random_cases_walk_through_a_made_up_ordinance_under_the_laws(
    document: dict[str, Any], newer: dict[str, Any], tape: bytes, second: bytes
):
    rules = read_ordinance(document)
    story = keeps_the_laws(tape, begun(rules, int(tape[0]) % 10))
    if story is not None and pending_on(story.case, date.max):
        keeps_the_laws(second, taken_along(story, read_ordinance(newer)))


def begun(rules: Ordinance, steps: int) -> Story:
    """Give a case that went so many steps on the straight way to its execution; it stays where the ordinance refuses."""
    story = Story(rules=rules, today=FIRST)
    way = ((c.Submit, representative()), (c.Admit, intake()), (t.Assign, handler()), (t.DeclareInterest, assessor()))
    judging = ((c.BeginAssessment, handler()), (c.Score, assessor()), (c.ConcludeAssessment, handler()))
    deciding = ((c.Award, decision_maker()), (c.StartExecution, contract_manager()))
    for kind, by in (*way, *judging, *deciding)[:steps]:
        command = walker.body(kind, walker.Scene(story.case, rules, story.today, by, walker.Tape(b"")))
        asked = Asked(story, command, by, story.today.isoformat())
        if asked.reasons and kind is not c.Score:  # there may be nothing to score
            return story
        if asked.reasons:
            continue
        story = asked.accepted()
    return story


def taken_along(story: Story, rules: Ordinance) -> Story:
    """Give the story under a newer version that takes it along today."""
    successor = Successor(ref=OrdinanceRef(id="ordinance-2", name="made-up", number=2), rules=rules, since=story.today)
    today = story.today.isoformat()
    story = story.then(FollowOrdinance(ordinance_id="ordinance-2"), handler(), on=today, successor=successor)
    return replace(story, rules=rules)


def keeps_the_laws(tape: bytes, start: Story, seen: Counter[str] | None = None) -> Story | None:
    """Walk a tape and hold each step against the laws; gives the newest story."""
    newest: Story | None = None
    for asked, told in walked(tape, start):
        assert (told is None) == bool(asked.reasons)
        for reason in asked.reasons:
            assert reason.code
            assert reason.article
            assert reason.detail
        _foretold(asked, told)
        if told is None:
            continue
        newest = told
        event = told.events[-1]
        assert told.case.version == asked.story.case.version + 1
        assert (asked.story.case.state, event.type, told.case.state) in AGGREGATE.transitions
        calendar = calendar_of(told.ordinance, DUTCH)
        for deadline in deadlines_of(told.case, told.ordinance, calendar, asked.today):
            assert deadline.explanation
            assert deadline.article
        _within_the_ordinance(asked, told)
        if seen is not None:
            seen[event.type] += 1
            seen[f"state {told.case.state}"] += 1
    return newest


def _foretold(asked: Asked, told: Story | None) -> None:
    row = rows_for(type(asked.command))[0]
    if row.creates:
        return
    here = next((each for each in allowed_actions(asked.story.case, asked.by, asked.context) if each.action == row.action), None)
    if here is None:
        assert [reason.ground for reason in asked.reasons] == [Ground.ROLE]
    elif told is not None:
        assert here.allowed


def _within_the_ordinance(asked: Asked, told: Story) -> None:
    """Hold what happened against what the ordinance says, said anew and without its reader."""
    rules, case = told.ordinance, told.case
    event: Any = told.events[-1]
    match event.type:
        case "admitted":
            who, group = rules.who, case.group
            assert group is not None
            assert who is None or not who.applicant_kinds or group.applicant_kind in who.applicant_kinds
            assert who is None or group.size >= (who.minimum_for(group.applicant_kind) or 0)
        case "exploration-begun":
            assert rules.phases is not None
            assert rules.phases.exploration
        case "scored":
            assert {score.criterion for score in event.sheet.scores} <= {each.code for each in rules.criteria or ()}
        case "awarded":
            award = event.award
            dearest = award.granted_cents_per_year + award.one_off_cents
            fitting = [each.body for each in rules.deciders or () if each.up_to_cents is None or dearest <= each.up_to_cents]
            assert award.decider.body == (fitting or [award.decider.body])[0]
            assert rules.track_of("award") in (None, award.legal_track)
            met = {test for test in ("better", "cheaper") if getattr(case.assessment, test) == "met"}
            combine = rules.two_tests.combine if rules.two_tests else None
            needed: dict[Any, set[str]] = {"both": {"better", "cheaper"}, "better": {"better"}, "cheaper": {"cheaper"}}
            assert needed.get(combine, set()) <= met
            assert combine != "either" or met
            if rules.agreement and rules.agreement.max_cents_per_year is not None:
                assert dearest <= rules.agreement.max_cents_per_year
        case "rejected":
            known = {ground.code for ground in rules.grounds or ()} or {"not-regulated"}
            assert {ground.ground for ground in event.rejection.grounds} <= known
        case "lapsed":
            own = rules.agreement is not None and rules.agreement.start_within is not None
            assert own or any(each.kind == "agreement" for each in asked.story.case.told)


def test_the_walks_reach_far_under_made_up_ordinances():
    """Guard: the laws above would be empty talk if no made-up ordinance let a case through its door."""
    seen: Counter[str] = Counter()

    @WALKS
    @given(ordinances.documents(), TAPES)
    def walk(document: dict[str, Any], tape: bytes) -> None:
        start = begun(read_ordinance(document), int(tape[0]) % 10)
        seen.update(event.type for event in start.events)
        keeps_the_laws(tape, start, seen)

    walk()
    assert sum(1 for name in seen if name.startswith("state ")) >= 12
    for kind in ("admitted", "scored", "assessment-concluded", "awarded", "execution-started"):
        assert seen[kind], f"no walk came to {kind}: {dict(seen)}"
