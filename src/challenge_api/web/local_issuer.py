"""An issuer of tokens for development: a newcomer has one for every role, without setting up a directory.

It exists for machines where nothing real is kept, and refuses to start anywhere else.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from challenge_api.law.access import HELD, Role
from challenge_api.web.auth import Clock, Issuer
from challenge_api.web.keys import KeySet
from challenge_api.web.secret_files import made_once

NAME: Final = "urn:challenge-api:local-issuer"
PRODUCTION: Final = "production"


class NotInProduction(RuntimeError):
    """The local issuer was asked for where real data is kept."""


class LocalIssuer:
    """Makes its key on first start and signs tokens with it (ES256)."""

    def __init__(self, key_path: Path, *, environment: str, audience: str, clock: Clock, name: str = NAME) -> None:
        """Read the key, or make it; the file is readable by its owner only.

        Raises NotInProduction when the environment is production.
        """
        if environment.strip().lower() == PRODUCTION:
            raise NotInProduction("the local issuer of tokens does not start in production: set CHALLENGE_API_ISSUER")
        self.name = name
        self._audience = audience
        self._now = clock.now
        self._key = _key_at(key_path)
        public = self._key.public_key().public_numbers()
        point = {"crv": "P-256", "kty": "EC", "x": _base64(public.x), "y": _base64(public.y)}
        thumbprint = hashlib.sha256(json.dumps(point, sort_keys=True, separators=(",", ":")).encode()).digest()
        self._kid = base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()
        self._public = point | {"kid": self._kid, "use": "sig", "alg": "ES256"}

    def jwks(self) -> dict[str, Any]:
        """Give the public key as a key set, to be served at `/.well-known/jwks.json`."""
        return {"keys": [self._public]}

    def issuer(self) -> Issuer:
        """Give this issuer as one whose tokens a `Verifier` accepts."""
        return Issuer(self.name, KeySet(self.jwks()))

    def mint(
        self,
        role: Role | str,
        authority: str,
        subject: str | None = None,
        *,
        client: str = "local-client",
        minutes: float = 60,
    ) -> str:
        """Give a token with one role at one authority.

        Without a subject the token speaks for an invented person named after the role; with `subject` equal to `client` for the
        client alone.
        """
        person = subject if subject is not None else f"local-{_held(role)}"
        return self.mint_roles({authority: [role]}, subject=person, client=client, minutes=minutes)

    def mint_roles(
        self,
        roles: Mapping[str, Iterable[Role | str]],
        *,
        subject: str | None,
        client: str = "local-client",
        minutes: float = 60,
    ) -> str:
        """Give a token with these roles per authority; `subject` None for a client without a person."""
        granted = {authority: sorted(_held(role) for role in named) for authority, named in roles.items()}
        return self.sign({"sub": subject or client, "client_id": client, "roles": granted}, minutes=minutes)

    def sign(self, claims: Mapping[str, Any], *, minutes: float = 60) -> str:
        """Give a token with these claims and our own issuer, audience and times, unless the claims name others."""
        now = self._now()
        times = {"iat": int(now.timestamp()), "exp": int((now + timedelta(minutes=minutes)).timestamp())}
        whole = {"iss": self.name, "aud": self._audience, **times, **claims}
        return jwt.encode(whole, self._key, algorithm="ES256", headers={"kid": self._kid, "typ": "at+jwt"})


def _held(role: Role | str) -> str:
    """Give the name of a role that a token can carry. Raises ValueError for another."""
    if Role(role) not in HELD:
        raise ValueError(f"no token carries the role {Role(role).value}")
    return Role(role).value


def _base64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _key_at(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(made_once(path, _new_key), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise TypeError(f"{path} holds no P-256 key")
    return key


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
