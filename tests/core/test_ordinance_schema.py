"""The format of an ordinance file takes every file that we hold, key for key, and nothing that it does not know."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.law.ordinance_schema import OrdinanceDocument

DATA = Path(__file__).parents[1] / "data" / "ordinances"
SHIPPED = Path(__file__).parents[2] / "src" / "challenge_api" / "ordinances" / "data"
FILES = {path.stem: path for folder in (SHIPPED, DATA) for path in sorted(folder.glob("*.yaml"))}
SCHEMA: TypeAdapter[OrdinanceDocument] = TypeAdapter(OrdinanceDocument)


def document(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    return read


def test_there_are_files_of_every_kind():
    assert len(FILES) >= 18
    assert {document(name).get("country") for name in FILES} >= {"NL", "GB-ENG"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_back_key_for_key(name: str):
    before = document(name)
    after = SCHEMA.validate_json(json.dumps(before))
    assert after == before
    assert json.loads(SCHEMA.dump_json(after)) == before


@pytest.mark.parametrize("name", FILES)
def test_every_file_states_rules_without_contradiction(name: str):
    rules = read_ordinance(document(name))
    assert rules.id == name
    assert {each.group for each in rules.defaults()} == set(rules.open_groups)
    assert all(each.article and each.default for each in rules.defaults())


@pytest.mark.parametrize("name", FILES)
def test_a_group_that_was_not_found_is_open(name: str):
    said = document(name)
    absent = {key for key, group in said.items() if isinstance(group, dict) and group.get("found") is False}
    assert absent <= set(read_ordinance(said).open_groups)


def _somewhere(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(found for value in node.values() for found in _somewhere(value))]
    return [found for value in node for found in _somewhere(value)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", FILES)
def test_no_part_of_a_file_takes_a_key_that_the_format_does_not_know(name: str):
    said = document(name)
    open_maps = [said.get("labels"), (said.get("who_may_challenge") or {}).get("min_persons")]
    for part in _somewhere(said):
        if any(part is each for each in open_maps):
            continue
        part["no such key"] = None
        with pytest.raises(ValidationError, match="no such key"):
            SCHEMA.validate_json(json.dumps(said))
        del part["no such key"]


def test_every_part_of_the_format_is_explained_in_the_published_schema():
    published = SCHEMA.json_schema()
    silent = [name for name, part in published["$defs"].items() if not part.get("description")]
    assert silent == []
    assert published["additionalProperties"] is False
    open_parts = [name for name, part in published["$defs"].items() if part.get("additionalProperties") is not False]
    assert open_parts == []


def test_every_free_key_has_its_form_in_the_published_schema():
    """A pattern on some properties lets every other key pass the schema, which the service then refuses."""
    free = []

    def look(node: Any) -> None:
        if isinstance(node, dict):
            assert "patternProperties" not in node
            if isinstance(node.get("additionalProperties"), dict):
                free.append(node)
                assert node["propertyNames"].keys() & {"pattern", "enum"}, node
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(SCHEMA.json_schema())
    assert len(free) == 3
