"""The contract fuzzed from its own document, as several roles, as a client without a person, and as nobody.

Every check of the fuzzer is on: no 5xx, documented statuses, types and schemas, refusal of what the document forbids, acceptance
of what it allows, and refusal of no token at all.
"""

import itertools
import re
import tempfile
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.core.jsonschema import patterns
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import converter
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from challenge_api.history.database import Database
from tests.api.walks import WALKS
from tests.conftest import prepared
from tests.service import Town

WRITTEN_OUT = 1000
"""Length up to which the fuzzer may write the bounds of a text into its pattern."""
_write_into = patterns.update_quantifier


def _within_reason(pattern: str, least: int | None, most: int | None) -> str:
    """Leave the pattern of a long text as it is: as `{0,19999}` it takes each validator 28 MB and most of a second to compile.

    The length stands beside it in the schema and is judged there. With it, an ordinance of hundreds of texts took 15 seconds and
    two gigabytes to draw the first time.
    """
    return pattern if most is not None and most > WRITTEN_OUT else _write_into(pattern, least, most)


assert vars(converter)["update_quantifier"] is _write_into, "the fuzzer was changed: see whether it still needs this"
vars(converter)["update_quantifier"] = _within_reason
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TAG = re.compile(r'\*|(W/)?"[\x21\x23-\x7e]*"')
_FOLDER = tempfile.TemporaryDirectory()
STATES = ("submitted", "incomplete", "assessing", "assessed", "awarded", "monitored")
CALLERS = ("representative", "handler", "decision-maker", "auditor", "lone-client", "nobody")


def town() -> Town:
    path = Path(_FOLDER.name) / "fuzzed.db"
    prepared(f"sqlite:///{path}")
    return Town(Database(f"sqlite:///{path}"), Path(_FOLDER.name))


TOWN = town()
ORDINANCE = TOWN.ask("GET", "/v1/ordinances?authority=demo-voorbeeldstad").json["items"][0]["id"]
DIFFERENCES = "/challenges/{challengeId}/differences"
DRY_RUNS = "/ordinances/{ordinanceId}/dry-runs"
ORDINANCES = ("/ordinances", "/ordinances/{ordinanceId}/revision")
BEYOND_A_SCHEMA = {"malformed-text", "too-deep", "id-differs", "draft-exists", "state-not-permitted", "role-not-permitted"}
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


def _whole(value: Any) -> Any:
    """Write whole numbers without a fraction: to JSON Schema 1.0 is an integer, to a ledger of cents it "
    "is a mistake (refused)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list) else value


@schema.hook
def map_body(_context: Any, body: Any) -> Any:
    return _whole(body)


def fuzzed(examples: int) -> settings:
    """Give the settings of the fuzzer: what it draws, without its list of every boundary of every value.

    An ordinance has so many values that this list alone takes gigabytes; `test_hostile_input` spoils each value in turn.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


@schema.parametrize()
@fuzzed(6)
def test_the_service_keeps_its_contract(case: "Case[Any]") -> None:
    for caller in CALLERS:  # not a test each: what is drawn for an ordinance is built for a second and takes megabytes
        try:
            judge(case, caller)
        except Exception as failure:
            failure.add_note(f"as {caller}")
            raise


def judge(case: "Case[Any]", caller: str) -> None:
    if UUID.fullmatch(str(case.path_parameters.get("challengeId", ""))):
        case.path_parameters["challengeId"] = next(CASES)
    if case.operation.path == DRY_RUNS and UUID.fullmatch(str(case.path_parameters["ordinanceId"])):
        case.path_parameters["ordinanceId"] = ORDINANCE
    headers = {"Authorization": f"Bearer {TOKENS[caller]}"} if caller in TOKENS else {}
    response = case.call_and_validate(headers=headers, excluded_checks=beyond_the_document(case))
    if case.operation.path in ORDINANCES and response.status_code in (400, 422):
        refused_for_no_form(case, response.json())


def refused_for_no_form(case: "Case[Any]", problem: dict[str, Any]) -> None:
    """An ordinance that fits the published format is refused for what it says and never for its form.

    What no schema can say stays: that it contradicts itself, has no version to be one of, or holds half a character or one key
    twice, which JSON can write and no schema forbids.
    """
    assert case.meta is not None
    if any(part.mode.is_negative for part in case.meta.components.values()):
        return
    faults = {fault["code"] for fault in problem.get("errors", ())} - BEYOND_A_SCHEMA
    assert all(code.startswith("ordinance-") for code in faults), problem


def beyond_the_document(case: "Case[Any]") -> list[Any]:
    """Give the checks that cannot judge this case.

    A cursor comes from a page and a tag from a representation: made up, they fit the document and are refused all the same; an
    ordinance holds any JSON, but no key with half a character; that one moment lies after the other, or which filter
    is of which question, no schema can say. The token is ours, so a header that the fuzzer left out or spoiled for being refused
    may be there after all.
    """
    given = {name.lower(): str(value) for name, value in (case.headers or {}).items()}
    excluded: list[Any] = []
    tags = (given.get("if-match", "*"), given.get("if-none-match", "*"))
    if (
        "cursor" in (case.query or {})
        or not all(TAG.fullmatch(tag) for tag in tags)
        or case.operation.path in ("/ordinances", "/ordinances/{ordinanceId}/revision", DRY_RUNS, DIFFERENCES, "/history")
    ):
        excluded.append(positive_data_acceptance)
    assert case.meta is not None
    negative = {place for place, part in case.meta.components.items() if part.mode.is_negative}
    if {str(place) for place in negative} == {str(ParameterLocation.HEADER)}:
        excluded.append(negative_data_rejection)
    return excluded
