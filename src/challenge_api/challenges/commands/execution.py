"""What can be asked of an awarded task: agreement, reports, inspection, improvement, and each way to its end."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import MaxLen, MinLen

from challenge_api.challenges.contents import Agreement, Cents, Decider, IndicatorValue, Line, Prose, Version
from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class StartExecution(Body):
    """Hand the task over under an agreement."""

    agreement: Agreement
    handed_over_on: date
    hand_over: Prose
    """What was handed over: keys, data, equipment, staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Body):
    """Establish that no agreement came within its term."""

    decided_on: date
    decider: Decider
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Body):
    """Report on a period: spending and each indicator."""

    period_from: date
    period_until: date
    spent_cents: Cents
    indicators: Annotated[tuple[IndicatorValue, ...], MinLen(1), MaxLen(40)]
    account: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect(Body):
    """Record an inspection."""

    held_on: date
    finding: Prose
    indicators: Annotated[tuple[IndicatorValue, ...], MaxLen(40)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluate(Body):
    """Record an evaluation that was held; each meets the next of those that the ordinance asks for."""

    held_on: date
    findings: Prose
    """What became of the promises, and what follows from that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireImprovement(Body):
    """Name a shortcoming and a term to mend it."""

    finding: Prose
    sent_on: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptImprovement(Body):
    """Find the shortcoming mended."""

    held_on: date
    finding: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew(Body):
    """Go on after an evaluation, to a new end."""

    decided_on: date
    decider: Decider
    evaluated_on: date
    evaluation: Prose
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Body):
    """Close the case at the end of its term."""

    ended_on: date
    final_report: Version
    """Version of the report that is the final one."""
    evaluation: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack(Body):
    """Give the task back, with notice."""

    received_on: date
    """Day the notice reached the authority."""
    ends_on: date
    """Last day the group carries the task."""
    successor: Line
    """Who takes the task over."""
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Body):
    """End the execution on the authority's side."""

    decided_on: date
    decider: Decider
    ground: Literal["improvement-failed", "urgent", "award-annulled"]
    reasons: Prose
    fallback_executor: Line


Command = (
    StartExecution
    | Lapse
    | Report
    | Inspect
    | Evaluate
    | RequireImprovement
    | AcceptImprovement
    | Renew
    | Complete
    | HandBack
    | Terminate
)
