"""What can be asked beside the states: announcement, parts in the case, the decision term, interests, contacts."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le

from challenge_api.challenges.contents import Channel, Consent, Line, PersonLine, Prose, Uuid, Version
from challenge_api.law.aggregate import Body, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(Body):
    """Record that a decision was sent or handed to its addressee (Awb 3:40, 3:41)."""

    decision: Version
    """Version of the decision that is announced."""
    announced_on: date
    """Day of dispatch or handing over, which counts, not the date on the letter."""
    channel: Channel
    addressee: PersonLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Body):
    """Give a person a part in the case, or end it."""

    subject: Annotated[str, Text(255)]
    """The person, by the `sub` of their tokens from the caller's own issuer; the history keeps a random id instead."""
    part: Literal["handler", "assessor", "contract-manager"]
    change: Literal["begins", "ends"] = "begins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Body):
    """Tell the group that the decision term is extended (Awb 4:14).

    Either `by_weeks`, under a power of the ordinance, or `named_date`: under such a power, no further than it reaches, or where
    no law sets a term (Awb 4:14(3)). A named date is a date that the group was told: it stands on record as such.
    """

    told_on: date
    by_weeks: Annotated[int, Ge(1), Le(104)] | None = None
    named_date: date | None = None
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Body):
    """Suspend the decision term with the group's consent in writing (Awb 4:15(2)(a))."""

    consent: Consent
    first_day: date
    last_day: date
    """Both days are out of the term."""
    reason: Prose
    """Such as waiting for a running contract to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Body):
    """End a suspension by consent before its last day."""

    runs_from: date
    """First day on which the term runs again."""
    reason: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInterest(Body):
    """Declare one's own interest in the case, or that there is none (Awb 2:4)."""

    interest: Literal["none", "conflict"]
    explanation: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Body):
    """Note a contact about the case."""

    held_on: date
    channel: Channel
    other_party: Literal["group", "executor", "interested-party", "internal", "other"]
    summary: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOrdinance(Body):
    """Take the case under a newer version of the ordinance, whose transitional rule takes pending cases along.

    The rule works by itself: from the first day of that version on, the next move of whoever it is records the change as well.
    """

    ordinance_id: Uuid
    """Id of the version that takes the case along."""


Command = FollowOrdinance | Announce | Assign | Extend | Suspend | Resume | DeclareInterest | LogContact
