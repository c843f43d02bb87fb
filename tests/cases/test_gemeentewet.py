"""The act itself (`nl-gemeentewet-150`): what holds where an authority has adopted nothing but the frame of article 150."""

from tests.cases import towns
from tests.core import given

NAME = "nl-gemeentewet-150"


def test_the_frame_alone_carries_a_case_from_receipt_to_its_end():
    case = towns.files(NAME, "resident")
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    assert {"contents", "refusal_grounds", "supplement_term", "decision_term"} <= set(towns.left_open(case))
    towns.refuses(towns.admission(case, "2026-03-05", exclusions_considered=()), "exclusion-not-considered")
    decided = towns.awarded(towns.assessed(towns.admitted(case), better="not-assessed", cheaper="not-assessed"), body="council")
    towns.completed(towns.running(decided))


def test_without_a_term_of_its_own_the_authority_names_a_reasonable_date_within_eight_weeks():
    case = towns.files(NAME, "social_party")
    weeks = given.given(case).when(given.extend(told_on="2026-04-20", by_weeks=4, named_date=None), given.handler())
    towns.refuses(weeks, "no-power-to-extend")
    named = given.extend(told_on="2026-04-28", by_weeks=None, named_date="2026-06-10")
    assert towns.due(case.then(named, given.handler()), "decision") == ("2026-06-10", "Awb 4:13(2)")
    late = given.given(case).when(given.extend(told_on="2026-04-29", by_weeks=None, named_date="2026-06-10"), given.handler())
    towns.refuses(late, "extension-too-late")


def test_a_task_that_another_act_keeps_with_the_authority_is_refused_with_its_reason():
    case = towns.files(NAME, "resident")
    refused = towns.rejection(case, "2026-03-09", "not-regulated").leads_to("rejected")
    assert refused.case.decisions[-1].body == "executive"
