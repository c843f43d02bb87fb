"""The floor of the database: pgbench sending the statements that a request sends, with values of the same sizes."""

import re
import subprocess
from pathlib import Path

from challenge_api.demo_authority import AUTHORITY
from tools import postgres

_ID = "'00000000-0000-4000-8000-' || lpad(to_hex(:n::int), 12, '0')"
_HERE = f"authority = '{AUTHORITY}' AND phase <> 'draft' AND state <> 'discarded'"
_CASE = (
    "version, phase, state, outcome, task_domain, handler, group_id, begun_by, filed_on, due_on, sealed_after, folded, document, "
    "personal, summary"
)
_KEY = (
    "SELECT pg_try_advisory_xact_lock(hashtextextended(:k::text, 0)), k.* FROM (SELECT 1) AS one "
    "LEFT JOIN idempotency_key k ON k.id = :k::text;"
)
_KEEP = (
    f"INSERT INTO idempotency_key VALUES (:k::text || random()::text, repeat('f', 64), '{AUTHORITY}', :id, 1, 201, "
    "repeat('l', 60), '\"1.party\"', repeat('b', 2500), now());"
)
_EVENT = (
    "INSERT INTO event (authority, position, stream, kind, version, type, recorded_at, occurred_on, actor, client, role, "
    "state_before, state_after, entry, leaf) VALUES"
)


def scripts(model: str, items: int) -> dict[str, str]:
    """Give a pgbench script per operation; `model` is the id of a case to copy from, `items` the texts of a submission."""
    texts = ", ".join(
        f"('{AUTHORITY}', :p, {n}, :id, 'case', '/contents/plan', decode(repeat('ab', 16), 'hex'), repeat('t', 60), NULL)"
        for n in range(items)
    )
    begin = f"\\set n random(0, 99999)\n\\set k random(1, 1000000000)\nBEGIN;\n{_KEY}\n"
    bump = f"UPDATE head SET position = position + 1 WHERE authority = '{AUTHORITY}' RETURNING position AS p \\gset\n"
    submit = (
        f"{begin}SELECT id FROM person WHERE authority = '{AUTHORITY}' AND issuer = 'x' AND subject = 'y';\n"
        f"SELECT stream, number FROM ordinance_version WHERE authority = '{AUTHORITY}' AND in_force_from <= now() LIMIT 1;\n"
        f"SELECT gen_random_uuid()::text AS id \\gset\n{bump}"
        f"{_EVENT} ('{AUTHORITY}', :p, :id, 'challenge', 1, 'submitted', now(), current_date, :id, 'c', 'intake', 'none', "
        f"'submitted', repeat('e', 1900), decode(repeat('ab', 32), 'hex'));\n"
        f"INSERT INTO private_item VALUES {texts};\n"
        f"INSERT INTO challenge (authority, id, {_CASE}) SELECT authority, :id, {_CASE} FROM challenge WHERE id = '{model}';\n"
        f"{_KEEP}\nCOMMIT;\n"
    )
    move = (
        f"{begin}SELECT {_ID} AS id \\gset\n"
        f"SELECT authority, version, folded, group_id FROM challenge WHERE id = :id AND {_HERE};\n{bump}"
        f"{_EVENT} ('{AUTHORITY}', :p, gen_random_uuid()::text, 'challenge', 1, 'submitted', now(), current_date, :id, 'c', "
        f"'handler', 'none', 'submitted', repeat('e', 700), decode(repeat('ab', 32), 'hex'));\n"
        f"INSERT INTO private_item VALUES ('{AUTHORITY}', :p, 0, :id, 'case', '/s', '\\x00'::bytea, 'text', NULL);\n"
        f"UPDATE challenge SET version = version, folded = folded || '', document = document || '', summary = summary || '' "
        f"WHERE authority = '{AUTHORITY}' AND id = :id;\n{_KEEP}\nCOMMIT;\n"
    )
    get = (
        f"\\set n random(0, 99999)\nSELECT authority, version, document, personal FROM challenge WHERE id = {_ID} AND {_HERE};\n"
    )
    page = (
        "SELECT id, filed_on, summary FROM challenge WHERE state = 'submitted' "
        f"AND {_HERE} ORDER BY filed_on DESC, id DESC LIMIT 26;\n"
    )
    history = (
        "SELECT e.*, i.ordinal, i.subject, i.field, i.value, i.erased_at, c.sealed_after, c.version FROM challenge c "
        "JOIN event e ON e.authority = c.authority AND e.stream = c.id "
        "LEFT JOIN private_item i ON i.authority = e.authority AND i.position = e.position "
        f"WHERE c.id = '{model}' AND c.{_HERE.replace('phase', 'c.phase').replace('state', 'c.state')} "
        "AND e.version BETWEEN 1 AND 101 ORDER BY e.version, i.ordinal;\n"
    )
    return {"submit": submit, "move": move, "get": get, "page": page, "history": history}


def run(address: str, script: str, folder: Path, connections: int, seconds: int) -> float:
    """Run a script; give transactions per second."""
    file = folder / "script.sql"
    file.write_text(script, encoding="utf-8")
    host = re.search(r"host=([^&]+)", address)
    assert host is not None
    name = address.rpartition("@/")[2].partition("?")[0]
    program = str(postgres.binaries() / "pgbench")
    threads = min(2, connections)
    command = [program, "-n", "-M", "prepared", "-c", str(connections), "-j", str(threads), "-T", str(seconds), "-f", str(file)]
    done = subprocess.run([*command, "-h", host[1], "-U", "postgres", name], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None or "ERROR" in done.stderr:
        raise RuntimeError(f"pgbench: {done.stdout[-500:]} {done.stderr[-500:]}")
    return float(found[1])
