"""Deciding on the register: what the law asks of a delegation, and dates in order. Withdrawn once is withdrawn."""

from collections.abc import Iterator
from typing import Any, Final

from challenge_api.law.action import not_permitted
from challenge_api.law.aggregate import Aggregate, Context, Event
from challenge_api.law.errors import Ground, Refusal, Refused
from challenge_api.mandates.commands import Command, GiveMandate, WithdrawMandate
from challenge_api.mandates.events import Known, Mandate, MandateGiven, MandateWithdrawn, evolve
from challenge_api.mandates.lifecycle import TABLE, TRANSITIONS


def refusals(mandate: Mandate, command: Command, context: Context) -> Iterator[Refusal]:
    """Give every reason why the command is refused; `context.facts` is what the register has."""
    match command:
        case GiveMandate():
            yield from _of_giving(command, context)
        case WithdrawMandate():
            if mandate.state != "given":
                yield Refusal("mandate-withdrawn", "Awb 10:8", "It was withdrawn already.", Ground.STATE)
            elif mandate.given is not None and command.last_day < mandate.given.from_on:
                detail = f"It holds from {mandate.given.from_on.isoformat()}."
                yield Refusal("ends-before-begin", "Awb 10:8", detail, pointer="/lastDay")
            elif mandate.until is not None and command.last_day > mandate.until:
                detail = f"It ends on {mandate.until.isoformat()} anyway."
                yield Refusal("mandate-ends-sooner", "Awb 10:8", detail, pointer="/lastDay")
            elif command.last_day < context.today:
                detail = f"Today is {context.today.isoformat()}: decisions taken until today stand."
                yield Refusal("withdrawn-in-the-past", "Awb 10:8", detail, pointer="/lastDay")


def _of_giving(command: GiveMandate, context: Context) -> Iterator[Refusal]:
    known: Known = context.facts
    if known.reference_given:
        yield Refusal("reference-given", "challenge-api", "A mandate of this authority has that reference.", pointer="/reference")
    if command.given_on > context.today:
        yield Refusal("date-in-future", "challenge-api", f"Today is {context.today.isoformat()}.", pointer="/givenOn")
    if command.from_on < command.given_on:
        yield Refusal("mandate-backdated", "Awb 10:1", "It cannot be used before it was given.", pointer="/fromOn")
    if command.until is not None and command.until < command.from_on:
        yield Refusal("ends-before-begin", "challenge-api", "Its last day lies before its first.", pointer="/until")
    if command.kind == "delegation" and command.basis is None:
        yield Refusal("delegation-without-basis", "Awb 10:15", "Delegation needs a provision that allows it.", pointer="/basis")
    if command.kind == "delegation" and command.subordinate:
        detail = "Nothing is delegated to who works under the body; give a mandate."
        yield Refusal("delegation-to-subordinate", "Awb 10:14", detail, pointer="/subordinate")
    if command.under is not None:
        yield from _of_sub_mandate(command, known.above)


def _of_sub_mandate(command: GiveMandate, above: Mandate | None) -> Iterator[Refusal]:
    """A sub-mandate comes from a mandate that allows it, and is no wider (Awb 10:9)."""
    if above is None or above.given is None:
        yield Refusal("mandate-unknown", "Awb 10:9", "No mandate of the register has that reference.", pointer="/under")
        return
    if command.kind == "delegation" or above.given.kind == "delegation" or not above.given.sub_mandates:
        detail = "The mandate it comes from does not let its holder mandate others."
        yield Refusal("sub-mandate-not-allowed", "Awb 10:9(1)", detail, pointer="/under")
    if command.body != above.given.body:
        yield Refusal("wider-than-its-mandate", "Awb 10:9(2)", f"That mandate is of the {above.given.body}.", pointer="/body")
    most = above.given.up_to_cents
    if most is not None and (command.up_to_cents is None or command.up_to_cents > most):
        yield Refusal("wider-than-its-mandate", "Awb 10:9(2)", f"That mandate reaches to {most} cents.", pointer="/upToCents")
    if command.from_on < above.given.from_on:
        first = above.given.from_on.isoformat()
        yield Refusal("wider-than-its-mandate", "Awb 10:9(2)", f"That mandate holds from {first}.", pointer="/fromOn")
    if above.until is not None and (command.until is None or command.until > above.until):
        last = above.until.isoformat()
        yield Refusal("wider-than-its-mandate", "Awb 10:9(2)", f"That mandate holds through {last}.", pointer="/until")


def decide(mandate: Mandate, command: Command, context: Context) -> tuple[Event, ...]:
    """Answer a command with its event. Raises Refused."""
    if reasons := tuple(refusals(mandate, command, context)):
        raise Refused(reasons)
    match command:
        case GiveMandate():
            return (MandateGiven(occurred_on=command.given_on, by=context.actor.id, mandate=command),)
        case WithdrawMandate():
            return (MandateWithdrawn(occurred_on=context.today, by=context.actor.id, last_day=command.last_day),)


AGGREGATE: Final[Aggregate[Mandate, Any]] = Aggregate(
    kind="mandate",
    events={kind.type: kind for kind in (MandateGiven, MandateWithdrawn)},
    initial=Mandate(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds mandate events only
    state_of=lambda mandate: mandate.state,
    transitions=TRANSITIONS,
)
__all__ = ["AGGREGATE", "TABLE", "decide", "not_permitted", "refusals"]
