"""What changed in a case between two moments, by whom, on what ground."""

import copy
from typing import Any

from challenge_api.history.database import Database
from challenge_api.history.entries import instant_text
from tests.api.walks import assessed, scored, submitted
from tests.service import Filed, Town


def compared(case: Filed, since: str, until: str | None = None, role: str = "handler") -> Any:
    query = f"from={since}" + ("" if until is None else f"&to={until}")
    reply = case.town.get(f"/v1/challenges/{case.id}/differences?{query}", role)
    assert reply.status == 200, reply.text
    return reply.json


def moment(town: Town) -> str:
    return instant_text(town.clock.now())


def applied(document: Any, changes: list[Any]) -> Any:
    """Apply changes to what a case was."""
    after = copy.deepcopy(document)
    for change in changes:
        *way, last = change["path"].strip("/").split("/")
        place = after
        for step in way:
            place = place[step]
        if change["after"] is None and last not in place:
            continue
        place[last] = change["after"]
    return after


def without_nulls(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: without_nulls(value) for name, value in document.items() if value is not None and name != "version"}
    return document


def test_what_happened_between_two_moments_is_told_with_who_and_on_what_ground(database: Database) -> None:
    town = Town(database)
    case = submitted(town)
    before = moment(town)
    town.clock.set("2026-09-03")
    case.does("supplement-request", "intake")
    middle = moment(town)
    town.clock.set("2026-09-30")
    case.does("supplement", "intake")
    told = compared(case, before, middle)
    assert (told["fromVersion"], told["toVersion"]) == (1, 2)
    assert {"path": "/state", "before": "submitted", "after": "incomplete"} in told["changes"]
    (item,) = told["items"]
    assert (item["event"]["type"], item["event"]["role"], item["article"]) == (
        "supplement-requested",
        "intake",
        "Awb 4:5(1), 4:15(1)(a)",
    )
    assert item["changes"] == told["changes"]
    whole = compared(case, before)
    assert [each["event"]["version"] for each in whole["items"]] == [2, 3]
    assert compared(case, middle, middle)["changes"] == []


def test_the_changes_are_those_that_make_the_later_case_of_the_earlier(database: Database) -> None:
    town = Town(database)
    case = submitted(town)
    before = moment(town)
    town.clock.set("2026-09-08")
    case.does("admission", "intake")
    middle = moment(town)
    case.does("assignments", "handler", subject="hanna", body={"subject": "jan", "part": "assessor"})
    after = moment(town)

    def then(at: str) -> Any:
        return town.get(f"/v1/challenges/{case.id}?asOf={at}").json

    for since, until in ((before, middle), (middle, after), (before, after)):
        told = compared(case, since, until)
        assert without_nulls(applied(then(since), told["changes"])) == without_nulls(then(until))


def test_a_term_that_moved_is_told_with_both_days(database: Database) -> None:
    town = Town(database)
    case = submitted(town)
    before = moment(town)
    town.clock.set("2026-09-20")
    case.does("extension", "handler", toldOn="2026-09-20")
    (moved,) = [each for each in compared(case, before)["deadlines"] if each["kind"] == "decision"]
    assert moved["before"] < moved["after"]


def test_before_it_began_there_was_nothing(database: Database) -> None:
    case = submitted(Town(database))
    told = compared(case, "2020-01-01T00:00:00Z")
    assert told["fromVersion"] == 0
    assert {"path": "/state", "before": None, "after": "submitted"} in told["changes"]
    reply = case.town.get(f"/v1/challenges/{case.id}/differences?from=2019-01-01T00:00:00Z&to=2020-01-01T00:00:00Z")
    assert reply.status == 404


def test_who_may_not_see_the_case_is_told_nothing_and_moments_are_in_order(database: Database) -> None:
    case = submitted(Town(database))
    path = f"/v1/challenges/{case.id}/differences?from=2026-01-01T00:00:00Z"
    assert case.town.get(path, "representative", subject="eve").status == 404
    reply = case.town.get(f"{path}&to=2025-01-01T00:00:00Z")
    assert (reply.status, reply.json["errors"][0]["parameter"]) == (400, "to")


def test_what_is_sealed_stays_so_between_moments(database: Database) -> None:
    town = Town(database)
    case = scored(town)
    told = compared(case, "2026-01-01T00:00:00Z", role="auditor")
    assert "points" not in str(told)
    case = assessed(Town(database, demo=False))
    assert "points" in str(compared(case, "2026-01-01T00:00:00Z", role="auditor"))


def test_the_actions_of_a_moment_are_those_of_then(database: Database) -> None:
    town = Town(database)
    case = submitted(town)
    before = moment(town)
    town.clock.set("2026-09-08")
    case.does("admission", "intake")

    def allowed(query: str) -> set[str]:
        items = town.get(f"/v1/challenges/{case.id}/actions{query}", "handler").json["items"]
        return {each["action"] for each in items if each["allowed"]}

    assert "admit" in allowed(f"?asOf={before}")
    assert "admit" not in allowed("")
    assert "explore" in allowed("") - allowed(f"?asOf={before}")
