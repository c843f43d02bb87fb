"""The deadlines of a case: which terms run, from the clock facts of its events, its ordinance and the law.

Nothing here is stored as truth. The decision term is counted by `law.deadlines` from the facts in order of their legal dates;
dates that a party was told (supplement, improvement) are terms named by the authority and do not move over days off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from challenge_api.challenges.case import Case, ReportNote
from challenge_api.law import deadlines
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import ClockFact, Explained, Step
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import Ordinance

Kind = Literal["decision", "supplement", "set-aside", "agreement", "improvement", "execution", "report"]
Status = Literal["running", "suspended", "met", "missed", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Body):
    """One term of a case: `due_on` is its last day; `explanation` leads from start to due day, one article a step."""

    kind: Kind
    starts_on: date
    due_on: date
    duty_of: Literal["authority", "challenger"]
    article: str
    met_on: date | None = None
    lapses: bool = False
    """Whether a power lapses with the term, so that passing it is no fault."""
    suspended: tuple[tuple[date, date], ...] = ()
    """First and last day of each suspension that is known."""
    provisional: bool = False
    """Whether a decree that is yet to come could move the date."""
    explanation: tuple[Step, ...] = ()

    def status(self, today: date) -> Status:
        """Say how the term stands on a day."""
        if self.met_on is not None and self.met_on <= today:
            return "met" if self.met_on <= self.due_on else "missed"
        if any(first <= today <= last for first, last in self.suspended):
            return "suspended"
        if today <= self.due_on:
            return "running"
        return "lapsed" if self.lapses else "missed"


def in_legal_order(facts: Sequence[ClockFact]) -> tuple[ClockFact, ...]:
    """Sort clock facts by legal date, then by the order of recording (design §3)."""
    return tuple(sorted(facts, key=lambda fact: fact.on))


def decision_term(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Explained:
    """Count the decision term of a case (Awb 4:13 to 4:15)."""
    return _counted(ordinance.decision_length(), ordinance.decision_extension(), in_legal_order(case.clock), calendar)


_counted = lru_cache(maxsize=4096)(deadlines.decision)
"""Cases that came on one day under one ordinance stand alike; to count costs a twentieth of a submission."""


def deadlines_of(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> tuple[Deadline, ...]:
    """Give every term of the case, in the order in which a case meets them."""
    if case.received_on is None:
        return ()
    found = [_decision(case, ordinance, calendar)]
    if case.state == "incomplete" and case.supplement_until is not None:
        found.append(_supplement(case))
        found.append(_set_aside(case, calendar))
    if case.state == "awarded" and (agreement := _agreement(case, ordinance, calendar)) is not None:
        found.append(agreement)
    if case.state == "improving" and case.improvement_until is not None:
        found.append(_named("improvement", case, case.improvement_until, "Ordinance, agreement"))
    if case.agreement is not None and case.ends_on is not None:
        found.append(_execution(case))
        if case.phase == "monitored" and (report := _report(case, ordinance, calendar)) is not None:
            found.append(report)
    return tuple(found)


def next_due_on(case: Case, found: Sequence[Deadline]) -> date | None:
    """Give the earliest day on which an open term of an open case ends."""
    if case.phase == "closed":
        return None
    return min((deadline.due_on for deadline in found if deadline.met_on is None and not deadline.lapses), default=None)


def _decision(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Deadline:
    term = ordinance.decision_length()
    counted = decision_term(case, ordinance, calendar)
    decided = next((fact.on for fact in case.clock if fact.type == "decided"), None)
    ended = case.moved_on if case.outcome is not None and not case.decisions else None  # a side exit ends the duty to decide
    assert case.received_on is not None
    return Deadline(
        kind="decision",
        starts_on=case.received_on,
        due_on=counted.due,
        duty_of="authority",
        article=term.article,
        met_on=decided or ended,
        suspended=counted.suspensions,
        provisional=counted.provisional,
        explanation=counted.chain,
    )


def _named(kind: Kind, case: Case, due_on: date, article: str) -> Deadline:
    assert case.moved_on is not None
    step = Step.named(article=article, on=due_on)
    return Deadline(kind=kind, starts_on=case.moved_on, due_on=due_on, duty_of="challenger", article=article, explanation=(step,))


def _supplement(case: Case) -> Deadline:
    assert case.supplement_until is not None
    deadline = _named("supplement", case, case.supplement_until, "Awb 4:5(1)")
    in_time = next((note.received_on for note in case.supplements if not note.late), None)
    return deadline if in_time is None else _met(deadline, in_time)


def _met(deadline: Deadline, on: date) -> Deadline:
    return Deadline(
        kind=deadline.kind,
        starts_on=deadline.starts_on,
        due_on=deadline.due_on,
        duty_of=deadline.duty_of,
        article=deadline.article,
        met_on=on,
        explanation=deadline.explanation,
    )


def set_aside_term(case: Case, calendar: LegalCalendar) -> Explained:
    """Count the four weeks in which an incomplete request can be left unhandled (Awb 4:5(4))."""
    assert case.supplement_until is not None
    in_time = [note.received_on for note in case.supplements if not note.late]
    start = max(in_time, default=case.supplement_until)
    return deadlines.plain(start, deadlines.Term(4, "weeks", "Awb 4:5(4)"), calendar)


def _set_aside(case: Case, calendar: LegalCalendar) -> Deadline:
    counted = set_aside_term(case, calendar)
    assert case.supplement_until is not None
    return Deadline(
        kind="set-aside",
        starts_on=max((note.received_on for note in case.supplements if not note.late), default=case.supplement_until),
        due_on=counted.due,
        duty_of="authority",
        article="Awb 4:5(4)",
        lapses=True,
        provisional=counted.provisional,
        explanation=counted.chain,
    )


def agreement_term(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Explained | None:
    """Count the term in which the agreement must come, where the ordinance sets one."""
    rule = ordinance.agreement
    if rule is None or rule.start_within is None or case.moved_on is None:
        return None
    return deadlines.plain(case.moved_on, rule.start_within.term(), calendar)


def _agreement(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Deadline | None:
    counted = agreement_term(case, ordinance, calendar)
    if counted is None or case.moved_on is None:
        return None
    return Deadline(
        kind="agreement",
        starts_on=case.moved_on,
        due_on=counted.due,
        duty_of="authority",
        article=counted.chain[0].article,
        provisional=counted.provisional,
        explanation=counted.chain,
    )


def _execution(case: Case) -> Deadline:
    assert case.agreement is not None
    assert case.ends_on is not None
    return Deadline(
        kind="execution",
        starts_on=case.agreement.starts_on,
        due_on=case.ends_on,
        duty_of="challenger",
        article="Agreement",
        met_on=case.moved_on if case.outcome is not None else None,
        explanation=(Step.named(article="Agreement", on=case.ends_on),),
    )


def _report(case: Case, ordinance: Ordinance, calendar: LegalCalendar) -> Deadline | None:
    rhythm = ordinance.reporting
    if rhythm is None or case.agreement is None:
        return None
    last: ReportNote | None = case.last_report
    start = case.agreement.starts_on if last is None else last.period_until
    counted = deadlines.plain(start, rhythm.every.term(), calendar)
    return Deadline(
        kind="report",
        starts_on=start,
        due_on=counted.due,
        duty_of="challenger",
        article=counted.chain[0].article,
        provisional=counted.provisional,
        explanation=counted.chain,
    )
