"""Group events → read tables; the only writer of them."""

from sqlalchemy import Connection, delete

from challenge_api.groups.events import Group
from challenge_api.groups.tables import challenge_group, group_representative
from challenge_api.history import proofs
from challenge_api.history.entries import dump
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes
from challenge_api.law.aggregate import ERASED


def project(writes: Writes, change: Change[Group]) -> str:
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
    writes.put(challenge_group, key | {"version": group.version, "folded": dump(group), "document": document})
    before, after = set(change.before.representatives), set(group.representatives)
    at = {"authority": change.authority, "group_id": change.stream}
    for person in sorted(before - after):
        writes.remove(group_representative, at | {"person": person})
    for person in sorted(after - before):
        writes.put(group_representative, at | {"person": person})
    return document


def clear(connection: Connection) -> None:
    """Empty the read tables, to be built anew."""
    connection.execute(delete(group_representative))
    connection.execute(delete(challenge_group))
