"""Every command that a page shows runs, and shows what the page says."""

import shutil
import subprocess
import sys

import pytest

from tests.system import pages
from tests.system.pages import Block, blocks, fits


@pytest.mark.parametrize("page", pages.PAGES)
def test_the_commands_of_a_page_run_and_show_what_it_says(page, tmp_path):
    found = blocks((pages.ROOT / page).read_text())
    with pages.reader(tmp_path) as shell:
        for block, said in zip(found, shell.run(found), strict=True):
            if block.shown is not None:
                assert fits(block.shown, said), f"{page}:{block.line}\n{block.commands}\n-- shown\n{block.shown}\n-- said\n{said}"


def test_the_pages_for_a_newcomer_are_among_them():
    assert set(pages.PAGES) >= {
        "README.md",
        "docs/civic-groups.md",
        "docs/integrators.md",
        "docs/operations.md",
        "docs/verify.md",
    }


def test_blocks_are_read_with_their_lines_and_their_output():
    page = "a\n```sh\nx=1\n```\nso:\n```text\none\n```\n```json\n{}\n```\n```sh\necho $x\n```\n"
    assert blocks(page) == [Block(3, "x=1\n", "one\n"), Block(13, "echo $x\n", None)]


@pytest.mark.parametrize(
    ("shown", "said", "expected"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb\n", False),
        ("a\n…", "a\nb\nc\n", True),
        ("…\nc", "a\nb\nc\n", True),
        ("…\nb", "a\nb\nc\n", False),
        ('"id": "…",', '"id": "7",\n', True),
        ('"id": "…",', '"id": "7"\n', False),
        ("a.c", "abc\n", False),
    ],
)
def test_an_output_fits_what_a_page_shows(shown, said, expected):
    assert fits(shown, said) is expected


def test_a_command_that_fails_is_told_with_its_line(tmp_path):
    shell = pages.Copied(tmp_path, "127.0.0.1:1", {"PATH": "/usr/bin:/bin"})
    with pytest.raises(AssertionError, match="line 7: exit 3"):
        shell.run([Block(3, "x=1", None), Block(7, "echo $x; sh -c 'exit 3'", None), Block(9, "echo never", None)])


def test_the_stand_in_for_curl_refuses_an_option_that_it_does_not_know():
    command = [sys.executable, str(pages.ROOT / "tests" / "system" / "curl.py"), "--proxy", "x", "http://127.0.0.1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--proxy" in done.stderr


def test_the_stand_in_for_curl_runs_the_readme_too(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    found = blocks((pages.ROOT / "README.md").read_text())
    with pages.reader(tmp_path) as shell:
        for block, said in zip(found, shell.run(found), strict=True):
            assert block.shown is None or fits(block.shown, said), said
