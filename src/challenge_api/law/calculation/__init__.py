"""The deadline calculator: a request as plain data in, the explained dates as plain data out.

It speaks the snake_case of the published examples, so that they can be sent as they stand: `{kind, inputs, options}` in,
`{expected, calendar}` out. It stores nothing and reads no clock; the same `deadlines` serve the cases. What cannot be calculated
raises `NotCalculable` with one refusal per fault, each naming field, rule and article.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from challenge_api.law import deadlines
from challenge_api.law.calculation.answer import rendered
from challenge_api.law.calculation.reader import NotCalculable, Reader
from challenge_api.law.deadlines import Asked, ClockFact, Explained, Readings
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

__all__ = ["KINDS", "NotCalculable", "calculate"]


def calculate(request: Mapping[str, Any], calendar: LegalCalendar = DUTCH) -> dict[str, Any]:
    """Calculate what `request` asks for. Raises NotCalculable with every fault found."""
    reader = Reader()
    body = reader.object(request, "")
    reader.known(body, "", {"kind", "inputs", "options"})
    kind = reader.choice(body, "kind", "", tuple(_CALCULATIONS))
    readings = reader.readings(body)
    inputs = reader.object(body.get("inputs"), "/inputs")
    reader.stop()
    found = _CALCULATIONS[kind](reader, inputs, calendar, readings)
    return rendered(kind, found, ledger=inputs.get("ledger") is True)


def _decision(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"term", "extension", "events", "as_of", "applicants", "ledger"})
    term, extension = reader.term(inputs, "term"), reader.extension(inputs)
    facts = reader.facts(inputs, "decision")
    reader.flag(inputs, "ledger", "/inputs", default=False)
    about = Asked(as_of=_as_of(reader, inputs, facts), applicants=reader.count(inputs, "applicants", "/inputs", default=1))
    reader.stop()
    return deadlines.decision(term, extension, facts, calendar, readings, asked=about)


def _objection_window(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"events"})
    facts = reader.facts(inputs, "objection_window")
    reader.stop()
    return deadlines.objection_window(facts, calendar, readings)


def _objection_decision(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"committee", "committee_told", "events", "as_of"})
    committee, told = _committee(reader, inputs)
    facts = reader.facts(inputs, "objection_decision")
    about = Asked(as_of=_as_of(reader, inputs, facts))
    reader.stop()
    return deadlines.objection_decision(facts, calendar, readings, committee=committee, committee_told=told, asked=about)


def _administrative_appeal(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"same_legal_person", "committee", "committee_told", "events", "as_of"})
    same = reader.flag(inputs, "same_legal_person", "/inputs")
    committee, told = _committee(reader, inputs)
    facts = reader.facts(inputs, "administrative_appeal_decision")
    about = Asked(as_of=_as_of(reader, inputs, facts))
    reader.stop()
    return deadlines.administrative_appeal_decision(
        facts, calendar, readings, same_legal_person=same, committee=committee, committee_told=told, asked=about
    )


def _set_aside(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"events"})
    facts = reader.facts(inputs, "set_aside")
    reader.stop()
    found = deadlines.set_aside(facts, calendar, readings)
    if found is None:
        raise AssertionError("the reader lets no set_aside pass without a request that sets a term")
    return found


def _plain_term(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"after", "term"})
    after, term = reader.day(inputs, "after", "/inputs"), reader.term(inputs, "term")
    reader.stop()
    return deadlines.plain(after, term, calendar, readings)


def _term_before(reader: Reader, inputs: Mapping[str, Any], calendar: LegalCalendar, readings: Readings) -> Explained:
    reader.known(inputs, "/inputs", {"before", "n", "unit"})
    event, term = reader.day(inputs, "before", "/inputs"), reader.term_before(inputs)
    reader.stop()
    return deadlines.before(event, term)


def _committee(reader: Reader, inputs: Mapping[str, Any]) -> tuple[bool, bool]:
    return (
        reader.flag(inputs, "committee", "/inputs", default=False),
        reader.flag(inputs, "committee_told", "/inputs", default=True),
    )


def _as_of(reader: Reader, inputs: Mapping[str, Any], facts: tuple[ClockFact, ...]) -> date | None:
    as_of = reader.optional_day(inputs, "as_of", "/inputs")
    if as_of is not None and facts and as_of < facts[0].on:
        reader.fault("/inputs/as_of", "before-start", "challenge-api", f"as_of lies before {facts[0].on}, when it began")
    return as_of


_CALCULATIONS: Final[Mapping[str, Callable[[Reader, Mapping[str, Any], LegalCalendar, Readings], Explained]]] = MappingProxyType(
    {
        "decision": _decision,
        "objection_window": _objection_window,
        "objection_decision": _objection_decision,
        "administrative_appeal_decision": _administrative_appeal,
        "set_aside": _set_aside,
        "plain_term": _plain_term,
        "term_before": _term_before,
    }
)

KINDS: Final = tuple(_CALCULATIONS)
"""What can be calculated."""
