"""The eligibility check over HTTP: open to anyone, in both languages, and without a trace."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from challenge_api.challenges.eligibility.routes import EXAMPLE
from challenge_api.history.database import Database
from tests.api.walks import submitted
from tests.service import MODELSTAD, VOORBEELDSTAD, Town

PATH = "/v1/eligibility-checks"


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, as it stands."""
    tables = MetaData()
    with database.reading() as connection:
        tables.reflect(connection)
        return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in tables.tables.items()}


def asks(town: Town, **changes: Any) -> Any:
    reply = town.ask("POST", PATH, body={"authority": VOORBEELDSTAD} | changes)
    assert reply.status == 200, reply.text
    return reply.json


def test_the_check_is_open_and_leaves_no_trace(database: Database):
    town = Town(database)
    submitted(town)
    before = everything(database)
    assert before["event"]
    reply = town.ask("POST", PATH, body=EXAMPLE, headers={"Idempotency-Key": "0b9a6f7e-one"})
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    assert {rule["outcome"] for rule in reply.json["rules"]} == {"met", "not-met", "to-be-shown", "not-regulated"}
    assert town.ask("POST", PATH, body={"authority": "nowhere"}).json["verdict"] == "no-rules"
    assert town.ask("POST", PATH, body={"authority": VOORBEELDSTAD, "ordinanceId": "0" * 8}).status == 400
    assert everything(database) == before


def test_what_the_check_promises_the_service_admits(database: Database):
    town = Town(database)
    said = json.loads(json.dumps(EXAMPLE))
    said["task"]["notExcludedBy"] = ["urgent", "reserved_to_government"]
    said["group"]["legalForm"] = "association"
    said["idea"] |= {"support": {"supporters": 64, "outOf": 180}, "items": ["capability", "quality_continuity"]}
    answer = asks(town, **said)
    assert answer["verdict"] == "qualifies"
    case = submitted(town)
    assert case.does("admission", "intake")["state"] == "admissible"
    due = {each["kind"]: each["dueOn"] for each in town.get(f"/v1/challenges/{case.id}/deadlines").json["items"]}
    assert due["decision"] == answer["decisionTerm"]["dueOn"]
    assert answer["ordinance"]["id"] == case.seen()["ordinance"]["id"]


def test_an_obstacle_is_refused_at_admission_in_the_same_words(new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    told = asks(town, group={"applicantKind": "resident_group", "size": 2, "local": False})
    obstacles = {rule["explanation"]["en"] for rule in told["rules"] if rule["outcome"] == "not-met"}
    group = submitted(town).seen()["group"] | {"size": 2, "local": False}
    case = town.submits(group={key: value for key, value in group.items() if key != "groupId"})
    refused = case.tries("admission", "intake")
    assert refused.codes == ["too-few-persons", "no-local-tie"]
    assert {each["detail"] for each in refused.json["refusals"]} == obstacles


def test_each_text_is_there_in_english_and_dutch(new_database: Callable[[str], Database]):
    answer = asks(Town(new_database("sqlite")), authority=MODELSTAD)
    texts = [answer["summary"], *(rule["explanation"] for rule in answer["rules"])]
    texts += [group["default"] for group in answer["openGroups"]]
    assert len(answer["openGroups"]) > 5
    for text in texts:
        assert text.keys() == {"en", "nl"}
        assert text["en"] != text["nl"]


@pytest.mark.parametrize("id_", ["00000000-0000-4000-8000-000000000000", "of-another-authority"])
def test_a_version_that_the_authority_does_not_have_is_not_there(id_: str, new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    if id_ == "of-another-authority":
        id_ = asks(town, authority=MODELSTAD)["ordinance"]["id"]
    assert town.ask("POST", PATH, body={"authority": VOORBEELDSTAD, "ordinanceId": id_}).status == 404


def test_a_version_can_be_named(new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    id_ = asks(town)["ordinance"]["id"]
    assert asks(town, ordinanceId=id_)["ordinance"]["id"] == id_


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/authority"),
        ({"authority": "Demo"}, "/authority"),
        ({"group": {"name": "We keep no names"}}, "/group/name"),
        ({"group": {"size": 0}}, "/group/size"),
        ({"idea": {"wishedStartOn": "soon"}}, "/idea/wishedStartOn"),
        ({"idea": {"promise": ["dearer"]}}, "/idea/promise/0"),
    ],
)
def test_a_question_that_is_not_well_formed_says_where(body: Any, pointer: str, new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    reply = town.ask("POST", PATH, body=body if "authority" in body or not body else {"authority": VOORBEELDSTAD} | body)
    assert reply.status == 400
    assert [error["pointer"] for error in reply.json["errors"]] == [pointer]
