"""What a valid notice of default starts: two weeks in which a decision costs nothing, and the decision on the penalty."""

from collections.abc import Iterator
from datetime import date

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks.deadline import Deadline
from challenge_api.challenges.proceedings import Penalty


def consequences(case: Case, decision: Deadline, objection: int | None = None) -> Iterator[Deadline]:
    """Give the terms that follow a late decision, on the request or on an objection (Awb 4:17(3), 4:18, 7:14)."""
    if decision.overdue is None:
        return
    steps = decision.explanation
    notice = next(step for step in steps if step.step == "notice")
    weeks = next(step for step in steps if step.step == "two-weeks")
    assert notice.date is not None
    assert weeks.last is not None
    yield Deadline(
        kind="default",
        about=objection,
        starts_on=notice.date,
        due_on=weeks.last,
        article=notice.article,
        met_on=decision.met_on,
        ended_on=decision.ended_on,
        provisional=decision.provisional,
        explanation=tuple(step for step in steps if step.step in {"notice", "two-weeks"}),
    )
    due, until = decision.overdue.penalty_decision_due, decision.overdue.penalty_until
    if due is not None and until is not None:
        yield Deadline(
            kind="penalty-decision",
            about=objection,
            starts_on=until,
            due_on=due,
            article="Awb 4:18",
            met_on=_fixed_on(case, objection),
            provisional=decision.provisional,
            explanation=tuple(step for step in steps if step.step in {"two-weeks", "penalty", "shared", "penalty-decision"}),
        )


def _fixed_on(case: Case, objection: int | None) -> date | None:
    fixed = (
        case.decision(penalty.version) for penalty in case.penalties if penalty.objection == objection and _stands(case, penalty)
    )
    return next((decision.taken_on for decision in fixed if decision is not None), None)


def _stands(case: Case, penalty: Penalty) -> bool:
    """Whether it was not about a decision that is no more, for the case was reopened since."""
    return penalty.objection is not None or penalty.version > case.reopened
