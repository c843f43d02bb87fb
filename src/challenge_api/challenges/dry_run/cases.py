"""The past cases that a dry run looks at, read behind the visibility filter."""

from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, bindparam, select

from challenge_api.challenges.case import Case
from challenge_api.challenges.dry_run.comparison import PastCase
from challenge_api.challenges.events import Admitted
from challenge_api.challenges.rules import ordinance_by_id
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.visibility import Seen, only_visible, parameters
from challenge_api.history.entries import decode
from challenge_api.history.entries import load as read_back
from challenge_api.history.query import Query
from challenge_api.history.tables import event
from challenge_api.law.access import Principal

_ADMISSIONS: Final = (
    select(event.c.stream, event.c.entry)
    .where(
        event.c.authority == bindparam("at"),
        event.c.stream.in_(bindparam("streams", expanding=True)),
        event.c.type == Admitted.type,
        event.c.entry.is_not(None),
    )
    .order_by(event.c.position)
)


@lru_cache(maxsize=8)
def _received(staff: int, own: int) -> Query:
    statement = select(challenge.c.id, challenge.c.folded).where(
        challenge.c.authority == bindparam("at"),
        challenge.c.filed_on.between(bindparam("first"), bindparam("last")),
        challenge.c.phase != "draft",
        challenge.c.state != "discarded",
    )
    return Query(only_visible(statement.order_by(challenge.c.filed_on, challenge.c.id).limit(bindparam("most")), staff, own))


def received(connection: Connection, principal: Principal, authority: str, first: date, last: date, most: int) -> list[PastCase]:
    """Give the cases that an authority received in a period, in order of receipt, each with its newest admission; `most` at most.

    Private texts of the admission are left out.
    """
    seen = Seen.by(principal).at(authority)
    bound = parameters(principal, seen) | {"at": authority, "first": first, "last": last, "most": most}
    rows = _received(seen.staff, seen.own).all(connection, bound)
    streams = [row.id for row in rows]
    admitted = connection.execute(_ADMISSIONS, {"at": authority, "streams": streams}).all() if streams else ()
    admissions = {row.stream: decode(Admitted, row.entry, {}) for row in admitted}
    past = []
    for row in rows:
        case, found = read_back(Case, row.folded), admissions.get(row.id)
        assert case.ordinance is not None, "a case that was received keeps a version"
        rules = ordinance_by_id(connection, case.ordinance.id)
        past.append(
            PastCase(id=row.id, case=case, rules=rules, admission=found.admission if isinstance(found, Admitted) else None)
        )
    return past
