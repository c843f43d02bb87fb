"""The events of a calculation: the fields of each, and the kinds of calculation it has a place in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event: its type, its name on the fact it becomes, and whether it must be there."""

    kind: str
    place: str
    required: bool = True


_ON: Final = {"date": Field("date", "on")}
_PERIOD: Final = {**_ON, "from": Field("date", "first"), "until": Field("date", "last")}
_REQUEST: Final = {**_ON, "deadline": Field("date", "deadline", required=False)}

EVENTS: Final[Mapping[str, Mapping[str, Field]]] = MappingProxyType(
    {
        "application_received": _ON,
        "supplement_requested": _REQUEST,
        "deadline_moved": {**_ON, "deadline": Field("date", "deadline")},
        "supplement_received": {**_ON, "complete": Field("boolean", "complete", required=False)},
        "suspension_agreed": _PERIOD,
        "delay_by_applicant": _PERIOD,
        "force_majeure": _PERIOD,
        "foreign_info_notified": _ON,
        "foreign_info_received": _ON,
        "extended": {**_ON, "by": Field("integer", "by")},
        "delay_told": _ON,
        "reasonable_term_named": {
            **_ON,
            "new_due": Field("date", "new_due", required=False),
            "total": Field("total", "total", required=False),
        },
        "postponed_by_consent": {**_ON, "new_due": Field("date", "new_due")},
        "default_notice_received": {**_ON, "written": Field("boolean", "written", required=False)},
        "penalty_excluded": {**_ON, "ground": Field("text", "ground")},
        "decided": _ON,
        "announced": _ON,
        "objection": {"received": Field("date", "on"), "posted": Field("date", "posted", required=False)},
        "remedy_requested": _REQUEST,
        "remedied": _ON,
    }
)
"""Event to its fields, by the name they have in a request."""

PLACES: Final = (("deadline", "date"), ("new_due", "date"), ("until", "from"), ("received", "posted"))
"""Pairs of fields of one event of which the first never lies before the second."""

_STOPS: Final = ("default_notice_received", "penalty_excluded", "decided")
_ABROAD: Final = ("foreign_info_notified", "foreign_info_received", "delay_by_applicant", "force_majeure")
_ON_AN_OBJECTION: Final = (
    *("announced", "remedy_requested", "deadline_moved", "remedied"),
    *_ABROAD,
    *("extended", "postponed_by_consent"),
    *_STOPS,
)

ON_KIND: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "decision": (
            *("application_received", "supplement_requested", "deadline_moved", "supplement_received", "suspension_agreed"),
            *_ABROAD,
            *("extended", "delay_told", "reasonable_term_named"),
            *_STOPS,
        ),
        "objection_window": ("announced", "objection"),
        "objection_decision": _ON_AN_OBJECTION,
        "administrative_appeal_decision": _ON_AN_OBJECTION,
        "set_aside": ("supplement_requested", "deadline_moved", "supplement_received"),
    }
)
"""Kind of calculation to the events that have a place in it."""

FIRST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decision": "application_received",
        "objection_window": "announced",
        "objection_decision": "announced",
        "administrative_appeal_decision": "announced",
        "set_aside": "supplement_requested",
    }
)
"""Kind of calculation to the event that starts it."""
