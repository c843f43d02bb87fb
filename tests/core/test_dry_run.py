"""A past case under other rules: what would have gone otherwise, what cannot be said, and that nothing is guessed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings

from challenge_api.challenges.dry_run import page_words, words
from challenge_api.challenges.dry_run.comparison import PastCase, add_up, compare
from challenge_api.challenges.dry_run.report import CaseTried
from challenge_api.challenges.dry_run.request import DryRun, not_past, too_many
from challenge_api.challenges.events import Admitted
from challenge_api.challenges.preconditions import plain, qualifying
from challenge_api.law.aggregate import ERASED
from challenge_api.law.ordinance import ContentItem, Criterion, Exclusion, Length, Ordinance, RefusalGround
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Story,
    admissible,
    admit,
    assessed,
    awarded,
    decision_maker,
    given,
    group,
    incomplete,
    intake,
    monitored,
    nothing,
    part,
    reject,
    rejected,
    representative,
    submit,
    submitted,
    supplement,
)
from tests.core.test_eligibility import ordinances

LATER = date(2027, 3, 1)
assert VOORBEELDSTAD.who is not None
assert VOORBEELDSTAD.support is not None
assert VOORBEELDSTAD.scope is not None
assert VOORBEELDSTAD.decision_term is not None
assert VOORBEELDSTAD.deciders is not None
assert VOORBEELDSTAD.agreement is not None
WHO, NORM, SCOPE = VOORBEELDSTAD.who, VOORBEELDSTAD.support, VOORBEELDSTAD.scope
TERM, DECIDERS, AGREEMENT = VOORBEELDSTAD.decision_term, VOORBEELDSTAD.deciders, VOORBEELDSTAD.agreement
STORIES: tuple[Callable[[], Story], ...] = (submitted, incomplete, admissible, assessed, awarded, rejected, monitored)


def past(story: Story) -> PastCase:
    assert story.rules is not None
    admissions = [event.admission for event in story.events if isinstance(event, Admitted)]
    return PastCase(id="c", case=story.case, rules=story.rules, admission=admissions[-1] if admissions else None)


def tried(story: Story, today: date = LATER, **changes: Any) -> CaseTried:
    """Hold a story against its own rules, changed."""
    found = past(story)
    return compare(found, replace(found.rules, **changes), today)


def unknown(case: CaseTried) -> list[str]:
    return [each.question for each in case.unknown]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_its_own_rules_change_nothing(story: Callable[[], Story]):
    found = tried(story())
    assert not found.differs
    assert (found.contents_missing, found.grounds_gone, found.award_hindered) == ([], [], [])
    assert set(unknown(found)) <= {"exclusions"}


# --- admission ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "would"), [(61, "admissible"), (62, "not-admissible")])
def test_support_counts_as_the_official_counted_it_and_not_as_it_was_claimed(asked: int, would: str):
    found = tried(admissible(), support=replace(NORM, minimum_supporters=asked))
    assert (found.admission.then, found.admission.would) == ("admitted", would)
    assert found.differs == found.admission.differs == (would == "not-admissible")
    assert [reason.rule for reason in found.admission.reasons] == (["supporters"] if found.differs else [])


def test_a_case_that_was_never_judged_is_taken_at_its_word():
    found = tried(submitted(), support=replace(NORM, minimum_supporters=65))
    assert (found.admission.then, found.admission.would, found.admission.differs) == ("not-judged", "not-admissible", False)


def test_another_tie_than_the_group_was_asked_about_cannot_be_said():
    found = tried(admissible(), who=replace(WHO, local_tie="lives in the street itself"))
    assert (found.admission.would, unknown(found), found.differs) == ("cannot-be-said", ["local-tie"], False)
    assert found.unknown[0].explanation.en.startswith(
        "Cannot be said: the case does not hold whether the group has the local tie"
    )


def test_an_exclusion_that_nobody_looked_at_cannot_be_said():
    newer = Exclusion(code="running_project", label_en="running projects", label_nl="lopende projecten", article=None)
    found = tried(admissible(), scope=replace(SCOPE, exclusions=(*SCOPE.exclusions, newer)))
    assert (found.admission.would, unknown(found)) == ("cannot-be-said", ["exclusions"])
    assert found.unknown[0].what.nl == "of deze uitsluiting geldt: lopende projecten"


def test_a_share_of_a_community_that_nobody_counted_cannot_be_said():
    uncounted = admissible(group=group(support={"out_of": None}))
    found = tried(uncounted, support=replace(NORM, minimum_percentage=12))
    assert (found.admission.would, unknown(found)) == ("cannot-be-said", ["support-share"])
    assert tried(uncounted).admission.would == "admissible", "under the same norm the official let it pass"


def test_a_refused_case_that_no_rule_would_hinder_is_newly_admissible():
    few = submitted(group=group(support={"supporters": 3}))
    ground = replace(reject().grounds[0], ground="no_support")
    refused = few.then(reject(grounds=(ground,)), decision_maker(), on="2026-10-20")
    assert tried(refused).admission.differs is False
    found = tried(refused, support=None, scope=None)
    assert (found.admission.then, found.admission.would, found.admission.differs) == ("refused", "admissible", True)
    assert add_up([found]).newly_admissible == 1


def test_a_norm_in_words_was_judged_under_the_same_words_only():
    said = admissible(rules=replace(VOORBEELDSTAD, support=replace(NORM, quality="carried by the street")))
    assert tried(said).admission.would == "admissible"
    found = tried(said, support=replace(NORM, quality="carried by the village"))
    assert (found.admission.would, unknown(found)) == ("cannot-be-said", ["support-in-words"])


# --- contents -------------------------------------------------------------------------------------------------------

SAFETY = ContentItem(key="safety", label_en="safety plan", label_nl="veiligheidsplan", required="always")


def test_what_the_rules_tried_ask_beyond_the_request_is_missing():
    found = tried(admissible(), contents=(*(VOORBEELDSTAD.contents or ()), SAFETY))
    assert [(item.key, item.label.nl) for item in found.contents_missing] == [("safety", "veiligheidsplan")]
    assert found.differs
    assert found.admission.would == "admissible", "a supplement would have been asked, which is no refusal"


def test_what_was_supplied_later_is_held():
    bare = incomplete(submitted(items=()))
    assert {item.key for item in tried(bare).contents_missing} == {"capability", "quality_continuity"}
    supplied = bare.then(supplement(parts=(part("capability", "2026-09-10"),)), representative(), on="2026-09-10")
    assert {item.key for item in tried(supplied).contents_missing} == {"quality_continuity"}


def test_an_item_that_is_asked_only_if_there_is_any_is_never_missing():
    assert tried(admissible(), contents=(replace(SAFETY, required="if_any"),)).contents_missing == []


# --- who decides ----------------------------------------------------------------------------------------------------


def test_the_body_that_decides_follows_from_the_amount_that_was_granted():
    granted = awarded().case.award
    assert granted is not None
    for limit, would in ((granted.granted_cents_per_year, "executive"), (granted.granted_cents_per_year - 1, "council")):
        found = tried(awarded(), deciders=(replace(DECIDERS[0], up_to_cents=limit), DECIDERS[1]))
        assert found.decider is not None
        assert (found.decider.then, found.decider.would, found.decider.granted) == ("executive", would, True)
        assert found.differs == found.decider.differs == (would == "council")
        assert unknown(found) == (["council-heard"] if would == "council" else [])


def test_before_a_decision_it_follows_from_what_was_asked():
    found = tried(submitted(budget_cents_per_year=5), deciders=(replace(DECIDERS[0], up_to_cents=4), DECIDERS[1]))
    assert found.decider is not None
    assert (found.decider.cents_per_year, found.decider.granted, found.decider.would) == (5, False, "council")


def test_where_the_rules_tried_name_no_body_it_cannot_be_said_who_would_have_decided():
    found = tried(awarded(), deciders=None)
    assert found.decider is not None
    assert (found.decider.would, found.decider.differs, unknown(found)) == (None, False, ["decider"])


# --- terms ----------------------------------------------------------------------------------------------------------


def weeks(n: int) -> Length:
    return Length(n=n, unit="weeks", article="Ordinance 9(1)")


def test_a_shorter_term_ends_earlier_and_keeps_the_days_on_which_it_stood_still():
    (plain_case,) = tried(submitted(), decision_term=replace(TERM, length=weeks(8))).terms
    assert (plain_case.then, plain_case.would, plain_case.days) == (date(2026, 11, 24), date(2026, 10, 27), -28)
    decision = tried(incomplete(), decision_term=replace(TERM, length=weeks(8))).terms[0]
    assert (decision.then, decision.would, decision.days) == (date(2026, 12, 14), date(2026, 11, 16), -28)
    assert [step.step for step in decision.explanation] == ["term", "suspended"]


def test_too_late_is_told_by_either_term():
    for today, then, would in (("2026-10-27", False, False), ("2026-10-28", False, True), ("2026-11-25", True, True)):
        shorter = replace(TERM, length=weeks(8))
        (decision,) = tried(submitted(), today=date.fromisoformat(today), decision_term=shorter).terms
        assert (decision.late_then, decision.late_would) == (then, would), today


def test_a_longer_time_to_supplement_than_was_given_moves_its_last_day():
    given_until = incomplete().case.supplement_until
    for n, days in ((2, 0), (3, 0), (4, 7)):
        supplement_term = tried(incomplete(), supplement=weeks(n)).terms[1]
        assert (supplement_term.kind, supplement_term.then, supplement_term.days) == ("supplement", given_until, days)
        assert supplement_term.differs == (days > 0)


def test_the_term_for_the_agreement_counts_from_the_award():
    agreement = tried(monitored(), agreement=replace(AGREEMENT, start_within=weeks(4))).terms[-1]
    assert (agreement.kind, agreement.would) == ("agreement", date(2026, 11, 17))
    assert agreement.differs
    gone = tried(monitored(), agreement=None).terms[-1]
    assert (gone.would, gone.days, gone.differs) == (None, 0, True)


# --- grounds and award ----------------------------------------------------------------------------------------------


def test_a_ground_that_the_rules_tried_do_not_have_is_gone():
    used = rejected().case.grounds[0].ground
    kept = tuple(ground for ground in VOORBEELDSTAD.grounds or () if ground.code != used)
    found = tried(rejected(), grounds=kept)
    assert [(each.ground, each.why) for each in found.grounds_gone] == [(used, "not-listed")]
    assert found.differs
    assert [each.why for each in tried(rejected(), grounds=None).grounds_gone] == ["not-listed"]
    assert tried(awarded(), grounds=kept).grounds_gone == []


def test_a_ground_that_the_rules_tried_allow_only_after_the_assessment_is_gone_before_it():
    ground = replace(reject().grounds[0], ground="no_support")
    refused = submitted().then(reject(grounds=(ground,)), decision_maker(), on="2026-10-20")
    later = RefusalGround(code="no_support", label_en=None, label_nl=None, article=None, phase="assessment")
    assert [each.why for each in tried(refused, grounds=(later,)).grounds_gone] == ["after-assessment-only"]
    assert tried(refused, grounds=(replace(later, phase="any"),)).grounds_gone == []


def test_an_award_that_the_rules_tried_do_not_allow_is_told():
    found = tried(awarded(), agreement=replace(AGREEMENT, max_years=2, max_months=24))
    assert [each.rule for each in found.award_hindered] == ["longest-term"]
    assert found.differs
    assert tried(assessed(), agreement=replace(AGREEMENT, max_years=2, max_months=24)).award_hindered == [], "nothing was awarded"


def test_a_criterion_that_nobody_scored_cannot_be_said():
    green = Criterion(code="green", label_en="sustainability", label_nl="duurzaamheid", weight=None, test=None, minimum=None)
    found = tried(assessed(), criteria=(*(VOORBEELDSTAD.criteria or ()), green))
    assert unknown(found) == ["scores"]
    assert found.unknown[0].what.nl == "punten voor: duurzaamheid"


def test_an_erased_title_is_not_shown():
    story = submitted()
    assert tried(replace(story, case=replace(story.case, title=ERASED))).title is None


# --- the same rules as real cases -----------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@for_all(ordinances)
def test_a_dry_run_says_what_the_decider_would_have_said(rules: Ordinance):
    """File the same request under the rules tried, admit it in the same way, and see."""
    found = compare(past(admissible()), rules, LATER)
    filed = nothing(rules).then(submit(), representative())
    asked = replace(filed, today=date(2026, 9, 8))
    reasons = [each.code for each in _asked(asked)]
    if found.admission.would == "admissible" and not found.contents_missing:
        assert reasons == []
    if found.admission.would == "not-admissible":
        assert reasons != []
    if reasons and found.admission.would == "admissible":
        assert reasons == ["contents-missing"]


def _asked(story: Story) -> tuple[Any, ...]:
    return given(story).when(admit(), intake()).reasons


@pytest.mark.parametrize(
    ("first", "until", "code"),
    [
        ("2027-03-01", "2027-03-01", None),
        ("2027-03-01", "2027-02-28", "date-order"),
        ("2027-03-01", "2027-03-02", "date-in-future"),
    ],
)
def test_only_a_past_period_can_be_tried(first: str, until: str, code: str | None):
    asked = DryRun(from_=date.fromisoformat(first), until=date.fromisoformat(until))
    assert [each.code for each in not_past(asked, LATER)] == ([] if code is None else [code])


def test_a_period_with_more_cases_than_one_run_looks_at_is_refused():
    assert too_many(500, 500) == ()
    (refused,) = too_many(501, 500)
    assert (refused.code, refused.pointer) == ("period-too-large", "/until")


# --- in sum, and in words -------------------------------------------------------------------------------------------


def test_the_sum_counts_cases():
    strict: Any = {"support": replace(NORM, minimum_supporters=100), "decision_term": replace(TERM, length=weeks(13))}
    total = add_up([tried(story(), **strict) for story in STORIES])
    assert (total.cases, total.differing) == (len(STORIES), len(STORIES))
    assert (total.no_longer_admissible, total.decision_due_later, total.decision_due_earlier) == (5, len(STORIES), 0)
    assert add_up([]).cases == 0


def test_a_case_of_a_town_that_leaves_most_open_can_be_held_against_one_that_does_not():
    story = submitted(rules=MODEL)
    found = compare(past(story), VOORBEELDSTAD, LATER)
    assert found.admission.would in ("cannot-be-said", "not-admissible")
    assert {"local-tie", "exclusions"} <= set(unknown(found))


def test_every_rule_and_every_word_of_the_page_is_there_in_both_languages():
    for rule in qualifying.RULES:
        if rule is not qualifying.IN_FORCE:
            what = words.not_held(rule.name, {"kind": plain.label("urgent"), "norm": "x", "allowed": "x", "forms": "x"})
            assert what.english != what.dutch
    for key, (english, dutch) in page_words.WORDS.items():
        assert plain_names(english) == plain_names(dutch), key
    assert {f"sum/{key}" for key in page_words.SUMS} <= set(page_words.WORDS)


def plain_names(text: str) -> list[str]:
    return sorted(part.split("}")[0] for part in text.split("{")[1:])
