"""What is erased is gone, and everything goes on working."""

import pytest
from sqlalchemy import text

from challenge_api.app import ERASING, ERASURES, STREAMS
from challenge_api.history import erasure, replay, store
from challenge_api.history.audit import Audit, Fault
from challenge_api.history.database import Database
from tests.api.walks import assessed, awarded, draft
from tests.service import VOORBEELDSTAD, Town

CHALLENGES = next(stream for stream in STREAMS if stream.aggregate.kind == "challenge")


def erase(town: Town, subject: str) -> None:
    command = erasure.EraseTexts(subject=subject, ground="no-longer-necessary")
    erasure.erase(town.service.moves, ERASURES, VOORBEELDSTAD, command)


def faults(town: Town) -> list[Fault]:
    with town.database.snapshot() as connection:
        return list(Audit(connection, STREAMS, town.service.log.publics, ERASING).faults())


def contact_of(town: Town, case_id: str) -> str:
    with town.database.reading() as connection:
        found = connection.execute(
            text("SELECT subject FROM private_item WHERE stream = :s AND subject <> 'case' LIMIT 1"), {"s": case_id}
        )
        return str(found.scalar_one())


def test_an_erased_person_is_gone_everywhere(database: Database) -> None:
    town = Town(database)
    case = awarded(town)
    case.does(
        "announcements",
        "handler",
        body={"decision": case.version, "announcedOn": "2026-10-20", "channel": "post", "addressee": "A. de Vries"},
    )
    leaves = [event["leafHash"] for event in history(case)]
    assert case.seen()["contact"]["name"] == "A. de Vries"
    erase(town, contact_of(town, case.id))
    with database.reading() as connection:
        left = connection.execute(
            text("SELECT count(*) FROM private_item WHERE value LIKE '%Vries%' OR value LIKE '%lindelaan@%'")
        ).scalar()
        stored = "".join(connection.execute(text("SELECT folded || document || personal || summary FROM challenge")).scalars())
    assert left == 0
    assert "Vries" not in stored
    seen = case.seen()
    assert seen["contact"] == {"name": None, "email": None}
    assert seen["title"] == "The park on Lindelaan, kept by its neighbours"
    told = history(case)
    assert [event["leafHash"] for event in told] == leaves
    assert {erased["field"] for erased in told[0]["erased"]} == {"/contents/contact/name", "/contents/contact/email"}
    assert "Vries" not in str(told)
    replay.rebuild(database, STREAMS)
    assert case.seen() == seen
    town.clock.set("2026-11-01")
    assert case.does("execution", "contract-manager")["state"] == "monitored"
    assert faults(town) == []


def history(case):
    return case.town.ask("GET", f"/v1/challenges/{case.id}/history", case.town.token("handler")).json["items"]


def test_an_erasure_is_an_event_and_takes_nothing_that_is_written_later(database: Database) -> None:
    town = Town(database)
    case = awarded(town)
    subject = contact_of(town, case.id)
    erase(town, subject)
    told = town.ask("GET", "/v1/events", town.token("auditor")).json["items"][-1]
    assert (told["type"], told["data"]) == ("texts-erased", {"ground": "no-longer-necessary", "subject": subject})
    with database.writing() as connection:
        # a text about the same person, recorded after the erasure
        connection.execute(
            text(
                "INSERT INTO private_item (authority, position, ordinal, stream, subject, field, salt, value) "
                "SELECT authority, position, 0, stream, :s, '/later', leaf, 'later' FROM event "
                "WHERE type = 'texts-erased' AND authority = :a"
            ),
            {"s": subject, "a": VOORBEELDSTAD},
        )
    replay.rebuild(database, STREAMS)
    with database.reading() as connection:
        left = connection.execute(text("SELECT value FROM private_item WHERE subject = :s AND value IS NOT NULL"), {"s": subject})
        assert left.scalars().all() == ["later"]


def test_nothing_is_erased_at_an_authority_that_is_not_there_or_of_a_case(database: Database) -> None:
    town = Town(database)
    for authority, subject in (("gm9999", "x"), (VOORBEELDSTAD, "case")):
        command = erasure.EraseTexts(subject=subject, ground="unlawful")
        with pytest.raises(ValueError, match=r"no log of gm9999|texts of the case"):
            erasure.erase(town.service.moves, ERASURES, authority, command)


def test_a_text_made_away_with_in_the_form_of_an_erasure_is_found(database: Database) -> None:
    town = Town(database)
    case = awarded(town)
    erase(town, contact_of(town, case.id))
    assert faults(town) == []
    with database.writing() as connection:
        connection.execute(
            text("UPDATE private_item SET value = NULL, salt = NULL, erased_at = :at WHERE field LIKE '%title%' AND stream = :s"),
            {"at": "2026-10-20 10:00:00+00:00", "s": case.id},
        )
    assert "no event tells of its erasure" in str(faults(town))


def test_every_subject_of_a_case_can_be_erased(database: Database) -> None:
    town = Town(database)
    case = assessed(town)
    with database.reading() as connection:
        subjects = set(
            connection.execute(text("SELECT DISTINCT subject FROM private_item WHERE stream = :s"), {"s": case.id}).scalars()
        )
        people = set(connection.execute(text("SELECT id FROM person WHERE authority = :a"), {"a": VOORBEELDSTAD}).scalars())
    for subject in (subjects | people) - {"case"}:
        erase(town, subject)
    with database.writing() as connection:
        store.erase_stream(connection, VOORBEELDSTAD, case.id, town.clock.now())
        replay.reproject(connection, CHALLENGES, VOORBEELDSTAD, case.id)
    seen = case.seen()
    assert seen["title"] is None
    assert seen["state"] == "assessed"
    feed = town.ask("GET", "/v1/events", town.token("auditor"))
    assert feed.status == 200
    assert len(feed.json["items"]) > 10
    replay.rebuild(database, STREAMS)
    assert case.seen() == seen
    listed = town.ask("GET", "/v1/challenges", town.token("handler"))
    assert listed.json["items"][0]["title"] is None
    town.clock.set("2026-10-20")
    assert case.does("rejection", "decision-maker", subject="dora2")["state"] == "rejected"


def test_a_discarded_draft_loses_its_texts_at_once(database: Database) -> None:
    town = Town(database)
    case = draft(town)
    case.does("disposal", "representative")
    with database.reading() as connection:
        left = connection.execute(
            text("SELECT count(*) FROM private_item WHERE stream = :s AND value IS NOT NULL"), {"s": case.id}
        ).scalar()
    assert left == 0
    assert case.seen("representative", subject="anna")["title"] is None
