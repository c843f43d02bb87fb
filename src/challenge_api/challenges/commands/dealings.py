"""What can be asked around the decision: publication, council, advice, links to other cases."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from challenge_api.challenges.contents import Line, Prose, Uuid, Version
from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDecision(Body):
    """Publish a decision in words that name no person (Woo 3.1, 5.1; GDPR 5)."""

    decision: Version
    published_on: date
    where: Literal["gazette", "website", "register"]
    text: Prose
    """What is published: without names, addresses or telephone numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeToCouncil(Body):
    """Send the council a proposal about the case (Gemeentewet 147, 169(4))."""

    sent_on: date
    proposal: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCouncilTreatment(Body):
    """Record how the council dealt with a proposal."""

    proposal: Version
    """Version of the case that records the proposal."""
    treated_on: date
    outcome: Literal["adopted", "amended", "rejected", "noted"]
    summary: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAdvice(Body):
    """Ask an adviser for advice on the decision, within a term (Awb 3:5, 3:6)."""

    asked_of: Line
    part: Literal["adviser", "second-body"] = "adviser"
    """Whether an adviser is asked, or the second body that has a say under the ordinance."""
    sent_on: date
    until: date
    """Last day to advise; after it the decision need not wait (Awb 3:6(2))."""
    question: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveAdvice(Body):
    """Record the advice that came (Awb 3:7 to 3:9); late is accepted and marked."""

    request: Version
    """Version of the case that records the request."""
    received_on: date
    advice: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCase(Body):
    """Say how another case of the authority belongs to this one."""

    relation: Literal["follows", "took-in", "forwarded-from", "related"]
    """This case follows the other, took it in, was forwarded from it, or is about the same."""
    other: Uuid
    reason: Line


Command = PublishDecision | ProposeToCouncil | RecordCouncilTreatment | RequestAdvice | ReceiveAdvice | LinkCase
