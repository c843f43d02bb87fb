"""A newer version takes pending cases along when its rule says so: in what is read on the day, as of before, and in the log."""

from typing import Any

import pytest
from sqlalchemy import text

from challenge_api.app import STREAMS
from challenge_api.history import replay
from challenge_api.history.database import Database
from tests.service import VOORBEELDSTAD, Filed, Town

SHORT: dict[str, Any] = {"decision_term": {"amount": 26, "unit": "week", "article": "5"}}
TAKES = {"transition": {"pending_cases": "move", "drafts": "old", "article": "30"}}


@pytest.fixture
def town(database: Any) -> Town:
    return Town(database)


def publishes(town: Town, begins: str, **groups: Any) -> str:
    """Publish another version of the ordinance of Voorbeeldstad."""
    present = town.ask("GET", f"/v1/ordinances?authority={VOORBEELDSTAD}").json["items"][0]["id"]
    document = town.ask("GET", f"/v1/ordinances/{present}").json["document"] | groups
    by, body = town.token("administrator"), {"authority": VOORBEELDSTAD, "document": document}
    version = str(town.ask("POST", "/v1/ordinances", by, body).json["id"])
    said = {"publishedOn": "2026-09-02", "inForceFrom": begins}
    reply = town.ask("POST", f"/v1/ordinances/{version}/publication", by, said, {"If-Match": "*"})
    assert reply.status == 201, reply.text
    return version


def reads(case: Filed, more: str = "") -> Any:
    reply = case.town.ask("GET", f"/v1/challenges/{case.id}?expand=rules,deadlines,actions{more}", case.town.token("handler"))
    assert reply.status == 200, reply.text
    return reply.json


def rows(database: Database) -> list[Any]:
    with database.reading() as connection:
        return [
            tuple(row)
            for table in ("challenge", "challenge_deadline")
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4"))  # names of ours
        ]


def due(seen: Any) -> str:
    return str(next(each["dueOn"] for each in seen["deadlines"] if each["kind"] == "decision"))


def test_a_pending_case_follows_and_a_decided_one_keeps_its_version(town: Town):
    town.clock.set("2026-09-01")
    pending, idle = town.submits(), town.submits("bert")
    kept = pending.seen()["ordinance"]
    assert reads(pending)["rules"]["because"] == "received"
    town.clock.set("2026-09-02")
    newer = publishes(town, "2026-10-01", **SHORT, **TAKES)
    assert due(reads(pending)) == "2026-11-24", "not before the newer version is in force"
    town.clock.set("2026-10-05")
    seen = reads(pending)
    assert due(seen) == "2027-03-02"
    rules = seen["rules"]
    assert (rules["ordinance"]["id"], rules["because"], rules["article"]) == (newer, "taken-along", "Ordinance 30")
    assert (rules["since"], rules["recorded"]) == ("2026-10-01", False)
    assert next(each for each in seen["actions"] if each["action"] == "follow-ordinance")["allowed"] is True
    before = reads(pending, "&asOf=2026-09-20T10:00:00Z")
    assert (due(before), before["rules"]["ordinance"]["id"]) == ("2026-11-24", kept["id"])

    followed = pending.does("ordinance-transition", "handler", body={"ordinanceId": newer})
    assert followed["ordinance"] == {"id": newer, "name": kept["name"], "number": kept["number"] + 1}
    moved = idle.does("contacts", "handler", heldOn="2026-10-05")
    assert (moved["version"], moved["ordinance"]["id"]) == (3, newer)
    types = [each["type"] for each in town.get(f"/v1/challenges/{idle.id}/history").json["items"]]
    assert types == ["submitted", "ordinance-followed", "contact-logged"]
    after = reads(pending)["rules"]
    assert (after["because"], after["recorded"]) == ("taken-along", True)
    stored = rows(town.database)
    replay.rebuild(town.database, STREAMS)
    assert rows(town.database) == stored, "the events alone lead to what readers are shown"


def test_what_a_version_leaves_open_stands_in_the_case_with_the_default_and_its_article(town: Town):
    case = town.submits(at="demo-modelstad")
    reply = town.ask("GET", f"/v1/challenges/{case.id}?expand=rules", town.token("handler", at="demo-modelstad"))
    found = {each["group"]: each for each in reply.json["rules"]["openGroups"]}
    assert found["decision_term"]["article"] == "Awb 4:13(2)"
    assert "eight weeks" in found["decision_term"]["default"]
    assert "contents" not in found
