"""Trace context (W3C): which larger operation a request belongs to, named in logs and problems."""

import re
import secrets
from typing import Final

_FORM: Final = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.DOTALL)


def trace_id(traceparent: bytes | None) -> str:
    """Give the trace id of a `traceparent` header, or a new one when it is missing or malformed.

    >>> trace_id(b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    '0af7651916cd43dd8448eb211c80319c'
    """
    if traceparent is not None and (match := _FORM.fullmatch(traceparent)):
        version, trace, parent, _, rest = match.groups()
        well_formed = version != b"ff" and (rest is None or version != b"00")
        if well_formed and trace.strip(b"0") and parent.strip(b"0"):
            return trace.decode()
    return _ids.next()


class _Ids:
    """Random ids; asking the system for bytes costs more than all the rest here, so it is asked for many at once."""

    def __init__(self) -> None:
        self._bytes, self._used = b"", 0

    def next(self) -> str:
        if self._used == len(self._bytes):
            self._bytes, self._used = secrets.token_bytes(256 * 16), 0
        self._used += 16
        return self._bytes[self._used - 16 : self._used].hex()


_ids = _Ids()
