"""100,000 cases to measure on: copies of one real case, with the log's own hashes, through the database's own walk."""

import json
from typing import Any

from sqlalchemy import Connection, text

from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.database import Database
from challenge_api.history.proofs import leaf_hash

_CASE_COLUMNS = (
    "version, phase, state, outcome, task_domain, handler, group_id, begun_by, filed_on, due_on, sealed_after, folded, document, "
    "personal, summary"
)
_TERM_COLUMNS = "authority, kind, about, starts_on, lapses, handler, number, article, suspended"
_EVENT_COLUMNS = "kind, version, type, recorded_at, occurred_on, actor, client, role, state_before, state_after"


def copies(database: Database, model: str, count: int) -> None:
    """Add copies of the case `model` until there are `count` of them; copy n has the id that `nth` gives."""
    with database.writing() as connection:
        have = connection.execute(text("SELECT count(*) FROM challenge WHERE id LIKE '00000000-0000-4000-8000-%'")).scalar() or 0
        if have < count:
            _copy(connection, model, have, count, postgresql=not database.sqlite)
    with database.reading() as connection:
        connection.exec_driver_sql("ANALYZE")


def nth(number: int) -> str:
    """Give the id of a copy."""
    return f"00000000-0000-4000-8000-{number:012x}"


def _copy(connection: Connection, model: str, have: int, count: int, *, postgresql: bool) -> None:
    position = connection.execute(text("SELECT position FROM head WHERE authority = :a"), {"a": AUTHORITY}).scalar_one()
    row = connection.execute(text("SELECT entry FROM event WHERE stream = :s AND version = 1"), {"s": model}).one()
    new = [(number, nth(number), row.entry.replace(model, nth(number))) for number in range(have, count)]
    events: list[dict[str, Any]] = [
        {"p": position + 1 + index, "i": identifier, "e": entry, "l": leaf_hash(entry), "m": model, "a": AUTHORITY}
        for index, (_, identifier, entry) in enumerate(new)
    ]
    connection.execute(text("UPDATE head SET position = position + :n WHERE authority = :a"), {"n": len(new), "a": AUTHORITY})
    connection.execute(
        text(
            f"INSERT INTO event (authority, position, stream, {_EVENT_COLUMNS}, entry, leaf) "  # our columns
            f"SELECT authority, :p, :i, {_EVENT_COLUMNS}, :e, :l FROM event WHERE authority = :a AND stream = :m AND version = 1"
        ),
        events,
    )
    series = "generate_series(CAST(:f AS integer), CAST(:t AS integer)) AS n" if postgresql else _sqlite_series()
    spelled = "lpad(to_hex(n), 12, '0')" if postgresql else "printf('%012x', n)"
    identifier = f"'00000000-0000-4000-8000-' || {spelled}"
    copied = _CASE_COLUMNS.replace("document", f"replace(document, '{model}', {identifier})").replace(
        "summary", f"replace(summary, '{model}', {identifier})"
    )
    insert = f"INSERT INTO challenge (authority, id, {_CASE_COLUMNS}) SELECT authority, {identifier}, {copied} "  # ours
    connection.execute(text(f"{insert} FROM challenge, {series} WHERE id = '{model}'"), {"f": have, "t": count - 1})
    # terms end on some thousand days, around today
    due_on = "due_on + n % 2000 - 1000" if postgresql else "date(due_on, (n % 2000 - 1000) || ' days')"
    insert = (
        f"INSERT INTO challenge_deadline (challenge_id, due_on, {_TERM_COLUMNS}) SELECT {identifier}, {due_on}, {_TERM_COLUMNS}"
    )
    connection.execute(
        text(f"{insert} FROM challenge_deadline, {series} WHERE challenge_id = '{model}'"), {"f": have, "t": count - 1}
    )


def _sqlite_series() -> str:
    return "(WITH RECURSIVE s(n) AS (SELECT :f UNION ALL SELECT n + 1 FROM s WHERE n < :t) SELECT n FROM s)"


def texts(requests: list[str]) -> str:
    """Write requests for the load."""
    return json.dumps(requests)
