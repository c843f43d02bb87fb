"""What happened to a group, and the group folded from it."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, assert_never

from challenge_api.law.aggregate import Body, Event, Private, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Body):
    """A group, folded."""

    state: str = "none"
    version: int = 0
    name: str | None = None
    legal_form: str | None = None
    representatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFormed(Event):
    """A group was named for the first time."""

    type: ClassVar[str] = "group-formed"
    name: Annotated[str, Text(200), Private()]
    legal_form: str
    representative: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeAdded(Event):
    """Another person speaks for the group."""

    type: ClassVar[str] = "representative-added"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeRemoved(Event):
    """A person no longer speaks for the group."""

    type: ClassVar[str] = "representative-removed"
    person: str


GroupEvent = GroupFormed | RepresentativeAdded | RepresentativeRemoved


def evolve(group: Group, event: GroupEvent) -> Group:
    """Give the group as it is after the event."""
    now: dict[str, Any] = {"version": group.version + 1, "state": "open"}
    match event:
        case GroupFormed():
            first = () if event.representative is None else (event.representative,)
            now |= {"name": event.name, "legal_form": event.legal_form, "representatives": first}
        case RepresentativeAdded():
            now["representatives"] = (*group.representatives, event.person)
        case RepresentativeRemoved():
            now["representatives"] = tuple(person for person in group.representatives if person != event.person)
        case _:
            assert_never(event)
    return replace(group, **now)
