"""Three ways to read the table: `decide` makes events or refuses, `refusals` gives every reason why not, `allowed_actions` lists.

Order of the reasons: role, person, state, the tests of the case, then the dates and the tests of the body together. Each is only
read when what comes before it holds, for it may rely on that: nobody can judge how a suspension ends that never began. Where no
body can pass its tests, as the term that must be over still runs, allowed actions say so before there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from challenge_api.challenges.case import Case
from challenge_api.challenges.commands import Command
from challenge_api.challenges.commands.tracks import FollowOrdinance
from challenge_api.challenges.evolution import evolve
from challenge_api.challenges.lifecycle import ACTIONS, EVENT_TYPES, TABLE, rows_for, transitions
from challenge_api.challenges.lifecycle.tracks import follows
from challenge_api.challenges.preconditions.situation import Facts, Situation
from challenge_api.challenges.row import Row
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Aggregate, Context, Event
from challenge_api.law.errors import Ground, Refusal, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedAction:
    """An action on a case as one viewer has it today: allowed, or refused with the reasons."""

    action: str
    noun: str
    summary: str
    article: str
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        """Whether a fitting body would be accepted now."""
        return not self.refusals


def roles_on(case: Case, actor: Actor) -> frozenset[Role]:
    """Give the roles that count on this case: a representative speaks for their own group only."""
    if case.group_id is None or actor.represents:
        return actor.roles
    return actor.roles - {Role.REPRESENTATIVE}


def not_permitted(row: Row, case: Case, actor: Actor) -> tuple[Refusal, ...]:
    """Give the refusals on role and person; they come before anything that tells of the case."""
    if not row.roles & roles_on(case, actor):
        roles = ", ".join(sorted(row.roles))
        detail = f"The action {row.action} is for: {roles}."
        return (Refusal("role-not-permitted", row.article, detail, Ground.ROLE),)
    if row.person_required and not actor.person:
        return (Refusal("person-required", row.article, f"A person must {row.action}; a client alone cannot.", Ground.PERSON),)
    return ()


def _wrong_state(rows: tuple[Row, ...], case: Case) -> Refusal:
    sources = ", ".join(sorted({source for row in rows for source in row.sources}))
    detail = f"The case is {case.state}; {rows[0].action} is possible in: {sources}."
    return Refusal("state-not-permitted", rows[0].article, detail, Ground.STATE)


def _dates(row: Row, at: Situation, command: Any) -> Iterator[Refusal]:
    """A legal date is not after today, not before receipt, and for the authority's own acts not before "
    "what made them possible."""
    if row.dated is None:
        return
    pointer = "/" + _camel(row.dated)
    on = row.legal_date(command, at.today)
    if on > at.today:
        yield Refusal("date-in-future", "challenge-api", f"Today is {at.today.isoformat()}.", Ground.RULE, pointer)
    elif at.case.received_on is not None and on < at.case.received_on:
        received = at.case.received_on.isoformat()
        yield Refusal("date-before-receipt", "Awb 4:13", f"The challenge was received on {received}.", Ground.RULE, pointer)
    elif not row.incoming and not row.track and at.case.moved_on is not None and on < at.case.moved_on:
        detail = f"What made this possible happened on {at.case.moved_on.isoformat()}."
        yield Refusal("date-before-previous-move", "challenge-api", detail, Ground.RULE, pointer)


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _of_the_case(row: Row, at: Situation) -> tuple[Refusal, ...]:
    return tuple(refusal for test in row.case_tests if (refusal := test(at)) is not None)


def _of_every_body(row: Row, at: Situation) -> tuple[Refusal, ...]:
    """Give what the tests of the body will say whatever the body is."""
    return tuple(refusal for test in row.promise_tests if (refusal := test(at)) is not None)


def refusals(case: Case, command: Command, actor: Actor, context: Context) -> tuple[Refusal, ...]:
    """Give every reason why the command is refused; empty when it is accepted."""
    rows = rows_for(type(command))
    if reasons := not_permitted(rows[0], case, actor):
        return reasons
    row = next((row for row in rows if case.state in row.sources), None)
    if row is None:
        return (_wrong_state(rows, case),)
    at = Situation(case=case, actor=actor, today=context.today, facts=context.facts)
    if reasons := _of_the_case(row, at):
        return reasons
    return (*_dates(row, at, command), *(reason for test in row.body_tests for reason in test(at, command)))


def decide(case: Case, command: Command, context: Context) -> tuple[Event, ...]:
    """Answer a command with the event it causes; before it, that a newer version took the case along, where one did.

    Raises `Refused` with every reason when it is refused.
    """
    if reasons := refusals(case, command, context.actor, context):
        raise Refused(reasons)
    row = next(row for row in rows_for(type(command)) if case.state in row.sources)
    at = Situation(case=case, actor=context.actor, today=context.today, facts=context.facts)
    happened = row.happens(at, command, context)
    if at.facts.successor is None or isinstance(command, FollowOrdinance):
        return (happened,)
    (follow,) = rows_for(FollowOrdinance)
    return (follow.event(by=context.actor.id, **follows(at, command, context)), happened)


def allowed_actions(case: Case, actor: Actor, context: Context) -> tuple[AllowedAction, ...]:
    """List every action on the case that one of the actor's roles has, allowed now or refused with the reasons."""
    at = Situation(case=case, actor=actor, today=context.today, facts=context.facts)
    found = []
    for action in ACTIONS:
        rows = tuple(row for row in TABLE if row.action == action and not row.creates)
        if not rows or any(reason.ground is Ground.ROLE for reason in not_permitted(rows[0], case, actor)):
            continue
        row = next((row for row in rows if case.state in row.sources), None)
        reasons = not_permitted(rows[0], case, actor)
        if not reasons:
            reasons = (_wrong_state(rows, case),) if row is None else _of_the_case(row, at) or _of_every_body(row, at)
        shown = row or rows[0]
        found.append(
            AllowedAction(action=action, noun=shown.noun, summary=shown.summary, article=shown.article, refusals=reasons)
        )
    return tuple(found)


def state_of(case: Case) -> str:
    """Give the fine-grained state."""
    return case.state


AGGREGATE: Final[Aggregate[Case, Any]] = Aggregate(
    kind="challenge",
    events=EVENT_TYPES,
    initial=Case(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds challenge events only
    state_of=state_of,
    transitions=transitions(),
)
__all__ = ["AGGREGATE", "AllowedAction", "Facts", "allowed_actions", "decide", "not_permitted", "refusals", "roles_on"]
