"""The terms until the decision: confirmation, supplement, not handling, the decision itself, and what follows when it is late."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks.deadline import Deadline, counted
from challenge_api.challenges.clocks.lateness import consequences
from challenge_api.challenges.clocks.reviewing import is_public
from challenge_api.challenges.review import undecided_end
from challenge_api.law import deadlines
from challenge_api.law.deadlines import Asked, ClockFact, Explained, SupplementTerm, Term
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance

DECISIONS: Final = frozenset({"set-aside", "awarded", "rejected"})
"""Decisions on the request: the announcement of the first one ends the decision term (Awb 4:13, 3:40)."""


def in_legal_order(facts: Sequence[ClockFact]) -> tuple[ClockFact, ...]:
    """Sort clock facts by legal date, then by the order of recording (design §3)."""
    return tuple(sorted(facts, key=lambda fact: fact.on))


def decision_term(case: Case, ordinance: Ordinance, calendar: LegalCalendar, asked: Asked | None = None) -> Explained:
    """Count the decision term of a case (Awb 4:13 to 4:15), and what follows when it is not kept (4:17, 4:18)."""
    about = asked or Asked(public=is_public(case))
    return _counted(ordinance.decision_length(), ordinance.decision_extension(), in_legal_order(case.running), calendar, about)


@lru_cache(maxsize=4096)
def _counted(
    term: Term,
    extension: deadlines.Extension | None,
    facts: tuple[ClockFact, ...],
    calendar: LegalCalendar,
    asked: Asked,
) -> Explained:
    """Cases that came on one day under one ordinance stand alike; to count costs a twentieth of a submission."""
    return deadlines.decision(term, extension, facts, calendar, asked=asked)


def set_aside_term(case: Case, calendar: LegalCalendar) -> Explained:
    """Count the four weeks in which an incomplete request can be left unhandled (Awb 4:5(4)).

    They start on the day a supplement came in time, complete or not, or else on the last day for it: a person judges only
    afterwards whether it sufficed.
    """
    assert case.supplement_until is not None
    in_time = [note.received_on for note in case.supplements if not note.late]
    start = max(in_time, default=case.supplement_until)
    return deadlines.plain(start, Term(4, "weeks", "Awb 4:5(4)"), calendar)


def decision_deadlines(case: Case, ordinance: Ordinance, calendar: LegalCalendar, today: date | None) -> Iterator[Deadline]:
    """Give the terms from receipt to the decision."""
    assert case.received_on is not None
    yield _confirmation(case.received_on)
    yield from _supplements(case)
    if case.state == "incomplete" and case.supplement_until is not None:
        yield _set_aside(case, calendar)
    decision = _decision(case, ordinance, calendar, today)
    yield decision
    yield from consequences(case, decision)


@lru_cache(maxsize=512)
def _confirmation(received_on: date) -> Deadline:
    """Receipt is confirmed as soon as possible (Awb 2:17, until 2026 4:3a); the answer to the filing does so at once."""
    article = "Awb 2:17" if received_on.year >= 2026 else "Awb 4:3a"  # the act on electronic dealings moved it
    return counted("confirmation", deadlines.at_once(received_on, article), received_on, met_on=received_on)


def _decision(case: Case, ordinance: Ordinance, calendar: LegalCalendar, today: date | None) -> Deadline:
    ended = undecided_end(case)
    asked = Asked(as_of=_reckoned(case, today), public=is_public(case), ended_on=ended)
    term = decision_term(case, ordinance, calendar, asked)
    found = counted(
        "decision",
        term,
        case.running[0].on,
        article=ordinance.decision_length().article,
        met_on=term.decided_on,
        ended_on=ended if term.decided_on is None else None,
    )
    return found if term.overdue.appeal_from is None else replace(found, overdue=term.overdue)


def _reckoned(case: Case, today: date | None) -> date | None:
    return None if today is None else max(today, case.running[0].on)


def _supplements(case: Case) -> Iterator[Deadline]:
    """Each request to supplement with its last day as it now stands (Awb 4:5(1))."""
    terms = deadlines.supplement_terms(case.clock)
    for number, term in enumerate(terms, start=1):
        last = number == len(terms)
        yield _supplement(case, term, number, open_still=last and case.state == "incomplete")


def _supplement(case: Case, term: SupplementTerm, number: int, *, open_still: bool) -> Deadline:
    met = term.answered_on
    if open_still and met is None:  # judged on take-up only; what came in time may suffice
        met = next((note.received_on for note in case.supplements if not note.late), None)
    return counted(
        "supplement",
        deadlines.named(term.until, "Awb 4:5(1)", "request"),
        term.asked_on,
        number=number,
        met_on=met,
        ended_on=None if open_still or met is not None else next(iter(case.supplements_ended[number - 1 :]), case.moved_on),
    )


def _set_aside(case: Case, calendar: LegalCalendar) -> Deadline:
    assert case.supplement_until is not None
    starts_on = max((note.received_on for note in case.supplements if not note.late), default=case.supplement_until)
    return counted("set-aside", set_aside_term(case, calendar), starts_on)
