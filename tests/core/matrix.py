"""Reads `matrix.txt`, the hand-written table of who may do what in which state and where it leads."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("matrix.txt")
NOBODY = "."
SAME = "same"

Key = tuple[str, str]
"""An action and the state it starts from."""


def _lines(section: str) -> Iterator[tuple[bool, str]]:
    """Give the lines of every section of this name; the flag marks the first line of each."""
    inside = first = False
    for raw in _FILE.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = first = line == f"[{section}]"
        elif inside and line and not line.startswith("#"):
            yield first, line
            first = False


@cache
def letters() -> Mapping[str, str]:
    """Give the letter of each role, with the role's name."""
    return MappingProxyType(dict(line.split() for _, line in _lines("roles")))


@cache
def blocks() -> tuple[tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    """Give each permission block as it stands: its states, and its rows of action and cells."""
    found: list[tuple[tuple[str, ...], list[tuple[str, tuple[str, ...]]]]] = []
    for heading, line in _lines("permissions"):
        name, *values = (part.strip() for part in line.split("|"))
        if heading:
            found.append((tuple(values), []))
        else:
            found[-1][1].append((name, tuple(values)))
    return tuple((states, tuple(rows)) for states, rows in found)


def states() -> tuple[str, ...]:
    """Every state, in the order of the file."""
    return tuple(state for columns, _ in blocks() for state in columns)


def actions() -> tuple[str, ...]:
    """Every action, in the order of the file."""
    return tuple(name for name, _ in blocks()[0][1])


@cache
def cells() -> Mapping[Key, frozenset[str]]:
    """Give the roles of every cell, the empty ones too."""
    return MappingProxyType(
        {
            (action, state): frozenset(letters()[letter] for letter in cell if cell != NOBODY)
            for columns, rows in blocks()
            for action, values in rows
            for state, cell in zip(columns, values, strict=True)
        }
    )


@cache
def targets() -> Mapping[Key, frozenset[str]]:
    """Give the states that each legal pair of action and state may lead to; a pair that is not here leads nowhere."""
    found: dict[Key, frozenset[str]] = {}
    for _, line in _lines("targets"):
        action, rest = line.split(":")
        sources, ends = rest.split("->")
        for source in (part.strip() for part in sources.split(",")):
            if (action, source) in found:
                message = f"{action} from {source} stands twice in {_FILE.name}"
                raise ValueError(message)
            found[action, source] = frozenset(source if end.strip() == SAME else end.strip() for end in ends.split("|"))
    return MappingProxyType(found)
