"""A term of a case as it is shown, and the table of the kinds there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import Explained, Overdue, Status, Step

Kind = Literal[
    "confirmation",
    "decision",
    "default",
    "penalty-decision",
    "supplement",
    "set-aside",
    "objection",
    "objection-remedy",
    "hearing-papers",
    "hearing-inspection",
    "objection-decision",
    "appeal",
    "court-decision",
    "agreement",
    "execution",
    "report",
    "improvement",
    "evaluation",
    "hand-back-notice",
]
DutyOf = Literal["authority", "challenger", "objector"]


@dataclass(frozen=True, slots=True)
class KindOfTerm:
    """Whose duty a kind of term is, and whether it is a power that lapses with it, so that passing it is no fault."""

    duty_of: DutyOf
    lapses: bool = False


KINDS: Final[Mapping[Kind, KindOfTerm]] = MappingProxyType(
    {
        "confirmation": KindOfTerm("authority"),  # Awb 2:17
        "decision": KindOfTerm("authority"),  # Awb 4:13
        "default": KindOfTerm("authority"),  # Awb 4:17(3)
        "penalty-decision": KindOfTerm("authority"),  # Awb 4:18
        "supplement": KindOfTerm("challenger"),  # Awb 4:5(1)
        "set-aside": KindOfTerm("authority", lapses=True),  # Awb 4:5(4)
        "objection": KindOfTerm("objector", lapses=True),  # Awb 6:7
        "objection-remedy": KindOfTerm("objector"),  # Awb 6:6
        "hearing-papers": KindOfTerm("objector", lapses=True),  # Awb 7:4(1)
        "hearing-inspection": KindOfTerm("authority", lapses=True),  # Awb 7:4(2): whether the file lay open is not recorded
        "objection-decision": KindOfTerm("authority"),  # Awb 7:10
        "appeal": KindOfTerm("objector", lapses=True),  # Awb 6:7, 8:1
        "court-decision": KindOfTerm("authority"),  # Awb 8:55d(1)
        "agreement": KindOfTerm("authority"),
        "execution": KindOfTerm("challenger"),
        "report": KindOfTerm("challenger"),
        "improvement": KindOfTerm("challenger"),
        "evaluation": KindOfTerm("authority"),
        "hand-back-notice": KindOfTerm("challenger", lapses=True),
    }
)
"""Every kind of term that a case can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Body):
    """A last day as it was told, and how it differs from what counting gives now."""

    due_on: date
    told_on: date
    version: int
    """Version of the case that records it."""
    difference_days: int
    """Days that counting gives later (below zero: earlier) than what was told."""
    reasons: tuple[Step, ...]
    """Why they differ: what was told otherwise, and every fact recorded since that moved the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Body):
    """One term of a case: `due_on` is its last day; `explanation` leads from start to due day, one article a step."""

    kind: Kind
    about: int | None = None
    """Version of the case that records what the term is about: a request, a decision; where there can be several."""
    number: int | None = None
    """Which of a row of terms, counted from 1: the third report."""
    starts_on: date
    """Day 0: the term's first day is the next one."""
    due_on: date
    article: str
    met_on: date | None = None
    """Day on which what the term asks for was done."""
    ended_on: date | None = None
    """Day on which the term lost its object, such as the end of the case."""
    suspended: tuple[tuple[date, date], ...] = ()
    """First and last day of each suspension that is known."""
    provisional: bool = False
    """Whether a decree that is yet to come could move the date."""
    overdue: Overdue | None = None
    """What a valid notice of default brings about, on the term of a decision."""
    latest_receipt_by_post: date | None = None
    """Of an objection: last day of receipt of what was posted by the due date."""
    told: Told | None = None
    """What a party was told of it last."""
    explanation: tuple[Step, ...] = ()

    @property
    def duty_of(self) -> DutyOf:
        """Who must act, or may."""
        return KINDS[self.kind].duty_of

    @property
    def lapses(self) -> bool:
        """Whether a power ends with the term, so that passing it is no fault."""
        return KINDS[self.kind].lapses

    @property
    def open(self) -> bool:
        """Whether the term still waits for something."""
        return self.met_on is None and self.ended_on is None

    @property
    def known_due_on(self) -> date | None:
        """Its last day; None while it stands still and nobody knows until when."""
        return None if any(last == date.max for _, last in self.suspended) else self.due_on

    def status(self, today: date) -> Status:
        """Say how the term stands on a day."""
        if self.met_on is not None and self.met_on <= today:
            return "met" if self.met_on <= self.due_on else "missed"
        if self.ended_on is not None and self.ended_on <= today:
            return "lapsed" if self.ended_on <= self.due_on else "missed"
        return status_of_open(self.due_on, self.suspended, today, lapses=self.lapses)


def status_of_open(due_on: date, suspended: Iterable[tuple[date, date]], today: date, *, lapses: bool) -> Status:
    """Say how a term that still waits for something stands on a day."""
    for first, last in suspended:
        if first <= today <= last:
            return "suspended"
    if today <= due_on:
        return "running"
    return "lapsed" if lapses else "missed"


def counted(
    kind: Kind,
    term: Explained,
    starts_on: date,
    *,
    article: str | None = None,
    about: int | None = None,
    number: int | None = None,
    met_on: date | None = None,
    ended_on: date | None = None,
) -> Deadline:
    """Make a deadline of a counted term; the article is that of its first step unless another is given."""
    return Deadline(
        kind=kind,
        about=about,
        number=number,
        starts_on=starts_on,
        due_on=term.due,
        article=article or term.chain[0].article,
        met_on=met_on,
        ended_on=ended_on,
        suspended=term.suspensions,
        provisional=term.provisional,
        latest_receipt_by_post=term.latest_receipt_by_post,
        explanation=term.chain,
    )
