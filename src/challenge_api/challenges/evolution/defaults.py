"""What a case keeps of a decision that did not come in time."""

from dataclasses import replace
from typing import assert_never

from challenge_api.challenges.case import Case
from challenge_api.challenges.events import defaults as e
from challenge_api.challenges.proceedings import MOST_WITHOUT_EFFECT, Appeal, DefaultNotice, Penalty
from challenge_api.law.deadlines import WITHDRAWN, ClockFact


def evolve(case: Case, event: e.DefaultEvent) -> Case:
    """Give the case as it is after the event; its version is counted already."""
    match event:
        case e.DefaultNoticeReceived():
            return _noticed(case, event)
        case e.DefaultNoticeWithdrawn():
            return _taken_back(case, event)
        case e.PenaltyDecided():
            return _penalised(case, event)
        case e.AppealRecorded():
            said = event.appeal
            appeal = Appeal(
                version=case.version,
                against=said.against,
                decision=said.decision,
                objection=said.objection,
                lodged_on=said.lodged_on,
                premature=event.premature,
            )
            return replace(case, appeals=(*case.appeals, appeal))
        case e.RulingRecorded():
            ruling = event.ruling
            appeals = tuple(
                replace(
                    appeal, outcome=ruling.outcome, ruled_on=ruling.ruled_on, sent_on=ruling.sent_on, decide_by=event.decide_by
                )
                if appeal.version == ruling.appeal
                else appeal
                for appeal in case.appeals
            )
            return replace(case, appeals=appeals)
        case _:
            assert_never(event)


def _clock(case: Case, objection: int | None) -> tuple[ClockFact, ...]:
    found = None if objection is None else case.objection(objection)
    return case.clock if found is None else found.clock


def _with_clock(case: Case, objection: int | None, clock: tuple[ClockFact, ...]) -> Case:
    found = None if objection is None else case.objection(objection)
    return replace(case, clock=clock) if found is None else case.with_objection(replace(found, clock=clock))


def _noticed(case: Case, event: e.DefaultNoticeReceived) -> Case:
    idle = sum(notice.effect != "valid" for notice in case.default_notices)
    if event.effect != "valid" and idle >= MOST_WITHOUT_EFFECT:
        return case
    said = event.notice
    clock = _clock(case, said.objection)
    notice = DefaultNotice(
        version=case.version,
        objection=said.objection,
        party=event.party,
        received_on=event.occurred_on,
        effect=event.effect,
        fact=len(clock),
    )
    fact = ClockFact(type="default_notice_received", on=event.occurred_on, written=said.form == "in-writing")
    case = replace(case, default_notices=(*case.default_notices, notice))
    return _with_clock(case, said.objection, (*clock, fact))


def _taken_back(case: Case, event: e.DefaultNoticeWithdrawn) -> Case:
    (notice,) = (notice for notice in case.default_notices if notice.version == event.withdrawal.notice)
    clock = list(_clock(case, notice.objection))
    clock[notice.fact] = replace(clock[notice.fact], ground=WITHDRAWN)
    notices = tuple(replace(kept, effect=WITHDRAWN) if kept is notice else kept for kept in case.default_notices)
    return _with_clock(replace(case, default_notices=notices), notice.objection, tuple(clock))


def _penalised(case: Case, event: e.PenaltyDecided) -> Case:
    said = event.decision
    penalty = Penalty(
        version=case.version,
        objection=said.objection,
        days=event.days,
        total_cents=event.total_cents,
        share_cents=event.share_cents,
        excluded=said.excluded,
    )
    case = replace(case, penalties=(*case.penalties, penalty))
    case = case.with_decision(event.type, event.occurred_on, event.by, said.decider.body)
    if said.excluded is None:
        return case
    fact = ClockFact(type="penalty_excluded", on=event.occurred_on, ground=said.excluded)
    return _with_clock(case, said.objection, (*_clock(case, said.objection), fact))
