"""A case under a town's own ordinance file, told in the pure core: what the file regulates, and the statutory defaults elsewhere.

The rules are those of the file, word for word. People, amounts, dates and decisions are made up: no real group gets an invented
one. Nothing is filled in for the town: what its file leaves open stays open.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from challenge_api import ordinance_files
from challenge_api.challenges.clocks import calendar_of, deadlines_of
from challenge_api.challenges.contents import ContentItem, Cost, Decider, RefusalReason
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.ordinance_document import read_ordinance
from tests.core import given
from tests.core.given import Asked, day

FILES = Path(__file__).parents[1] / "data" / "ordinances"
Story = Any
"""A `given.Story`: a test may look into what the ordinance of its town is known to have."""
TODAYS_COST = 4_200_000
"""Euro cents a year that the task costs today, in every story."""


@cache
def rules_of(name: str) -> Ordinance:
    """Read the ordinance file of this name."""
    return read_ordinance(ordinance_files.read((FILES / f"{name}.yaml").read_text(encoding="utf-8")).document)


def files(name: str, kind: str, on: str = "2026-03-02", **changes: Any) -> Story:
    """File a request of a kind of applicant, with everything that the ordinance asks of that kind unless `items` says otherwise.

    Members of `group` and its `support` are changed by name.
    """
    rules = rules_of(name)
    items = changes.pop("items", tuple(item.key for item in rules.contents or () if item.asked_of(kind)))
    group = given.group(**{"applicant_kind": kind, "legal_form": "none"} | changes.pop("group", {}))
    said = {"group": group, "items": tuple(ContentItem(key=key, text="as the ordinance asks") for key in items)}
    return given.nothing(rules, on).then(given.submit(**said | changes), given.representative())


def task(cost: int | None = TODAYS_COST) -> Any:
    """Give the task of the stories with another cost today; None: unknown."""
    found = given.submit().contents.task
    figure: Any = "unknown" if cost is None else Cost(amount_cents=cost, year=2026, scope="all", source="made up")
    return replace(found, todays_cost=figure)


def admission(story: Story, on: str, **changes: Any) -> Asked:
    """Ask for admission, with every exclusion of the ordinance looked at."""
    scope = story.ordinance.scope
    considered = tuple(exclusion.code for exclusion in scope.exclusions) if scope else ()
    said = {"exclusions_considered": considered, "legal_form_seen": "none", "supporters_counted": 61}
    return given.given(story).when(given.admit(**said | changes), given.intake(), on=on)


def admitted(story: Story, on: str = "2026-03-05", **changes: Any) -> Story:
    return admission(story, on, **changes).leads_to("admissible")


def explored(story: Story, on: str = "2026-03-12") -> Story:
    begun = story.on(on).then(given.explore(), given.handler())
    return begun.then(given.conclude_exploration(held_on=on), given.handler(), on=on)


def refuses(asked: Asked, *codes: str) -> None:
    """See that it is refused for these reasons and no other."""
    assert [reason.code for reason in asked.reasons] == list(codes)


def scored(story: Story, on: str = "2026-03-16", **points: int) -> Story:
    """Begin the assessment; where there are criteria one assessor scores each, with 7 points unless others are given."""
    story = story.on(on)
    criteria = [criterion.code for criterion in story.ordinance.criteria or ()]
    if criteria:
        story = story.then(given.assign(subject="jan"), given.handler()).then(given.declare_interest(), given.assessor())
    story = story.then(given.begin_assessment(plan_version=story.case.plan_version), given.handler())
    if criteria:
        sheet = given.sheet(*criteria)
        scores = tuple(replace(score, points=points.get(score.criterion, 7)) for score in sheet.scores)
        story = story.then(replace(sheet, scores=scores), given.assessor())
    return story


def concluding(story: Story, better: str = "met", cheaper: str = "met") -> Asked:
    return given.given(story).when(given.conclude_assessment(better=better, cheaper=cheaper), given.handler())


def assessed(story: Story, on: str = "2026-03-16", better: str = "met", cheaper: str = "met", **points: int) -> Story:
    return concluding(scored(story, on, **points), better, cheaper).leads_to("assessed")


def award(story: Story, on: str = "2026-03-31", body: str = "executive", **terms: Any) -> Asked:
    """Ask for an award of 36,000 euro a year for three years by a body itself, on the public track, unless terms differ."""
    said = {"decided_on": on, "decider": Decider(body=body), "conditions": ()}
    return given.given(story).when(given.award(**said | terms), given.decision_maker())


def awarded(story: Story, on: str = "2026-03-31", body: str = "executive", **terms: Any) -> Story:
    return award(story, on, body, **terms).leads_to("awarded")


def rejection(story: Story, on: str, ground: str, body: str = "executive") -> Asked:
    grounds = (RefusalReason(ground=ground, reason="as the file shows"),)
    return given.given(story).when(
        given.reject(decided_on=on, decider=Decider(body=body), grounds=grounds), given.decision_maker()
    )


def announced(story: Story, on: str) -> Story:
    return given.announced(story, story.case.decisions[-1].version, on)


def hand_over(story: Story, on: str = "2026-05-01", until: str = "2028-04-30", cents: int = 3_600_000) -> Asked:
    agreement = given.agreement(agreed_on=on, starts_on=on, ends_on=until, amount_cents_per_year=cents)
    return given.given(story).when(given.start_execution(agreement=agreement, handed_over_on=on), given.contract_manager())


def running(story: Story, on: str = "2026-05-01", until: str = "2028-04-30", cents: int = 3_600_000) -> Story:
    return hand_over(story, on, until, cents).leads_to("monitored")


def reported(story: Story, period_from: str, period_until: str) -> Story:
    said = given.report(period_from=period_from, period_until=period_until)
    return story.then(said, given.representative(), on=period_until)


def completed(story: Story) -> Story:
    """Report on the last month and complete the execution on its last day."""
    last = story.case.ends_on
    assert last is not None
    story = reported(story, last.replace(day=1).isoformat(), last.isoformat())
    done = given.complete(ended_on=last, final_report=story.case.version)
    return given.given(story).when(done, given.contract_manager(), on=last.isoformat()).leads_to("completed")


def terms(story: Story, kind: str) -> list[Any]:
    """Give the terms of a kind as they stand on the day of the story."""
    calendar = calendar_of(story.ordinance, DUTCH)
    return [each for each in deadlines_of(story.case, story.ordinance, calendar, story.today) if each.kind == kind]


def due(story: Story, kind: str) -> tuple[str, str]:
    """Give last day and article of the one term of a kind."""
    (only,) = terms(story, kind)
    return only.due_on.isoformat(), only.article


def left_open(story: Story) -> Mapping[str, str]:
    """Give the groups that the ordinance leaves open, each with the article of the default that applies."""
    return {each.group: each.article for each in story.ordinance.defaults()}


def later(on: str, days: int) -> str:
    return date.fromordinal(day(on).toordinal() + days).isoformat()
