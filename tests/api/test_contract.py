"""The contract fuzzed from its own document, as several roles, as a client without a person, and as nobody.

Every check of the fuzzer is on: no 5xx, documented statuses, types and schemas, refusal of what the document forbids, acceptance
of what it allows, and refusal of no token at all.
"""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from challenge_api.history.database import Database
from tests.api.walks import WALKS
from tests.conftest import prepared
from tests.service import Town

_FOLDER = tempfile.TemporaryDirectory()
STATES = ("submitted", "incomplete", "assessing", "assessed", "awarded", "monitored")
CALLERS = ("representative", "handler", "decision-maker", "auditor", "lone-client", "nobody")


def town() -> Town:
    path = Path(_FOLDER.name) / "fuzzed.db"
    prepared(f"sqlite:///{path}")
    return Town(Database(f"sqlite:///{path}"), Path(_FOLDER.name))


TOWN = town()
CASES = itertools.cycle([WALKS[state](TOWN).id for state in STATES])
TOKENS = {
    "representative": TOWN.token("representative", subject="anna"),
    "handler": TOWN.token("handler", "intake", "contract-manager", "assessor", subject="hanna"),
    "decision-maker": TOWN.token("decision-maker", "administrator", subject="dora"),
    "auditor": TOWN.token("auditor", subject="udo"),
    "lone-client": TOWN.token("intake", "handler", subject="", client="back-office"),
}
CONFIG = schemathesis.Config.from_path(Path(__file__).with_name("schemathesis.toml"))
schema = schemathesis.openapi.from_asgi("/v1/openapi.json", TOWN.application, config=CONFIG)


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    TOWN.database.close()
    _FOLDER.cleanup()


@pytest.mark.parametrize("caller", CALLERS)
@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_the_service_keeps_its_contract(case: Case, caller: str) -> None:
    if case.path_parameters.get("challengeId"):
        case.path_parameters["challengeId"] = next(CASES)
    headers: dict[str, Any] = {}
    if caller in TOKENS:
        headers["Authorization"] = f"Bearer {TOKENS[caller]}"
    case.call_and_validate(headers=headers)
