"""The deadlines of a case: which terms run, from the clock facts of its events, its ordinance and the law.

Nothing here is stored as truth. Each term is counted by `law.deadlines` from facts in order of their legal dates, and comes with
the steps that lead to its last day. Dates that a party was told in a letter (supplement, improvement) are no terms set in a law
and do not move. `deadline` holds the value and the table of kinds; `deciding`, `reviewing` and `executing` find the terms of
one part of a case's life each; this file puts them in order.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks.deadline import KINDS, Deadline, DutyOf, Kind, Told, status_of_open
from challenge_api.challenges.clocks.deciding import DECISIONS, decision_deadlines, decision_term, set_aside_term
from challenge_api.challenges.clocks.executing import agreement_term, execution_deadlines, own_agreement_term
from challenge_api.challenges.clocks.reviewing import NotApplicable, not_applicable, review_deadlines
from challenge_api.challenges.clocks.told import beside
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance

__all__ = [
    "DECISIONS",
    "KINDS",
    "Deadline",
    "DutyOf",
    "Kind",
    "NotApplicable",
    "Told",
    "agreement_term",
    "calendar_of",
    "deadlines_of",
    "decision_term",
    "known_on",
    "next_due_on",
    "not_applicable",
    "open_deadlines",
    "own_agreement_term",
    "set_aside_term",
    "status_of_open",
]


def calendar_of(ordinance: Ordinance, known: LegalCalendar) -> LegalCalendar:
    """Give the days off where the ordinance holds, by the decrees that are known."""
    own = ordinance.calendar
    return own if own.decrees == known.decrees else replace(own, decrees=known.decrees)


def deadlines_of(case: Case, ordinance: Ordinance, calendar: LegalCalendar, today: date | None = None) -> tuple[Deadline, ...]:
    """Give every term of the case, in the order in which a case meets them.

    With `today` a penalty is reckoned, and a suspension whose end is not known is counted, through that day; without it a penalty
    is projected to its cap.
    """
    if case.received_on is None:
        return ()
    found = (
        *decision_deadlines(case, ordinance, calendar, today),
        *review_deadlines(case, ordinance, calendar, today),
        *execution_deadlines(case, ordinance, calendar),
    )
    return tuple(replace(each, told=beside(case, each)) for each in found) if case.told else found


def known_on(case: Case, day: date) -> Case:
    """Give the case with what had legally happened by a day: later facts and announcements left out."""
    if case.received_on is None or case.received_on > day:
        return replace(case, received_on=None)
    announced = tuple(
        replace(one, announced_on=None) if one.announced_on is not None and one.announced_on > day else one
        for one in case.decisions
    )
    return replace(
        case,
        clock=tuple(fact for fact in case.clock if fact.on <= day),
        decisions=announced,
        objections=tuple(
            replace(one, clock=tuple(fact for fact in one.clock if fact.on <= day))
            for one in case.objections
            if one.received_on <= day
        ),
        appeals=tuple(one for one in case.appeals if one.ruled_on is None or one.ruled_on <= day),
        supplements=tuple(note for note in case.supplements if note.received_on <= day),
        evaluated=tuple(held_on for held_on in case.evaluated if held_on <= day),
        reported=tuple(note for note in case.reported if note.received_on <= day),
    )


def open_deadlines(found: Sequence[Deadline]) -> dict[tuple[str, int], Deadline]:
    """Give the terms that still wait for something, by kind and what they are about; of a row of reports the first."""
    waiting: dict[tuple[str, int], Deadline] = {}
    for deadline in found:
        if deadline.open:
            waiting.setdefault((deadline.kind, deadline.about or 0), deadline)
    return waiting


def next_due_on(found: Sequence[Deadline]) -> date | None:
    """Give the earliest day on which an open term ends that somebody must keep."""
    ends = (deadline.known_due_on for deadline in found if deadline.open and not deadline.lapses)
    return min((day for day in ends if day is not None), default=None)
