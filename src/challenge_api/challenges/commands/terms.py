"""What can be asked about terms: telling a last day, standing still for a reason of the law, information from abroad."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from challenge_api.challenges.contents import Channel, Prose, Version
from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDeadline(Body):
    """Record that a party was told until when something is decided or must be done.

    It stays as it was told: a later difference is shown beside it. A later day than the term gives is a notice of delay, which
    the law asks for and which lengthens nothing (Awb 4:14(1)).
    """

    kind: Literal["decision", "objection-decision", "supplement", "agreement", "improvement", "report", "evaluation"]
    about: Version | None = None
    """Version of what the term is about, such as the objection; as the list of deadlines has it."""
    told_on: date
    due_on: date
    """The last day that was told."""
    channel: Channel
    reason: Prose | None = None
    """Why it is later than the law gives, where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStandstill(Body):
    """Record that a decision term stands still by law: the applicant's own delay, or force majeure (Awb 4:15(2)(b), (c)).

    The term of the request, or with `objection` that of the decision on it, for which the same two hold (Awb 7:14).
    """

    objection: Version | None = None
    """Version of the objection; left out: the request."""
    cause: Literal["challenger-delay", "force-majeure"]
    told_on: date
    """Day on which the group, or the objector, was told; force majeure is told at once, with the new term (Awb 4:15(3))."""
    first_day: date
    last_day: date
    """Both days are out of the term."""
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitForeignInformation(Body):
    """Tell that information is needed from abroad: the term stands still until it comes (Awb 4:15(1)(b), 7:14)."""

    objection: Version | None = None
    """Version of the objection; left out: the request."""
    told_on: date
    what: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForeignInformation(Body):
    """Record that the information from abroad came: the term runs again (Awb 4:15(1)(b), 7:14)."""

    objection: Version | None = None
    """Version of the objection; left out: the request."""
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSupplementTerm(Body):
    """Give another last day for the supplement, while the term for it runs (Awb 4:5(1))."""

    told_on: date
    until: date
    reason: Prose


Command = TellDeadline | RecordStandstill | AwaitForeignInformation | RecordForeignInformation | MoveSupplementTerm
