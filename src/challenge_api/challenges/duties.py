"""What the service does itself when a day comes: which of it is due, found by index, and which was done.

The work is read off the table of open terms, never off the cases. Three ranges of it: receipts of the last days (by the first
day of the decision term), terms that end soon, and terms of a decision that end or ended. What was told of a term and its last
day has a row whose key is just that; when the last day moves it is another key, and it is told anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, false, literal, select, tuple_

from challenge_api.challenges.case import Case
from challenge_api.challenges.commands.duties import Command, ConfirmReceipt, TellDelay, WarnOfDeadline
from challenge_api.challenges.events.duties import DeadlineWarned, DelayTold, DutyEvent, ReceiptConfirmed
from challenge_api.challenges.tables import challenge_deadline, challenge_duty
from challenge_api.history.database import Database
from challenge_api.history.moves import Change
from challenge_api.history.tables import head
from challenge_api.history.writes import Writes
from challenge_api.law.deadlines import later

CONFIRMED_WITHIN: Final = 30
"""Days in which a receipt is still confirmed: what came before was confirmed by somebody else, or never will be in time."""
_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done, and how many days before: a warning of a term's end, a notice that a decision will be late."""

    confirms: bool = True
    warns: bool = True
    tells_delay: bool = True
    warn_days: int = 7
    delay_days: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is done at all."""
        return not (self.confirms or self.warns or self.tells_delay)


_OPEN: Final = challenge_deadline.c
_DUTIES: Final[Mapping[type[Any], str]] = {
    ConfirmReceipt: ReceiptConfirmed.type,
    WarnOfDeadline: DeadlineWarned.type,
    TellDelay: DelayTold.type,
}


def _not_told(duty: str, kind: ColumnElement[str], due_on: ColumnElement[date] | None) -> ColumnElement[bool]:
    same_day = () if due_on is None else (challenge_duty.c.due_on == due_on,)
    return ~exists(
        select(1)
        .select_from(challenge_duty)
        .where(
            challenge_duty.c.authority == _OPEN.authority,
            challenge_duty.c.challenge_id == _OPEN.challenge_id,
            challenge_duty.c.duty == duty,
            challenge_duty.c.kind == kind,
            challenge_duty.c.about == _OPEN.about,
            *same_day,
        )
        .correlate(challenge_deadline)
    )


def _look(kind: Any, due_on: Any, duty: str, *where: ColumnElement[bool], once: bool = False) -> Select[Any]:
    place = tuple_(due_on, _OPEN.challenge_id, _OPEN.kind, _OPEN.about)
    return (
        select(_OPEN.challenge_id, kind.label("kind"), _OPEN.kind.label("of"), _OPEN.about, due_on.label("due_on"))
        .where(
            _OPEN.authority == bindparam("authority"),
            *where,
            place > tuple_(bindparam("k_due"), bindparam("k_id"), bindparam("k_kind"), bindparam("k_about")),
            _not_told(duty, kind, None if once else due_on),
        )
        .order_by(due_on, _OPEN.challenge_id, _OPEN.kind, _OPEN.about)
        .limit(_PAGE)
    )


_RECEIPTS: Final = _look(
    literal("confirmation"),
    _OPEN.starts_on,
    ReceiptConfirmed.type,
    _OPEN.kind == "decision",
    _OPEN.starts_on >= bindparam("first"),
    _OPEN.starts_on <= bindparam("last"),
    once=True,  # the term of a reopened case begins anew, and nothing was received then
)
_ENDING: Final = _look(
    _OPEN.kind,
    _OPEN.due_on,
    DeadlineWarned.type,
    _OPEN.lapses == false(),
    _OPEN.due_on >= bindparam("first"),
    _OPEN.due_on <= bindparam("last"),
    _OPEN.starts_on < bindparam("first"),  # on the day that a term begins there is nothing to warn of
)
_LATE: Final = _look(
    _OPEN.kind,
    _OPEN.due_on,
    DelayTold.type,
    _OPEN.kind.in_(("decision", "objection-decision")),
    _OPEN.due_on <= bindparam("last"),
)
_AUTHORITIES: Final = select(head.c.authority).order_by(head.c.authority)
_DONE: Final = select(literal(1)).where(
    and_(*(column == bindparam(f"b_{column.name}") for column in challenge_duty.primary_key.columns))
)


def authorities(database: Database) -> Sequence[str]:
    """Give every authority that has a log."""
    with database.reading() as connection:
        return connection.execute(_AUTHORITIES).scalars().all()


def due(database: Database, authority: str, today: date, plan: Plan) -> Iterator[tuple[str, Command]]:
    """Give what is due at an authority, as (case, command): no connection is held while the caller does it."""
    soon = {"first": today, "last": later(today, plan.warn_days)}
    received = {"first": later(today, -CONFIRMED_WITHIN), "last": today}
    for wanted, kind, statement, bound in (
        (plan.confirms, ConfirmReceipt, _RECEIPTS, received),
        (plan.tells_delay, TellDelay, _LATE, {"last": later(today, plan.delay_days)}),
        (plan.warns, WarnOfDeadline, _ENDING, soon),
    ):
        for row in _rows(database, statement, bound | {"authority": authority}) if wanted else ():
            yield row.challenge_id, kind(kind=row.kind, about=row.about or None, due_on=row.due_on)


def _rows(database: Database, statement: Select[Any], bound: Mapping[str, Any]) -> Iterator[Any]:
    after = {"k_due": date.min, "k_id": "", "k_kind": "", "k_about": -1}
    while True:
        with database.reading() as connection:
            found = connection.execute(statement, {**bound, **after}).all()
        yield from found
        if len(found) < _PAGE:
            return
        last = found[-1]
        after = {"k_due": last.due_on, "k_id": last.challenge_id, "k_kind": last.of, "k_about": last.about}


def is_done(connection: Connection, authority: str, challenge_id: str, command: Command) -> bool:
    """Tell whether the service has told this already."""
    key = _key(authority, challenge_id, command)
    return connection.execute(_DONE, {f"b_{name}": value for name, value in key.items()}).first() is not None


def write(writes: Writes, change: Change[Case]) -> None:
    """Write a row for each thing told: it must be new."""
    told = [each.event for each in change.recorded if isinstance(each.event, DutyEvent)]
    writes.insert(challenge_duty, [_key(change.authority, change.stream, event.duty) for event in told])


def _key(authority: str, challenge_id: str, command: Command) -> dict[str, Any]:
    return {
        "authority": authority,
        "challenge_id": challenge_id,
        "duty": _DUTIES[type(command)],
        "kind": command.kind,
        "about": command.about or 0,
        "due_on": command.due_on,
    }
