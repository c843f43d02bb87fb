"""The demo is a program that a newcomer reads, so it runs, and its stories follow real cases."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from tools.demo.stories import SOURCES


def test_every_story_is_told() -> None:
    told = subprocess.run([sys.executable, "-m", "tools.demo"], capture_output=True, text=True, check=False, timeout=120)
    assert told.returncode == 0, told.stderr[-2000:]
    for line in (
        "refused (409)",
        "assessor-decides",
        "(sealed)",
        "state handed_back",
        "state not_handled",
        "state resolved_by_cooperation",
        "state rejected",
        "not explore: The ordinance of this case has no exploration phase.",
        "Every story was told by a running service, over HTTP.",
    ):
        assert line in told.stdout, line
    for status, step in (
        ("suspended", r"     2\. The term stood still for \d+ days from .+\[Awb 4:15\(1\)\(a\)\]"),
        ("running", r"     2\. On .+ the authority extended the term by 4 weeks; its end moves to .+"),
        ("running", r"     2\. The authority named .+ as the last day\..+\n     told on "),
        ("missed", ""),
    ):
        term = rf"   decision: [\d-]{{10}} \({status}, duty of the authority\) .+\n     1\. The term is \d+ weeks\. .+\n{step}"
        assert re.search(term, told.stdout), (status, step)


def test_every_story_follows_a_real_case_and_says_what_was_made_up() -> None:
    known = yaml.safe_load(Path("tools/demo/real-cases.yaml").read_text(encoding="utf-8"))["cases"]
    assert len({source.case for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert any(case["id"] == source.case for case in known), source.case
        assert source.made_up
