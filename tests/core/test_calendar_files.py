"""Calendar files held against RFC 5545 line by line, and read back by a library."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from challenge_api.challenges.calendars.entries import Entry, etag
from challenge_api.challenges.calendars.writing import written
from challenge_api.challenges.clocks import KINDS

CASE = "0190a6a0-0000-7000-8000-000000000001"
ENTRY = Entry(
    challenge=CASE,
    title="De buurt onderhoudt het park",
    version=7,
    changed_at=datetime(2026, 9, 1, 10, 0, 30, 250, tzinfo=UTC),
    kind="decision",
    about=None,
    number=None,
    due_on=date(2026, 11, 24),
    article="Awb 4:13(1)",
)
LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^\";:,\x00-\x1f]+)*):(.*)", re.DOTALL)
"""`contentline` of RFC 5545 3.1, of the parameters that we use."""
TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,nN])*")
"""`text` of RFC 5545 3.3.11: what must be escaped is."""
ONCE = {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "DESCRIPTION", "STATUS", "CLASS", "TRANSP", "LAST-MODIFIED"}
FORMS = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "SEQUENCE": r"\d+",
    "STATUS": "CONFIRMED",
    "CLASS": "PRIVATE",
    "TRANSP": "TRANSPARENT",
    "VERSION": "2.0",
    "METHOD": "PUBLISH",
    "CALSCALE": "GREGORIAN",
    "REFRESH-INTERVAL": r"PT6H",
    "X-PUBLISHED-TTL": r"PT6H",
    "DTSTART": r"\d{8}",
}


def lines(file: bytes) -> list[tuple[str, str, str]]:
    """Take a file apart as RFC 5545 3.1 says: name, parameters and value of each line."""
    assert file.endswith(b"\r\n")
    physical = file.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, line
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()  # folded between characters, never inside one
    unfolded = file.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")
    found = [LINE.fullmatch(line) for line in unfolded]
    assert all(found), unfolded
    return [(each[1], each[2], each[3]) for each in found if each]


def held(file: bytes) -> list[dict[str, str]]:
    """Hold a file against the rules; give its events."""
    events: list[dict[str, str]] = []
    open_now: list[str] = []
    head: list[str] = []
    for name, parameters, value in lines(file):
        if name == "BEGIN":
            open_now.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_now.pop() == value
        else:
            if name in FORMS and open_now[-1] != "STANDARD":
                assert re.fullmatch(FORMS[name], value), (name, value)
                dated = {"DTSTART": ";VALUE=DATE", "REFRESH-INTERVAL": ";VALUE=DURATION"}
                assert parameters == dated.get(name, ""), (name, parameters)
            elif name in {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID", "PRODID"}:
                assert TEXT.fullmatch(value), (name, value)
            if open_now[-1] == "VEVENT":
                assert name not in events[-1], f"{name} comes twice"
                events[-1][name] = value
            elif open_now == ["VCALENDAR"]:
                head.append(name)
    assert not open_now
    assert {"PRODID", "VERSION"} <= set(head)
    assert max(Counter(head).values()) == 1
    assert all(event.keys() == ONCE for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def test_a_last_day_is_a_whole_day_that_takes_no_time():
    (event,) = held(written([ENTRY], "Termijnen", "nl"))
    assert event["DTSTART"] == "20261124"
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20260901T100030Z"
    assert event["SUMMARY"] == "Beslistermijn: De buurt onderhoudt het park"
    assert event["DESCRIPTION"] == rf"Aan zet: het bestuursorgaan.\nGrondslag: Awb 4:13(1).\nZaak: {CASE}."
    assert event["UID"] == f"{CASE}-decision-0-0@challenge-api"


def test_a_date_that_moved_is_the_same_event_with_a_higher_sequence():
    before = ENTRY
    after = replace(ENTRY, version=8, due_on=date(2026, 12, 28), changed_at=datetime(2026, 9, 15, 10, 0, tzinfo=UTC))
    (was,), (now,) = (held(written([entry], "x", "en")) for entry in (before, after))
    assert was["UID"] == now["UID"]
    assert int(was["SEQUENCE"]) < int(now["SEQUENCE"])
    assert was["LAST-MODIFIED"] < now["LAST-MODIFIED"]
    assert etag([before], "x", "en") != etag([after], "x", "en")


def test_the_same_terms_are_the_same_bytes():
    assert written([ENTRY], "x", "en") == written([ENTRY], "x", "en")
    assert etag([ENTRY], "x", "en") == etag([replace(ENTRY)], "x", "en") != etag([ENTRY], "x", "nl")


def test_a_file_without_terms_has_a_component_all_the_same():
    file = written([], "Deadlines", "en")
    assert held(file) == []
    assert icalendar.Calendar.from_ical(file).subcomponents


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_term_has_a_name_in_both_languages(language: Any):
    entries = [replace(ENTRY, kind=kind, about=n, number=n) for n, kind in enumerate(KINDS)]
    events = held(written(entries, "x", language))
    assert len({event["SUMMARY"] for event in events}) == len(KINDS)


TITLES = some.one_of(
    some.none(),
    some.text(max_size=200),
    some.text(alphabet='a,;\\\n:"é€😀\u0301\u2028 BEGIN', max_size=200),
)


@settings(max_examples=80, deadline=None)
@given(
    title=TITLES,
    article=some.none() | some.text(alphabet="Awb 4:13(),;\\é", min_size=1, max_size=80),
    due_on=some.dates(),
    kind=some.sampled_from(list(KINDS)),
    about=some.none() | some.integers(1, 10**9),
)
def test_whatever_a_case_is_called_its_file_is_valid_and_reads_back(title, article, due_on, kind, about):
    entry = replace(ENTRY, title=title, article=article, due_on=due_on, kind=kind, about=about)
    file = written([entry], title or "x", "en")
    (event,) = held(file)
    calendar: Any = icalendar.Calendar.from_ical(file)
    (read,) = calendar.walk("VEVENT")
    assert read.decoded("dtstart") == due_on
    assert str(read["uid"]) == event["UID"]
    shown = " ".join("".join(each if each.isprintable() else " " for each in title or "").split()).replace("\\N", "\\ N")
    assert str(read["summary"]).endswith(": " + ("challenge" if title is None else shown))
    assert not calendar.errors
    assert not read.errors
