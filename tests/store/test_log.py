"""The log on both databases: what plain SQL can and cannot do to it."""

from challenge_api.history.database import Database
from tests.service import Town


def test_smoke(database: Database) -> None:
    town = Town(database)
    case = town.submits()
    assert case.state == "submitted"
