"""The terms after a decision: objecting to it; and where the law gives none, because the matter is one of private law."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from challenge_api.challenges.case import Case, DecisionTaken
from challenge_api.challenges.clocks.deadline import Deadline, counted
from challenge_api.law import deadlines
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import ClockFact, Explained
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.wording import sentences

PRIVATE = "private-law"


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
    return case.legal_track != PRIVATE


def opens_objection(case: Case, decision: DecisionTaken) -> bool:
    """Whether somebody may object to a decision of the case (Awb 7:1, 8:1): not to an act of private law (8:3(2))."""
    if case.legal_track == PRIVATE:
        return False
    return not (decision.type == "awarded" and case.award is not None and case.award.legal_track == PRIVATE)


def not_applicable(case: Case) -> tuple[NotApplicable, ...]:
    """Say what does not hold because the ordinance, or the award, is of private law."""
    found = []
    if not is_public(case):
        found.append(_said("penalty", "Awb 1:3, 4:17(1)", "not-applicable/penalty"))
    if not is_public(case) or any(not opens_objection(case, decision) for decision in case.decisions):
        found.append(_said("objection", "Awb 7:1(1), 8:1, 8:3(2)", "not-applicable/objection"))
    return tuple(found)


def _said(kind: str, article: str, key: str) -> NotApplicable:
    why, why_nl = sentences(key, {})
    return NotApplicable(kind=kind, article=article, why=why, why_nl=why_nl)


@lru_cache(maxsize=4096)
def _window(announced_on: date, calendar: LegalCalendar) -> Explained:
    return deadlines.objection_window((ClockFact(type="announced", on=announced_on),), calendar)


def review_deadlines(case: Case, ordinance: Ordinance, calendar: LegalCalendar, today: date | None) -> Iterator[Deadline]:
    """Give the window to object to each decision that was announced (Awb 6:7 to 6:9)."""
    for decision in case.decisions:
        if decision.announced_on is not None and opens_objection(case, decision):
            window = _window(decision.announced_on, calendar)
            yield counted("objection", window, decision.announced_on, about=decision.version)
