"""De Fuut: savings of three kinds.

Follows what is told of De Fuut: a saving can be a cost avoided each year, a land sale forgone, and a contribution that comes
later. The source gives no more than the kinds. From the source: that the three are different things and are not to be added up.
Made up: everything else: the town, the task, the group, all figures. A ledger of savings is no part of a case yet: the case
says what the task cost, what is granted a year and what once, each on its own, and the reasons say the rest.
"""

from tests.cases.places import INDICATORS, admitted, advised, award, carried_out, group, task

SECTION = {"evidence_level": "secondary", "evidence": []}
RULES = {"who_may_challenge": {"found": True, "applicant_kinds": ["social_party"], "article": "1", **SECTION}}
POOL = task("Running a swimming pool", "5.2", "a municipal company", cost=30_000_000)
REASONS = "Avoided each year: the difference. Forgone: the sale of the land. Later: the group contributes from the third year."


def test_what_is_granted_each_year_and_what_once_are_told_apart(new_place):
    place = new_place("demo-zwembaddorp", **RULES)
    place.on("2026-03-02")
    foundation = group("Stichting Zwembaddorp", "social_party", legal_form="foundation")
    cheaper = [{"test": "cheaper", "argument": "Volunteers keep the pool; the land is not sold."}]
    case = place.filed(task=POOL, group=foundation, promise=cheaper, budgetCentsPerYear=20_000_000, items=[])
    admitted(case, "2026-03-05")
    advised(case, "2026-03-20", "not-assessed", "met", "Cheaper each year; the land is a question of its own.")
    place.on("2026-04-01")
    granted = award(
        "2026-04-01", "council", 20_000_000, oneOffCents=5_000_000, termMonths=120, reasons=REASONS, indicators=INDICATORS
    )
    seen = case.does("award", "decision-maker", body=granted)["award"]
    assert (seen["grantedCentsPerYear"], seen["oneOffCents"], seen["reasons"]) == (20_000_000, 5_000_000, REASONS)
    carried_out(case, "2026-05-01", "2036-04-30", 20_000_000)
    assert case.seen()["task"]["todaysCost"]["amountCents"] == 30_000_000


def test_a_later_contribution_lowers_what_an_agreement_costs(new_place):
    place = new_place("demo-zwembaddorp", **RULES)
    place.on("2026-03-02")
    case = place.filed(task=POOL, group=group("Stichting", "social_party", legal_form="foundation"), items=[])
    admitted(case, "2026-03-05")
    advised(case, "2026-03-20", "met", "met", "Award.")
    place.on("2026-04-01")
    case.does("award", "decision-maker", body=award("2026-04-01", "council", 20_000_000, termMonths=120))
    place.on("2026-05-01")
    dearer = {"agreedOn": "2026-05-01", "parties": ["a", "b"], "startsOn": "2026-05-01", "endsOn": "2028-04-30"}
    asked = case.tries(
        "execution", "contract-manager", agreement=dearer | {"amountCentsPerYear": 20_000_001}, handedOverOn="2026-05-01"
    )
    assert asked.codes == ["above-award"]
    carried_out(case, "2026-05-01", "2028-04-30", 15_000_000)
    assert case.seen()["agreement"]["amountCentsPerYear"] == 15_000_000
