"""How telling a last day, and standstills by law, change the case."""

from dataclasses import replace
from typing import assert_never

from challenge_api.challenges.case import Case, ToldDate
from challenge_api.challenges.events import terms as t
from challenge_api.law.deadlines import ClockFact


def evolve(case: Case, event: t.TermEvent) -> Case:
    """Give the case as it is after the event; its version is counted already."""
    match event:
        case t.DeadlineTold():
            return _told(case, event)
        case t.StandstillRecorded():
            said = event.standstill
            cause = "force_majeure" if said.cause == "force-majeure" else "delay_by_applicant"
            fact = ClockFact(type=cause, on=said.told_on, first=said.first_day, last=said.last_day)
            return _with(case, said.objection, fact)
        case t.ForeignInformationAwaited():
            return _with(case, event.wait.objection, ClockFact(type="foreign_info_notified", on=event.occurred_on))
        case t.ForeignInformationReceived():
            return _with(case, event.receipt.objection, ClockFact(type="foreign_info_received", on=event.occurred_on))
        case t.SupplementTermMoved():
            moved = ClockFact(type="deadline_moved", on=event.move.told_on, deadline=event.move.until)
            return replace(case.with_fact(moved), supplement_until=event.move.until)
        case _:
            assert_never(event)


def _with(case: Case, objection: int | None, fact: ClockFact) -> Case:
    """Put a fact on the clock of whichever is meant: the objection, or without one the request (Awb 7:14)."""
    if objection is None:
        return case.with_fact(fact)
    found = case.objection(objection)
    assert found is not None, "tested by stands_still_where_a_term_runs"
    return case.with_objection(replace(found, clock=(*found.clock, fact)))


def _told(case: Case, event: t.DeadlineTold) -> Case:
    said = event.notice
    new = ToldDate(
        kind=said.kind,
        about=said.about,
        number=event.number,
        version=case.version,
        told_on=said.told_on,
        due_on=said.due_on,
        counted_on=event.counted_on,
        facts=event.facts,
    )
    others = tuple(told for told in case.told if (told.kind, told.about, told.number) != (new.kind, new.about, new.number))
    case = replace(case, told=(*others, new))
    return case.with_fact(ClockFact(type="delay_told", on=said.told_on)) if event.delay else case
