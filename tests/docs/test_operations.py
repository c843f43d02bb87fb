"""The page for operators is complete and true: its settings, its rights, its runbook."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from challenge_api import cli, publisher, witness
from challenge_api.app import ERASURES, STREAMS, create_service
from challenge_api.history import checkpoints, erasure, notes, store
from challenge_api.history.checkpoints import Forked
from challenge_api.history.database import Database
from challenge_api.settings import Settings
from challenge_api.web import edge, fetched_keys
from tests.api.walks import monitored
from tests.service import VOORBEELDSTAD, Town

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
FIELDS = Settings.model_fields


def section(heading):
    return re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:][re.findall(r"^## (.+)$", PAGE, re.MULTILINE).index(heading)]


def rows():
    return re.findall(r"^\| `CHALLENGE_API_([A-Z_]+)` \| (.+?) \| (.+) \|$", section("Settings"), re.MULTILINE)


def test_every_setting_has_its_row_in_the_order_of_the_code():
    assert [name.lower() for name, *_ in rows()] == list(FIELDS)


@pytest.mark.parametrize(("name", "shown"), [(name, shown) for name, shown, _ in rows()])
def test_a_setting_has_the_default_that_the_page_names(name, shown):
    default = FIELDS[name.lower()].default
    if default in ("", None):
        assert shown == "empty"
    else:
        assert shown.strip("`") == _written(default)


def _written(default):
    if isinstance(default, tuple):
        return "[" + ",".join(f'"{each}"' for each in default) + "]"
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_oldest_postgresql_is_the_one_that_publiccode_names():
    said = yaml.safe_load((Path(__file__).parents[2] / "publiccode.yml").read_text())["dependsOn"]["open"]
    (oldest,) = [each["versionMin"] for each in said if each["name"] == "PostgreSQL"]
    assert f"Version {oldest} or newer." in section("PostgreSQL")


def test_a_variable_that_any_paper_names_is_a_setting():
    root = Path(__file__).parents[2]
    papers = [*root.glob("*.md"), *root.glob("docs/*.md"), root / "Dockerfile"]
    named = {name for path in papers for name in re.findall(r"CHALLENGE_API_([A-Z_]*[A-Z])", path.read_text())}
    assert {name.lower() for name in named} <= set(FIELDS)


def test_the_runbook_stands_where_the_service_says_it_does():
    said = Path(cli.__file__).read_text()
    (heading,) = re.findall(r'docs/operations\.md, "(.+?)"', said)
    assert section(heading)
    assert "typer.Exit(3)" in said
    assert "exit 3" in section(heading)


def test_what_the_runbook_quotes_is_what_the_service_says():
    quoted = re.findall(r"`([^`]*…[^`]*|a checkpoint of it is kept[^`]*)`", section("A log that is not the one that was signed"))
    code = "".join(Path(str(module.__file__)).read_text() for module in (checkpoints, cli, witness))
    said = re.sub(r"\{[^{}]*\}", "…", code).replace("refused to start: …", "refused to start: the log of …")
    for quote in quoted:
        assert quote.rstrip("… ") in said, quote
    assert len(quoted) >= 5


def test_the_events_worth_an_alert_are_logged_under_those_names():
    alerts = re.search(
        r"Worth an alert: ((?:`[a-z-]+`[,.] ?)+)", section("Health, metrics, logs").split("The log of operation")[1]
    )
    code = "".join(Path(str(module.__file__)).read_text() for module in (publisher, edge, fetched_keys, witness))
    assert alerts
    for name in re.findall(r"`([a-z-]+)`", alerts[1]):
        assert f'"{name}"' in code, name


# --- the rights of the service's own role ---------------------------------------------------------------------------


@pytest.fixture
def limited(new_database):
    """A PostgreSQL database, and the same as the role that the page gives to the service."""
    owner = new_database("postgresql")
    statements = re.findall(r"^```sql\n(.*?)^```", section("PostgreSQL"), re.MULTILINE | re.DOTALL)
    rights = [line for line in statements[1].splitlines() if line]
    role = f"service_{owner.engine.url.database}"[:60]
    with owner.writing() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        for line in rights:
            connection.execute(text(line.replace("challenge_api", role)))
    service = Database(owner.engine.url.set(username=role).render_as_string(hide_password=False), pool_size=4)
    yield service
    service.close()
    with owner.writing() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_the_service_works_with_the_rights_that_the_page_gives_it(limited, tmp_path):
    limited.migrate()
    with limited.writing() as connection:
        for stream in STREAMS:
            store.seed(connection, stream.aggregate.kind, stream.aggregate.transitions)
    town = Town(limited, tmp_path)
    assert monitored(town).state == "monitored"
    town.service.log.publish(VOORBEELDSTAD)
    with limited.reading() as connection:
        subject = connection.execute(text("SELECT subject FROM private_item WHERE subject <> 'case' LIMIT 1")).scalar_one()
    erasure.erase(town.service.moves, ERASURES, VOORBEELDSTAD, erasure.EraseTexts(subject=subject, ground="no-longer-necessary"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_no_delete ON event",
        "DELETE FROM private_item",
        "DELETE FROM checkpoint",
        "DELETE FROM challenge",
    ],
)
def test_the_role_of_the_service_cannot_take_history_away(limited, tmp_path, statement):
    Town(limited, tmp_path)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), limited.writing() as connection:
        connection.execute(text(statement))


# --- the runbook ----------------------------------------------------------------------------------------------------


def test_after_an_old_backup_the_last_step_of_the_runbook_goes_on(new_database, tmp_path):
    database = new_database("sqlite")
    path = Path(str(database.engine.url.database))
    town = Town(database, tmp_path)
    town.submits()
    town.service.log.publish(VOORBEELDSTAD)
    with database.reading() as connection:
        connection.execute(text(f"VACUUM INTO '{tmp_path / 'backup.db'}'"))
    town.submits()
    town.service.log.publish(VOORBEELDSTAD)
    database.close()
    for each in path.parent.glob(f"{path.name}-*"):
        each.unlink()
    shutil.copy(tmp_path / "backup.db", path)
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{path}", log_requests=False)
    restored = Database(settings.database)
    with pytest.raises(Forked, match="the kept checkpoint knows 6 events, 4 are there"):
        create_service(settings, restored, town.clock).log.check()

    (tmp_path / "evidence").mkdir()
    (kept,) = (tmp_path / "checkpoints").rglob(VOORBEELDSTAD)
    kept.rename(tmp_path / "evidence" / VOORBEELDSTAD)
    key = tmp_path / "log-key.pem"
    key.write_text(notes.rotated(key.read_text()))
    renamed = settings.model_copy(update={"log_origin": "challenges.example.nl/v1/authorities/{authority}/log/2"})
    log = create_service(renamed, restored, town.clock).log
    log.check()
    Town(restored, tmp_path, demo=False).submits()
    published = log.publish(VOORBEELDSTAD)
    assert published.size == 6
    assert published.note.startswith("challenges.example.nl/v1/authorities/demo-voorbeeldstad/log/2\n6\n")
    log.check()
    restored.close()
