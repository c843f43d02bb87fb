"""Calendars by secret link over HTTP: who makes them, what they show, and when they end."""

from pathlib import Path
from typing import Any

import icalendar
import pytest
from sqlalchemy import text

from challenge_api.app import ERASURES
from challenge_api.challenges.calendars.links import AS_PARTY, BY_OFFICE
from challenge_api.history import erasure
from challenge_api.history.database import Database
from tests.api import walks
from tests.core.test_calendar_files import held
from tests.service import VOORBEELDSTAD, Filed, Reply, Town

DAYS_90, DAYS_366 = "2026-11-30", "2027-09-02"


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    return Town(database, tmp_path)


def makes(town: Town, path: str, token: str, body: Any, **headers: str) -> Reply:
    return town.ask("POST", path, token, body, headers)


def of_case(case: Filed, role: str = "representative", subject: str = "anna") -> Any:
    reply = makes(
        case.town, f"/v1/challenges/{case.id}/calendar-links", case.town.token(role, subject=subject), {"language": "en"}
    )
    assert reply.status == 201, reply.text
    return reply.json


def reads(town: Town, link: Any, **headers: str) -> Reply:
    path = link["url"].removeprefix("http://127.0.0.1:8000")
    return town.ask("GET", path, headers=headers)


def test_a_calendar_holds_the_open_terms_of_its_case_and_follows_them(town: Town):
    case = walks.submitted(town)
    link = of_case(case)
    file = reads(town, link)
    assert file.status == 200
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.headers["cache-control"] == "private, no-cache"
    assert file.headers["referrer-policy"] == "no-referrer"
    (event,) = held(file.content)
    assert event["DTSTART"] == "20261124"
    assert event["SUMMARY"].startswith("Decision term: ")
    assert icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    again = reads(town, link, **{"If-None-Match": file.headers["etag"]})
    assert (again.status, again.content) == (304, b"")
    town.clock.set("2026-09-15")
    case.does("suspension", "handler")
    moved = reads(town, link, **{"If-None-Match": file.headers["etag"]})
    assert moved.status == 200
    (after,) = held(moved.content)
    assert (after["UID"], after["DTSTART"]) == (event["UID"], "20261228")
    assert int(after["SEQUENCE"]) > int(event["SEQUENCE"])
    case.does("withdrawal", "representative", receivedOn="2026-09-15")
    assert held(reads(town, link).content) == []


def test_a_worklist_calendar_shows_what_its_maker_sees_and_chose(town: Town):
    walks.submitted(town)
    case = walks.incomplete(town)
    staff = town.token("handler", subject="hanna")
    link = makes(town, "/v1/calendar-links", staff, {"authority": VOORBEELDSTAD, "dutyOf": "challenger"}).json
    (event,) = held(reads(town, link).content)
    assert event["UID"].startswith(f"{case.id}-supplement-")
    everything = makes(town, "/v1/calendar-links", staff, {"authority": VOORBEELDSTAD}).json
    shown = {(event["UID"], event["DTSTART"]) for event in held(reads(town, everything).content)}
    of_one = of_case(case, "handler", "hanna")
    assert {(event["UID"], event["DTSTART"]) for event in held(reads(town, of_one).content)} < shown
    stranger = makes(town, "/v1/calendar-links", town.token("representative", subject="zoe"), {"authority": VOORBEELDSTAD}).json
    assert held(reads(town, stranger).content) == []


def test_a_link_ends_when_it_is_withdrawn(town: Town):
    case = walks.submitted(town)
    link = of_case(case)
    path, own = f"/v1/calendar-links/{link['id']}", town.token("representative", subject="anna")
    assert town.ask("DELETE", path, town.token("handler", subject="hanna")).status == 404
    assert [each["id"] for each in town.ask("GET", "/v1/calendar-links", own).json["items"]] == [link["id"]]
    assert town.ask("DELETE", path, own).status == 204
    assert reads(town, link).status == 404
    assert town.ask("DELETE", path, own).status == 404


def test_an_administrator_sees_and_withdraws_the_links_of_others(town: Town):
    link = of_case(walks.submitted(town), "handler", "hanna")
    administrator, handler = town.token("administrator", subject="ada"), town.token("handler", subject="hanna")
    listed = f"/v1/calendar-links?authority={VOORBEELDSTAD}"
    assert town.ask("GET", listed, handler).status == 403
    (shown,) = town.ask("GET", listed, administrator).json["items"]
    assert shown == link | {"url": None}
    assert town.ask("PUT", f"/v1/calendar-links/{link['id']}/renewal", administrator).status == 403
    assert town.ask("DELETE", f"/v1/calendar-links/{link['id']}", administrator).status == 204
    assert reads(town, link).status == 404


def test_a_link_shows_nothing_to_a_maker_who_represents_the_group_no_more(town: Town):
    case = walks.submitted(town)
    link = of_case(case)
    assert reads(town, link).status == 200
    with town.database.writing() as connection:
        connection.execute(text("DELETE FROM group_representative"))
    assert reads(town, link).status == 404


def test_a_link_ends_when_its_maker_is_erased(town: Town):
    link = of_case(walks.submitted(town))
    command = erasure.EraseTexts(subject=link["madeBy"], ground="no-longer-necessary")
    erasure.erase(town.service.moves, ERASURES, VOORBEELDSTAD, command)
    assert reads(town, link).status == 404


def test_a_link_by_office_ends_unless_it_is_renewed_with_a_token(town: Town):
    case = walks.submitted(town)
    by_office, as_party = of_case(case, "handler", "hanna"), of_case(case)
    assert (by_office["expiresAt"][:10], as_party["expiresAt"][:10]) == (DAYS_90, DAYS_366)
    assert (BY_OFFICE.days, AS_PARTY.days) == (90, 366)
    town.clock.set("2026-11-29")
    renewal = f"/v1/calendar-links/{by_office['id']}/renewal"
    assert town.ask("PUT", renewal, town.token("handler", subject="hanna", at="demo-modelstad")).status == 403
    assert reads(town, by_office).status == 200
    town.clock.set("2026-12-01")
    assert reads(town, by_office).status == 404
    assert reads(town, as_party).status == 200
    renewed = town.ask("PUT", renewal, town.token("handler", subject="hanna"))
    assert renewed.json["expiresAt"] > "2027-02"
    assert reads(town, by_office).status == 200


def test_a_renewal_takes_the_roles_of_the_token_as_they_are(town: Town):
    link = of_case(walks.submitted(town), "handler", "hanna")
    own = town.token("representative", subject="hanna")
    assert town.ask("PUT", f"/v1/calendar-links/{link['id']}/renewal", own).status == 200
    assert reads(town, link).status == 404


def test_a_repeated_key_gives_the_same_link_without_its_secret(town: Town):
    path = f"/v1/challenges/{walks.submitted(town).id}/calendar-links"
    own = town.token("representative", subject="anna")
    key = {"Idempotency-Key": "a-key-of-anna"}
    first, second = (makes(town, path, own, {"language": "nl"}, **key) for _ in range(2))
    assert second.status == 201
    assert second.headers["idempotency-replayed"] == "true"
    assert second.json == first.json | {"url": None}
    assert makes(town, path, own, {"language": "en"}, **key).status == 422


def test_a_secret_is_in_one_answer_and_nowhere_else(town: Town):
    link = of_case(walks.submitted(town))
    secret = link["url"].rpartition("/")[2]
    with town.database.reading() as connection:
        for table in ("calendar_link", "idempotency_key", "event", "private_item"):
            assert secret not in str(connection.execute(text(f"SELECT * FROM {table}")).all())
        (kept,) = connection.execute(text("SELECT secret_hash FROM calendar_link")).scalars()
    assert town.ask("GET", f"/v1/calendars/{kept[:43]}").status == 404


def test_who_may_not_make_a_link_is_told_so(town: Town):
    case = walks.submitted(town)
    path = f"/v1/challenges/{case.id}/calendar-links"
    assert makes(town, path, town.token("representative", subject="zoe"), {}).status == 404
    alone = makes(town, path, town.token("handler", subject="", client="back-office"), {})
    assert (alone.status, alone.json["type"]) == (403, "/problems/person-required")
    elsewhere = makes(town, "/v1/calendar-links", town.token("handler"), {"authority": "gm0797"})
    assert elsewhere.status == 403
    nowhere = makes(town, "/v1/calendar-links", town.token("handler", at="gm0001"), {"authority": "gm0001"})
    assert nowhere.status == 404
    assert makes(town, path, town.token("handler"), {"language": "fr"}).status == 400


def test_nobody_has_links_without_end(town: Town):
    own, body = town.token("handler", subject="hanna"), {"authority": VOORBEELDSTAD}
    walks.submitted(town)
    last = [makes(town, "/v1/calendar-links", own, body) for _ in range(51)][-1]
    assert last.codes == ["too-many-calendar-links"]
