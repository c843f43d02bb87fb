"""Around the decision: publication, council, advice, links to other cases."""

from dataclasses import replace

from tests.core.given import (
    Story,
    announced,
    assessed,
    awarded,
    day,
    given,
    handler,
    intake,
    link_case,
    objected,
    propose_to_council,
    publish_decision,
    publisher,
    receive_advice,
    record_council_treatment,
    request_advice,
    submitted,
)


def told() -> Story:
    return announced(awarded(), awarded().case.version, "2026-10-21")


# --- publication ----------------------------------------------------------------------------------------------------


def test_a_decision_is_published_once_and_after_its_announcement():
    version = awarded().case.version
    given(assessed()).when(publish_decision(), by=publisher(), on="2026-10-28").refused("nothing-to-publish", "Woo 3.1")
    given(told()).when(publish_decision(decision=1), by=publisher()).refused("no-such-decision", "Woo 3.1", "/decision")
    publishes = publish_decision(decision=version)
    given(awarded()).when(publishes, by=publisher()).refused("nothing-to-publish", "Woo 3.1")
    early = replace(publishes, published_on=day("2026-10-20"))
    given(told()).when(early, by=publisher(), on="2026-10-28").refused(
        "published-before-announcement", "Awb 3:40, 3:41", "/publishedOn"
    )
    story = told().then(publishes, publisher())
    assert story.case.decisions[0].published_on == day("2026-10-28")
    given(story).when(publishes, by=publisher()).refused("nothing-to-publish", "Woo 3.1")
    two = objected(story, "2026-11-02")
    second = replace(two, case=two.case.with_decision("lapsed", day("2026-11-03"), "dora", "executive"))
    second = announced(second, second.case.version, "2026-11-04")
    given(second).when(publishes, by=publisher()).refused("already-published", "Woo 3.1", "/decision")


def test_what_is_published_does_not_name_the_contact():
    contact = submitted().case.contact
    assert contact is not None
    for personal in (contact.name.upper(), contact.email):
        said = publish_decision(decision=awarded().case.version, text=f"Awarded to {personal}.")
        given(told()).when(said, by=publisher()).refused("names-a-person", "GDPR 5, Woo 5.1", "/text")


# --- council, advice, links -----------------------------------------------------------------------------------------


def test_the_council_deals_with_a_proposal_once():
    given(assessed()).when(record_council_treatment(), by=intake()).refused("no-open-proposal", "Gemeentewet 147")
    story = assessed().then(propose_to_council(), handler())
    number = story.case.version
    given(story).when(record_council_treatment(proposal=1), by=intake()).refused(
        "no-such-proposal", "Gemeentewet 147", "/proposal"
    )
    early = record_council_treatment(proposal=number, treated_on="2026-10-04")
    given(story).when(early, by=intake(), on="2026-10-05").refused("date-order", "Gemeentewet 147", "/treatedOn")
    treated = story.then(record_council_treatment(proposal=number), intake())
    assert (treated.case.council[0].outcome, treated.case.council[0].treated_on) == ("noted", day("2026-10-19"))


def test_advice_answers_a_request_and_late_is_marked():
    given(submitted()).when(receive_advice(), by=intake()).refused("no-open-advice", "Awb 3:6")
    given(submitted()).when(request_advice(until="2026-09-10"), by=handler()).refused("date-order", "Awb 3:6(1)", "/until")
    story = submitted().then(request_advice(), handler())
    number = story.case.version
    given(story).when(receive_advice(request=1), by=intake()).refused("no-such-advice", "Awb 3:6", "/request")
    early = receive_advice(request=number, received_on="2026-09-09")
    given(story).when(early, by=intake(), on="2026-09-12").refused("date-order", "Awb 3:6", "/receivedOn")
    for received, late in (("2026-10-08", False), ("2026-10-09", True)):
        answered = story.then(receive_advice(request=number, received_on=received), intake())
        assert (answered.last_event.late, answered.case.advices[0].late) == (late, late)


def test_a_case_is_linked_to_another_one_that_is_there():
    for state in (None, "draft", "discarded"):
        given(submitted()).when(link_case(), by=handler(), other_state=state).refused("no-such-case", "challenge-api", "/other")
    story = submitted().then(link_case(), handler(), other_state="rejected")
    assert story.case.links[0].relation == "follows"
