"""Tests of the two tests: what the score sheets must reach for one to be met, and which of them an award needs.

The points of all sheets count alike. A mark is the least that passes, and reaching it is not yet a judgement: the handler
concludes. Points stay out of what a refusal says, for the sheets are sealed until the assessment is concluded.
"""

from collections.abc import Iterator, Sequence

from challenge_api.challenges import commands as asked
from challenge_api.challenges.case import Assessor, Case
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.errors import Refusal
from challenge_api.law.ordinance import Criterion, Ordinance


def scores_reach_the_marks(at: Situation, command: asked.ConcludeAssessment) -> Iterator[Refusal]:
    """A test is met only where the score sheets reach the marks that the ordinance sets for it (Awb 3:46)."""
    for test, said in (("better", command.better), ("cheaper", command.cheaper)):
        if said != "met":
            continue
        for missed in marks_missed(at.rules, at.case, test):
            article = at.rules.two_tests.article if at.rules.two_tests is not None else None
            detail = f"By the score sheets the test {test} does not reach {missed}. Conclude that it is not met."
            yield refused("below-the-mark", article or "Ordinance", detail, f"/{test}")


def marks_missed(rules: Ordinance, case: Case, test: str) -> Iterator[str]:
    """Give each mark of a test that the sheets do not reach, in words; a criterion of neither test counts for both."""
    sheets = tuple(assessor for assessor in case.sitting() if assessor.sheet)
    if not sheets:
        return
    own = tuple(criterion for criterion in rules.criteria or () if criterion.test == test)
    for criterion in rules.criteria or ():
        if (
            criterion.test in (None, test)
            and criterion.minimum is not None
            and not _reach(sheets, (criterion,), criterion.minimum)
        ):
            yield f"the minimum of {criterion.minimum} for {criterion.code}"
    marks = rules.two_tests
    mark = None if marks is None else marks.better_pass_mark if test == "better" else marks.cheaper_pass_mark
    if mark is not None and own and not _reach(sheets, own, mark):
        yield f"its pass mark of {mark}"


def _reach(sheets: Sequence[Assessor], criteria: Sequence[Criterion], least: int) -> bool:
    """Whether the weighted mean of the points over all sheets is at least so much; in whole numbers, so nothing is rounded."""
    weights = {criterion.code: 1 if criterion.weight is None else criterion.weight for criterion in criteria}
    scores = [(weights[score.criterion], score.points) for each in sheets for score in each.sheet if score.criterion in weights]
    return sum(weight * points for weight, points in scores) >= least * sum(weight for weight, _ in scores)


def tests_are_met(at: Situation) -> Refusal | None:
    """An award needs the tests that the ordinance says: both, either, or one of the two; a weighing is for the deciding body."""
    two, assessment = at.rules.two_tests, at.case.assessment
    if two is None or assessment is None:
        return None
    met = {test for test, said in (("better", assessment.better), ("cheaper", assessment.cheaper)) if said == "met"}
    lacking = [test for test in two.needed() if test not in met]
    if two.combine == "either" and not met:
        lacking = ["better or cheaper"]
    if not lacking:
        return None
    detail = f"An award needs this test met: {', '.join(lacking)}. Who judges otherwise returns the case to the assessors."
    return refused("tests-not-met", two.article or "Ordinance", detail)
