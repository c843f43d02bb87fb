"""The invented municipality that a first start loads, so that there is something to try."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Final, cast

from challenge_api import ordinance_files
from challenge_api.history.transaction import Moves
from challenge_api.law.ordinance_schema import OrdinanceDocument

AUTHORITY: Final = "demo-voorbeeldstad"
MODEL_AUTHORITY: Final = "demo-modelstad"
"""A second invented municipality, which took the VNG model as it is."""
SANDBOX: Final = "sandbox-voorbeeldstad"
"""A sandbox with the rules of the first: integrators move its clock."""


def shipped(name: str) -> OrdinanceDocument:
    """Give an ordinance document that the service ships."""
    text = (files("challenge_api.ordinances") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return ordinance_files.read(text).document


def load(moves: Moves) -> bool:
    """Publish the ordinances of the invented municipalities, of each that has none; False when there is anybody else's already.

    A start that was killed in between, also between a draft and its publication, is completed by the next one.
    """
    if _with_ordinances(moves, drafts=True) - {AUTHORITY, MODEL_AUTHORITY, SANDBOX}:
        return False
    there = _with_ordinances(moves, drafts=False)
    if AUTHORITY not in there:
        publish(moves, AUTHORITY, shipped("demo-voorbeeldstad"))
    if MODEL_AUTHORITY not in there:
        publish(moves, MODEL_AUTHORITY, shipped("nl-vng-model-2024"), date(2025, 12, 15), date(2026, 1, 1))
    return True


def load_sandbox(moves: Moves) -> None:
    """Publish the ordinance of the sandbox, where the invented municipality is and the sandbox is not yet."""
    there = _with_ordinances(moves, drafts=False)
    if AUTHORITY in there and SANDBOX not in there:
        publish(moves, SANDBOX, shipped("demo-voorbeeldstad"))


def _with_ordinances(moves: Moves, *, drafts: bool) -> set[str]:
    """Give the authorities that have any version of an ordinance; without `drafts`, of one that was published."""
    with moves.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT authority, state FROM ordinance_version").all()
    return {authority for authority, state in found if drafts or state != "draft"}


def publish(
    moves: Moves,
    authority: str,
    document: Mapping[str, Any],
    published_on: date | None = None,
    in_force_from: date | None = None,
) -> None:
    """Publish a version of an authority's ordinance, as the service itself."""
    version = ordinance_files.draft(moves, authority, cast("OrdinanceDocument", document))
    ordinance_files.publish(moves, authority, version, published_on, in_force_from)
