"""Tests of a case that a newer version of the ordinance takes along, and which cases those are."""

from collections.abc import Iterator
from datetime import date

from challenge_api.challenges.case import PHASE_OF, Case
from challenge_api.challenges.commands import tracks as asked
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.errors import Refusal


def pending_on(case: Case, begins: date) -> bool:
    """Whether a case was received before a version begins and nothing is decided: what a transitional rule can take along.

    Once a decision was taken the case keeps its version, also when it is reopened.
    """
    undecided = PHASE_OF.get(case.state) in ("submitted", "assessed") and not case.decisions
    return undecided and case.received_on is not None and case.received_on < begins


def a_newer_version_takes_it_along(at: Situation) -> Refusal | None:
    """A case keeps the version of its day of receipt unless a transitional rule says otherwise (Gemeentewet 147)."""
    if at.facts.successor is not None:
        return None
    detail = "No newer version that is in force takes this case along: it keeps the version of its day of receipt."
    return refused("keeps-its-version", "Gemeentewet 147", detail)


def names_that_version(at: Situation, command: asked.FollowOrdinance) -> Iterator[Refusal]:
    """Whoever takes a case along says to which version."""
    successor = at.facts.successor
    if successor is not None and command.ordinance_id != successor.ref.id:
        detail = f"The version that takes this case along is {successor.ref.id}."
        yield refused("other-version", "Gemeentewet 147", detail, "/ordinanceId")
