"""Tests that the case and the day alone decide: where they say no, there is no body that the rule would accept.

Allowed actions promise a move to whom a fitting body would be accepted from. What the tests of the body say of a day, of somebody
else's objection or of what must come first, is said here before there is a body; the rule itself is written once, there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from challenge_api.challenges.clocks import agreement_term
from challenge_api.challenges.preconditions import defaulting, objecting, qualifying, tracking
from challenge_api.challenges.preconditions.situation import BodyTest, CaseTest, Situation, refused
from challenge_api.law.deadlines import end_of
from challenge_api.law.errors import Refusal


@dataclass(frozen=True, slots=True)
class About:
    """As much of a body as tells which objection it is about, told on the first day that can be."""

    objection: int
    told_on: date


def of_some_objection(*tests: BodyTest) -> CaseTest:
    """Make the test that there is an open objection against which none of these tests speaks; else what speaks against the last.

    The tests look at nothing of the body but the objection that it names. Where none is open, other tests say so.
    """

    def is_there(at: Situation) -> Refusal | None:
        """One of the open objections can be meant (Awb 6:4)."""
        found: Refusal | None = None
        for objection in at.case.objections:
            if not objection.open:
                continue
            said = About(objection.version, objection.received_on)
            found = next((reason for test in tests for reason in test(at, said)), None)
            if found is None:
                return None
        return None if found is None else replace(found, pointer="")

    return is_there


def is_asked_to_remedy(at: Situation, command: About) -> Iterator[Refusal]:
    """A defect of this objection is still open (Awb 6:6)."""
    objection = at.case.objection(command.objection)
    if objection is not None and not objection.remedy_asked:
        yield refused("not-asked", "Awb 6:6", "No defect of it is open.", "/objection")


def can_still_object(at: Situation) -> Refusal | None:
    """There is a decision to which one has not objected yet; intake records whoever comes (Awb 6:5)."""
    if at.by_intake:
        return None
    group = objecting.speaks_for_the_group(at)
    objected = {
        each.decision
        for each in at.case.objections
        if (each.objector == "challenger" if group else each.party == at.actor.id and each.party is not None)
    }
    if any(each.version not in objected for each in objecting.objectionable(at)) or not objected:
        return None
    return refused("already-objected", "Awb 6:5", "You objected already; what you add belongs to that objection.")


def gave_a_notice(at: Situation) -> Refusal | None:
    """Whoever gave a notice of default takes it back; intake records it for them (Awb 4:17(3))."""
    standing = [notice for notice in at.case.default_notices if notice.effect != "withdrawn"]
    if at.by_intake or not standing or any(defaulting.gave(at, notice) for notice in standing):
        return None
    return refused("not-your-notice", "Awb 4:17(3)", "Somebody else gave the notice that stands.")


def a_penalty_is_to_fix(at: Situation) -> Refusal | None:
    """A valid notice was given of which the penalty was not fixed yet (Awb 4:18)."""
    about = dict.fromkeys(notice.objection for notice in at.case.default_notices)
    reasons = [defaulting.nothing_to_fix(at, objection) for objection in about]
    first = reasons[0] if reasons and None not in reasons else None
    return None if first is None else replace(first, pointer="")


def supplement_came_or_term_is_over(at: Situation) -> Refusal | None:
    """Before the term is over, without a supplement, nobody can say that the request is complete, or is not (Awb 4:5(1))."""
    until = at.case.supplement_until
    if until is None or at.today > until or at.case.supplements:
        return None
    return refused("supplement-term-running", "Awb 4:5(1)", f"The group may supplement until {until.isoformat()}.")


def agreement_term_is_over_today(at: Situation) -> Refusal | None:
    """An award lapses only after the term for the agreement; where the ordinance sets none, a last day was told (Awb 3:2)."""
    term = agreement_term(at.case, at.rules, at.calendar)
    if term is None:
        detail = "The ordinance sets no term for the agreement: tell the group a last day first (tell-deadline)."
        return refused("agreement-term-not-told", "Awb 3:2", detail)
    if at.today > term.due:
        return None
    return refused("agreement-term-running", term.chain[0].article, f"The agreement may still be made until {term.due}.")


def execution_term_is_over(at: Situation) -> Refusal | None:
    """An execution is completed at the end of its term (agreement)."""
    if at.case.ends_on is None or at.today >= at.case.ends_on:
        return None
    return refused("execution-term-running", "Agreement", f"The agreement runs until {at.case.ends_on.isoformat()}.")


def a_report_is_in(at: Situation) -> Refusal | None:
    """An execution is completed with its final report (ordinance)."""
    if at.case.last_report is not None:
        return None
    return refused("no-final-report", "Ordinance", "No report has come in yet.")


def can_go_on_longer(at: Situation) -> Refusal | None:
    """Where the ordinance has a longest term, an execution that has it already is not renewed."""
    rule, agreement, until = at.rules.agreement, at.case.agreement, at.case.ends_on
    months = None if rule is None else qualifying.longest_months(rule)
    if rule is None or agreement is None or until is None or months is None:
        return None
    last = end_of(agreement.starts_on, months, "months")
    if until < last:
        return None
    detail = f"The ordinance allows {months} months in all, which end by {last.isoformat()}."
    return refused("term-too-long", rule.article or "Ordinance", detail)


def can_extend_still(at: Situation) -> Refusal | None:
    """A term of the ordinance's own is extended by a power of the ordinance, as long as some of it is left (Awb 4:14)."""
    if at.rules.decision_term is None:
        return None
    power = at.rules.decision_extension()
    if power is None:
        return refused("no-power-to-extend", "Awb 4:14(1)", "The ordinance gives no power to extend the term.")
    if (used := tracking.used_of(at, power)) < power.n:
        return None
    return refused("beyond-the-power", power.article, f"At most {power.n} {power.unit} in all, {used} are used.")
