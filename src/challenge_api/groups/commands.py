"""What can be asked of a group."""

from dataclasses import dataclass
from typing import Annotated

from challenge_api.law.aggregate import Body, Code, Id, Private, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup(Body):
    """Form the group that a first draft or challenge names; asked by that event, never over the API."""

    name: Annotated[str, Text(200), Private()]
    legal_form: Annotated[str, Code()]
    representative: Annotated[str, Text(128)] | None
    """Actor id of the first representative; None for a group that filed on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRepresentative(Body):
    """Let another person speak for the group."""

    subject: Annotated[str, Text(255)]
    """The person, by the `sub` of their tokens from the caller's own issuer; the history keeps a random id instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRepresentative(Body):
    """End that a person speaks for the group."""

    person: Annotated[str, Id()]
    """Actor id of the representative."""


Command = FormGroup | AddRepresentative | RemoveRepresentative
