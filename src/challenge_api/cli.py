"""Commands of the service, for whoever runs it."""

import gc
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Final, NoReturn, cast, get_args

import typer
import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError

from challenge_api import auditing, demo_authority, ordinance_files, verifier
from challenge_api.app import (
    ERASING,
    ERASURES,
    STREAMS,
    Service,
    SystemClock,
    create_service,
    document,
    kept_checkpoints,
    key_file,
    legal_days,
    local_issuer,
    log_keys,
    new_id,
    open_database,
    open_moves,
    timer,
)
from challenge_api.challenges import due_dates, periods
from challenge_api.challenges.diagram import mermaid
from challenge_api.history import erasure, notes, replay
from challenge_api.history.audit import Audit
from challenge_api.history.checkpoints import Forked, Log
from challenge_api.history.database import Database
from challenge_api.history.transaction import Moves
from challenge_api.law import glossary
from challenge_api.law.errors import Refused
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.ordinances import queries as ordinance_queries
from challenge_api.ordinances import routes as ordinance_routes
from challenge_api.settings import Settings
from challenge_api.web import logs, serving
from challenge_api.web.local_issuer import NotInProduction
from challenge_api.web.secret_files import replaced

cli: Final = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
_Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
_Port = Annotated[int | None, typer.Option(help="Port to listen on.")]
_Url = Annotated[str | None, typer.Option("--database", help="SQLAlchemy address of the database.")]


def _settings(host: str | None = None, port: int | None = None, database: str | None = None) -> Settings:
    given = {"host": host, "port": port, "database_url": database}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type] # by name
    except ValidationError as wrong:
        for each in wrong.errors(include_url=False, include_input=False):
            typer.echo(f"CHALLENGE_API_{str(each['loc'][0]).upper()}: {each['msg']}", err=True)
        raise typer.Exit(2) from wrong
    except SettingsError as wrong:
        typer.echo(f'{wrong}; lists are JSON, such as ["RS256"]', err=True)
        raise typer.Exit(2) from wrong


def _put_together(settings: Settings) -> Service:
    try:
        return create_service(settings, open_database(settings), SystemClock.of(settings))
    except (notes.NoLogKey, NotInProduction) as error:
        typer.echo(f"refused to start: {error}. See docs/operations.md.", err=True)
        raise typer.Exit(2) from error


def _refuse_forks(log: Log) -> None:
    try:
        log.check()
    except Forked as fork:
        typer.echo(f'refused to start: {fork}. See docs/operations.md, "A log that is not the one that was signed".', err=True)
        raise typer.Exit(3) from fork


@cli.command()
def serve(
    host: _Host = None,
    port: _Port = None,
    database: _Url = None,
    empty: Annotated[bool, typer.Option("--empty", help="Do not load the invented municipalities and their sandbox.")] = False,
) -> None:
    """Run the service; the first start makes the database and loads two invented municipalities."""
    settings = _settings(host, port, database)
    logs.configure()
    service = _put_together(settings)
    _refuse_forks(service.log)
    if not empty and settings.environment == "development":
        demo_authority.load(service.moves)
        demo_authority.load_sandbox(service.moves)
    address = f"http://{settings.host}:{settings.port}"
    if service.local_issuer is not None:
        token = service.local_issuer.mint("intake", demo_authority.AUTHORITY, minutes=12 * 60)
        typer.echo(f"challenge-api answers on {address}\n\n  documentation  {address}/docs")
        typer.echo(f"  a token (intake at {demo_authority.AUTHORITY}, 12 hours):\n\n{token}\n")
    else:
        typer.echo(f"challenge-api answers on {address}")
    sys.stdout.flush()
    # what start-up made stays for good: without this every collection walks it anew
    gc.collect()
    gc.freeze()
    # a request makes thousands of objects and leaves no cycles; the default looks for some every seven hundred
    gc.set_threshold(50_000, 20, 20)
    try:
        uvicorn.run(service.application, host=settings.host, port=settings.port, **serving.OPTIONS)
    finally:
        service.close()


@cli.command()
def token(
    role: Annotated[str, typer.Argument(help="Role of the token, such as handler.")],
    authority: Annotated[str, typer.Option(help="Authority at which it holds.")] = demo_authority.AUTHORITY,
    subject: Annotated[str | None, typer.Option(help="Person of the token; left out: one named after the role.")] = None,
) -> None:
    """Print a token of the local issuer, and nothing else."""
    settings = _settings()
    issuer = local_issuer(settings, SystemClock.of(settings))
    if issuer is None:
        typer.echo("another issuer is configured; ask it for a token", err=True)
        raise typer.Exit(1)
    try:
        typer.echo(issuer.mint(role, authority, subject, minutes=12 * 60))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@cli.command()
def migrate(database: _Url = None) -> None:
    """Bring the database to the newest schema."""
    open_database(_settings(database=database)).close()


@cli.command()
def rebuild(
    database: _Url = None,
    deadlines: Annotated[
        bool,
        typer.Option("--deadlines", help="Only count the last days of terms anew, as after a new decree; the service may run."),
    ] = False,
) -> None:
    """Empty the read model and build it anew from the log."""
    opened = open_database(_settings(database=database))
    if deadlines:
        moved = list(due_dates.recount(opened))
        periods.recount(opened)
        for each in moved:
            typer.echo(f"{each.authority} {each.challenge_id} {each.kind}: {each.was or '-'} -> {each.now or '-'}: {each.why}")
        typer.echo(f"{len(moved)} last days moved")
    else:
        typer.echo(f"{replay.rebuild(opened, STREAMS)} streams projected anew")
    opened.close()


@cli.command()
def duties(database: _Url = None) -> None:
    """Do once what the service does itself when a day comes: confirm receipts, warn before terms end, tell of delays."""
    settings = _settings(database=database)
    moves = open_moves(settings)
    try:
        typer.echo(f"{timer(settings, moves).round()} recorded")
    finally:
        moves.database.close()


@cli.command()
def audit(
    database: _Url = None,
    authority: Annotated[str | None, typer.Option(help="The one authority to look at; left out: all.")] = None,
    checkpoint: Annotated[list[Path] | None, typer.Option(help="A checkpoint that you kept; may be repeated.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Public key that signed; left out: the keys of the service.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Hold the whole stored history against everything that was signed of it; exits with 1 when something does not hold."""
    settings = _settings(database=database)
    try:
        brought = [auditing.held(path) for path in checkpoint or ()]
        publics = [notes.public_of(each) for each in key] if key else log_keys(settings, make=False).publics
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    opened = Database(settings.database)
    try:
        if not opened.is_migrated():
            typer.echo("the database has another schema than this version; run `challenge-api migrate`", err=True)
            raise typer.Exit(2)
        kept = {} if key else {name: auditing.held(path) for name, path in kept_checkpoints(settings, opened)}
        with opened.snapshot() as connection:
            run = Audit(connection, STREAMS, publics, ERASING, kept, brought, authority)
            status = auditing.report(run, sys.stdout, as_json=as_json)
    finally:
        opened.close()
    raise typer.Exit(status)


@cli.command()
def erase(
    subject: Annotated[str, typer.Argument(help="Id of the person, from an event: `contactId`, an actor, a representative.")],
    authority: Annotated[str, typer.Option(help="Authority at which it is.")],
    ground: Annotated[str, typer.Option(help=f"Why (GDPR 17): {', '.join(get_args(erasure.Ground))}.")],
    database: _Url = None,
) -> None:
    """Erase every text about a person at an authority; an event of the log tells that it was done, and on what ground."""
    if ground not in get_args(erasure.Ground):
        typer.echo(f"no ground to erase: {ground}", err=True)
        raise typer.Exit(2)
    settings = _settings(database=database)
    opened = open_database(settings)
    moves = Moves(opened, legal_days(SystemClock.of(settings), opened), new_id, os.urandom, {})
    command = erasure.EraseTexts(subject=subject, ground=cast(erasure.Ground, ground))
    try:
        position = erasure.erase(moves, ERASURES, authority, command)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    finally:
        opened.close()
    typer.echo(f"erased; recorded at position {position} of the log of {authority}")


@cli.command()
def verify(
    bundle: Annotated[Path, typer.Argument(help="File with a proof bundle, from `/v1/challenges/{id}/proof`.")],
    key: Annotated[list[str] | None, typer.Option(help="Public key of the authority's log; may be repeated.")] = None,
) -> None:
    """Check a proof bundle offline; the same file runs alone, see docs/verify.md."""
    status, said = verifier.check(bundle, key or ())
    typer.echo(said, nl=False)
    raise typer.Exit(status)


@cli.command()
def rotate_log_key() -> None:
    """Put a new key before those in the file of the log's keys; the public halves of the others stay."""
    settings = _settings()
    if settings.log_key:
        typer.echo("the key comes from CHALLENGE_API_LOG_KEY; rotate it where that is kept", err=True)
        raise typer.Exit(2)
    path = key_file(settings)
    if not path.is_file():
        typer.echo(f"there is no key at {path} to rotate; the first start makes one, in development", err=True)
        raise typer.Exit(2)
    replaced(path, notes.rotated(path.read_text(encoding="utf-8")).encode())
    typer.echo(f"{path} holds a new key; restart every process, and publish its verifier key")


@cli.command()
def generate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail when a file is not current.")] = False,
) -> None:
    """Write everything that is derived: OpenAPI document, diagrams, glossary."""
    texts = derived()
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            typer.echo(f"not current: {path}", err=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[path], encoding="utf-8")
            typer.echo(f"written: {path}")
    if check and stale:
        raise typer.Exit(1)
    typer.echo(f"{len(texts)} derived files, {len(stale)} {'not current' if check else 'written'}")


ordinance: Final = typer.Typer(no_args_is_help=True, help="Ordinances as files: check them, keep them, show them.")
cli.add_typer(ordinance, name="ordinance")
_Authority = Annotated[str | None, typer.Option(help="Code of the authority; left out: the file's own cbs_code, or its id.")]


def _read(path: Path) -> ordinance_files.OrdinanceFile:
    try:
        return ordinance_files.read(path.read_text(encoding="utf-8"))
    except ordinance_files.FaultyFile as faulty:
        _refuse(path, faulty)
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(2) from error


def _refuse(path: Path, faulty: ordinance_files.FaultyFile) -> NoReturn:
    for fault in faulty.faults:
        typer.echo(f"{path}:{fault}", err=True)
    raise typer.Exit(1) from faulty


def _day(said: str | None, option: str) -> date | None:
    try:
        return None if said is None else date.fromisoformat(said)
    except ValueError as error:
        raise typer.BadParameter(f"{said} is no day such as 2027-01-01", param_hint=option) from error


@ordinance.command(name="check")
def check_ordinance(path: Annotated[Path, typer.Argument(help="File with an ordinance, in YAML or JSON.")]) -> None:
    """Say what is wrong in a file, line by line, and what it leaves open; nothing is kept."""
    rules = read_ordinance(_read(path).document)
    typer.echo(f"{path}: {rules.title}")
    for each in rules.defaults():
        typer.echo(f"  open: {each.group}; {each.default} ({each.article})")


@ordinance.command(name="import")
def import_ordinance(
    path: Annotated[Path, typer.Argument(help="File with an ordinance, in YAML or JSON.")],
    authority: _Authority = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish it as well; it never changes from then on.")] = False,
    published_on: Annotated[str | None, typer.Option(help="Day of publication; left out: what the file says.")] = None,
    in_force_from: Annotated[str | None, typer.Option(help="First day in force; left out: what the file says.")] = None,
    database: _Url = None,
) -> None:
    """Keep a file as the draft of its ordinance, in place of an earlier draft, and print the id of the version."""
    file = _read(path)
    begins, published = _day(in_force_from, "--in-force-from"), _day(published_on, "--published-on")
    moves = open_moves(_settings(database=database))
    at = authority or ordinance_files.authority_of(file.document)
    try:
        version = ordinance_files.draft(moves, at, file.document)
        if publish:
            ordinance_files.publish(moves, at, version, published, begins)
    except Refused as refused:
        _refuse(path, file.told(refused))
    finally:
        moves.database.close()
    typer.echo(version)


@ordinance.command(name="show")
def show_ordinance(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of an ordinance (its newest version), or of a version.")],
    authority: Annotated[str | None, typer.Option(help="Code of the authority, where several have that ordinance.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of YAML.")] = False,
    database: _Url = None,
) -> None:
    """Print an ordinance as it was given, key for key."""
    opened = open_database(_settings(database=database))
    with opened.reading() as connection:
        rows = ordinance_queries.named(connection, name, authority)
    opened.close()
    keepers = sorted({row.authority for row in rows})
    if len(keepers) != 1:
        said = f"several have it: {', '.join(keepers)}; say --authority" if rows else "there is no such ordinance"
        typer.echo(f"{name}: {said}", err=True)
        raise typer.Exit(1)
    document = json.loads(rows[-1].document)
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False) if as_json else ordinance_files.written(document), nl=as_json)


def derived() -> dict[Path, str]:
    """Give every derived file with its text, by path from the top of the checkout."""
    settings = Settings(
        issuer="urn:example:issuer", jwks_url="https://issuer.example/jwks.json", public_url="https://api.challenge-api.example"
    )

    return {
        Path("openapi/openapi.json"): json.dumps(document(settings), indent=2, ensure_ascii=False) + "\n",
        Path("openapi/ordinance.schema.json"): json.dumps(ordinance_routes.json_schema(), indent=2, ensure_ascii=False) + "\n",
        Path("docs/lifecycle.md"): mermaid(),
        Path("docs/glossary.md"): glossary.markdown(),
    }


if __name__ == "__main__":
    cli()
