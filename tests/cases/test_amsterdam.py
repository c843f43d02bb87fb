"""Amsterdam: 26 weeks, 52 for a complex case, seven exclusions, criteria without weights, and no grounds in the list."""

from datetime import date
from pathlib import Path

from challenge_api import ordinance_files
from tests.service import Town

FILE = Path(__file__).parents[1] / "data" / "ordinances" / "nl-amsterdam-2024.yaml"
ITEMS = [{"key": key, "text": "as the ordinance asks"} for key in ("social_value", "capacity")]


def test_a_case_is_decided_within_26_weeks_after_every_exclusion_was_looked_at(new_database):
    town = Town(new_database("sqlite"), demo=False)
    document = ordinance_files.read(FILE.read_text(encoding="utf-8")).document
    town.clock.set("2026-09-01")
    version = ordinance_files.draft(town.service.moves, "gm0363", document)
    ordinance_files.publish(town.service.moves, "gm0363", version, date(2024, 9, 1), date(2024, 9, 15))
    case = town.submits(at="gm0363", items=ITEMS)
    terms = town.ask("GET", f"/v1/challenges/{case.id}/deadlines", town.token("handler", at="gm0363")).json["items"]
    term = next(each for each in terms if each["kind"] == "decision")
    assert term["dueOn"] == "2027-03-02"
    exclusions = [each["code"] for each in (document.get("task_scope") or {}).get("exclusions") or ()]
    assert case.tries("admission", "intake", exclusionsConsidered=exclusions[1:]).codes == ["exclusion-not-considered"]
    assert case.does("admission", "intake", exclusionsConsidered=exclusions)["state"] == "admissible"
    assert case.tries("exploration", "handler").codes == ["phase-not-regulated"]
