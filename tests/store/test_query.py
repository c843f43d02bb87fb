"""Statements that go straight to the driver: the same rows as the ordinary way, and broken connections are recognised."""

from collections.abc import Callable

import pytest
from sqlalchemy import Integer, String, bindparam, column, select, table
from sqlalchemy.exc import OperationalError, ProgrammingError

from challenge_api.history.database import Database
from challenge_api.history.driver import straight
from challenge_api.history.query import Query
from challenge_api.history.tables import event, head, private_item
from challenge_api.history.writes import Writes
from tests.api.walks import assessed
from tests.service import VOORBEELDSTAD, Town

EVENTS = select(event).where(event.c.authority == bindparam("at")).order_by(event.c.position)
TEXTS = select(private_item).where(private_item.c.authority == bindparam("at"))
TEXTS = TEXTS.order_by(private_item.c.position, private_item.c.ordinal)


@pytest.mark.parametrize("statement", [EVENTS, TEXTS], ids=["events", "texts"])
def test_rows_are_those_of_the_ordinary_way(statement, database: Database) -> None:
    assessed(Town(database))
    query = Query(statement)
    with database.reading() as connection:
        ordinary = connection.execute(statement, {"at": VOORBEELDSTAD}).all()
        for _ in range(8):  # the driver prepares a statement that it has seen often
            found = query.all(connection, {"at": VOORBEELDSTAD})
            assert [tuple(row) for row in found] == [tuple(row) for row in ordinary]
            assert [row.position for row in found] == [row.position for row in ordinary]
    assert len(ordinary) > 10


def test_values_that_come_back_are_what_they_were(database: Database) -> None:
    Town(database)
    query = Query(select(bindparam("no", False).label("no"), bindparam("three", 3).label("three"), head.c.authority))
    with database.reading() as connection:
        for _ in range(8):
            row = query.all(connection, {})[0]
            assert (not row.no, row.three) == (True, 3)


def test_statements_with_lists_of_values_are_answered(database: Database) -> None:
    Town(database)
    query = Query(select(head.c.authority).where(head.c.authority.in_(bindparam("codes", expanding=True))))
    with database.reading() as connection:
        assert [row.authority for row in query.all(connection, {"codes": [VOORBEELDSTAD, "nobody"]})] == [VOORBEELDSTAD]
        assert query.first(connection, {"codes": []}) is None


def test_a_broken_statement_fails_as_the_library_says(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    query = Query(select(head.c.authority).where(head.c.position == bindparam("n") / 0))
    with database.reading() as connection, pytest.raises((ProgrammingError, Exception), match="division by zero") as raised:
        query.all(connection, {"n": 1})
    assert raised.type.__module__ == "sqlalchemy.exc"


def test_a_statement_is_answered_after_its_table_changed(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    changing = table("changing", column("n", Integer), column("word", String))
    one = Query(select(changing.c.n, changing.c.word))
    with database.reading() as connection:
        connection.exec_driver_sql("CREATE TABLE changing AS SELECT 3 AS n, 'x'::varchar(2) AS word")
        for _ in range(8):  # by now it is prepared, with the columns that it had
            assert one.first(connection, {}) == (3, "x")
        connection.exec_driver_sql("ALTER TABLE changing ALTER COLUMN n TYPE bigint")
        for _ in range(8):
            assert one.first(connection, {}) == (3, "x")


def test_a_connection_answers_more_statements_than_it_keeps(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    with database.reading() as connection:
        for n in range(300):
            for _ in range(6):
                assert straight(connection, b"SELECT $1::int + %d" % n, [1]) == [(n + 1,)]
        kept = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'own%%'").scalar_one()
        assert 100 <= kept <= 200
        assert straight(connection, b"SELECT $1::int + 0", [1]) == [(1,)]


def test_a_statement_inside_a_transaction_is_part_of_it(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")

    def write_and_fail() -> None:
        with database.writing() as connection:
            straight(connection, b"INSERT INTO head VALUES ('x', 3) RETURNING position", [])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.reading() as connection:
        assert straight(connection, b"SELECT position FROM head", []) == []


def _end_every_other(database: Database) -> None:
    """Let the server end every connection to this database but the one that asks."""
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.reading() as connection:
        others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        assert any(connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}").scalars())
    other.close()


def test_a_read_on_a_connection_that_the_server_ended_is_asked_again_on_another(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    query = Query(select(head.c.authority).where(head.c.authority == bindparam("at")))
    with database.reading() as connection:
        query.all(connection, {"at": "x"})
        kept = connection
    _end_every_other(database)
    with database.reading() as connection:
        assert connection is kept, "a clean connection is kept open for the next reader"
        assert query.all(connection, {"at": "x"}) == []


def test_a_read_inside_a_transaction_that_the_server_ended_is_not_asked_again(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    query = Query(select(head.c.authority).where(head.c.authority == bindparam("at")))

    def reads_on() -> None:
        with database.writing() as connection:
            query.all(connection, {"at": "x"})
            _end_every_other(database)
            query.all(connection, {"at": "x"})

    with pytest.raises(OperationalError):
        reads_on()
    with database.reading() as connection:
        assert query.all(connection, {"at": "x"}) == []


def test_a_write_on_a_connection_that_the_server_ended_is_told_and_the_next_one_is_kept(
    new_database: Callable[[str], Database],
) -> None:
    database = new_database("postgresql")
    with database.moving() as connection:
        assert Writes(connection).record("nowhere", 1) is None
    _end_every_other(database)
    with pytest.raises(OperationalError), database.moving() as connection:
        Writes(connection).record("nowhere", 1)
    with database.moving() as connection:
        assert Writes(connection).record("nowhere", 1) is None
