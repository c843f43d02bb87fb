"""What a challenge is made of: the values that commands carry and the case keeps.

Dates are civil dates in the authority's time zone, amounts euro cents. A text that a person typed carries `Private`; every
other string is a code or an id, so the log can keep it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from challenge_api.law.aggregate import Body, Code, Id, Private, Text

Cents = Annotated[int, Ge(0), Le(10**13)]
"""Euro cents, never a fraction."""
Count = Annotated[int, Ge(0), Le(10**9)]
Line = Annotated[str, Text(200), Private()]
"""A line of text about the case."""
Prose = Annotated[str, Text(20_000), Private()]
"""Text about the case, some paragraphs."""
PersonLine = Annotated[str, Text(200), Private("contact_id")]
"""A line of text about the contact person: it goes at erasure."""
ListCode = Annotated[str, Code()]
Uuid = Annotated[str, Id()]
AuthorityCode = Annotated[str, Code(40)]
Version = Annotated[int, Ge(1), Le(2**31 - 1)]
Met = Literal["met", "not-met", "not-assessed"]
Channel = Literal["post", "portal", "email", "in-person", "telephone"]
LegalTrack = Literal["public-law", "private-law"]


# --- what a challenge holds -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Body):
    """What the task costs today: without year, scope and source two figures cannot be compared."""

    amount_cents: Cents
    """Euro cents a year."""
    year: Annotated[int, Ge(1990), Le(2100)]
    """The year the figure is about."""
    scope: Line
    """What is in it: own hours, contractor, overhead, VAT."""
    source: Line
    """Where the figure comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDomain(Body):
    """The task's domain: a code of the dated list of *taakvelden* (Iv3, BBV)."""

    code: ListCode
    """Such as `5.7`, public green and open-air recreation."""
    list_year: Annotated[int, Ge(2017), Le(2100)]
    """Year of the list; codes change by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Body):
    """The public task that is challenged."""

    name: Line
    """What the task is called."""
    domain: TaskDomain
    place: Line
    """Where it is done."""
    executor: Line
    """Who does it today: own staff, a contractor."""
    todays_cost: Cost | Literal["unknown"]
    """What it costs today, or `unknown`."""
    task_id: Uuid | None = None
    """Id in the authority's task catalogue, where it keeps one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Body):
    """How much of the task is meant."""

    extent: Literal["whole", "part"]
    description: Line | None = None
    """Which part, when it is not the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Body):
    """One half of the promise: better or cheaper, with its argument. Two separate tests."""

    test: Literal["better", "cheaper"]
    argument: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Support(Body):
    """Support for the plan, with numbers and never with names."""

    supporters: Count
    """How many people support it."""
    out_of: Count | None = None
    """Of how many, where that is known."""
    shown_by: Literal["signatures", "vote", "mandate", "meeting", "other"]
    mandated: bool = False
    """Whether the group holds a mandate of its community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupClaim(Body):
    """The group that challenges, as it presents itself."""

    group_id: Uuid | None = None
    """An existing group that the caller represents; left out: a new group, with the caller as its first representative."""
    name: Line
    applicant_kind: ListCode = "resident_group"
    """Such as `resident`, `resident_group`, `social_party`, `entrepreneur`; the ordinance says who may challenge."""
    legal_form: ListCode
    """Such as `none`, `association`, `foundation`, `cooperative`."""
    size: Annotated[int, Ge(1), Le(10**6)]
    """How many people are in it."""
    local: bool
    """Whether the group states the local tie that the ordinance asks."""
    support: Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Body):
    """The person to talk with: personal data, erased on request."""

    name: PersonLine
    email: PersonLine | None = None
    phone: PersonLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentItem(Body):
    """An item that the ordinance asks of a request beside the fields of a challenge."""

    key: ListCode
    """Key of the item in the ordinance, such as `capability`."""
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents(Body):
    """What a challenge says."""

    title: Line
    task: Task
    part: Part
    mode: Literal["carry-out", "direct-others", "say-in-procurement"]
    """To carry the task out, to direct while others carry it out, or to have a say in its procurement."""
    promise: Annotated[tuple[Claim, ...], MinLen(1), MaxLen(2)]
    """Better, cheaper, or both, each with its argument."""
    plan: Prose
    budget_cents_per_year: Cents
    """What the group asks a year."""
    group: GroupClaim
    contact: Contact
    wished_start_on: date
    term_months: Annotated[int, Ge(1), Le(600)]
    items: Annotated[tuple[ContentItem, ...], MaxLen(40)] = ()
    """Further items that the ordinance asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContents(Body):
    """What a draft says so far: `Contents` with everything optional but title and group."""

    title: Line
    group: GroupClaim
    task: Task | None = None
    part: Part | None = None
    mode: Literal["carry-out", "direct-others", "say-in-procurement"] | None = None
    promise: Annotated[tuple[Claim, ...], MaxLen(2)] = ()
    plan: Prose | None = None
    budget_cents_per_year: Cents | None = None
    contact: Contact | None = None
    wished_start_on: date | None = None
    term_months: Annotated[int, Ge(1), Le(600)] | None = None
    items: Annotated[tuple[ContentItem, ...], MaxLen(40)] = ()


# --- parts that several commands share ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider(Body):
    """Who decides: the body, and the mandate under which the person acts for it (Awb 10:3)."""

    body: ListCode
    """Such as `executive`, `council`, `mayor`."""
    mandate: Line | None = None
    """Reference of the mandate; left out when the body itself decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalReason(Body):
    """A coded ground with its reason (Awb 3:46)."""

    ground: ListCode
    """Code of the ordinance, or `not-regulated` where the ordinance names no grounds."""
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Body):
    """What will be measured, and the target."""

    code: ListCode
    name: Line
    unit: ListCode
    target: Annotated[int, Ge(-(10**12)), Le(10**12)]
    aim: Literal["at-least", "at-most"] = "at-least"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorValue(Body):
    """One indicator's value over a period."""

    code: ListCode
    value: Annotated[int, Ge(-(10**12)), Le(10**12)]
    remark: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Body):
    """Consent in writing: when it was given and how."""

    given_on: date
    statement: Line
    """What was agreed to, and where that is on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionScore(Body):
    """Points on one criterion, with the reason."""

    criterion: ListCode
    points: Annotated[int, Ge(0), Le(10)]
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Body):
    """What was agreed for the execution."""

    agreed_on: date
    parties: Annotated[tuple[Line, ...], MinLen(2), MaxLen(20)]
    starts_on: date
    ends_on: date
    amount_cents_per_year: Cents


Grounds = Annotated[tuple[RefusalReason, ...], MinLen(1), MaxLen(20)]
