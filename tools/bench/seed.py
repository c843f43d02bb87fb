"""100,000 cases to measure on: copies of one real case, with the log's own hashes, through the database's own walk."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.database import Database
from challenge_api.history.entries import instant_text
from challenge_api.history.proofs import leaf_hash
from challenge_api.history.tables import event

_CASE_COLUMNS = (
    "version, phase, state, outcome, task_domain, handler, group_id, begun_by, filed_on, due_on, sealed_after, folded, document, "
    "personal, summary"
)
_TERM_COLUMNS = "authority, kind, about, starts_on, lapses, handler, number, article, suspended"
_PERIOD_COLUMNS = (
    "until_position, believed_from, believed_until, phase, state, outcome, task_domain, handler, group_id, begun_by, filed_on"
    ", due_on"
)
_A_DAY = 100
"""Copies received on one day, from that of the model on: so there is a past to go back to."""
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


def moment(begun: Any, number: int, *, postgresql: bool) -> Any:
    """Give when a copy was recorded."""
    after = (number + 1) * timedelta(days=1) / _A_DAY
    return begun + after if postgresql else (datetime.fromisoformat(begun) + after).strftime("%Y-%m-%d %H:%M:%S.%f")


def recorded_at(database: Database, number: int) -> str:
    """Give when copy `number` was recorded, as a client writes it."""
    with database.reading() as connection:
        found = connection.execute(select(event.c.recorded_at).where(event.c.stream == nth(number))).scalar_one()
    return instant_text(found)


def _copy(connection: Connection, model: str, have: int, count: int, *, postgresql: bool) -> None:
    position = connection.execute(text("SELECT position FROM head WHERE authority = :a"), {"a": AUTHORITY}).scalar_one()
    row = connection.execute(text("SELECT entry, recorded_at FROM event WHERE stream = :s AND version = 1"), {"s": model}).one()
    begun = connection.execute(text("SELECT min(position) FROM challenge_period WHERE id = :s"), {"s": model}).scalar_one()
    new = [(number, nth(number), row.entry.replace(model, nth(number))) for number in range(have, count)]
    events: list[dict[str, Any]] = [
        {
            "p": position + 1 + index,
            "i": identifier,
            "e": entry,
            "l": leaf_hash(entry),
            "m": model,
            "a": AUTHORITY,
            "r": moment(row.recorded_at, number, postgresql=postgresql),
        }
        for index, (number, identifier, entry) in enumerate(new)
    ]
    copied_too = _EVENT_COLUMNS.replace("recorded_at", ":r")
    connection.execute(text("UPDATE head SET position = position + :n WHERE authority = :a"), {"n": len(new), "a": AUTHORITY})
    connection.execute(
        text(
            f"INSERT INTO event (authority, position, stream, {_EVENT_COLUMNS}, entry, leaf) "  # our columns
            f"SELECT authority, :p, :i, {copied_too}, :e, :l FROM event WHERE authority = :a AND stream = :m AND version = 1"
        ),
        events,
    )
    series = "generate_series(CAST(:f AS integer), CAST(:t AS integer)) AS n" if postgresql else _sqlite_series()
    spelled = "lpad(to_hex(n), 12, '0')" if postgresql else "printf('%012x', n)"
    identifier = f"'00000000-0000-4000-8000-' || {spelled}"
    day = f"filed_on + n / {_A_DAY}" if postgresql else f"date(filed_on, '+' || (n / {_A_DAY}) || ' days')"
    copied = (
        _CASE_COLUMNS.replace("filed_on", day)
        .replace("document", f"replace(document, '{model}', {identifier})")
        .replace("summary", f"replace(summary, '{model}', {identifier})")
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
    past = f"INSERT INTO challenge_period (authority, id, position, {_PERIOD_COLUMNS}) "  # ours
    past += f"SELECT authority, {identifier}, :p + n, {_PERIOD_COLUMNS.replace('filed_on', day)}"
    first = {"f": have, "t": count - 1, "p": position + 1 - have}
    connection.execute(
        text(f"{past} FROM challenge_period, {series} WHERE id = '{model}' AND position = :m"), first | {"m": begun}
    )


def _sqlite_series() -> str:
    return "(WITH RECURSIVE s(n) AS (SELECT :f UNION ALL SELECT n + 1 FROM s WHERE n < :t) SELECT n FROM s)"


def texts(requests: list[str]) -> str:
    """Write requests for the load."""
    return json.dumps(requests)
