"""Objection and administrative appeal: the window to file in, and the decision on it (Awb 6:7 to 6:9, 7:10, 7:13, 7:24)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from challenge_api.law.deadlines.counting import Cover, due_date, end_of, later, shift_steps
from challenge_api.law.deadlines.course import Regime, run
from challenge_api.law.deadlines.overdue import Asked, not_deciding
from challenge_api.law.deadlines.provisional import provisionally
from challenge_api.law.deadlines.values import DEFAULT, ClockFact, Explained, Extension, Readings, Step, Term
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

WINDOW: Final = Term(6, "weeks", "Awb 6:7, 6:8(1)")
_POST_WEEK: Final = 7

# Awb 7:14: of 4:15 only (1)(b), (2)(b) and (2)(c) hold on an objection; a request to mend a defect takes the place of (1)(a)
_ON_AN_OBJECTION: Final = MappingProxyType(
    {
        "remedy_requested": "Awb 7:10(2)",
        "foreign_info_notified": "Awb 4:15(1)(b)",
        "delay_by_applicant": "Awb 4:15(2)(b)",
        "force_majeure": "Awb 4:15(2)(c)",
        "extended": "Awb 7:10(3)",
        "postponed_by_consent": "Awb 7:10(4)",
    }
)
_ON_AN_APPEAL: Final = MappingProxyType(
    {**_ON_AN_OBJECTION, "remedy_requested": "Awb 7:24(3)", "postponed_by_consent": "Awb 7:24(6)"}
)
_BESIDE: Final = frozenset(
    {
        "announced",
        "objection",
        "deadline_moved",
        "remedied",
        "foreign_info_received",
        "default_notice_received",
        "penalty_excluded",
        "decided",
    }
)


def objection_window(facts: Sequence[ClockFact], calendar: LegalCalendar = DUTCH, readings: Readings = DEFAULT) -> Explained:
    """The six weeks in which to object: from `announced`, and whether the first `objection` among the facts is in time."""
    objection = next((fact for fact in facts if fact.type == "objection"), None)
    return provisionally(lambda days: _window(_announced(facts), objection, days, readings), calendar, readings)


def objection_decision(
    facts: Sequence[ClockFact],
    calendar: LegalCalendar = DUTCH,
    readings: Readings = DEFAULT,
    *,
    committee: bool = False,
    committee_told: bool = True,
    asked: Asked | None = None,
) -> Explained:
    """The decision on an objection: six weeks, or twelve with a committee, from the window's due date (Awb 7:10, 7:13)."""
    weeks = 12 if committee and committee_told else 6  # Awb 7:13(2): twelve only if the objector was told
    power = Extension(6, "weeks", "Awb 7:10(3)")
    regime = Regime(Term(weeks, "weeks", "Awb 7:10(1)"), power, _ON_AN_OBJECTION, _BESIDE)
    return _decided(regime, facts, calendar, readings, asked or Asked())


def administrative_appeal_decision(
    facts: Sequence[ClockFact],
    calendar: LegalCalendar = DUTCH,
    readings: Readings = DEFAULT,
    *,
    same_legal_person: bool,
    committee: bool = False,
    committee_told: bool = True,
    asked: Asked | None = None,
) -> Explained:
    """The decision on an administrative appeal: sixteen weeks; within one legal person six, or twelve with a committee (7:24)."""
    if same_legal_person:
        term = Term(12 if committee and committee_told else 6, "weeks", "Awb 7:24(2)")
        power = Extension(6, "weeks", "Awb 7:24(5)")
    else:
        term, power = Term(16, "weeks", "Awb 7:24(1)"), Extension(10, "weeks", "Awb 7:24(4)")
    return _decided(Regime(term, power, _ON_AN_APPEAL, _BESIDE), facts, calendar, readings, asked or Asked())


def _announced(facts: Sequence[ClockFact]) -> date:
    return min(fact.on for fact in facts if fact.type == "announced")


def _decided(regime: Regime, facts: Sequence[ClockFact], calendar: LegalCalendar, readings: Readings, asked: Asked) -> Explained:
    def count(days: LegalCalendar) -> Explained:
        window = _window(_announced(facts), None, days, readings)
        found = run(regime, window.due, facts, days, readings, asked.as_of)  # Awb 7:10(1): from the end of the window
        found = not_deciding(found, facts, days, readings, asked)  # Awb 7:14: the penalty holds here too
        return replace(found, chain=(*window.chain, *found.chain), window_due=window.due)

    return provisionally(count, calendar, readings)


def _window(announced: date, objection: ClockFact | None, calendar: LegalCalendar, readings: Readings) -> Explained:
    first, end = later(announced, 1), end_of(announced, WINDOW.n, WINDOW.unit)  # Awb 6:8(1)
    due = due_date(first, end, Cover(), calendar)
    posted_by = later(due, _POST_WEEK)  # Awb 6:9(2)
    latest = calendar.next_working_day(posted_by) if readings.post_week_under_atw else posted_by
    steps = [
        Step.of("term", WINDOW.article, end, first=first, n=WINDOW.n, unit=WINDOW.unit),
        *shift_steps(first, end, Cover(), calendar),
    ]
    timely = None
    if objection is not None:
        timely, step = _filed(objection, first, due, latest)
        steps.append(step)
    return Explained(due=due, unshifted_end=end, chain=tuple(steps), latest_receipt_by_post=latest, timely=timely, window_due=due)


def _filed(objection: ClockFact, first: date, due: date, latest: date) -> tuple[bool, Step]:
    if objection.on <= due:
        if objection.on < first:
            return True, Step.of("filed/early", "Awb 6:10(1)", objection.on, first=first, last=due)
        return True, Step.of("filed", "Awb 6:9(1)", objection.on, last=due)
    if objection.posted is None:
        return False, Step.of("filed/late", "Awb 6:9(1)", objection.on, last=due)
    timely = objection.posted <= due and objection.on <= latest
    key = "filed/by-post" if timely else "filed/late-by-post"
    return timely, Step.of(key, "Awb 6:9(2)", objection.on, {"told": objection.posted, "due": due}, last=latest)
