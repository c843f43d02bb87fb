"""What can be asked of the eligibility check: a task, a group and an idea, in numbers and codes, no names and no texts.

Everything but the authority may be left out: what is not said is `to-be-shown`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen

from challenge_api.challenges.contents import AuthorityCode, Cents, Count, ListCode, TaskDomain, Uuid
from challenge_api.law.aggregate import Body

Codes = Annotated[tuple[ListCode, ...], MaxLen(40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskInMind(Body):
    """The public task, as far as it is known."""

    domain: TaskDomain | None = None
    todays_cost_cents: Cents | None = None
    """What it costs today, in euro cents a year."""
    excluded_by: Codes = ()
    """Codes of exclusions of the ordinance that apply to the task."""
    not_excluded_by: Codes = ()
    """Codes of exclusions that were looked at and do not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInMind(Body):
    """The group, as far as it is there."""

    applicant_kind: ListCode | None = None
    """Such as `resident`, `resident_group`, `social_party`, `entrepreneur`."""
    legal_form: ListCode | None = None
    """Such as `none`, `association`, `foundation`, `cooperative`."""
    size: Annotated[int, Ge(1), Le(10**6)] | None = None
    """How many people are in it."""
    local: bool | None = None
    """Whether it has the local tie that the ordinance asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportInMind(Body):
    """Support so far, in numbers."""

    supporters: Count | None = None
    out_of: Count | None = None
    """How many people the community has."""
    mandated: bool | None = None
    """Whether the group holds a mandate of its community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea(Body):
    """What the group wants to do, as far as it knows."""

    promise: Annotated[tuple[Literal["better", "cheaper"], ...], MaxLen(2)] = ()
    extent: Literal["whole", "part"] | None = None
    """Whether the whole task is meant, or a part."""
    mode: Literal["carry-out", "direct-others", "say-in-procurement"] | None = None
    budget_cents_per_year: Cents | None = None
    support: SupportInMind | None = None
    wished_start_on: date | None = None
    term_months: Annotated[int, Ge(1), Le(600)] | None = None
    items: Codes | None = None
    """Keys of the required contents that are written already; left out: nothing is said about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEligibility(Body):
    """Ask whether a group would qualify, rule by rule."""

    authority: AuthorityCode
    """Code of the public body whose task it is."""
    ordinance_id: Uuid | None = None
    """Id of one version of its ordinance, such as one that is still to come; left out: the version in force today."""
    task: TaskInMind | None = None
    group: GroupInMind | None = None
    idea: Idea | None = None
