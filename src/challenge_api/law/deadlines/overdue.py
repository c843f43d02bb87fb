"""Not deciding in time: notice of default, appeal to the court, and the penalty day by day (Awb 4:17, 4:18, 6:12)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, repeat
from typing import Final

from challenge_api.law.deadlines.counting import Cover, due_date, later
from challenge_api.law.deadlines.values import ClockFact, Explained, Overdue, Readings, Step
from challenge_api.law.legal_calendar import DayOff, LegalCalendar
from challenge_api.law.wording import Value

LONGEST: Final = 42
"""Days for which a penalty runs at most (Awb 4:17(1))."""

RATES: Final = (
    (date(2009, 10, 1), (2000, 3000, 4000)),
    (date(2019, 1, 1), (2300, 3500, 4500)),
)
"""Euro cents a day for days 1 to 14, 15 to 28 and 29 to 42 (Awb 4:17(2)), each from the day of receipt of the notice on."""

NOTICE: Final = "Awb 4:17(3), 6:12(2)"
WITHDRAWN: Final = "withdrawn"
"""Ground of the fact of a notice that was taken back."""
_TWO_WEEKS: Final = 14
_RENUMBERED_ON: Final = date(2026, 1, 1)  # since then 4:17 has its exceptions in (5) and the sharing in (6), one lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about the penalty."""

    as_of: date | None = None
    """Reckon it through this day; None: up to the decision or, undecided, to the cap."""
    applicants: int = 1
    public: bool = True
    """Whether the request leads to a decision in the sense of Awb 1:3; if not, there is neither penalty nor appeal."""
    ended_on: date | None = None
    """Day on which, undecided, nothing was left to decide: the request was withdrawn, forwarded. Nobody is late from then on."""


def daily_amounts(notice_on: date) -> tuple[int, ...]:
    """The penalty of each day in euro cents, by the law of the day on which the notice came (Awb 4:17(2))."""
    _, bands = RATES[max(bisect_right([since for since, _ in RATES], notice_on) - 1, 0)]
    return tuple(chain.from_iterable(repeat(cents, LONGEST // len(bands)) for cents in bands))


def not_deciding(
    found: Explained, facts: Sequence[ClockFact], calendar: LegalCalendar, readings: Readings, asked: Asked
) -> Explained:
    """Add to a counted term what the notices of default bring about."""
    valid: ClockFact | None = None
    steps: list[Step] = []
    for index, notice, reason, before in _judged(facts, found, asked):
        key = "notice" if reason is None else f"ignored/{reason}"
        words: dict[str, Value] = {"due": found.due}
        if (end := found.decided_on or asked.ended_on) is not None:
            words["end"] = end
        if before is not None:
            words["told"] = before.on
        elif reason is None:
            valid = notice
        steps.append(Step.of(key, NOTICE, notice.on, words, event=index))
    if valid is None:
        return replace(found, chain=(*found.chain, *steps))
    excluded = next((fact for fact in facts if fact.type == "penalty_excluded"), None)
    overdue, more = _consequences(valid, excluded, found.decided_on or asked.ended_on, calendar, readings, asked)
    return replace(found, chain=(*found.chain, *steps, *more), overdue=overdue)


def without_effect(index: int, facts: Sequence[ClockFact], found: Explained, asked: Asked | None = None) -> str | None:
    """Why the notice of default at this place among the facts has no effect, in a word; None: it is valid."""
    return next(reason for place, _, reason, _ in _judged(facts, found, asked or Asked()) if place == index)


def _judged(
    facts: Sequence[ClockFact], found: Explained, asked: Asked
) -> Iterator[tuple[int, ClockFact, str | None, ClockFact | None]]:
    """Each notice in order of receipt: its place, why it has no effect, and the valid one that came before it."""
    notices = (pair for pair in enumerate(facts) if pair[1].type == "default_notice_received")
    valid: ClockFact | None = None
    for index, notice in sorted(notices, key=lambda pair: pair[1].on):
        reason = _void(notice, found, valid, asked)
        yield index, notice, reason, valid
        if reason is None:
            valid = notice


def _void(notice: ClockFact, found: Explained, valid: ClockFact | None, asked: Asked) -> str | None:
    """Why a notice has no effect, as a word of the table; None: it is valid."""
    if not asked.public:  # Awb 4:17(1), 6:2: only a decision can fail to come
        return "no-public-decision"
    if notice.ground == WITHDRAWN:  # whoever takes it back leaves the authority no longer in default
        return "withdrawn"
    if not notice.written:  # Awb 4:17(3), 6:12(2)(b): in writing
        return "oral"
    if notice.on <= found.due:  # Awb 4:17(3): premature, and it stays void
        return "premature"
    ended_on = found.decided_on or asked.ended_on
    if ended_on is not None and notice.on >= ended_on:  # Awb 6:12(2): nothing is left to decide
        return "nothing-left"
    return None if valid is None else "second"


def _consequences(
    notice: ClockFact,
    excluded: ClockFact | None,
    ended_on: date | None,
    calendar: LegalCalendar,
    readings: Readings,
    asked: Asked,
) -> tuple[Overdue, tuple[Step, ...]]:
    two_weeks, first, step = _two_weeks(notice.on, calendar, readings)
    last = later(first, LONGEST - 1)  # Awb 4:17(1): at most 42 days, through weekends and holidays
    if ended_on is not None:  # Awb 4:17(1): a day of default is a day without decision
        last = min(last, later(ended_on, 0 if readings.decision_day_counts else -1))
    if last < first:
        none = Step.of("no-penalty", "Awb 4:17(1),(3)", ended_on, first=later(notice.on, 1), last=two_weeks)
        return Overdue(), (none,)
    if excluded is not None:  # unreasonably late, no interested party, manifestly inadmissible or unfounded
        article = "Awb 4:17(5)" if excluded.on >= _RENUMBERED_ON else "Awb 4:17(6)"
        words: dict[str, Value] = {"told": excluded.on, "ground": excluded.ground or ""}
        return Overdue(appeal_from=first), (step, Step.of("no-penalty/excluded", article, None, words))
    overdue, more = _penalty(notice, first, last, calendar, asked)
    return overdue, (step, *more)


def _two_weeks(notice_on: date, calendar: LegalCalendar, readings: Readings) -> tuple[date, date, Step]:
    """Last day of the two weeks, the day after them, and the step (Awb 4:17(3), 6:12(2))."""
    end = later(notice_on, _TWO_WEEKS)
    words: dict[str, Value] = {"told": notice_on}
    if readings.penalty_on_day_14:  # "the day on which two weeks have passed" read as the fourteenth day itself
        before = later(end, -1)
        return before, end, _weeks_step("two-weeks/day-14", end, words, notice_on, before)
    shifted = calendar.next_working_day(end) if readings.two_weeks_under_atw else end  # Atw 1(1)
    key = "two-weeks" if shifted == end else "two-weeks/shifted"
    off = tuple(calendar.days_off(end, shifted))
    first = later(shifted, 1)
    return shifted, first, _weeks_step(key, first, {**words, "off": off}, notice_on, shifted, off)


def _weeks_step(
    key: str,
    on: date,
    words: dict[str, Value],
    notice_on: date,
    last: date,
    off: tuple[tuple[date, DayOff], ...] = (),
) -> Step:
    return Step.of(key, NOTICE, on, words, first=later(notice_on, 1), last=last, n=2, unit="weeks", off=off)


def _penalty(
    notice: ClockFact, first: date, last: date, calendar: LegalCalendar, asked: Asked
) -> tuple[Overdue, tuple[Step, ...]]:
    until = last if asked.as_of is None else min(last, asked.as_of)
    days = max((until - first).days + 1, 0)
    if days == 0:
        return Overdue(appeal_from=first), ()
    amounts = daily_amounts(notice.on)[:days]
    total = sum(amounts)
    steps = [Step.of("penalty", "Awb 4:17(1),(2)", until, first=first, last=until, n=days, unit="days", cents=total)]
    share = None
    if asked.applicants > 1:  # equal parts; a part of a cent is not paid
        share = total // asked.applicants
        article = "Awb 4:17(6)" if notice.on >= _RENUMBERED_ON else "Awb 4:17(7)"
        steps.append(Step.of("shared", article, None, {"n": asked.applicants}, n=asked.applicants, cents=share))
    fixed_by = None
    if until == last:  # Awb 4:18: two weeks after the last penalty day, under the Atw
        end = later(last, _TWO_WEEKS)
        fixed_by = due_date(later(last, 1), end, Cover(), calendar)
        key = "penalty-decision" if fixed_by == end else "penalty-decision/shifted"
        off = tuple(calendar.days_off(end, fixed_by))
        steps.append(Step.of(key, "Awb 4:18", fixed_by, {"off": off}, first=later(last, 1), last=end, n=2, unit="weeks", off=off))
    overdue = Overdue(
        appeal_from=first,
        penalty_from=first,
        penalty_until=until,
        penalty_days=days,
        penalty_total_cents=total,
        penalty_share_cents=share,
        penalty_decision_due=fixed_by,
        ledger=tuple((later(first, n), cents) for n, cents in enumerate(amounts)),
    )
    return overdue, tuple(steps)
