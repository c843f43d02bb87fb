"""From a bearer token to the principal it speaks for.

A token is a JWT signed by one of the configured issuers, for our audience, with one of the allowed algorithms and by a key whose
type fits that algorithm. Its claims are read as follows:

- `client_id`, or `azp` where that is missing, names the client: always required;
- `sub` names a person, unless it is missing or equal to the client: then the client acts alone;
- `roles` maps an authority's code to a list of roles; roles that this service does not know are passed over.

Verified claims are kept per token until it expires, never longer, and never what they permit: that is asked each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import jwt

from challenge_api.law.access import HELD, Principal
from challenge_api.web.keys import Keys, UnknownKey
from challenge_api.web.problems import Problem

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
LONGEST_TOKEN: Final = 16_384
REMEMBERED: Final = 4096
"""Verified tokens kept at once; the oldest goes first."""

_ROLES: Final = {role.value: role for role in HELD}
_LONGEST_NAME: Final = 255
_LATEST: Final = 2**53


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Issuer:
    """Somebody whose tokens are accepted: the `iss` they write, and their keys."""

    name: str
    keys: Keys


class NoToken(Exception):
    """The token is missing or not acceptable; the message says why, and never holds the token."""


def unauthenticated(reason: str = "") -> Problem:
    """Say that a valid token is needed, in the words of RFC 6750."""
    if not reason:
        challenge = 'Bearer realm="challenge-api"'
        return Problem("unauthenticated", "Send an access token as bearer.", headers={"WWW-Authenticate": challenge})
    challenge = f'Bearer realm="challenge-api", error="invalid_token", error_description="{reason}"'
    return Problem("unauthenticated", reason, headers={"WWW-Authenticate": challenge})


class Verifier:
    """Checks tokens, and remembers those that it found valid.

    `known` is the fast way and touches nothing but memory; `verify` computes a signature and may have to fetch keys, so it is
    called in a thread.
    """

    def __init__(
        self,
        issuers: tuple[Issuer, ...],
        *,
        audience: str,
        clock: Clock,
        leeway_seconds: int = 30,
        algorithms: tuple[str, ...] = ALGORITHMS,
    ) -> None:
        """Accept tokens of these issuers for this audience."""
        if unknown := set(algorithms) - set(ALGORITHMS):
            raise ValueError(f"algorithms that are not safe here: {sorted(unknown)}")
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._audience = audience
        self._now = clock.now
        self._leeway = leeway_seconds
        self._algorithms = frozenset(algorithms)
        self._remembered: dict[bytes, tuple[float, Principal]] = {}

    def known(self, authorization: bytes) -> Principal | None:
        """Give the principal of a header seen before, None when it must be verified (anew)."""
        if (remembered := self._remembered.get(authorization)) is None:
            return None
        if remembered[0] > self._now().timestamp():
            return remembered[1]
        self._remembered.pop(authorization, None)
        return None

    def verify(self, authorization: bytes | None) -> Principal:
        """Give the principal of an `Authorization` header.

        Raises Problem (401) when there is none or its token is not valid.
        """
        if authorization is None:
            raise unauthenticated()
        try:
            expires, principal = self._checked(_token(authorization))
        except NoToken as error:
            raise unauthenticated(str(error)) from None
        while len(self._remembered) >= REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)), None)
        self._remembered[authorization] = (expires, principal)
        return principal

    def _checked(self, token: str) -> tuple[float, Principal]:
        header, unverified = _unverified(token)
        algorithm = header.get("alg")
        issuer = self._issuers.get(_text(unverified.get("iss")) or "")
        if issuer is None:
            raise NoToken("The issuer of the token is not known here")
        if not isinstance(algorithm, str) or algorithm not in self._algorithms:
            raise NoToken("The algorithm of the token is not accepted")
        if (kind := header.get("typ")) is not None and str(kind).lower() not in ("jwt", "at+jwt", "application/at+jwt"):
            raise NoToken("This is no access token")
        try:
            key = issuer.keys.find(_text(header.get("kid")), algorithm)
            claims = jwt.decode(token, key, algorithms=[algorithm], options=_ONLY_SIGNATURE)
        except UnknownKey:
            raise NoToken("The key of the token is not known") from None
        except (jwt.PyJWTError, ValueError, TypeError):
            raise NoToken("The signature of the token does not hold") from None
        expires = self._in_time(claims)
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise NoToken("The token is for another audience")
        return expires, principal_of(claims)

    def _in_time(self, claims: Mapping[str, Any]) -> float:
        now = self._now().timestamp()
        expires, begins, issued = (_moment(claims.get(name), absent) for name, absent in (("exp", None), ("nbf", 0), ("iat", 0)))
        if expires + self._leeway <= now:
            raise NoToken("The token has expired")
        if max(begins, issued) > now + self._leeway:
            raise NoToken("The token is not valid yet")
        return expires + self._leeway


_ONLY_SIGNATURE: Final[Any] = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""The times are compared with the clock of the service and the rest by us: the library would read the machine's clock."""


def _moment(value: Any, absent: int | None) -> float:
    value = absent if value is None else value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        raise NoToken("The token does not say when it is valid")
    return float(value)


def _token(authorization: bytes) -> str:
    if len(authorization) > LONGEST_TOKEN:
        raise NoToken("The token is too long")
    try:
        scheme, _, token = authorization.decode("ascii").partition(" ")
    except UnicodeDecodeError:
        raise NoToken("The token is malformed") from None
    if scheme.lower() != "bearer":
        raise NoToken("Only bearer tokens are accepted")
    return token.strip(" ")


def _unverified(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    try:
        read = jwt.decode_complete(token, options={"verify_signature": False})
        header, claims = read["header"], read["payload"]
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise NoToken("The token is malformed") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise NoToken("The token is malformed")
    return header, claims


def _text(value: Any) -> str | None:
    clean = isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable()
    return value if clean else None


def principal_of(claims: Mapping[str, Any]) -> Principal:
    """Read verified claims.

    Raises NoToken when they do not say who acts.
    """
    issuer, client = _text(claims.get("iss")), _text(claims.get("client_id", claims.get("azp")))
    if issuer is None or client is None:
        raise NoToken("The token names no client")
    subject = claims.get("sub")
    if subject is not None and _text(subject) is None:
        raise NoToken("The token names a subject that cannot be kept")
    granted = claims.get("roles", {})
    if not isinstance(granted, dict) or not all(isinstance(roles, list) for roles in granted.values()):
        raise NoToken("The roles of the token are malformed")
    roles = {
        authority: known
        for authority, named in granted.items()
        if _text(authority) and (known := frozenset(_ROLES[role] for role in named if isinstance(role, str) and role in _ROLES))
    }
    return Principal(issuer=issuer, subject=None if subject in (None, client) else subject, client=client, roles=roles)
