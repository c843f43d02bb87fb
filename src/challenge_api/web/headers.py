"""Headers that every answer carries, whoever makes it."""

from typing import Final

DEFAULTS: Final = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""Sent unless the answer says otherwise."""

_SECURITY: Final = (
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)


def always(version: str) -> list[tuple[bytes, bytes]]:
    """Give the headers of every answer of this version of the API."""
    return [(b"api-version", version.encode()), *_SECURITY]
