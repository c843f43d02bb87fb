"""What may become of a version of an ordinance."""

import json
from typing import Any, Final

from challenge_api.law.access import Actor
from challenge_api.law.action import Action
from challenge_api.law.aggregate import Aggregate, Context, Event
from challenge_api.law.errors import Ground, Refusal, Refused
from challenge_api.law.ordinance import OrdinanceFault
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.ordinances.commands import Command, PublishOrdinance, RepealOrdinance
from challenge_api.ordinances.events import OrdinancePublished, OrdinanceRepealed, OrdinanceVersion, evolve
from challenge_api.ordinances.lifecycle import TABLE, TRANSITIONS


def not_permitted(action: Action, _ordinance: OrdinanceVersion, actor: Actor) -> tuple[Refusal, ...]:
    """Give the refusals on role."""
    if action.roles & actor.roles:
        return ()
    detail = f"The action {action.name} is for: {', '.join(sorted(action.roles))}."
    return (Refusal("role-not-permitted", action.article, detail, Ground.ROLE),)


def decide(ordinance: OrdinanceVersion, command: Command, context: Context) -> tuple[Event, ...]:
    """Answer a command with its event; `context.facts` is the number of the newest version. Raises Refused."""
    said: dict[str, Any] = {"occurred_on": context.today, "by": context.actor.id}
    match command:
        case PublishOrdinance():
            return (_publish(command, context.facts, said),)
        case RepealOrdinance():
            if ordinance.state != "published":
                raise Refused((Refusal("state-not-permitted", "Gemeentewet 147", "It is repealed already.", Ground.STATE),))
            assert ordinance.in_force_from is not None
            if command.last_day < ordinance.in_force_from:
                detail = f"It is in force from {ordinance.in_force_from.isoformat()}."
                raise Refused((Refusal("date-order", "Gemeentewet 147", detail, pointer="/lastDay"),))
            return (OrdinanceRepealed(last_day=command.last_day, **said),)


def _publish(command: PublishOrdinance, newest: int, said: dict[str, Any]) -> OrdinancePublished:
    try:
        rules = read_ordinance(command.document)
    except OrdinanceFault as fault:
        raise Refused(
            tuple(
                Refusal(f"ordinance-{each.code}", "challenge-api", each.reason, pointer=f"/document/{each.path}")
                for each in fault.faults
            )
        ) from fault
    published, begins = command.published_on or rules.published_on, command.in_force_from or rules.in_force_from
    if published is None or begins is None:
        detail = "Say when it was published and from when it is in force."
        raise Refused((Refusal("ordinance-dates-missing", "Bekendmakingswet 8, 10", detail, pointer="/inForceFrom"),))
    if begins < published:
        detail = "An ordinance is in force after its publication."
        raise Refused((Refusal("in-force-before-publication", "Bekendmakingswet 8", detail, pointer="/inForceFrom"),))
    return OrdinancePublished(
        ordinance_id=rules.id,
        number=newest + 1,
        published_on=published,
        in_force_from=begins,
        in_force_until=rules.in_force_until,
        document=json.dumps(command.document, ensure_ascii=False),
        **said,
    )


AGGREGATE: Final[Aggregate[OrdinanceVersion, Any]] = Aggregate(
    kind="ordinance",
    events={kind.type: kind for kind in (OrdinancePublished, OrdinanceRepealed)},
    initial=OrdinanceVersion(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds ordinance events only
    state_of=lambda ordinance: ordinance.state,
    transitions=TRANSITIONS,
)
__all__ = ["AGGREGATE", "TABLE", "decide", "not_permitted"]
