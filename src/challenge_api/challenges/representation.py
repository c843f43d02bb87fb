"""A case as clients see it: a plain value that depends on the case's version and nothing else.

No status that changes with the day stands in it, and no score sheet before the assessment is concluded (design §7).
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import orjson

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline, Told
from challenge_api.challenges.preconditions.situation import Held
from challenge_api.history.entries import values_of
from challenge_api.law.aggregate import ERASED
from challenge_api.law.deadlines import Overdue, Step
from challenge_api.law.outside import camel

PERSONAL: Final = ("contact",)
"""Members of the representation that hold personal data: the audit view does not have them."""


_AS_FOLDED: Final = (
    *("receivedOn", "ordinance", "legalTrack", "title", "task", "part", "mode", "promise", "plan", "planVersion"),
    *("budgetCentsPerYear", "groupId", "group", "wishedStartOn", "termMonths", "items", "missing", "handler"),
    *("contractManager", "assessment", "decisions", "award", "grounds", "agreement", "endsOn", "improvementUntil"),
    *("lastReport", "reports", "penalties", "appeals", "council", "advices", "links"),
)
"""Members that stand in the representation as they stand in the folded case."""
_ERASED_TEXT: Final = orjson.dumps(ERASED).decode()


def members_of(folded: str) -> Mapping[str, Any]:
    """Give the members of a case from its folded text, ready for JSON; an erased text is null."""
    said: Mapping[str, Any] = orjson.loads(folded)
    return _cleared(said) if _ERASED_TEXT in folded else said


def _cleared(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cleared(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_cleared(item) for item in value]
    return None if value == ERASED else value


def document(authority: str, challenge_id: str, case: Case, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give the case without personal data, ready for JSON; `said` are its `members_of`."""
    return {
        **{name: said.get(name) for name in _AS_FOLDED},
        "id": challenge_id,
        "authority": authority,
        "version": case.version,
        "phase": case.phase,
        "state": case.state,
        "outcome": case.outcome,
        "supplement": _supplement(case),
        "assessors": [assessor.person for assessor in case.assessors],
        "objections": [_without(objection, "clock") for objection in said["objections"]],
        "defaultNotices": [_without(notice, "fact") for notice in said["defaultNotices"]],
    }


def _without(value: Mapping[str, Any], member: str) -> dict[str, Any]:
    """Leave out what only counting needs."""
    return {name: item for name, item in value.items() if name != member}


def personal(said: Mapping[str, Any]) -> dict[str, Any]:
    """Give the members that hold personal data."""
    return {name: said.get(name) for name in PERSONAL}


def summary(authority: str, challenge_id: str, case: Case) -> dict[str, Any]:
    """Give what a list shows of the case."""
    return {
        "id": challenge_id,
        "authority": authority,
        "version": case.version,
        "phase": case.phase,
        "state": case.state,
        "outcome": case.outcome,
        "title": plain(case.title),
        "taskName": plain(case.task.name) if case.task else None,
        "taskDomain": case.task.domain.code if case.task else None,
        "receivedOn": plain(case.received_on),
        "groupId": case.group_id,
        "groupName": plain(case.group.name) if case.group else None,
        "handler": case.handler,
    }


def rules(held: Held) -> dict[str, Any]:
    """Give the version that holds for the case, why it does, and what it leaves open with the default that applies there."""
    article = held.rules.transition.article if held.because == "taken-along" else None
    return {
        "ordinance": plain(held.ref),
        "title": held.rules.title,
        "because": held.because,
        "article": article or _BECAUSE[held.because],
        "since": plain(held.since),
        "recorded": held.recorded,
        "labels": dict(held.rules.labels),
        "openGroups": [plain(each) for each in held.rules.defaults()],
    }


_BECAUSE: Final = {
    "received": "Gemeentewet 150(3)",
    "draft-begun": "Ordinance (transition)",
    "taken-along": "Ordinance (transition)",
}
"""Why a version holds → where that is written, unless the version names the article itself."""


def deadline(term: Deadline, today: date) -> dict[str, Any]:
    """Give a term as it stands on a day, with its numbered explanation."""
    return {
        "kind": term.kind,
        "about": term.about,
        "number": term.number,
        "startsOn": plain(term.starts_on),
        "dueOn": plain(term.due_on),
        "status": term.status(today),
        "dutyOf": term.duty_of,
        "lapses": term.lapses,
        "article": term.article,
        "metOn": plain(term.met_on),
        "endedOn": plain(term.ended_on),
        "suspended": [_standstill(first, last) for first, last in term.suspended],
        "provisional": term.provisional,
        "latestReceiptByPost": plain(term.latest_receipt_by_post),
        "penalty": None if term.overdue is None else _penalty(term.overdue),
        "told": None if term.told is None else _told(term.told),
        "explanation": [_step(number, step) for number, step in enumerate(term.explanation, start=1)],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "dueOn": plain(told.due_on),
        "toldOn": plain(told.told_on),
        "version": told.version,
        "differenceDays": told.difference_days,
        "reasons": [_step(number, step) for number, step in enumerate(told.reasons, start=1)],
    }


def _standstill(first: date, last: date) -> dict[str, Any]:
    return {"from": plain(first), "until": None if last == date.max else plain(last)}


def _step(number: int, step: Step) -> dict[str, Any]:
    return {"number": number, **_shown_step(step)}


@lru_cache(maxsize=2048)
def _shown_step(step: Step) -> Mapping[str, Any]:
    """Cases of one day under one ordinance explain their terms in the same words."""
    said: dict[str, Any] = {"date": None} | plain(step)
    if not step.days_off:
        del said["daysOff"]
    return said


def _penalty(overdue: Overdue) -> dict[str, Any]:
    return {
        "appealFrom": plain(overdue.appeal_from),
        "from": plain(overdue.penalty_from),
        "until": plain(overdue.penalty_until),
        "days": overdue.penalty_days,
        "totalCents": overdue.penalty_total_cents,
        "shareCents": overdue.penalty_share_cents,
        "decisionDueOn": plain(overdue.penalty_decision_due),
        "ledger": [{"date": plain(day), "cents": cents} for day, cents in overdue.ledger],
    }


def _supplement(case: Case) -> dict[str, Any] | None:
    if case.supplement_until is None:
        return None
    received = [
        {"version": note.version, "receivedOn": note.received_on.isoformat(), "late": note.late, "keys": list(note.keys)}
        for note in case.supplements
    ]
    return {"asked": list(case.supplement_asked), "until": case.supplement_until.isoformat(), "received": received}


def plain(value: Any) -> Any:
    """Turn a value of the case into JSON; absent optional members of nested values are left out, an erased text is null."""
    if value is None:
        return None
    kind = type(value)
    if kind is str:
        return None if value == ERASED else value
    if kind is tuple or kind is list:
        return [plain(item) for item in value]
    if kind is date:
        return value.isoformat()
    if is_dataclass(kind):
        aliases, read = _members(kind)
        return {alias: plain(item) for alias, item in zip(aliases, read(value), strict=True) if item is not None}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    assert isinstance(value, str | int), f"{kind} is no value of a case"
    return value


@cache
def _members(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = [field.name for field in fields(kind)]
    return tuple(camel(name) for name in names), values_of(names)
