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
    meaning: str
    required: bool = True


def _on(meaning: str) -> dict[str, Field]:
    return {"date": Field("date", "on", meaning)}


_FROM: Final = Field("date", "first", "First day out of the term.")
_UNTIL: Final = Field("date", "last", "Last day out of the term, included.")
_PERIOD: Final = {"from": _FROM, "until": _UNTIL}
_NO_TERM: Final = "Left out: no term was set and nothing is suspended."

EVENTS: Final[Mapping[str, Mapping[str, Field]]] = MappingProxyType(
    {
        "application_received": _on("Day of receipt, day 0."),
        "supplement_requested": {
            **_on("Dispatch of the request."),
            "deadline": Field("date", "deadline", f"Last day to supplement. {_NO_TERM} Required in `set_aside`.", required=False),
        },
        "deadline_moved": {
            **_on("Day the applicant is told."),
            "deadline": Field("date", "deadline", "The new last day."),
        },
        "supplement_received": {
            **_on("Day of receipt."),
            "complete": Field("boolean", "complete", "False: part of what was asked, which changes nothing.", required=False),
        },
        "suspension_agreed": {**_on("Day of the consent."), **_PERIOD},
        "delay_by_applicant": {**_on("Day it was recorded or told."), **_PERIOD},
        "force_majeure": {**_on("Day the applicant is told; may be later than `from`."), **_PERIOD},
        "foreign_info_notified": _on("Day the applicant is told."),
        "foreign_info_received": _on("Day of receipt; the term runs again."),
        "extended": {
            **_on("Day it was told."),
            "by": Field("integer", "by", "How much, in the unit of `extension` (decision) or in weeks."),
        },
        "delay_told": _on("Day it was told."),
        "reasonable_term_named": {
            **_on("Day it was told."),
            "new_due": Field("date", "new_due", "The last day named.", required=False),
            "total": Field(
                "total",
                "total",
                "The period named, counted from receipt; exactly one of `new_due` and `total` is given.",
                required=False,
            ),
        },
        "postponed_by_consent": {
            **_on("Day of the consent."),
            "new_due": Field("date", "new_due", "The agreed last day."),
        },
        "default_notice_received": {
            **_on("Day of receipt."),
            "written": Field("boolean", "written", "False: by telephone, or otherwise not in writing.", required=False),
        },
        "penalty_excluded": {
            **_on("Day of the judgment."),
            "ground": Field("text", "ground", "The ground, given back in the chain."),
        },
        "decided": _on("Day of dispatch."),
        "announced": _on("Day of dispatch, day 0 of the objection window."),
        "objection": {
            "received": Field("date", "on", "Day of receipt."),
            "posted": Field("date", "posted", "Day of posting; left out: not sent by post.", required=False),
        },
        "remedy_requested": {
            **_on("Dispatch of the request."),
            "deadline": Field("date", "deadline", f"Last day to mend it. {_NO_TERM}", required=False),
        },
        "remedied": _on("Day of receipt."),
    }
)
"""Event to its fields, by the name they have in a request."""

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "application_received": "The application came in; always first.",
        "supplement_requested": "The applicant was asked to complete the application (Awb 4:5, 4:15(1)(a)).",
        "deadline_moved": "A supplement term that still runs is moved; without effect once it has lapsed.",
        "supplement_received": "A supplement came; it ends the suspension if in time and complete.",
        "suspension_agreed": "The applicant agreed to a delay in writing (Awb 4:15(2)(a)).",
        "delay_by_applicant": "A delay on the applicant's side (Awb 4:15(2)(b)).",
        "force_majeure": "Force majeure prevents deciding (Awb 4:15(2)(c)).",
        "foreign_info_notified": "The applicant was told that information is needed from abroad (Awb 4:15(1)(b)).",
        "foreign_info_received": "That information came.",
        "extended": "The authority extends or postpones; effective if told by the due date and within the power.",
        "delay_told": "Told that the decision will be late (Awb 4:14(1)): a duty, never an extension.",
        "reasonable_term_named": "No law sets a term and the authority names one (Awb 4:14(3)), within the eight weeks.",
        "postponed_by_consent": "Further postponement agreed (Awb 7:10(4), 7:24(6)); effective if agreed by the due date.",
        "default_notice_received": "A notice of default (Awb 4:17(3), 6:12(2)); void when premature or not in writing.",
        "penalty_excluded": "A person judged that no penalty is due (Awb 4:17(5), until 2026 (6)); the appeal stays open.",
        "decided": "The decision was announced (Awb 3:41); the first one counts.",
        "announced": "The decision objected to was announced; always first.",
        "objection": "An objection came in (Awb 6:9).",
        "remedy_requested": "The objector was asked to mend a defect, such as missing grounds (Awb 6:6, 7:10(2), 7:24(3)).",
        "remedied": "The defect was mended; it ends the suspension if in time.",
    }
)
"""Event to what it says."""

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
