"""Gouda, Koudekerk and Friesland: one person, no money, and another authority than a municipality.

Follows `gouda-grachten` (the owner of a SUP school cleans the canals from a board, eight hours a week; a single entrepreneur
may be the challenger; the fee is not known), `koudekerk-prins-willem-alexanderbad` (a pool run for 21 years without municipal
money) and `friesland-brug` (three pub owners operate a bridge of a province). From the sources: those facts. Made up: the
places, the people, every date, and the sum in the first story.
"""

from tests.cases.places import admitted, advised, award, carried_out, group, task

SECTION = {"evidence_level": "secondary", "evidence": []}


def who(*kinds):
    return {"who_may_challenge": {"found": True, "applicant_kinds": list(kinds), "article": "1", **SECTION}}


def awarded(place, case, cents, **changes):
    admitted(case, "2026-03-05")
    advised(case, "2026-03-20", "met", "not-assessed", "Award.")
    place.on("2026-04-01")
    case.does("award", "decision-maker", body=award("2026-04-01", "executive", cents, **changes))


def test_one_entrepreneur_alone_may_challenge_and_reports_hours(new_place):
    place = new_place("demo-grachtenstad", **who("resident", "entrepreneur"))
    place.on("2026-03-02")
    canals = task("Cleaning the canals", "7.3", "a contractor with a boat")
    alone = group("A school for paddling", "entrepreneur", legal_form="sole_trader", size=1, support={"supporters": 0})
    case = place.filed(task=canals, group=alone, items=[])
    hours = [{"code": "hours", "name": "Hours on the water", "unit": "per-week", "target": 8, "aim": "at-least"}]
    awarded(place, case, 1_500_000, indicators=hours)
    carried_out(case, "2026-05-01", "2028-04-30", 1_500_000)
    place.on("2026-06-01")
    said = [{"code": "hours", "value": 8, "remark": "more in the week of the festival"}]
    seen = case.does("reports", "representative", periodFrom="2026-05-01", periodUntil="2026-05-31", indicators=said)
    assert seen["lastReport"]["indicators"] == said


def test_a_pool_runs_for_twenty_one_years_on_nothing(new_place):
    place = new_place("demo-badhoeve", **who("social_party"))
    place.on("2026-03-02")
    pool = task("Running an open-air pool", "5.2", "the municipality")
    foundation = group("Stichting Zwembad", "social_party", legal_form="foundation")
    case = place.filed(task=pool, group=foundation, budgetCentsPerYear=0, termMonths=252, items=[])
    awarded(place, case, 0, termMonths=252)
    carried_out(case, "2026-05-01", "2047-04-30", 0)
    place.on("2047-04-30")
    values = [{"code": "rounds", "value": 50}]
    last = case.does("reports", "representative", periodFrom="2046-05-01", periodUntil="2047-04-29", indicators=values)
    done = case.does("completion", "contract-manager", endedOn="2047-04-30", finalReport=last["lastReport"]["version"])
    assert (done["outcome"], done["award"]["grantedCentsPerYear"]) == ("completed", 0)


def test_a_province_is_challenged_too_and_the_group_hands_its_bridge_back(new_place):
    place = new_place("demo-provincie", **who("entrepreneur"))
    place.on("2026-03-02")
    bridge = task("Operating a bridge", "2.1", "the province's own keepers")
    owners = group("Three pubs at the bridge", "entrepreneur", legal_form="none", size=3)
    case = place.filed(task=bridge, group=owners, items=[])
    assert case.seen()["authority"] == "demo-provincie"
    awarded(place, case, 2_000_000)
    carried_out(case, "2026-05-01", "2028-04-30", 2_000_000)
    place.on("2027-10-01")
    early = case.tries("hand-back", "representative", receivedOn="2027-10-01", endsOn="2027-09-30", successor="the province")
    assert early.codes == ["date-order"]
    seen = case.does("hand-back", "representative", receivedOn="2027-10-01", endsOn="2027-12-31", successor="the province")
    assert (seen["outcome"], seen["endsOn"]) == ("handed_back", "2027-12-31")
