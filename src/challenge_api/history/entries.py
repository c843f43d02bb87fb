"""Events as log entries and back.

An entry is a canonical JSON text with exactly these members: actor, authority, client, data, items, kind, nonce, occurredOn,
previous, recordedAt, role, stateAfter, stateBefore, stream, type, version. `previous` is the leaf hash of the event before it in
its stream, which chains the stream. `data` holds the event's own fields; every private text in it is
replaced by `{"private":n}`, where n is the index into `items`, the commitments. Values of private texts are never in the entry,
so a reader may put them back by replacing those tokens in the text (`data_text`, `with_texts`): no parsing on the way out.

Reading back does not validate: what is in the log happened under the law and the code of its day. What reads, and what hides
private texts, is compiled once per type from its hints; what writes is the library's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson
from pydantic import TypeAdapter
from pydantic_core import SchemaSerializer

from challenge_api.history import proofs
from challenge_api.law.aggregate import CASE, ERASED, Event, Private
from challenge_api.law.outside import camel

T = TypeVar("T")


class Item(NamedTuple):
    """A private text on its way into the store."""

    subject: str
    field: str
    salt: bytes
    value: str


class Envelope(NamedTuple):
    """What the log says of an event beside its data."""

    authority: str
    stream: str
    kind: str
    version: int
    recorded_at: datetime
    client: str
    role: str
    state_before: str
    state_after: str
    previous: bytes | None
    """Leaf hash of the event before it in its stream; None for the first."""


class Entry(NamedTuple):
    """An event as it is stored: canonical text, leaf hash, and the private texts beside it."""

    text: str
    leaf: bytes
    items: tuple[Item, ...]


class _Texts:
    """Gathers private texts while an event is encoded."""

    __slots__ = ("event", "found")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.found: list[tuple[str, str, str]] = []

    def put(self, value: str, subject: str, path: str) -> dict[str, int]:
        self.found.append((CASE if subject == CASE else str(getattr(self.event, subject)), path, value))
        return {"private": len(self.found) - 1}


def encode(event: Event, envelope: Envelope, random_bytes: Callable[[int], bytes]) -> Entry:
    """Give the entry of an event."""
    texts = _Texts(event)
    data = _data(event, texts)
    del data["occurredOn"], data["by"]
    noise = random_bytes(16 * (len(texts.found) + 1))
    items = tuple(
        Item(subject, path, noise[16 * n : 16 * (n + 1)], value) for n, (subject, path, value) in enumerate(texts.found)
    )
    text = proofs.written(
        {
            "actor": event.by,
            "authority": envelope.authority,
            "client": envelope.client,
            "data": data,
            "items": [proofs.commitment(item.salt, item.value) for item in items],
            "kind": envelope.kind,
            "nonce": noise[-16:].hex(),
            "occurredOn": event.occurred_on,
            "previous": None if envelope.previous is None else envelope.previous.hex(),
            "recordedAt": instant_text(envelope.recorded_at),
            "role": envelope.role,
            "stateAfter": envelope.state_after,
            "stateBefore": envelope.state_before,
            "stream": envelope.stream,
            "type": event.type,
            "version": envelope.version,
        }
    )
    return Entry(text, proofs.leaf_hash(text), items)


def decode(kind: type[Event], text: str, texts: Mapping[int, str | None]) -> Event:
    """Give the event of an entry; `texts` are its private texts by index, None or missing where erased."""
    entry = orjson.loads(text)
    data = entry["data"]
    data["occurredOn"], data["by"] = entry["occurredOn"], entry["actor"]
    hint: Any = kind
    event: Event = _decoder(hint)(data, texts)
    return event


def erased(event: Event) -> Event:
    """Give the event with every private text erased."""
    kind: Any = type(event)
    data = orjson.loads(orjson.dumps(_data(event, _Texts(event))))
    gone: Event = _decoder(kind)(data, {})
    return gone


def places(event: Event) -> tuple[tuple[str, str], ...]:
    """Give subject and field of each private text of an event, in the order of their commitments."""
    texts = _Texts(event)
    _data(event, texts)
    return tuple((subject, path) for subject, path, _ in texts.found)


def data_text(entry: str) -> str:
    """Give the JSON text of `data` out of an entry, private texts still as tokens."""
    start = entry.index('"data":') + 7
    return entry[start : entry.rindex(',"items":[')]


def with_texts(data: str, texts: Mapping[int, str | None]) -> str:
    """Put private texts back into the JSON text of `data`; an erased one becomes null."""
    for index, value in texts.items():
        data = data.replace(f'{{"private":{index}}}', "null" if value is None else orjson.dumps(value).decode())
    return data


def instant_text(moment: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def dump(value: Any) -> str:
    """Write a value (a folded state) as JSON, private texts in clear."""
    kind: Any = type(value)
    return _written(kind).to_json(value, by_alias=True, exclude_none=True, warnings=False).decode()


@cache
def _written(kind: Any) -> SchemaSerializer:
    """Give the library's writer of a type; it knows no private texts."""
    return TypeAdapter(kind).serializer


def _data(event: Event, texts: _Texts) -> dict[str, Any]:
    """Give the members of an event as they are written, tokens for its private texts, which `texts` gathers."""
    kind: Any = type(event)
    hide = _hider(kind, "")
    data: dict[str, Any] = _written(kind).to_python(event, by_alias=True, exclude_none=True, warnings=False)
    if hide is not None:
        hide(data, texts)
    return data


def load(kind: type[T], text: str, leaving: frozenset[str] = frozenset()) -> T:
    """Read back what `dump` wrote; members in `leaving` are left as they are at first, to read less."""
    hint: Any = kind
    value: T = (_partial(hint, leaving) if leaving else _decoder(hint))(orjson.loads(text), {})
    return value


# --- compiled codecs ------------------------------------------------------------------------------------------------

Hider = Callable[[Any, _Texts], Any]
Decoder = Callable[[Any, Mapping[int, str | None]], Any]


def _plain(hint: Any) -> tuple[Any, Private | None]:
    """Strip `Annotated`, keeping the mark of a private text."""
    if get_origin(hint) is Annotated:
        base, *marks = get_args(hint)
        inner, private = _plain(base)
        return inner, next((mark for mark in marks if isinstance(mark, Private)), private)
    return hint, None


def _same(value: Any, _texts: Any) -> Any:
    return value


def _unless_same(codec: Decoder) -> Any:
    """Give None for the codec that does nothing, so that a loop need not call it."""
    return None if codec is _same else codec


@cache
def _hider(hint: Any, path: str) -> Hider | None:
    """Give what puts tokens in the places of private texts, in a value of this type as it is written; None where it has none.

    Raises TypeError on a type that cannot stand in the log.
    """
    base, private = _plain(hint)
    if private is not None:
        subject = private.subject
        return lambda value, texts: texts.put(value, subject, path)
    origin = get_origin(base)
    if origin in (Union, UnionType):
        found = [hide for each in get_args(base) if (hide := _hider(each, path)) is not None]
        if len(found) > 1:
            raise TypeError(f"{hint}: which of them has private texts cannot be told from what is written")
        return found[0] if found else None
    if origin is tuple:
        item = _hider(get_args(base)[0], path)
        return None if item is None else lambda value, texts: [item(each, texts) for each in value]
    if origin is Literal or base in (str, int, bool, NoneType, date):
        return None
    if is_dataclass(base):
        return _hider_in(base, path)
    raise TypeError(f"{hint} cannot stand in the log")


def _hider_in(kind: Any, path: str) -> Hider | None:
    hints = get_type_hints(kind, include_extras=True)
    named = [(camel(field.name), hints[field.name]) for field in fields(kind)]
    members = [(alias, hide) for alias, hint in named if (hide := _hider(hint, f"{path}/{alias}")) is not None]

    def hide_members(value: Any, texts: _Texts) -> Any:
        if isinstance(value, dict):  # or a word that stands for no such value
            for alias, hide in members:
                if (member := value.get(alias)) is not None:
                    value[alias] = hide(member, texts)
        return value

    return hide_members if members else None


def values_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Give what reads all members of a value at once."""
    if len(names) == 1:
        one = attrgetter(names[0])
        return lambda value: (one(value),)
    return attrgetter(*names) if names else lambda _value: ()


@cache
def _decoder(hint: Any) -> Decoder:
    base, private = _plain(hint)
    if private is not None:
        return _private_text
    origin = get_origin(base)
    if origin in (Union, UnionType):
        return _union_decoder(get_args(base))
    if origin is tuple:
        item = _decoder(get_args(base)[0])
        if item is _same:
            return lambda value, _texts: tuple(value)
        return lambda value, texts: tuple([item(each, texts) for each in value])
    if origin is Literal or base in (str, int, bool, NoneType):
        return _same
    if base is date:
        return lambda value, _texts: date.fromisoformat(value)
    if is_dataclass(base):
        return _dataclass_decoder(base)
    raise TypeError(f"{hint} cannot stand in the log")


def _private_text(value: Any, texts: Mapping[int, str | None]) -> str | None:
    if not isinstance(value, dict):
        return None if value is None else str(value)
    text = texts.get(value["private"])
    return ERASED if text is None else text


def _union_decoder(hints: Sequence[Any]) -> Decoder:
    decoders = [(_plain(hint)[0], _decoder(hint)) for hint in hints if hint is not NoneType]
    if len(decoders) == 1:
        (only,) = (decoder for _, decoder in decoders)
        return only if only is _same else lambda value, texts: None if value is None else only(value, texts)
    ((_, structured),) = [pair for pair in decoders if is_dataclass(pair[0])]
    return lambda value, texts: structured(value, texts) if isinstance(value, dict) else value


@cache
def _partial(kind: Any, leaving: frozenset[str]) -> Decoder:
    return _dataclass_decoder(kind, leaving)


def _dataclass_decoder(kind: Any, leaving: frozenset[str] = frozenset()) -> Decoder:
    hints = get_type_hints(kind, include_extras=True)
    members = {
        camel(field.name): (field.name, _unless_same(_decoder(_present(hints[field.name]))))
        for field in fields(kind)
        if field.name not in leaving
    }
    absent = {field.name: None for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
    made = _maker(kind)

    def decode_dataclass(value: Mapping[str, Any], texts: Mapping[int, str | None]) -> Any:
        said = dict(absent)
        for alias, each in value.items():
            if each is not None and (member := members.get(alias)) is not None:
                name, read = member
                said[name] = each if read is None else read(each, texts)
        return made(said)

    return decode_dataclass


def _maker(kind: Any) -> Callable[[dict[str, Any]], Any]:
    """Give what makes a value of its members; one without slots, which is big, gets them all at once."""
    if "__dict__" not in vars(kind):
        return lambda said: kind(**said)
    defaults = {field.name: field.default for field in fields(kind) if field.default is not MISSING}

    def made(said: dict[str, Any]) -> Any:
        new = object.__new__(kind)
        new.__dict__.update(defaults)
        new.__dict__.update(said)
        return new

    return made


def _present(hint: Any) -> Any:
    """Give the hint of a member that is there: an absent one is not written."""
    base, private = _plain(hint)
    if private is None and get_origin(base) in (Union, UnionType):
        present = [each for each in get_args(base) if each is not NoneType]
        return present[0] if len(present) == 1 else hint
    return hint
