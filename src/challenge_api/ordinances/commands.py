"""What can be asked of a version of an ordinance."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from challenge_api.law.aggregate import Body, Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrdinance(Body):
    """Publish a version of an authority's ordinance."""

    authority: Annotated[str, Code(40)]
    document: dict[str, Any]
    """The ordinance as a document: its groups of rules, each with its evidence; open groups say `found: false`."""
    published_on: date | None = None
    """Day of publication; left out: the document's own `in_force.published_on`."""
    in_force_from: date | None = None
    """First day in force; left out: the document's own `in_force.from`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepealOrdinance(Body):
    """End the force of a version."""

    last_day: date
    """Last day in force."""


Command = PublishOrdinance | RepealOrdinance
