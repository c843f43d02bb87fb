"""What may become of a group."""

from dataclasses import replace
from typing import Any, Final

from challenge_api.groups.commands import AddRepresentative, Command, FormGroup, RemoveRepresentative
from challenge_api.groups.events import Group, GroupFormed, RepresentativeAdded, RepresentativeRemoved, evolve
from challenge_api.groups.lifecycle import TABLE, TRANSITIONS
from challenge_api.law import action
from challenge_api.law.access import Actor, Role
from challenge_api.law.action import Action
from challenge_api.law.aggregate import Aggregate, Context, Event
from challenge_api.law.errors import Refusal, Refused


def not_permitted(asked: Action, group: Group, actor: Actor) -> tuple[Refusal, ...]:
    """Give the refusals on role and person: a representative speaks for their own group only."""
    roles = actor.roles if actor.represents else actor.roles - {Role.REPRESENTATIVE}
    return action.not_permitted(asked, group, replace(actor, roles=roles))


def decide(group: Group, command: Command, context: Context) -> tuple[Event, ...]:
    """Answer a command with its event; `context.facts` is the actor id of the person to add. Raises Refused."""
    said: dict[str, Any] = {"occurred_on": context.today, "by": context.actor.id}
    match command:
        case FormGroup():
            return (GroupFormed(name=command.name, legal_form=command.legal_form, representative=command.representative, **said),)
        case AddRepresentative():
            if context.facts in group.representatives:
                raise Refused((Refusal("already-representative", "challenge-api", "They speak for the group already."),))
            return (RepresentativeAdded(person=context.facts, **said),)
        case RemoveRepresentative():
            if command.person not in group.representatives:
                raise Refused(
                    (Refusal("not-a-representative", "challenge-api", "They do not speak for the group.", pointer="/person"),)
                )
            if len(group.representatives) == 1:
                raise Refused((Refusal("last-representative", "challenge-api", "A group keeps at least one representative."),))
            return (RepresentativeRemoved(person=command.person, **said),)


AGGREGATE: Final[Aggregate[Group, Any]] = Aggregate(
    kind="group",
    events={kind.type: kind for kind in (GroupFormed, RepresentativeAdded, RepresentativeRemoved)},
    initial=Group(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds group events only
    state_of=lambda group: group.state,
    transitions=TRANSITIONS,
)
__all__ = ["AGGREGATE", "TABLE", "decide", "not_permitted"]
