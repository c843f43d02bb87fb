"""The terms of what comes after a decision, or for want of one: objection, default, penalty, court.

The facts lie with the case and its objections; the counting is that of `law.deadlines`.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from challenge_api.challenges.case import Case, DecisionTaken
from challenge_api.challenges.proceedings import Objection
from challenge_api.law import deadlines
from challenge_api.law.deadlines import Asked, ClockFact, Explained, Term
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance

PAPERS = Term(10, "days", "Awb 7:4(1)")
"""Until so many days before a hearing parties may hand in papers."""


INSPECTION = Term(1, "weeks", "Awb 7:4(2)")
"""So long before a hearing the file lies open, at least."""


def is_private(decision: DecisionTaken, ordinance: Ordinance) -> bool:
    """Whether a decision prepares an act of private law, so that nobody can object to it (Awb 8:3(2), 7:1(1))."""
    return "private-law" in (ordinance.legal_track, decision.legal_track)


def timely(decision: DecisionTaken, received_on: date, posted_on: date | None, calendar: LegalCalendar) -> bool:
    """Whether an objection is in time; one to a decision that was not announced yet is (Awb 6:7 to 6:10)."""
    if decision.announced_on is None:
        return True
    facts = (ClockFact(type="announced", on=decision.announced_on), ClockFact(type="objection", on=received_on, posted=posted_on))
    return bool(deadlines.objection_window(facts, calendar).timely)


def papers_until(hearing_on: date) -> date:
    """Give the last day on which parties may hand in papers: counted back, so it never moves (Awb 7:4(1), Atw 1(2))."""
    return deadlines.before(hearing_on, PAPERS).due


def named_fact(told_on: date, named: date, *, under_power: bool) -> ClockFact:
    """Give the fact of a last day that was named: under a power of the ordinance, or where no law sets a term (Awb 4:14)."""
    return ClockFact(type="extended" if under_power else "reasonable_term_named", on=told_on, new_due=named)


def objection_facts(case: Case, objection: Objection) -> tuple[ClockFact, ...] | None:
    """Give the facts on the clock of the decision on an objection; None while its window has not begun."""
    decision = case.decision(objection.decision)
    if decision is None or decision.announced_on is None:
        return None
    return (ClockFact(type="announced", on=decision.announced_on), *objection.clock)


def objection_term(
    case: Case, objection: Objection, calendar: LegalCalendar, *, asked: Asked | None = None, also: tuple[ClockFact, ...] = ()
) -> Explained | None:
    """Count the term of the decision on an objection (Awb 7:10); None while its window has not begun."""
    facts = objection_facts(case, objection)
    if facts is None:
        return None
    told = objection.committee_told_on is not None
    return deadlines.objection_decision((*facts, *also), calendar, committee=told, committee_told=told, asked=asked)


_LEFT: Final = frozenset({"forwarded", "rerouted", "joined", "withdrawn", "resolved_by_cooperation"})
"""Outcomes in which nobody decides on the request any more; where it was decided on, it still has to be announced."""


def undecided_end(case: Case) -> date | None:
    """Give the day on which the case ended without a decision on the request: that ends the duty to decide, and any default."""
    return case.moved_on if case.outcome in _LEFT else None


def request_term(
    case: Case, ordinance: Ordinance, calendar: LegalCalendar, *, asked: Asked | None = None, also: tuple[ClockFact, ...] = ()
) -> Explained:
    """Count the term of the decision on the request itself (Awb 4:13)."""
    facts = (*case.running, *also)
    return deadlines.decision(ordinance.decision_length(), ordinance.decision_extension(), facts, calendar, asked=asked)


@dataclass(frozen=True, slots=True)
class Undecided:
    """What waits for a decision: the request, or an objection; with the place of a new fact on its clock."""

    term: Explained | None
    facts: tuple[ClockFact, ...]
    asked: Asked


def waiting(
    case: Case,
    ordinance: Ordinance,
    objection: Objection | None,
    calendar: LegalCalendar,
    *,
    asked: Asked | None = None,
    also: tuple[ClockFact, ...] = (),
) -> Undecided:
    """Count the term of whichever is meant: the objection, or without one the request."""
    asked = replace(asked or Asked(), ended_on=undecided_end(case) if objection is None else objection.withdrawn_on)
    if objection is None:
        return Undecided(request_term(case, ordinance, calendar, asked=asked, also=also), (*case.running, *also), asked)
    facts = objection_facts(case, objection) or ()
    return Undecided(objection_term(case, objection, calendar, asked=asked, also=also), (*facts, *also), asked)


def effect_of_notice(
    case: Case, ordinance: Ordinance, objection: Objection | None, received_on: date, written: bool, calendar: LegalCalendar
) -> str:
    """Say whether a notice of default received on a day is valid, or in a word why it has no effect (Awb 4:17(3), 6:12(2))."""
    notice = ClockFact(type="default_notice_received", on=received_on, written=written)
    found = waiting(case, ordinance, objection, calendar, also=(notice,))
    if found.term is None:
        return "premature"
    return deadlines.without_effect(len(found.facts) - 1, found.facts, found.term, found.asked) or "valid"
