"""Objections: to what, by whom, when; mended, heard, advised on, postponed, decided, withdrawn (Awb chapters 6 and 7)."""

from dataclasses import replace

from challenge_api.challenges import review
from challenge_api.challenges.commands.objections import Defect, Remedy, RevisedTerms
from challenge_api.challenges.contents import Consent, Decider
from challenge_api.law.access import Role
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    MODEL,
    Story,
    advise_on_objection,
    announced,
    assessed,
    award,
    awarded,
    committee_member,
    day,
    decide_objection,
    decision_maker,
    declare_interest,
    explain_lateness,
    given,
    handler,
    hear_objection,
    intake,
    interested_party,
    invite_to_hearing,
    judge_admissibility,
    lodge_objection,
    objected,
    postpone,
    refer_to_committee,
    rejected,
    remedy_objection,
    reopen,
    representative,
    request_remedy,
    submitted,
    third_party,
    waive_hearing,
    withdraw_objection,
)

PRIVATE = {"legal_track": "private-law"}


def told() -> Story:
    """Rejected on 20 October and told on 22 October 2026, a Thursday: the window ends on Thursday 3 December."""
    return announced(rejected(), rejected().case.version, "2026-10-22")


def in_time() -> Story:
    return objected(told(), "2026-11-02")


def number(story: Story) -> int:
    return story.case.objections[-1].version


def ready(story: Story | None = None) -> Story:
    """Nothing but the decision on the objection is left to do."""
    story = story or in_time()
    return story.then(waive_hearing(objection=number(story)), committee_member(), on="2026-11-10")


def by_post(**said):
    return lodge_objection(decision=told().case.decisions[-1].version, channel="post", **said)


# --- lodging --------------------------------------------------------------------------------------------------------


def test_only_a_decision_can_be_objected_to():
    given(assessed()).when(lodge_objection(), by=representative()).refused("nothing-to-object-to", "Awb 1:5(1), 6:10")
    given(told()).when(lodge_objection(decision=1), by=representative()).refused("no-such-decision", "Awb 1:5(1)", "/decision")
    given(told()).when(by_post(), by=representative()).accepted()


def test_an_objection_before_the_announcement_does_no_harm():
    story = objected(rejected(), "2026-10-20")
    assert (story.last_event.early, story.last_event.late) == (True, False)
    before = lodge_objection(decision=rejected().case.version, received_on="2026-10-19")
    given(rejected()).when(before, by=intake(), on="2026-10-21").refused("date-order", "Awb 6:10", "/receivedOn")


def test_an_objection_on_the_last_day_is_in_time_and_a_day_later_it_is_late():
    assert objected(told(), "2026-12-03").case.objections[0].lateness == "in-time"
    late = objected(told(), "2026-12-04").case.objections[0]
    assert (late.late, late.lateness) == (True, "reason-asked")


def test_a_late_objection_that_says_why_is_not_asked_again():
    story = told().then(by_post(late_reason="I was ill"), intake(), on="2026-12-20")
    assert story.case.objections[0].lateness == "reason-given"


def test_by_post_it_is_in_time_when_posted_in_time_and_received_within_a_week():
    for received, late in (("2026-12-10", False), ("2026-12-11", True)):
        story = told().then(by_post(received_on=received, posted_on="2026-12-03"), intake())
        assert story.case.objections[0].late is late
    story = told().then(by_post(received_on="2026-12-07", posted_on="2026-12-04"), intake())
    assert story.case.objections[0].late is True
    given(told()).when(by_post(received_on="2026-12-07", posted_on="2026-12-08"), by=intake()).refused(
        "date-order", "Awb 6:9(2)", "/postedOn"
    )


def test_only_intake_records_a_postmark_or_another_day_of_receipt():
    given(told()).when(by_post(posted_on="2026-11-02"), by=representative(), on="2026-11-03").refused(
        "receipt-date-by-intake", "Awb 2:20", "/postedOn"
    )
    given(told()).when(by_post(received_on="2026-11-02"), by=representative(), on="2026-11-03").refused(
        "receipt-date-by-intake", "Awb 2:20", "/receivedOn"
    )
    given(told()).when(by_post(received_on="2026-11-03"), by=representative(), on="2026-11-03").accepted()


def test_a_third_party_names_itself_and_the_group_does_not():
    given(told()).when(by_post(), by=interested_party()).refused("objector-missing", "Awb 6:5(1)(a)", "/objector")
    story = given(told()).when(by_post(objector=third_party()), by=interested_party("truus")).accepted()
    assert (story.case.objections[0].objector, story.case.objections[0].party) == ("third-party", "truus")
    given(told()).when(by_post(objector=third_party()), by=representative()).refused(
        "objector-is-the-group", "Awb 1:2", "/objector"
    )


def test_intake_lodges_for_a_third_party_with_an_account_or_without():
    story = told().then(by_post(objector=third_party(), subject="sub-1"), intake(), objector="person-1")
    assert story.case.objections[0].party == "person-1"
    assert told().then(by_post(objector=third_party()), intake()).case.objections[0].party is None
    given(told()).when(by_post(subject="sub-1"), by=intake()).refused("objector-missing", "Awb 6:5(1)(a)", "/objector")
    given(told()).when(by_post(objector=third_party(), subject="x"), by=interested_party()).refused(
        "subject-by-intake", "challenge-api", "/subject"
    )


def test_whoever_objects_again_adds_to_the_first_objection():
    given(in_time()).when(by_post(), by=representative()).refused("already-objected", "Awb 6:5", "/decision")
    story = in_time().then(by_post(objector=third_party()), interested_party("truus"))
    given(story).when(by_post(objector=third_party()), by=interested_party("truus")).refused(
        "already-objected", "Awb 6:5", "/decision"
    )
    assert len(story.then(by_post(objector=third_party()), interested_party("teun")).case.objections) == 3


def test_where_the_award_is_private_law_nobody_objects():
    given(told().under(**PRIVATE)).when(by_post(), by=representative()).refused("private-law-track", "Awb 1:3, 8:3(2)")
    assert given(told().under(**PRIVATE)).when(by_post(), by=representative()).foretold() is False


def test_an_award_that_was_made_private_cannot_be_objected_to_either():
    silent = assessed(rules=MODEL).under(legal_track=None).then(award(legal_track="private-law"), decision_maker())
    given(silent).when(lodge_objection(decision=silent.case.version), by=representative()).refused(
        "nothing-to-object-to", "Awb 1:5(1), 6:10"
    )
    rejection = replace(silent.case.decisions[0], version=1, type="rejected", legal_track=None)
    both = replace(silent, case=replace(silent.case, decisions=(rejection, *silent.case.decisions)))
    given(both).when(lodge_objection(decision=silent.case.version), by=representative()).refused(
        "private-law-track", "Awb 1:3, 8:3(2)", "/decision"
    )


def test_against_a_decision_on_an_objection_one_appeals():
    story = ready().then(decide_objection(objection=number(in_time())), decision_maker("dirk"))
    given(story).when(lodge_objection(decision=story.case.version), by=representative()).refused(
        "appeal-instead", "Awb 8:1", "/decision"
    )


# --- lateness, defects ----------------------------------------------------------------------------------------------


def test_nothing_goes_on_in_an_objection_that_is_not_there_or_has_ended():
    given(told()).when(explain_lateness(objection=1), by=representative()).refused("no-open-objection", "Awb 6:4")
    given(in_time()).when(withdraw_objection(objection=1), by=representative()).refused(
        "no-such-objection", "Awb 6:4", "/objection"
    )
    first = number(in_time())
    story = in_time().then(by_post(objector=third_party()), interested_party())
    story = story.then(withdraw_objection(objection=first), representative())
    given(story).when(withdraw_objection(objection=first), by=representative()).refused(
        "objection-ended", "Awb 7:11", "/objection"
    )


def test_the_reason_of_lateness_is_asked_of_a_late_one_only():
    given(in_time()).when(explain_lateness(objection=number(in_time())), by=representative()).refused("not-late", "Awb 6:11")
    late = objected(told(), "2026-12-20")
    both = in_time().then(by_post(objector=third_party()), interested_party(), on="2026-12-20")
    assert both.case.objections[1].lateness == "reason-asked"
    given(both).when(explain_lateness(objection=number(in_time())), by=representative()).refused(
        "not-late", "Awb 6:11", "/objection"
    )
    explained = late.then(explain_lateness(objection=number(late)), representative())
    assert explained.case.objections[0].lateness == "reason-given"
    judged = explained.then(judge_admissibility(objection=number(late), lateness="excused"), handler())
    given(judged).when(explain_lateness(objection=number(late)), by=representative()).refused("not-late", "Awb 6:11")


def test_everybody_acts_in_their_own_objection():
    story = in_time().then(by_post(objector=third_party()), interested_party("truus"))
    own, other = story.case.objections[1].version, story.case.objections[0].version
    given(story).when(withdraw_objection(objection=other), by=interested_party("truus")).refused(
        "not-your-objection", "Awb 6:4", "/objection"
    )
    given(story).when(withdraw_objection(objection=own), by=interested_party("teun")).refused(
        "not-your-objection", "Awb 6:4", "/objection"
    )
    given(story).when(withdraw_objection(objection=own), by=representative()).refused(
        "not-your-objection", "Awb 6:4", "/objection"
    )
    given(story).when(withdraw_objection(objection=own), by=interested_party("truus")).accepted()
    given(story).when(withdraw_objection(objection=own), by=intake()).accepted()


def test_a_defect_can_be_mended_within_a_term():
    objection = number(in_time())
    given(in_time()).when(request_remedy(objection=objection, until="2026-11-05"), by=handler()).refused(
        "date-order", "Awb 6:6", "/until"
    )
    twice = (Defect(key="grounds", explanation="none"),) * 2
    given(in_time()).when(request_remedy(objection=objection, defects=twice), by=handler()).refused(
        "defect-repeated", "challenge-api", "/defects"
    )
    given(in_time()).when(request_remedy(objection=objection, sent_on="2026-11-01"), by=handler(), on="2026-11-06").refused(
        "date-before-objection", "Awb 6:4", "/sentOn"
    )
    given(in_time()).when(remedy_objection(objection=objection), by=representative()).refused("not-asked", "Awb 6:6")
    story = in_time().then(request_remedy(objection=objection), handler())
    other = (Remedy(key="signature", text="signed"),)
    given(story).when(remedy_objection(objection=objection, remedies=other), by=representative()).refused(
        "not-asked", "Awb 6:6", "/remedies/0/key"
    )
    mended = story.then(remedy_objection(objection=objection), representative(), on="2026-11-15")
    assert (mended.last_event.complete, mended.last_event.late, mended.case.objections[0].remedy_asked) == (True, False, ())


def test_the_term_for_the_decision_stands_still_while_a_defect_is_mended():
    """Asked on 10 December, mended on 14: 11 to 13 December are out, and the six weeks after 3 December end 3 days later."""
    story = in_time()
    objection = number(story)
    story = story.then(request_remedy(objection=objection, sent_on="2026-12-10", until="2026-12-20"), handler())
    story = story.then(remedy_objection(objection=objection), representative(), on="2026-12-14")
    found = review.objection_term(story.case, story.case.objections[0], DUTCH)
    assert found is not None
    assert (found.suspended_days, found.unshifted_end) == (3, day("2027-01-17"))


# --- committee, hearing ---------------------------------------------------------------------------------------------


def test_with_a_committee_that_the_objector_knows_of_twelve_weeks_hold():
    objection = number(in_time())
    story = in_time().then(refer_to_committee(objection=objection), handler())
    found = review.objection_term(story.case, story.case.objections[0], DUTCH)
    assert found is not None
    assert found.due == day("2027-02-25")
    given(story).when(refer_to_committee(objection=objection), by=handler()).refused(
        "committee-told", "Awb 7:13(2)", "/objection"
    )


def test_a_late_objection_is_admissible_only_when_excused():
    late = objected(told(), "2026-12-20")
    given(late).when(judge_admissibility(objection=number(late)), by=handler()).refused(
        "late-not-excused", "Awb 6:11", "/lateness"
    )
    given(in_time()).when(judge_admissibility(objection=number(in_time()), lateness="excused"), by=handler()).refused(
        "not-late", "Awb 6:11", "/lateness"
    )


def test_an_invitation_leaves_time_to_hand_in_papers():
    objection = number(in_time())
    given(in_time()).when(
        invite_to_hearing(objection=objection, sent_on="2026-11-09", hearing_on="2026-11-18"), by=handler()
    ).refused("hearing-notice-too-short", "Awb 7:4(1)", "/hearingOn")
    given(in_time()).when(
        invite_to_hearing(objection=objection, sent_on="2026-11-09", hearing_on="2026-11-08"), by=handler()
    ).refused("date-order", "Awb 7:2", "/hearingOn")
    story = in_time().then(invite_to_hearing(objection=objection, sent_on="2026-11-09", hearing_on="2026-11-19"), handler())
    assert story.last_event.papers_until == day("2026-11-09")


def test_the_objector_can_agree_to_a_shorter_notice():
    short = invite_to_hearing(objection=number(in_time()), sent_on="2026-11-09", hearing_on="2026-11-12")
    agreed = replace(short, shorter_notice=Consent(given_on=day("2026-11-09"), statement="by mail"))
    given(in_time()).when(agreed, by=handler()).accepted()
    later = replace(short, shorter_notice=Consent(given_on=day("2026-11-10"), statement="by mail"))
    given(in_time()).when(later, by=handler()).refused("date-in-future", "challenge-api", "/shorterNotice/givenOn")


def test_who_decided_or_assessed_does_not_hear():
    hears = hear_objection(objection=number(in_time()))
    for name in ("dora", "jan"):
        given(in_time()).when(hears, by=committee_member(name)).refused("decider-hears", "Awb 7:5(1)")
    given(in_time()).when(hears, by=committee_member("olga")).accepted()


def test_who_declared_an_interest_does_not_hear():
    story = awarded().then(declare_interest(interest="conflict"), decision_maker("olga"))
    story = objected(announced(story, awarded().case.version, "2026-10-22"), "2026-11-02")
    given(story).when(hear_objection(objection=number(story)), by=committee_member("olga")).refused("interested", "Awb 2:4")


def test_a_committee_advises_when_it_was_set_up_and_has_heard():
    objection = number(in_time())
    advice = advise_on_objection(objection=objection)
    given(in_time()).when(advice, by=committee_member()).refused_for("no-committee", "not-heard")
    story = in_time().then(refer_to_committee(objection=objection), handler())
    story = story.then(hear_objection(objection=objection), committee_member())
    assert story.then(advice, committee_member()).case.objections[0].advice == "upheld"


# --- postponement ---------------------------------------------------------------------------------------------------


def test_a_decision_is_postponed_once_and_in_time():
    objection = number(in_time())
    story = in_time().then(postpone(objection=objection), handler())
    found = review.objection_term(story.case, story.case.objections[0], DUTCH)
    assert found is not None
    assert found.due == day("2027-02-25")
    given(story).when(postpone(objection=objection, by_weeks=1), by=handler()).refused(
        "beyond-the-power", "Awb 7:10(3)", "/byWeeks"
    )
    given(in_time()).when(postpone(objection=objection, told_on="2027-01-15"), by=handler()).refused(
        "postponement-too-late", "Awb 7:10(3), (5)", "/toldOn"
    )


def test_further_than_six_weeks_only_with_consent():
    objection = number(in_time())
    alone = postpone(objection=objection, by_weeks=None, until="2027-06-01")
    given(in_time()).when(alone, by=handler()).refused("consent-missing", "Awb 7:10(4)", "/consent")
    agreed = replace(alone, consent=Consent(given_on=day("2026-12-14"), statement="by mail"))
    story = in_time().then(agreed, handler())
    found = review.objection_term(story.case, story.case.objections[0], DUTCH)
    assert found is not None
    assert found.due == day("2027-06-01")
    early = replace(agreed, until=day("2026-12-15"))
    given(in_time()).when(early, by=handler()).refused("date-order", "Awb 7:10(4)", "/until")
    later = replace(agreed, consent=Consent(given_on=day("2026-12-16"), statement="by mail"))
    given(in_time()).when(later, by=handler()).refused("date-in-future", "challenge-api", "/consent/givenOn")
    both = replace(agreed, by_weeks=1)
    given(in_time()).when(both, by=handler()).refused("weeks-or-date", "Awb 7:10(3), (4)", "/byWeeks")


def test_a_term_that_has_not_begun_is_not_postponed():
    story = objected(rejected(), "2026-10-20")
    given(story).when(postpone(objection=number(story)), by=handler()).refused("not-announced", "Awb 7:10(1)", "/objection")


# --- the decision ---------------------------------------------------------------------------------------------------


def test_who_took_the_decision_does_not_decide_on_the_objection():
    given(ready()).when(decide_objection(objection=number(in_time())), by=decision_maker("dora")).refused(
        "decider-decides-again", "Awb 10:3(3)", "/objection"
    )


def test_the_objector_is_heard_and_the_committee_advises_before_the_decision():
    objection = number(in_time())
    decides = decide_objection(objection=objection)
    given(in_time()).when(decides, by=decision_maker("dirk")).refused("not-heard", "Awb 7:2, 7:3", "/objection")
    story = ready(in_time().then(refer_to_committee(objection=objection), handler()))
    given(story).when(decides, by=decision_maker("dirk")).refused("advice-missing", "Awb 7:13(7)", "/objection")


def test_the_body_that_decided_decides_on_the_objection():
    council = decide_objection(objection=number(in_time()), decider=Decider(body="council"))
    given(ready()).when(council, by=decision_maker("dirk")).refused("other-body", "Awb 1:5(1), 6:4(1)", "/decider/body")


def test_an_outcome_says_what_follows_and_no_more():
    objection = number(in_time())
    for code, article, pointer, said in (
        ("consequence-differs", "Awb 7:11(2)", "/consequence", {"consequence": None}),
        ("consequence-differs", "Awb 7:11(2)", "/consequence", {"outcome": "unfounded"}),
        ("reason-differs", "Awb 7:12(1)", "/inadmissibleBecause", {"outcome": "inadmissible", "consequence": None}),
        ("revision-differs", "Awb 7:11(2)", "/revision", {"consequence": "revised"}),
        ("revision-differs", "Awb 7:11(2)", "/revision", {"revision": "It reads otherwise."}),
    ):
        given(ready()).when(decide_objection(objection=objection, **said), by=decision_maker("dirk")).refused(
            code, article, pointer
        )


def test_a_late_one_is_inadmissible_unless_excused():
    late = objected(told(), "2026-12-20")
    story = late.then(waive_hearing(objection=number(late)), handler())
    on_merits = decide_objection(objection=number(late), outcome="unfounded", consequence=None)
    given(story).when(on_merits, by=decision_maker("dirk")).refused("late-not-excused", "Awb 6:11", "/outcome")
    closed = replace(on_merits, outcome="inadmissible", inadmissible_because="late")
    given(story).when(closed, by=decision_maker("dirk")).refused("reason-not-asked", "Awb 6:11", "/inadmissibleBecause")
    judged = story.then(judge_admissibility(objection=number(late), admissible=False, lateness="not-excused"), handler())
    given(judged).when(closed, by=decision_maker("dirk")).accepted()
    excused = story.then(judge_admissibility(objection=number(late), lateness="excused"), handler())
    given(excused).when(closed, by=decision_maker("dirk")).refused("not-late", "Awb 6:11", "/inadmissibleBecause")
    given(excused).when(on_merits, by=decision_maker("dirk")).accepted()


def test_a_defect_makes_inadmissible_only_after_time_to_mend_it():
    closed = decide_objection(
        objection=number(in_time()), outcome="inadmissible", consequence=None, inadmissible_because="defect"
    )
    given(ready()).when(closed, by=decision_maker("dirk")).refused("remedy-not-offered", "Awb 6:6", "/inadmissibleBecause")
    asked = ready(in_time().then(request_remedy(objection=number(in_time())), handler()))
    given(asked).when(closed, by=decision_maker("dirk")).accepted()
    early = replace(closed, decided_on=day("2026-11-19"))
    given(asked).when(early, by=decision_maker("dirk")).refused("remedy-not-offered", "Awb 6:6", "/inadmissibleBecause")


def test_an_upheld_objection_reopens_the_case_once_it_is_decided():
    story = ready().then(decide_objection(objection=number(in_time())), decision_maker("dirk"))
    assert story.case.state == "rejected"
    again = story.then(reopen(ruled_on="2026-12-21"), decision_maker("dirk"))
    assert again.case.state == "assessed"
    assert again.case.objections[0].followed is True


def test_a_revised_award_has_its_new_terms_at_once():
    story = objected(announced(awarded(), awarded().case.version, "2026-10-22"), "2026-11-02")
    terms = RevisedTerms(granted_cents_per_year=3_700_000, term_months=48)
    decides = decide_objection(
        objection=number(story), consequence="revised", revision="A fourth year is added.", revised_award=terms
    )
    after = ready(story).then(decides, decision_maker("dirk")).case
    assert after.award is not None
    assert (after.award.granted_cents_per_year, after.award.term_months, after.state) == (3_700_000, 48, "awarded")
    refused = replace(decides, objection=number(in_time()))
    given(ready()).when(refused, by=decision_maker("dirk")).refused("no-award-to-revise", "Awb 7:11(2)", "/revisedAward")


def test_announcing_the_decision_on_an_objection_ends_its_term():
    story = ready().then(decide_objection(objection=number(in_time())), decision_maker("dirk"))
    story = announced(story, story.case.version, "2026-12-22")
    found = review.objection_term(story.case, story.case.objections[0], DUTCH)
    assert found is not None
    assert (found.decided_on, found.in_time) == (day("2026-12-22"), True)


def test_only_who_speaks_for_the_group_objects_as_the_group():
    both = replace(representative(), roles=frozenset({Role.REPRESENTATIVE, Role.INTERESTED_PARTY}), represents=False)
    given(told()).when(by_post(), by=both).refused("objector-missing", "Awb 6:5(1)(a)", "/objector")
    given(submitted()).when(lodge_objection(), by=both).refused("nothing-to-object-to", "Awb 1:5(1), 6:10")
