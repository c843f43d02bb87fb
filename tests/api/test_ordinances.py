"""Ordinances over HTTP: drafted, revised, published, superseded, repealed; and a case keeps the version of its day."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from challenge_api.history.database import Database
from tests.service import VOORBEELDSTAD, Reply, Town

DATA = Path(__file__).parents[1] / "data" / "ordinances"
FILES = sorted(DATA.glob("*.yaml"))
SHORT: dict[str, Any] = {"id": "short", "title": "Short", "decision_term": {"amount": 10, "unit": "week"}}


@pytest.fixture
def town(new_database) -> Town:
    return Town(new_database("sqlite"))


def draft(town: Town, document: Any, role: str = "administrator") -> Reply:
    return town.ask("POST", "/v1/ordinances", town.token(role), {"authority": VOORBEELDSTAD, "document": document})


def move(town: Town, version: str, noun: str, body: Any) -> Reply:
    return town.ask("POST", f"/v1/ordinances/{version}/{noun}", town.token("administrator"), body, {"If-Match": "*"})


def publish(town: Town, document: Any, published_on: str, begins: str) -> str:
    version = str(draft(town, document).json["id"])
    reply = move(town, version, "publication", {"publishedOn": published_on, "inForceFrom": begins})
    assert reply.status == 201, reply.text
    return version


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_comes_back_key_for_key(town, path):
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    reply = draft(town, document)
    assert reply.status == 201, reply.text
    shown = town.ask("GET", f"/v1/ordinances/{reply.json['id']}").json
    assert shown["document"] == document
    assert list(shown["document"]) == list(document)
    assert {group["group"] for group in shown["openGroups"]} >= {
        name for name, group in document.items() if isinstance(group, dict) and group.get("found") is False
    }


def test_every_file_fits_the_published_schema_and_a_misspelt_one_does_not(town):
    schema = jsonschema_rs.validator_for(town.ask("GET", "/v1/ordinance-schema").json)
    for path in FILES:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert schema.is_valid(document), path
        assert not schema.is_valid(document | {"suport_norm": {"found": False}})


def test_the_schema_in_the_checkout_is_the_one_that_is_served(town):
    kept = Path(__file__).parents[2] / "openapi" / "ordinance.schema.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == town.ask("GET", "/v1/ordinance-schema").json


def test_a_key_that_the_format_does_not_know_is_told_with_its_place(town):
    reply = draft(town, SHORT | {"criteria": {"itms": []}, "decision_term": {"amount": "ten", "unit": "fortnight"}})
    assert reply.status == 400
    assert {error["pointer"] for error in reply.json["errors"]} == {
        "/document/criteria/itms",
        "/document/decision_term/amount",
        "/document/decision_term/unit",
    }


def test_a_contradiction_names_field_rule_and_reason(town):
    reply = draft(town, SHORT | {"decision_term": {"amount": 0, "unit": "week"}})
    assert reply.status == 409
    (refusal,) = reply.json["refusals"]
    assert refusal["code"] == "ordinance-zero-term"
    assert refusal["article"] == "Awb 4:13(1)"
    assert refusal["pointer"] == "/document/decision_term/amount"
    assert refusal["detail"].endswith(".")


def test_who_is_no_administrator_drafts_nothing(town):
    assert draft(town, SHORT, role="decision-maker").status == 403


def test_a_draft_binds_nobody_until_it_is_published(town):
    town.clock.set("2026-09-01")
    version = draft(town, SHORT | {"in_force": {"published_on": "2026-08-01", "from": "2026-08-15"}}).json["id"]
    assert town.submits().seen()["ordinance"]["name"] == "demo-voorbeeldstad"
    assert move(town, version, "publication", {}).json["state"] == "published"
    assert town.submits().seen()["ordinance"] == {"id": version, "name": "short", "number": 1}


def test_a_published_version_is_not_revised(town):
    version = publish(town, SHORT, "2026-08-01", "2026-08-15")
    assert move(town, version, "revision", {"document": SHORT | {"title": "Other"}}).codes == ["state-not-permitted"]
    assert town.ask("GET", f"/v1/ordinances/{version}").json["document"]["title"] == "Short"


def test_a_newer_version_supersedes_the_one_before_in_the_same_commit(town):
    first = publish(town, SHORT, "2026-08-01", "2026-08-15")
    second = publish(town, SHORT | {"title": "Shorter"}, "2026-10-01", "2026-11-01")
    before, after = (town.ask("GET", f"/v1/ordinances/{version}").json for version in (first, second))
    assert (before["state"], before["supersededBy"], before["inForceUntil"]) == ("superseded", second, "2026-10-31")
    assert (after["state"], after["number"], after["inForceUntil"]) == ("published", 2, None)
    assert move(town, first, "repeal", {"lastDay": "2026-12-31"}).codes == ["state-not-permitted"]


def test_a_case_keeps_the_version_in_force_on_its_day_of_receipt(town):
    first = publish(town, SHORT, "2026-08-01", "2026-08-15")
    town.clock.set("2026-10-31")
    early = town.submits()
    second = publish(town, SHORT | {"decision_term": {"amount": 4, "unit": "week"}}, "2026-10-01", "2026-11-01")
    town.clock.set("2026-11-01")
    late = town.submits()
    assert early.seen()["ordinance"]["id"] == first
    assert late.seen()["ordinance"]["id"] == second

    def due(case: Any) -> str:
        found = town.get(f"/v1/challenges/{case.id}/deadlines", "handler").json["items"]
        return str(next(each["dueOn"] for each in found if each["kind"] == "decision"))

    assert due(early) == "2027-01-11"  # ten weeks after 31 October end on Saturday 9 January
    assert due(late) == "2026-11-30"  # four weeks after 1 November end on Sunday the 29th


def test_every_change_is_an_event_in_the_log(new_database):
    database: Database = new_database("sqlite")
    town = Town(database)
    first = publish(town, SHORT, "2026-08-01", "2026-08-15")
    publish(town, SHORT, "2026-10-01", "2026-11-01")
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT type FROM event WHERE stream = ? ORDER BY version", (first,)).scalars().all()
    assert found == ["ordinance-drafted", "ordinance-published", "ordinance-superseded"]
