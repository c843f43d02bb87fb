"""Group events → read tables; the only writer of them."""

from sqlalchemy import Connection, delete

from challenge_api.groups.events import Group
from challenge_api.groups.tables import challenge_group, group_representative
from challenge_api.history import proofs
from challenge_api.history.bulk import insert_rows
from challenge_api.history.entries import dump
from challenge_api.history.transaction import Change
from challenge_api.law.aggregate import ERASED


def project(connection: Connection, change: Change[Group]) -> str:
    """Write the group as it is now; gives its representation."""
    group = change.after
    document = proofs.written(
        {
            "id": change.stream,
            "authority": change.authority,
            "version": group.version,
            "name": None if group.name == ERASED else group.name,
            "legalForm": group.legal_form,
            "representatives": list(group.representatives),
        }
    )
    key = {"authority": change.authority, "id": change.stream}
    if group.version > len(change.recorded):
        connection.execute(
            delete(challenge_group).where(challenge_group.c.authority == change.authority, challenge_group.c.id == change.stream)
        )
    row = key | {"version": group.version, "folded": dump(group), "document": document}
    insert_rows(connection, challenge_group, [row])
    before, after = set(change.before.representatives), set(group.representatives)
    for person in sorted(before - after):
        connection.execute(
            delete(group_representative).where(
                group_representative.c.authority == change.authority,
                group_representative.c.group_id == change.stream,
                group_representative.c.person == person,
            )
        )
    new = [{"authority": change.authority, "group_id": change.stream, "person": person} for person in sorted(after - before)]
    insert_rows(connection, group_representative, new)
    return document


def clear(connection: Connection) -> None:
    """Empty the read tables, to be built anew."""
    connection.execute(delete(group_representative))
    connection.execute(delete(challenge_group))
