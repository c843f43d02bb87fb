"""The one visibility filter that every read of challenges passes, in two steps: which cases, and which view of them.

What a viewer may not see does not exist for them (design §6). Staff and auditors see every case of their authority but drafts;
a group's representatives see their own cases; whoever began a draft sees it; a third party sees the cases it objected in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    false,
    literal,
    not_,
    or_,
    select,
)

from challenge_api.challenges.lifecycle import VIEWS
from challenge_api.challenges.tables import challenge, challenge_party
from challenge_api.groups.tables import group_representative
from challenge_api.history.moves import id_of_person
from challenge_api.history.tables import person
from challenge_api.law.access import STAFF, Principal, Role, View

SEES_CASES: Final = STAFF | {Role.AUDITOR, Role.SYSTEM}
_OWN_CASES: Final = frozenset({Role.REPRESENTATIVE, Role.INTAKE, Role.INTERESTED_PARTY})


@dataclass(frozen=True, slots=True)
class Seen:
    """Values that the filter's statement needs of a viewer."""

    authorities: tuple[str, ...]
    party: tuple[str, ...]
    """Authorities at which the viewer may represent a group, have begun a draft, or be an interested party of a case."""

    @classmethod
    def by(cls, principal: Principal) -> "Seen":
        """Read them off a principal."""
        return cls(principal.authorities(SEES_CASES), principal.authorities(_OWN_CASES))

    def at(self, authority: str | None) -> "Seen":
        """Give what is seen at one authority alone; all of it when none is named."""
        if authority is None:
            return self
        return Seen(tuple(code for code in self.authorities if code == authority), tuple(c for c in self.party if c == authority))

    def of_submitted(self) -> "Seen":
        """Give what is left when drafts are not asked for: where somebody works they then need no reason of their own."""
        return Seen(self.authorities, tuple(code for code in self.party if code not in self.authorities))

    def shape(self) -> "Seen":
        """Give the same with numbers for codes: viewers of one shape share a statement."""
        number = {code: str(n) for n, code in enumerate(dict.fromkeys((*self.authorities, *self.party)))}
        return Seen(tuple(number[code] for code in self.authorities), tuple(number[code] for code in self.party))

    @property
    def staff(self) -> int:
        """0, 1 or 2 for no, one or several authorities seen as staff or auditor: each has its own statement."""
        return min(len(self.authorities), 2)

    @property
    def own(self) -> int:
        """0, 1 or 2 for no, one or several authorities with cases of the viewer's own."""
        return min(len(self.party), 2)


def parameters(principal: Principal, seen: Seen) -> dict[str, Any]:
    """Give the values to bind for the filter."""
    bound: dict[str, Any] = {}
    if seen.authorities:
        bound["staff_at"] = _one_or_all(seen.authorities)
    if seen.party:
        bound |= _party(principal) | {"party_at": _one_or_all(seen.party)}
    return bound


def _one_or_all(codes: tuple[str, ...]) -> str | list[str]:
    return codes[0] if len(codes) == 1 else list(codes)


def _party(principal: Principal) -> dict[str, Any]:
    client = f"client:{principal.client}" if principal.subject is None else ""
    return {"issuer": principal.issuer, "subject": principal.subject or "", "as_client": client}


@lru_cache(maxsize=8)
def visible(staff: int, own: int) -> ColumnElement[bool]:
    """Give the condition on `challenge`: 0, 1 or 2 for no, one or several authorities (see `Seen`)."""
    conditions: list[ColumnElement[bool]] = []
    at = challenge.c.authority
    if staff:
        conditions.append(and_(_is_one_of(at, "staff_at", staff), *submitted()))
    if own:
        conditions.append(and_(_is_one_of(at, "party_at", own), or_(represented(), begun_by_viewer(), concerned())))
    return or_(*conditions) if conditions else false()


def _is_one_of(column: ColumnElement[str], name: str, count: int) -> ColumnElement[bool]:
    return column == bindparam(name) if count == 1 else column.in_(bindparam(name, expanding=True))


WITHHELD: Final = ("draft", "discarded")
"""States in which a case is seen by its group alone."""


def submitted(cases: FromClause = challenge) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of a case that is not withheld from who works at its authority, or audits it."""
    return cases.c.phase != "draft", cases.c.state != "discarded"


def reasons_to_see(seen: Seen) -> tuple[ColumnElement[bool], ...]:
    """Give the same filter as conditions that each name one authority, one for each reason why a case is seen.

    A list takes its page from each of them, for each is a range of an index; no index serves reasons joined by OR. Who works at
    an authority sees what was submitted there anyway: as a party they see only what is withheld from their colleagues.
    """
    return tuple(reason for _, reason in reasons_by_authority(seen, challenge))


def reasons_by_authority(seen: Seen, cases: FromClause) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Give these conditions on cases, or on their past, each with the name of the value that says its authority."""
    for n in range(len(seen.authorities)):
        name = f"staff_at_{n}"
        yield name, and_(cases.c.authority == bindparam(name), *submitted(cases))
    for n, code in enumerate(seen.party):
        for reason in _own_cases(n, cases, works_there=code in seen.authorities):
            yield f"party_at_{n}", reason


def reasons_to_see_own(number: int) -> tuple[ColumnElement[bool], ...]:
    """Give the reasons to see submitted cases of one authority without working there, as in `reasons_to_see`."""
    of_my_group, _, objected_in = _own_cases(number, challenge, works_there=False)
    return and_(of_my_group, *submitted()), objected_in


def reason_parameters(principal: Principal, seen: Seen) -> dict[str, Any]:
    """Give the values to bind for `reasons_to_see`."""
    bound = {f"staff_at_{n}": code for n, code in enumerate(seen.authorities)}
    bound |= {f"party_at_{n}": code for n, code in enumerate(seen.party)}
    return bound | _party(principal) if seen.party else bound


def _own_cases(number: int, cases: FromClause, *, works_there: bool) -> tuple[ColumnElement[bool], ...]:
    here: BindParameter[str] = bindparam(f"party_at_{number}")
    me = id_of_person(here)
    groups = select(group_representative.c.group_id).where(
        group_representative.c.authority == here, group_representative.c.person.in_(me)
    )
    of_my_group = and_(cases.c.authority == here, cases.c.group_id.in_(groups))
    if works_there:
        of_my_group = and_(of_my_group, cases.c.state.in_(WITHHELD))
    begun = cases.c.begun_by.in_((bindparam("as_client"), me.scalar_subquery()))
    mine = (of_my_group, and_(cases.c.authority == here, cases.c.phase == "draft", begun))
    if works_there:
        return mine
    objected_in = select(challenge_party.c.challenge_id).where(
        challenge_party.c.authority == here, challenge_party.c.person.in_(me)
    )
    concerned_in = and_(cases.c.authority == here, cases.c.id.in_(objected_in))
    # who objected was never shown the draft that the case once was
    return (*mine, concerned_in if cases is challenge else and_(concerned_in, *submitted(cases)))


def represented() -> ColumnElement[bool]:
    """Give the condition that the viewer represents the group of the case."""
    return exists(
        select(1)
        .select_from(group_representative.join(person, _same_person()))
        .where(
            group_representative.c.authority == challenge.c.authority,
            group_representative.c.group_id == challenge.c.group_id,
            person.c.issuer == bindparam("issuer"),
            person.c.subject == bindparam("subject"),
        )
        .correlate(challenge)
    )


def concerned() -> ColumnElement[bool]:
    """Give the condition that the viewer is a third party who objected in the case."""
    same = and_(person.c.authority == challenge_party.c.authority, person.c.id == challenge_party.c.person)
    return exists(
        select(1)
        .select_from(challenge_party.join(person, same))
        .where(
            challenge_party.c.authority == challenge.c.authority,
            challenge_party.c.challenge_id == challenge.c.id,
            person.c.issuer == bindparam("issuer"),
            person.c.subject == bindparam("subject"),
        )
        .correlate(challenge)
    )


def third_party(own: int) -> ColumnElement[bool]:
    """Give, as the column `third`, whether the viewer is a third party in the case and no representative of its group."""
    found = and_(concerned(), not_(represented())) if own else literal(False)  # a value of the statement
    return found.label("third")


def begun_by_viewer() -> ColumnElement[bool]:
    """Give the condition that the viewer began a case that is still a draft."""
    return and_(
        challenge.c.phase == "draft",
        or_(
            challenge.c.begun_by == bindparam("as_client"),
            exists(
                select(1)
                .select_from(person)
                .where(
                    person.c.authority == challenge.c.authority,
                    person.c.id == challenge.c.begun_by,
                    person.c.issuer == bindparam("issuer"),
                    person.c.subject == bindparam("subject"),
                )
                .correlate(challenge),
            ),
        ),
    )


def _same_person() -> ColumnElement[bool]:
    return and_(person.c.authority == group_representative.c.authority, person.c.id == group_representative.c.person)


def only_visible(statement: Select[Any], staff: int, own: int) -> Select[Any]:
    """Limit a statement over `challenge` to what such a viewer may see (see `visible`)."""
    return statement.where(visible(staff, own))


def view_at(principal: Principal, authority: str, *, third: bool = False) -> View:
    """Give the view of a case that this viewer sees: staff before audit before party; a `third` party sees its own."""
    roles = principal.roles_at(authority)
    if roles & STAFF:
        return View.STAFF
    return View.AUDIT if Role.AUDITOR in roles else View.INTERESTED if third else View.PARTY


WITHOUT_PERSONS: Final = frozenset({View.AUDIT, View.INTERESTED})
"""Views that have no texts about persons."""


def hidden_types(view: View) -> frozenset[str]:
    """Give the event types of challenges that do not exist in this view."""
    return _HIDDEN[view]


_HIDDEN: Final = {view: frozenset(kind for kind, views in VIEWS.items() if view not in views) for view in View}
