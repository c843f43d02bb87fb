"""Thurrock and England: a closed list of grounds, wide enough to refuse almost anything, and a register of what was refused.

Follows `gb-eng-localism-act-2011`: 50 expressions of interest by the end of 2014, 7 accepted, 3 contracts; the fate of the rest
is unknown; Thurrock keeps a public register of rejected expressions. From the source: who may challenge, the ten grounds as a
closed list, no rule on cost, and that acceptance opens a tender which others may win. Made up: the borough of Demo Riverside,
every expression, date and decision. England's own decision term is set and published by each authority; none is known here, so
the group is open and this service counts the term of its own law: a limit of what it can say of England.
"""

from tests.cases.places import admitted, advised, group, task

SECTION = {"evidence_level": "partial", "evidence": []}
GROUNDS = (
    "requirements_not_met", "inadequate_or_inaccurate", "body_not_suitable", "service_stopped", "integrated_nhs",
    "in_procurement", "in_negotiation", "employee_body_intended", "frivolous", "breach_of_law",
)  # fmt: skip
BODIES = ["voluntary_or_community_body", "charity", "parish_council", "employees"]
RULES = {
    "who_may_challenge": {"found": True, "applicant_kinds": BODIES, "article": "81", **SECTION},
    "refusal_grounds": {
        "found": True,
        "items": [{"code": code, "label_en": code.replace("_", " "), "phase": "any"} for code in GROUNDS],
        "article": "83",
        **SECTION,
    },
}
LIBRARY = task("Running a branch library", "5.6", "the borough's own staff")


def expression(place, name, kind="charity"):
    return place.filed(task=LIBRARY, group=group(name, kind, legal_form="foundation"), items=[])


def refuses(case, day, ground):
    case.town.clock.set(day)
    said = [{"ground": ground, "reason": "As the notice explains."}]
    return case.tries("rejection", "decision-maker", decidedOn=day, decider={"body": "cabinet"}, grounds=said)


def test_each_ground_of_the_closed_list_refuses_before_any_assessment_and_no_other_does(new_place):
    place = new_place("demo-riverside", **RULES)
    for number, ground in enumerate(GROUNDS):
        place.on("2026-03-02")
        case = expression(place, f"Friends of the library {number}")
        assert refuses(case, "2026-03-20", "too_expensive").codes == ["unknown-ground"]
        assert refuses(case, "2026-03-20", ground).status == 201
    found = place.get("/v1/challenges?outcome=rejected")["items"]
    assert len(found) == len(GROUNDS)


def test_who_is_no_relevant_body_is_not_admitted(new_place):
    place = new_place("demo-riverside", **RULES)
    place.on("2026-03-02")
    case = expression(place, "A company", kind="entrepreneur")
    refused = case.tries("admission", "intake", exclusionsConsidered=[])
    assert refused.codes == ["applicant-kind"]


def test_what_was_refused_stays_on_record_with_its_reasons_and_without_names(new_place):
    place = new_place("demo-riverside", **RULES)
    place.on("2026-03-02")
    case = expression(place, "Friends of the library")
    decided = refuses(case, "2026-03-20", "in_procurement").json
    place.on("2026-03-23")
    case.does("announcements", "handler", decision=decided["version"], announcedOn="2026-03-23")
    register = case.seen("auditor", subject="udo")
    assert register["grounds"] == [{"ground": "in_procurement", "reason": "As the notice explains."}]
    assert "contact" not in register
    history = place.get(f"/v1/challenges/{case.id}/history", "auditor", "udo")["items"]
    assert "A. de Vries" not in str(history)
    assert [event["type"] for event in history] == ["submitted", "rejected", "announced"]


def test_an_accepted_expression_goes_on_by_the_door_of_a_tender(new_place):
    place = new_place("demo-riverside", **RULES)
    place.on("2026-03-02")
    case = expression(place, "Friends of the library")
    admitted(case, "2026-03-05")
    advised(case, "2026-03-20", "met", "not-assessed", "Acceptance would improve the well-being of the area.")
    place.on("2026-04-01")
    consent = {"givenOn": "2026-04-01", "statement": "the body knows that others may bid, and may win"}
    seen = case.does("rerouting", "handler", door="other", explanation="A tender, open to all bidders.", consent=consent)
    assert seen["outcome"] == "rerouted"
