"""What every capability's lifecycle table says of an action, for routes and documents."""

from dataclasses import dataclass
from typing import Any

from challenge_api.law.access import Actor, Role
from challenge_api.law.errors import Ground, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action: its name, the noun of its route, the command that is its body, and who may.

    `creates`: it begins a stream, so its route is the collection `noun`. `addition`: it adds to a track, so `If-Match` is
    optional.
    `person_required`: a client alone may not.
    """

    name: str
    noun: str
    summary: str
    article: str
    command: type[Any]
    roles: frozenset[Role]
    creates: bool = False
    addition: bool = False
    person_required: bool = True


def not_permitted(action: Action, _state: Any, actor: Actor) -> tuple[Refusal, ...]:
    """Give the refusals on role and person, whatever the state."""
    if not action.roles & actor.roles:
        detail = f"The action {action.name} is for: {', '.join(sorted(action.roles))}."
        return (Refusal("role-not-permitted", action.article, detail, Ground.ROLE),)
    if action.person_required and not actor.person:
        return (Refusal("person-required", action.article, f"A person must {action.name}.", Ground.PERSON),)
    return ()
