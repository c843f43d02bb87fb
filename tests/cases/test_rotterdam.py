"""Rotterdam: the market, a task solved without transfer, and a question before any plan.

Follows `rotterdam-afrikaandermarkt` (market waste, collected all day and separated, on the same budget as before; the gain is
in jobs and cleanliness, not in a lower price; running), the named end "solved without transfer" of the city's policy, and
`rotterdam-hoek-van-holland` (a group without a legal form that could become one; the answer is not known). From the source: the
conditions of `nl-rotterdam-r2c` (residents, a cap at today's cost, exploration with a process manager, a legal form whose
moment is not said). Made up: the town of Marktstad, its people, sums, terms, dates and decisions; the market's contract sum and
term are not known.
"""

from tests.cases import towns
from tests.cases.places import INDICATORS, admitted, award, carried_out, group, judged, task

OWN = "nl-rotterdam-r2c"
SECTION = {"evidence_level": "secondary", "evidence": []}
FORMS = ["association", "foundation", "cooperative"]
CRITERIA = ("rooted", "capable", "supported", "no_harm")
RULES = {
    "who_may_challenge": {
        "found": True,
        "applicant_kinds": ["resident_group"],
        "legal_form": {"at_submission": None, "at_award": FORMS},
        "article": "1",
        **SECTION,
    },
    "task_scope": {
        "found": True,
        "exclusions": [{"code": "reserved_to_government", "label_en": "tasks only government may do"}],
        "article": "2",
        **SECTION,
    },
    "phases": {"found": True, "exploration": True, "article": "3", **SECTION},
    "criteria": {"found": True, "items": [{"key": key, "label_en": key} for key in CRITERIA], "article": "4", **SECTION},
    "refusal_grounds": {
        "found": True,
        "items": [
            {"code": "not_existing_task", "label_en": "not an existing task", "phase": "admissibility"},
            {"code": "too_expensive", "label_en": "dearer than today", "phase": "assessment"},
        ],
        "article": "5",
        **SECTION,
    },
    "cost_rule": {"found": True, "rule": "not_more_than_current_cost", "hard_cap": True, "article": "6", **SECTION},
}
CONSIDERED = {"exclusionsConsidered": ["reserved_to_government"]}
WASTE = task("Collecting and separating market waste", "7.3", "the municipal works department", cost=9_000_000)


def cooperative(legal_form="cooperative"):
    return group("Marktwijk Coöperatie", "resident_group", legal_form=legal_form, size=30)


def test_a_cooperative_keeps_the_market_clean_on_the_same_budget(new_place):
    place = new_place("demo-marktstad", **RULES)
    place.on("2026-03-02")
    better = [{"test": "better", "argument": "Waste is collected all day and separated, by paid people of the neighbourhood."}]
    case = place.filed(task=WASTE, group=cooperative(), promise=better, budgetCentsPerYear=9_000_000, items=[])
    admitted(case, "2026-03-05", **CONSIDERED)
    judged(case, "2026-03-16", dict.fromkeys(CRITERIA, 7), better="met", cheaper="not-met")
    place.on("2026-03-20")
    indicators = [
        {"code": "jobs", "name": "Paid jobs for people of the neighbourhood", "unit": "people", "target": 4, "aim": "at-least"},
        {"code": "residual", "name": "Unseparated waste", "unit": "cubic-metres", "target": 27, "aim": "at-most"},
    ]
    dearer = case.tries("award", "decision-maker", body=award("2026-03-20", "executive", 9_000_001, indicators=indicators))
    assert dearer.codes == ["above-todays-cost"]
    case.does("award", "decision-maker", body=award("2026-03-20", "executive", 9_000_000, indicators=indicators))
    carried_out(case, "2026-04-01", "2028-03-31", 9_000_000)
    place.on("2026-07-01")
    values = [{"code": "jobs", "value": 5}, {"code": "residual", "value": 19}]
    seen = case.does("reports", "representative", periodFrom="2026-04-01", periodUntil="2026-06-30", indicators=values)
    assert (seen["state"], seen["lastReport"]["indicators"]) == ("monitored", values)


def test_a_task_is_solved_without_transfer_and_that_is_no_refusal(new_place):
    place = new_place("demo-marktstad", **RULES)
    place.on("2026-03-02")
    case = place.filed(task=WASTE, group=cooperative(), items=[])
    admitted(case, "2026-03-05", **CONSIDERED)
    case.does("exploration", "handler")
    place.on("2026-04-10")
    agreed = "The works department collects twice a day; the residents say where."
    seen = case.does(
        "resolution-by-cooperation", "handler", agreed=agreed, consent={"givenOn": "2026-04-09", "statement": "letter of 9 April"}
    )
    assert (seen["phase"], seen["outcome"], seen["grounds"]) == ("closed", "resolved_by_cooperation", [])
    assert place.deadline(case, "decision")["status"] == "lapsed"


def test_a_group_without_a_legal_form_files_first_and_becomes_one_before_the_award(new_place):
    place = new_place("demo-marktstad", **RULES)
    place.on("2026-03-02")
    site = task("Running a recreation site", "5.7", "a company on a contract", cost=9_000_000)
    case = place.filed(task=site, group=cooperative("none"), items=[])
    admitted(case, "2026-03-05", **CONSIDERED)
    judged(case, "2026-03-16", dict.fromkeys(CRITERIA, 7), better="met", cheaper="met")
    place.on("2026-04-20")
    still_none = case.tries("award", "decision-maker", body=award("2026-04-20", "executive", 9_000_000, indicators=INDICATORS))
    assert still_none.codes == ["legal-form"]
    founded = award("2026-04-20", "executive", 9_000_000, legalFormSeen="foundation", startsOn="2027-01-01")
    assert case.does("award", "decision-maker", body=founded)["award"]["startsOn"] == "2027-01-01"


def test_what_is_no_task_of_the_city_is_refused_at_the_door(new_place):
    place = new_place("demo-marktstad", **RULES)
    place.on("2026-03-02")
    case = place.filed(task=task("A shop of our own", "3.1", "nobody"), group=cooperative(), items=[])
    place.on("2026-03-09")
    grounds = [{"ground": "too_expensive", "reason": "It costs more."}]
    assert case.tries("rejection", "decision-maker", decidedOn="2026-03-09", grounds=grounds).codes == ["ground-of-assessment"]
    grounds = [{"ground": "not_existing_task", "reason": "The city runs no shop."}]
    case.does("rejection", "decision-maker", decidedOn="2026-03-09", grounds=grounds)
    assert case.seen("auditor", subject="udo")["grounds"] == grounds


def test_the_file_of_rotterdam_turns_each_condition_into_a_ground_and_a_criterion():
    case = towns.files(OWN, "resident_group", group={"legal_form": "association"})
    assert case.ordinance.who.legal_form_at_award_words == "has a legal form"
    towns.refuses(towns.admission(case, "2026-03-05", exclusions_considered=()), "exclusion-not-considered")
    judged = towns.assessed(towns.explored(towns.admitted(case, legal_form_seen="association")))
    assert len(judged.case.assessment.sheets[0].sheet) == 6
    assert len(judged.ordinance.grounds) == 8
    towns.refuses(towns.rejection(judged, "2026-03-31", "not-regulated"), "unknown-ground")
    towns.rejection(judged, "2026-03-31", "not_rooted").leads_to("rejected")
    towns.refuses(towns.award(judged, granted_cents_per_year=towns.TODAYS_COST + 1), "above-todays-cost")
    towns.completed(towns.running(towns.awarded(judged)))


def test_the_file_of_rotterdam_asks_for_the_plan_by_the_fields_of_every_challenge():
    assert towns.files(OWN, "resident_group", items=()).case.missing == ()
    towns.refuses(towns.admission(towns.files(OWN, "resident"), "2026-03-05"), "applicant-kind")
