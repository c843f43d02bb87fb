"""An audit as the command line tells of it: line by line for people, one document for programs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, TextIO

from challenge_api.history.audit import Audit, Held
from challenge_api.law.outside import camel

MOST_TOLD: Final = 1000
"""Faults that a document lists; it counts all of them."""


def held(path: Path) -> Held:
    """Read a checkpoint from a file, whatever bytes it holds."""
    return Held(str(path), path.read_text(encoding="utf-8", errors="surrogateescape"))


def report(audit: Audit, out: TextIO, *, as_json: bool) -> int:
    """Run an audit and tell of it; give the exit status: 0 when everything holds, else 1."""
    count, told = 0, []
    for fault in audit.faults():
        count += 1
        if not as_json:
            out.write(_printable(f"{fault}\n"))
        elif count <= MOST_TOLD:
            told.append({camel(name): value for name, value in asdict(fault).items()})
    rate = audit.events / audit.seconds if audit.seconds else 0.0
    if as_json:
        said: dict[str, Any] = {
            "holds": count == 0,
            "faultCount": count,
            "faults": told,
            "logs": audit.logs,
            "events": audit.events,
            "checkpoints": audit.checkpoints,
            "seconds": round(audit.seconds, 3),
            "eventsPerSecond": round(rate),
        }
        out.write(json.dumps(said, indent=2) + "\n")
    else:
        logs = ", ".join(f"{authority} ({length})" for authority, length in audit.logs.items())
        out.write(f"{count} faults: IT DOES NOT HOLD\n" if count else "It holds.\n")
        out.write(f"{audit.events} events, {audit.checkpoints} checkpoints; logs: {logs or 'none'}\n")
        out.write(f"{audit.seconds:.1f} seconds, {rate:.0f} events a second\n")
    return 1 if count else 0


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
