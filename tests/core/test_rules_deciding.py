"""Assessment and decision: each rule refuses where the law or the ordinance says so, and lets pass what just fits."""

from dataclasses import replace

from challenge_api.challenges.contents import Consent, Decider, RefusalReason
from challenge_api.law.ordinance import DecidingBody
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Story,
    admissible,
    assessed,
    assessing,
    assessor,
    assign,
    award,
    awarded,
    begin_assessment,
    conclude_assessment,
    day,
    decision_maker,
    declare_interest,
    exploring,
    given,
    group,
    handler,
    incomplete,
    intake,
    join,
    lapse,
    lapsed,
    monitored,
    person,
    ready,
    reject,
    rejected,
    renew,
    reopen,
    request_supplement,
    reroute,
    resolve_by_cooperation,
    return_to_assessment,
    ruled,
    score,
    scored,
    set_aside,
    sheet,
    submit,
    submitted,
    take_up,
    terminate,
    terminated,
)

EXECUTIVE, COUNCIL = Decider(body="executive", mandate="M-2026-14"), Decider(body="council")
UNDER_MANDATE = Decider(body="council", mandate="M-2026-14")
LIMIT = 25_000_000


def ground(*codes: str) -> tuple[RefusalReason, ...]:
    return tuple(RefusalReason(ground=code, reason="as the file shows") for code in codes)


def consent(on: str) -> Consent:
    return Consent(given_on=day(on), statement="by mail")


def expensive() -> Story:
    """Assessed, with a cost of today that leaves room for any award."""
    task = submit().contents.task
    assert task.todays_cost != "unknown"
    return assessed(task=replace(task, todays_cost=replace(task.todays_cost, amount_cents=10**9)))


# --- assessment -----------------------------------------------------------------------------------------------------


def test_an_assessment_needs_an_assessor():
    given(admissible()).when(begin_assessment(), by=handler()).refused("no-assessor", "Awb 3:2")
    given(ready("jan")).when(begin_assessment(), by=handler()).leads_to("assessing")


def test_an_assessor_with_an_interest_is_none():
    story = admissible().then(assign(subject="jan"), handler()).then(declare_interest(interest="conflict"), assessor("jan"))
    given(story).when(begin_assessment(), by=handler()).refused("no-assessor", "Awb 3:2")


def test_without_criteria_a_reasoned_advice_needs_no_assessor():
    given(admissible(rules=MODEL)).when(begin_assessment(), by=handler()).leads_to("assessing")


def test_every_assessor_says_first_whether_they_have_an_interest():
    story = ready("jan").then(assign(subject="els"), handler())
    given(story).when(begin_assessment(), by=handler()).refused("interest-not-declared", "Awb 2:4")
    given(story.then(declare_interest(), assessor("els"))).when(begin_assessment(), by=handler()).leads_to("assessing")


def test_the_newest_plan_is_what_is_judged():
    given(ready("jan")).when(begin_assessment(plan_version=2), by=handler()).refused(
        "plan-version-differs", "challenge-api", "/planVersion"
    )
    given(ready("jan")).when(begin_assessment(plan_version=1), by=handler()).leads_to("assessing")


def test_there_is_nothing_to_score_without_criteria():
    given(assessing(rules=MODEL)).when(score(), by=assessor()).refused("criteria-not-regulated", "Awb 3:46")


def test_only_who_is_assigned_scores():
    given(assessing("jan")).when(score(), by=assessor("els")).refused("not-assigned", "Awb 3:2")
    given(assessing("jan", "els")).when(score(), by=assessor("els")).accepted()


def test_who_declared_an_interest_does_not_score():
    story = assessing("jan", "els").then(declare_interest(interest="conflict"), assessor("jan"))
    given(story).when(score(), by=assessor("jan")).refused("interested", "Awb 2:4")
    given(story).when(score(), by=assessor("els")).accepted()


def test_a_sheet_scores_criteria_of_the_ordinance():
    given(assessing()).when(sheet("quality", "beauty"), by=assessor()).refused(
        "unknown-criterion", "Ordinance", "/scores/1/criterion"
    )
    given(assessing()).when(sheet("quality", "cost"), by=assessor()).accepted()


def test_a_sheet_scores_each_criterion_once():
    given(assessing()).when(sheet("quality", "cost", "quality"), by=assessor()).refused(
        "criterion-repeated", "challenge-api", "/scores/2/criterion"
    )


def test_an_assessment_waits_for_every_sheet():
    story = assessing("jan", "els").then(score(), assessor("jan"))
    given(story).when(conclude_assessment(), by=handler()).refused("scores-missing", "Awb 3:2")
    given(story.then(score(), assessor("els"))).when(conclude_assessment(), by=handler()).leads_to("assessed")


def test_an_assessment_waits_for_every_criterion():
    story = assessing().then(sheet("quality", "cost"), assessor())
    given(story).when(conclude_assessment(), by=handler()).refused("scores-missing", "Awb 3:2")
    whole = story.then(sheet("quality", "cost", "social_value"), assessor())
    given(whole).when(conclude_assessment(), by=handler()).leads_to("assessed")


def test_an_assessment_does_not_wait_for_who_is_recused():
    story = assessing("jan", "els").then(score(), assessor("jan")).then(declare_interest(interest="conflict"), assessor("els"))
    concluded = given(story).when(conclude_assessment(), by=handler()).leads_to("assessed")
    assert concluded.case.assessment is not None
    assert [one.person for one in concluded.case.assessment.sheets] == ["jan"]


def test_an_assessment_with_nobody_left_is_not_concluded():
    story = scored("jan").then(declare_interest(interest="conflict"), assessor("jan"))
    given(story).when(conclude_assessment(), by=handler()).refused("scores-missing", "Awb 3:2")


# --- separation of duties -------------------------------------------------------------------------------------------


def test_who_assessed_a_challenge_cannot_award_it():
    given(assessed(by="jan")).when(award(), by=decision_maker("jan")).refused("assessor-decides", "Awb 2:4")
    given(assessed(by="jan")).when(award(), by=decision_maker("dora")).leads_to("awarded")


def test_who_assessed_takes_none_of_the_decisions_on_the_case():
    left = assessing("jan").then(score(), assessor("jan"))
    left = left.then(request_supplement(sent_on="2026-09-08", until="2026-09-24"), intake(), on="2026-09-08")
    decisions = [
        (left, set_aside()),
        (assessed(), return_to_assessment()),
        (assessed(), reject()),
        (awarded(), lapse()),
        (monitored(), renew()),
        (monitored(), terminate(ground="urgent")),
        (ruled(rejected(), "2027-03-01"), reopen()),
        (ruled(awarded(), "2027-03-01"), reopen()),
    ]
    for story, command in decisions:
        given(story).when(command, by=decision_maker("jan"), on="2029-10-01").refused("assessor-decides", "Awb 2:4")


def test_who_is_assigned_to_assess_does_not_decide_either():
    given(ready("jan")).when(reject(grounds=ground("no_support")), by=decision_maker("jan")).refused(
        "assessor-decides", "Awb 2:4"
    )


def test_an_assessor_stays_one_after_the_assignment_ended():
    story = assessed("jan").then(assign(subject="jan", change="ends"), handler())
    given(story).when(award(), by=decision_maker("jan")).refused("assessor-decides", "Awb 2:4")


def test_who_declared_an_interest_does_not_decide():
    story = assessed().then(declare_interest(interest="conflict"), decision_maker("dora"))
    given(story).when(award(), by=decision_maker("dora")).refused("interested", "Awb 2:4")
    given(story).when(award(), by=decision_maker("dirk")).leads_to("awarded")
    asked = incomplete().then(declare_interest(interest="conflict"), decision_maker("dora"))
    given(asked).when(set_aside(), by=decision_maker("dora")).refused("interested", "Awb 2:4")


def test_who_assessed_and_has_an_interest_is_told_both():
    story = assessed("jan").then(declare_interest(interest="conflict"), person("jan", *assessor().roles))
    given(story).when(award(), by=decision_maker("jan")).refused_for("assessor-decides", "interested")


def test_an_assessor_who_comes_later_declares_before_scoring():
    story = assessing("jan").then(assign(subject="els"), handler())
    given(story).when(score(), by=assessor("els")).refused("interest-not-declared", "Awb 2:4")
    given(story.then(declare_interest(), assessor("els"))).when(score(), by=assessor("els")).accepted()


# --- award ----------------------------------------------------------------------------------------------------------


def test_which_body_awards_depends_on_the_amount():
    given(expensive()).when(award(granted_cents_per_year=LIMIT + 1), by=decision_maker()).refused_for(
        "body-not-competent", "council-not-heard"
    )
    given(expensive()).when(award(granted_cents_per_year=LIMIT), by=decision_maker()).leads_to("awarded")
    given(expensive()).when(award(granted_cents_per_year=LIMIT, decider=COUNCIL), by=decision_maker()).refused(
        "body-not-competent", "Ordinance 8", "/decider/body"
    )


def test_a_mandate_is_named_only_where_the_ordinance_allows_one():
    large = {"granted_cents_per_year": LIMIT + 1, "council_heard_on": day("2026-10-10")}
    given(expensive()).when(award(decider=UNDER_MANDATE, **large), by=decision_maker()).refused(
        "mandate-not-allowed", "Ordinance 8", "/decider/mandate"
    )
    given(expensive()).when(award(decider=COUNCIL, **large), by=decision_maker()).leads_to("awarded")


def test_a_mandate_that_the_ordinance_denies_a_body_serves_for_no_decision():
    decisions = [
        (assessed(), reject(decider=UNDER_MANDATE)),
        (incomplete(), set_aside(decider=UNDER_MANDATE)),
        (awarded(), lapse(decider=UNDER_MANDATE)),
        (monitored(), renew(decider=UNDER_MANDATE)),
        (monitored(), terminate(decider=UNDER_MANDATE, ground="urgent")),
    ]
    for story, command in decisions:
        given(story).when(command, by=decision_maker()).refused("mandate-not-allowed", "Ordinance 8", "/decider/mandate")
    given(assessed()).when(reject(decider=COUNCIL), by=decision_maker()).leads_to("rejected")
    given(assessed()).when(reject(decider=EXECUTIVE), by=decision_maker()).leads_to("rejected")


def test_the_council_is_heard_before_the_award():
    large = {"granted_cents_per_year": LIMIT + 1, "decider": COUNCIL}
    given(expensive()).when(award(**large), by=decision_maker()).refused("council-not-heard", "Ordinance 8", "/councilHeardOn")
    given(expensive()).when(award(council_heard_on=day("2026-10-21"), **large), by=decision_maker(), on="2026-10-22").refused(
        "date-order", "Awb 3:2", "/councilHeardOn"
    )
    given(expensive()).when(award(council_heard_on=day("2026-08-31"), **large), by=decision_maker()).refused(
        "date-before-receipt", "Awb 3:2", "/councilHeardOn"
    )
    given(expensive()).when(award(council_heard_on=day("2026-10-20"), **large), by=decision_maker()).leads_to("awarded")


def test_an_award_of_a_part_gives_grounds_for_the_rest():
    given(assessed()).when(award(extent="part"), by=decision_maker()).refused("grounds-missing", "Awb 3:46", "/refusedPart")
    given(assessed()).when(award(extent="part", refused_part=ground("running_contract")), by=decision_maker()).leads_to("awarded")


def test_an_award_of_the_whole_refuses_nothing():
    given(assessed()).when(award(refused_part=ground("running_contract")), by=decision_maker()).refused(
        "grounds-without-refusal", "Awb 3:46", "/refusedPart"
    )


def test_the_refused_part_has_grounds_that_the_ordinance_knows():
    given(assessed()).when(award(extent="part", refused_part=ground("running_contract", "ugly")), by=decision_maker()).refused(
        "unknown-ground", "Awb 3:46", "/refusedPart/1/ground"
    )


def test_an_award_stays_below_the_cost_of_today():
    given(assessed()).when(award(granted_cents_per_year=4_200_001), by=decision_maker()).refused(
        "above-todays-cost", "Ordinance 12", "/grantedCentsPerYear"
    )
    given(assessed()).when(award(granted_cents_per_year=4_200_000), by=decision_maker()).leads_to("awarded")


def test_an_award_stays_below_what_an_agreement_may_cost_a_year():
    assert VOORBEELDSTAD.agreement is not None
    rules = replace(VOORBEELDSTAD, agreement=replace(VOORBEELDSTAD.agreement, max_cents_per_year=3_000_000))
    given(assessed(rules=rules)).when(award(granted_cents_per_year=3_000_001), by=decision_maker()).refused(
        "above-agreement-limit", "Ordinance 13", "/grantedCentsPerYear"
    )
    given(assessed(rules=rules)).when(award(granted_cents_per_year=3_000_000), by=decision_maker()).leads_to("awarded")


def test_an_unknown_cost_of_today_caps_nothing():
    unknown = assessed(task=replace(submit().contents.task, todays_cost="unknown"))
    given(unknown).when(award(granted_cents_per_year=LIMIT), by=decision_maker()).leads_to("awarded")


def test_an_award_is_no_longer_than_the_ordinance_allows():
    given(assessed()).when(award(term_months=49), by=decision_maker()).refused("term-too-long", "Ordinance 13", "/termMonths")
    given(assessed()).when(award(term_months=48), by=decision_maker()).leads_to("awarded")


def test_the_legal_track_is_the_ordinances():
    given(assessed()).when(award(legal_track="private-law"), by=decision_maker()).refused(
        "legal-track-differs", "Ordinance", "/legalTrack"
    )
    given(assessed(rules=MODEL)).when(award(legal_track="private-law"), by=decision_maker()).leads_to("awarded")


def test_a_group_has_the_legal_form_that_the_ordinance_asks_at_the_award():
    given(assessed(group=group(legal_form="none"))).when(award(), by=decision_maker()).refused("legal-form", "Ordinance 3")
    given(assessed(group=group(legal_form="cooperative"))).when(award(), by=decision_maker()).leads_to("awarded")


def test_a_group_may_take_on_its_legal_form_after_it_filed():
    """Hoek van Holland: the group had no legal form yet, but could become one."""
    story = assessed(group=group(legal_form="none"))
    given(story).when(award(legal_form_seen="none"), by=decision_maker()).refused("legal-form", "Ordinance 3", "/legalFormSeen")
    given(story).when(award(legal_form_seen="foundation"), by=decision_maker()).leads_to("awarded")


def test_an_award_may_start_later_but_not_before_its_decision():
    given(assessed()).when(award(starts_on="2026-10-19"), by=decision_maker()).refused("date-order", "Award", "/startsOn")
    story = given(assessed()).when(award(starts_on="2027-07-01"), by=decision_maker()).leads_to("awarded")
    assert story.case.award is not None
    assert str(story.case.award.starts_on) == "2027-07-01"


def test_each_indicator_has_a_code_of_its_own():
    given(assessed()).when(award(indicators=award().indicators * 2), by=decision_maker()).refused(
        "indicator-repeated", "challenge-api", "/indicators"
    )


def test_an_award_keeps_its_terms():
    terms = awarded(conditions=("open to all",), one_off_cents=5).case.award
    assert terms is not None
    assert (terms.granted_cents_per_year, terms.one_off_cents, terms.conditions) == (3_600_000, 5, ("open to all",))


# --- rejection ------------------------------------------------------------------------------------------------------


def test_grounds_come_from_the_list_of_the_ordinance():
    given(assessed()).when(reject(grounds=ground("ugly")), by=decision_maker()).refused(
        "unknown-ground", "Awb 3:46", "/grounds/0/ground"
    )
    given(assessed()).when(reject(grounds=ground("no_support", "continuity_at_risk")), by=decision_maker()).leads_to("rejected")


def test_an_ordinance_without_grounds_has_one_that_says_so():
    given(assessed(rules=MODEL)).when(reject(grounds=ground("no_support")), by=decision_maker()).refused(
        "unknown-ground", "Awb 3:46", "/grounds/0/ground"
    )
    given(assessed(rules=MODEL)).when(reject(grounds=ground("not-regulated")), by=decision_maker()).leads_to("rejected")


def test_before_the_assessment_only_grounds_of_admissibility_refuse():
    for story in (submitted(), admissible(), exploring()):
        given(story).when(reject(grounds=ground("continuity_at_risk")), by=decision_maker()).refused(
            "ground-of-assessment", "Ordinance 11(2)b", "/grounds/0/ground"
        )
        given(story).when(reject(grounds=ground("no_support", "running_contract")), by=decision_maker()).leads_to("rejected")


def test_a_body_that_the_ordinance_does_not_name_decides_nothing():
    mayor = Decider(body="mayor")
    decisions = [
        (assessed(), reject(decider=mayor)),
        (incomplete(), set_aside(decider=mayor)),
        (awarded(), lapse(decider=mayor)),
        (monitored(), renew(decider=mayor)),
        (monitored(), terminate(decider=mayor, ground="urgent")),
    ]
    for story, command in decisions:
        given(story).when(command, by=decision_maker()).refused("body-not-competent", "Ordinance", "/decider/body")
    given(assessed(rules=MODEL)).when(reject(decider=mayor, grounds=ground("not-regulated")), by=decision_maker()).leads_to(
        "rejected"
    )


# --- other ways out -------------------------------------------------------------------------------------------------


def test_consent_comes_before_what_it_allows():
    late = consent("2026-09-22")
    for command in (resolve_by_cooperation(consent=late), reroute(consent=late)):
        given(submitted()).when(command, by=handler(), on="2026-09-21").refused(
            "date-in-future", "challenge-api", "/consent/givenOn"
        )
        given(submitted()).when(command, by=handler(), on="2026-09-22").accepted()


def test_both_groups_consent_before_their_cases_are_joined():
    joined = join(consent_of_other=consent("2026-09-22"))
    given(submitted()).when(joined, by=handler(), on="2026-09-21", other_state="admissible").refused(
        "date-in-future", "challenge-api", "/consentOfOther/givenOn"
    )
    given(submitted()).when(joined, by=handler(), on="2026-09-22", other_state="admissible").leads_to("joined")


def test_a_case_is_joined_to_one_that_is_open():
    for state in (None, "draft", "rejected", "withdrawn"):
        given(submitted()).when(join(), by=handler(), on="2026-09-21", other_state=state).refused(
            "no-case-to-join", "challenge-api", "/into"
        )
    given(submitted()).when(join(), by=handler(), on="2026-09-21", other_state="submitted").leads_to("joined")


# --- reopening ------------------------------------------------------------------------------------------------------


def reopen_on_ruling(**said):
    return reopen(**{"ground": "court-ruling", "ruled_on": "2027-03-01"} | said)


def test_a_case_is_reopened_on_what_upheld_an_objection_or_an_appeal():
    story = rejected()
    given(story).when(reopen(), by=decision_maker()).refused("nothing-to-reopen-on", "Awb 7:11, 8:72")
    story = ruled(story, "2027-03-01")
    given(story).when(reopen(ruled_on="2027-03-01"), by=decision_maker()).refused("nothing-to-reopen-on", "Awb 7:11", "/ground")
    early = reopen_on_ruling(ruled_on="2027-02-28")
    given(story).when(early, by=decision_maker(), on="2027-03-02").refused("date-order", "Awb 8:72", "/ruledOn")
    given(story).when(reopen_on_ruling(), by=decision_maker()).leads_to("assessed")


def test_a_ruling_reopens_a_case_once():
    story = ruled(rejected(), "2027-03-01").then(reopen_on_ruling(), decision_maker())
    again = story.then(reject(decided_on="2027-03-02"), decision_maker())
    given(again).when(reopen_on_ruling(), by=decision_maker()).refused("nothing-to-reopen-on", "Awb 7:11, 8:72")


def test_what_was_never_handled_begins_again():
    story = ruled(incomplete().then(set_aside(), decision_maker()), "2027-03-01")
    given(story).when(reopen_on_ruling(), by=decision_maker()).refused("reopens-elsewhere", "Awb 7:11", "/to")
    given(story).when(reopen_on_ruling(to="submitted"), by=decision_maker()).leads_to("submitted")


def test_what_was_judged_is_judged_or_decided_again():
    for decided in (rejected(), awarded(), lapsed(), terminated()):
        story = ruled(decided, "2027-03-01")
        given(story).when(reopen_on_ruling(to="submitted"), by=decision_maker()).refused("reopens-elsewhere", "Awb 7:11", "/to")
        for state in ("assessing", "assessed"):
            given(story).when(reopen_on_ruling(to=state), by=decision_maker()).leads_to(state)


def test_what_was_never_assessed_is_not_reopened_as_assessed():
    story = ruled(submitted().then(reject(grounds=ground("no_support")), decision_maker()), "2027-03-01")
    given(story).when(reopen_on_ruling(to="assessed"), by=decision_maker()).refused("never-assessed", "Awb 3:2", "/to")
    given(story).when(reopen_on_ruling(to="assessing"), by=decision_maker()).leads_to("assessing")


def test_an_upheld_appeal_leaves_nothing_of_what_it_annulled():
    story = ruled(terminated(), "2027-03-01").then(reopen_on_ruling(), decision_maker())
    case = story.case
    assert (case.award, case.agreement, case.ends_on, case.improvement_until, case.last_report) == (None,) * 5


def test_who_declared_an_interest_does_not_reopen():
    story = ruled(awarded().then(declare_interest(interest="conflict"), decision_maker("dirk")), "2027-03-01")
    given(story).when(reopen_on_ruling(), by=decision_maker("dirk")).refused("interested", "Awb 2:4")
    given(story).when(reopen_on_ruling(), by=decision_maker("dora")).leads_to("assessed")


def test_a_case_taken_up_in_its_assessment_goes_on_with_it():
    story = assessing("jan").then(request_supplement(sent_on="2026-09-08", until="2026-09-24"), intake(), on="2026-09-08")
    given(story).when(take_up(completed_by=None), by=intake(), on="2026-09-25").leads_to("assessing")


def test_a_decider_of_the_ordinance_is_found_by_amount():
    small = DecidingBody(body="mayor", up_to_cents=100, council_heard=False, mandate_allowed=True, article=None)
    large = replace(small, body="council", up_to_cents=None)
    rules = replace(VOORBEELDSTAD, deciders=(small, large))
    assert [rules.decider_for(cents).body for cents in (100, 101)] == ["mayor", "council"]  # type: ignore[union-attr] # both are there
