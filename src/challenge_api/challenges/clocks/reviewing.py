"""The terms after a decision: objecting to it, deciding on an objection, the court.

And where the law gives none, because the matter is one of private law.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from challenge_api.challenges import review
from challenge_api.challenges.case import Case, DecisionTaken
from challenge_api.challenges.clocks.deadline import Deadline, Kind, counted
from challenge_api.challenges.clocks.lateness import consequences
from challenge_api.challenges.proceedings import Appeal, Objection
from challenge_api.law import deadlines
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import Asked, ClockFact, Explained, Term
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.wording import sentences

_PRIVATE: Final = "private-law"
_BEFORE_A_HEARING: Final[tuple[tuple[Kind, Term], ...]] = (
    ("hearing-papers", review.PAPERS),  # Awb 7:4(1)
    ("hearing-inspection", review.INSPECTION),  # Awb 7:4(2)
)
_ON_OBJECTION: Final = "objection-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable(Body):
    """What the law does not give in this case, and why not."""

    kind: str
    """`objection` or `penalty`."""
    article: str
    why: str
    why_nl: str


def is_public(case: Case) -> bool:
    """Whether the request leads to a decision in the sense of the law (Awb 1:3): only that can fail to come in time (4:17)."""
    return case.legal_track != _PRIVATE


def not_applicable(case: Case, ordinance: Ordinance) -> tuple[NotApplicable, ...]:
    """Say what does not hold because the ordinance, or the award, is of private law."""
    found = []
    if not is_public(case):
        found.append(_said("penalty", "Awb 1:3, 4:17(1)", "not-applicable/penalty"))
    if not is_public(case) or any(review.is_private(decision, ordinance) for decision in case.decisions):
        found.append(_said("objection", "Awb 7:1(1), 8:1, 8:3(2)", "not-applicable/objection"))
    return tuple(found)


def _said(kind: str, article: str, key: str) -> NotApplicable:
    why, why_nl = sentences(key, {})
    return NotApplicable(kind=kind, article=article, why=why, why_nl=why_nl)


@lru_cache(maxsize=4096)
def _window(announced_on: date, calendar: LegalCalendar) -> Explained:
    return deadlines.objection_window((ClockFact(type="announced", on=announced_on),), calendar)


def review_deadlines(case: Case, ordinance: Ordinance, calendar: LegalCalendar, today: date | None) -> Iterator[Deadline]:
    """Give the windows, the decision on each objection with what goes before it, and what a court asked for."""
    for decision in case.decisions:
        if decision.announced_on is not None and is_public(case) and not review.is_private(decision, ordinance):
            yield _may_contest(decision, decision.announced_on, calendar)
    for objection in case.objections:
        yield from _objection(case, objection, calendar, today)
    for appeal in case.appeals:
        if appeal.decide_by is not None and appeal.ruled_on is not None:
            yield _asked_by_court(case, appeal, appeal.decide_by, appeal.ruled_on)


def _may_contest(decision: DecisionTaken, announced_on: date, calendar: LegalCalendar) -> Deadline:
    """Object within six weeks; a decision on an objection is appealed against, within as many (Awb 6:7, 7:1(1), 8:1)."""
    kind: Kind = "appeal" if decision.type == _ON_OBJECTION else "objection"
    return counted(kind, _window(announced_on, calendar), announced_on, about=decision.version)


def _objection(case: Case, objection: Objection, calendar: LegalCalendar, today: date | None) -> Iterator[Deadline]:
    yield from _mending(objection)
    if objection.hearing_on is not None:
        for kind, before in _BEFORE_A_HEARING:
            back = deadlines.before(objection.hearing_on, before)
            starts_on = min(objection.received_on, back.due)
            yield counted(kind, back, starts_on, article=before.article, about=objection.version)
    contested = case.decision(objection.decision)
    if contested is None or contested.announced_on is None:
        return
    as_of = None if today is None else max(today, contested.announced_on)
    term = review.objection_term(case, objection, calendar, asked=Asked(as_of=as_of, ended_on=objection.withdrawn_on))
    if term is None or term.window_due is None:
        return
    found = counted(
        "objection-decision",
        term,
        term.window_due,
        article=next(step.article for step in term.chain[1:] if step.step == "term"),
        about=objection.version,
        met_on=term.decided_on,
        ended_on=objection.withdrawn_on if term.decided_on is None else None,
    )
    found = replace(found, overdue=term.overdue if term.overdue.appeal_from is not None else None)
    yield found
    yield from consequences(case, found, objection.version)


def _mending(objection: Objection) -> Iterator[Deadline]:
    """Each request to mend a defect (Awb 6:6)."""
    for number, term in enumerate(deadlines.supplement_terms(objection.clock), start=1):
        yield counted(
            "objection-remedy",
            deadlines.named(term.until, "Awb 6:6", "request"),
            term.asked_on,
            about=objection.version,
            number=number,
            met_on=term.answered_on,
            ended_on=objection.ended_on if term.answered_on is None else None,
        )


def _asked_by_court(case: Case, appeal: Appeal, decide_by: date, ruled_on: date) -> Deadline:
    """Decide by the day that the court set, or within two weeks after its ruling (Awb 8:55d(1))."""
    objection = None if appeal.objection is None else case.objection(appeal.objection)
    clock = case.clock if objection is None else objection.clock
    met = min((fact.on for fact in clock if fact.type == "decided" and fact.on >= ruled_on), default=None)
    ended = review.undecided_end(case) if objection is None else objection.withdrawn_on
    term = deadlines.named(decide_by, "Awb 8:55d(1)", "court")
    return counted(
        "court-decision",
        term,
        min(ruled_on, decide_by),
        about=appeal.version,
        met_on=met,
        ended_on=ended if met is None else None,
    )
