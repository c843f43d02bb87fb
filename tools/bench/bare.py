"""The floor of HTTP: an ASGI application that answers ready bytes and does nothing else."""

import os
from typing import Any

_BODY = b"x" * int(os.environ.get("BENCH_BYTES", "1600"))
_STATUS = int(os.environ.get("BENCH_STATUS", "200"))
_START = {
    "type": "http.response.start",
    "status": _STATUS,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(_BODY)).encode())],
}


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read the body, answer the bytes."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send(_START)
    await send({"type": "http.response.body", "body": _BODY})
