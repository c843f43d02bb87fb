"""Amsterdam: a statutory task that is asked for, under a term of half a year.

Follows `amsterdam-lucas-rattenplaag` (volunteers and businesses ask for the fight against a plague of rats, a statutory task,
with money and responsibility; no decision known) and the terms of `nl-amsterdam-2024`. From the source: 26 weeks to decide,
which is over twelve and so does not move over weekends (Atw 4), the exclusions, and that whether a task is statutory is not the
test. Made up: the town of Rattendam, its people, the day of filing, and that the case was joined to another; the real group has
no decision here.
"""

from tests.cases.places import admitted, group, task

SECTION = {"evidence_level": "secondary", "evidence": []}
EXCLUSIONS = ("reserved_to_government", "running_project", "urgent", "vulnerable_groups", "above_eu_threshold")
RULES = {
    "who_may_challenge": {"found": True, "applicant_kinds": ["resident_group", "social_party"], "article": "1", **SECTION},
    "task_scope": {
        "found": True,
        "exclusions": [{"code": code, "label_en": code.replace("_", " "), "article": "13"} for code in EXCLUSIONS],
        "article": "10",
        **SECTION,
    },
    "decision_term": {"found": True, "kind": "own_term", "amount": 26, "unit": "week", "article": "12(2)", **SECTION},
}
RATS = task("Fighting a plague of rats", "7.1", "the municipal health service")


def filed(place, day="2026-03-07"):
    place.on(day)
    return place.filed(task=RATS, group=group("The neighbourhood", "resident_group"), items=[])


def test_half_a_year_ends_on_the_saturday_it_ends_on(new_place):
    place = new_place("demo-rattendam", **RULES)
    case = filed(place)
    term = place.deadline(case, "decision")
    assert (term["dueOn"], term["article"]) == ("2026-09-05", "Awb 4:13(1), Ordinance 12(2)")
    assert [step["step"] for step in term["explanation"]] == ["term", "not-shifted"]


def test_every_exclusion_is_looked_at_and_being_statutory_is_none(new_place):
    place = new_place("demo-rattendam", **RULES)
    case = filed(place)
    place.on("2026-03-10")
    refused = case.tries("admission", "intake", exclusionsConsidered=["urgent"], legalFormSeen="none")
    assert refused.codes == ["exclusion-not-considered"] * 4
    admitted(case, "2026-03-10", exclusionsConsidered=list(EXCLUSIONS))
    assert case.state == "admissible"


def test_two_groups_who_ask_the_same_go_on_together(new_place):
    place = new_place("demo-rattendam", **RULES)
    first, second = filed(place), filed(place, "2026-03-09")
    place.on("2026-03-20")
    agreed = {"givenOn": "2026-03-19", "statement": "both groups, at one table"}
    assert second.tries("joining", "handler", into=second.id, consent=agreed, consentOfOther=agreed).codes == ["no-case-to-join"]
    seen = second.does("joining", "handler", into=first.id, consent=agreed, consentOfOther=agreed)
    assert (seen["outcome"], first.state) == ("joined", "submitted")
