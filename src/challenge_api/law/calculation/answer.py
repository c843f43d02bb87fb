"""The answer of the calculator: explained dates as plain data, with the fields that each kind lists."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from challenge_api.law.deadlines import Explained, Step

_TERM: Final = ("due", "unshifted_end")
_DECISION: Final = (*_TERM, "suspended_days", "in_time")
_OVERDUE: Final = (
    "appeal_from",
    "penalty_from",
    "penalty_until",
    "penalty_days",
    "penalty_total_cents",
    "penalty_share_cents",
    "penalty_decision_due",
    "ledger",
    "effects",
)

FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "decision": (*_DECISION, *_OVERDUE, "chain"),
        "objection_window": (*_TERM, "latest_receipt_by_post", "timely", "chain"),
        "objection_decision": ("window_due", *_DECISION, *_OVERDUE, "chain"),
        "administrative_appeal_decision": ("window_due", *_DECISION, *_OVERDUE, "chain"),
        "set_aside": ("due", "set_aside_due", "supplemented", "chain"),
        "plain_term": (*_TERM, "chain"),
        "term_before": ("due", "chain"),
    }
)
"""The fields of the answer, by kind."""

OPTIONAL: Final = frozenset({"in_time", "penalty_share_cents", "ledger", "timely"})
"""Left out where they say nothing; every other field is there, null where it holds no date."""


def rendered(kind: str, found: Explained, *, ledger: bool) -> dict[str, Any]:
    """Give the answer as plain data; `ledger` asks for a line per penalty day."""
    values = _values(found, ledger=ledger)
    expected = {name: values[name] for name in FIELDS[kind] if values[name] is not None or name not in OPTIONAL}
    return {"expected": expected, "calendar": "provisional" if found.provisional else "known"}


def _values(found: Explained, *, ledger: bool) -> dict[str, Any]:
    overdue = found.overdue
    return {
        "due": found.due.isoformat(),
        "unshifted_end": found.unshifted_end.isoformat(),
        "suspended_days": found.suspended_days,
        "in_time": found.in_time,
        "appeal_from": _day(overdue.appeal_from),
        "penalty_from": _day(overdue.penalty_from),
        "penalty_until": _day(overdue.penalty_until),
        "penalty_days": overdue.penalty_days,
        "penalty_total_cents": overdue.penalty_total_cents,
        "penalty_share_cents": overdue.penalty_share_cents,
        "penalty_decision_due": _day(overdue.penalty_decision_due),
        "ledger": [[day.isoformat(), cents] for day, cents in overdue.ledger] if ledger and overdue.ledger else None,
        "effects": [{"event": one.event, "effective": one.effective, "why": one.why} for one in found.effects],
        "window_due": _day(found.window_due),
        "latest_receipt_by_post": _day(found.latest_receipt_by_post),
        "timely": found.timely,
        "set_aside_due": found.due.isoformat(),
        "supplemented": found.supplemented,
        "chain": [_step(step) for step in found.chain],
    }


def _step(step: Step) -> dict[str, Any]:
    return {"step": step.step, "article": step.article, "date": _day(step.date), "why": step.why}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
