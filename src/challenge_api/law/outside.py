"""How a class of the core looks outside: names in camelCase, the text below an attribute as its description in a JSON Schema.

The parser of bodies could gather these texts as well (`use_attribute_docstrings`), but it does so when a class is made, each time
anew, and most of a start went into it. Here they are read when a schema is drawn, which only the OpenAPI document asks for.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any


def camel(name: str) -> str:
    """Turn a field name into its name outside: `granted_cents` becomes `grantedCents`.

    >>> camel("granted_cents")
    'grantedCents'
    """
    head, *tail = name.rstrip("_").split("_")
    return head + "".join(part.capitalize() for part in tail)


def describe(schema: dict[str, Any], kind: type[Any]) -> None:
    """Give each property of a drawn schema the text that stands below its attribute, where it has no description yet.

    A `json_schema_extra` of the configuration, for classes whose properties are named as written or in camelCase.
    """
    properties = schema.get("properties", {})
    for each in reversed(_ancestry(kind)):
        for name, text in _texts(each.__module__).get(each.__qualname__, {}).items():
            for written in (name, camel(name)):
                if written in properties:
                    properties[written].setdefault("description", text)


def _ancestry(kind: type[Any]) -> tuple[type[Any], ...]:
    """Give a class and its bases; a TypedDict has forgotten its own among its mro."""
    mro = kind.__mro__ if kind.__mro__ != (kind, dict, object) else ()
    bases = (base for base in getattr(kind, "__orig_bases__", ()) if isinstance(base, type))
    return tuple(dict.fromkeys((*mro, kind, *(each for base in bases for each in _ancestry(base)))))


@cache
def _texts(module: str) -> Mapping[str, Mapping[str, str]]:
    """Give the texts of a module's classes: qualified name → attribute → text."""
    try:
        source = inspect.getsource(sys.modules[module])
    except (KeyError, OSError, TypeError):
        return {}
    return {name: dict(_below(body)) for name, body in _classes(ast.parse(source).body)}


def _classes(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, list[ast.stmt]]]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield within + statement.name, statement.body
            yield from _classes(statement.body, f"{within}{statement.name}.")


def _below(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for pair in pairwise(body):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)
