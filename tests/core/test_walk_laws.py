"""Laws that hold for every walk of a case, whoever tries what on which day: seen on thousands of random steps."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from challenge_api.challenges.case import STATES, Case
from challenge_api.challenges.clocks import deadlines_of, decision_term, next_due_on
from challenge_api.challenges.decider import AGGREGATE, allowed_actions, decide
from challenge_api.challenges.evolution import evolve
from challenge_api.challenges.lifecycle import rows_for
from challenge_api.history import entries
from challenge_api.law.errors import Ground, Refused
from challenge_api.law.legal_calendar import DUTCH
from tests.core import walker
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Asked,
    Story,
    admissible,
    assessed,
    awarded,
    contract_manager,
    handler,
    improving,
    inspect,
    lapsed,
    log_contact,
    monitored,
    rejected,
    report,
    representative,
    scored,
    terminated,
)

DAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31))
FAR_ON = tuple(begun() for begun in (admissible, scored, assessed, awarded, rejected, lapsed, monitored, improving, terminated))
STARTS = st.one_of(
    st.builds(lambda rules, today: Story(rules=rules, today=today), st.sampled_from([VOORBEELDSTAD, MODEL]), DAYS),
    st.sampled_from(FAR_ON),
)
TAPES = st.binary(max_size=200) | st.builds(walker.stretched, st.integers(0, 2**32), st.integers(400, 3000))
WALKS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DECISIONS = {"awarded", "rejected", "set-aside", "lapsed", "renewed", "terminated", "reopened", "returned-to-assessment"}


def walked(tape: bytes, start: Story) -> list[tuple[Asked, Story | None]]:
    """Walk a tape to its end; give each step with the story it led to, None where it was refused."""
    going = walker.steps(walker.Tape(tape), start)
    found: list[tuple[Asked, Story | None]] = []
    asked = next(going, None)
    while asked is not None:
        told = _tried(asked)
        found.append((asked, told))
        try:
            asked = going.send(told)
        except StopIteration:
            break
    return found


def _tried(asked: Asked) -> Story | None:
    try:
        events = decide(asked.story.case, asked.command, asked.context)
    except Refused:
        return None
    case = asked.story.case
    for event in events:
        case = evolve(case, event)  # type: ignore[arg-type] # the decider of challenges gives events of challenges
    return replace(asked.story, case=case, events=(*asked.story.events, *events))


@WALKS
@given(TAPES, STARTS)
def test_whatever_is_tried_is_accepted_or_refused_with_reasons(tape, start):
    for asked, told in walked(tape, start):
        assert (told is None) == bool(asked.reasons)
        for reason in asked.reasons:
            assert reason.code
            assert reason.article
            assert reason.detail


@WALKS
@given(TAPES, STARTS)
def test_the_allowed_actions_tell_what_is_refused_before_any_body(tape, start):
    for asked, told in walked(tape, start):
        case = asked.story.case
        row = rows_for(type(asked.command))[0]
        if row.creates:
            continue
        listed = {each.action: each for each in allowed_actions(case, asked.by, asked.context)}
        here = listed.get(row.action)
        if here is None:
            assert [reason.ground for reason in asked.reasons] == [Ground.ROLE]
        elif not here.allowed and len(rows_for(type(asked.command))) == 1:
            assert asked.reasons
            if not row.promise_tests:
                assert asked.reasons == here.refusals
        if told is not None:
            assert here is not None
            assert here.allowed


@WALKS
@given(TAPES, STARTS)
def test_every_step_is_one_of_the_table(tape, start):
    for asked, told in walked(tape, start):
        if told is not None:
            assert told.case.version == asked.story.case.version + 1
            step = asked.story.case.state, told.events[-1].type, told.case.state
            assert step in AGGREGATE.transitions
            assert told.case.state in STATES


@WALKS
@given(TAPES, STARTS)
def test_the_stored_case_is_the_fold_of_its_stored_events(tape, start):
    """Events and case go through their stored form and back: what is loaded is what was told."""
    stories = [told for _, told in walked(tape, start) if told is not None]
    if not stories:
        return
    last, folded = stories[-1], Case()
    for version, event in enumerate(last.events, start=1):
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        envelope = entries.Envelope("demo", "stream", "challenge", version, moment, "desk", "role", "a", "b", None)
        entry = entries.encode(event, envelope, bytes)
        texts = {index: item.value for index, item in enumerate(entry.items)}
        read = entries.decode(type(event), entry.text, texts)
        assert read == event
        folded = evolve(folded, read)  # type: ignore[arg-type] # the stream holds challenge events only
        folded = entries.load(Case, entries.dump(folded))
    assert folded == last.case


@WALKS
@given(TAPES, STARTS)
def test_no_legal_date_lies_before_receipt_or_after_today(tape, start):
    for asked, told in walked(tape, start):
        if told is None or told.case.received_on is None:
            continue
        assert told.case.received_on <= told.events[-1].occurred_on <= asked.today
        assert told.case.moved_on is not None
        assert told.case.moved_on <= asked.today


@WALKS
@given(TAPES, STARTS)
def test_deadlines_are_computed_for_every_case_on_every_day(tape, start):
    for asked, told in walked(tape, start):
        if told is None:
            continue
        found = deadlines_of(told.case, told.ordinance, DUTCH)
        assert deadlines_of(entries.load(Case, entries.dump(told.case), Case.SAYS), told.ordinance, DUTCH) == found
        assert next_due_on(found) is None or found
        for deadline in found:
            assert deadline.explanation
            assert deadline.article
            assert deadline.due_on >= deadline.starts_on or deadline.kind in {"improvement", "supplement", "execution"}
            assert deadline.status(asked.today) in {"running", "suspended", "met", "missed", "lapsed"}


@WALKS
@given(TAPES, STARTS)
def test_a_suspension_never_brings_the_decision_nearer_nor_a_resumption_further(tape, start):
    for asked, told in walked(tape, start):
        if told is None or asked.story.case.received_on is None:
            continue
        before = decision_term(asked.story.case, told.ordinance, DUTCH)
        after = decision_term(told.case, told.ordinance, DUTCH)
        match told.events[-1].type:
            case "term-suspended" | "supplement-requested":
                assert after.due >= before.due
            case "term-resumed":
                assert after.due <= before.due
            case kind if told.case.clock == asked.story.case.clock:
                assert after == before, kind


@WALKS
@given(TAPES, STARTS)
def test_clock_facts_count_in_the_order_of_their_legal_dates_whatever_was_recorded_first(tape, start):
    stories = [told for _, told in walked(tape, start) if told is not None and told.case.received_on is not None]
    for told in stories[-1:]:
        clock = told.case.running
        if len({fact.on for fact in clock}) == len(clock):
            turned = replace(told.case, clock=tuple(reversed(clock)))
            assert decision_term(turned, told.ordinance, DUTCH).due == decision_term(told.case, told.ordinance, DUTCH).due


@WALKS
@given(TAPES, STARTS)
def test_who_assesses_or_has_an_interest_never_decides(tape, start):
    for asked, told in walked(tape, start):
        if told is None:
            continue
        case, event = asked.story.case, told.events[-1]
        if event.type in DECISIONS:
            assert event.by not in case.scored_by
            assert event.by not in case.conflicted
            assert case.assessor(event.by) is None
        if event.type == "scored":
            assert event.by in case.declared
            assert event.by not in case.conflicted
        if event.type == "awarded":
            assert case.assessment is not None


@WALKS
@given(TAPES, STARTS)
def test_a_client_alone_judges_and_decides_nothing(tape, start):
    records = {"drafted", "revised", "submitted", "supplemented", "announced", "contact-logged"}
    records |= {"objection-lodged", "lateness-explained", "objection-remedied", "objection-withdrawn"}
    records |= {"default-notice-received", "default-notice-withdrawn", "appeal-recorded", "ruling-recorded"}
    records |= {"deadline-told", "foreign-information-received"}
    records |= {"receipt-confirmed", "deadline-warned", "delay-told"}
    for asked, told in walked(tape, start):
        if told is not None and not asked.by.person:
            assert told.events[-1].type in records


def test_the_walks_reach_far():
    """Guard: the laws above would be empty talk if walks stayed near the door."""
    states: set[str] = set()
    kinds: Counter[str] = Counter()
    codes: set[str] = set()
    for seed in range(60):
        for asked, told in walked(walker.stretched(seed, 2500), Story(rules=VOORBEELDSTAD if seed % 2 else MODEL)):
            codes |= {reason.code for reason in asked.reasons}
            if told is not None:
                states.add(told.case.state)
                kinds[told.events[-1].type] += 1
    assert kinds.total() > 2_000
    assert len(states) >= 17
    assert len(kinds) >= 30
    assert len(codes) >= 40


def test_a_case_with_five_hundred_events_is_as_small_as_one_with_five():
    few = monitored().then(report(), representative(), on="2026-11-20")
    many = few
    for _ in range(160):
        many = many.then(report(), representative(), on="2026-11-20")
        many = many.then(inspect(), contract_manager())
        many = many.then(log_contact(held_on="2026-11-20"), handler())
    assert len(many.events) > 480
    assert len(entries.dump(many.case)) <= len(entries.dump(few.case)) + 20


@WALKS
@given(TAPES, STARTS)
def test_a_case_grows_only_by_what_the_law_counts(tape, start):
    for _, told in walked(tape, start)[-1:]:
        if told is not None:
            kept = replace(told.case, clock=(), supplements=(), decisions=())
            assert len(entries.dump(kept)) < 20_000
