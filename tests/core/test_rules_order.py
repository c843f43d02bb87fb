"""Who may at all, from which state, and on which day: what is asked before any rule of the law."""

from challenge_api.law.access import Role
from tests.core.given import (
    accept_improvement,
    admissible,
    admit,
    agreement,
    announce,
    assessed,
    award,
    awarded,
    complete,
    contract_manager,
    decision_maker,
    drafted,
    evaluate,
    extend,
    forward,
    given,
    hand_back,
    handler,
    incomplete,
    inspect,
    intake,
    lapse,
    log_contact,
    lone_client,
    monitored,
    nothing,
    outsider,
    person,
    reject,
    report,
    representative,
    require_improvement,
    revise,
    score,
    scored,
    set_aside,
    start_execution,
    submit,
    submit_draft,
    submitted,
    supplement,
    terminate,
    withdraw,
    withdrawn,
)


def test_a_handler_cannot_award():
    given(assessed()).when(award(), by=handler()).refused("role-not-permitted", "Gemeentewet 150(3), Awb 3:46")
    given(assessed()).when(award(), by=decision_maker()).leads_to("awarded")


def test_a_representative_speaks_for_their_own_group_only():
    given(submitted()).when(withdraw(), by=outsider()).refused("role-not-permitted", "Awb 4:13")
    given(submitted()).when(withdraw(), by=representative()).leads_to("withdrawn")


def test_somebody_of_no_group_can_file_a_first_challenge():
    given(nothing()).when(submit(), by=outsider()).leads_to("submitted")


def test_a_client_alone_cannot_judge_or_decide():
    given(scored()).when(score(), by=lone_client(Role.ASSESSOR)).refused("person-required", "Awb 3:2, 3:46")
    given(assessed()).when(award(), by=lone_client(Role.DECISION_MAKER)).refused(
        "person-required", "Gemeentewet 150(3), Awb 3:46"
    )
    given(submitted()).when(reject(), by=lone_client(Role.DECISION_MAKER)).refused("person-required", "Awb 3:46, 4:13")


def test_a_client_alone_files_on_behalf_and_records_what_came_in():
    desk = lone_client(Role.INTAKE, Role.HANDLER)
    given(nothing()).when(submit(), by=desk).leads_to("submitted")
    given(drafted()).when(revise(), by=desk).leads_to("draft")
    given(incomplete()).when(supplement(), by=desk, on="2026-09-10").leads_to("incomplete")
    given(awarded()).when(announce(decision=awarded().case.version), by=desk, on="2026-10-21").leads_to("awarded")
    given(submitted()).when(log_contact(), by=desk, on="2026-09-08").leads_to("submitted")


def test_a_client_alone_represents_no_group():
    story = given(nothing()).when(submit(), by=lone_client(Role.REPRESENTATIVE)).accepted()
    assert story.last_event.representative is None
    assert given(nothing()).when(submit(), by=representative()).accepted().last_event.representative == "anna"


def test_a_case_is_awarded_only_after_its_assessment():
    given(scored()).when(award(), by=decision_maker()).refused("state-not-permitted", "Gemeentewet 150(3), Awb 3:46")
    given(assessed()).when(award(), by=decision_maker()).leads_to("awarded")


def test_the_refusal_of_a_state_names_the_states_where_it_is_possible():
    (reason,) = given(withdrawn()).when(admit(), by=intake()).reasons
    assert reason.detail == "The case is withdrawn; admit is possible in: submitted."


def test_role_and_person_are_told_before_the_state():
    given(withdrawn()).when(award(), by=handler()).refused("role-not-permitted", "Gemeentewet 150(3), Awb 3:46")


def test_several_roles_of_one_person_add_up():
    both = person("max", Role.INTAKE, Role.DECISION_MAKER)
    given(submitted()).when(admit(), by=both, on="2026-09-08").leads_to("admissible")
    given(submitted()).when(reject(grounds=_no_support()), by=both).leads_to("rejected")


def test_nothing_is_dated_after_today():
    given(assessed()).when(award(decided_on="2026-10-21"), by=decision_maker(), on="2026-10-20").refused(
        "date-in-future", "challenge-api", "/decidedOn"
    )
    given(assessed()).when(award(decided_on="2026-10-20"), by=decision_maker(), on="2026-10-20").leads_to("awarded")


def test_nothing_is_dated_before_the_day_of_receipt():
    given(submitted()).when(forward(sent_on="2026-08-31"), by=intake()).refused("date-before-receipt", "Awb 4:13", "/sentOn")
    given(submitted()).when(forward(sent_on="2026-09-01"), by=intake()).leads_to("forwarded")


def test_what_came_in_is_not_dated_before_the_day_of_receipt_either():
    given(submitted()).when(log_contact(held_on="2026-08-31"), by=handler()).refused("date-before-receipt", "Awb 4:13", "/heldOn")
    given(submitted()).when(log_contact(held_on="2026-09-01"), by=handler()).leads_to("submitted")


def test_an_act_of_the_authority_is_not_dated_before_what_made_it_possible():
    given(assessed()).when(award(decided_on="2026-09-30"), by=decision_maker()).refused(
        "date-before-previous-move", "challenge-api", "/decidedOn"
    )
    given(assessed()).when(award(decided_on="2026-10-01"), by=decision_maker()).leads_to("awarded")


def test_what_came_in_may_lie_before_what_was_recorded_already():
    given(assessed()).when(log_contact(held_on="2026-09-02"), by=handler()).leads_to("assessed")


def test_every_dated_act_of_the_authority_waits_for_what_made_it_possible():
    too_early = [
        (admissible(), forward(sent_on="2026-09-07"), intake()),
        (awarded(), lapse(decided_on="2026-10-19"), decision_maker()),
        (
            awarded(),
            start_execution(handed_over_on="2026-10-19", agreement=agreement(agreed_on="2026-10-20")),
            contract_manager(),
        ),
        (monitored(), inspect(held_on="2026-10-31"), contract_manager()),
        (monitored(), evaluate(held_on="2026-10-31"), contract_manager()),
        (monitored(), require_improvement(sent_on="2026-10-31"), contract_manager()),
        (monitored(), terminate(decided_on="2026-10-31", ground="urgent"), decision_maker()),
        (_improving(), accept_improvement(held_on="2026-11-19"), contract_manager()),
        (incomplete(), set_aside(decided_on="2026-09-02"), decision_maker()),
    ]
    for story, command, by in too_early:
        codes = [reason.code for reason in given(story).when(command, by=by, on="2026-12-01").reasons]
        assert codes[0] == "date-before-previous-move", command


def test_an_extension_is_not_told_before_receipt():
    given(submitted()).when(extend(told_on="2026-08-31"), by=handler()).refused("date-before-receipt", "Awb 4:13", "/toldOn")
    given(submitted()).when(extend(told_on="2026-09-01"), by=handler()).leads_to("submitted")


def test_the_legal_date_of_a_move_is_the_one_it_names_and_today_without_one():
    story = given(assessed()).when(award(decided_on="2026-10-05"), by=decision_maker(), on="2026-10-20").accepted()
    assert story.last_event.occurred_on.isoformat() == "2026-10-05"
    story = given(submitted()).when(admit(), by=intake(), on="2026-09-08").accepted()
    assert story.last_event.occurred_on.isoformat() == "2026-09-08"


def test_a_draft_filed_on_paper_is_received_on_its_own_day():
    story = given(drafted()).when(submit_draft(received_on="2026-08-20"), by=intake(), on="2026-09-02").leads_to("submitted")
    assert story.case.received_on is not None
    assert story.case.received_on.isoformat() == "2026-08-20"
    given(drafted()).when(submit_draft(received_on="2026-09-03"), by=intake(), on="2026-09-02").refused(
        "date-in-future", "challenge-api", "/receivedOn"
    )


def test_a_completion_and_a_hand_back_are_not_dated_after_today_either():
    story = monitored().then(report(), representative(), on="2026-11-20")
    final = story.case.version
    given(story).when(complete(ended_on="2029-10-31", final_report=final), by=contract_manager(), on="2029-10-30").refused(
        "date-in-future", "challenge-api", "/endedOn"
    )
    given(story).when(complete(ended_on="2029-10-31", final_report=final), by=contract_manager()).leads_to("completed")
    assert "date-in-future" in [
        reason.code
        for reason in given(monitored()).when(hand_back(received_on="2026-11-21"), by=representative(), on="2026-11-20").reasons
    ]


def _improving():
    return monitored().then(require_improvement(), contract_manager())


def _no_support():
    example = reject().grounds[0]
    return (type(example)(ground="no_support", reason="Three signatures."),)
