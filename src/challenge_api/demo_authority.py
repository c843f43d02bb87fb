"""The invented municipality that a first start loads, so that there is something to try."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Final

import yaml

from challenge_api.history.transaction import Move, Moves
from challenge_api.law.access import Principal, Role
from challenge_api.ordinances.commands import PublishOrdinance
from challenge_api.ordinances.decider import not_permitted
from challenge_api.ordinances.lifecycle import PUBLISH
from challenge_api.ordinances.routes import STREAM, render

AUTHORITY: Final = "demo-voorbeeldstad"
MODEL_AUTHORITY: Final = "demo-modelstad"
"""A second invented municipality, which took the VNG model as it is."""


def shipped(name: str) -> Mapping[str, Any]:
    """Give an ordinance document that the service ships."""
    text = (files("challenge_api.ordinances") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    document: Mapping[str, Any] = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return document


def load(moves: Moves) -> bool:
    """Publish the ordinances of the invented municipalities, of each that has none; False when there is anybody else's already.

    A start that was killed between the two is completed by the next one.
    """
    with moves.database.reading() as connection:
        there = set(connection.exec_driver_sql("SELECT DISTINCT authority FROM ordinance_version").scalars())
    if there - {AUTHORITY, MODEL_AUTHORITY}:
        return False
    if AUTHORITY not in there:
        publish(moves, AUTHORITY, shipped("demo-voorbeeldstad"))
    if MODEL_AUTHORITY not in there:
        publish(moves, MODEL_AUTHORITY, shipped("nl-vng-model-2024"), date(2025, 12, 15), date(2026, 1, 1))
    return True


def publish(
    moves: Moves,
    authority: str,
    document: Mapping[str, Any],
    published_on: date | None = None,
    in_force_from: date | None = None,
) -> None:
    """Publish a version of an authority's ordinance, as the service itself."""
    principal = Principal("urn:challenge-api:service", None, "challenge-api", {authority: frozenset({Role.ADMINISTRATOR})})
    command = PublishOrdinance(
        authority=authority, document=dict(document), published_on=published_on, in_force_from=in_force_from
    )
    move = Move(
        principal=principal,
        command=command,
        authority=authority,
        refusals=lambda state, actor: not_permitted(PUBLISH, state, actor),
    )
    moves.execute(STREAM, move, lambda change, projected: render(principal, change, projected))
