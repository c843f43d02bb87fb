"""A cheap load: a fixed number of connections, each sending its next request when the last answer is whole."""

import asyncio
import itertools
import json
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = b"a-new-key-for-every-single-requestx"
"""Stands in a request where a key of its own comes: a repeated key would be answered from what is kept."""


@dataclass
class Tally:
    """What was seen in one window."""

    latencies: list[float]
    statuses: dict[int, int]
    bytes_of_one: int = 0


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, requests: Iterator[bytes], tally: Tally, until: float) -> None:
        """Prepare."""
        self.requests, self.tally, self.until = requests, tally, until
        self.buffer = bytearray()
        self.transport: Any = None
        self.done = asyncio.get_running_loop().create_future()
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = transport
        self.send()

    def send(self) -> None:
        """Send the next request, or stop."""
        now = time.perf_counter()
        if now >= self.until:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self.sent = now
        self.transport.write(next(self.requests).replace(KEY, str(uuid.uuid4()).encode(), 1))

    def data_received(self, data: bytes) -> None:
        """Gather the answer; when it is whole, count it and go on."""
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        lower = bytes(self.buffer[:head]).lower()
        at = lower.find(b"content-length: ")
        length = int(lower[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.buffer) < head + 4 + length:
            return
        status = int(self.buffer[9:12])
        self.tally.statuses[status] = self.tally.statuses.get(status, 0) + 1
        self.tally.bytes_of_one = length
        self.tally.latencies.append(time.perf_counter() - self.sent)
        self.buffer.clear()
        self.send()

    def connection_lost(self, _error: Exception | None) -> None:
        """End."""
        if not self.done.done():
            self.done.set_result(None)


async def window(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> dict[str, Any]:
    """Run one window; give its figures."""
    loop = asyncio.get_running_loop()
    tally = Tally([], {})
    begun = time.perf_counter()
    ends = [
        (await loop.create_connection(lambda: Connection(requests, tally, begun + seconds), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(end.done for end in ends))
    took = time.perf_counter() - begun
    latencies = sorted(tally.latencies)

    def at(share: float) -> float:
        return latencies[min(int(len(latencies) * share), len(latencies) - 1)] * 1000 if latencies else 0.0

    return {
        "count": len(latencies),
        "rps": len(latencies) / took,
        "p50": at(0.5),
        "p95": at(0.95),
        "p99": at(0.99),
        "statuses": tally.statuses,
        "bytes": tally.bytes_of_one,
    }


def main() -> None:
    """Run as a process of its own: PORT FILE CONNECTIONS SECONDS; FILE holds the requests as a JSON list of texts."""
    port, file, connections, seconds = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    requests = [text.encode() for text in json.loads(Path(file).read_text(encoding="utf-8"))]
    print(json.dumps(asyncio.run(window(port, itertools.cycle(requests), connections, seconds))))


if __name__ == "__main__":
    main()
