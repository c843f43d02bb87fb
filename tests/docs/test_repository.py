"""What the repository promises about itself: its locks, its words, its papers, its door."""

import ast
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LICENCE = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"  # of its words, in order
LOCKS = ("run", "dev", "build", "adr", "go", "uv")
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==(?P<version>[0-9][0-9a-z.]*)( ; [^;]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def locked(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return {match["name"]: match["version"] for match in map(PINNED.fullmatch, lines) if match}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_and_no_host(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    assert lines
    previous = "hash"
    for line in lines:
        kind = "name" if PINNED.fullmatch(line) else "hash" if HASH.fullmatch(line) else line
        assert kind in {"name", "hash"}
        assert (previous, kind) != ("name", "name"), f"no hash before {line}"
        previous = kind
    assert previous == "hash"


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]),
        ("dev", PROJECT["build-system"]["requires"]),
        ("build", PROJECT["build-system"]["requires"]),
        ("adr", (ROOT / "requirements" / "adr.in").read_text().splitlines()),
        ("go", (ROOT / "requirements" / "go.in").read_text().splitlines()),
        ("uv", (ROOT / "requirements" / "uv.in").read_text().splitlines()),
    ],
)
def test_what_is_locked_is_what_is_asked(lock, wanted):
    have = locked(lock)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(have[canonicalize_name(requirement.name)]), str(requirement)


def test_tests_run_on_the_versions_that_the_service_runs_on():
    run, dev = locked("run"), locked("dev")
    assert run.items() <= dev.items()
    assert len(dev) > len(run)


def test_the_build_tool_is_pinned_exactly():
    assert all(re.fullmatch(r"[a-z]+==[0-9.]+", each) for each in PROJECT["build-system"]["requires"])


def test_the_service_imports_only_what_it_runs_with():
    run, provided = locked("run"), packages_distributions()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"challenge_api"}:
                assert {canonicalize_name(each) for each in provided[top]} & run.keys(), f"{path.name} imports {top}"


def test_npm_packages_are_locked_by_hash_and_without_addresses():
    lock = json.loads((ROOT / "tools" / "adr" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 50
    for name, package in packages.items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]), name
        assert "resolved" not in package, name


def test_no_tracked_text_names_a_machine_or_a_download_host():
    foreign = re.compile(
        "|".join(
            [
                "/" + "root/",
                "/" + "work/",
                r"\bpypi\." + "org",
                "pythonhosted" + r"\.org",
                r"registry\." + "npmjs",
                r"\b\w+-mirror\.",
            ]
        )
    )
    for path in tracked():
        text = (ROOT / path).read_bytes().decode(errors="replace")
        assert not (found := foreign.search(text)), f"{path}: {found}"


def test_the_licence_is_the_whole_official_text():
    text = (ROOT / "LICENSE").read_text()
    assert hashlib.sha256(" ".join(text.split()).encode()).hexdigest() == LICENCE
    assert PROJECT["project"]["license"] == "EUPL-1.2"


def test_the_door_lists_its_words_and_refuses_others():
    listed = subprocess.run(["sh", "dev"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = re.findall(r"^  ([a-z]+)\b", listed, re.MULTILINE)
    assert words == ["serve", "test", "check", "fix", "generate", "demo", "bench", "faults", "adr", "run", "token", "lock"]
    handled = re.findall(r"^    ([a-z |]+)\) (?:setup|lock)", (ROOT / "dev").read_text(), re.MULTILINE)
    assert sorted(word for line in handled for word in line.split(" | ")) == sorted(words)
    refused = subprocess.run(["sh", "dev", "serv"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "unknown command: serv" in refused.stderr


def test_publiccode_says_what_its_standard_asks():
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert said["publiccodeYmlVersion"] == "0.7"
    assert said["name"] == PROJECT["project"]["name"]
    assert said["url"].startswith("https://")
    assert said["platforms"]
    assert said["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert said["softwareType"] == "standalone/backend"
    assert said["softwareVersion"] == PROJECT["project"]["version"]
    assert said["legal"]["license"] == PROJECT["project"]["license"]
    assert said["maintenance"]["type"] == "community"
    assert all(contact["name"] and contact["email"] for contact in said["maintenance"]["contacts"])
    assert isinstance(said["localisation"]["localisationReady"], bool)
    assert said["localisation"]["availableLanguages"] == ["en"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_publiccode_describes_the_product_in_words_of_the_right_length(language):
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text())["description"][language]
    assert 0 < len(said["shortDescription"]) <= 150
    assert 150 <= len(said["longDescription"]) <= 10_000
    assert said["features"]
    assert all(0 < len(feature) <= 100 for feature in said["features"])


def test_the_changelog_begins_with_what_is_not_yet_released():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])


def test_every_link_between_papers_leads_somewhere():
    for path in [path for path in tracked() if path.endswith(".md")]:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", (ROOT / path).read_text()):
            if "://" not in link and not link.startswith("mailto:"):
                assert ((ROOT / path).parent / link).exists(), f"{path}: {link}"


def test_the_image_is_built_from_what_docker_is_given_and_from_nothing_else():
    first = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)[1]
    copied = {word for line in re.findall(r"^COPY (.+)$", first, re.MULTILINE) for word in line.split()[:-1]}
    ignored, *let_through = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
    assert ignored == "*"
    given = {line.removeprefix("!") for line in let_through if line.startswith("!")}
    assert {path.split("/")[0] for path in copied} == given
    for path in copied:
        assert (ROOT / path).exists(), path


def test_the_image_installs_by_hash_and_keeps_no_tools():
    first, last = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
    assert first.count("--require-hashes") == 3
    assert re.findall(r"^COPY --from=build (.+)$", last, re.MULTILINE) == ["/service /service"]
    assert "python:3." in first.splitlines()[0]
    assert first.splitlines()[0].split()[0] == last.splitlines()[0].split()[0]


def test_the_readme_names_the_version_and_the_licence_that_it_is():
    said = (ROOT / "README.md").read_text()
    assert f"Version {PROJECT['project']['version']}," in said
    assert PROJECT["project"]["license"] in said


def test_the_commands_that_papers_name_are_words_of_the_door():
    words = set(re.findall(r"^  ([a-z]+)\b", (ROOT / "dev").read_text(), re.MULTILINE))
    for path in [path for path in tracked() if path.endswith(".md")]:
        for word in re.findall(r"\./dev ([a-z]+)", (ROOT / path).read_text()):
            assert word in words, f"{path}: ./dev {word}"


def test_the_image_runs_without_rights_as_production():
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
    assert len(stages) == 2
    last = stages[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
    assert "CHALLENGE_API_ENVIRONMENT=production" in last
    assert re.search(r"^HEALTHCHECK .*/health/live", last, re.MULTILINE)
    assert re.search(r"^VOLUME /var/lib/challenge-api$", last, re.MULTILINE)
    assert "/tools" not in last
