"""Nijkerk: inside the council's preconditions start at once, beyond them the council weighs.

Follows `nl-nijkerk-samen-aan-zet`: since 2016 five dialogue groups work visions out into proposals; what stays inside the
conditions that the council set beforehand (such as the budget) starts without further decision, what goes beyond is weighed by
the council, which gets interim reports. A decision of 2019 to stop something is cut off in the source. From the source: the
groups, the one criterion, both roads, the cap that is no hard one, the reports. Made up: the town of Dialoogstad, the limit of
50,000 euro a year that stands for the preconditions (the source names none), the proposals, amounts, dates and ends.
"""

from tests.cases import towns
from tests.cases.places import INDICATORS, admitted, award, carried_out, group, judged, task

OWN = "nl-nijkerk-samen-aan-zet"
SECTION = {"evidence_level": "partial", "evidence": []}
LIMIT = 5_000_000
RULES = {
    "who_may_challenge": {"found": True, "applicant_kinds": ["dialogue_group"], "article": "1", **SECTION},
    "phases": {"found": True, "exploration": True, "article": "2", **SECTION},
    "criteria": {
        "found": True,
        "items": [{"key": "within_preconditions", "label_en": "meets the conditions set beforehand by the council"}],
        "article": "3",
        **SECTION,
    },
    "decides": {
        "found": True,
        "deciders": [
            {"body": "executive", "up_to_cents": LIMIT},
            {"body": "council", "up_to_cents": None, "council_heard": True, "mandate_allowed": False},
        ],
        "article": "4",
        **SECTION,
    },
    "cost_rule": {"found": True, "rule": "within_available_budget", "hard_cap": False, "article": "5", **SECTION},
    "agreement": {"found": True, "report_every": {"amount": 6, "unit": "month", "article": "6"}, "article": "6", **SECTION},
}
LIFESTYLE = group("Group on lifestyle", "dialogue_group")
WALKS = task("Exercise for older people", "5.1", "a welfare foundation", cost=4_000_000)


def proposal(place, cents):
    place.on("2026-02-02")
    case = place.filed(task=WALKS, group=LIFESTYLE, budgetCentsPerYear=cents, items=[])
    admitted(case, "2026-02-03")
    judged(case, "2026-02-10", {"within_preconditions": 8}, better="met", cheaper="not-assessed")
    return case


def test_inside_the_preconditions_work_starts_at_once(new_place):
    place = new_place("demo-dialoogstad", **RULES)
    case = proposal(place, 4_500_000)
    case.does("award", "decision-maker", body=award("2026-02-10", "executive", 4_500_000))
    carried_out(case, "2026-02-10", "2028-02-09", 4_500_000)
    assert case.state == "monitored"


def test_beyond_the_preconditions_the_council_weighs(new_place):
    place = new_place("demo-dialoogstad", **RULES)
    case = proposal(place, LIMIT + 1)
    place.on("2026-03-12")
    by_executive = case.tries("award", "decision-maker", body=award("2026-03-12", "executive", LIMIT + 1))
    assert by_executive.codes == ["body-not-competent", "council-not-heard"]
    unheard = case.tries("award", "decision-maker", body=award("2026-03-12", "council", LIMIT + 1))
    assert unheard.codes == ["council-not-heard"]
    heard = award("2026-03-12", "council", LIMIT + 1, councilHeardOn="2026-03-10")
    case.does("award", "decision-maker", body=heard)
    assert case.state == "awarded"


def test_interim_reports_fall_due_and_the_work_ends_at_its_term(new_place):
    place = new_place("demo-dialoogstad", **RULES)
    case = proposal(place, 4_500_000)
    case.does("award", "decision-maker", body=award("2026-02-10", "executive", 4_500_000, termMonths=12))
    carried_out(case, "2026-02-10", "2027-02-09", 4_500_000)
    assert [term["dueOn"] for term in place.deadlines(case, "report")] == ["2026-08-10", "2027-02-10"]
    place.on("2026-08-07")
    values = [{"code": INDICATORS[0]["code"], "value": 22}]
    case.does("reports", "representative", periodFrom="2026-02-10", periodUntil="2026-08-06", indicators=values)
    assert [term["status"] for term in place.deadlines(case, "report")] == ["running", "running"]
    place.on("2026-08-10")
    case.does("reports", "representative", periodFrom="2026-08-07", periodUntil="2026-08-09", indicators=values)
    assert [term["status"] for term in place.deadlines(case, "report")] == ["met", "running"]
    place.on("2027-02-10")
    last = case.does("reports", "representative", periodFrom="2026-08-10", periodUntil="2027-02-09", indicators=values)
    done = case.does("completion", "contract-manager", endedOn="2027-02-09", finalReport=last["lastReport"]["version"])
    assert (done["state"], done["reports"]) == ("completed", 3)


def test_the_file_of_nijkerk_names_no_amounts_so_either_road_stays_open():
    case = towns.files(OWN, "dialogue_group")
    towns.refuses(towns.admission(towns.files(OWN, "resident"), "2026-03-05"), "applicant-kind")
    judged = towns.assessed(towns.explored(towns.admitted(case)), cheaper="not-assessed")
    assert "within preconditions" in judged.ordinance.deciding_body_words
    assert "decides" not in towns.left_open(judged)
    beyond = towns.awarded(judged, body="council", granted_cents_per_year=towns.TODAYS_COST * 2)  # no hard cap
    reported = towns.reported(towns.running(beyond), "2026-05-01", "2026-10-31")
    assert towns.terms(reported, "report") == []  # interim reports go to the council; the file names no rhythm
    towns.completed(reported)
