"""What happened beside the states: announcement, parts in the case, the decision term, interests, contacts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from challenge_api.challenges.case import OrdinanceRef
from challenge_api.challenges.commands import tracks as asked
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Event):
    """A decision was sent or handed to its addressee (Awb 3:40, 3:41)."""

    type: ClassVar[str] = "announced"
    announcement: asked.Announce
    contact_id: str
    decision_type: str
    ends_decision_term: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceFollowed(Event):
    """The case goes on under a newer version; `occurred_on` is the first day of that version, whose rule takes it along."""

    type: ClassVar[str] = "ordinance-followed"
    ordinance: OrdinanceRef
    article: str
    """Where the newer version says so."""
    legal_track: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """A person got a part in the case, or it ended."""

    type: ClassVar[str] = "assigned"
    person: str
    part: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermExtended(Event):
    """The decision term was extended, or a reasonable term named (Awb 4:14)."""

    type: ClassVar[str] = "term-extended"
    extension: asked.Extend
    by_units: int | None = None
    """How much, in the unit in which the ordinance extends."""
    under_power: bool = False
    """Whether a named date rests on a power of the ordinance, and not on Awb 4:14(3)."""
    counted_on: date | None = None
    """With a named date: the last day that counting gave with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSuspended(Event):
    """The decision term was suspended by consent (Awb 4:15(2)(a))."""

    type: ClassVar[str] = "term-suspended"
    suspension: asked.Suspend


@dataclass(frozen=True, slots=True, kw_only=True)
class TermResumed(Event):
    """A suspension by consent ended early."""

    type: ClassVar[str] = "term-resumed"
    resumption: asked.Resume


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(Event):
    """A person declared whether they have an interest in the case (Awb 2:4)."""

    type: ClassVar[str] = "interest-declared"
    declaration: asked.DeclareInterest


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged(Event):
    """A contact about the case was noted."""

    type: ClassVar[str] = "contact-logged"
    contact: asked.LogContact


TrackEvent = (
    OrdinanceFollowed | Announced | Assigned | TermExtended | TermSuspended | TermResumed | InterestDeclared | ContactLogged
)
