"""The register of mandates over HTTP: public, in the feed, and what decisions are held against."""

from challenge_api.app import STREAMS
from challenge_api.history import replay
from challenge_api.mandates.routes import EXAMPLES
from tests.api.walks import assessed
from tests.service import Town


def gives(town, **changes):
    return town.ask("POST", "/v1/mandates", town.token("administrator", subject="max"), EXAMPLES["giveMandate"] | changes)


def test_a_decision_under_a_registered_mandate_stays_within_it(database):
    town = Town(database)
    case = assessed(town)
    made = gives(town, upToCents=3_599_999)
    assert made.status == 201, made.text
    town.clock.set("2026-10-20")
    refused = case.tries("award", "decision-maker", subject="dora")
    assert (refused.status, refused.codes) == (409, ["beyond-mandate"])
    path = f"/v1/mandates/{made.json['id']}"
    ended = town.ask(
        "POST", f"{path}/withdrawal", town.token("administrator", subject="max"), {"lastDay": "2026-10-20"}, {"If-Match": "*"}
    )
    assert (ended.status, ended.json["state"], ended.json["until"]) == (201, "withdrawn", "2026-10-20")
    assert gives(town, upToCents=3_600_000).codes == ["reference-given"]
    assert gives(town, reference="M-2", upToCents=3_600_000, givenOn="2026-10-20", fromOn="2026-10-20").status == 201
    case.does("award", "decision-maker", subject="dora", decider={"body": "executive", "mandate": "M-2"})

    listed = town.ask("GET", "/v1/mandates?authority=demo-voorbeeldstad").json["items"]
    assert [(each["reference"], each["upToCents"]) for each in listed] == [("M-2026-14", 3_599_999), ("M-2", 3_600_000)]
    told = town.get("/v1/events?authority=demo-voorbeeldstad", "auditor").json["items"]
    assert [each["type"] for each in told if each["kind"] == "mandate"] == ["mandate-given", "mandate-withdrawn", "mandate-given"]
    replay.rebuild(database, STREAMS)
    assert town.ask("GET", "/v1/mandates?authority=demo-voorbeeldstad").json["items"] == listed


def test_nobody_else_keeps_the_register(database):
    town = Town(database)
    assert town.ask("POST", "/v1/mandates", town.token("handler"), EXAMPLES["giveMandate"]).status == 403
