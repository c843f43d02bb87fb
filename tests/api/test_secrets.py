"""What is sealed or withheld stays so in every read there is: each address of the document, each role, each moment.

The addresses come from the document itself, so a read that is added later is read here as well.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from challenge_api.history.database import Database
from challenge_api.history.entries import instant_text
from challenge_api.law.access import HELD
from tests.api.walks import SCORES, assessing, draft
from tests.service import VOORBEELDSTAD, Filed, Town, example

JANS, ELSES = "Jan-finds-it-tidy", "Els-finds-it-dull"
EVERYBODY = {role.value: f"a-{role.value}" for role in HELD} | {"representative": "anna", "assessor": "els"}
OUTSIDER = ("representative", "bob")


@cache
def reads() -> tuple[tuple[str, frozenset[str]], ...]:
    """Give each path of the committed document that answers GET, with the names of its parameters."""
    document = json.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    found = [(path, each["get"].get("parameters", ())) for path, each in document["paths"].items() if "get" in each]
    return tuple((path, frozenset(str(one.get("name")) for one in parameters)) for path, parameters in found)


def addresses(town: Town, case: Filed, moments: tuple[str, ...] = ()) -> Iterator[str]:
    """Give every address that answers GET, filled in with what this case has."""
    group = town.ask("GET", "/v1/groups", town.token("representative", subject="anna")).json["items"][0]["id"]
    ordinance = town.ask("GET", f"/v1/ordinances?authority={VOORBEELDSTAD}", town.token("auditor")).json["items"][0]["id"]
    versions = case.seen("representative", subject="anna")["version"]
    for path, named in reads():
        filled = path.replace("{challengeId}", case.id).replace("{groupId}", group).replace("{ordinanceId}", ordinance)
        filled = filled.replace("{code}", VOORBEELDSTAD).replace("{position}", "1")
        several = [filled.replace("{version}", str(n + 1)) for n in range(versions)] if "{version}" in filled else [filled]
        for each in several:
            yield f"/v1{each}"
            if "expand" in named:
                yield f"/v1{each}?expand=actions,deadlines"
            if "asOf" in named:
                yield from (f"/v1{each}?asOf={moment}" for moment in moments)
            if each == "/events":
                yield f"/v1{each}?authority={VOORBEELDSTAD}"


def told(town: Town, case: Filed, who: tuple[str, str], moments: tuple[str, ...] = ()) -> str:
    """Give everything that somebody is told, at every address there is."""
    token = town.token(who[0], subject=who[1])
    return "\n".join(town.ask("GET", address, token).text for address in addresses(town, case, moments))


def sheet(reason: str) -> dict[str, Any]:
    return {"scores": [{**each, "reason": reason} for each in SCORES["scores"]]}


def scored(town: Town) -> Filed:
    case = assessing(town)
    case.does("score", "assessor", subject="jan", body=sheet(JANS))
    case.does("score", "assessor", subject="els", body=sheet(ELSES))
    return case


def test_a_sealed_sheet_is_read_by_its_assessor_alone(database: Database):
    town = Town(database)
    case = scored(town)
    moment = instant_text(town.clock.now())
    for who in (*EVERYBODY.items(), OUTSIDER):
        said = told(town, case, who, (moment,))
        assert JANS not in said, who
        assert '"points":8' not in said or who[1] == "els", who
        assert (ELSES in said) == (who[1] == "els"), who


def test_a_sealed_sheet_is_read_by_nobody_through_the_answer_to_a_move(database: Database):
    town = Town(database)
    case = assessing(town)
    reply = case.tries("score", "assessor", subject="jan", body=sheet(JANS))
    assert reply.status == 201
    assert JANS not in reply.text
    later = case.tries("contacts", "handler", heldOn="2026-09-08")
    assert later.status == 201
    assert JANS not in later.text
    refused = case.tries("assessment-conclusion", "handler")
    assert (refused.status, refused.codes) == (409, ["scores-missing"])
    assert JANS not in refused.text


def test_sheets_are_open_once_the_assessment_is_concluded_and_stay_sealed_as_of_before(database: Database):
    town = Town(database)
    case = scored(town)
    sealed = instant_text(town.clock.now())
    case.does("assessment-conclusion", "handler")
    for who in (("handler", "hanna"), ("assessor", "els"), ("representative", "anna"), ("auditor", "udo")):
        assert JANS in told(town, case, who), who
    past = f"/v1/challenges/{case.id}/history?asOf={sealed}"
    for who in (("handler", "hanna"), ("representative", "anna"), ("auditor", "udo")):
        assert JANS not in town.ask("GET", past, town.token(who[0], subject=who[1])).text, who


def test_a_sheet_of_a_second_round_is_sealed_again(database: Database):
    town = Town(database)
    case = scored(town)
    case.does("assessment-conclusion", "handler")
    case.does("assessment-return", "decision-maker", subject="dora")
    case.does("score", "assessor", subject="jan", body=sheet("Jan-thinks-again"))
    for who in (("handler", "hanna"), ("assessor", "els"), ("representative", "anna"), ("auditor", "udo"), OUTSIDER):
        assert "Jan-thinks-again" not in told(town, case, who), who
    assert "Jan-thinks-again" in told(town, case, ("assessor", "jan"))


def test_a_sheet_that_was_never_concluded_stays_sealed_after_the_end(database: Database):
    town = Town(database)
    case = scored(town)
    town.clock.set("2026-09-20")
    case.does("withdrawal", "representative")
    assert JANS not in told(town, case, ("handler", "hanna")) + told(town, case, ("auditor", "udo"))


SECRET = {"title": "Our-secret-plan", "plan": "Nobody-knows-yet"}


def test_a_draft_does_not_exist_for_anybody_but_its_group(database: Database):
    town = Town(database)
    case = drafted(town)
    for who in (*(pair for pair in EVERYBODY.items() if pair[1] != "anna"), OUTSIDER):
        said = told(town, case, who)
        assert not any(text in said for text in SECRET.values()), who
        assert case.id not in said, who
    assert all(text in told(town, case, ("representative", "anna")) for text in SECRET.values())


def test_a_draft_stays_withheld_from_the_staff_after_it_was_filed(database: Database):
    town = Town(database)
    case = drafted(town)
    before = instant_text(town.clock.now())
    contents = example("submission") or {}
    assert contents == {}
    body = {"contents": {"title": "What-we-file"} | {"group": example("revision")["contents"]["group"]}}
    whole = town.ask("GET", f"/v1/challenges/{case.id}", town.token("representative", subject="anna")).json
    body["contents"] = {key: whole[key] for key in PARTS} | body["contents"] | {"plan": "What-all-may-know"}
    case.does("revision", "representative", body=body)
    case.does("submission", "representative")
    for who in (("handler", "hanna"), ("auditor", "udo"), ("intake", "ine")):
        said = told(town, case, who, (before,))
        assert "What-all-may-know" in said, who
        assert not any(text in said for text in SECRET.values()), who
        then = town.ask("GET", f"/v1/challenges/{case.id}?asOf={before}", town.token(who[0], subject=who[1]))
        assert then.status == 404


def test_a_discarded_draft_is_read_by_nobody_any_more(database: Database):
    town = Town(database)
    case = drafted(town)
    before = instant_text(town.clock.now())
    case.does("disposal", "representative")
    for who in (("representative", "anna"), ("handler", "hanna"), ("auditor", "udo"), OUTSIDER):
        said = told(town, case, who, (before,))
        assert not any(text in said for text in SECRET.values()), who


PARTS = (
    "task", "part", "mode", "promise", "budgetCentsPerYear", "contact", "wishedStartOn", "termMonths", "items",
)  # fmt: skip


def drafted(town: Town) -> Filed:
    town.clock.set("2026-09-01")
    contents = example("challenges")["contents"] | SECRET
    body = {"authority": VOORBEELDSTAD, "contents": contents}
    reply = town.ask("POST", "/v1/drafts", town.token("representative", subject="anna"), body)
    assert reply.status == 201, reply.text
    return Filed(town, reply.json["id"], VOORBEELDSTAD, "anna")


def test_a_case_of_one_group_does_not_exist_for_another(database: Database):
    town = Town(database)
    case = assessing(town)
    assert case.id not in told(town, case, OUTSIDER)
    assert draft(town).id not in told(town, case, OUTSIDER)


def test_an_auditor_reads_a_case_without_its_persons(database: Database):
    town = Town(database)
    case = scored(town)
    auditor, handler = (town.token(role, subject=name) for role, name in (("auditor", "udo"), ("handler", "hanna")))
    for path in (f"/v1/challenges/{case.id}", f"/v1/challenges/{case.id}?expand=actions", f"/v1/challenges/{case.id}/history"):
        assert "A. de Vries" in town.ask("GET", path, handler).text, path
        assert "A. de Vries" not in town.ask("GET", path, auditor).text, path
    assert town.ask("GET", f"/v1/challenges/{case.id}", auditor).headers["ETag"].endswith('.audit"')
