"""How what happens beside the states changes the case."""

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from challenge_api.challenges import review
from challenge_api.challenges.case import Assessor, Case, ToldDate
from challenge_api.challenges.events import tracks as t
from challenge_api.law.deadlines import ClockFact


def evolve(case: Case, event: t.TrackEvent) -> Case:
    """Give the case as it is after the event; its version is counted already."""
    match event:
        case t.Announced():
            told = event.announcement
            decisions = tuple(
                replace(decision, announced_on=told.announced_on) if decision.version == told.decision else decision
                for decision in case.decisions
            )
            case = _objection_answered(replace(case, decisions=decisions), told.decision, told.announced_on)
            if event.ends_decision_term:
                return case.with_fact(ClockFact(type="decided", on=told.announced_on))
            return case
        case t.OrdinanceFollowed():
            return replace(case, ordinance=event.ordinance, legal_track=event.legal_track)
        case t.Assigned():
            return _assigned(case, event)
        case t.InterestDeclared():
            conflicted = tuple(person for person in case.conflicted if person != event.by)
            if event.declaration.interest == "conflict":
                conflicted = (*conflicted, event.by)
            declared = case.declared if event.by in case.declared else (*case.declared, event.by)
            return replace(case, declared=declared, conflicted=conflicted)
        case t.ContactLogged():
            return case
        case t.TermExtended() | t.TermSuspended() | t.TermResumed():
            return _term_changed(case, event)
        case _:
            assert_never(event)


def _objection_answered(case: Case, decision: int, on: date) -> Case:
    """The announcement of the decision on an objection ends the term for it (Awb 7:10, 7:12(2))."""
    objection = next((objection for objection in case.objections if objection.decided_by_version == decision), None)
    if objection is None:
        return case
    return case.with_objection(replace(objection, clock=(*objection.clock, ClockFact(type="decided", on=on))))


def _assigned(case: Case, event: t.Assigned) -> Case:
    begins = event.change == "begins"
    match event.part:
        case "assessor":
            others = tuple(assessor for assessor in case.assessors if assessor.person != event.person)
            here = case.assessor(event.person) or Assessor(person=event.person)
            return replace(case, assessors=(*others, here) if begins else others)
        case "handler":
            return replace(case, handler=event.person if begins else None)
        case _:
            return replace(case, contract_manager=event.person if begins else None)


def _named(case: Case, event: t.TermExtended) -> Case:
    """A date that was named is one that was told: a later difference is shown beside it."""
    extension = event.extension
    assert extension.named_date is not None, "tested by extends_within_the_power"
    case = case.with_fact(review.named_fact(extension.told_on, extension.named_date, under_power=event.under_power))
    told = ToldDate(
        kind="decision",
        version=case.version,
        told_on=extension.told_on,
        due_on=extension.named_date,
        counted_on=event.counted_on or extension.named_date,
        facts=len(case.clock),
    )
    return replace(case, told=(*(one for one in case.told if one.kind != "decision"), told))


def _term_changed(case: Case, event: t.TermExtended | t.TermSuspended | t.TermResumed) -> Case:
    match event:
        case t.TermExtended():
            extension = event.extension
            if extension.by_weeks is not None:
                units = event.by_units or extension.by_weeks
                return case.with_fact(ClockFact(type="extended", on=extension.told_on, by=units))
            return _named(case, event)
        case t.TermSuspended():
            agreed = event.suspension
            fact = ClockFact(type="suspension_agreed", on=agreed.consent.given_on, first=agreed.first_day, last=agreed.last_day)
            return replace(case.with_fact(fact), suspension=len(case.clock))
        case t.TermResumed():
            assert case.suspension is not None, "only a suspended term is resumed"
            clock = list(case.clock)
            until = event.resumption.runs_from - timedelta(days=1)
            clock[case.suspension] = replace(clock[case.suspension], last=until)
            return replace(case, clock=tuple(clock), suspension=None)
