"""What can be asked of a version of an ordinance."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from challenge_api.law.aggregate import Body, Code
from challenge_api.law.ordinance_schema import OrdinanceDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOrdinance(Body):
    """Begin a new version of an authority's ordinance as a draft.

    A draft binds nobody and is public, like every rule on its way. An ordinance has one draft at a time.
    """

    authority: Annotated[str, Code(40)]
    document: OrdinanceDocument
    """The ordinance as a document: its groups of rules, each with its evidence; open groups say `found: false`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseOrdinance(Body):
    """Rewrite a draft."""

    document: OrdinanceDocument
    """The whole document anew; its id stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrdinance(Body):
    """Publish a draft: from here on it never changes, and the version before is superseded on the day this one begins."""

    published_on: date | None = None
    """Day of publication; left out: the document's own `in_force.published_on`."""
    in_force_from: date | None = None
    """First day in force; left out: the document's own `in_force.from`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeOrdinance(Body):
    """End the force of a version because a newer one was published."""

    by: str
    """Id of the newer version."""
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepealOrdinance(Body):
    """End the force of a version."""

    last_day: date
    """Last day in force."""


Command = DraftOrdinance | ReviseOrdinance | PublishOrdinance | SupersedeOrdinance | RepealOrdinance
"""What may become of a version of an ordinance."""
