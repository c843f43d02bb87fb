"""Whether a date is safe: dates beyond the last decree of bridge days may still move."""

from collections.abc import Callable
from dataclasses import replace

from challenge_api.law.deadlines.values import Explained, Readings
from challenge_api.law.legal_calendar import LegalCalendar


def provisionally(count: Callable[[LegalCalendar], Explained], calendar: LegalCalendar, readings: Readings) -> Explained:
    """Count on the calendar as read, and say whether a decree that is yet to come could change the result (Atw 3(3)).

    Beyond the last decreed year it counts twice, without and with the days that a decree could equate, and compares.
    """
    asked = calendar.bridged(readings.possible_bridge_days)
    found = count(asked)
    if not calendar.provisional(found.last_day):
        return found
    other = count(asked.bridged(not readings.possible_bridge_days))
    return replace(found, provisional=found.result != other.result)
