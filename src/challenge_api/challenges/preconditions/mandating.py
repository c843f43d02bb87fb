"""Tests of a decision against the authority's register of mandates (Awb 10:1 to 10:19)."""

from collections.abc import Iterator, Sequence
from datetime import date

from challenge_api.challenges import commands as asked
from challenge_api.challenges import review
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
    cents = _amount(at, command)
    if decider.mandate is None:
        delegated = [each for each in register if each.kind == "delegation" and each.body == decider.body]
        if taken := next((each for each in delegated if each.holds_on(command.decided_on) and each.reaches(cents)), None):
            detail = f"The {decider.body} delegated this power ({taken.reference}), and no longer uses it itself."
            yield refused("power-delegated", "Awb 10:17", detail, "/decider/mandate")
        return
    held = _named(register, decider.mandate)
    if held is None:
        yield refused("mandate-unknown", "Awb 10:5", "No mandate of the register has that reference.", "/decider/mandate")
    elif held.body != decider.body:
        yield refused("mandate-of-other-body", "Awb 10:1", f"The {held.body} gave that mandate.", "/decider/mandate")
    elif not held.holds_on(command.decided_on):
        yield refused("mandate-not-in-force", "Awb 10:1, 10:8", f"It holds {_period(held)}.", "/decider/mandate")
    elif not held.reaches(cents):
        detail = f"It reaches to {held.up_to_cents} cents; this decision is about {cents}."
        yield refused("beyond-mandate", "Awb 10:1, 10:4", detail, "/decider/mandate")
    else:
        yield from _what_it_comes_from(register, held, command.decided_on, cents)


def _amount(at: Situation, command: Decision) -> int:
    """Give what a decision is about in cents: its dearest year, or the penalty that it fixes; 0 where it grants nothing."""
    match command:
        case asked.Award():
            return command.granted_cents_per_year + command.one_off_cents
        case objections.DecideObjection(revised_award=terms) if terms is not None:
            return terms.granted_cents_per_year + terms.one_off_cents
        case defaults.DecidePenalty(excluded=None):
            objection = None if command.objection is None else at.case.objection(command.objection)
            term = review.waiting(at.case, at.rules, objection, at.calendar).term
            return 0 if term is None else term.overdue.penalty_total_cents
        case _:
            return 0


def _named(register: Sequence[RegisteredMandate], name: str) -> RegisteredMandate | None:
    return next((each for each in register if name in (each.reference, each.id)), None)


def _what_it_comes_from(
    register: Sequence[RegisteredMandate], held: RegisteredMandate, on: date, cents: int
) -> Iterator[Refusal]:
    """A sub-mandate is worth what it comes from: withdrawn, or outgrown, it gives no power (Awb 10:9(2))."""
    above = held
    for _ in register:  # each comes from one that was given before, so there are no more steps than entries
        name = above.under
        if name is None:
            return
        found = _named(register, name)
        if found is None or not found.holds_on(on) or not found.reaches(cents):
            detail = f"It comes from {name}, which does not reach this decision on this day."
            yield refused("sub-mandate-falls", "Awb 10:9", detail, "/decider/mandate")
            return
        above = found


def _period(held: RegisteredMandate) -> str:
    until = "" if held.until is None else f" through {held.until.isoformat()}"
    return f"from {held.from_on.isoformat()}{until}"
