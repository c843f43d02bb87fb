"""Auditors ask across the cases of an authority, and what they read is recorded."""

import csv
import io
import itertools
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from challenge_api.app import STREAMS
from challenge_api.challenges import periods
from challenge_api.challenges.questions import forms
from challenge_api.history import replay
from challenge_api.history.database import Database
from challenge_api.web import paging
from tests.api.walks import awarded, monitored, not_handled, objected, rejected, submitted, upheld
from tests.service import VOORBEELDSTAD, Filed, Town

PATH = "/v1/history"


@pytest.fixture
def town(database: Database) -> Town:
    town = Town(database)
    for walk in (awarded, rejected, not_handled):
        walk(town)
    return town


def asked(town: Town, question: str, more: str = "", *roles: str):
    return town.get(f"{PATH}?question={question}{more}", *(roles or ("auditor",)))


def items(town: Town, question: str, more: str = "", *roles: str):
    return asked(town, question, more, *roles).json["items"]


def test_every_decision_by_its_person_and_every_refusal_on_its_ground(town: Town):
    decided = items(town, "decisions")
    assert {each["type"] for each in decided} == {"awarded", "rejected", "set-aside"}
    assert [each["position"] for each in decided] == sorted(each["position"] for each in decided)
    person = decided[0]["actor"]
    assert {each["actor"] for each in items(town, "decisions", f"&actor={person}")} == {person}
    assert items(town, "decisions", "&actor=nobody") == []
    refused = items(town, "refusals")
    assert refused
    for ground in {each["code"] for each in refused}:
        chosen = items(town, "refusals", f"&ground={ground}")
        assert chosen == [each for each in refused if each["code"] == ground]
    named = [each for each in decided if each["mandate"]]
    for each in named:
        assert each in items(town, "decisions", f"&mandate={each['mandate']}")


def test_what_was_recorded_late_and_what_changed_in_rules(town: Town):
    for received in ("2026-10-17", "2026-10-19", "2026-10-20", "2026-10-13", "2026-10-17"):
        case = submitted(town)
        town.clock.set("2026-10-20")
        case.does("default-notices", "intake", receivedOn=received)
    late = items(town, "late-records")
    assert [each["days"] for each in late] == [3, 1, 7, 3]
    longest = sorted(late, key=lambda each: (each["days"], each["position"]), reverse=True)
    for days in (0, 1):
        assert paged(town, f"late-records&moreThanDays={days}", 2) == [each for each in longest if each["days"] > days]

    assert {"ordinance-published", "group-formed"} <= {each["type"] for each in items(town, "rule-changes")}


def test_a_missed_term_has_its_cost_while_it_waits_and_after(town: Town):
    case = submitted(town)
    town.clock.set("2027-02-01")
    case.does("default-notices", "representative")
    town.clock.set("2027-06-01")

    def decision():
        missed = items(town, "missed-terms", "&limit=1000")
        (told,) = [each for each in missed if (each["stream"], each["code"]) == (case.id, "decision")]
        return told

    waiting = decision()
    assert (waiting["doneOn"], waiting["cents"]) == (None, 144_200)  # Awb 4:17(2): 14 x 23, 14 x 35, 14 x 45 euro
    case.does("withdrawal", "representative", receivedOn="2027-06-01")
    assert decision() == waiting | {"doneOn": "2027-06-01"}


def test_what_is_recorded_after_midnight_is_late_by_a_day_whatever_utc_says(town: Town):
    case = submitted(town)
    town.clock.at = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    for received in ("2026-10-20", "2026-10-21"):
        case.does("default-notices", "intake", receivedOn=received)
    assert [(each["occurredOn"], each["days"]) for each in items(town, "late-records")] == [("2026-10-20", 1)]


def paged(town: Town, question: str, most: int, role: str = "auditor") -> list[Any]:
    found, link = [], f"{PATH}?question={question}&limit={most}"
    while link:
        reply = town.get(link, role)
        found += reply.json["items"]
        following = [each for each in reply.headers["link"].split(", ") if 'rel="next"' in each]
        link = following[0].split(">")[0].removeprefix("<") if following else ""
    return found


def missed(town: Town, case: Filed) -> list[tuple[str, str, str | None, int]]:
    """Give kind, last day, day done and cost of every term of a case that was missed."""
    lines = items(town, "missed-terms", "&limit=1000")
    names = ("code", "occurredOn", "doneOn", "cents")
    return [tuple(each[name] for name in names) for each in lines if each["stream"] == case.id]


def test_a_reopening_takes_no_missed_term_away_nor_its_cost(database: Database):
    town = Town(database)
    case = rejected(town)  # received on 1 September, so to be told by 24 November
    town.clock.set("2026-11-30")
    case.does("default-notices", "representative")
    town.clock.set("2026-12-25")
    decision = case.seen()["decisions"][0]["version"]
    case.does("announcements", "handler", decision=decision, announcedOn="2026-12-25")
    expected = [
        ("decision", "2026-11-24", "2026-12-25", 23_000),  # ten days of 23 euro
        ("default", "2026-12-14", "2026-12-25", 0),
    ]
    assert missed(town, case) == expected

    town.clock.set("2027-02-01")
    case.does("appeals", "handler", against="decision", decision=decision, lodgedOn="2027-01-04")
    appeal = case.seen()["appeals"][0]["version"]
    case.does("rulings", "handler", appeal=appeal, ruledOn="2027-02-01", sentOn="2027-02-01", decideBy=None)
    before = missed(town, case)
    assert before[:2] == expected
    case.does("reopening", "decision-maker", subject="dirk", to="assessed", ground="court-ruling", ruledOn="2027-02-01")
    penalty = before[2][1]  # nobody fixed it in time, and now nobody has to
    assert missed(town, case) == [*expected, ("penalty-decision", penalty, "2027-02-01", 0)]

    town.clock.set("2028-01-10")  # the new decision does not come either
    after = missed(town, case)
    assert [each[0] for each in after] == ["decision", "default", "penalty-decision", "decision"]
    assert (after[:2], after[-1][2:]) == (expected, (None, 0))
    assert paged(town, "missed-terms", 1) == items(town, "missed-terms")
    for again in (lambda: replay.rebuild(database, STREAMS), lambda: periods.recount(database)):
        again()
        assert missed(town, case) == after


def test_a_late_decision_on_an_objection_has_its_cost_while_it_waits_and_when_it_came(database: Database):
    town = Town(database)
    case = objected(town)
    objection = case.seen()["objections"][0]["version"]

    def costs() -> list[tuple[str | None, int, int]]:
        lines = [each for each in items(town, "missed-terms", "&limit=1000") if each["code"] == "objection-decision"]
        return [(each["doneOn"], each["cents"], each["version"]) for each in lines]

    assert costs() == []
    town.clock.set("2027-02-01")
    case.does("default-notices", "intake", objection=objection)
    town.clock.set("2027-02-17")  # two weeks end on the 15th: the penalty runs since the 16th
    assert costs() == [(None, 2 * 2300, objection)]
    case.does("hearings", "objection-committee", subject="olga", objection=objection, heldOn="2027-02-17")
    case.does("objection-decisions", "decision-maker", subject="dirk", objection=objection, decidedOn="2027-02-17")
    town.clock.set("2027-02-20")
    version = case.seen()["decisions"][-1]["version"]
    case.does("announcements", "handler", decision=version, announcedOn="2027-02-20")
    assert costs() == [("2027-02-20", 4 * 2300, objection)]
    replay.rebuild(database, STREAMS)
    assert costs() == [("2027-02-20", 4 * 2300, objection)]
    case.does("penalty-decisions", "decision-maker", subject="dirk", objection=objection, decidedOn="2027-02-20")
    assert costs() == [("2027-02-20", 4 * 2300, objection)]


def test_every_report_that_did_not_come_is_a_missed_term(town: Town):
    case = monitored(town)
    town.clock.set("2028-06-01")
    reports = [each for each in missed(town, case) if each[0] == "report"]
    assert len(reports) == 3  # one in six months, since 1 November 2026
    assert {each[2] for each in reports} == {None}


def test_a_case_that_was_reopened_is_found(town: Town):
    assert items(town, "reopenings") == []
    case = upheld(town)
    case.does("reopening", "decision-maker", subject="dirk", ruledOn="2026-12-01")
    (found,) = items(town, "reopenings")
    assert (found["stream"], found["type"]) == (case.id, "reopened")
    assert items(town, "reopenings", "&until=2026-12-01T00:00:00Z") == []
    assert items(town, "reopenings", "&from=2026-12-01T00:00:00Z") == [found]


def test_pages_hold_each_line_once_in_every_form(town: Town):
    town.clock.set("2028-01-10")
    token = town.token("auditor")
    for question in ("decisions", "refusals", "rule-changes", "missed-terms", "late-records"):
        whole = items(town, question)
        assert paged(town, question, 2) == whole
        lines = town.ask("GET", f"{PATH}?question={question}", token, headers={"Accept": forms.NDJSON}).text.splitlines()
        table = town.ask("GET", f"{PATH}?question={question}", token, headers={"Accept": forms.CSV}).text
        read = list(csv.DictReader(io.StringIO(table)))
        assert len(lines) == len(read) == len(whole)
        assert [each["stream"] for each in read] == [each["stream"] for each in whole]


def test_the_answers_come_from_the_events_alone(town: Town):
    questions = ("decisions", "refusals", "late-records", "missed-terms", "rule-changes")
    before = [items(town, question) for question in questions]
    replay.rebuild(town.database, STREAMS)
    assert [items(town, question) for question in questions] == before


def test_who_may_not_ask_and_what_may_not_be_asked(town: Town):
    assert asked(town, "decisions", "", "representative").status == 403
    assert asked(town, "decisions", "", "handler").status == 200
    assert asked(town, "reopenings", "&ground=x").status == 400
    assert asked(town, "decisions", "&from=2100-01-01T00:00:00Z").json["items"] == []
    assert asked(town, "decisions", "&until=2000-01-01T00:00:00Z").json["items"] == []
    assert items(town, "decisions", "&until=2100-01-01T00:00:00Z") == items(town, "decisions")


def test_a_read_by_an_auditor_is_recorded_and_by_others_is_not(town: Town):
    case = submitted(town)
    before = len(items(town, "readings", "", "handler"))
    town.get(f"/v1/challenges/{case.id}", "handler")
    assert len(items(town, "readings", "", "handler")) == before
    town.get(f"/v1/challenges/{case.id}/history?limit=5", "auditor", subject="udo")
    town.get("/v1/challenges/00000000-0000-4000-8000-000000000000", "auditor", subject="udo")
    (read,) = items(town, "readings", "", "handler")[before:]
    assert (read["actor"], read["address"]) == ("udo", f"/v1/challenges/{case.id}/history?limit=5")

    for statement in ("UPDATE reading SET subject = 'x'", "DELETE FROM reading"):
        with pytest.raises(DBAPIError, match="append-only"), town.database.writing() as connection:
            connection.execute(text(statement))


def test_reads_come_in_order_of_time_between_two_moments_and_in_pages(town: Town):
    reads = items(town, "readings", "", "handler")
    for day in ("2026-11-03", "2026-11-01", "2026-11-02", "2026-11-01"):  # a clock that goes back
        town.clock.set(day)
        town.get("/v1/challenges?limit=1", "auditor", subject="udo")
    whole = items(town, "readings", "", "handler")
    assert [each["recordedAt"] for each in whole] == sorted(each["recordedAt"] for each in whole)
    assert len(whole) == len(reads) + 4
    assert [
        each["recordedAt"][:10]
        for each in items(town, "readings", "&from=2026-11-01T00:00:00Z&until=2026-11-02T00:00:00Z", "handler")
    ] == 2 * ["2026-11-01"]
    of_the_second = whole[-2]["recordedAt"]
    assert items(town, "readings", f"&until={of_the_second}", "handler") == whole[:-2], "until is before that moment"
    assert items(town, "readings", f"&from={of_the_second}", "handler") == whole[-2:], "from is that moment on"
    for each in (paged(town, "readings", 1, "handler"), paged(town, "readings", 2, "handler")):
        assert each == whole


def test_a_cursor_that_somebody_made_up_is_refused(town: Town):
    case = submitted(town)
    history = f"/v1/challenges/{case.id}/history"
    day = "2026-01-01"
    for path, chosen, key in (
        (PATH, {"question": "decisions", "authority": VOORBEELDSTAD}, (2**31, "executive")),
        (PATH, {"question": "decisions", "authority": VOORBEELDSTAD}, (5, "\0")),
        (PATH, {"question": "rule-changes", "authority": VOORBEELDSTAD}, (-(10**30),)),
        (PATH, {"question": "readings", "authority": VOORBEELDSTAD}, ("0001-01-01T00:00:00+14:00", 1)),
        (PATH, {"question": "missed-terms", "authority": VOORBEELDSTAD}, (day, "x", "decision", 0, 10**30, 0)),
        ("/v1/challenges", {}, (day, "\0")),
        (history, {}, (10**30,)),
    ):
        cursor = paging.cursor(paging.scope_of(path, chosen), key)
        reply = town.get(f"{path}?{urlencode(chosen | {'cursor': cursor})}", "auditor")
        assert reply.status == 400, (path, key)


def test_nothing_in_a_cell_is_a_formula():
    for first, rest in itertools.product("=+-@\t\r", ("cmd|' /C calc'!A0", "1+1")):
        assert forms.cell(first + rest).startswith("'")
    row = {"a": '=HYPERLINK("http://x")', "b": 'say "x",\ny'}
    (read,) = csv.DictReader(io.StringIO(forms.written([row], ["a", "b"], forms.CSV).decode(), newline=""))
    assert read == {"a": "'" + row["a"], "b": row["b"]}
