"""How an objection goes on."""

from dataclasses import replace
from typing import assert_never

from challenge_api.challenges.case import Case
from challenge_api.challenges.events import objections as e
from challenge_api.challenges.proceedings import Objection
from challenge_api.law.deadlines import ClockFact


def evolve(case: Case, event: e.ObjectionEvent) -> Case:
    """Give the case as it is after the event; its version is counted already."""
    match event:
        case e.ObjectionLodged():
            return _lodged(case, event)
        case e.LatenessExplained():
            return case.with_objection(replace(_of(case, event.explanation.objection), lateness="reason-given"))
        case e.RemedyRequested() | e.ObjectionRemedied():
            return case.with_objection(_mended(case, event))
        case e.ReferredToCommittee():
            told = event.referral
            return case.with_objection(replace(_of(case, told.objection), committee_told_on=told.told_on))
        case e.AdmissibilityJudged():
            judged = event.judgement
            objection = _of(case, judged.objection)
            return case.with_objection(
                replace(objection, admissible=judged.admissible, lateness=judged.lateness or objection.lateness)
            )
        case e.HearingInvited() | e.HearingWaived() | e.ObjectionHeard() | e.ObjectionAdvised():
            return case.with_objection(_heard(case, event))
        case e.ObjectionDecisionPostponed():
            return case.with_objection(_postponed(case, event))
        case e.ObjectionDecided():
            return _decided(case, event)
        case e.ObjectionWithdrawn():
            objection = _of(case, event.withdrawal.objection)
            return case.with_objection(replace(objection, outcome="withdrawn", ended_on=event.occurred_on))
        case _:
            assert_never(event)


def _of(case: Case, version: int) -> Objection:
    objection = case.objection(version)
    assert objection is not None, "tested before the event was made"
    return objection


def _with(objection: Objection, fact: ClockFact) -> Objection:
    return replace(objection, clock=(*objection.clock, fact))


def _lodged(case: Case, event: e.ObjectionLodged) -> Case:
    objection = Objection(
        version=case.version,
        decision=event.decision,
        objector=event.by_whom,
        party=event.party,
        received_on=event.occurred_on,
        posted_on=event.posted_on,
        late=event.late,
        lateness=event.lateness,
        clock=(ClockFact(type="objection", on=event.occurred_on, posted=event.posted_on),),
    )
    return replace(case, objections=(*case.objections, objection))


def _mended(case: Case, event: e.RemedyRequested | e.ObjectionRemedied) -> Objection:
    match event:
        case e.RemedyRequested():
            request = event.request
            objection = replace(
                _of(case, request.objection),
                remedy_asked=tuple(defect.key for defect in request.defects),
                remedy_until=request.until,
            )
            return _with(objection, ClockFact(type="remedy_requested", on=request.sent_on, deadline=request.until))
        case e.ObjectionRemedied():
            objection = _of(case, event.remedy.objection)
            mended = {remedy.key for remedy in event.remedy.remedies}
            left = tuple(key for key in objection.remedy_asked if key not in mended)
            return _with(
                replace(objection, remedy_asked=left),
                ClockFact(type="remedied", on=event.occurred_on, complete=event.complete),
            )


def _heard(case: Case, event: e.HearingInvited | e.HearingWaived | e.ObjectionHeard | e.ObjectionAdvised) -> Objection:
    match event:
        case e.HearingInvited():
            return replace(_of(case, event.invitation.objection), hearing_on=event.invitation.hearing_on)
        case e.HearingWaived():
            return replace(_of(case, event.waiver.objection), hearing_waived=event.waiver.ground)
        case e.ObjectionHeard():
            return replace(_of(case, event.hearing.objection), heard_on=event.hearing.held_on)
        case e.ObjectionAdvised():
            return replace(_of(case, event.advice.objection), advice=event.advice.advice)


def _postponed(case: Case, event: e.ObjectionDecisionPostponed) -> Objection:
    told = event.postponement
    if told.by_weeks is not None:
        fact = ClockFact(type="extended", on=told.told_on, by=told.by_weeks)
    else:
        fact = ClockFact(type="postponed_by_consent", on=told.told_on, new_due=told.until)
    return _with(_of(case, told.objection), fact)


def _decided(case: Case, event: e.ObjectionDecided) -> Case:
    said = event.decision
    objection = replace(
        _of(case, said.objection),
        outcome=said.outcome,
        consequence=said.consequence,
        ended_on=event.occurred_on,
        decided_by_version=case.version,
    )
    case = case.with_objection(objection).with_decision(event.type, event.occurred_on, event.by, said.decider.body)
    terms = said.revised_award
    if terms is None or case.award is None:
        return case
    award = replace(
        case.award,
        granted_cents_per_year=terms.granted_cents_per_year,
        one_off_cents=terms.one_off_cents,
        term_months=terms.term_months,
        conditions=terms.conditions,
    )
    return replace(case, award=award)
