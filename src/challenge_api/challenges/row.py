"""The shape of one row of the lifecycle table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_type_hints

from challenge_api.challenges.case import Case
from challenge_api.challenges.preconditions.situation import BodyTest, CaseTest, Situation
from challenge_api.law.access import Role, View
from challenge_api.law.aggregate import Context, Event

Derived = Callable[[Situation, Any, Context], Mapping[str, Any]]
"""What an event says beyond the command it holds."""

EVERY_VIEW = frozenset(View)


def _to_its_only_target(row: "Row", case: Case, command: Any) -> str:
    (target,) = row.targets or {case.state}
    return target


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One action from some states.

    `targets` is empty when the state stays as it is. `dated` names the field of the command that holds the legal date of the
    event; without one it is today. `incoming`: it comes in from outside, so its date may lie before events already recorded.
    `clock` names the effects on terms ("starts decision"). `addition`: it adds to a track, so `If-Match` is optional.
    """

    action: str
    noun: str
    summary: str
    article: str
    command: type[Any]
    event: type[Event]
    sources: frozenset[str]
    targets: frozenset[str] = frozenset()
    roles: frozenset[Role]
    case_tests: tuple[CaseTest, ...] = ()
    body_tests: tuple[BodyTest, ...] = ()
    promise_tests: tuple[CaseTest, ...] = ()
    """Tests of the case that tell beforehand that the tests of the body refuse whatever it says; allowed actions read them."""
    dated: str | None = None
    incoming: bool = False
    person_required: bool = True
    addition: bool = False
    creates: bool = False
    track: bool = False
    clock: tuple[str, ...] = ()
    derived: Derived | None = None
    target: Callable[["Row", Case, Any], str] = _to_its_only_target
    views: frozenset[View] = EVERY_VIEW

    @property
    def name(self) -> str:
        """The action, under the name that the web layer knows."""
        return self.action

    @property
    def over_api(self) -> bool:
        """Whether it can be asked over the API; what the service does itself cannot."""
        return Role.SYSTEM not in self.roles

    def legal_date(self, command: Any, today: date) -> date:
        """Give the day on which the event legally happened."""
        named: date | None = getattr(command, self.dated) if self.dated else None
        return named or today

    def happens(self, at: Situation, command: Any, context: Context) -> Event:
        """Make the event from the accepted command."""
        said: dict[str, Any] = {"occurred_on": self.legal_date(command, context.today), "by": context.actor.id}
        if self.derived:
            said |= self.derived(at, command, context)
        if (holder := HOLDERS.get((self.event, self.command))) is None:
            hints = get_type_hints(self.event)
            holder = next((field.name for field in fields(self.event) if hints[field.name] is self.command), "")
            HOLDERS[self.event, self.command] = holder
        if holder:
            said[holder] = command
        return self.event(**said)


HOLDERS: dict[tuple[type[Event], type[Any]], str] = {}
"""Which field of an event holds the command, found once per pair."""
