"""Objections and notices of default over HTTP: who sees the case, who acts in it, and what the case shows of them."""

from typing import Any

import pytest

from challenge_api.app import STREAMS
from challenge_api.history import replay
from challenge_api.history.database import Database
from tests.api.walks import assessed, draft, rejected, submitted
from tests.service import Filed, Reply, Town

OBJECTOR = {"name": "B. Buurman", "address": "Lindelaan 1", "email": "b@example.nl"}


def told(town: Town) -> Filed:
    """Rejected, and told to the group on 22 October 2026."""
    case = rejected(town)
    town.clock.set("2026-10-22")
    case.does("announcements", "handler", decision=case.seen()["decisions"][0]["version"], announcedOn="2026-10-22")
    return case


def objects(case: Filed, subject: str = "truus", **more: Any) -> Reply:
    """Try to object as a third party."""
    decision = case.seen()["decisions"][0]["version"]
    return case.tries("objections", "interested-party", subject, decision=decision, objector=OBJECTOR, **more)


def looks(case: Filed, path: str = "", subject: str = "truus") -> Reply:
    return case.town.get(f"/v1/challenges/{case.id}{path}", "interested-party", subject=subject)


def test_a_third_party_becomes_interested_party_of_that_case_alone(database: Database) -> None:
    town = Town(database)
    case, other = told(town), submitted(town)
    town.clock.set("2026-11-02")
    assert looks(case).status == 404
    assert objects(case).status == 201
    assert looks(case).status == 200
    assert looks(other).status == 404
    assert looks(case, subject="teun").status == 404
    listed = town.get("/v1/challenges", "interested-party", subject="truus").json["items"]
    assert [each["id"] for each in listed] == [case.id]
    replay.rebuild(database, STREAMS)
    assert looks(case).status == 200


def test_an_interested_party_sees_no_personal_data_and_no_doings_of_the_authority(database: Database) -> None:
    case = told(Town(database))
    reply = objects(case)
    assert reply.headers["ETag"].endswith('.interested"')
    for seen in (reply.json, looks(case).json, looks(case, "?expand=deadlines").json):
        assert "contact" not in seen
        assert seen["objections"][0]["objector"] == "third-party"
    history = looks(case, "/history")
    types = [event["type"] for event in history.json["items"]]
    assert types[-1] == "objection-lodged"
    assert not {"assigned", "interest-declared", "contact-logged"} & set(types)
    assert "A. de Vries" not in history.text
    assert "A. de Vries" not in looks(case, "/proof").text
    staff = case.town.get(f"/v1/challenges/{case.id}/history", "handler").text
    assert "B. Buurman" in staff
    group = case.town.get(f"/v1/challenges/{case.id}/history", "representative", subject="anna").text
    assert "objection-lodged" in group


def test_nobody_objects_where_no_decision_was_announced(database: Database) -> None:
    town = Town(database)
    for case in (assessed(town), rejected(town)):
        reply = case.tries("objections", "interested-party", "truus", objector=OBJECTOR)
        assert reply.status == 404, reply.text
    nowhere = town.ask("POST", f"/v1/challenges/{case.id[:-1]}0/objections", town.token("interested-party"), {"decision": 1})
    assert nowhere.status in {400, 404}


def test_a_lone_client_cannot_come_in_that_way(database: Database) -> None:
    case = told(Town(database))
    token = case.town.token("interested-party", subject="", client="robot")
    body = {"decision": case.seen()["decisions"][0]["version"], "channel": "portal", "objector": OBJECTOR}
    assert case.town.ask("POST", f"/v1/challenges/{case.id}/objections", token, body).status == 404


def test_intake_lets_a_third_party_in_who_objected_on_paper(database: Database) -> None:
    case = told(Town(database))
    decision = case.seen()["decisions"][0]["version"]
    case.town.clock.set("2026-12-07")
    said = {"receivedOn": "2026-12-04", "postedOn": "2026-12-03", "channel": "post", "objector": OBJECTOR, "subject": "truus"}
    made = case.does("objections", "intake", body={"decision": decision} | said)
    assert made["objections"][0]["late"] is False
    assert looks(case).status == 200


def test_a_late_objection_is_accepted_marked_and_its_reason_asked(database: Database) -> None:
    case = told(Town(database))
    case.town.clock.set("2026-12-10")
    objection = objects(case).json["objections"][0]
    assert (objection["late"], objection["lateness"]) == (True, "reason-asked")
    actions = {each["action"]: each["allowed"] for each in looks(case, "/actions").json["items"]}
    assert actions["explain-lateness"] is True
    explained = case.does("lateness-explanations", "interested-party", "truus", objection=objection["version"])
    assert explained["objections"][0]["lateness"] == "reason-given"


def test_an_interested_party_acts_in_its_own_objection_only(database: Database) -> None:
    case = told(Town(database))
    case.town.clock.set("2026-11-02")
    own = objects(case).json["objections"][0]["version"]
    other = case.does("objections", "representative", decision=case.seen()["decisions"][0]["version"])["objections"][1]["version"]
    refused = case.tries("objection-withdrawals", "interested-party", "truus", objection=other)
    assert (refused.status, refused.codes) == (409, ["not-your-objection"])
    assert case.tries("withdrawal", "interested-party", "truus").status == 403
    case.does("objection-withdrawals", "interested-party", "truus", objection=own)


def test_who_represents_one_group_sees_another_case_as_interested_party(database: Database) -> None:
    town = Town(database)
    case, own = told(town), town.submits("bob")
    token = town.token("representative", "interested-party", subject="bob")
    decision = case.seen()["decisions"][0]["version"]
    body = {"decision": decision, "channel": "portal", "objector": OBJECTOR}
    assert town.ask("POST", f"/v1/challenges/{case.id}/objections", token, body).status == 201
    assert "contact" not in town.ask("GET", f"/v1/challenges/{case.id}", token).json
    assert "contact" in town.ask("GET", f"/v1/challenges/{own.id}", token).json
    listed = town.ask("GET", "/v1/challenges", token).json["items"]
    assert {each["id"] for each in listed} == {case.id, own.id}


def test_an_upheld_objection_leads_back_into_the_assessment(database: Database) -> None:
    case = told(Town(database))
    case.town.clock.set("2026-11-02")
    objection = objects(case).json["objections"][0]["version"]
    case.town.clock.set("2026-12-01")
    assert case.tries("reopening", "decision-maker", "dirk", ruledOn="2026-12-01").codes == ["nothing-to-reopen-on"]
    case.does("hearings", "objection-committee", "olga", objection=objection)
    assert case.tries("objection-decisions", "decision-maker", "dora", objection=objection, decidedOn="2026-12-01").codes == [
        "decider-decides-again"
    ]
    case.does("objection-decisions", "decision-maker", "dirk", objection=objection, decidedOn="2026-12-01")
    seen = case.does("reopening", "decision-maker", "dirk", ruledOn="2026-12-01")
    assert (seen["state"], seen["objections"][0]["outcome"], seen["objections"][0]["followed"]) == ("assessed", "upheld", True)


@pytest.mark.parametrize(("day", "effect"), [("2026-11-24", "premature"), ("2026-11-25", "valid")])
def test_a_notice_of_default_is_recorded_with_its_effect(day: str, effect: str, database: Database) -> None:
    case = assessed(Town(database))
    case.town.clock.set(day)
    reply = case.tries("default-notices", "representative")
    assert reply.status == 201
    assert reply.json["defaultNotices"][0]["effect"] == effect
    event = case.town.get(reply.headers["Location"], "handler").json
    assert (event["data"]["effect"], event["data"]["article"]) == (effect, "Awb 4:17(3), 6:12(2)")


def test_who_objected_is_not_shown_the_draft_that_the_case_once_was(database: Database) -> None:
    town = Town(database)
    case = draft(town)
    town.clock.set("2026-09-02")
    case.does("submission", "representative", subject="anna")
    ground = {"ground": "running_contract", "reason": "A contract runs until next year."}
    case.does("rejection", "decision-maker", subject="dora", decidedOn="2026-09-02", grounds=[ground])
    case.does("announcements", "handler", decision=case.version, announcedOn="2026-09-02")
    town.clock.set("2026-09-03")
    assert objects(case).status == 201

    def listed(at: str, role: str, subject: str) -> list[str]:
        reply = town.get(f"/v1/challenges?authority=demo-voorbeeldstad&asOf={at}", role, subject=subject)
        return [each["id"] for each in reply.json["items"]]

    assert listed("2026-09-03T11:00:00Z", "interested-party", "truus") == [case.id]
    assert listed("2026-09-01T11:00:00Z", "interested-party", "truus") == []
    assert listed("2026-09-01T11:00:00Z", "representative", "anna") == [case.id]
