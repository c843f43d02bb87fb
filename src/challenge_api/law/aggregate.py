"""The shape of every capability's core: commands in, events out, private text marked as such.

An aggregate is one stream of events with two pure functions: `decide(state, command, context)` answers with events or raises
`Refused`; `evolve(state, event)` folds them. The clock, the rules and new ids are parameters.

Text that a person typed never enters the log itself. A field whose type carries `Private` becomes a private item: the log keeps
a salted hash, the value lies beside it and can be erased (design §2). Where a value was erased, decoding puts `ERASED`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Generic, TypeVar

from challenge_api.law.access import Actor
from challenge_api.law.outside import camel, describe

ERASED: Final = "\x18"
"""Stands where a private text was erased. A client cannot send it: `Text` refuses control characters."""

CASE: Final = "case"
"""Subject of free text that goes only at the end of retention."""

_CLEAN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\x00-\x1f\x7f\s][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


@dataclass(frozen=True, slots=True)
class Private:
    """Marks a text as private.

    `subject` is `CASE`, or the name of the event's own field that holds the id of the person the text is about.
    """

    subject: str = CASE


@dataclass(frozen=True, slots=True)
class Text:
    """Bounds of a text field: at most `longest` characters, not blank, no control characters but tab and line ends.

    Speaks the hook that the body reader looks for on an annotation and answers with a plain dict, so the core imports no
    framework to say so, and the same pattern stands in the published schema.
    """

    longest: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the bounds to the schema of a string."""
        return handler(source) | {"min_length": 1, "max_length": self.longest, "pattern": _CLEAN}


CODE_PATTERN: Final = "^[a-z0-9][a-z0-9._-]*$"
"""What a code looks like: of an authority, a domain, a ground."""


@dataclass(frozen=True, slots=True)
class Code:
    """Bounds of a code of a list: lower-case letters, digits, dot, hyphen, underscore; at most `longest` characters."""

    longest: int = 64

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the bounds to the schema of a string."""
        return handler(source) | {"min_length": 1, "max_length": self.longest, "pattern": CODE_PATTERN}


@dataclass(frozen=True, slots=True)
class Id:
    """Bounds of an id: a UUID in lower case."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the pattern to the schema of a string."""
        return handler(source) | {"pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}


class Body:
    """Base of every dataclass that is read from a request body or stored: camelCase outside, strict, nothing unknown.

    The configuration is a plain dict, so the core needs no framework to declare it.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "strict": True,
        "alias_generator": camel,
        "validate_by_alias": True,
        "validate_by_name": False,
        "serialize_by_alias": True,
        "json_schema_extra": describe,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Body):
    """Base of everything that happened: its legal date and who did it. Both go to the envelope, not to the event's data."""

    type: ClassVar[str]
    occurred_on: date
    by: str


S = TypeVar("S")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may look at beside state and command.

    `today` is the civil date in the authority's time zone; `new_id` gives a fresh random id; `facts` are values read from
    elsewhere (the ordinance, the calendar, other streams), of a type the capability chooses.
    """

    actor: Actor
    today: date
    new_id: Callable[[], str]
    facts: Any


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[S, C]):
    """One kind of stream: what transactions, rebuild and the database seed need to know of a capability's core.

    `events` maps an event type ("awarded") to its class; `initial` is the state of a stream that does not exist;
    `state_of` names the fine-grained state ("none" for `initial`); `transitions` lists every legal
    (state before, event type, state after), tracks included, and is seeded into the database.
    """

    kind: str
    events: Mapping[str, type[Event]]
    initial: S
    decide: Callable[[S, C, Context], tuple[Event, ...]]
    evolve: Callable[[S, Event], S]
    state_of: Callable[[S], str]
    transitions: frozenset[tuple[str, str, str]]
