"""What a precondition looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from challenge_api.challenges.case import Case, OrdinanceRef
from challenge_api.challenges.clocks import calendar_of
from challenge_api.law.access import Actor, Role
from challenge_api.law.errors import Ground, Refusal
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar
from challenge_api.law.ordinance import Ordinance


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A newer version whose transitional rule takes a pending case along, from its first day in force."""

    ref: OrdinanceRef
    rules: Ordinance
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The version that holds for a case on a day, and why.

    `received`: it was in force on the day of receipt; `draft-begun`: on the day the draft was begun, which the version of the
    day of receipt asks for; `taken-along`: its transitional rule took the case along. `recorded`: whether the case says so yet.
    """

    ref: OrdinanceRef
    rules: Ordinance
    because: Literal["received", "draft-begun", "taken-along"]
    since: date | None
    recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredMandate:
    """A mandate or delegation of the register: whose power, up to which amount, from when to when."""

    id: str
    reference: str
    kind: str
    body: str
    up_to_cents: int | None
    from_on: date
    until: date | None
    under: str | None = None
    """Reference or id of the mandate it comes from (Awb 10:9)."""

    def holds_on(self, day: date) -> bool:
        """Tell whether it can be used on a day."""
        return self.from_on <= day and (self.until is None or day <= self.until)

    def reaches(self, cents: int) -> bool:
        """Tell whether an amount lies within it."""
        return self.up_to_cents is None or cents <= self.up_to_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a decision on a challenge needs to know from elsewhere, as values.

    `ordinance` is the version the case keeps, or for a submission the one in force on its day of receipt (with its id as a
    resource and its number); None when the authority has none. `successor` takes the case along
    from here on, and judges it. `represents_named_group`: the actor represents the group that
    the body names; `named_group_exists`: it is one of this authority. `other_state`: state of
    the case to join, None when there is none. `assignee`: actor id of the person to assign, None for a person that was never
    seen at the authority. `objector`: actor id of the third party for whom intake lodges an objection, None without an account.
    `duty_done`: the service has told it already. `mandates`: the register of the authority, empty where it keeps none.
    """

    ordinance: Ordinance | None = None
    ordinance_id: str = ""
    ordinance_number: int = 0
    successor: Successor | None = None
    calendar: LegalCalendar = DUTCH
    represents_named_group: bool = False
    named_group_exists: bool = True
    other_state: str | None = None
    assignee: str | None = None
    objector: str | None = None
    duty_done: bool = False
    mandates: tuple[RegisteredMandate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A case, whoever acts on it, the day, and the facts."""

    case: Case
    actor: Actor
    today: date
    facts: Facts

    @property
    def rules(self) -> Ordinance:
        """The ordinance of a submitted case; it always keeps one."""
        if self.facts.successor is not None:
            return self.facts.successor.rules
        assert self.facts.ordinance is not None, "a case is pinned to an ordinance when it is submitted"
        return self.facts.ordinance

    @property
    def calendar(self) -> LegalCalendar:
        """Days off where the ordinance holds, by the decrees that are known; never those of another country."""
        return calendar_of(self.rules, self.facts.calendar)

    @property
    def by_intake(self) -> bool:
        """Whether intake acts, which records what came on paper."""
        return Role.INTAKE in self.actor.roles


CaseTest = Callable[[Situation], Refusal | None]
BodyTest = Callable[[Situation, Any], Iterator[Refusal]]


def refused(code: str, article: str, detail: str, pointer: str = "") -> Refusal:
    """Give a refusal on a rule of law or ordinance."""
    return Refusal(code=code, article=article, detail=detail, ground=Ground.RULE, pointer=pointer)
