"""Secret links: who made which, for what, and until when it holds. Of a secret only its hash is kept.

A link shows what its maker may see at the moment of reading: it is read as that person, with the roles that their token had when
it was made or renewed, through the one visibility filter. Whether they still represent a group is asked of the database each
time; whether they still work at the authority only a token can say, so such a link ends by itself unless it is renewed with one
(docs/decisions/0021).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from challenge_api.challenges.calendars.entries import Language
from challenge_api.challenges.tables import calendar_link
from challenge_api.challenges.visibility import SEES_CASES
from challenge_api.challenges.worklist.reading import Chosen
from challenge_api.history import store
from challenge_api.history.moves import IdempotencyKey, People
from challenge_api.history.tables import head, person
from challenge_api.history.writes import Writes
from challenge_api.law.access import Principal, Role

BY_OFFICE: Final = timedelta(days=90)
"""How long a link holds that rests on a role at the authority, and so on a token."""
AS_PARTY: Final = timedelta(days=366)
"""How long a link holds that rests on being a party, which is asked anew at each reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLink:
    """A link: `challenge` for the calendar of a case, else for a worklist with `chosen`."""

    id: str
    authority: str
    made_by: str
    """Actor id of the maker."""
    client: str
    roles: frozenset[Role]
    challenge: str | None
    chosen: Chosen
    language: Language
    made_at: datetime
    expires_at: datetime


def hashed(secret: str) -> str:
    """Give what is kept of a secret. It has 256 random bits, so nothing slower is needed, and it is looked up by this."""
    return sha256(secret.encode()).hexdigest()


def lasting(roles: frozenset[Role]) -> timedelta:
    """Give how long a link of somebody with these roles holds."""
    return BY_OFFICE if roles & SEES_CASES else AS_PARTY


def has_log(connection: Connection, authority: str) -> bool:
    """Tell whether there is such an authority."""
    return connection.execute(select(head.c.authority).where(head.c.authority == authority)).first() is not None


def add(
    connection: Connection, people: People, issuer: str, subject: str, link: CalendarLink, secret: str, key: IdempotencyKey | None
) -> CalendarLink:
    """Keep a new link, and the person when nobody knew them here; gives it with its maker's id."""
    link = replace(link, made_by=people.id_of(issuer, subject))
    writes = Writes(connection)
    store.add_people(writes, link.authority, people.new)
    writes.send()
    row = {
        "id": link.id,
        "secret_hash": hashed(secret),
        "authority": link.authority,
        "person": link.made_by,
        "client": link.client,
        "roles": _listed(link.roles),
        "challenge_id": link.challenge,
        "chosen": json.dumps({name: value for name, value in asdict(link.chosen).items() if value is not None}),
        "language": link.language,
        "made_at": link.made_at,
        "expires_at": link.expires_at,
        "key": None if key is None else key.id,
        "fingerprint": None if key is None else key.fingerprint,
    }
    connection.execute(insert(calendar_link).values(row))
    return link


def made_with(connection: Connection, key: IdempotencyKey) -> tuple[CalendarLink, str] | None:
    """Give the link that was made with this key and is still there, and the fingerprint of that request."""
    row = connection.execute(select(calendar_link).where(calendar_link.c.key == key.id)).one_or_none()
    return None if row is None else (_read(row), row.fingerprint)


def by_secret(connection: Connection, secret: str, now: datetime) -> tuple[CalendarLink, Principal] | None:
    """Give the link of a secret with whom it is read as; None when there is none, it has ended, or its maker was erased."""
    same = and_(person.c.authority == calendar_link.c.authority, person.c.id == calendar_link.c.person)
    found = (
        select(calendar_link, person.c.issuer, person.c.subject)
        .select_from(calendar_link.join(person, same))
        .where(calendar_link.c.secret_hash == hashed(secret), calendar_link.c.expires_at > now, person.c.subject.is_not(None))
    )
    row = connection.execute(found).one_or_none()
    if row is None:
        return None
    link = _read(row)
    return link, Principal(row.issuer, row.subject, link.client, {link.authority: link.roles})


def one(connection: Connection, principal: Principal, link_id: str) -> tuple[CalendarLink, bool] | None:
    """Give a link and whether it is the caller's own; None unless they made it or administer its authority."""
    row = connection.execute(_with_mine(principal).where(calendar_link.c.id == link_id)).one_or_none()
    if row is None or not (row.subject is not None or Role.ADMINISTRATOR in principal.roles_at(row.authority)):
        return None
    return _read(row), row.subject is not None


def own(connection: Connection, principal: Principal) -> list[CalendarLink]:
    """Give the links that somebody made, newest first."""
    found = _with_mine(principal).where(person.c.subject.is_not(None))
    return _newest_first(connection, found)


def at_authority(connection: Connection, authority: str) -> list[CalendarLink]:
    """Give every link to what is of an authority, newest first."""
    return _newest_first(connection, select(calendar_link).where(calendar_link.c.authority == authority))


def renew(connection: Connection, link: CalendarLink) -> None:
    """Keep the roles and the end of a link as they are now."""
    this = calendar_link.c.id == link.id
    connection.execute(update(calendar_link).where(this).values(roles=_listed(link.roles), expires_at=link.expires_at))


def withdraw(connection: Connection, link_id: str) -> None:
    """Take a link away."""
    connection.execute(delete(calendar_link).where(calendar_link.c.id == link_id))


def _with_mine(principal: Principal) -> Any:
    """Select links with their maker's subject where the maker is this person, null where not."""
    mine = and_(
        person.c.authority == calendar_link.c.authority,
        person.c.id == calendar_link.c.person,
        person.c.issuer == principal.issuer,
        person.c.subject == principal.subject,
    )
    return select(calendar_link, person.c.subject).select_from(calendar_link.outerjoin(person, mine))


def _newest_first(connection: Connection, found: Any) -> list[CalendarLink]:
    rows: Sequence[Row[Any]] = connection.execute(
        found.order_by(calendar_link.c.made_at.desc(), calendar_link.c.id).limit(MOST)
    ).all()
    return [_read(row) for row in rows]


MOST: Final = 500
"""Links in a list."""


def _listed(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))


def _read(row: Any) -> CalendarLink:
    chosen: Mapping[str, Any] = json.loads(row.chosen)
    return CalendarLink(
        id=row.id,
        authority=row.authority,
        made_by=row.person,
        client=row.client,
        roles=frozenset(Role(role) for role in row.roles.split(",")),
        challenge=row.challenge_id,
        chosen=Chosen(**chosen),
        language=row.language,
        made_at=row.made_at,
        expires_at=row.expires_at,
    )
