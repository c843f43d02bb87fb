"""When a term stands still: the period of each suspension (Awb 4:15, 7:10(2)), and the days of them all, each counted once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from challenge_api.law.deadlines.counting import Periods, later
from challenge_api.law.deadlines.values import ClockFact, Readings

ANSWERS: Final = MappingProxyType({"supplement_requested": "supplement_received", "remedy_requested": "remedied"})
"""Requests that set a term, and the fact that answers them."""

PERIODS: Final = frozenset({"suspension_agreed", "delay_by_applicant", "force_majeure"})
"""Facts that name the days themselves, first and last included (Awb 4:15(2))."""

ABROAD: Final = "foreign_info_notified"

STANDSTILLS: Final = frozenset(ANSWERS) | PERIODS | {ABROAD}


@dataclass(frozen=True, slots=True)
class Standstill:
    """One suspension as it would be, before it is tested against the term. `last` lies before `first` when no day is left."""

    event: int
    type: str
    told: date
    first: date
    last: date
    open: bool = False
    """Whether its end is not known yet."""

    @property
    def acts_on(self) -> date:
        """The day on which the term must still run: its first day, for consent also the day it was given."""
        return max(self.first, self.told) if self.type == "suspension_agreed" else self.first  # Awb 4:15(2)(a): agreed


@dataclass(frozen=True, slots=True)
class _Request:
    """A request that is out: its term, and the day on which an answer in time came."""

    event: int
    fact: ClockFact
    deadline: date
    answered: date | None = None


def requests(ordered: Sequence[tuple[int, ClockFact]]) -> tuple[_Request, ...]:
    """Every request with a term, with its last day as moved and its answer; facts in the order of their legal dates.

    Awb 4:5(1), 4:15(1)(a), 6:6: a part of what was asked answers nothing, nor does what comes after the term; a term is moved
    while it runs, and only the last request that still runs is meant.
    """
    out: list[_Request] = []
    for index, fact in ordered:
        running = [n for n, request in enumerate(out) if request.answered is None and fact.on <= request.deadline]
        if fact.type in ANSWERS and fact.deadline is not None:
            out.append(_Request(index, fact, fact.deadline))
        elif fact.type == "deadline_moved" and running and fact.deadline is not None and fact.deadline >= fact.on:
            out[running[-1]] = replace(out[running[-1]], deadline=fact.deadline)
        elif fact.type in ANSWERS.values() and fact.complete:
            for n in running:
                if ANSWERS[out[n].fact.type] == fact.type:
                    out[n] = replace(out[n], answered=fact.on)
    return tuple(out)


def standstills(ordered: Sequence[tuple[int, ClockFact]], readings: Readings, until: date | None) -> dict[int, Standstill]:
    """The suspension that each fact would bring, by the index of the fact; a request without a term brings none.

    `until` is the day through which an open one is counted; None counts no day of it.
    """
    through = 1 if readings.suspended_through_end_day else 0  # "tot de dag waarop" (Awb 4:15(1)): that day runs again
    found = {
        request.event: Standstill(
            request.event,
            request.fact.type,
            request.fact.on,
            later(request.fact.on, 1),  # Awb 4:15(1): from the day after the request
            later(request.answered or request.deadline, through - 1),
        )
        for request in requests(ordered)
    }
    for index, fact in ordered:
        if fact.type in PERIODS and fact.first is not None and fact.last is not None:
            found[index] = Standstill(index, fact.type, fact.on, fact.first, fact.last)  # Awb 4:15(2)
        elif fact.type == ABROAD:
            found[index] = _abroad(index, fact, ordered, through, until)
    return found


def _abroad(
    index: int, fact: ClockFact, ordered: Sequence[tuple[int, ClockFact]], through: int, until: date | None
) -> Standstill:
    """From the day after the applicant was told until the day the information came (Awb 4:15(1)(b))."""
    place = ordered.index((index, fact))
    came = next((other.on for _, other in ordered[place:] if other.type == "foreign_info_received"), None)
    first = later(fact.on, 1)
    if came is not None:
        return Standstill(index, fact.type, fact.on, first, later(came, through - 1))
    return Standstill(index, fact.type, fact.on, first, until or fact.on, open=True)


class Days:
    """A set of days, kept as periods in order that neither touch nor overlap."""

    def __init__(self) -> None:
        """Begin empty."""
        self._periods: list[tuple[int, int]] = []

    def add(self, first: date, last: date) -> int:
        """Add the days of a period; answers how many of them are new."""
        begun, ended = first.toordinal(), last.toordinal()
        if ended < begun:
            return 0
        before = self.total
        apart = [(start, end) for start, end in self._periods if end < begun - 1 or start > ended + 1]
        met = [(start, end) for start, end in self._periods if not (end < begun - 1 or start > ended + 1)]
        merged = (min([begun, *(start for start, _ in met)]), max([ended, *(end for _, end in met)]))
        self._periods = sorted([*apart, merged])
        return self.total - before

    @property
    def total(self) -> int:
        """How many days there are."""
        return sum(end - start + 1 for start, end in self._periods)

    @property
    def periods(self) -> Periods:
        """The periods, first and last day included, in order."""
        return tuple((date.fromordinal(start), date.fromordinal(end)) for start, end in self._periods)
