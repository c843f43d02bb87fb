"""The OpenAPI document of the sample: the API Design Rules on paper, those that a linter sees and those it does not."""

import re
from typing import Any

import jsonschema_rs
from openapi_spec_validator import validate

from challenge_api.web.document import draw
from challenge_api.web.problems import KINDS
from tests.api.edge_sample import NEW_NOTE, VERSION, sample


def document():
    return sample().ask("GET", "/v1/openapi.json", role=None).json()


def operations():
    return [(path, method, operation) for path, item in document()["paths"].items() for method, operation in item.items()]


def walk(node, at=()):
    yield at, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from walk(child, (*at, key))


def resolved(reference):
    node = document()
    for step in reference.removeprefix("#/").split("/"):
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def test_the_head_says_who_what_where_and_which_version():
    head = document()
    assert head["openapi"].startswith("3.1.")
    assert head["info"]["version"] == VERSION
    assert head["info"]["contact"].keys() == {"name", "url", "email"}
    assert head["servers"] == [{"url": "https://api.example/v1"}]
    assert head["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert [tag["name"] for tag in head["tags"]] == ["notes"]


def test_paths_leave_the_base_out_and_are_kebab_case():
    assert set(document()["paths"]) == {
        "/notes", "/notes/{noteId}", "/notes/{noteId}/closure", "/notes/{noteId}/remarks", "/numbers",
    }  # fmt: skip
    for path in document()["paths"]:
        assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z][A-Za-z]*\}))+", path)


def test_every_reference_leads_somewhere():
    for _, node in walk(document()):
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            assert resolved(node["$ref"])


def test_every_operation_has_a_name_words_a_tag_and_its_roles():
    names = [operation["operationId"] for _, _, operation in operations()]
    assert sorted(names) == ["addRemark", "closeNote", "getNote", "listNumbers", "writeNote"]
    for _, _, operation in operations():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]
        assert operation["security"]
    closing = document()["paths"]["/notes/{noteId}/closure"]["post"]
    assert closing["security"] == [{"bearer": ["handler"]}]
    for said in ("`close-note`", "Sample 2", "handler", "a person must act", "`note-is-closed`"):
        assert said in closing["description"]


def test_every_success_declares_the_version_header_and_every_error_is_a_problem():
    for _, _, operation in operations():
        for status, answer in operation["responses"].items():
            whole = resolved(answer["$ref"]) if "$ref" in answer else answer
            assert whole["description"]
            assert "API-Version" in whole["headers"]
            if status[0] in "45":
                assert whole["content"].keys() == {"application/problem+json"}
                schema = resolved(whole["content"]["application/problem+json"]["schema"]["$ref"])
                assert {"status", "title", "detail"} <= set(schema["required"])


def test_bad_input_is_400_and_422_is_the_reused_key_only():
    for _, method, operation in operations():
        if method != "get" or operation.get("parameters"):
            assert "400" in operation["responses"]
        assert ("422" in operation["responses"]) == (method == "post")
    assert "idempotency-key-reused" in document()["components"]["responses"]["Problem422"]["description"]


def test_moves_declare_their_headers():
    closing = document()["paths"]["/notes/{noteId}/closure"]["post"]
    parameters = {parameter["name"]: parameter for parameter in closing["parameters"]}
    assert parameters["If-Match"]["required"] is True
    assert parameters["Idempotency-Key"]["required"] is False
    assert {"ETag", "Location", "Idempotency-Replayed"} <= closing["responses"]["201"]["headers"].keys()
    adding = document()["paths"]["/notes/{noteId}/remarks"]["post"]
    assert {parameter["name"]: parameter["required"] for parameter in adding["parameters"]}["If-Match"] is False
    assert "428" not in adding["responses"]
    writing = document()["paths"]["/notes"]["post"]
    assert "If-Match" not in {parameter["name"] for parameter in writing["parameters"]}


def test_reads_declare_their_headers():
    reading = document()["paths"]["/notes/{noteId}"]["get"]
    assert {"ETag", "Cache-Control"} <= reading["responses"]["200"]["headers"].keys()
    assert "content" not in reading["responses"]["304"]
    assert "Link" in document()["paths"]["/numbers"]["get"]["responses"]["200"]["headers"]


def test_bodies_stand_by_reference_with_an_example_that_fits():
    body = document()["paths"]["/notes"]["post"]["requestBody"]
    assert body["required"] is True
    content = body["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/WriteNote"}
    schema = {"$ref": "#/components/schemas/WriteNote", "components": document()["components"]}
    validator = jsonschema_rs.validator_for(schema)
    for example in [one["value"] for one in content["examples"].values()] + [NEW_NOTE]:
        assert validator.is_valid(example)
    wrongs: tuple[dict[str, Any], ...] = ({"title": 5}, {"surplus": 1}, {"lines": []}, {"kind": "x"})
    for wrong in wrongs:
        assert not validator.is_valid(NEW_NOTE | wrong)


def test_schemas_are_named_well_and_show_no_framework():
    schemas = document()["components"]["schemas"]
    assert {"WriteNote", "CloseNote", "AddRemark", "Note", "Line", "Problem", "Fault", "Refusal"} == set(schemas)
    written = schemas["WriteNote"]
    assert written["additionalProperties"] is False
    assert written["properties"]["title"]["description"] == "What the note is called."
    assert "title" in written["properties"], "the property stays, only the framework's titles go"
    for at, node in walk(document()["paths"]):
        assert not (at and at[-1] == "title" and isinstance(node, str) and "example" not in str(at))
    for name, schema in schemas.items():
        assert "title" not in schema or isinstance(schema["title"], dict), name


def test_what_may_be_null_is_a_list_of_types():
    properties = document()["components"]["schemas"]["WriteNote"]["properties"]
    assert properties["kind"] == {"type": ["string", "null"], "enum": ["plain", "urgent", None]}
    assert properties["sentOn"]["type"] == ["string", "null"]
    assert properties["sentOn"]["format"] == "date"
    assert not [at for at, node in walk(document()["components"]["schemas"]) if node == {"type": "null"}]


def test_parameters_cannot_be_null_and_are_camel_case():
    for _, _, operation in operations():
        for parameter in operation.get("parameters", []):
            assert not isinstance(parameter["schema"].get("type"), list)
            assert "null" not in str(parameter["schema"])
            if parameter["in"] in ("query", "path"):
                assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", parameter["name"])


def test_each_kind_of_problem_stands_under_its_status_with_an_example():
    responses = document()["components"]["responses"]
    for kind in KINDS.values():
        content = responses[f"Problem{kind.status}"]["content"]["application/problem+json"]
        assert content["examples"][kind.code]["value"]["type"] == kind.type


def test_the_document_is_the_same_every_time():
    app = sample().app
    assert draw(app.router.routes, app.about) == draw(app.router.routes, app.about) == document()


def test_the_document_is_valid_openapi():
    validate(document())
