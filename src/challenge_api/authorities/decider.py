"""Deciding on the clock of a sandbox: it goes forward only, and other authorities have none."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from challenge_api.authorities.commands import SetClock
from challenge_api.authorities.events import AuthorityClock, ClockSet, evolve
from challenge_api.authorities.lifecycle import SANDBOX, SET_CLOCK, TRANSITIONS, is_sandbox
from challenge_api.law import action
from challenge_api.law.access import Actor
from challenge_api.law.aggregate import Aggregate, Context
from challenge_api.law.errors import Refusal, Refused

LAST: Final = date(2199, 12, 31)
"""A clock goes no further: terms that begin then still end within the calendar."""


def not_permitted(clock: AuthorityClock, actor: Actor) -> tuple[Refusal, ...]:
    """Give the refusals on role."""
    return action.not_permitted(SET_CLOCK, clock, actor)


def refusals(command: SetClock, authority: str, today: date) -> Iterator[Refusal]:
    """Give every reason why the clock cannot be set; `today` is the day that it is at the authority now."""
    if not is_sandbox(authority):
        detail = (
            f"{authority} goes by the real day. Only a sandbox has its own clock: an authority whose code begins with {SANDBOX}."
        )
        yield Refusal("not-a-sandbox", "challenge-api", detail)
    elif command.today < today:
        detail = f"The clock goes forward only; at {authority} it is {today.isoformat()}."
        yield Refusal("clock-goes-forward", "challenge-api", detail, pointer="/today")
    elif command.today > LAST:
        detail = f"The clock goes no further than {LAST.isoformat()}."
        yield Refusal("clock-too-far", "challenge-api", detail, pointer="/today")


def decide(_clock: AuthorityClock, command: SetClock, context: Context) -> tuple[ClockSet, ...]:
    """Set the clock; `context.facts` is the code of the authority. Raises Refused."""
    if reasons := tuple(refusals(command, context.facts, context.today)):
        raise Refused(reasons)
    return (ClockSet(occurred_on=command.today, by=context.actor.id, today=command.today),)


AGGREGATE: Final[Aggregate[AuthorityClock, Any]] = Aggregate(
    kind="authority",
    events={ClockSet.type: ClockSet},
    initial=AuthorityClock(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds this event only
    state_of=lambda clock: clock.state,
    transitions=TRANSITIONS,
)
__all__ = ["AGGREGATE", "LAST", "SET_CLOCK", "decide", "not_permitted", "refusals"]
