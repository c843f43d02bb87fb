"""Tests of a decision against the authority's register of mandates (Awb 10:1 to 10:19)."""

from collections.abc import Iterator

from challenge_api.challenges import commands as asked
from challenge_api.challenges.commands import defaults, execution, objections
from challenge_api.challenges.preconditions.situation import RegisteredMandate, Situation, refused
from challenge_api.law.errors import Refusal

Decision = (
    asked.Award | asked.Reject | asked.SetAside | execution.Lapse | execution.Renew | execution.Terminate
    | objections.DecideObjection | defaults.DecidePenalty
)  # fmt: skip


def decided_within_its_mandate(at: Situation, command: Decision) -> Iterator[Refusal]:
    """A decision under a mandate stays within it; a body that delegated its power has none left (Awb 10:1, 10:17).

    Where an authority keeps no register the reference is a text, and nothing can be held against it.
    """
    register, decider = at.facts.mandates, command.decider
    if not register:
        return
    cents = command.granted_cents_per_year + command.one_off_cents if isinstance(command, asked.Award) else 0
    if decider.mandate is None:
        delegated = [each for each in register if each.kind == "delegation" and each.body == decider.body]
        if taken := next((each for each in delegated if each.holds_on(command.decided_on) and each.reaches(cents)), None):
            detail = f"The {decider.body} delegated this power ({taken.reference}), and no longer uses it itself."
            yield refused("power-delegated", "Awb 10:17", detail, "/decider/mandate")
        return
    held = next((each for each in register if decider.mandate in (each.reference, each.id)), None)
    if held is None:
        yield refused("mandate-unknown", "Awb 10:5", "No mandate of the register has that reference.", "/decider/mandate")
    elif held.body != decider.body:
        yield refused("mandate-of-other-body", "Awb 10:1", f"The {held.body} gave that mandate.", "/decider/mandate")
    elif not held.holds_on(command.decided_on):
        yield refused("mandate-not-in-force", "Awb 10:1, 10:8", f"It holds {_period(held)}.", "/decider/mandate")
    elif not held.reaches(cents):
        detail = f"It reaches to {held.up_to_cents} cents; this decision is about {cents}."
        yield refused("beyond-mandate", "Awb 10:1, 10:4", detail, "/decider/mandate")


def _period(held: RegisteredMandate) -> str:
    until = "" if held.until is None else f" through {held.until.isoformat()}"
    return f"from {held.from_on.isoformat()}{until}"
