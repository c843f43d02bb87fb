"""Public keys of an issuer, as a JSON Web Key Set (RFC 7517): from a file, or of the local issuer."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import jwt

_FITTING: Final[Mapping[tuple[str, str | None], frozenset[str]]] = {
    ("RSA", None): frozenset({"RS256", "PS256"}),
    ("EC", "P-256"): frozenset({"ES256"}),
    ("OKP", "Ed25519"): frozenset({"EdDSA"}),
}
"""Type and curve of a key → algorithms it may be used with. Secrets (`oct`) are in no line, so no token is signed with one."""

_WEAKEST_RSA_BITS: Final = 2048


class UnknownKey(Exception):
    """No key of the issuer has this id and fits the algorithm."""


class Keys(Protocol):
    """Where the keys of an issuer come from."""

    def find(self, kid: str | None, algorithm: str) -> Any:
        """Give the public key.

        Raises UnknownKey when there is none; Problem (503) when keys cannot be had at all.
        """
        ...


class KeySet:
    """Keys that do not change."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read a key set; keys that are broken, weak or of a type that is not accepted are passed over."""
        self._keys: dict[tuple[str, str], Any] = {}
        for entry in document.get("keys", []):
            if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
                continue
            curve = None if entry.get("kty") == "RSA" else entry.get("crv")
            algorithms = _FITTING.get((str(entry.get("kty")), curve), frozenset())
            for algorithm in algorithms & {entry["alg"]} if "alg" in entry else algorithms:
                key = _public_key(entry, algorithm)
                if key is not None:
                    self._keys[str(entry.get("kid", "")), algorithm] = key

    def __len__(self) -> int:
        """Give the number of usable pairs of key and algorithm."""
        return len(self._keys)

    def find(self, kid: str | None, algorithm: str) -> Any:
        """Give the key with this id; without an id, the only one that fits."""
        if kid is not None:
            found = [self._keys[kid, algorithm]] if (kid, algorithm) in self._keys else []
        else:
            found = [key for (_, fits), key in self._keys.items() if fits == algorithm]
        if len(found) != 1:
            raise UnknownKey
        return found[0]


def _public_key(entry: dict[str, Any], algorithm: str) -> Any:
    try:
        key = jwt.PyJWK(entry, algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if "d" in entry:  # a private key in public: whoever reads it could sign
        return None
    return None if entry["kty"] == "RSA" and key.key_size < _WEAKEST_RSA_BITS else key


def file_keys(path: Path) -> KeySet:
    """Read a key set from a file; it is not read again."""
    return KeySet(json.loads(path.read_text(encoding="utf-8")))
