"""A small service with one capability of its own, so that what the web promises is tested apart from challenges.

Notes: `write-note` begins one, `close-note` closes it (a handler in person), `add-remark` adds to it.
"""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import httpx
from annotated_types import Ge, Le, MaxLen, MinLen
from fastapi import Query
from pydantic import TypeAdapter
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from starlette.responses import Response, StreamingResponse

from challenge_api.history import store
from challenge_api.history.checkpoints import Log
from challenge_api.history.database import Database
from challenge_api.history.entries import dump, load
from challenge_api.history.moves import Answer, Change, Loaded, Stream
from challenge_api.history.notes import LogKeys, new_key
from challenge_api.history.transaction import Moves
from challenge_api.history.writes import Writes
from challenge_api.law.access import HELD, Actor, Principal, Role
from challenge_api.law.action import Action
from challenge_api.law.aggregate import Aggregate, Body, Context, Event, Private, Text
from challenge_api.law.errors import Ground, Refusal, Refused
from challenge_api.web import caching, paging
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.application import Application, assemble
from challenge_api.web.auth import Verifier
from challenge_api.web.document import About
from challenge_api.web.local_issuer import LocalIssuer
from challenge_api.web.operations import LIST, READ, described, needs
from challenge_api.web.parameters import CursorText, IfNoneMatch, Limit, Moment, path_id
from challenge_api.web.problems import not_found
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running, Runtime

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BODY_LIMIT = 4_000
VERSION = "0.3.1"
AUTHORITY = "demo-sample"
WEB_PAGE = "https://page.example"


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self, authority: str) -> date:
        return self.moment.date()

    def day_of(self, authority: str, at: datetime) -> date:
        return at.date()

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


# --- the core of notes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Body):
    """One line of a note."""

    said: Annotated[str, Text(40)]
    cents: Annotated[int, Ge(0), Le(10**13)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(Body):
    """Write a note."""

    authority: Annotated[str, MaxLen(40)]
    title: Annotated[str, Text(40), Private()]
    """What the note is called."""
    kind: Literal["plain", "urgent"] | None = None
    lines: Annotated[tuple[Line, ...], MinLen(1), MaxLen(9)]
    sent_on: date | None = None
    cost: Line | Literal["unknown"] = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseNote(Body):
    """Close a note."""

    reason: Annotated[str, Text(40), Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRemark(Body):
    """Add a remark."""

    remark: Annotated[str, Text(40), Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Body):
    """A note, folded."""

    state: str = "none"
    title: str | None = None
    remarks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """A note was written."""

    type: ClassVar[str] = "note-written"
    title: Annotated[str, Text(40), Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteClosed(Event):
    """A note was closed."""

    type: ClassVar[str] = "note-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkAdded(Event):
    """A remark was added."""

    type: ClassVar[str] = "remark-added"


def _decide(note: Note, command: Any, context: Context) -> tuple[Event, ...]:
    said: dict[str, Any] = {"occurred_on": context.today, "by": context.actor.id}
    if isinstance(command, WriteNote):
        return (NoteWritten(title=command.title, **said),)
    if note.state == "closed":
        raise Refused((Refusal("note-is-closed", "Sample 1", "The note is closed.", Ground.STATE, "/reason"),))
    return (NoteClosed(**said),) if isinstance(command, CloseNote) else (RemarkAdded(**said),)


def _evolve(note: Note, event: Any) -> Note:
    if isinstance(event, NoteWritten):
        return Note(state="open", title=event.title)
    return replace(note, state="closed") if isinstance(event, NoteClosed) else replace(note, remarks=note.remarks + 1)


NOTES: Aggregate[Note, Any] = Aggregate(
    kind="note",
    events={kind.type: kind for kind in (NoteWritten, NoteClosed, RemarkAdded)},
    initial=Note(),
    decide=_decide,
    evolve=_evolve,
    state_of=lambda note: note.state,
    transitions=frozenset(
        {("none", "note-written", "open"), ("open", "note-closed", "closed"), ("open", "remark-added", "open")}
    ),
)
_ANY = frozenset(HELD)
TABLE = (
    Action(
        name="write-note", noun="notes", command=WriteNote, creates=True, roles=_ANY, person_required=False,
        summary="Write a note", article="Sample 1",
    ),
    Action(
        name="close-note", noun="closure", command=CloseNote, roles=frozenset({Role.HANDLER}),
        summary="Close a note", article="Sample 2",
    ),
    Action(
        name="add-remark", noun="remarks", command=AddRemark, addition=True, roles=_ANY, person_required=False,
        summary="Add a remark", article="Sample 3",
    ),
)  # fmt: skip


# --- how notes are kept and shown -----------------------------------------------------------------------------------


def _load(connection: Connection, principal: Principal, note_id: str) -> Loaded[Note] | None:
    found = connection.execute(text("SELECT authority, version, folded FROM note WHERE id = :id"), {"id": note_id}).one_or_none()
    if found is None or not principal.roles_at(found.authority):
        return None
    return Loaded(found.authority, note_id, found.version, load(Note, found.folded), None, True)


def _project(writes: Writes, change: Change[Note]) -> None:
    writes.then(lambda connection: _write(connection, change))


def _write(connection: Connection, change: Change[Note]) -> None:
    row = {"id": change.stream, "authority": change.authority, "version": change.version, "folded": dump(change.after)}
    connection.execute(text("DELETE FROM note WHERE id = :id"), row)
    connection.execute(text("INSERT INTO note (id, authority, version, folded) VALUES (:id, :authority, :version, :folded)"), row)


STREAM: Stream[Note, Any] = Stream(
    aggregate=NOTES, load=_load, facts=lambda _reading: None, project=_project, clear=lambda _connection: None
)


def _permitted(row: Action, note: Note, actor: Actor) -> tuple[Refusal, ...]:
    if not row.roles & actor.roles:
        return (Refusal("role-not-permitted", row.article, "This is for handlers.", Ground.ROLE),)
    if row.person_required and not actor.person:
        return (Refusal("person-required", row.article, "A person must do this.", Ground.PERSON),)
    return ()


def _render(principal: Principal, change: Change[Note], projected: Any) -> Answer:
    location = f"/v1/notes/{change.stream}/history/{change.version}"
    return Answer(201, location, caching.etag(change.version, "staff"), dump(change.after).encode())


def _allowed(runtime: Runtime, principal: Principal, note_id: str) -> list[Mapping[str, Any]]:
    return [{"action": "read", "method": "GET", "path": f"/v1/notes/{note_id}"}]


KEY = TypeAdapter(tuple[Annotated[int, Ge(0), Le(10**6)]])


def _router() -> ApiRouter:
    router = ApiRouter(tags=["notes"])
    add_actions(
        router, prefix="/v1/notes", tag="notes", rows=TABLE, stream=STREAM, permitted=_permitted, render=_render, model=Note,
        allowed=_allowed, id_name="noteId", refusals=lambda _row: ("note-is-closed",),
        examples={
            "writeNote": {"authority": AUTHORITY, "title": "A", "lines": [{"said": "B"}]},
            "closeNote": {"reason": "done"},
            "addRemark": {"remark": "well"},
        },
    )  # fmt: skip

    @router.get(
        "/v1/notes/{noteId}", operation_id="getNote", summary="Read a note", description="Gives the note.",
        response_model=Note, responses=described(READ), openapi_extra=dict(needs(_ANY)),
    )  # fmt: skip
    def get_note(
        note_id: Annotated[str, path_id("noteId")],
        caller: Caller,
        runtime: Running,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        with runtime.database.reading() as connection:
            loaded = _load(connection, caller, note_id)
        if loaded is None:
            raise not_found()
        return caching.representation(dump(loaded.state).encode(), caching.etag(loaded.version, "staff"), if_none_match)

    @router.get(
        "/v1/numbers", operation_id="listNumbers", summary="List numbers", description="Gives numbers.",
        response_model=list[int], responses=described(LIST), openapi_extra=dict(needs(_ANY)),
    )  # fmt: skip
    def list_numbers(
        caller: Caller,
        cursor: CursorText = None,
        limit: Limit = paging.DEFAULT_LIMIT,
        below: Annotated[int, Query(ge=0, le=10_000)] = 100,
        due_before: Annotated[date | None, Query(alias="dueBefore")] = None,
        as_of: Annotated[Moment | None, Query(alias="asOf")] = None,
        kind: Annotated[list[Literal["odd", "even"]] | None, Query()] = None,
    ) -> Response:
        filters = {"below": below, "dueBefore": due_before}
        path = "/v1/numbers"
        window = paging.window(cursor, paging.scope_of(path, filters), KEY, limit)
        at = window.key[0] if window.key else None
        ascending = range(below) if at is None else range(at + 1, below)
        numbers = reversed(range(at or 0)) if window.backwards else ascending
        rows = [number for number, _ in zip(numbers, range(limit + 1), strict=False)]
        page = paging.page(rows, window, path=path, filters=filters, key=lambda row: (row,))
        return json_answer(str(list(page.rows)).encode(), headers={"Link": page.link})

    @router.get("/v1/failures/{what}", include_in_schema=False)
    def fail(what: Literal["bug", "database", "secret"]) -> Response:
        if what == "database":
            raise OperationalError("SELECT 1", {}, Exception("no route to host"))
        raise RuntimeError("the secret of Jan")

    @router.get("/v1/streams", include_in_schema=False)
    def stream() -> Response:
        return StreamingResponse(iter([b"[1,", b"2]"]), media_type="application/json")

    return router


# --- the service, and asking it -------------------------------------------------------------------------------------


@dataclass
class Sample:
    """The running sample with its clock and its issuer of tokens."""

    app: Application
    clock: StandingClock
    issuer: LocalIssuer
    runtime: Runtime

    def token(self, role: str = "handler", authority: str = AUTHORITY, subject: str | None = None, **more: Any) -> str:
        return self.issuer.mint(role, authority, subject, **more)

    def ask(self, method: str, path: str, *, role: str | None = "handler", headers: Any = None, **content: Any) -> httpx.Response:
        """Send one request, as somebody with the role (None: as nobody)."""
        said = dict(headers or {})
        if role is not None and "Authorization" not in said:
            said["Authorization"] = f"Bearer {self.token(role)}"

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="https://api.example") as client:
                return await client.request(method, path, headers=said, **content)

        return asyncio.run(send())

    def raw(self, scope: Mapping[str, Any], body: bytes = b"", chunks: int = 1) -> tuple[int, dict[bytes, bytes], bytes]:
        """Send what no client library would: any bytes in path, query and headers."""
        whole = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
            "path": "/", "raw_path": b"/", "query_string": b"", "root_path": "", "headers": [], "client": None,
            "server": ("api.example", 443), **scope,
        }  # fmt: skip
        size = max(1, -(-len(body) // chunks))
        parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(whole, receive, send))
        body_sent = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], dict(sent[0]["headers"]), body_sent

    def written(self) -> str:
        """Write a note and give its id."""
        answer = self.ask("POST", "/v1/notes", json=NEW_NOTE)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"].split("/")[3]


FOLDER = tempfile.TemporaryDirectory(prefix="challenge-api-edge-")
NEW_NOTE: dict[str, Any] = {"authority": AUTHORITY, "title": "Park", "lines": [{"said": "mow", "cents": 5}]}


def new_ids() -> Callable[[], str]:
    """Give ids in order, in the form of a UUID."""
    numbers, lock = count(1), threading.Lock()

    def next_id() -> str:
        with lock:
            return f"00000000-0000-7000-8000-{next(numbers):012x}"

    return next_id


def make_sample(**more: Any) -> Sample:
    """Build the service on an empty SQLite database."""
    folder = Path(tempfile.mkdtemp(dir=FOLDER.name))
    database = Database(f"sqlite:///{folder / 'sample.db'}")
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE note (id TEXT PRIMARY KEY, authority TEXT, version INTEGER, folded TEXT)"))
        store.seed(connection, "note", NOTES.transitions)
    clock = StandingClock()
    issuer = LocalIssuer(folder / "key.pem", environment="development", audience="challenge-api", clock=clock)
    verifier = Verifier((issuer.issuer(),), audience="challenge-api", clock=clock)
    moves = Moves(database, clock, new_ids(), lambda size: bytes(size), {})
    log = Log(database, LogKeys(new_key()), "log.example/{authority}", folder / "checkpoints")
    runtime = Runtime(moves=moves, log=log, verifier=verifier, executor=ThreadPoolExecutor(4), body_limit=BODY_LIMIT)
    about = About(
        title="Sample", version=VERSION, summary="A sample.", description="A sample.", public_url="https://api.example",
        contact={"name": "Team", "url": "https://team.example", "email": "team@team.example"},
        tags=({"name": "notes", "description": "Notes."},),
    )  # fmt: skip
    options: dict[str, Any] = {"cors_origins": (WEB_PAGE,), "jwks": issuer.jwks, "log_requests": False} | more
    app = assemble([_router()], about=about, runtime=runtime, security_contact="mailto:security@api.example", **options)
    return Sample(app, clock, issuer, runtime)


@cache
def sample() -> Sample:
    """Give the service that tests share; they use notes of their own."""
    return make_sample()
