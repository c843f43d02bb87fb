"""What a party was told of a last day, beside what counting gives: never recomputed silently, each difference explained."""

from collections.abc import Sequence

from challenge_api.challenges.case import Case, ToldDate
from challenge_api.challenges.clocks.deadline import Deadline, Told
from challenge_api.law.deadlines import ClockFact, Step


def beside(case: Case, deadline: Deadline) -> Told | None:
    """Give what was told last of a term; None where nothing was."""
    this = (deadline.kind, deadline.about, deadline.number)
    found = next((told for told in case.told if (told.kind, told.about, told.number) == this), None)
    if found is None:
        return None
    difference = (deadline.due_on - found.due_on).days
    reasons = _reasons(case, found, deadline) if difference else ()
    return Told(
        due_on=found.due_on, told_on=found.told_on, version=found.version, difference_days=difference, reasons=tuple(reasons)
    )


def _reasons(case: Case, told: ToldDate, deadline: Deadline) -> list[Step]:
    found: list[Step] = []
    if told.counted_on != told.due_on:
        found.append(Step.of("told/otherwise", deadline.article, told.counted_on, {"told": told.due_on}))
    if told.counted_on != deadline.due_on:
        ordered, since = _clock(case, told)
        later = [step for step in deadline.explanation if step.event is not None and ordered[step.event] in since]
        found += [step for step in later if step.step != "ignored"]
        if not later:
            found.append(Step.of("told/changed", deadline.article, deadline.due_on, {"told": told.counted_on}))
    return found


def _clock(case: Case, told: ToldDate) -> tuple[Sequence[ClockFact], Sequence[ClockFact]]:
    """The facts as the explanation counts them, and those that were recorded since it was told."""
    objection = case.objection(told.about) if told.kind == "objection-decision" and told.about is not None else None
    if objection is None:
        return tuple(sorted(case.running, key=lambda fact: fact.on)), case.clock[told.facts :]
    announced = ClockFact(type="announced", on=objection.received_on)  # stands first there, and no step is about it
    return (announced, *objection.clock), objection.clock[told.facts :]
