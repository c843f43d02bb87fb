"""Amsterdam: 26 weeks, 52 for a complex case, seven exclusions, criteria without weights, and no grounds in the list."""

from dataclasses import replace
from datetime import date

from challenge_api import ordinance_files
from tests.cases import towns
from tests.core import given
from tests.service import Town

NAME = "nl-amsterdam-2024"
FILE = towns.FILES / f"{NAME}.yaml"
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


def test_a_complex_case_of_amsterdam_is_told_so_in_time_and_goes_on_to_its_end():
    case = towns.files(NAME, "resident_group", on="2026-09-01")
    assert case.case.missing == ()
    assert towns.due(case, "decision") == ("2027-03-02", "Awb 4:13(1), Ordinance 12(2)")
    longer = given.extend(told_on="2026-10-01", by_weeks=26, named_date=None)
    beyond = given.given(case).when(given.extend(told_on="2026-10-01", by_weeks=27, named_date=None), given.handler())
    towns.refuses(beyond, "beyond-the-power")
    named = given.extend(told_on="2026-10-01", by_weeks=None, named_date="2027-09-01")
    towns.refuses(given.given(case).when(named, given.handler()), "beyond-the-power")
    until_the_last_day = case.then(replace(named, named_date=date(2027, 8, 31)), given.handler())
    assert towns.due(until_the_last_day, "decision")[0] == "2027-08-31"
    case = case.then(longer, given.handler())
    assert towns.due(case, "decision")[0] == "2027-08-31"  # 52 weeks; beyond twelve weeks no day off moves it (Atw 4)
    ready = towns.admitted(case, "2026-10-02")
    towns.refuses(given.given(ready).when(given.explore(), given.handler()), "phase-not-regulated")
    judged = towns.assessed(ready, "2026-10-05", cheaper="not-assessed")
    assert [score.criterion for score in judged.case.assessment.sheets[0].sheet] == ["better_fit", "social_value"]
    dearer = towns.awarded(judged, "2026-10-20", granted_cents_per_year=towns.TODAYS_COST + 1)  # preferably lower, no hard cap
    going = towns.running(dearer, "2026-11-01", "2029-10-31")
    assert [term.due_on.isoformat() for term in towns.terms(going, "evaluation")] == ["2027-11-01", "2029-11-01"]
    towns.completed(going)


def test_only_groups_of_residents_and_social_parties_challenge_in_amsterdam():
    towns.refuses(towns.admission(towns.files(NAME, "resident"), "2026-03-05"), "applicant-kind")
    for code in ("running_project", "above_eu_threshold"):
        case = towns.files(NAME, "social_party")
        scope = [exclusion.code for exclusion in case.ordinance.scope.exclusions if exclusion.code != code]
        towns.refuses(towns.admission(case, "2026-03-05", exclusions_considered=tuple(scope)), "exclusion-not-considered")
