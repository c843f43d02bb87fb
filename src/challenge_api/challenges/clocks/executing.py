"""The terms of the execution: agreement, its end, every report, improvement, evaluations, and the last day to give notice."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from challenge_api.challenges.case import MOST_REPORTED, Case
from challenge_api.challenges.clocks.deadline import Deadline, counted
from challenge_api.law import deadlines
from challenge_api.law.deadlines import Explained, Term, later
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Length, Ordinance

_MOST_REPORTS: Final = 600
"""Rows of reports at most: fifty years of months."""


def agreement_term(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Explained | None:
    """Count the term in which the agreement must come: the ordinance's own, else the last day that was told since the award."""
    if case.moved_on is None:
        return None
    if (own := own_agreement_term(ordinance)) is not None:
        return deadlines.plain(case.moved_on, own.term(), calendar)
    told = next((each for each in case.told if each.kind == "agreement" and each.told_on >= case.moved_on), None)
    return None if told is None else deadlines.named(told.due_on, "Awb 3:2", "request")


def own_agreement_term(ordinance: Ordinance) -> Length | None:
    """Give the term for the agreement that the ordinance sets; None where it is open, and a last day has to be told."""
    return None if ordinance.agreement is None else ordinance.agreement.start_within


def execution_deadlines(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Iterator[Deadline]:
    """Give the terms from the award to the end of the execution."""
    if case.state == "awarded" and case.moved_on is not None:
        agreement = agreement_term(case, ordinance, calendar)
        if agreement is not None:
            yield counted("agreement", agreement, case.moved_on)
    if case.state == "improving" and case.improvement_until is not None and case.moved_on is not None:
        mended_by = deadlines.named(case.improvement_until, "Ordinance, agreement", "improvement")
        yield counted("improvement", mended_by, case.moved_on)
    if case.agreement is None or case.ends_on is None:
        return
    starts_on, over = case.agreement.starts_on, case.moved_on if case.outcome is not None else None
    yield from _reports(case, ordinance, calendar, starts_on, case.ends_on, over)
    yield from _evaluations(case, ordinance, calendar, starts_on, case.ends_on, over)
    if ordinance.hand_back is not None:
        notice = ordinance.hand_back.term()
        last = deadlines.before(case.ends_on, notice)
        if last.due > starts_on:
            yield counted("hand-back-notice", last, starts_on, article=notice.article, ended_on=over)
    yield counted("execution", deadlines.named(case.ends_on, "Agreement", "agreement"), starts_on, met_on=over)


def _reports(
    case: Case, ordinance: Ordinance, calendar: LegalCalendar, starts_on: date, ends_on: date, over: date | None
) -> Iterator[Deadline]:
    """Every report by the rhythm of the ordinance, from the first day of the execution through the day after its last.

    A report that covers every day before the one on which it is due meets that term, and those before it. Of terms that are older
    than the reports a case remembers nobody can say any more when they were met: those are left out.
    """
    rhythm = ordinance.reporting
    if rhythm is None:
        return
    forgotten = case.reported[0].period_until if len(case.reported) == MOST_REPORTED else date.min
    for number in range(1, _MOST_REPORTS):
        term = deadlines.repeated(starts_on, rhythm.every.term(), number, calendar)
        if later(term.unshifted_end, -1) > ends_on:
            return
        covered = later(term.unshifted_end, -1)
        if covered <= forgotten:
            continue
        met = next((note.received_on for note in case.reported if note.period_until >= covered), None)
        ended = over if met is None and over is not None else None
        yield counted("report", term, starts_on, number=number, met_on=met, ended_on=ended)


def _evaluations(
    case: Case, ordinance: Ordinance, calendar: LegalCalendar, starts_on: date, ends_on: date, over: date | None
) -> Iterator[Deadline]:
    """The evaluations that the ordinance asks for, so many years after the start; each that was held meets the next."""
    for number, years in enumerate(ordinance.review_years or (), start=1):
        term = deadlines.plain(starts_on, Term(years, "years", "Ordinance"), calendar)
        if later(term.unshifted_end, -1) <= ends_on:
            held = case.evaluated[number - 1] if number <= len(case.evaluated) else None
            yield counted("evaluation", term, starts_on, number=number, met_on=held, ended_on=None if held else over)
