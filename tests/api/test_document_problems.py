"""`docs/problems.md` names every problem that a client can meet, with its status and title as the service gives them."""

import json
import re
from pathlib import Path

from challenge_api.web import faults
from challenge_api.web.problems import KINDS
from tests.api.edge_sample import sample

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


def test_the_page_lists_every_problem_and_no_other():
    said = re.findall(r"^### `([a-z-]+)` · (\d{3}) · (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert said == [(kind.code, str(kind.status), kind.title) for kind in KINDS.values()]


def test_the_page_lists_every_code_of_a_fault():
    section = PAGE.read_text(encoding="utf-8").split("## Codes of faults")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE))
    raised_elsewhere = {"duplicate-key", "malformed-text", "unknown-parameter", "repeated", "too-deep"}
    assert listed == {code for code, _ in faults.TEXTS.values()} | {"not-valid"} | raised_elsewhere


def test_a_problem_of_every_example_on_the_page_is_what_the_service_answers():
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shown = json.loads(blocks[0])
    told = (
        sample()
        .ask("POST", "/v1/notes", json={"authority": "demo-sample", "title": "", "lines": [{"said": "mow"}], "by": "me"})
        .json()
    )
    assert told | {"traceId": ""} == shown | {"traceId": ""}
