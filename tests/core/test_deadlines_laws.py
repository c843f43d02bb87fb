"""Laws that hold for every course of events, and the stranger who recomputes each date from its explanation alone."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from challenge_api.law.deadlines import (
    NO_TERM_SET,
    Asked,
    ClockFact,
    Explained,
    Extension,
    Length,
    Readings,
    Step,
    Term,
    administrative_appeal_decision,
    decision,
    objection_decision,
    plain,
)
from challenge_api.law.legal_calendar import DUTCH

DAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31))
ORDINANCE = "Awb 4:13(1), ordinance, Gemeentewet 145"
TERMS = st.one_of(
    st.just(Term(8, "weeks", NO_TERM_SET)),
    st.builds(Term, st.integers(1, 100), st.just("days"), st.just(ORDINANCE), st.booleans()),
    st.builds(Term, st.integers(1, 20), st.just("weeks"), st.just(ORDINANCE), st.booleans()),
    st.builds(Term, st.integers(1, 6), st.just("months"), st.just(ORDINANCE), st.booleans()),
    st.builds(Term, st.just(1), st.just("years"), st.just(ORDINANCE)),
)
EXTENSIONS = st.one_of(st.none(), st.builds(Extension, st.integers(1, 14), st.just("weeks"), st.just("ordinance (power)")))
READINGS = st.builds(Readings, **{name: st.booleans() for name in Readings.__dataclass_fields__})
PLACES = st.integers(0, 110)
SHORT = st.integers(0, 40)

ORDER_MATTERS = (
    {"supplement_requested", "supplement_received", "deadline_moved"},
    {"remedy_requested", "remedied", "deadline_moved"},
    {"foreign_info_notified", "foreign_info_received"},
)
"""On one day: a request and its answer or move, and the word that information is needed from abroad and its coming."""


Draw = Callable[[st.SearchStrategy[Any]], Any]


def _period(draw: Draw, on: date, _: date) -> dict[str, Any]:
    first = on + timedelta(draw(st.integers(-20, 20)))
    return {"first": first, "last": first + timedelta(draw(SHORT))}


def _named(draw: Draw, _: date, until: date) -> dict[str, Any]:
    total = draw(st.none() | st.builds(Length, st.integers(1, 9), st.sampled_from(["weeks", "months"])))
    return {"new_due": until} if total is None else {"total": total}


DETAILS: Mapping[str, Callable[[Draw, date, date], dict[str, Any]]] = {
    "supplement_requested": lambda draw, _, until: {"deadline": draw(st.sampled_from([until, until, None]))},
    "remedy_requested": lambda draw, _, until: {"deadline": draw(st.sampled_from([until, until, None]))},
    "deadline_moved": lambda _draw, _, until: {"deadline": until},
    "supplement_received": lambda draw, _, _until: {"complete": draw(st.booleans())},
    "suspension_agreed": _period,
    "delay_by_applicant": _period,
    "force_majeure": _period,
    "extended": lambda draw, _, _until: {"by": draw(st.integers(1, 8))},
    "reasonable_term_named": _named,
    "postponed_by_consent": lambda _draw, _, until: {"new_due": until},
    "default_notice_received": lambda draw, _, _until: {"written": draw(st.sampled_from([True, True, False]))},
    "penalty_excluded": lambda _draw, _, _until: {"ground": "manifestly unfounded"},
}
"""What a fact of a type says beside its date; a type without an entry says nothing more."""


@st.composite
def facts_after(draw: st.DrawFn, start: date, types: Sequence[str], places: st.SearchStrategy[int] = PLACES) -> ClockFact:
    """One fact of one of these types, on or after a day."""
    kind = draw(st.sampled_from(types))
    on = start + timedelta(draw(places))
    until = on + timedelta(draw(SHORT))
    details = DETAILS[kind](draw, on, until) if kind in DETAILS else {}
    return ClockFact(type=kind, on=on, **details)


STANDSTILLS = (
    *("supplement_requested", "deadline_moved", "supplement_received", "suspension_agreed", "foreign_info_notified"),
    *("foreign_info_received", "delay_by_applicant", "force_majeure"),
)
MOVES = (*STANDSTILLS, "extended", "delay_told", "reasonable_term_named")
ALL = (*MOVES, "default_notice_received", "default_notice_received", "penalty_excluded", "decided")
ON_AN_OBJECTION = (
    *("remedy_requested", "remedied", "deadline_moved", "foreign_info_notified", "foreign_info_received"),
    *("delay_by_applicant", "force_majeure", "extended", "postponed_by_consent", "default_notice_received", "decided"),
)


@st.composite
def courses(
    draw: st.DrawFn, types: Sequence[str] = ALL, most: int = 8, places: st.SearchStrategy[int] = PLACES
) -> tuple[ClockFact, ...]:
    """An application and what came of it."""
    received = draw(DAYS)
    found = draw(st.lists(facts_after(received, types, places), max_size=most))
    return (ClockFact(type="application_received", on=received), *sorted(found, key=lambda fact: fact.on))


# --- the stranger ---------------------------------------------------------------------------------------------------


def recomputed(chain: Iterable[dict[str, Any]]) -> date:
    """The due date, from the numbers of the steps alone. Knows no law and no calendar; dates that steps lead to are not read."""
    end = date.min
    for step in chain:
        match step["step"]:
            case "term" | "extended":
                end = counted(step["first"] - timedelta(1), step["n"], step["unit"])
            case "suspended" | "shifted" | "two-working-days":
                end += timedelta(step["n"])
            case "named" if step["n"] is not None:
                end = counted(step["first"] - timedelta(1), step["n"], step["unit"])
            case "named":
                end = step["date"]
            case "decided" | "notice" | "two-weeks":
                break
    return end


def counted(day: date, n: int, unit: str) -> date:
    if unit in {"days", "weeks"}:
        return day + timedelta(**{unit: n})
    months = day.year * 12 + day.month - 1 + n * {"months": 1, "years": 12}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def bare(chain: Iterable[Step]) -> list[dict[str, Any]]:
    return [{name: getattr(step, name) for name in ("step", "article", "date", "first", "last", "n", "unit")} for step in chain]


@settings(max_examples=1000, deadline=None)
@given(TERMS, EXTENSIONS, courses(), READINGS)
def test_a_stranger_reaches_the_same_date_from_the_explanation_alone(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...], readings: Readings
) -> None:
    found = decision(term, extension, facts, readings=readings)
    assert recomputed(bare(found.chain)) == found.due


@settings(max_examples=1000, deadline=None)
@given(DAYS, st.data(), st.booleans(), st.booleans(), READINGS)
def test_a_stranger_reaches_the_date_of_a_decision_on_an_objection_too(
    announced: date, data: st.DataObject, committee: bool, appeal: bool, readings: Readings
) -> None:
    later = data.draw(st.lists(facts_after(announced, ON_AN_OBJECTION), max_size=6))
    facts = (ClockFact(type="announced", on=announced), *later)
    if appeal:
        found = administrative_appeal_decision(facts, readings=readings, same_legal_person=committee, committee=committee)
    else:
        found = objection_decision(facts, readings=readings, committee=committee)
    assert recomputed(bare(found.chain)) == found.due


@given(TERMS, EXTENSIONS, courses())
def test_the_penalty_can_be_recomputed_from_its_steps(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...]
) -> None:
    found = decision(term, extension, facts)
    for step in found.chain:
        if step.step == "penalty":
            assert step.first is not None
            assert step.last is not None
            assert step.n == (step.last - step.first).days + 1
            assert step.cents == found.overdue.penalty_total_cents == sum(cents for _, cents in found.overdue.ledger)


# --- days off -------------------------------------------------------------------------------------------------------


@given(DAYS, TERMS)
def test_a_term_under_the_act_never_ends_on_a_day_off(start: date, term: Term) -> None:
    found = plain(start, term)
    covered = term.atw and {"days": 90, "weeks": 12, "months": 3, "years": 0}[term.unit] >= term.n
    assert found.due >= found.unshifted_end
    assert DUTCH.is_working_day(found.due) if covered else found.due == found.unshifted_end
    if covered and (term.unit != "days" or term.n >= 3):
        span = (found.due - start).days
        assert sum(DUTCH.is_working_day(start + timedelta(n)) for n in range(1, span + 1)) >= 2


@given(TERMS, EXTENSIONS, courses())
def test_a_decision_is_due_on_a_day_off_only_where_a_step_says_why(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...]
) -> None:
    found = decision(term, extension, facts)
    kept = any(step.step == "not-shifted" for step in found.chain)
    assert DUTCH.is_working_day(found.due) is not kept


# --- suspensions ----------------------------------------------------------------------------------------------------


@given(TERMS, EXTENSIONS, courses(MOVES), st.data())
def test_a_suspension_never_shortens_a_term(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...], data: st.DataObject
) -> None:
    more = data.draw(facts_after(facts[0].on, ["suspension_agreed", "delay_by_applicant", "force_majeure"]))
    assert decision(term, extension, (*facts, more)).due >= decision(term, extension, facts).due


@given(TERMS, courses(STANDSTILLS))
def test_days_that_suspensions_share_count_once(term: Term, facts: tuple[ClockFact, ...]) -> None:
    found = decision(term, None, facts)
    out: set[date] = set()
    for step in found.chain:
        if step.step == "suspended":
            assert step.first is not None
            last = step.last or facts[0].on  # open: no day of it is counted yet
            span = {step.first + timedelta(n) for n in range((last - step.first).days + 1)}
            new = {day for day in span if day > facts[0].on} - out
            assert step.n == len(new)
            out |= new
    assert found.suspended_days == len(out)
    assert found.unshifted_end == plain(facts[0].on, term).unshifted_end + timedelta(len(out))


@given(TERMS, courses([], 0), st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_more_suspended_days_are_a_later_end(
    term: Term, facts: tuple[ClockFact, ...], begins: int, length: int, more: int
) -> None:
    on = facts[0].on
    first = on + timedelta(begins)
    short = ClockFact(type="force_majeure", on=on, first=first, last=first + timedelta(length))
    long = replace(short, last=first + timedelta(length + more))
    ends = [decision(term, None, (*facts, one)) for one in (short, long)]
    if ends[0].suspended_days:
        assert ends[1].unshifted_end - ends[0].unshifted_end == timedelta(more)


# --- penalty --------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(1, 120), st.integers(0, 150), READINGS)
def test_a_penalty_grows_by_the_day_and_stops_at_its_cap(received: date, notice: int, asked: int, readings: Readings) -> None:
    term = Term(8, "weeks", NO_TERM_SET)
    due = plain(received, term, readings=readings).due
    facts = (
        ClockFact(type="application_received", on=received),
        ClockFact(type="default_notice_received", on=due + timedelta(notice)),
    )

    def through(day: date) -> Explained:
        return decision(term, None, facts, readings=readings, asked=Asked(as_of=day))

    today = due + timedelta(notice + asked)
    before, after = through(today).overdue, through(today + timedelta(1)).overdue
    grown = after.penalty_total_cents - before.penalty_total_cents
    assert grown in {0, 2300, 3500, 4500}
    assert after.penalty_days - before.penalty_days == (grown > 0)
    assert after.penalty_days <= 42
    assert after.penalty_total_cents <= 144_200
    assert (after.penalty_total_cents == 144_200) == (after.penalty_days == 42)


@given(DAYS, st.integers(1, 60), st.integers(0, 90), READINGS)
def test_a_later_decision_never_makes_the_penalty_less(received: date, notice: int, decided: int, readings: Readings) -> None:
    term = Term(8, "weeks", NO_TERM_SET)
    notice_on = plain(received, term, readings=readings).due + timedelta(notice)
    begun = (
        ClockFact(type="application_received", on=received),
        ClockFact(type="default_notice_received", on=notice_on),
    )
    totals = [
        decision(
            term, None, (*begun, ClockFact(type="decided", on=notice_on + timedelta(days))), readings=readings
        ).overdue.penalty_total_cents
        for days in (decided + 1, decided + 2)
    ]
    assert totals[0] <= totals[1] <= decision(term, None, begun, readings=readings).overdue.penalty_total_cents


# --- order ----------------------------------------------------------------------------------------------------------


def in_another_order(facts: tuple[ClockFact, ...], keys: Sequence[int]) -> tuple[ClockFact, ...]:
    """Facts of one day in another order; those whose order means something, and those of one type, keep theirs."""
    first, rest = facts[0], list(facts[1:])
    shuffled = [fact for _, fact in sorted(zip(keys, rest, strict=False), key=lambda pair: (pair[1].on, pair[0]))]
    for day in {fact.on for fact in rest}:
        types = {fact.type for fact in rest if fact.on == day}
        for group in (*ORDER_MATTERS, *({one} for one in types)):
            places = [n for n, fact in enumerate(shuffled) if fact.on == day and fact.type in group]
            given_order = [fact for fact in rest if fact.on == day and fact.type in group]
            for place, fact in zip(places, given_order, strict=True):
                shuffled[place] = fact
    return (first, *shuffled)


@settings(max_examples=500, deadline=None)
@given(
    TERMS,
    EXTENSIONS,
    courses(ALL, 8, st.sampled_from([20, 21, 55, 56, 57, 58, 80])),
    st.permutations(range(8)),
    READINGS,
)
def test_the_order_of_facts_of_one_day_does_not_matter(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...], keys: Sequence[int], readings: Readings
) -> None:
    one = decision(term, extension, facts, readings=readings)
    other = decision(term, extension, in_another_order(facts, keys), readings=readings)
    assert (one.due, one.unshifted_end, one.suspended_days, one.in_time, one.overdue) == (
        other.due,
        other.unshifted_end,
        other.suspended_days,
        other.in_time,
        other.overdue,
    )


@given(TERMS, EXTENSIONS, courses(), READINGS, st.randoms(use_true_random=False))
def test_facts_of_different_days_may_be_given_in_any_order(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...], readings: Readings, random: Any
) -> None:
    one_a_day = list({fact.on: fact for fact in reversed(facts)}.values())
    given_in_order = decision(term, extension, sorted(one_a_day, key=lambda fact: fact.on), readings=readings)
    random.shuffle(one_a_day)
    assert decision(term, extension, one_a_day, readings=readings).due == given_in_order.due


# --- explanations ---------------------------------------------------------------------------------------------------


@given(TERMS, EXTENSIONS, courses(), READINGS)
def test_every_fact_that_could_matter_is_answered_for(
    term: Term, extension: Extension | None, facts: tuple[ClockFact, ...], readings: Readings
) -> None:
    beside = {
        "application_received",
        "deadline_moved",
        "supplement_received",
        "foreign_info_received",
        "penalty_excluded",
        "decided",
    }
    found = decision(term, extension, facts, readings=readings)
    assert [effect.event for effect in found.effects] == [n for n, fact in enumerate(facts) if fact.type not in beside]
    for step in found.chain:
        assert step.article
        assert "{" not in step.why + step.why_nl
        assert step.why != step.why_nl
