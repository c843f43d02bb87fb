"""What happened to a challenge: one dataclass per event.

An event holds the accepted command whole, plus what deciding added to it. `evolution` folds them into the case.
"""

from dataclasses import dataclass
from typing import ClassVar

from challenge_api.challenges import commands as asked
from challenge_api.challenges.case import OrdinanceRef
from challenge_api.challenges.commands import execution
from challenge_api.challenges.contents import Contents, DraftContents
from challenge_api.challenges.events import dealings, defaults, duties, objections, terms, tracks
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted(Event):
    """A draft was begun."""

    type: ClassVar[str] = "drafted"
    contents: DraftContents
    group_id: str
    group_is_new: bool
    representative: str | None = None
    """First representative of a new group; none when intake filed for it on paper."""
    contact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(Event):
    """A draft was rewritten."""

    type: ClassVar[str] = "revised"
    contents: DraftContents
    contact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded(Event):
    """A draft was thrown away."""

    type: ClassVar[str] = "discarded"
    discard: asked.Discard


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """A challenge came in; `occurred_on` is its day of receipt, day 0 of the decision term (Awb 4:13)."""

    type: ClassVar[str] = "submitted"
    contents: Contents
    group_id: str
    group_is_new: bool
    representative: str | None = None
    """First representative of a new group; none when intake filed for it on paper."""
    contact_id: str
    ordinance: OrdinanceRef
    legal_track: str | None = None
    missing: tuple[str, ...] = ()
    """Keys of required items that were not there: it is received all the same, and can be supplemented (Awb 4:5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded(Event):
    """The request was sent on to the competent body (Awb 2:3)."""

    type: ClassVar[str] = "forwarded"
    forward: asked.Forward


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested(Event):
    """The group was asked to complete its request (Awb 4:5); the term is suspended (Awb 4:15(1)(a))."""

    type: ClassVar[str] = "supplement-requested"
    request: asked.RequestSupplement


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplemented(Event):
    """A supplement came in; `occurred_on` is the day of receipt of its last part."""

    type: ClassVar[str] = "supplemented"
    supplement: asked.Supplement
    late: bool
    complete: bool
    """Whether everything that was asked is there by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp(Event):
    """The case goes on after a supplement, or as it stands."""

    type: ClassVar[str] = "taken-up"
    take_up: asked.TakeUp


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Event):
    """It was decided not to handle the incomplete request (Awb 4:5)."""

    type: ClassVar[str] = "set-aside"
    decision: asked.SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted(Event):
    """The request was found complete and within the rules."""

    type: ClassVar[str] = "admitted"
    admission: asked.Admit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorationBegun(Event):
    """The idea is worked out together."""

    type: ClassVar[str] = "exploration-begun"
    exploration: asked.Explore


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorationConcluded(Event):
    """The exploration ended with an outcome."""

    type: ClassVar[str] = "exploration-concluded"
    conclusion: asked.ConcludeExploration


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Event):
    """The plan has a new version."""

    type: ClassVar[str] = "amended"
    amendment: asked.Amend
    plan_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentBegun(Event):
    """One version of the plan is before the assessors."""

    type: ClassVar[str] = "assessment-begun"
    plan_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored(Event):
    """An assessor handed in a sheet; sealed until the assessment is concluded."""

    type: ClassVar[str] = "scored"
    sheet: asked.Score


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentConcluded(Event):
    """The assessment was concluded; the sheets are open from here on."""

    type: ClassVar[str] = "assessment-concluded"
    conclusion: asked.ConcludeAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedToAssessment(Event):
    """The case went back to the assessors."""

    type: ClassVar[str] = "returned-to-assessment"
    returned: asked.ReturnToAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded(Event):
    """The task was awarded; `occurred_on` is the day the decision was taken."""

    type: ClassVar[str] = "awarded"
    award: asked.Award


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Event):
    """The challenge was refused; `occurred_on` is the day the decision was taken."""

    type: ClassVar[str] = "rejected"
    rejection: asked.Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedByCooperation(Event):
    """The matter was solved together, without transfer."""

    type: ClassVar[str] = "resolved-by-cooperation"
    resolution: asked.ResolveByCooperation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerouted(Event):
    """The idea goes on through another door."""

    type: ClassVar[str] = "rerouted"
    reroute: asked.Reroute


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """The case goes on inside another."""

    type: ClassVar[str] = "joined"
    join: asked.Join


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The group took its challenge back; `occurred_on` is the day that reached the authority."""

    type: ClassVar[str] = "withdrawn"
    withdrawal: asked.Withdraw


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionStarted(Event):
    """The task was handed over under an agreement."""

    type: ClassVar[str] = "execution-started"
    start: execution.StartExecution


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Event):
    """No agreement came within its term."""

    type: ClassVar[str] = "lapsed"
    lapse: execution.Lapse


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Event):
    """The group reported on a period."""

    type: ClassVar[str] = "reported"
    report: execution.Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(Event):
    """The authority inspected."""

    type: ClassVar[str] = "inspected"
    inspection: execution.Inspect


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated(Event):
    """The execution was evaluated."""

    type: ClassVar[str] = "evaluated"
    evaluation: execution.Evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementRequired(Event):
    """A shortcoming was found and a term set to mend it."""

    type: ClassVar[str] = "improvement-required"
    requirement: execution.RequireImprovement


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementAccepted(Event):
    """The shortcoming was found mended."""

    type: ClassVar[str] = "improvement-accepted"
    acceptance: execution.AcceptImprovement


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed(Event):
    """The execution goes on to a new end."""

    type: ClassVar[str] = "renewed"
    renewal: execution.Renew


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Event):
    """The execution ended at its term."""

    type: ClassVar[str] = "completed"
    completion: execution.Complete


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack(Event):
    """The group gave the task back."""

    type: ClassVar[str] = "handed-back"
    hand_back: execution.HandBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminated(Event):
    """The authority ended the execution."""

    type: ClassVar[str] = "terminated"
    termination: execution.Terminate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """The case is open again after an objection or a ruling."""

    type: ClassVar[str] = "reopened"
    reopening: asked.Reopen


ChallengeEvent = (
    Drafted | Revised | Discarded | Submitted | Forwarded | SupplementRequested | Supplemented | TakenUp | SetAside | Admitted
    | ExplorationBegun | ExplorationConcluded | Amended | AssessmentBegun | Scored | AssessmentConcluded | ReturnedToAssessment
    | Awarded | Rejected | ResolvedByCooperation | Rerouted | Joined | Withdrawn | ExecutionStarted | Lapsed | Reported
    | Inspected | Evaluated | ImprovementRequired | ImprovementAccepted | Renewed | Completed | HandedBack | Terminated | Reopened
    | tracks.TrackEvent | objections.ObjectionEvent | defaults.DefaultEvent | dealings.DealingEvent | terms.TermEvent
    | duties.DutyEvent
)  # fmt: skip
