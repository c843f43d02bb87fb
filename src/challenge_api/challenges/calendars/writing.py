"""From open terms to an iCalendar file (RFC 5545): a whole day for each last day.

The same terms give the same bytes, whenever they are asked for: a program that holds them is told so by the ETag. A date that
moved is the same event (`UID`) with a higher `SEQUENCE`, for every fact of a case makes its version higher, and every decree
their number. A term that ended is no longer in the file, and programs that follow it take the event away.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

from challenge_api.challenges.calendars.entries import Entry, Language
from challenge_api.challenges.clocks import KINDS
from challenge_api.law.glossary import TERMS
from challenge_api.law.legal_calendar import DECREES

_ASK_AGAIN: Final = timedelta(hours=6)
_NAMES: Final = {term.name: {"nl": term.dutch, "en": term.english} for term in TERMS if term.kind == "deadline"}
_WORDS: Final = {
    "nl": {
        "authority": "het bestuursorgaan", "challenger": "de uitdager", "objector": "de bezwaarmaker",
        "whose": "Aan zet: {}.", "article": "Grondslag: {}.", "case": "Zaak: {}.", "erased": "uitdaging",
        "lapses": "Na deze dag vervalt de mogelijkheid.",
    },
    "en": {
        "authority": "the authority", "challenger": "the challenger", "objector": "the objector",
        "whose": "Whose turn: {}.", "article": "Source: {}.", "case": "Case: {}.", "erased": "challenge",
        "lapses": "After this day it can no longer be done.",
    },
}  # fmt: skip


def written(entries: Sequence[Entry], name: str, language: Language) -> bytes:
    """Write the file."""
    calendar = Calendar()
    calendar.add("prodid", f"-//challenge-api//Deadlines//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(_plain(name)))  # RFC 7986
    calendar.add("x-wr-calname", vText(_plain(name)))
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"value": "DURATION"})  # RFC 7986
    calendar.add("x-published-ttl", vDuration(_ASK_AGAIN))
    for entry in entries:
        calendar.add_component(_event(entry, language))
    if not entries:
        calendar.add_component(_utc())
    file: bytes = calendar.to_ical()
    return file


def _event(entry: Entry, language: Language) -> Event:
    words = _WORDS[language]
    of = KINDS[entry.kind]
    title = _plain(entry.title) if entry.title is not None else words["erased"]
    name = _NAMES[entry.kind][language]
    number = "" if entry.number is None else f" {entry.number}"
    said = [words["whose"].format(words[of.duty_of])]
    said += [words["article"].format(entry.article)] if entry.article else []
    said += [words["lapses"]] if of.lapses else []
    event = Event()
    event.add("uid", f"{entry.challenge}-{entry.kind}-{entry.about or 0}-{entry.number or 0}@challenge-api")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version + len(DECREES))
    event.add("dtstart", entry.due_on)
    event.add("summary", f"{name[0].upper()}{name[1:]}{number}: {title}")
    event.add("description", "\n".join([*said, words["case"].format(entry.challenge)]))
    event.add("status", "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # it takes no time of the day
    return event


def _utc() -> Timezone:
    """A file has at least one component (RFC 5545 3.6); without a term it is one that says nothing."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 # local time, as the form asks
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def _plain(text: str) -> str:
    """Give a text in one line, without the control characters that a file may not have."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line.replace("\\N", "\\ N")  # the library takes these two characters for the end of a line
