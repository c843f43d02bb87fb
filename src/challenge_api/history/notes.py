"""Signed notes, as C2SP writes them: the checkpoint of a log, the keys that sign it, and who may check it.

A checkpoint names its log (the origin), the number of leaves, and the hash of the tree over them. It carries no time, and Ed25519
draws no chance: whoever signs the same tree with the same key writes the same bytes. Formats: c2sp.org/signed-note,
c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519: Final = b"\x01"
_DASH: Final = "— "
_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,18}")


class NotAuthentic(ValueError):
    """A note is malformed, or no known key has signed it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log's signature says: so many leaves, under this hash; further lines say more of it."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    def text(self) -> str:
        """Write it as the text of a note."""
        return "\n".join((self.origin, str(self.size), encoded(self.root), *self.more, ""))

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Read the text of a note.

        Raises NotAuthentic when it is no checkpoint.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0] or not _DIGITS.fullmatch(lines[1]):
            raise NotAuthentic("this is no checkpoint")
        root = decoded(lines[2])
        if len(root) != 32:
            raise NotAuthentic("the hash of the tree is no SHA-256")
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:-1]))


def encoded(value: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(value).decode()


def decoded(text: str) -> bytes:
    """Read base64.

    Raises NotAuthentic when it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAuthentic("this is no base64") from error


def key_id(name: str, public: bytes) -> bytes:
    """Give the four bytes that tell a key from others of the same name."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """Give a public key in the form that verifiers of notes read: name, id, key."""
    return f"{name}+{key_id(name, public).hex()}+{encoded(_ED25519 + public)}"


def public_of(verifier_key: str) -> bytes:
    """Read a public key in the form that `verifier_key` writes.

    Raises NotAuthentic when it is none, or mistyped.
    """
    name, _, rest = verifier_key.strip().partition("+")
    said, _, key = rest.partition("+")
    public = decoded(key)
    if public[:1] != _ED25519 or len(public) != 33 or said != key_id(name, public[1:]).hex():
        raise NotAuthentic("this is no Ed25519 key of a log")
    return public[1:]


def parted(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Give the text of a note and its signatures, by name, each with its key id in front.

    Raises NotAuthentic when it is no note.
    """
    text, gap, rest = note.rpartition("\n\n")
    lines = rest.split("\n")
    if not gap or lines.pop() or not lines:
        raise NotAuthentic("this is no signed note")
    signatures = []
    for line in lines:
        name, space, signature = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space or not name:
            raise NotAuthentic("this is no line of a signature")
        signatures.append((name, decoded(signature)))
    return text + "\n", signatures


def joined(text: str, signatures: Iterable[tuple[str, bytes]]) -> str:
    """Write a note of its parts: the one way in which `parted` should have found it."""
    return f"{text}\n" + "".join(f"{_DASH}{name} {encoded(signature)}\n" for name, signature in signatures)


def opened(note: str, publics: Iterable[bytes]) -> str:
    """Give the text of a note that one of these keys has signed, under whatever name.

    Raises NotAuthentic when none has.
    """
    text, signatures = parted(note)
    for public in publics:
        for name, signature in signatures:
            if signature[:4] == key_id(name, public) and _signed(text, signature[4:], public):
                return text
    raise NotAuthentic("no known key has signed this")


def _signed(text: str, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


class NoLogKey(ValueError):
    """The text holds no key that could sign a log."""


class LogKeys:
    """The key that signs the logs of a service, and the public halves of those that signed before it."""

    def __init__(self, pem: str) -> None:
        """Read PEM blocks: the private Ed25519 key that signs now, then retired keys, public or private, newest first.

        Raises NoLogKey when there is none that can sign.
        """
        publics: list[bytes] = []
        self._private: Ed25519PrivateKey | None = None
        for block in _BLOCK.finditer(pem):
            private, public = _key_of(block.group(0))
            if self._private is None:
                self._private = private
            publics.append(public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))
            if self._private is None:
                break
        if self._private is None:
            raise NoLogKey("the first key must be a private Ed25519 key in PEM")
        self.publics: tuple[bytes, ...] = tuple(dict.fromkeys(publics))

    def sign(self, text: str, name: str) -> str:
        """Give the note of a text under a name."""
        assert self._private is not None
        signature = key_id(name, self.publics[0]) + self._private.sign(text.encode())
        return joined(text, [(name, signature)])

    def verifier_keys(self, name: str) -> tuple[str, ...]:
        """Give the public keys under a name, the one in use first."""
        return tuple(verifier_key(name, public) for public in self.publics)


def _key_of(block: str) -> tuple[Ed25519PrivateKey | None, Ed25519PublicKey]:
    try:
        if "PRIVATE" in block:
            private = serialization.load_pem_private_key(block.encode(), password=None)
            if isinstance(private, Ed25519PrivateKey):
                return private, private.public_key()
        else:
            public = serialization.load_pem_public_key(block.encode())
            if isinstance(public, Ed25519PublicKey):
                return None, public
    except (ValueError, TypeError) as error:
        raise NoLogKey("a key of the log cannot be read") from error
    raise NoLogKey("keys of the log are Ed25519 keys")


def new_key() -> str:
    """Make a private key, as PEM."""
    made = Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, *form).decode()


def rotated(pem: str) -> str:
    """Give the keys after a rotation: a new one signs, of all before it the public halves stay."""
    kept = [
        Ed25519PublicKey.from_public_bytes(public)
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
        for public in LogKeys(pem).publics
    ]
    return "".join([new_key(), *kept])
