"""Keys that development makes for itself: a file that only its owner reads, made once."""

import os
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """Give what is in a file, made first where there is none; two processes that start at once keep the one that was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        ready = path.with_name(f".{path.name}.{os.getpid()}")
        replaced(ready, make())
        try:
            os.link(ready, path)
        except FileExistsError:
            pass
        finally:
            ready.unlink()
    return path.read_bytes()


def replaced(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads; what was there before is there until the new is whole."""
    ready = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)  # a key that a power cut left empty would be lost
    ready.replace(path)
