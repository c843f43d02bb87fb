"""What a house rule is, and how files are held against it.

A line is excepted by a comment on it that names the rule and says why: `# except one-transaction: a bulk load of a new database`.
An exception without a reason, or that excepts nothing, is itself a finding.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

_EXCEPTION = re.compile(r"#\s*except (?P<rule>[a-z][a-z-]+)(?::\s*(?P<reason>\S.*))?$")


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the top of the checkout, and its text."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text)

    @cached_property
    def comments(self) -> dict[int, str]:
        """Each comment by its line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def lies_in(self, *patterns: str) -> bool:
        """Tell whether the path matches one of the patterns; `**/` stands for any folders, also none."""
        return any(re.fullmatch(_pattern(each), str(self.path)) for each in patterns)


Find = Callable[[Source], Iterable[tuple[int, str]]]
"""Gives the line and the words of everything that a rule finds in a file."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A convention of the house."""

    name: str
    reason: str
    files: tuple[str, ...]
    find: Find
    but_not: tuple[str, ...] = ()

    def holds_for(self, source: Source) -> bool:
        """Tell whether the file is one of those that the rule is about."""
        return source.lies_in(*self.files) and not source.lies_in(*self.but_not)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that a rule does not allow."""

    path: str
    line: int
    rule: str
    words: str

    def __str__(self) -> str:
        """Give it as an editor can follow it."""
        return f"{self.path}:{self.line}: {self.rule}: {self.words}"


def findings(sources: Iterable[Source], rules: Sequence[Rule]) -> Iterator[Finding]:
    """Hold each file against each rule."""
    for source in sources:
        excepted = _exceptions(source)
        used: set[int] = set()
        for rule in rules:
            if rule.holds_for(source):
                for line, words in rule.find(source):
                    if excepted.get(line, ("", None))[0] == rule.name:
                        used.add(line)
                    else:
                        yield Finding(str(source.path), line, rule.name, words)
        for line, (name, reason) in excepted.items():
            if reason is None:
                yield Finding(str(source.path), line, name, "an exception says why: `# except rule: reason`")
            elif line not in used:
                yield Finding(str(source.path), line, name, "nothing is excepted here")


def read(root: Path, folders: Sequence[str]) -> Iterator[Source]:
    """Give every Python file of these folders."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield Source(PurePosixPath(path.relative_to(root)), path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Give every call with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, last_name(node.func)


def last_name(node: ast.AST) -> str:
    """Give the last part of a dotted name; empty for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def imported(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Give line, full name and local name of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name, each.asname or each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{each.name}", each.asname or each.name) for each in node.names)


def _pattern(glob: str) -> str:
    return re.escape(glob).replace(r"\*\*/", "(?:.+/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")


def _exceptions(source: Source) -> dict[int, tuple[str, str | None]]:
    found = {line: _EXCEPTION.search(comment) for line, comment in source.comments.items()}
    return {line: (match["rule"], match["reason"]) for line, match in found.items() if match is not None}
