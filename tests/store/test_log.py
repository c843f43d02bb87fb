"""The log on both databases: what plain SQL can and cannot do to it."""

import pytest
from sqlalchemy import text

from challenge_api.history.database import Database
from tests.service import VOORBEELDSTAD, Town


def test_smoke(database: Database) -> None:
    town = Town(database)
    case = town.submits()
    assert case.state == "submitted"
