"""Which browsers' pages may read answers: an allow-list, and everybody for what is open (Fetch standard, CORS)."""

from collections.abc import Iterable
from typing import Final

EXPOSED: Final = (
    b"API-Version, ETag, Idempotency-Replayed, Link, Location, Log-Leaf-Hash, Log-Position, Retry-After, WWW-Authenticate"
)
_REQUEST_HEADERS: Final = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Traceparent, Tracestate"


class Cors:
    """Answers the question of a browser whether a page of some origin may read."""

    def __init__(self, origins: Iterable[str] = (), *, open_paths: Iterable[str] = ()) -> None:
        """Allow these origins everywhere, and all origins on the open paths."""
        self._origins = frozenset(origin.encode("ascii") for origin in origins)
        self._open = frozenset(open_paths)
        self._varies = [(b"vary", b"Origin")] if self._origins else []

    def headers(self, origin: bytes | None, path: str) -> list[tuple[bytes, bytes]]:
        """Give the headers for an answer."""
        if path in self._open:
            return [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", EXPOSED)]
        if origin is None or origin not in self._origins:
            return self._varies
        return [(b"access-control-allow-origin", origin), (b"access-control-expose-headers", EXPOSED), *self._varies]

    @staticmethod
    def preflight(allow: str) -> dict[str, str]:
        """Give what a browser asks before it sends; without an allowed origin it stops there."""
        return {
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": _REQUEST_HEADERS,
            "Access-Control-Max-Age": "600",
        }
