"""The one table from error to answer: status, type and title of every problem, as problem details (RFC 9457).

A problem's `type` is the path `/problems/<code>`; codes are stable, promised to clients and explained in `docs/problems.md`.
Beside the members of RFC 9457 a problem carries `traceId`, for bad input `errors` (all at once), for refusals `refusals` and,
on a case, `allowedActions`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from challenge_api.history import moves as history
from challenge_api.law.errors import Ground, Refusal, Refused
from challenge_api.web.answers import Bytes

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of problem: its stable code, status and title, and one sentence on what it means to a client."""

    code: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """URI reference of the type; a page of the service explains it."""
        return f"/problems/{self.code}"


KINDS: Final[Mapping[str, Kind]] = {
    kind.code: kind
    for kind in (
        Kind("invalid-request", 400, "The request is not well formed", "Correct what `errors` names; all faults are listed."),
        Kind("unauthenticated", 401, "No valid access token", "Send a valid bearer token; a new one may help."),
        Kind("role-required", 403, "Your roles do not permit this", "Another role must do this; `refusals` names it."),
        Kind("person-required", 403, "A person must do this", "A client alone cannot; use a token that names a person."),
        Kind("not-found", 404, "There is nothing here for you", "The resource does not exist, or you may not see it."),
        Kind("method-not-allowed", 405, "The resource does not know this method", "`Allow` lists the methods it knows."),
        Kind("not-acceptable", 406, "No acceptable representation", "Accept the media type that `detail` names."),
        Kind("request-timeout", 408, "The request did not arrive in time", "Send it again, in one go."),
        Kind("refused", 409, "The rules do not allow this now", "`refusals` says why, `allowedActions` what is possible."),
        Kind("conflict", 409, "The data conflicts with what is stored", "Read the resource anew and decide again."),
        Kind("version-stale", 412, "The resource has changed", "Read the resource again and repeat with its new ETag."),
        Kind("body-too-large", 413, "The body is too large", "Send less; `detail` names the limit."),
        Kind("unsupported-media-type", 415, "The body is not JSON", "Send `Content-Type: application/json`, uncompressed."),
        Kind("idempotency-key-reused", 422, "The key belongs to another request", "Take a new key for a new request."),
        Kind("version-required", 428, "The version you saw is missing", "Send the ETag of the resource as `If-Match`."),
        Kind("head-too-large", 431, "The headers are too large", "Send fewer or shorter ones; `detail` names the limit."),
        Kind("internal-error", 500, "The service failed", "Not your fault; report the `traceId`."),
        Kind("unavailable", 503, "The service cannot answer now", "Repeat after `Retry-After` seconds."),
    )
}
"""Every problem that a client can meet, by code, in the order of the statuses."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where (`pointer` into the body, `parameter` of path or query, `header`), and what."""

    place: str
    name: str
    code: str
    detail: str

    def shown(self) -> dict[str, str]:
        """Give the form clients see."""
        return {self.place: self.name, "code": self.code, "detail": self.detail}


class Problem(Exception):
    """An answer that is an error: one of the table's kinds, and what is special about this occurrence."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        faults: Iterable[Fault] = (),
        refusals: Iterable[Refusal] = (),
        **more: Any,
    ) -> None:
        """Keep what the body will say; `more` are further members, in camelCase."""
        super().__init__(detail)
        self.kind = KINDS[code]
        self.detail = detail
        self.headers = dict(headers or {})
        self.faults = tuple(faults)
        self.refusals = tuple(refusals)
        self.more = more

    def members(self, trace_id: str) -> dict[str, Any]:
        """Give the members of the body; empty lists are left out."""
        kind = self.kind
        said: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": self.detail}
        if self.faults:
            said["errors"] = [fault.shown() for fault in self.faults]
        if self.refusals:
            said["refusals"] = [shown(refusal) for refusal in self.refusals]
        return said | self.more | {"traceId": trace_id}

    def answer(self, trace_id: str) -> Response:
        """Make the response."""
        body = json.dumps(self.members(trace_id), ensure_ascii=True, separators=(",", ":")).encode()
        return Bytes(body, status=self.kind.status, media_type=MEDIA_TYPE, headers=self.headers)


def shown(refusal: Refusal) -> dict[str, str]:
    """Give the form of a refusal that clients see."""
    said = {"code": refusal.code, "article": refusal.article, "detail": refusal.detail}
    return said | {"pointer": refusal.pointer} if refusal.pointer else said


def invalid(faults: Sequence[Fault]) -> Problem:
    """Say that the request is not well formed, with everything that is wrong with it."""
    several = f"The request has {len(faults)} faults." if len(faults) > 1 else "The request has one fault."
    return Problem("invalid-request", several, faults=faults)


def not_found() -> Problem:
    """Say that nothing is there: the same words whether it does not exist or may not be seen."""
    return Problem("not-found", "Nothing that you may see is at this address.")


def unavailable(detail: str = "The database does not answer; please try again.") -> Problem:
    """Say that a part the service needs does not answer."""
    return Problem("unavailable", detail, headers={"Retry-After": "5"})


def _forbidden(error: history.Forbidden) -> Problem:
    person_only = all(refusal.ground is Ground.PERSON for refusal in error.refusals)
    code = "person-required" if error.refusals and person_only else "role-required"
    detail = " ".join(refusal.detail for refusal in error.refusals) or "None of your roles permits this."
    return Problem(code, detail, refusals=error.refusals)


def _refused(error: Refused) -> Problem:
    return Problem("refused", " ".join(refusal.detail for refusal in error.refusals), refusals=error.refusals)


def _stale(error: history.VersionStale) -> Problem:
    detail = f"If-Match names another version than the current one, which is {error.current}."
    return Problem("version-stale", detail, currentVersion=error.current)


def _of_framework(error: HTTPException) -> Problem:
    code = next((kind.code for kind in KINDS.values() if kind.status == error.status_code), "invalid-request")
    return Problem(code, KINDS[code].meaning, headers=error.headers)


_TABLE: Final[tuple[tuple[type[Exception], Callable[[Any], Problem]], ...]] = (
    (Problem, lambda error: error),
    (Refused, _refused),
    (history.NotFound, lambda _: not_found()),
    (history.Forbidden, _forbidden),
    (history.VersionRequired, lambda _: Problem("version-required", "Send If-Match with the ETag that you last read.")),
    (history.VersionStale, _stale),
    (
        history.KeyReused,
        lambda _: Problem("idempotency-key-reused", "This Idempotency-Key came before with another request."),
    ),
    (RequestValidationError, lambda _: Problem("invalid-request", "The request is not well formed.")),
    (HTTPException, _of_framework),
    (IntegrityError, lambda _: Problem("conflict", "Others changed this at the same time.", headers={"Retry-After": "1"})),
    (OperationalError, lambda _: unavailable()),
    (NoConnection, lambda _: unavailable("Every database connection is taken; please try again.")),
)
"""Error class → problem; the first class that fits counts. What fits none is our own mistake: `internal-error`."""


def problem_of(error: Exception) -> Problem:
    """Translate an error into the problem that a client sees."""
    for kind, translate in _TABLE:
        if isinstance(error, kind):
            return translate(error)
    return Problem("internal-error", "The service made a mistake. Please report the trace id.")
