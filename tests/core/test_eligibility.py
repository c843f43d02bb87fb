"""The check beforehand and the moves that decide read the same rules: what the check promises, admission keeps."""

import json
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from challenge_api.challenges import commands as c
from challenge_api.challenges.case import Case
from challenge_api.challenges.decider import decide, refusals
from challenge_api.challenges.eligibility import words
from challenge_api.challenges.eligibility.check import Version, check, findings, known_of, verdict_of
from challenge_api.challenges.eligibility.question import (
    CheckEligibility,
    GroupInMind,
    Idea,
    SupportInMind,
    TaskInMind,
)
from challenge_api.challenges.evolution import evolve
from challenge_api.challenges.preconditions import plain, qualifying
from challenge_api.challenges.preconditions.qualifying import RULES
from challenge_api.challenges.preconditions.situation import Facts
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.demo_authority import shipped
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Context
from challenge_api.law.ordinance import OPEN_GROUPS, Ordinance
from challenge_api.law.ordinance_document import read_ordinance

TODAY = date(2026, 9, 1)
DEMO = read_ordinance(shipped("demo-voorbeeldstad"))
MODEL = read_ordinance(shipped("nl-vng-model-2024"))
SUBMIT: c.Submit = TypeAdapter(c.Submit).validate_json(json.dumps(EXAMPLES["submit"]))
ADMIT: c.Admit = TypeAdapter(c.Admit).validate_json(json.dumps(EXAMPLES["admit"]))
INTAKE = Actor("ine", "desk", True, frozenset({Role.INTAKE, Role.HANDLER}))
KINDS = ("resident", "resident_group", "social_party", "entrepreneur")
FORMS = ("none", "association", "foundation")
DOMAINS = ("2.1", "5.7", "6.1", "8.3")
EXCLUSIONS = ("urgent", "reserved_to_government")
PERIODS = ({"from": "08-15", "until": "09-01"}, {"from": "09-02", "until": "08-31"}, {"from": "01-01", "until": "08-31"})
ITEMS = ("task", "capability", "partners", "legal_status")


def version(rules: Ordinance, begins: date = date(2026, 1, 1), ends: date | None = None) -> Version:
    return Version(rules=rules, id="0" * 8, number=1, begins=begins, ends=ends)


def asked(**parts: Any) -> CheckEligibility:
    return CheckEligibility(authority="demo-voorbeeldstad", **parts)


FITTING = asked(
    task=TaskInMind(domain=SUBMIT.contents.task.domain, todays_cost_cents=4_200_000, not_excluded_by=EXCLUSIONS),
    group=GroupInMind(applicant_kind="resident_group", legal_form="association", size=12, local=True),
    idea=Idea(
        budget_cents_per_year=3_600_000,
        support=SupportInMind(supporters=64, out_of=180),
        term_months=36,
        items=("capability", "quality_continuity"),
    ),
)
"""What the example of a challenge says, asked beforehand."""


def outcomes(question: CheckEligibility, rules: Ordinance) -> dict[str, str]:
    return {
        f"{each.rule} {each.about}" if each.about else each.rule: each.outcome
        for each in check(question, version(rules), TODAY).rules
    }


# --- through the real decider ---------------------------------------------------------------------------------------


def _context(rules: Ordinance) -> Context:
    facts = Facts(ordinance=rules, ordinance_id="v1", ordinance_number=1, represents_named_group=True)
    return Context(actor=INTAKE, today=TODAY, new_id=lambda: "11111111-1111-4111-8111-111111111111", facts=facts)


def filed_as_asked(question: CheckEligibility, rules: Ordinance) -> tuple[Case, c.Admit]:
    """File what was asked about, and give the admission that finds everything as it was said.

    What was not said is filled in from the example: a rule that looks at it is `to-be-shown`, so nothing was promised of it.
    """
    task, said, idea = question.task or TaskInMind(), question.group or GroupInMind(), question.idea or Idea()
    support = idea.support or SupportInMind()
    contents = SUBMIT.contents

    def told(value: Any, otherwise: Any) -> Any:
        return otherwise if value is None else value

    group = replace(
        contents.group,
        applicant_kind=told(said.applicant_kind, "entrepreneur"),
        legal_form=told(said.legal_form, "none"),
        size=told(said.size, 1),
        local=told(said.local, False),
        support=replace(
            contents.group.support,
            supporters=told(support.supporters, 0),
            out_of=support.out_of,
            mandated=told(support.mandated, False),
        ),
    )
    written = tuple(replace(contents.items[0], key=key) for key in idea.items or ())
    filed = replace(contents, group=group, items=written, task=replace(contents.task, domain=told(task.domain, OUTSIDE)))
    (submitted,) = decide(Case(), replace(SUBMIT, contents=filed), _context(rules))
    admission = replace(
        ADMIT,
        supporters_counted=told(support.supporters, 0),
        legal_form_seen=told(said.legal_form, "none"),
        exclusions_considered=tuple(code for code in task.not_excluded_by if code not in task.excluded_by),
    )
    return evolve(Case(), submitted), admission  # type: ignore[arg-type] # the event of a challenge


OUTSIDE = replace(SUBMIT.contents.task.domain, code="0.0")


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _group(**members: Any) -> st.SearchStrategy[Any]:
    return st.just({"found": False}) | st.fixed_dictionaries({"found": st.just(True), "article": st.just("3"), **members})


def _without_contradiction(document: dict[str, Any]) -> dict[str, Any]:
    """Speak of no kind of applicant that the document does not admit."""
    who = document["who_may_challenge"]
    kinds = who.get("applicant_kinds") or []
    if isinstance(least := who.get("min_persons"), dict):
        who = who | {"min_persons": {kind: number for kind, number in least.items() if kind in kinds} or None}
    items = document["contents"].get("items", [])
    if "entrepreneur" not in kinds:
        items = [item | {"required": item["required"].replace("if_entrepreneur", "always")} for item in items]
    contents = document["contents"] | ({"items": items} if items else {})
    return document | {"who_may_challenge": who, "contents": contents}


some = {name: st.lists(st.sampled_from(of), unique=True) for name, of in {"kinds": KINDS, "forms": FORMS}.items()}
ordinances = st.fixed_dictionaries(
    {
        "id": st.just("generated"),
        "who_may_challenge": _group(
            applicant_kinds=some["kinds"],
            min_persons=_maybe(st.integers(1, 12) | st.dictionaries(st.sampled_from(KINDS), st.integers(1, 12), min_size=1)),
            mandate_from_residents=st.booleans(),
            local_tie=_maybe(st.just("lives {here}")),
            legal_form=st.fixed_dictionaries(
                {"at_submission": _maybe(some["forms"] | st.just("some legal form")), "at_award": _maybe(some["forms"])}
            ),
        ),
        "support_norm": _group(
            minimum_supporters=_maybe(st.integers(0, 60)),
            minimum_percentage=_maybe(st.integers(0, 100)),
            mandate_required=st.booleans(),
            text=_maybe(st.just("carried by {most} of the village")),
        ),
        "task_scope": _group(
            domains=_maybe(st.lists(st.sampled_from(DOMAINS), unique=True)),
            allowed=_maybe(st.just([{"key": "upkeep"}])),
            exclusions=st.lists(st.sampled_from(EXCLUSIONS), unique=True).map(lambda codes: [{"code": code} for code in codes]),
        ),
        "contents": _group(
            items=st.lists(
                st.tuples(st.sampled_from(ITEMS), st.sampled_from(["always", "if_any", "if_entrepreneur"])),
                unique_by=lambda item: item[0],
            ).map(lambda items: [{"key": key, "required": required} for key, required in items])
        ),
        "phases": _group(window=_maybe(st.sampled_from(PERIODS).map(lambda period: {"periods": [period]}))),
    }
).map(lambda document: read_ordinance(_without_contradiction(document)))
"""Ordinances that regulate any part of what admission tests."""

questions = st.builds(
    asked,
    task=st.builds(
        TaskInMind,
        domain=_maybe(st.sampled_from(DOMAINS).map(lambda code: replace(OUTSIDE, code=code))),
        excluded_by=st.lists(st.sampled_from(EXCLUSIONS), max_size=1).map(tuple),
        not_excluded_by=st.lists(st.sampled_from(EXCLUSIONS), unique=True).map(tuple),
    ),
    group=st.builds(
        GroupInMind,
        applicant_kind=_maybe(st.sampled_from(KINDS)),
        legal_form=_maybe(st.sampled_from(FORMS)),
        size=_maybe(st.integers(1, 14)),
        local=_maybe(st.booleans()),
    ),
    idea=st.builds(
        Idea,
        support=st.builds(
            SupportInMind,
            supporters=_maybe(st.integers(0, 70)),
            out_of=_maybe(st.integers(0, 120)),
            mandated=_maybe(st.booleans()),
        ),
        items=_maybe(st.lists(st.sampled_from(ITEMS), unique=True).map(tuple)),
    ),
)


@settings(max_examples=600, deadline=None)
@given(ordinances, questions)
def test_the_check_never_promises_what_admission_refuses(rules: Ordinance, question: CheckEligibility):
    found = findings(version(rules), known_of(question, rules, TODAY), TODAY)
    case, admission = filed_as_asked(question, rules)
    refused = [each.code for each in refusals(case, admission, INTAKE, _context(rules))]
    if verdict_of(found) == "qualifies":
        assert refused == []
    if verdict_of(found) == "does-not-qualify":
        assert refused, "the check saw an obstacle that admission does not know"


@settings(max_examples=300, deadline=None)
@given(ordinances, questions)
def test_every_reason_of_admission_was_told_beforehand(rules: Ordinance, question: CheckEligibility):
    found = findings(version(rules), known_of(question, rules), TODAY)
    told = {each.rule.code for each in found if each.outcome in ("not-met", "to-be-shown")}
    case, admission = filed_as_asked(question, rules)
    assert {each.code for each in refusals(case, admission, INTAKE, _context(rules))} <= told


def test_generated_questions_reach_every_verdict():
    """Guard: the promises above would be empty if none were ever made."""
    seen = set()

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(ordinances, questions)
    def look(rules: Ordinance, question: CheckEligibility) -> None:
        seen.add(verdict_of(findings(version(rules), known_of(question, rules, TODAY), TODAY)))

    look()
    assert seen == {"qualifies", "to-be-shown", "does-not-qualify"}


# --- what it answers ------------------------------------------------------------------------------------------------


def test_who_says_nothing_learns_what_has_to_be_shown():
    found = outcomes(asked(), DEMO)
    assert found == {
        "ordinance-in-force": "met",
        "contents": "to-be-shown",
        "submission-window": "not-regulated",
        "applicant-kind": "to-be-shown",
        "group-size": "to-be-shown",
        "local-tie": "to-be-shown",
        "legal-form-at-filing": "not-regulated",
        "supporters": "to-be-shown",
        "support-share": "to-be-shown",
        "mandate": "not-regulated",
        "support-in-words": "not-regulated",
        "domain": "to-be-shown",
        "allowed-tasks": "not-regulated",
        "exclusions reserved_to_government": "to-be-shown",
        "exclusions urgent": "to-be-shown",
        "cost-cap": "to-be-shown",
        "most-a-year": "not-regulated",
        "longest-term": "to-be-shown",
        "legal-form-at-award": "to-be-shown",
    }


def test_who_fits_every_rule_qualifies():
    answer = check(FITTING, version(DEMO), TODAY)
    assert answer.verdict == "qualifies"
    assert {each.outcome for each in answer.rules} == {"met", "not-regulated"}
    assert answer.doors == []
    assert [notice.nl for notice in answer.notices if "kunt worden toegelaten" in notice.nl] == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"group": GroupInMind(applicant_kind="entrepreneur")}, "applicant-kind"),
        ({"group": GroupInMind(size=2)}, "group-size"),
        ({"group": GroupInMind(local=False)}, "local-tie"),
        ({"idea": Idea(support=SupportInMind(supporters=24))}, "supporters"),
        ({"idea": Idea(support=SupportInMind(supporters=64, out_of=641))}, "support-share"),
        ({"idea": Idea(items=("capability",))}, "contents"),
        ({"task": TaskInMind(domain=OUTSIDE)}, "domain"),
        ({"task": TaskInMind(excluded_by=("urgent",))}, "exclusions urgent"),
    ],
)
def test_an_obstacle_is_named_with_what_would_help_and_another_way(change: dict[str, Any], rule: str):
    answer = check(asked(**change), version(DEMO), TODAY)
    assert answer.verdict == "does-not-qualify"
    (obstacle,) = [each for each in answer.rules if each.outcome == "not-met"]
    assert rule == (f"{obstacle.rule} {obstacle.about}" if obstacle.about else obstacle.rule)
    assert obstacle.help is not None
    assert [door.door for door in answer.doors] == obstacle.doors
    assert all(door.because == [obstacle.rule] for door in answer.doors)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"idea": Idea(budget_cents_per_year=2), "task": TaskInMind(todays_cost_cents=1)}, "cost-cap"),
        ({"idea": Idea(term_months=49)}, "longest-term"),
        ({"group": GroupInMind(legal_form="none")}, "legal-form-at-award"),
    ],
)
def test_what_only_the_award_tests_is_told_and_does_not_hinder_admission(change: dict[str, Any], rule: str):
    answer = check(asked(**change), version(DEMO), TODAY)
    assert [each.rule for each in answer.rules if each.outcome == "not-met"] == [rule]
    assert answer.verdict == "to-be-shown"
    assert "cannot be awarded as you ask it" in answer.notices[0].en


def test_a_door_that_more_rules_lead_to_comes_first():
    small = asked(group=GroupInMind(applicant_kind="entrepreneur", size=1, local=False))
    answer = check(small, version(DEMO), TODAY)
    assert [(door.door, len(door.because)) for door in answer.doors] == [("initiative", 3), ("subsidy", 3)]
    thin = asked(group=GroupInMind(local=False), idea=Idea(support=SupportInMind(supporters=1, out_of=100, mandated=False)))
    assert [door.door for door in check(thin, version(DEMO), TODAY).doors] == ["initiative", "neighbourhood-budget", "subsidy"]


def test_without_rules_there_is_nothing_to_file_on_and_submission_says_the_same():
    answer = check(FITTING, None, TODAY)
    assert (answer.verdict, answer.ordinance, answer.decision_term) == ("no-rules", None, None)
    assert [group.group for group in answer.open_groups] == list(OPEN_GROUPS)
    context = replace(_context(DEMO), facts=Facts(represents_named_group=True))
    (refused,) = refusals(Case(), SUBMIT, INTAKE, context)
    assert refused.code == "no-ordinance-in-force"
    assert refused.detail == answer.rules[0].explanation.en


def test_a_version_that_lost_its_force_promises_nothing():
    answer = check(FITTING, version(DEMO, ends=date(2026, 8, 31)), TODAY)
    assert (answer.verdict, answer.decision_term) == ("no-rules", None)
    assert "Monday 31 August 2026" in answer.notices[0].en
    assert check(FITTING, version(DEMO, ends=TODAY), TODAY).verdict == "qualifies"


def test_a_version_to_come_is_answered_for_its_first_day():
    answer = check(FITTING, version(DEMO, begins=date(2027, 1, 1)), TODAY)
    assert answer.decision_term is not None
    assert answer.decision_term.filed_on == date(2027, 1, 1)
    assert "you can file from that day" in answer.notices[0].en


def test_what_is_open_is_told_with_its_default_and_the_statutory_term():
    answer = check(asked(), version(MODEL), TODAY)
    assert answer.decision_term is not None
    assert (answer.decision_term.article, answer.decision_term.due_on) == ("Awb 4:13(2)", date(2026, 10, 27))
    default = {group.group: group for group in answer.open_groups}["decision_term"]
    assert (default.article, default.default.en) == ("Awb 4:13(2)", "a reasonable term, over in any case after eight weeks")


def test_the_body_that_decides_follows_from_the_budget():
    def deciding(cents: int | None) -> list[bool | None]:
        answer = check(asked(idea=Idea(budget_cents_per_year=cents)), version(DEMO), TODAY)
        return [body.decides_this for body in answer.deciders]

    assert (deciding(25_000_000), deciding(25_000_001), deciding(None)) == ([True, False], [False, True], [None, None])


def test_a_plan_knows_what_it_must_hold_and_what_the_form_says_already():
    items = {item.key: item.answered for item in check(asked(idea=Idea(items=("capability",))), version(DEMO), TODAY).contents}
    assert items == {
        "task": True, "why_better": True, "budget": True, "support": True, "capability": True, "quality_continuity": False,
        "help_needed": False,
    }  # fmt: skip


def test_a_start_before_the_decision_can_be_there_is_noticed():
    def notices(day: date) -> list[str]:
        found = [notice.en for notice in check(asked(idea=Idea(wished_start_on=day)), version(DEMO), TODAY).notices]
        return [notice for notice in found if notice.startswith("You want to start")]

    assert notices(date(2026, 11, 25)) == []
    assert "Tuesday 24 November 2026" in notices(date(2026, 11, 24))[0]


def rules_with(**groups: Any) -> Ordinance:
    """The ordinance of the town, with groups of its document changed."""
    document = dict(shipped("demo-voorbeeldstad"))
    return read_ordinance(document | {name: document.get(name, {}) | changes for name, changes in groups.items()})


def told(question: CheckEligibility, rules: Ordinance, rule: str, today: date = TODAY) -> tuple[str, str]:
    (found,) = [each for each in check(question, version(rules), today).rules if each.rule == rule]
    return found.outcome, found.explanation.en


def test_a_window_is_told_and_holds_for_the_day_of_filing():
    rules = rules_with(phases={"window": {"periods": [{"from": "08-01", "until": "08-31"}]}})
    assert told(asked(), rules, "submission-window") == (
        "not-met",
        "Requests are accepted in a part of the year only: 1 August through 31 August.",
    )
    assert told(asked(), rules, "submission-window", date(2026, 8, 31))[0] == "met"


def test_a_minimum_per_kind_is_that_of_the_kind():
    rules = rules_with(who_may_challenge={"min_persons": {"resident_group": 5, "social_party": 2}})
    group = GroupInMind(size=3)
    assert told(asked(group=group), rules, "group-size") == (
        "to-be-shown",
        "The ordinance asks at least 5 persons. Say how many you are.",
    )
    assert told(asked(group=replace(group, applicant_kind="resident_group")), rules, "group-size")[0] == "not-met"
    assert told(asked(group=replace(group, applicant_kind="social_party")), rules, "group-size")[0] == "met"
    assert told(asked(group=replace(group, applicant_kind="entrepreneur")), rules, "group-size")[0] == "not-regulated"


def test_what_only_one_kind_must_say_is_missing_only_of_that_kind():
    items = [{"key": "capability", "required": "always"}, {"key": "staff", "required": "if_social_party"}]
    rules = rules_with(contents={"items": items})
    idea = Idea(items=("capability",))
    assert told(asked(idea=idea, group=GroupInMind(applicant_kind="resident_group")), rules, "contents")[0] == "met"
    assert told(asked(idea=idea, group=GroupInMind(applicant_kind="social_party")), rules, "contents")[0] == "not-met"
    assert told(asked(idea=idea), rules, "contents")[0] == "to-be-shown"


def test_what_is_said_in_words_is_for_a_person_to_judge():
    rules = rules_with(support_norm={"text": "carried by the street"}, task_scope={"allowed": [{"key": "upkeep"}]})
    assert told(FITTING, rules, "support-in-words")[0] == "to-be-shown"
    assert told(FITTING, rules, "allowed-tasks")[0] == "to-be-shown"
    assert check(FITTING, version(rules), TODAY).verdict == "to-be-shown"


def test_the_doors_are_those_that_the_ordinance_names():
    doors = [{"code": "green_fund", "label_nl": "groenfonds"}, {"code": "initiative"}]
    rules = rules_with(phases={"sister_doors": doors})
    answer = check(asked(group=GroupInMind(size=2)), version(rules), TODAY)
    assert [(door.door, door.name.nl, door.because) for door in answer.doors] == [
        ("initiative", "bewonersinitiatief", ["group-size"]),
        ("other", "groenfonds", []),
    ]
    assert check(asked(), version(rules), TODAY).doors == [], "nothing is in the way"


def test_what_else_the_ordinance_says_is_noticed():
    rules = rules_with(
        criteria={"tests_combine": "both"},
        conflict_rule={"running_contracts": "respected until they end"},
        phases={"start_money": {"max_cents": 250_000}},
    )
    notices = " ".join(each.en for each in check(asked(idea=Idea(promise=("better",))), version(rules), TODAY).notices)
    for part in ("only if the plan is also cheaper than today", "respected until they end", "start money", "EUR 2,500.00"):
        assert part in notices


# --- its words ------------------------------------------------------------------------------------------------------


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("table", [plain.SENTENCES, plain.HELPS], ids=["sentences", "helps"])
def test_both_languages_say_the_same_things(table: Any):
    for key, (english, dutch) in table.items():
        assert _names(english) == _names(dutch), key


def test_every_answer_of_every_rule_has_its_words_and_every_obstacle_its_help():
    possible = {(rule.name, outcome) for rule in RULES for outcome in ("met", "not-met", "to-be-shown", "not-regulated")}
    never = {("ordinance-in-force", "to-be-shown"), ("ordinance-in-force", "not-regulated")}
    in_words = {rule.name for rule in RULES if not rule.code}
    never |= {(name, outcome) for name in in_words for outcome in ("met", "not-met")}
    assert set(plain.SENTENCES) == possible - never
    assert {key for key in possible - never if key[1] == "not-met"} <= set(plain.HELPS) <= possible


def test_every_door_and_every_default_has_its_words():
    doors = set(c.Reroute.__annotations__["door"].__args__)
    assert {door for rule in RULES for door in rule.doors} <= doors == set(words.DOORS)
    for group in OPEN_GROUPS:
        assert words.default(group).dutch != words.default(group).english


def test_an_obstacle_reads_the_same_in_the_check_and_in_the_refusal():
    small = asked(group=GroupInMind(applicant_kind="resident_group", size=2, local=True))
    (told,) = [each for each in check(small, version(DEMO), TODAY).rules if each.outcome == "not-met"]
    (refused,) = qualifying.GROUP_SIZE.refusals(DEMO, known_of(small, DEMO))
    assert (refused.detail, refused.article) == (told.explanation.en, told.article)
    assert told.explanation.nl == "De groep is te klein: de verordening vraagt ten minste 3 personen."
