"""The ordinances that cases rest on, read from the read table that ordinances write.

A published version never changes, so it is parsed once per process and kept by its id.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from challenge_api.law.ordinance import Ordinance
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.ordinances.tables import ordinance_version

_TABLE: Final = ordinance_version.c
_IN_FORCE: Final = (
    select(_TABLE.stream, _TABLE.number)
    .where(
        _TABLE.authority == bindparam("authority"),
        _TABLE.in_force_from <= bindparam("day"),
        or_(_TABLE.in_force_until.is_(None), _TABLE.in_force_until >= bindparam("day")),
        _TABLE.published_on <= bindparam("day"),
    )
    .order_by(_TABLE.in_force_from.desc(), _TABLE.number.desc())
    .limit(1)
)
_DOCUMENT: Final = select(_TABLE.document).where(_TABLE.stream == bindparam("id"))
_VERSION: Final = select(ordinance_version).where(_TABLE.stream == bindparam("id"))
MOST_KEPT: Final = 512
_PARSED: Final[dict[str, Ordinance]] = {}


def ordinance_by_id(connection: Connection, ordinance_id: str) -> Ordinance:
    """Give a version by its id."""
    found = _PARSED.get(ordinance_id)
    if found is None:
        document = connection.execute(_DOCUMENT, {"id": ordinance_id}).scalar_one()
        if len(_PARSED) >= MOST_KEPT:
            _PARSED.clear()
        found = _PARSED[ordinance_id] = read_ordinance(json.loads(document))
    return found


def ordinance_in_force(connection: Connection, authority: str, day: date) -> tuple[str, int, Ordinance] | None:
    """Give id, number and rules of the version in force at an authority on a day."""
    row = connection.execute(_IN_FORCE, {"authority": authority, "day": day}).one_or_none()
    return None if row is None else (row.stream, row.number, ordinance_by_id(connection, row.stream))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceVersion:
    """A version of an authority's ordinance as it is stored, whatever has become of it; in force from `begins` through `ends`."""

    id: str
    authority: str
    number: int
    state: str
    begins: date
    ends: date | None
    rules: Ordinance


def ordinance_version_by_id(connection: Connection, ordinance_id: str, *, drafts: bool = False) -> OrdinanceVersion | None:
    """Give a version by its id, with its state and its days; None when there is none, or a draft and those are not asked for.

    A draft that names no day begins on none: `date.max`.
    """
    row = connection.execute(_VERSION, {"id": ordinance_id}).one_or_none()
    if row is None or (row.state == "draft" and not drafts):
        return None
    rules = read_ordinance(json.loads(row.document))
    return OrdinanceVersion(
        id=row.stream,
        authority=row.authority,
        number=row.number,
        state=row.state,
        begins=row.in_force_from or rules.in_force_from or date.max,
        ends=row.in_force_until,
        rules=rules,
    )
