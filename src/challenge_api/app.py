"""The root of the service: where clock, ids and randomness come from, and how the parts are put together."""

import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from challenge_api.authorities import routes as authorities
from challenge_api.authorities.queries import LegalDays
from challenge_api.calculator import routes as calculator
from challenge_api.challenges import duties
from challenge_api.challenges import history_routes as histories
from challenge_api.challenges import routes as challenges
from challenge_api.challenges.calendars import routes as calendars
from challenge_api.challenges.dry_run.routes import router as dry_runs
from challenge_api.challenges.eligibility import routes as eligibility
from challenge_api.challenges.questions.routes import router as questions
from challenge_api.challenges.worklist.routes import router as worklist
from challenge_api.glossary_routes import router as glossary
from challenge_api.groups import routes as groups
from challenge_api.history import checkpoints, erasure, notes, store
from challenge_api.history.checkpoints import Log
from challenge_api.history.database import Database
from challenge_api.history.moves import Clock, Stream
from challenge_api.history.notes import LogKeys
from challenge_api.history.transaction import Moves
from challenge_api.log_routes import TAG as LOG_TAG
from challenge_api.log_routes import router as log_router
from challenge_api.mandates import routes as mandates
from challenge_api.ordinances import routes as ordinances
from challenge_api.publisher import Publisher
from challenge_api.reactions import REACTIONS
from challenge_api.settings import Settings
from challenge_api.timer import Timer
from challenge_api.web.application import Application, assemble
from challenge_api.web.auth import Issuer, Verifier
from challenge_api.web.document import About
from challenge_api.web.keys import Keys, file_keys
from challenge_api.web.local_issuer import LocalIssuer
from challenge_api.web.runtime import Runtime
from challenge_api.web.secret_files import made_once

if TYPE_CHECKING:
    from challenge_api.witness import Witnesses

_OF_CAPABILITIES: Final[tuple[Stream[Any, Any], ...]] = (
    authorities.STREAM,
    mandates.STREAM,
    ordinances.STREAM,
    groups.STREAM,
    challenges.STREAM,
)
ERASURES: Final = erasure.stream(_OF_CAPABILITIES)
STREAMS: Final[tuple[Stream[Any, Any], ...]] = (*_OF_CAPABILITIES, ERASURES)
"""Every kind of stream, in the order in which a rebuild empties their read tables."""

ERASING: Final = frozenset({("challenge", "discarded"), (erasure.KIND, erasure.TextsErased.type)})
"""Events that tell of an erasure of texts, as (kind, type)."""

_LOOKING: Final = 2
"""Connections for looking at the clocks of sandboxes."""

TAGS: Final = (
    {"name": challenges.TAG, "description": "Challenges and every move on them."},
    {
        "name": eligibility.TAG,
        "description": "Whether a group would qualify, before it writes a plan. Open to anyone; nothing is kept.",
    },
    {"name": "History", "description": "What happened, in order, as it was recorded."},
    {"name": LOG_TAG, "description": "The transparency log of each authority: signed tree heads and proofs, open to anyone."},
    {"name": calendars.TAG, "description": "Deadlines for any calendar program, by secret links that can be withdrawn."},
    {"name": groups.TAG, "description": "Who challenges, and who speaks for them."},
    {"name": authorities.TAG, "description": "The legal day at an authority; of a sandbox it can be set."},
    {"name": mandates.TAG, "description": "Who may decide in whose name, up to what, from when to when. Open to anyone."},
    {"name": ordinances.TAG, "description": "The rules of each authority, as versioned data."},
    {"name": calculator.TAG, "description": "Legal terms, counted and explained, for anyone."},
    {"name": "Access", "description": "Whom a token speaks for."},
    {"name": "Glossary", "description": "The terms of this API and their Dutch legal terms."},
)


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The real time; the legal day is the civil day in one time zone."""

    zone: ZoneInfo

    @classmethod
    def of(cls, settings: Settings) -> "SystemClock":
        """Give the clock of the configured time zone."""
        return cls(ZoneInfo(settings.time_zone))

    def now(self) -> datetime:
        """Give the instant in UTC."""
        return datetime.now(UTC)

    def today(self, authority: str) -> date:
        """Give the legal day."""
        return datetime.now(self.zone).date()

    def day_of(self, authority: str, at: datetime) -> date:
        """Give the civil day of an instant."""
        return at.astimezone(self.zone).date() if at.date() < date.max else date.max  # no zone goes beyond the calendar


def new_id() -> str:
    """Give a fresh random id."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Service:
    """The running service: its application and what command lines need of it."""

    application: Application
    moves: Moves
    log: Log
    local_issuer: LocalIssuer | None
    executor: ThreadPoolExecutor
    days: LegalDays

    def close(self) -> None:
        """End its threads and close its connections."""
        self.executor.shutdown()
        self.days.database.close()
        self.moves.database.close()


def open_database(settings: Settings) -> Database:
    """Open the database, bring it to the newest schema, and seed the transition table."""
    database = Database(settings.database, settings.pool_size)
    database.migrate()
    with database.writing() as connection:
        for stream in STREAMS:
            store.seed(connection, stream.aggregate.kind, stream.aggregate.transitions)
    return database


def open_moves(settings: Settings) -> Moves:
    """Open the database for moves that the service itself makes, without serving anybody."""
    database = open_database(settings)
    return Moves(database, legal_days(SystemClock.of(settings), database), new_id, os.urandom, REACTIONS)


def legal_days(clock: Clock, database: Database) -> LegalDays:
    """Give the clock of the service: the real one, and of each sandbox its own day."""
    return LegalDays(clock, database.beside(_LOOKING))


def timer(settings: Settings, moves: Moves) -> Timer:
    """Give what does the duties of the service itself."""
    on = settings.duties
    plan = duties.Plan("confirmation" in on, "warning" in on, "delay" in on, settings.warn_days, settings.delay_days)
    return Timer(moves, challenges.STREAM, plan, settings.duties_seconds)


def local_issuer(settings: Settings, clock: Clock) -> LocalIssuer | None:
    """Give the issuer of development; None when another issuer is configured."""
    if settings.issuer:
        return None
    return LocalIssuer(
        settings.data_dir / "local-issuer.pem", environment=settings.environment, audience=settings.audience, clock=clock
    )


def key_file(settings: Settings) -> Path:
    """Give the file in which the keys of the log lie, where they are not in the environment."""
    return settings.log_key_file or settings.data_dir / "log-key.pem"


def log_keys(settings: Settings, *, make: bool = True) -> LogKeys:
    """Give the keys of the log: from the environment, from a file, or in development from a file made on first start.

    Without `make` no file is made.

    Raises NoLogKey when there is none.
    """
    if settings.log_key:
        return LogKeys(settings.log_key)
    path = key_file(settings)
    if not (make and settings.environment == "development") and not path.is_file():
        raise notes.NoLogKey(f"the log cannot be signed: set CHALLENGE_API_LOG_KEY, or put a key into {path}")
    return LogKeys(made_once(path, lambda: notes.new_key().encode()).decode())


def transparency_log(settings: Settings, database: Database, keys: LogKeys) -> Log:
    """Give the logs of a service, with the folder in which their newest checkpoints are kept."""
    return Log(database, keys, settings.origin, checkpoint_dir(settings, database))


def checkpoint_dir(settings: Settings, database: Database) -> Path:
    """Give the folder outside the database in which the newest checkpoint of each log is kept."""
    name = Path(database.engine.url.database or "database").stem
    return settings.checkpoint_dir or settings.data_dir / "checkpoints" / name


def kept_checkpoints(settings: Settings, database: Database) -> Iterator[tuple[str, Path]]:
    """Give the authorities of which a checkpoint is kept outside the database, each with its file."""
    return checkpoints.kept_in(checkpoint_dir(settings, database))


def about(settings: Settings) -> About:
    """Say who and what this API is."""
    return About(
        title="challenge-api",
        version=version("challenge-api"),
        summary="Case tracking for the right to challenge (uitdaagrecht)",
        description=(
            "Residents tell their municipality that they can do a public task better or cheaper. This API keeps the case: every "
            "reason, every date with the law behind it, and a history that cannot be changed. Names are English; "
            "`/glossary` gives "
            "the Dutch legal term and source of each."
        ),
        public_url=settings.public_url,
        contact={
            "name": "Team challenge-api",
            "url": "https://challenge-api.example/contact",
            "email": "team@challenge-api.example",
        },
        tags=TAGS,
    )


def create_service(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    ids: Callable[[], str] = new_id,
    random_bytes: Callable[[int], bytes] = os.urandom,
    keys: LogKeys | None = None,
) -> Service:
    """Put the service together on an open database."""
    days = legal_days(clock, database)
    moves = Moves(database, days, ids, random_bytes, REACTIONS)
    log = transparency_log(settings, database, keys or log_keys(settings))
    witnesses = _witnesses(log, settings.witness_urls)
    publisher = Publisher(log, [each.tell for each in witnesses])
    time = timer(settings, moves)
    local = local_issuer(settings, clock)
    verifier = Verifier(
        (local.issuer() if local else _issuer(settings),),
        audience=settings.audience,
        clock=clock,
        algorithms=settings.algorithms,
    )
    executor = ThreadPoolExecutor(settings.pool_size, thread_name_prefix="request")
    jwks: Callable[[], Mapping[str, Any]] | None = local.jwks if local else None

    @asynccontextmanager
    async def signing(_application: Any) -> AsyncIterator[None]:
        threads: tuple[Witnesses | Publisher | Timer, ...] = (*witnesses, publisher, time)
        for thread in threads:
            thread.start()
        yield
        for thread in reversed(threads):
            thread.stop()

    application = assemble(
        (
            challenges.router,
            histories.router,
            eligibility.router,
            dry_runs,
            worklist,
            calendars.router,
            questions,
            groups.router,
            authorities.router,
            mandates.router,
            ordinances.router,
            log_router,
            calculator.router,
            glossary,
        ),
        about=about(settings),
        runtime=Runtime(
            moves=moves,
            log=log,
            verifier=verifier,
            executor=executor,
            day_moved=time.at,
            body_limit=settings.body_limit,
            public_url=settings.public_url,
        ),
        security_contact=settings.security_contact,
        cors_origins=settings.cors_origins,
        jwks=jwks,
        log_requests=settings.log_requests,
        lifespan=signing,
    )
    return Service(application, moves, log, local, executor, days)


def create_app() -> Application:
    """Give the application as a server process starts it, configured by the environment.

    Raises Forked when a log is not the one that was signed.
    """
    settings = Settings()
    clock = SystemClock.of(settings)
    service = create_service(settings, open_database(settings), clock)
    service.log.check()
    return service.application


def document(settings: Settings) -> dict[str, Any]:
    """Give the OpenAPI document; no database is opened for it."""
    never_opened = Database("sqlite:///never-opened.db")
    return create_service(settings, never_opened, SystemClock.of(settings), keys=LogKeys(notes.new_key())).application.openapi()


def _witnesses(log: Log, urls: Sequence[str]) -> "tuple[Witnesses, ...]":
    if not urls:
        return ()
    from challenge_api.witness import Witnesses  # noqa: PLC0415 # loads an HTTP client: not at every start

    return (Witnesses(log, urls),)


def _issuer(settings: Settings) -> Issuer:
    if settings.jwks_file is not None:
        keys: Keys = file_keys(settings.jwks_file)
    else:
        from challenge_api.web.fetched_keys import FetchedKeys  # noqa: PLC0415 # loads an HTTP client: not at every start

        keys = FetchedKeys(settings.jwks_url)
    return Issuer(settings.issuer, keys)
