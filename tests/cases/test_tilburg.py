"""Tilburg (`nl-tilburg-dat-kan-ik-beter`): policy with the widest circle: one single person may challenge."""

from tests.cases import towns
from tests.core import given

NAME = "nl-tilburg-dat-kan-ik-beter"


def test_one_professional_alone_challenges_and_carries_the_task_out():
    case = towns.files(NAME, "professional", group={"size": 1})
    assert case.ordinance.who.minimum_persons == 1
    assert set(towns.left_open(case)) >= {"support_norm", "task_scope", "contents", "criteria", "cost_rule"}
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")  # the term is of the act, so it shifts under mere policy
    judged = towns.assessed(towns.admitted(case, supporters_counted=0), better="met", cheaper="not-met")
    dearer = towns.awarded(judged, granted_cents_per_year=towns.TODAYS_COST * 2, term_months=600)
    towns.completed(towns.running(dearer, until="2032-04-30"))


def test_residents_take_their_request_back_before_it_is_decided():
    case = towns.admitted(towns.files(NAME, "resident_group"))
    gone = case.then(given.withdraw(received_on="2026-03-20"), given.representative(), on="2026-03-20")
    assert (gone.case.outcome, towns.terms(gone, "decision")[0].status(gone.today)) == ("withdrawn", "lapsed")


def test_a_company_that_is_none_of_the_kinds_is_not_admitted():
    towns.refuses(towns.admission(towns.files(NAME, "company"), "2026-03-05"), "applicant-kind")
