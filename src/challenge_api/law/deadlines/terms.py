"""The terms of an application: any term of a law, terms counted back, the decision (Awb 4:13 to 4:15), not handling (4:5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from challenge_api.law.deadlines.counting import back, cover, due_date, end_of, later, shift_steps
from challenge_api.law.deadlines.course import Regime, run
from challenge_api.law.deadlines.overdue import Asked, not_deciding
from challenge_api.law.deadlines.provisional import provisionally
from challenge_api.law.deadlines.standstill import ANSWERS, requests
from challenge_api.law.deadlines.values import DEFAULT, ClockFact, Explained, Extension, Readings, Step, Term
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

Status = Literal["running", "suspended", "met", "missed", "lapsed"]

_NOT_HANDLED: Final = Term(4, "weeks", "Awb 4:5(4)")

_ON_AN_APPLICATION: Final = MappingProxyType(
    {
        "supplement_requested": "Awb 4:15(1)(a)",
        "foreign_info_notified": "Awb 4:15(1)(b)",
        "suspension_agreed": "Awb 4:15(2)(a)",
        "delay_by_applicant": "Awb 4:15(2)(b)",
        "force_majeure": "Awb 4:15(2)(c)",
        "extended": "Awb 4:14(1)",
        "delay_told": "Awb 4:14(1)",
        "reasonable_term_named": "Awb 4:14(3)",
    }
)
_BESIDE_IT: Final = frozenset(
    {
        "application_received",
        "deadline_moved",
        "supplement_received",
        "foreign_info_received",
        "default_notice_received",
        "penalty_excluded",
        "decided",
    }
)


def plain(start: date, term: Term, calendar: LegalCalendar = DUTCH, readings: Readings = DEFAULT) -> Explained:
    """Any term set in a law, from the day after `start`."""

    def count(days: LegalCalendar) -> Explained:
        first, end = later(start, 1), end_of(start, term.n, term.unit, term.calendar or days)
        counted = Step.of("term", term.article, end, first=first, n=term.n, unit=term.unit)
        covered = cover(term)
        return Explained(
            due=due_date(first, end, covered, days),
            unshifted_end=end,
            chain=(counted, *shift_steps(first, end, covered, days)),
        )

    return provisionally(count, calendar, readings)


def repeated(start: date, term: Term, times: int, calendar: LegalCalendar = DUTCH, readings: Readings = DEFAULT) -> Explained:
    """The end of the nth of equal terms that follow one another, such as the third report: counted from `start` in one.

    So the 31st of a month comes back after a shorter one, and a moved end moves none of those that follow. Whether the Atw covers
    an end hangs on the single term.
    """

    def count(days: LegalCalendar) -> Explained:
        first, end = later(start, 1), end_of(start, term.n * times, term.unit)
        counted = Step.of("term/repeated", term.article, end, {"times": times}, first=first, n=term.n * times, unit=term.unit)
        covered = cover(term)
        shifted = shift_steps(first, end, covered, days)
        return Explained(due=due_date(first, end, covered, days), unshifted_end=end, chain=(counted, *shifted))

    return provisionally(count, calendar, readings)


Source = Literal["request", "improvement", "agreement", "court"]
"""Who named a date: a request to supplement or mend, a finding, the agreement, the court."""

_SOURCES: Final[Mapping[Source, str]] = MappingProxyType(
    {
        "request": "named/request",
        "improvement": "named/improvement",
        "agreement": "named/agreement",
        "court": "named/court",
    }
)


def named(on: date, article: str, source: Source) -> Explained:
    """A last day that was named and not counted: it is no term set in a law, so it does not move (Atw 1(1))."""
    step = Step.of(_SOURCES[source], article, on)
    return Explained(due=on, unshifted_end=on, chain=(step,))


def at_once(on: date, article: str) -> Explained:
    """What the law asks without naming a number of days, such as confirming receipt (Awb 2:17): it counts the day itself."""
    return Explained(due=on, unshifted_end=on, chain=(Step.of("named/at-once", article, on),))


@dataclass(frozen=True, slots=True)
class SupplementTerm:
    """A request that set a term: which fact asked, the last day as moved, and the day an answer in time completed it."""

    event: int
    asked_on: date
    until: date
    answered_on: date | None


def supplement_terms(facts: Sequence[ClockFact]) -> tuple[SupplementTerm, ...]:
    """Every request with a term among the facts, in the order in which they were sent (Awb 4:5(1), 6:6)."""
    if all(fact.type not in ANSWERS for fact in facts):
        return ()
    ordered = sorted(enumerate(facts), key=lambda pair: pair[1].on)
    return tuple(SupplementTerm(one.event, one.fact.on, one.deadline, one.answered) for one in requests(ordered))


def before(event: date, term: Term) -> Explained:
    """A term counted back from an event, such as papers five days before a hearing: it never moves (Atw 1(2))."""
    end = back(event, term.n, term.unit, term.calendar or DUTCH)
    step = Step.of("counted-back", "Atw 1(2)", end, last=event, n=term.n, unit=term.unit)
    return Explained(due=end, unshifted_end=end, chain=(step,))


def decision(
    term: Term,
    extension: Extension | None,
    facts: Sequence[ClockFact],
    calendar: LegalCalendar = DUTCH,
    readings: Readings = DEFAULT,
    *,
    asked: Asked | None = None,
) -> Explained:
    """The decision on an application: its term runs from the day after receipt, complete or not (Awb 4:13 to 4:20).

    `facts` holds one `application_received`; the power to extend is None where law and ordinance give none. A suspension whose
    end is not known is counted through `asked.as_of`, as the penalty is.
    """
    about = asked or Asked()
    received = min(fact.on for fact in facts if fact.type == "application_received")
    regime = Regime(term, extension, _ON_AN_APPLICATION, _BESIDE_IT)

    def count(days: LegalCalendar) -> Explained:
        found = run(regime, received, facts, days, readings, about.as_of)
        return not_deciding(found, facts, days, readings, about)

    return provisionally(count, calendar, readings)


def set_aside(facts: Sequence[ClockFact], calendar: LegalCalendar = DUTCH, readings: Readings = DEFAULT) -> Explained | None:
    """The four weeks in which the authority may announce that it leaves an incomplete application unhandled (Awb 4:5(4)).

    They follow the day on which the application was completed, or else the last day of the supplement term; of several requests
    the last one counts. None where no request set a term: then the power is not there.
    """
    ordered = sorted(enumerate(facts), key=lambda pair: pair[1].on)
    asked = [request for request in requests(ordered) if request.fact.type == "supplement_requested"]
    if not asked:
        return None
    found = plain(asked[-1].answered or asked[-1].deadline, _NOT_HANDLED, calendar, readings)
    return replace(found, supplemented=asked[-1].answered is not None)


def status(term: Explained, today: date, *, done_on: date | None = None, lapses: bool = False) -> Status:
    """How a term stands on a day.

    `done_on` is the day on which what the term asks for was done, by default the announcement of the decision. `lapses` says
    that a power ends with the term, so that passing it is no fault.
    """
    done = done_on or term.decided_on
    if done is not None and done <= today:
        return "met" if done <= term.due else "missed"
    if any(first <= today <= last for first, last in term.suspensions):
        return "suspended"
    if today <= term.due:
        return "running"
    return "lapsed" if lapses else "missed"
