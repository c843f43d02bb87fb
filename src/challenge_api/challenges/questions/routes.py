"""The HTTP face of auditors' questions: one endpoint, a documented filter a question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.challenges.addresses import ACTOR_PATTERN, authority_asked
from challenge_api.challenges.questions import forms, reading
from challenge_api.challenges.visibility import SEES_CASES, hidden_types, view_at
from challenge_api.history import readings
from challenge_api.history.entries import instant_text
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import CODE_PATTERN
from challenge_api.law.outside import camel, describe
from challenge_api.web import paging
from challenge_api.web.answers import Bytes
from challenge_api.web.negotiation import preferred
from challenge_api.web.operations import LIST, described, needs
from challenge_api.web.parameters import CursorText, Moment
from challenge_api.web.problems import Fault, Problem, invalid
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running

PATH: Final = "/v1/history"
Question = Literal["decisions", "missed-terms", "refusals", "reopenings", "late-records", "rule-changes", "readings"]
FILTERS: Final[Mapping[str, frozenset[str]]] = {
    "decisions": frozenset({"actor", "mandate", "from", "until"}),
    "missed-terms": frozenset(),
    "refusals": frozenset({"ground", "from", "until"}),
    "reopenings": frozenset({"from", "until"}),
    "late-records": frozenset({"moreThanDays", "from", "until"}),
    "rule-changes": frozenset({"from", "until"}),
    "readings": frozenset({"from", "until"}),
}
"""Question → the filters that it takes."""

_NAMES: Final = {"actor": "actor", "mandate": "mandate", "ground": "code", "moreThanDays": "days"}
_FOUND_KEY: Final = TypeAdapter(tuple[int, str])
_LONGEST_KEY: Final = TypeAdapter(tuple[int, int])
_NUMBER_KEY: Final = TypeAdapter(tuple[int])
_READ_KEY: Final = TypeAdapter(tuple[AwareDatetime, int])
_MISSED_KEY: Final = TypeAdapter(reading.MissedKey)
_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

router = ApiRouter()


class HistoryAnswer(BaseModel):
    """One line of an answer: an event, a missed term, or a read by an auditor. What a question does not have is null."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel, json_schema_extra=describe)

    question: Question
    authority: str
    kind: str | None = None
    """Kind of stream, such as `challenge` or `ordinance`."""
    stream: str | None = None
    """Id of the case or of what else it is about."""
    version: int | None = None
    """Of the stream, with this event; of a missed term the version that records what it is about, such as an objection."""
    position: int | None = None
    """Place in the authority's log; of a reading its number in the record of readings."""
    type: str | None = None
    """Type of the event; `term-missed`; `read`."""
    recorded_at: datetime | None = None
    occurred_on: date | None = None
    """Legal date; of a missed term its last day."""
    done_on: date | None = None
    """Of a missed term: when it was met after all, or lost its object, as by a reopening; null while it waits."""
    actor: str | None = None
    client: str | None = None
    role: str | None = None
    state_before: str | None = None
    state_after: str | None = None
    code: str | None = None
    """Who decided (the body), the ground, the kind of term."""
    mandate: str | None = None
    """Under which the decision was taken; null when the body itself decided."""
    days: int | None = None
    """From what happened until it was recorded; of a missed term from its last day until it was done, or until today."""
    cents: int | None = None
    """Of a missed term: the penalty, as fixed or as it runs today (Awb 4:17), in euro cents."""
    address: str | None = None
    """Of a reading: what was read."""


class HistoryAnswers(BaseModel):
    """A page of an answer."""

    model_config = ConfigDict(extra="forbid")

    items: list[HistoryAnswer]


COLUMNS: Final = tuple(camel(name) for name in HistoryAnswer.model_fields)
_NOTHING: Final[Mapping[str, Any]] = dict.fromkeys(COLUMNS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it needs to be answered."""

    connection: Connection
    question: Question
    authority: str
    caller: Principal
    today: date
    since: datetime | None
    until: datetime | None
    filters: Mapping[str, Any]
    most: int


Keyed = tuple[tuple[Any, ...], dict[str, Any]]


def _events(asked: Asked, key: Any) -> list[Keyed]:
    within = reading.span(asked.connection, asked.authority, asked.since, asked.until)
    rows = reading.found(asked.connection, asked.authority, asked.question, asked.filters, within, key, asked.most)
    return [((row.position, row.code), _event(asked, row) | _more(row)) for row in rows]


def _more(row: Any) -> dict[str, Any]:
    return {"code": row.code, "mandate": row.mandate, "days": row.days or None}


def _changes(asked: Asked, key: Any) -> list[Keyed]:
    within = reading.span(asked.connection, asked.authority, asked.since, asked.until)
    rows = reading.others(asked.connection, asked.authority, within, 0 if key is None else key[0], asked.most)
    return [((row.position,), _event(asked, row)) for row in rows]


def _event(asked: Asked, row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "stream": row.stream,
        "version": row.version,
        "position": row.position,
        "type": row.type,
        "recordedAt": instant_text(row.recorded_at),
        "occurredOn": row.occurred_on.isoformat(),
        "actor": row.actor,
        "client": row.client,
        "role": row.role,
        "stateBefore": row.state_before,
        "stateAfter": row.state_after,
    }


def _readings(asked: Asked, key: Any) -> list[Keyed]:
    after = key or (asked.since or _EARLIEST, 0)
    rows = readings.read_after(asked.connection, asked.authority, after, asked.until or _LATEST, asked.most)
    return [
        (
            (row.read_at, row.number),
            {
                "position": row.number,
                "type": "read",
                "recordedAt": instant_text(row.read_at),
                "actor": row.subject or f"client:{row.client}",
                "client": row.client,
                "address": row.address,
            },
        )
        for row in rows
    ]


def _missed(asked: Asked, key: Any) -> list[Keyed]:
    return [
        (each.key, _term(each, asked.today))
        for each in reading.missed(asked.connection, asked.authority, asked.today, key, asked.most)
    ]


def _term(missed: reading.MissedTerm, today: date) -> dict[str, Any]:
    due_on, challenge_id, kind, about, _, _ = missed.key
    return {
        "kind": "challenge",
        "stream": challenge_id,
        "version": about or None,
        "type": "term-missed",
        "occurredOn": due_on.isoformat(),
        "doneOn": None if missed.done_on is None else missed.done_on.isoformat(),
        "code": kind,
        "days": ((missed.done_on or today) - due_on).days,
        "cents": missed.cents,
    }


def _longest(asked: Asked, key: Any) -> list[Keyed]:
    within = reading.span(asked.connection, asked.authority, asked.since, asked.until)
    days = asked.filters["days"]
    rows = reading.longest(asked.connection, asked.authority, asked.question, days, within, key, asked.most)
    return [((row.days, row.position), _event(asked, row) | _more(row)) for row in rows]


_ANSWERED: Final[Mapping[str, tuple[TypeAdapter[Any], Callable[[Asked, Any], Sequence[Keyed]]]]] = {
    "decisions": (_FOUND_KEY, _events),
    "refusals": (_FOUND_KEY, _events),
    "reopenings": (_FOUND_KEY, _events),
    "late-records": (_FOUND_KEY, _events),
    "rule-changes": (_NUMBER_KEY, _changes),
    "readings": (_READ_KEY, _readings),
    "missed-terms": (_MISSED_KEY, _missed),
}


@router.get(
    PATH,
    tags=["History"],
    operation_id="askHistory",
    summary="Ask across the cases of an authority",
    description=(
        "Questions that auditors ask, each over every submitted case of one authority and in order: `decisions` (who took them: "
        "`actor`, `mandate`), `missed-terms` (with their cost), `refusals` (by `ground`), `reopenings`, `late-records` (recorded "
        "later than they happened; with `moreThanDays` the longest first), `rule-changes` (ordinances, groups, who speaks for "
        "them, mandates, erasures), and `readings` (what auditors read). `from` and `until` bound when it was recorded. As JSON, "
        "as lines of JSON or as CSV by `Accept`; follow `next` in `Link`. Roles: auditor, or staff of the authority."
    ),
    response_model=HistoryAnswers,
    responses={
        200: {"content": {forms.NDJSON: {"schema": {"type": "string"}}, forms.CSV: {"schema": {"type": "string"}}}},
        **described(LIST),
    },
    openapi_extra=dict(needs(sorted(SEES_CASES))),
)
def ask_history(
    request: Request,
    runtime: Running,
    caller: Caller,
    question: Annotated[Question, Query(description="What is asked.")],
    authority: Annotated[
        str | None,
        Query(max_length=40, pattern=CODE_PATTERN, description="Needed when the token names more than one."),
    ] = None,
    actor: Annotated[
        str | None,
        Query(max_length=128, pattern=ACTOR_PATTERN, description="Of `decisions`: actor id of who recorded it."),
    ] = None,
    mandate: Annotated[
        str | None, Query(max_length=200, pattern=r"^[^\x00-\x1f]+$", description="Of `decisions`: the mandate that was named.")
    ] = None,
    ground: Annotated[
        str | None, Query(max_length=64, pattern=CODE_PATTERN, description="Of `refusals`: code of the ground.")
    ] = None,
    more_than_days: Annotated[
        int | None, Query(alias="moreThanDays", ge=0, le=36600, description="Of `late-records`: days; left out: 0.")
    ] = None,
    since: Annotated[Moment | None, Query(alias="from", description="Recorded after this moment.")] = None,
    until: Annotated[Moment | None, Query(description="Recorded until this moment.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Lines on a page.")] = 100,
    cursor: CursorText = None,
) -> Response:
    """Answer a question."""
    given = {
        "actor": actor,
        "mandate": mandate,
        "ground": ground,
        "moreThanDays": more_than_days,
        "from": None if since is None else instant_text(since),
        "until": None if until is None else instant_text(until),
    }
    said = {name: value for name, value in given.items() if value is not None}
    if foreign := sorted(said.keys() - FILTERS[question]):
        raise invalid([Fault("parameter", name, "unknown", f"The question {question} has no such filter.") for name in foreign])
    code = _authority(caller, authority)
    chosen = {"question": question, "authority": code, **{name: str(value) for name, value in said.items()}}
    key_type, answered = (_LONGEST_KEY, _longest) if more_than_days is not None else _ANSWERED[question]
    at = paging.window(cursor, paging.scope_of(PATH, chosen), key_type, limit)
    filters = {_NAMES[name]: value for name, value in said.items() if name in _NAMES}
    with runtime.database.reading() as connection:
        asked = Asked(connection, question, code, caller, runtime.clock.today(code), since, until, filters, limit + 1)
        found = answered(asked, at.key)
    shown = found[:limit]
    links = [paging.link(PATH, chosen, limit, cursor, "self")]
    if len(found) > limit:
        links.append(paging.link(PATH, chosen, limit, paging.cursor(paging.scope_of(PATH, chosen), shown[-1][0]), "next"))
    hidden = hidden_types(view_at(caller, code))
    said_of = {**_NOTHING, "question": question, "authority": code}
    rows = [said_of | row for _, row in shown if row["type"] not in hidden]
    media_type = preferred(request.scope["header_map"].get(b"accept"), forms.OFFERED)
    headers = {"Link": ", ".join(links), "Vary": "Accept", "Cache-Control": "no-store"}
    body = forms.written(rows, COLUMNS, media_type)
    return Bytes(body, media_type=f"{media_type}; charset=utf-8" if media_type == forms.CSV else media_type, headers=headers)


def _authority(caller: Principal, named: str | None) -> str:
    """Give the authority that is asked about. Raises Problem where the token names not one, or has no role there that may ask."""
    code = authority_asked(caller, named)
    if not caller.roles_at(code) & SEES_CASES:
        raise Problem("role-required", "Auditors and staff of the authority may ask.")
    return code
