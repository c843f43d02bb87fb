"""A case as a caller finds it: now, or as it was known at a moment, with the day and the calendar that go with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from challenge_api.challenges import loading, queries, representation
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline, calendar_of, deadlines_of
from challenge_api.challenges.rules import ordinance_by_id, rules_of
from challenge_api.challenges.visibility import WITHHELD, WITHOUT_PERSONS, view_at
from challenge_api.history.entries import dump
from challenge_api.history.moves import Clock, Loaded, NotFound
from challenge_api.law.access import Principal
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar


@dataclass(frozen=True, slots=True)
class Found:
    """A case with its day and its calendar; `at` is the moment that was asked for, None for now."""

    authority: str
    case: Case
    today: date
    calendar: LegalCalendar
    at: datetime | None
    later_rules: bool = True
    """Whether a newer ordinance might take it along; False where it is known that there is none."""

    def deadlines(self, connection: Connection) -> tuple[Deadline, ...]:
        """Give its terms as they stand on that day, by the decrees and rules published by then."""
        if self.case.ordinance is None:
            return ()
        own = None if self.later_rules else ordinance_by_id(connection, self.case.ordinance.id)
        rules = own or rules_of(connection, self.case, self.today, self.at)
        if rules is None:
            return ()
        return tuple(deadlines_of(self.case, rules, calendar_of(rules, self.calendar), self.today))


def loaded(connection: Connection, caller: Principal, challenge_id: str) -> Loaded[Case]:
    """Give the case as it is, with who the caller is to it.

    Raises NotFound where there is none that the caller may see.
    """
    found = loading.load(connection, caller, challenge_id)
    if found is None:
        raise NotFound
    return found


def find(connection: Connection, clock: Clock, caller: Principal, challenge_id: str, at: datetime | None) -> Found:
    """Give the case as it is now, or as it was known at a moment, for its terms: what it says may be left out.

    Raises NotFound where there is, or was, none that the caller may see.
    """
    if at is not None:
        return of(connection, clock, caller, loaded(connection, caller, challenge_id), at)
    now = queries.counted_case(connection, caller, challenge_id)  # who the caller is to the case does not matter: less is read
    if now is None:
        raise NotFound
    return Found(now.authority, now.case, clock.today(now.authority), DUTCH, None, now.later_rules)


def of(connection: Connection, clock: Clock, caller: Principal, case: Loaded[Case], at: datetime | None) -> Found:
    """Give a case that was loaded as it was known at a moment; None: as it is now.

    Raises NotFound where it did not exist then, or could not be seen.
    """
    if at is None:
        return Found(case.authority, case.state, clock.today(case.authority), DUTCH, None)
    today = clock.day_of(case.authority, at)
    return Found(case.authority, _then(connection, case, caller, at), today, DUTCH.as_known_on(today), at)


def _then(connection: Connection, loaded: Loaded[Case], caller: Principal, instant: datetime) -> Case:
    case = queries.as_of(connection, loaded, instant)
    if case is None:
        raise NotFound
    began = case.phase == "draft" and case.begun_by == loading.actor_of(loaded, caller).id
    if case.state in WITHHELD and not loaded.represents and not began:
        raise NotFound
    return case


def third_party(loaded: Loaded[Case]) -> bool:
    """Tell whether the caller is to the case nothing but an interested third party, as it stands now."""
    return not loaded.represents and loading.is_third_party(loaded.state, loaded.actor_id)


def shown(caller: Principal, loaded: Loaded[Case], case: Case, *, third: bool) -> dict[str, Any]:
    """Give the representation of a case in the caller's view; nothing of one that did not exist."""
    if case.version == 0:
        return {}
    said = representation.members_of(dump(case))
    body = representation.document(loaded.authority, loaded.stream, case, said)
    return body if view_at(caller, loaded.authority, third=third) in WITHOUT_PERSONS else body | representation.personal(said)
