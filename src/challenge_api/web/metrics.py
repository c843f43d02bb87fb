"""Measurements for operators: how many requests of which route took how long, in Prometheus' format."""

from typing import Final

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MEDIA_TYPE: Final = CONTENT_TYPE_LATEST


class Metrics:
    """The measurements of one running service, in a registry of its own; other parts add theirs to it."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Time from request to answer, by method, route and status.",
            ("method", "route", "status"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._children: dict[tuple[str, str, int], Histogram] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer; `route` is the template, never the path with its ids."""
        key = (method, route, status)
        child = self._children.get(key)
        if child is None:
            known = method if method in _METHODS else "other"
            child = self._seconds.labels(known, route, str(status))
            if known == method:
                self._children[key] = child
        child.observe(seconds)

    def exposition(self) -> bytes:
        """Give all measurements as text."""
        return generate_latest(self.registry)
