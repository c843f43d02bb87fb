"""Checks a proof bundle of a case, offline, without any other code of the service.

This one file needs Python and the package `cryptography`, nothing else: copy it, read it, run it.

    python verifier.py BUNDLE.json --key 'NAME+HASH+KEY'

The key is the line that the authority publishes at `/v1/authorities/{code}/log/public-key`; take it from where you trust it. What
each check says, and what it cannot say, is told in `docs/verify.md`.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "challenge-api-proof-1"


class DoesNotHold(Exception):
    """A check failed; the message says which."""


@dataclass(frozen=True)
class Verdict:
    """What was checked, in numbers."""

    origin: str
    tree_size: int
    events: int
    shown: int
    texts: int
    withheld_texts: int
    entries: tuple[dict[str, Any], ...]
    signed_by: str


def sha256(data: bytes) -> bytes:
    """Give the SHA-256 hash."""
    return hashlib.sha256(data).digest()


def leaf_hash(entry: str) -> bytes:
    """Give the hash of a leaf (RFC 6962, 2.1)."""
    return sha256(b"\x00" + entry.encode())


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Give the hash of the tree over leaves (RFC 9162, 2.1.1)."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:]))


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Give the root that an inclusion path leads to (RFC 9162, 2.1.3.2)."""
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise DoesNotHold("an inclusion path is too long")
        if node & 1 or node == last:
            found = sha256(b"\x01" + sibling + found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise DoesNotHold("an inclusion path is too short")
    return found


def open_note(note: str, keys: Iterable[str]) -> tuple[list[str], str]:
    """Give the lines of a signed note (C2SP signed-note), and the key that signed it."""
    text, gap, rest = note.rpartition("\n\n")
    text += "\n"
    for key in keys:
        name, key_id, encoded = key.strip().split("+", 2)
        public = base64.b64decode(encoded, validate=True)
        if public[:1] != b"\x01" or sha256(name.encode() + b"\n" + public)[:4].hex() != key_id:
            raise DoesNotHold(f"this is no Ed25519 key of a log: {key}")
        for line in rest.splitlines() if gap else ():
            dash, signer, signature = [*line.split(" "), "", ""][:3]
            raw = base64.b64decode(signature or "")
            if (dash, signer, raw[:4].hex()) != ("\u2014", name, key_id):
                continue
            try:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], text.encode())
            except InvalidSignature:
                raise DoesNotHold("a checkpoint was changed after it was signed") from None
            return text.split("\n")[:-1], key.strip()
    raise DoesNotHold("a checkpoint is not signed with the given key")


def verify(bundle: dict[str, Any], keys: Sequence[str]) -> Verdict:
    """Check everything that a bundle claims.

    Raises DoesNotHold at the first claim that does not hold.
    """
    if bundle.get("format") != FORMAT:
        raise DoesNotHold(f"this is no bundle of the form {FORMAT}")
    log, signed_by = open_note(bundle["checkpoint"], keys)
    origin, size, root = log[0], int(log[1]), base64.b64decode(log[2])
    case, _ = open_note(bundle["caseCheckpoint"], keys)
    events = bundle["events"]
    leaves = [base64.b64decode(event["leafHash"]) for event in events]
    if case[0] != f"{origin}/challenges/{bundle['challenge']}":
        raise DoesNotHold("the checkpoint of the case is that of another case")
    if case[3:] != [f"log {size} {log[2]}"]:
        raise DoesNotHold("the checkpoint of the case is not about this state of the log")
    if int(case[1]) != len(events):
        raise DoesNotHold(f"the authority has signed that the case has {case[1]} events, the bundle holds {len(events)}")
    if base64.b64decode(case[2]) != tree_hash(leaves):
        raise DoesNotHold("the events are not those that the authority has signed for this case")
    _check_places(events, leaves, size, root)
    entries, texts, withheld = _check_contents(bundle, events, leaves)
    return Verdict(origin, size, len(events), len(entries), texts, withheld, tuple(entries), signed_by)


def _check_places(events: list[Any], leaves: list[bytes], size: int, root: bytes) -> None:
    """Every event lies in the signed log, in the order of the case, with no number left out."""
    before = 0
    for number, (event, leaf) in enumerate(zip(events, leaves, strict=True), 1):
        if event["version"] != number:
            raise DoesNotHold(f"event {number} of the case is missing")
        if not before < event["position"] <= size:
            raise DoesNotHold(f"event {number} lies out of order")
        before = event["position"]
        path = [base64.b64decode(each) for each in event["inclusionPath"]]
        if root_of_path(leaf, event["position"] - 1, size, path) != root:
            raise DoesNotHold(f"event {number} is not at position {event['position']} of the signed log")


def _check_contents(bundle: dict[str, Any], events: list[Any], leaves: list[bytes]) -> tuple[list[Any], int, int]:
    """Every entry that is shown is the one that was hashed, follows the event before it, and binds the texts beside it."""
    entries, texts, withheld = [], 0, 0
    state: str | None = "none"
    for number, event in enumerate(events, 1):
        text = event["entry"]
        if text is None:
            state = None
            continue
        if leaf_hash(text) != leaves[number - 1]:
            raise DoesNotHold(f"the content of event {number} is not what was recorded")
        entry = json.loads(text)
        if json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False) != text:
            raise DoesNotHold(f"the content of event {number} can be read in two ways")
        if (entry["authority"], entry["stream"], entry["version"]) != (bundle["authority"], bundle["challenge"], number):
            raise DoesNotHold(f"event {number} belongs somewhere else")
        if "previous" in entry and entry["previous"] != (leaves[number - 2].hex() if number > 1 else None):
            raise DoesNotHold(f"event {number} does not follow event {number - 1}")
        if state is not None and entry["stateBefore"] != state:
            raise DoesNotHold(f"event {number} does not begin where event {number - 1} ended")
        state = entry["stateAfter"]
        for item in event["texts"]:
            if sha256(bytes.fromhex(item["salt"]) + item["value"].encode()).hex() != entry["items"][item["index"]]:
                raise DoesNotHold(f"text {item['index'] + 1} of event {number} is not what was written")
        texts += len(event["texts"])
        withheld += len(entry["items"]) - len(event["texts"])
        entries.append(entry)
    return entries, texts, withheld


def report(verdict: Verdict) -> str:
    """Say in words what holds."""
    lines = [
        f"It holds. Signed by {verdict.signed_by.split('+')[0]}, over a log of {verdict.tree_size} events.",
        f"The case has {verdict.events} events, all of them are in the log, in this order, and none is left out.",
        f"{verdict.shown} of them are shown, unchanged since they were recorded; of the others there is only the hash.",
        f"{verdict.texts} texts are as they were written; {verdict.withheld_texts} are erased or not yours to see.",
        "",
    ]
    lines += [f"{each['version']:4}  {each['recordedAt']}  on {each['occurredOn']}  {each['type']}" for each in verdict.entries]
    return "\n".join(lines) + "\n"


def check(path: Path, keys: Sequence[str]) -> tuple[int, str]:
    """Check a file; give the exit status and what to say."""
    try:
        bundle = json.loads(path.read_text(encoding="utf-8"))
        said = report(verify(bundle, keys or bundle["verifierKeys"]))
    except DoesNotHold as found:
        return 1, f"IT DOES NOT HOLD: {found}.\n"
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        return 1, f"IT DOES NOT HOLD: this is no bundle that can be read ({type(error).__name__}).\n"
    if not keys:
        said += "\nThe key was taken from the bundle itself. Compare it with the one that the authority publishes:\n"
        said += "".join(f"  {key}\n" for key in bundle["verifierKeys"])
    return 0, said


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Check a proof bundle of a case.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="public key of the authority's log; may be repeated")
    given = parser.parse_args(arguments)
    status, said = check(given.bundle, given.key)
    sys.stdout.write(said)
    return status


if __name__ == "__main__":
    sys.exit(main())
