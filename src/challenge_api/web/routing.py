"""Finding the route of a path in a few dictionary steps, and with it every method the resource knows.

The framework tries its routes one after the other, which costs more than the whole answer when there are sixty, and knows of a
wrong method only the first route's. A tree of path segments finds all methods of a resource at once: for 405 and OPTIONS with a
full `Allow`, and HEAD wherever there is GET. A trailing slash is another, empty segment, so nothing is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.routing import BaseRoute

from challenge_api.web.requests import ApiRoute


@dataclass(slots=True)
class _Node:
    literal: dict[str, "_Node"] = field(default_factory=dict)
    any: "_Node | None" = None
    methods: dict[str, tuple[ApiRoute, tuple[str, ...]]] = field(default_factory=dict)
    allow: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is at a path: its routes by method with the names of their path parameters, those values, and the `Allow` header."""

    methods: Mapping[str, tuple[ApiRoute, tuple[str, ...]]]
    values: tuple[str, ...]
    allow: str


class RouteTable:
    """Every route of the service by the segments of its path."""

    def __init__(self, routes: Iterable[BaseRoute | Any]) -> None:
        """Lay the routes out.

        Raises TypeError on a route that is no `ApiRoute`, ValueError when two routes share method and path.
        """
        self._root = _Node()
        for route in routes:
            if not isinstance(route, ApiRoute):
                raise TypeError(f"{route!r} would not pass the checks that every route passes; make it an ApiRoute")
            self._add(route)

    def _add(self, route: ApiRoute) -> None:
        node, names = self._root, []
        for segment in route.path_format.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.literal.setdefault(segment, _Node())
        for method in route.methods or ():
            if method in node.methods:
                raise ValueError(f"{method} {route.path_format} is there twice")
            node.methods[method] = (route, tuple(names))
        known = {*node.methods, "OPTIONS"} | ({"HEAD"} if "GET" in node.methods else set())
        node.allow = ", ".join(sorted(known))

    def find(self, path: str) -> Resource | None:
        """Give what is at a path; None when nothing is."""
        return _find(self._root, path.split("/")[1:], 0, ())


def _find(node: _Node, segments: list[str], at: int, values: tuple[str, ...]) -> Resource | None:
    if at == len(segments):
        return Resource(node.methods, values, node.allow) if node.methods else None
    segment = segments[at]
    if (literal := node.literal.get(segment)) is not None and (found := _find(literal, segments, at + 1, values)):
        return found
    if segment and node.any is not None:
        return _find(node.any, segments, at + 1, (*values, segment))
    return None
