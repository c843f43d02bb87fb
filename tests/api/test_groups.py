"""Groups over HTTP: who names one, who speaks for it, and who may file in its name."""

from typing import Any

from challenge_api.history.database import Database
from tests.service import MODELSTAD, VOORBEELDSTAD, Town, example

NOWHERE = "8f2f6a52-9d0b-4f6e-8a55-3a7f6a0f9b11"


def filing(group_id: str | None, at: str = VOORBEELDSTAD) -> dict[str, Any]:
    contents = example("challenges")["contents"]
    named = {} if group_id is None else {"groupId": group_id}
    return {"authority": at, "contents": contents | {"group": contents["group"] | named}}


def files(town: Town, group_id: str | None, role: str, subject: str, at: str = VOORBEELDSTAD):
    return town.ask("POST", "/v1/challenges", town.token(role, subject=subject, at=at), filing(group_id, at))


def test_whoever_files_first_speaks_for_the_group_and_may_let_others_speak(database: Database):
    town = Town(database)
    case = town.submits("anna")
    group = case.seen()["groupId"]
    assert files(town, group, "representative", "bea").codes == ["group-not-represented"]
    anna = town.token("representative", subject="anna")
    added = town.ask("POST", f"/v1/groups/{group}/representatives", anna, {"subject": "bea"})
    assert added.status == 201, added.text
    assert files(town, group, "representative", "bea").status == 201
    bea = town.token("representative", subject="bea")
    assert town.ask("GET", f"/v1/challenges/{case.id}", bea).status == 200


def test_who_was_removed_sees_nothing_of_the_group_any_more(database: Database):
    town = Town(database)
    case = town.submits("anna")
    group = case.seen()["groupId"]
    anna, bea = (town.token("representative", subject=name) for name in ("anna", "bea"))
    town.ask("POST", f"/v1/groups/{group}/representatives", anna, {"subject": "bea"})
    me = town.ask("GET", "/v1/me", anna).json["actorIds"][VOORBEELDSTAD]
    removed = town.ask("POST", f"/v1/groups/{group}/representative-removals", bea, {"person": me}, {"If-Match": "*"})
    assert removed.status == 201, removed.text
    for path in (f"/v1/challenges/{case.id}", f"/v1/challenges/{case.id}/history", f"/v1/groups/{group}"):
        assert town.ask("GET", path, anna).status == 404, path
        assert town.ask("GET", path, bea).status == 200, path
    assert town.ask("GET", "/v1/challenges", anna).json["items"] == []
    assert town.ask("GET", f"/v1/events?authority={VOORBEELDSTAD}", anna).json["items"] == []


def test_intake_files_for_a_group_that_there_is(database: Database):
    town = Town(database)
    group = town.submits("anna").seen()["groupId"]
    filed = files(town, group, "intake", "ine")
    assert filed.status == 201, filed.text
    assert town.ask("GET", f"/v1/challenges/{filed.json['id']}", town.token("representative", subject="anna")).status == 200
    assert files(town, NOWHERE, "intake", "ine").codes == ["no-such-group"]


def test_a_group_belongs_to_one_authority(database: Database):
    town = Town(database)
    group = town.submits("anna").seen()["groupId"]
    assert files(town, group, "intake", "ine", at=MODELSTAD).codes == ["no-such-group"]
    assert files(town, group, "representative", "anna", at=MODELSTAD).codes == ["group-not-represented"]


def test_a_group_that_filed_on_paper_comes_to_speak_for_itself(database: Database):
    town = Town(database)
    filed = files(town, None, "intake", "ine")
    anna = town.token("representative", subject="anna")
    assert town.ask("GET", f"/v1/challenges/{filed.json['id']}", anna).status == 404
    path = f"/v1/groups/{filed.json['groupId']}/representatives"
    assert town.ask("POST", path, anna, {"subject": "anna"}).status == 404
    assert town.ask("POST", path, town.token("intake", subject="ine"), {"subject": "anna"}).status == 201
    assert town.ask("GET", f"/v1/challenges/{filed.json['id']}", anna).status == 200
