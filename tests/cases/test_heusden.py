"""Heusden: a village with a budget of its own, and challenges drawn from it.

Follows `heusden-hedikhuizen` (real-cases.yaml) and `nl-heusden-buurt-bestuurt`: the committee "Buurt bestuurt Hedikhuizen",
with the mandate of its village, wants to decide on the village's municipal budget, maintenance and layout of public space among
it; an information meeting, then the council in March 2017. What became of it and how much it was are not known. From the
source: who may challenge (a residents' committee), the mandate as support norm, exploration first, cost capped by the village's
budget, the council that decides. Made up: the village of Budgetdorp, its people, every amount and date, both challenges and
what became of them.
"""

from tests.cases import towns
from tests.cases.places import admitted, advised, award, carried_out, group, task

OWN = "nl-heusden-buurt-bestuurt"
SECTION = {"evidence_level": "secondary", "evidence": []}
RULES = {
    "who_may_challenge": {"found": True, "applicant_kinds": ["resident_committee"], "article": "2", **SECTION},
    "support_norm": {"found": True, "mandate_required": True, "article": "3", **SECTION},
    "phases": {"found": True, "exploration": True, "article": "4", **SECTION},
    "cost_rule": {"found": True, "rule": "from_the_neighbourhood_budget", "hard_cap": True, "article": "5", **SECTION},
    "decides": {
        "found": True,
        "deciders": [{"body": "council", "up_to_cents": None, "mandate_allowed": False}],
        "article": "6",
        **SECTION,
    },
}
MANDATE = {"shownBy": "mandate", "mandated": True}
VERGES = task("Upkeep of the verges", "5.7", "own staff, paid from the village's budget line", cost=1_200_000)


def committee(**support):
    return group("Buurt bestuurt Budgetdorp", "resident_committee", support=MANDATE | support)


def test_a_village_governs_a_line_of_the_budget_and_takes_work_over_inside_it(new_place):
    place = new_place("demo-budgetdorp", **RULES)
    place.on("2026-03-02")
    case = place.filed(task=VERGES, group=committee(), mode="direct-others", budgetCentsPerYear=1_200_000, items=[])
    assert place.deadline(case, "decision")["article"] == "Awb 4:13(2)"
    admitted(case, "2026-03-09")
    case.does("exploration", "handler", purpose="the committee works the idea out", withParties=["the council's committee"])
    place.on("2026-03-20")
    case.does("exploration-conclusion", "handler", heldOn="2026-03-17", outcome="an information meeting was held")
    case.does("amendment", "representative", plan="As filed, with the verges along the dyke.", reason="heard at the meeting")
    advised(case, "2026-03-23", "met", "not-assessed", "The village keeps its own verges.")

    place.on("2026-03-31")
    beyond = case.tries("award", "decision-maker", body=award("2026-03-31", "council", 1_200_001, legalTrack="public-law"))
    assert beyond.codes == ["above-todays-cost"]
    not_council = case.tries("award", "decision-maker", body=award("2026-03-31", "executive", 1_200_000))
    assert not_council.codes == ["body-not-competent"]
    decided = case.does("award", "decision-maker", body=award("2026-03-31", "council", 1_200_000))
    place.on("2026-04-02")
    case.does("announcements", "handler", decision=decided["version"], announcedOn="2026-04-02")
    assert place.deadline(case, "decision")["status"] == "met"
    carried_out(case, "2026-05-01", "2028-04-30", 1_200_000)
    assert case.state == "monitored"


def test_without_the_mandate_of_the_village_a_committee_is_not_admitted(new_place):
    place = new_place("demo-budgetdorp", **RULES)
    place.on("2026-03-02")
    case = place.filed(task=VERGES, group=committee(mandated=False), items=[])
    refused = case.tries("admission", "intake", exclusionsConsidered=[], legalFormSeen="none")
    assert refused.codes == ["mandate-missing"]


def test_a_second_challenge_inside_the_same_budget_is_solved_together(new_place):
    place = new_place("demo-budgetdorp", **RULES)
    place.on("2026-03-02")
    first = place.filed(task=VERGES, group=committee(), items=[])
    same = place.get(f"/v1/challenges/{first.id}")["groupId"]
    square = task("Layout of the square", "2.1", "own staff, paid from the village's budget line")
    second = place.filed(task=square, group=committee() | {"groupId": same}, items=[])
    assert {each["id"] for each in place.get(f"/v1/challenges?group={same}")["items"]} == {second.id, first.id}
    place.on("2026-03-20")
    second.does("resolution-by-cooperation", "handler", consent={"givenOn": "2026-03-19", "statement": "minutes of the meeting"})
    assert (second.state, first.state) == ("resolved_by_cooperation", "submitted")


def test_the_file_of_heusden_lets_a_committee_with_a_mandate_go_its_way_inside_the_budget_of_the_village():
    mandated = {"support": {"mandated": True, "shown_by": "mandate"}}
    without = towns.files(OWN, "resident_committee", group={"support": {"mandated": False}})
    towns.refuses(towns.admission(without, "2026-03-05"), "mandate-missing")
    case = towns.files(OWN, "resident_committee", group=mandated)
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    judged = towns.assessed(towns.explored(towns.admitted(case)), cheaper="not-assessed")
    assert [score.criterion for score in judged.case.assessment.sheets[0].sheet] == ["better_or_cheaper"]
    towns.refuses(towns.award(judged, body="council", granted_cents_per_year=towns.TODAYS_COST + 1), "above-todays-cost")
    towns.completed(towns.running(towns.awarded(judged, body="council")))
