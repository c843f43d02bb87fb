"""From draft to admission: each rule refuses where the law or the ordinance says so, and lets pass what just fits."""

from dataclasses import fields, replace

from challenge_api.challenges.commands import MissingItem
from challenge_api.challenges.contents import Claim, DraftContents, Part
from challenge_api.law.ordinance import Length, Phases, Window
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Story,
    admissible,
    admit,
    amend,
    announced,
    decision_maker,
    draft,
    drafted,
    explore,
    exploring,
    given,
    group,
    handler,
    incomplete,
    intake,
    nothing,
    part,
    representative,
    request_supplement,
    revise,
    set_aside,
    submit,
    submit_draft,
    submitted,
    supplement,
    take_up,
)

OTHER_GROUP = "8f2f6a52-9d0b-4f6e-8a55-3a7f6a0f9b11"


def twice_better() -> tuple[Claim, ...]:
    return (Claim(test="better", argument="more plants"), Claim(test="better", argument="more birds"))


def a_part(description: str | None) -> Part:
    return Part(extent="part", description=description)


# --- drafts and filing ----------------------------------------------------------------------------------------------


def test_nobody_files_for_a_group_they_do_not_represent():
    filed = submit(group=group(group_id=OTHER_GROUP))
    given(nothing()).when(filed, by=representative()).refused("group-not-represented", "challenge-api", "/contents/group/groupId")
    given(nothing()).when(filed, by=representative(), represents_named_group=True).leads_to("submitted")


def test_intake_files_for_any_group_that_there_is():
    filed = submit(group=group(group_id=OTHER_GROUP))
    given(nothing()).when(filed, by=intake(), named_group_exists=False).refused(
        "no-such-group", "challenge-api", "/contents/group/groupId"
    )
    given(nothing()).when(filed, by=intake()).leads_to("submitted")


def test_nobody_drafts_for_a_group_they_do_not_represent():
    begun = draft(contents=replace(draft().contents, group=group(group_id=OTHER_GROUP)))
    given(nothing()).when(begun, by=representative()).refused("group-not-represented", "challenge-api", "/contents/group/groupId")
    given(nothing()).when(begun, by=representative(), represents_named_group=True).leads_to("draft")


def test_a_draft_stays_with_the_group_that_began_it():
    contents = revise().contents
    given(drafted()).when(revise(contents=replace(contents, group=group(group_id=OTHER_GROUP))), by=representative()).refused(
        "group-differs", "challenge-api", "/contents/group/groupId"
    )
    own = drafted().case.group_id
    given(drafted()).when(revise(contents=replace(contents, group=group(group_id=own))), by=representative()).accepted()


def test_better_and_cheaper_are_promised_at_most_once_each():
    given(nothing()).when(submit(promise=twice_better()), by=representative()).refused(
        "claim-repeated", "challenge-api", "/contents/promise"
    )
    given(nothing()).when(submit(promise=twice_better()[:1]), by=representative()).leads_to("submitted")


def test_a_challenge_of_a_part_says_which_part():
    given(nothing()).when(submit(part=a_part(None)), by=representative()).refused(
        "part-not-described", "challenge-api", "/contents/part/description"
    )
    given(nothing()).when(submit(part=a_part("the play corner")), by=representative()).leads_to("submitted")


def test_a_draft_is_held_to_the_same_when_it_is_filed():
    given(_drafted(promise=twice_better())).when(submit_draft(), by=representative()).refused(
        "claim-repeated", "challenge-api", "/contents/promise"
    )
    given(_drafted(part=a_part(None))).when(submit_draft(), by=representative()).refused(
        "part-not-described", "challenge-api", "/contents/part/description"
    )
    given(drafted()).when(submit_draft(), by=representative()).leads_to("submitted")


def test_an_unfinished_draft_is_not_filed():
    given(_drafted(plan=None)).when(submit_draft(), by=representative()).refused("draft-incomplete", "challenge-api")
    given(_drafted(promise=())).when(submit_draft(), by=representative()).refused("draft-incomplete", "challenge-api")


def test_a_draft_that_asks_for_no_money_is_no_unfinished_one():
    story = given(_drafted(budget_cents_per_year=0)).when(submit_draft(), by=representative()).leads_to("submitted")
    assert story.case.budget_cents_per_year == 0


def test_what_is_filed_over_the_api_is_received_today():
    given(nothing(on="2026-09-02")).when(submit(received_on="2026-09-01"), by=representative(), on="2026-09-02").refused(
        "receipt-date-by-intake", "Awb 2:20", "/receivedOn"
    )
    given(nothing()).when(submit(received_on="2026-09-02"), by=representative(), on="2026-09-02").leads_to("submitted")
    story = given(nothing()).when(submit(received_on="2026-08-20"), by=intake(), on="2026-09-02").leads_to("submitted")
    assert story.last_event.occurred_on.isoformat() == "2026-08-20"


def test_a_challenge_rests_on_an_ordinance_in_force():
    given(nothing(rules=None)).when(submit(), by=representative()).refused("no-ordinance-in-force", "Gemeentewet 150(3)")


def test_a_case_keeps_the_ordinance_and_says_what_is_missing_of_it():
    story = submitted(items=())
    assert story.case.missing == ("capability", "quality_continuity")
    assert story.case.legal_track == "public-law"
    assert submitted(rules=MODEL).case.legal_track is None


# --- supplement -----------------------------------------------------------------------------------------------------


def test_a_supplement_is_given_time():
    given(submitted()).when(request_supplement(until="2026-09-03"), by=intake()).refused(
        "supplement-term-empty", "Awb 4:5(1)", "/until"
    )
    given(submitted(rules=MODEL)).when(request_supplement(until="2026-09-04"), by=intake()).leads_to("incomplete")


def test_a_supplement_is_given_the_time_of_the_ordinance():
    given(submitted()).when(request_supplement(until="2026-09-16"), by=intake()).refused(
        "supplement-term-too-short", "Ordinance 9(3)", "/until"
    )
    given(submitted()).when(request_supplement(until="2026-09-17"), by=intake()).leads_to("incomplete")


def test_no_part_of_a_supplement_was_received_in_the_future():
    given(incomplete()).when(supplement(parts=(part("capability", "2026-09-11"),)), by=intake(), on="2026-09-10").refused(
        "date-in-future", "challenge-api", "/parts/0/receivedOn"
    )
    given(incomplete()).when(supplement(parts=(part("capability", "2026-09-10"),)), by=intake(), on="2026-09-10").accepted()


def test_only_intake_records_what_came_in_on_another_day():
    given(incomplete()).when(supplement(parts=(part("capability", "2026-09-09"),)), by=representative(), on="2026-09-10").refused(
        "receipt-date-by-intake", "Awb 2:20", "/parts/0/receivedOn"
    )
    given(incomplete()).when(
        supplement(parts=(part("capability", "2026-09-10"),)), by=representative(), on="2026-09-10"
    ).accepted()


def test_no_part_was_received_before_it_was_asked():
    given(incomplete()).when(supplement(parts=(part("capability", "2026-09-02"),)), by=intake(), on="2026-09-10").refused(
        "date-before-previous-move", "Awb 4:5", "/parts/0/receivedOn"
    )
    given(incomplete()).when(supplement(parts=(part("capability", "2026-09-03"),)), by=intake(), on="2026-09-10").accepted()


def test_a_late_supplement_is_accepted_and_marked():
    in_time = incomplete().then(supplement(parts=(part("capability", "2026-09-24"),)), intake(), on="2026-09-30")
    late = incomplete().then(supplement(parts=(part("capability", "2026-09-25"),)), intake(), on="2026-09-30")
    assert [note.late for note in in_time.case.supplements] == [False]
    assert [note.late for note in late.case.supplements] == [True]


def test_a_supplement_in_two_letters_is_complete_with_the_second():
    story = submitted().then(request_supplement(missing=_missing("capability", "quality_continuity")), intake())
    story = story.then(supplement(parts=(part("capability", "2026-09-10"),)), intake(), on="2026-09-10")
    assert story.last_event.complete is False
    story = story.then(supplement(parts=(part("quality_continuity", "2026-09-12"),)), intake(), on="2026-09-12")
    assert story.last_event.complete is True


def test_a_case_waits_for_its_supplement_while_the_term_runs():
    given(incomplete()).when(take_up(completed_by=None), by=intake(), on="2026-09-24").refused(
        "supplement-term-running", "Awb 4:5(1)", "/completedBy"
    )
    given(incomplete()).when(take_up(completed_by=None), by=intake(), on="2026-09-25").leads_to("submitted")


def test_a_case_is_taken_up_with_a_supplement_that_exists():
    story = incomplete().then(supplement(parts=(part("capability", "2026-09-10"),)), intake(), on="2026-09-10")
    given(story).when(take_up(completed_by=2), by=intake()).refused("no-such-supplement", "Awb 4:15(1)(a)", "/completedBy")
    given(story).when(take_up(completed_by=3), by=intake()).leads_to("submitted")


def test_a_case_goes_back_to_the_state_that_the_request_left():
    for story, state in ((submitted(), "submitted"), (admissible(), "admissible")):
        asked = story.then(request_supplement(sent_on="2026-09-08", until="2026-09-30"), intake(), on="2026-09-08")
        given(asked).when(take_up(completed_by=None), by=intake(), on="2026-10-01").leads_to(state)


# --- not handling ---------------------------------------------------------------------------------------------------


def test_a_request_is_not_left_unhandled_while_the_supplement_term_runs():
    given(incomplete()).when(set_aside(decided_on="2026-09-24"), by=decision_maker()).refused(
        "supplement-term-running", "Awb 4:5(1)", "/ground"
    )
    given(incomplete()).when(set_aside(decided_on="2026-09-25"), by=decision_maker()).leads_to("not_handled")


def test_a_supplement_in_time_is_judged_before_a_request_is_left_unhandled():
    story = incomplete().then(supplement(parts=(part("capability", "2026-09-24"),)), intake(), on="2026-09-25")
    given(story).when(set_aside(), by=decision_maker()).refused("supplement-received", "Awb 4:5(1)", "/ground")
    given(story).when(set_aside(ground="insufficient"), by=decision_maker()).leads_to("not_handled")
    late = incomplete().then(supplement(parts=(part("capability", "2026-09-25"),)), intake(), on="2026-09-25")
    given(late).when(set_aside(), by=decision_maker()).leads_to("not_handled")


def test_no_supplement_is_insufficient_that_never_came():
    given(incomplete()).when(set_aside(ground="insufficient"), by=decision_maker()).refused(
        "no-supplement", "Awb 4:5(1)", "/ground"
    )


def test_a_supplement_is_not_insufficient_before_it_came():
    story = incomplete().then(supplement(parts=(part("capability", "2026-09-10"),)), intake(), on="2026-09-20")
    given(story).when(set_aside(decided_on="2026-09-09", ground="insufficient"), by=decision_maker()).refused(
        "no-supplement", "Awb 4:5(1)", "/ground"
    )
    given(story).when(set_aside(decided_on="2026-09-10", ground="insufficient"), by=decision_maker()).leads_to("not_handled")


def test_the_power_not_to_handle_lapses_after_four_weeks():
    given(incomplete()).when(set_aside(decided_on="2026-10-23"), by=decision_maker()).refused(
        "set-aside-too-late", "Awb 4:5(4)", "/decidedOn"
    )
    given(incomplete()).when(set_aside(decided_on="2026-10-22"), by=decision_maker()).leads_to("not_handled")


def test_a_supplement_that_came_late_starts_no_four_weeks_of_its_own():
    story = incomplete().then(supplement(parts=(part("capability", "2026-10-05"),)), intake(), on="2026-10-05")
    given(story).when(set_aside(decided_on="2026-10-23", ground="insufficient"), by=decision_maker()).refused(
        "set-aside-too-late", "Awb 4:5(4)", "/decidedOn"
    )


def test_the_four_weeks_follow_a_supplement_that_came_in_time():
    story = incomplete().then(supplement(parts=(part("capability", "2026-09-10"),)), intake(), on="2026-09-10")
    given(story).when(set_aside(decided_on="2026-10-09", ground="insufficient"), by=decision_maker()).refused(
        "set-aside-too-late", "Awb 4:5(4)", "/decidedOn"
    )
    given(story).when(set_aside(decided_on="2026-10-08", ground="insufficient"), by=decision_maker()).leads_to("not_handled")


# --- admission ------------------------------------------------------------------------------------------------------


def test_only_a_complete_request_is_admitted():
    given(submitted(items=())).when(admit(), by=intake()).refused("contents-missing", "Awb 4:5")
    given(submitted()).when(admit(), by=intake()).leads_to("admissible")


def test_a_supplement_takes_what_it_brings_off_the_list_of_what_is_missing():
    story = submitted(items=()).then(request_supplement(missing=_missing("capability", "quality_continuity")), intake())
    parts = (part("capability", "2026-09-10"), part("quality_continuity", "2026-09-10"))
    story = story.then(supplement(parts=parts), intake(), on="2026-09-10")
    story = story.then(take_up(completed_by=story.case.version), intake())
    given(story).when(admit(), by=intake()).leads_to("admissible")


def test_only_what_came_in_a_window_of_the_ordinance_is_admitted():
    assert VOORBEELDSTAD.phases is not None
    for first, last, holds in (((8, 1), (9, 1), True), ((9, 2), (8, 31), False), ((12, 1), (9, 1), True)):
        window = Window(first=first, last=last)
        rules = replace(VOORBEELDSTAD, phases=replace(VOORBEELDSTAD.phases, windows=(window,)))
        asked = given(submitted(rules=rules)).when(admit(), by=intake())
        if holds:
            asked.leads_to("admissible")
        else:
            asked.refused("outside-submission-window", "Ordinance 7")


def test_a_group_has_the_kind_that_the_ordinance_names():
    given(submitted(group=group(applicant_kind="entrepreneur"))).when(admit(), by=intake()).refused(
        "applicant-kind", "Ordinance 3"
    )
    given(submitted(group=group(applicant_kind="social_party"))).when(admit(), by=intake()).leads_to("admissible")


def test_a_group_has_as_many_people_as_the_ordinance_asks():
    given(submitted(group=group(size=2))).when(admit(), by=intake()).refused("too-few-persons", "Ordinance 3")
    given(submitted(group=group(size=3))).when(admit(), by=intake()).leads_to("admissible")


def test_a_group_has_the_local_tie_that_the_ordinance_asks():
    given(submitted(group=group(local=False))).when(admit(), by=intake()).refused("no-local-tie", "Ordinance 3")
    assert VOORBEELDSTAD.who is not None
    untied = replace(VOORBEELDSTAD, who=replace(VOORBEELDSTAD.who, local_tie=None))
    given(submitted(rules=untied, group=group(local=False))).when(admit(), by=intake()).leads_to("admissible")


def test_a_task_lies_in_a_domain_that_the_ordinance_opens():
    given(submitted(task=_task("8.3"))).when(admit(), by=intake()).refused("domain-excluded", "Ordinance 5")
    given(submitted(task=_task("6.71a"))).when(admit(), by=intake()).leads_to("admissible")


def test_every_exclusion_is_considered():
    given(submitted()).when(admit(exclusions_considered=("urgent",)), by=intake()).refused(
        "exclusion-not-considered", "Ordinance 5(2)a", "/exclusionsConsidered"
    )


def test_support_reaches_the_number_that_the_ordinance_asks():
    few = group(support={"supporters": 64, "out_of": 60})
    given(submitted(group=few)).when(admit(supporters_counted=24), by=intake()).refused(
        "support-too-small", "Ordinance 4", "/supportersCounted"
    )
    given(submitted(group=few)).when(admit(supporters_counted=25), by=intake()).leads_to("admissible")


def test_support_reaches_the_share_that_the_ordinance_asks():
    village = group(support={"supporters": 64, "out_of": 301})
    given(submitted(group=village)).when(admit(supporters_counted=30), by=intake()).refused(
        "support-too-small", "Ordinance 4", "/supportersCounted"
    )
    given(submitted(group=village)).when(admit(supporters_counted=31), by=intake()).leads_to("admissible")


def test_a_mandate_is_there_where_the_ordinance_asks_one():
    assert VOORBEELDSTAD.support is not None
    rules = replace(VOORBEELDSTAD, support=replace(VOORBEELDSTAD.support, mandate_required=True))
    given(submitted(rules=rules)).when(admit(), by=intake()).refused("mandate-missing", "Ordinance 4")
    given(submitted(rules=rules, group=group(support={"mandated": True}))).when(admit(), by=intake()).leads_to("admissible")


def test_a_group_has_the_legal_form_that_the_ordinance_asks_at_filing():
    assert VOORBEELDSTAD.who is not None
    rules = replace(VOORBEELDSTAD, who=replace(VOORBEELDSTAD.who, legal_form_at_submission=("foundation",)))
    given(submitted(rules=rules)).when(admit(), by=intake()).refused("legal-form", "Ordinance 3", "/legalFormSeen")
    given(submitted(rules=rules)).when(admit(legal_form_seen="foundation"), by=intake()).leads_to("admissible")


def test_an_ordinance_that_leaves_these_open_admits_without_them():
    open_to_all = group(applicant_kind="resident", size=1, local=False, support={"supporters": 0, "out_of": None})
    story = submitted(rules=MODEL, group=open_to_all, task=_task("8.3"))
    given(story).when(admit(supporters_counted=0, exclusions_considered=()), by=intake()).leads_to("admissible")


# --- exploration and amendment --------------------------------------------------------------------------------------


def test_exploration_is_a_phase_only_where_the_ordinance_has_it():
    given(admissible(rules=MODEL)).when(explore(), by=handler()).refused("phase-not-regulated", "Ordinance")
    without = admissible().under(phases=Phases(exploration=False, article=None))
    given(without).when(explore(), by=handler()).refused("phase-not-regulated", "Ordinance")
    given(admissible()).when(explore(), by=handler()).leads_to("exploring")


def test_an_amendment_changes_something():
    for story in (admissible(), exploring()):
        given(story).when(amend(plan=None, budget_cents_per_year=None), by=representative()).refused(
            "nothing-amended", "challenge-api"
        )
        changed = given(story).when(amend(plan=None, budget_cents_per_year=0), by=representative()).accepted()
        assert (changed.case.plan_version, changed.case.budget_cents_per_year) == (2, 0)


def test_an_amendment_to_a_part_says_which():
    given(admissible()).when(amend(part=a_part(None)), by=representative()).refused(
        "part-not-described", "challenge-api", "/part/description"
    )
    changed = given(admissible()).when(amend(part=a_part("the meadow")), by=representative()).accepted()
    assert changed.case.part == a_part("the meadow")


def test_a_supplement_term_in_months_keeps_the_day_of_the_month():
    rules = replace(VOORBEELDSTAD, supplement=Length(n=1, unit="months", article="Ordinance 9(3)"))
    given(submitted(rules=rules)).when(request_supplement(until="2026-10-02"), by=intake()).refused(
        "supplement-term-too-short", "Ordinance 9(3)", "/until"
    )
    given(submitted(rules=rules)).when(request_supplement(until="2026-10-03"), by=intake()).leads_to("incomplete")


def test_not_handling_is_a_decision_with_two_dates():
    story = incomplete().then(set_aside(), decision_maker())
    assert story.case.decisions[0].announced_on is None
    told = announced(story, story.case.version, "2026-10-05")
    assert [(each.taken_on.isoformat(), str(each.announced_on)) for each in told.case.decisions] == [("2026-10-02", "2026-10-05")]


def _missing(*keys: str) -> tuple[MissingItem, ...]:
    return tuple(MissingItem(key=key, explanation="say more") for key in keys)


def _task(domain: str):
    task = submit().contents.task
    return replace(task, domain=replace(task.domain, code=domain))


def _drafted(**changes: object) -> Story:
    contents = submit().contents
    whole = {each.name: getattr(contents, each.name) for each in fields(DraftContents)} | changes
    return nothing().then(draft(contents=DraftContents(**whole)), representative())
