"""Ordinance files: YAML or JSON in, with the line of every fault, and YAML out again, key for key.

A file is read as the plain data it is: a day stays a text, and a key that comes twice is a fault. Its shape is checked by the
reader that checks bodies of requests, so a fault has the same words here and there; what contradicts itself is told in the same
breath, except in a group whose shape is wrong already.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

import yaml

from challenge_api.history.moves import Move, Stream
from challenge_api.history.transaction import Moves
from challenge_api.law.access import Principal, Role
from challenge_api.law.contradictions import contradictions
from challenge_api.law.errors import Refused
from challenge_api.law.ordinance_schema import OrdinanceDocument
from challenge_api.ordinances import queries
from challenge_api.ordinances.commands import Command, DraftOrdinance, PublishOrdinance, ReviseOrdinance
from challenge_api.ordinances.decider import not_permitted
from challenge_api.ordinances.lifecycle import DRAFT, PUBLISH, REVISE
from challenge_api.ordinances.routes import STREAM, render
from challenge_api.web.bodies import BodyReader

LARGEST: Final = 1_000_000
"""Characters of a file."""
_MOST_NODES: Final = 100_000
_READER: Final = BodyReader(OrdinanceDocument)


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """What is wrong in a file: its line, the field (a JSON pointer), a code, the rule, and the reason."""

    line: int
    field: str
    code: str
    rule: str
    reason: str

    def __str__(self) -> str:
        """Give it as an editor can follow it."""
        return f"{self.line}: {self.field or '/'}: {self.reason} [{self.code}; {self.rule}]"


class FaultyFile(ValueError):
    """Raised with every fault of a file."""

    def __init__(self, faults: tuple[FileFault, ...]) -> None:
        """Keep the faults in order of their lines."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class _Plain(yaml.SafeLoader):
    """Reads YAML without making dates of texts."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Lines:
    """Builds the data of a file and remembers the line of each field."""

    def __init__(self, loader: _Plain) -> None:
        self.loader = loader
        self.lines: dict[str, int] = {"": 1}
        self.faults: list[FileFault] = []
        self.nodes = 0

    def build(self, node: yaml.Node, at: str = "") -> Any:
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise FaultyFile((FileFault(1, "", "too-large", "challenge-api", f"The file has more than {_MOST_NODES} values."),))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, self._mark(f"{at}/{index}", item)) for index, item in enumerate(node.value)]
        return self.loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, at: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            here = self._mark(f"{at}/{name.replace('~', '~0').replace('/', '~1')}", key)
            if name in found:
                reason = "The key comes more than once."
                self.faults.append(FileFault(key.start_mark.line + 1, here, "duplicate-key", "challenge-api", reason))
            found[name] = self.build(value, here)
        return found

    def _mark(self, at: str, node: yaml.Node) -> str:
        self.lines[at] = node.start_mark.line + 1
        return at

    def line_of(self, pointer: str) -> int:
        """Give the line of a field, or of what it should lie in."""
        while pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines[pointer]


@dataclass(frozen=True, slots=True)
class OrdinanceFile:
    """A file that was read: its document, and where each field stands."""

    document: OrdinanceDocument
    lines: Mapping[str, int]

    def told(self, refused: Refused) -> FaultyFile:
        """Give what the service refused, by line."""
        faults = []
        for each in refused.refusals:
            field = each.pointer.removeprefix("/document")
            at = field
            while at not in self.lines:
                at = at.rpartition("/")[0]
            faults.append(FileFault(self.lines[at], field, each.code, each.article, each.detail))
        return FaultyFile(tuple(faults))


def read(text: str) -> OrdinanceFile:
    """Read a file of YAML or JSON. Raises FaultyFile with every fault at once."""
    if len(text) > LARGEST:
        raise FaultyFile((FileFault(1, "", "too-large", "challenge-api", f"The file has more than {LARGEST} characters."),))
    loader = _Plain(text)
    lines = _Lines(loader)
    try:
        node = loader.get_single_node()
        said = None if node is None else lines.build(node)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, FaultyFile):
            raise
        mark = getattr(error, "problem_mark", None)
        reason = f"This is no YAML: {getattr(error, 'problem', None) or error}."
        raise FaultyFile((FileFault(1 if mark is None else mark.line + 1, "", "malformed", "YAML 1.1", reason),)) from error
    faults = [*lines.faults, *_faults(said, lines)]
    if faults:
        raise FaultyFile(tuple(faults))
    return OrdinanceFile(cast("OrdinanceDocument", said), lines.lines)


def _faults(said: Any, lines: _Lines) -> Iterator[FileFault]:
    """Give what the format refuses, and what contradicts itself in the groups that have the right shape."""
    _, _, misshapen = _READER.read(_json(said))
    wrong = {fault.name.split("/")[1] if "/" in fault.name else "" for fault in misshapen}
    for fault in misshapen:
        yield FileFault(lines.line_of(fault.name), fault.name, fault.code, "ordinance/0.1", fault.detail)
    if not isinstance(said, dict) or "" in wrong or "id" not in said:
        return
    sound = {key: value for key, value in said.items() if key not in wrong}
    if "evidence" in wrong:
        sound = {key: value for key, value in sound.items() if not isinstance(value, dict)}
    for each in contradictions(cast("OrdinanceDocument", sound)):
        yield FileFault(lines.line_of(each.path), each.path, each.code, each.rule, each.reason)


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")


def written(document: Mapping[str, Any]) -> str:
    """Write a document as YAML, in the order of its keys."""
    return yaml.safe_dump(dict(document), sort_keys=False, allow_unicode=True, width=120)


def authority_of(document: OrdinanceDocument) -> str:
    """Give the code under which an ordinance is kept: that of the municipality, or for a model or act its own id."""
    return (document.get("cbs_code") or document["id"]).lower()


# --- moves of the service itself ------------------------------------------------------------------------------------


def draft(moves: Moves, authority: str, document: OrdinanceDocument) -> str:
    """Keep a document as the draft of its ordinance, and give the id of that version. Raises Refused."""
    with moves.database.reading() as connection:
        drafted = queries.draft_of(connection, authority, document["id"])
    if drafted is not None:
        _move(moves, authority, ReviseOrdinance(document=document), drafted)
        return drafted
    return _move(moves, authority, DraftOrdinance(authority=authority, document=document))


def publish(
    moves: Moves, authority: str, version: str, published_on: date | None = None, in_force_from: date | None = None
) -> None:
    """Publish a draft. Raises Refused."""
    _move(moves, authority, PublishOrdinance(published_on=published_on, in_force_from=in_force_from), version)


_ACTIONS: Final = {DraftOrdinance: DRAFT, ReviseOrdinance: REVISE, PublishOrdinance: PUBLISH}


def _move(moves: Moves, authority: str, command: Command, version: str | None = None) -> str:
    principal = Principal("urn:challenge-api:service", None, "challenge-api", {authority: frozenset({Role.ADMINISTRATOR})})
    action = _ACTIONS[type(command)]
    move = Move(
        principal=principal,
        command=command,
        authority=authority if version is None else None,
        stream=version,
        refusals=lambda state, actor: not_permitted(action, state, actor),
    )
    stream: Stream[Any, Any] = STREAM
    answer = moves.execute(stream, move, lambda change, _projected: render(principal, change, None))
    return answer.location.rpartition("/")[2]
