"""How a case follows from its events: `evolve` folds one event into the case.

It never refuses: what is in the log happened, and the database checked the walk. An event that states nothing new for the fold
still counts as a version.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from challenge_api.challenges import events as e
from challenge_api.challenges.case import (
    MOST_REPORTED,
    Assessment,
    Assessor,
    AwardTerms,
    Case,
    DecisionTaken,
    Reported,
    ReportNote,
    SupplementNote,
)
from challenge_api.challenges.contents import Contents, Decider, DraftContents
from challenge_api.challenges.events import dealings as dealing_events
from challenge_api.challenges.events import defaults as default_events
from challenge_api.challenges.events import duties as duty_events
from challenge_api.challenges.events import objections as objection_events
from challenge_api.challenges.events import terms as term_events
from challenge_api.challenges.events import tracks as track_events
from challenge_api.challenges.evolution import dealings, defaults, objections, terms, tracks
from challenge_api.law.deadlines import ClockFact


def evolve(case: Case, event: e.ChallengeEvent) -> Case:  # one branch a part of the lifecycle
    """Give the case as it is after the event."""
    if case.version == 0:
        case = case.changed(version=1, begun_by=event.by, begun_on=event.occurred_on)
    else:
        case = case.changed(version=case.version + 1)
    match event:
        case e.Drafted() | e.Revised() | e.Discarded() | e.Submitted() | e.Forwarded() | e.Withdrawn():
            return _filed(case, event)
        case e.SupplementRequested() | e.Supplemented() | e.TakenUp() | e.SetAside() | e.Admitted():
            return _completed(case, event)
        case (
            e.ExplorationBegun() | e.ExplorationConcluded() | e.Amended() | e.ResolvedByCooperation() | e.Rerouted() | e.Joined()
        ):
            return _worked_out(case, event)
        case e.AssessmentBegun() | e.Scored() | e.AssessmentConcluded() | e.ReturnedToAssessment():
            return _assessed(case, event)
        case e.Awarded() | e.Rejected() | e.Lapsed() | e.Reopened():
            return _decided(case, event)
        case (
            e.ExecutionStarted()
            | e.Reported()
            | e.Inspected()
            | e.Evaluated()
            | e.ImprovementRequired()
            | e.ImprovementAccepted()
        ):
            return _carried_out(case, event)
        case e.Renewed() | e.Completed() | e.HandedBack() | e.Terminated():
            return _ended(case, event)
        case _:
            return _beside(case, event)


def _beside(
    case: Case,
    event: objection_events.ObjectionEvent
    | default_events.DefaultEvent
    | dealing_events.DealingEvent
    | duty_events.DutyEvent
    | term_events.TermEvent
    | track_events.TrackEvent,
) -> Case:
    if isinstance(event, objection_events.ObjectionEvent):
        return objections.evolve(case, event)
    if isinstance(event, default_events.DefaultEvent):
        return defaults.evolve(case, event)
    if isinstance(event, dealing_events.DealingEvent):
        return dealings.evolve(case, event)
    if isinstance(event, duty_events.DutyEvent):
        return case  # what was told is in the history; the case is what it was
    if isinstance(event, term_events.TermEvent):
        return terms.evolve(case, event)
    return tracks.evolve(case, event)


def _moved(case: Case, event: e.ChallengeEvent, state: str, **changes: Any) -> Case:
    if case.state == "incomplete":
        changes["supplements_ended"] = (*case.supplements_ended, event.occurred_on)
    return case.changed(state=state, moved_on=event.occurred_on, **changes)


def _decision(case: Case, event: e.ChallengeEvent, decider: Decider | None) -> tuple[DecisionTaken, ...]:
    return case.with_decision(event.type, event.occurred_on, event.by, decider.body if decider else None).decisions


def _says(contents: Contents | DraftContents) -> dict[str, Any]:
    return {
        "title": contents.title,
        "task": contents.task,
        "part": contents.part,
        "mode": contents.mode,
        "promise": contents.promise,
        "plan": contents.plan,
        "budget_cents_per_year": contents.budget_cents_per_year,
        "group": contents.group,
        "contact": contents.contact,
        "wished_start_on": contents.wished_start_on,
        "term_months": contents.term_months,
        "items": contents.items,
    }


def _filed(
    case: Case,
    event: e.Drafted | e.Revised | e.Discarded | e.Submitted | e.Forwarded | e.Withdrawn,
) -> Case:
    match event:
        case e.Drafted():
            says = _says(event.contents)
            return _moved(case, event, "draft", group_id=event.group_id, contact_id=event.contact_id, **says)
        case e.Revised():
            return replace(case, contact_id=event.contact_id, **_says(event.contents))
        case e.Discarded():
            return _moved(case, event, "discarded")
        case e.Submitted():
            received = ClockFact(type="application_received", on=event.occurred_on)
            return _moved(
                case,
                event,
                "submitted",
                clock=(*case.clock, received),
                received_on=event.occurred_on,
                ordinance=event.ordinance,
                legal_track=event.legal_track,
                group_id=event.group_id,
                contact_id=event.contact_id,
                plan_version=1,
                missing=event.missing,
                **_says(event.contents),
            )
        case e.Forwarded():
            return _moved(case, event, "forwarded")
        case e.Withdrawn():
            return _moved(case, event, "withdrawn")


def _completed(
    case: Case,
    event: e.SupplementRequested | e.Supplemented | e.TakenUp | e.SetAside | e.Admitted,
) -> Case:
    match event:
        case e.SupplementRequested():
            request = event.request
            asked = ClockFact(type="supplement_requested", on=request.sent_on, deadline=request.until)
            return _moved(
                case.with_fact(asked),
                event,
                "incomplete",
                left_state=case.state,
                supplement_until=request.until,
                supplement_asked=tuple(item.key for item in request.missing),
                supplements=(),
            )
        case e.Supplemented():
            keys = tuple(part.key for part in event.supplement.parts)
            note = SupplementNote(
                version=case.version, received_on=event.occurred_on, late=event.late, keys=keys, fact=len(case.clock)
            )
            fact = ClockFact(type="supplement_received", on=event.occurred_on, complete=event.complete)
            return replace(
                case.with_fact(fact),
                supplements=(*case.supplements, note),
                missing=tuple(key for key in case.missing if key not in keys),
            )
        case e.TakenUp():
            assert case.left_state is not None, "the walk gives incomplete only to a case that was asked"
            return _moved(_judged_supplements(case, event.take_up.completed_by), event, case.left_state, left_state=None)
        case e.SetAside():
            return _moved(case, event, "not_handled", decisions=_decision(case, event, event.decision.decider))
        case e.Admitted():
            return _moved(case, event, "admissible", missing=())


def _judged_supplements(case: Case, completed_by: int | None) -> Case:
    """Let the clock know which supplement, if any, completed the request: that day ended the suspension (Awb 4:15(1)(a))."""
    clock = list(case.clock)
    for note in case.supplements:
        clock[note.fact] = replace(clock[note.fact], complete=note.version == completed_by)
    return replace(case, clock=tuple(clock))


def _worked_out(
    case: Case,
    event: e.ExplorationBegun | e.ExplorationConcluded | e.Amended | e.ResolvedByCooperation | e.Rerouted | e.Joined,
) -> Case:
    match event:
        case e.ExplorationBegun():
            return _moved(case, event, "exploring", explored=True)
        case e.ExplorationConcluded():
            return _moved(case, event, "admissible")
        case e.Amended():
            new = event.amendment
            budget = case.budget_cents_per_year if new.budget_cents_per_year is None else new.budget_cents_per_year
            return replace(
                case,
                plan=new.plan if new.plan is not None else case.plan,
                budget_cents_per_year=budget,
                part=new.part if new.part is not None else case.part,
                plan_version=event.plan_version,
            )
        case e.ResolvedByCooperation():
            return _moved(case, event, "resolved_by_cooperation")
        case e.Rerouted():
            return _moved(case, event, "rerouted")
        case e.Joined():
            return _moved(case, event, "joined")


def _assessed(
    case: Case,
    event: e.AssessmentBegun | e.Scored | e.AssessmentConcluded | e.ReturnedToAssessment,
) -> Case:
    match event:
        case e.AssessmentBegun():
            return _moved(case, event, "assessing", judged_plan_version=event.plan_version)
        case e.Scored():
            sheets = tuple(
                Assessor(person=assessor.person, sheet=event.sheet.scores) if assessor.person == event.by else assessor
                for assessor in case.assessors
            )
            scored_by = case.scored_by if event.by in case.scored_by else (*case.scored_by, event.by)
            return replace(case, assessors=sheets, scored_by=scored_by)
        case e.AssessmentConcluded():
            assessment = Assessment(
                concluded_on=event.occurred_on,
                plan_version=case.judged_plan_version or case.plan_version,
                better=event.conclusion.better,
                cheaper=event.conclusion.cheaper,
                advice=event.conclusion.advice,
                sheets=tuple(assessor for assessor in case.sitting() if assessor.sheet),
            )
            return _moved(case, event, "assessed", assessment=assessment, sealed_after=case.version)
        case e.ReturnedToAssessment():
            return _moved(case, event, "assessing")


def _decided(case: Case, event: e.Awarded | e.Rejected | e.Lapsed | e.Reopened) -> Case:
    match event:
        case e.Awarded():
            award = event.award
            terms = AwardTerms(
                extent=award.extent,
                legal_track=award.legal_track,
                granted_cents_per_year=award.granted_cents_per_year,
                one_off_cents=award.one_off_cents,
                term_months=award.term_months,
                conditions=award.conditions,
                indicators=award.indicators,
                reasons=award.reasons,
                refused_part=award.refused_part,
                starts_on=award.starts_on,
            )
            track = award.legal_track
            decisions = case.with_decision(event.type, event.occurred_on, event.by, award.decider.body, track).decisions
            return _moved(case, event, "awarded", award=terms, decisions=decisions, grounds=award.refused_part)
        case e.Rejected():
            decisions = _decision(case, event, event.rejection.decider)
            return _moved(case, event, "rejected", decisions=decisions, grounds=event.rejection.grounds)
        case e.Lapsed():
            return _moved(case, event, "lapsed", decisions=_decision(case, event, event.lapse.decider))
        case e.Reopened():
            case = _begun_again(_followed(case, event), event)
            # a new decision starts from nothing that the annulled one led to
            gone = {"award": None, "agreement": None, "ends_on": None, "improvement_until": None, "last_report": None}
            return _moved(
                case, event, event.reopening.to, grounds=(), reports=0, reported=(), evaluated=(), left_state=None, **gone
            )


def _begun_again(case: Case, event: e.Reopened) -> Case:
    """Let the term of the new decision begin: as long as the first, from the day after what annulled it was sent.

    What stopped or moved the first term is about a decision that is no more, and so is what was told of it.
    """
    upheld = event.reopening.ground == "objection-upheld"
    objection = next((one for one in reversed(case.objections) if upheld and one.followed), None)
    appeal = next((one for one in reversed(case.appeals) if not upheld and one.followed), None)
    again = None if objection is None else case.decision(objection.decided_by_version or 0)
    sent_on = appeal.sent_on if appeal is not None else again.announced_on if again is not None else None
    begins = ClockFact(type="application_received", on=sent_on or event.reopening.ruled_on)  # Awb 7:11(2), 8:72
    told = tuple(one for one in case.told if one.kind != "decision")
    return replace(case.with_fact(begins), told=told, suspension=None, reopened=case.version)


def _followed(case: Case, event: e.Reopened) -> Case:
    """Mark what the reopening rests on, so that it is reopened on it once."""
    if event.reopening.ground == "objection-upheld":
        objection = case.upheld()
        return case if objection is None else case.with_objection(replace(objection, followed=True))
    ruling = case.ruled()
    appeals = tuple(replace(appeal, followed=True) if appeal is ruling else appeal for appeal in case.appeals)
    return replace(case, appeals=appeals)


def _carried_out(
    case: Case,
    event: e.ExecutionStarted | e.Reported | e.Inspected | e.Evaluated | e.ImprovementRequired | e.ImprovementAccepted,
) -> Case:
    match event:
        case e.ExecutionStarted():
            agreement = event.start.agreement
            return _moved(case, event, "monitored", agreement=agreement, ends_on=agreement.ends_on)
        case e.Reported():
            report = event.report
            note = ReportNote(
                version=case.version,
                period_until=report.period_until,
                spent_cents=report.spent_cents,
                indicators=report.indicators,
            )
            return replace(case, last_report=note, reports=case.reports + 1, reported=_reaching_further(case, event))
        case e.Inspected():
            return case
        case e.Evaluated():
            return _evaluated(case, event.evaluation.held_on)
        case e.ImprovementRequired():
            return _moved(case, event, "improving", improvement_until=event.requirement.until)
        case e.ImprovementAccepted():
            return _moved(case, event, "monitored", improvement_until=None)


def _reaching_further(case: Case, event: e.Reported) -> tuple[Reported, ...]:
    until = event.report.period_until
    if case.reported and case.reported[-1].period_until >= until:
        return case.reported
    return (*case.reported, Reported(period_until=until, received_on=event.occurred_on))[-MOST_REPORTED:]


def _evaluated(case: Case, held_on: date) -> Case:
    """Keep the day; an evaluation that a renewal follows may have been recorded by itself, and counts once."""
    if held_on in case.evaluated or len(case.evaluated) >= MOST_REPORTED:
        return case
    return replace(case, evaluated=tuple(sorted((*case.evaluated, held_on))))


def _ended(case: Case, event: e.Renewed | e.Completed | e.HandedBack | e.Terminated) -> Case:
    match event:
        case e.Renewed():
            decisions = _decision(case, event, event.renewal.decider)
            renewed = replace(case, ends_on=event.renewal.ends_on, decisions=decisions)
            return _evaluated(renewed, event.renewal.evaluated_on)
        case e.Completed():
            return _moved(case, event, "completed")
        case e.HandedBack():
            return _moved(case, event, "handed_back", ends_on=event.hand_back.ends_on)
        case e.Terminated():
            return _moved(case, event, "terminated", decisions=_decision(case, event, event.termination.decider))
