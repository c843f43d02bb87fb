"""The shapes of answers, for the document: drawn from the values a case holds, never used to serialise."""

import datetime as times
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field
from pydantic import create_model as _create_model

from challenge_api.challenges import case, clocks, contents, proceedings
from challenge_api.law.aggregate import Private
from challenge_api.law.outside import camel, describe

_STRICT = ConfigDict(extra="forbid", alias_generator=camel, validate_by_name=True, json_schema_extra=describe)


create_model: Any = _create_model  # models built at run time have no types to check


@cache
def shown(kind: Any, without: str = "") -> Any:
    """Give the model of a value as it is shown: a private text may be null (erased), an absent optional member is left out."""
    hints = get_type_hints(kind, include_extras=True)
    members: dict[str, Any] = {}
    for field in fields(kind):
        if field.name == without:
            continue
        hint = _shown_hint(hints[field.name])
        optional = NoneType in get_args(hints[field.name])
        members[field.name] = (hint, None) if optional else (hint, ...)
    return create_model(f"{kind.__name__}View", __config__=_STRICT, __doc__=kind.__doc__, **members)


def _shown_hint(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        base, *marks = get_args(hint)
        return str | None if any(isinstance(mark, Private) for mark in marks) else _shown_hint(base)
    if origin in (Union, UnionType):
        return Union[tuple(_shown_hint(each) for each in get_args(hint))]  # noqa: UP007 # built at run time
    if origin is tuple:
        return list[_shown_hint(get_args(hint)[0])]  # type: ignore[misc] # built at run time
    return shown(hint) if isinstance(hint, type) and is_dataclass(hint) else hint


class _Model(BaseModel):
    model_config = _STRICT


class SuppliedView(_Model):
    """A supplement that came in."""

    version: int
    received_on: date
    late: bool
    keys: list[str]


class SupplementStateView(_Model):
    """The newest request for a supplement, and what came of it."""

    asked: list[str]
    until: date
    received: list[SuppliedView]


def _nullable(kind: Any) -> Any:
    return shown(kind) | None


def _list(kind: Any, without: str = "") -> Any:
    return list[shown(kind, without)]  # type: ignore[misc] # built at run time


class OpenGroupView(_Model):
    """A group of rules that the ordinance leaves open, and the statutory default that applies."""

    group: str
    article: str
    default: str


class RulesView(_Model):
    """The version of the ordinance that holds for a case."""

    ordinance: shown(case.OrdinanceRef)  # type: ignore[valid-type] # built at run time
    title: str
    because: Literal["received", "draft-begun", "taken-along"]
    """In force on the day of receipt, or on that on which the draft was begun, or a transitional rule took the case along."""
    article: str
    since: date | None
    """First day in force."""
    recorded: bool
    """Whether the case records it yet; the next move on it does, or `follow-ordinance`."""
    labels: dict[str, str]
    """Name of a term of the glossary → this authority's word for it."""
    open_groups: list[OpenGroupView]


_ACTIONS: Any = list["ActionView"]
_DEADLINES: Any = list["DeadlineView"]
ChallengeView: Any = create_model(
    "Challenge",
    __config__=_STRICT,
    __doc__="A challenge as the caller sees it. Erased texts are null; personal data is absent in the audit view.",
    id=(Annotated[str, Field(json_schema_extra={"format": "uuid"})], ...),
    authority=(str, ...),
    version=(int, ...),
    phase=(Literal[case.PHASES], ...),
    state=(str, ...),
    outcome=(str | None, ...),
    received_on=(date | None, ...),
    ordinance=(_nullable(case.OrdinanceRef), ...),
    legal_track=(str | None, ...),
    title=(str | None, ...),
    task=(_nullable(contents.Task), ...),
    part=(_nullable(contents.Part), ...),
    mode=(str | None, ...),
    promise=(_list(contents.Claim), ...),
    plan=(str | None, ...),
    plan_version=(int, ...),
    budget_cents_per_year=(int | None, ...),
    group_id=(str | None, ...),
    group=(_nullable(contents.GroupClaim), ...),
    contact=(_nullable(contents.Contact), None),
    wished_start_on=(date | None, ...),
    term_months=(int | None, ...),
    items=(_list(contents.ContentItem), ...),
    missing=(list[str], ...),
    supplement=(SupplementStateView | None, ...),
    handler=(str | None, ...),
    contract_manager=(str | None, ...),
    assessors=(list[str], ...),
    assessment=(_nullable(case.Assessment), ...),
    decisions=(_list(case.DecisionTaken), ...),
    award=(_nullable(case.AwardTerms), ...),
    grounds=(_list(contents.RefusalReason), ...),
    agreement=(_nullable(contents.Agreement), ...),
    ends_on=(date | None, ...),
    improvement_until=(date | None, ...),
    last_report=(_nullable(case.ReportNote), ...),
    reports=(int, ...),
    objections=(_list(proceedings.Objection, "clock"), ...),
    default_notices=(_list(proceedings.DefaultNotice, "fact"), ...),
    penalties=(_list(proceedings.Penalty), ...),
    appeals=(_list(proceedings.Appeal), ...),
    council=(_list(proceedings.CouncilProposal), ...),
    advices=(_list(proceedings.AdviceAsked), ...),
    links=(_list(proceedings.Link), ...),
    actions=(_ACTIONS, None),
    deadlines=(_DEADLINES, None),
    rules=(RulesView, None),
)


class ChallengeSummary(_Model):
    """What a list shows of a challenge."""

    id: str
    authority: str
    version: int
    phase: str
    state: str
    outcome: str | None
    title: str | None
    task_name: str | None
    task_domain: str | None
    received_on: date | None
    group_id: str
    group_name: str | None
    handler: str | None


class ChallengeList(_Model):
    """A page of challenges; `Link` leads to its neighbours."""

    items: list[ChallengeSummary]


class RefusalView(_Model):
    """Why not."""

    code: str
    article: str
    detail: str
    pointer: str | None = None


class ActionView(_Model):
    """An action on the case: allowed now, or why not."""

    action: str
    summary: str
    method: Literal["POST"]
    path: str
    article: str
    allowed: bool
    refusals: list[RefusalView]


class ActionList(_Model):
    """Every action that one of the caller's roles has on the case."""

    items: list[ActionView]


class DayOffView(_Model):
    """A day that a step passed over, and why it does not count."""

    date: times.date
    name: str
    name_nl: str
    article: str


class StepView(_Model):
    """One step of an explanation. Dates and numbers alone suffice to reach the date again; `docs/deadlines.md` says how."""

    number: int
    """Place in the explanation, from 1."""
    step: str
    article: str
    date: times.date | None
    """The date it leads to."""
    why: str
    """For a reader, in English."""
    why_nl: str
    """The same in Dutch."""
    event: int | None = None
    """Which clock fact of the case it is about, from 0."""
    first: times.date | None = None
    """First day of the period it is about."""
    last: times.date | None = None
    """Last day of that period, included."""
    n: int | None = None
    """How much it counted, in `unit`."""
    unit: str | None = None
    cents: int | None = None
    days_off: list[DayOffView] | None = None
    """Days it passed over or, where the end stays, the one it stays on."""


class StandstillView(_Model):
    """A time in which a term stands still; `until` is null while its end is not known."""

    from_: date = Field(alias="from")
    until: date | None


class PenaltyDayView(_Model):
    """A penalty day."""

    date: times.date
    cents: int


class PenaltyCountView(_Model):
    """What a valid notice of default brings about (Awb 4:17, 4:18, 6:12), reckoned through the day of the answer."""

    appeal_from: date | None
    """First day on which the court can be asked."""
    from_: date | None = Field(alias="from")
    until: date | None
    days: int
    total_cents: int
    share_cents: int | None
    """Part of each applicant, where more than one shares."""
    decision_due_on: date | None
    """Last day to fix it by decision."""
    ledger: list[PenaltyDayView]


class ToldView(_Model):
    """A last day as a party was told it; it never changes, and a difference is explained."""

    due_on: date
    told_on: date
    version: int
    """Version of the case that records it."""
    difference_days: int
    """Days that counting gives later than what was told; below zero: earlier."""
    reasons: list[StepView]


class DeadlineView(_Model):
    """A term of the case, and how its last day was found."""

    kind: clocks.Kind
    about: int | None
    """Version of the case that records what it is about, such as the decision objected to."""
    number: int | None
    """Which of a row of terms, from 1: the third report."""
    starts_on: date
    """Day 0: its first day is the next one."""
    due_on: date
    """Its last day."""
    status: Literal["running", "suspended", "met", "missed", "lapsed"]
    duty_of: Literal["authority", "challenger", "objector"]
    lapses: bool
    """Whether a power ends with it, so that passing it is no fault."""
    article: str
    met_on: date | None
    """Day on which what it asks for was done."""
    ended_on: date | None
    """Day on which it lost its object."""
    suspended: list[StandstillView]
    provisional: bool
    """Whether a decree that is yet to come could move the date."""
    latest_receipt_by_post: date | None
    """Of an objection: last day of receipt of what was posted by `dueOn` (Awb 6:9(2))."""
    penalty: PenaltyCountView | None
    told: ToldView | None
    """What a party was told of it last."""
    explanation: list[StepView]


class NotApplicableView(_Model):
    """What the law does not give in this case, and why not."""

    kind: Literal["objection", "penalty"]
    article: str
    why: str
    why_nl: str


class DeadlineList(_Model):
    """Every term of the case, as of the day it was asked."""

    today: date
    items: list[DeadlineView]
    not_applicable: list[NotApplicableView]


class ErasedView(_Model):
    """A text that was erased, since when."""

    field: str
    since: datetime


class EventView(_Model):
    """An event of the history as the caller sees it."""

    position: int
    authority: str
    kind: str
    stream: str
    version: int
    type: str
    recorded_at: datetime
    occurred_on: date
    actor: str
    client: str
    role: str
    state_before: str
    state_after: str
    leaf_hash: str
    data: dict[str, Any] | None
    sealed: bool = False
    erased: list[ErasedView] = []


class EventList(_Model):
    """Events in order; `Link` leads on."""

    items: list[EventView]


class ChangeView(_Model):
    """A member of the case that differs; null where it is not there."""

    path: str
    """JSON pointer into the case."""
    before: Any
    after: Any


class DueChangeView(_Model):
    """A term whose last day differs, as it was believed to be at each moment; null where it did not run."""

    kind: clocks.Kind
    about: int | None
    number: int | None
    before: date | None
    after: date | None


class DifferenceView(_Model):
    """An event between the two moments, the article that its action rests on, and what it changed."""

    event: EventView
    article: str
    changes: list[ChangeView]


class Differences(_Model):
    """What is different in a case between two moments: on the whole, and by each event that the caller may see."""

    from_: datetime = Field(alias="from")
    to: datetime
    from_version: int
    """0: the case did not exist yet, or not for the caller."""
    to_version: int
    changes: list[ChangeView]
    deadlines: list[DueChangeView]
    items: list[DifferenceView]


class ProvedText(_Model):
    """A private text with the salt under which its hash stands in the entry's `items`, at this index."""

    index: int
    salt: str
    value: str


class ProvedEvent(_Model):
    """An event with its path to the signed root; without its entry where the caller may not see it. Hashes are base64."""

    version: int
    position: int
    leaf_hash: str
    inclusion_path: list[str]
    entry: str | None
    """Canonical JSON (RFC 8785), byte for byte as it was hashed."""
    texts: list[ProvedText]


class ProofBundle(_Model):
    """All that is needed to check the history of a case offline; `challenge-api verify` reads it."""

    format: Literal["challenge-api-proof-1"]
    authority: str
    challenge: str
    checkpoint: str
    """Signed note: the log of the authority, its size and hash."""
    case_checkpoint: str
    """Signed note: how many events the case has in that log, and the hash over them."""
    verifier_keys: list[str]
    events: list[ProvedEvent]


class Person(_Model):
    """The caller as the service knows them."""

    issuer: str
    subject: str | None
    client: str
    roles: dict[str, list[str]]
    actor_ids: dict[str, str]


ChallengeView.model_rebuild(_types_namespace={"ActionView": ActionView, "DeadlineView": DeadlineView})
