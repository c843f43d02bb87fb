"""What is wrong with a value, in plain English of ours and with a stable code, whatever library found it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

MOST: Final = 100
"""Faults that one answer lists."""

Found = Mapping[str, Any]
"""One error as Pydantic reports it: `type`, `loc`, `input`, `ctx`."""

_NAMES: Final[Mapping[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number with a fraction",
    str: "text",
    list: "a list",
    dict: "an object",
}


def _kind_of(value: Any) -> str:
    return "null" if value is None else _NAMES.get(type(value), "something else")


def _instead(wanted: str) -> Callable[[Found], str]:
    return lambda found: f"{wanted} is expected, not {_kind_of(found.get('input'))}."


MISSING: Final = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})
"""Errors whose place is not in the body."""


def _plural(number: Any, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


TEXTS: Final[Mapping[str, tuple[str, str | Callable[[Found], str]]]] = {
    "missing": ("missing", "This is required."),
    "missing_argument": ("missing", "This is required."),
    "missing_keyword_only_argument": ("missing", "This is required."),
    "unexpected_keyword_argument": ("unknown-field", "There is no such field here."),
    "extra_forbidden": ("unknown-field", "There is no such field here."),
    "string_type": ("wrong-type", _instead("Text")),
    "int_type": ("wrong-type", _instead("A whole number")),
    "int_parsing": ("wrong-type", "A whole number is expected."),
    "int_parsing_size": ("too-large", "The number has too many digits."),
    "int_from_float": ("wrong-type", "A whole number is expected, without a fraction."),
    "float_type": ("wrong-type", _instead("A number")),
    "bool_type": ("wrong-type", _instead("True or false")),
    "bool_parsing": ("wrong-type", "`true` or `false` is expected."),
    "date_type": ("wrong-format", "A date such as 2026-11-24 is expected."),
    "date_parsing": ("wrong-format", "A date such as 2026-11-24 is expected."),
    "date_from_datetime_parsing": ("wrong-format", "A date such as 2026-11-24 is expected."),
    "date_from_datetime_inexact": ("wrong-format", "A date such as 2026-11-24 is expected, without a time."),
    "list_type": ("wrong-type", _instead("A list")),
    "tuple_type": ("wrong-type", _instead("A list")),
    "set_type": ("wrong-type", _instead("A list")),
    "frozen_set_type": ("wrong-type", _instead("A list")),
    "dict_type": ("wrong-type", _instead("An object")),
    "dataclass_type": ("wrong-type", _instead("An object")),
    "dataclass_exact_type": ("wrong-type", _instead("An object")),
    "model_type": ("wrong-type", _instead("An object")),
    "none_required": ("wrong-type", _instead("Null")),
    "string_too_short": (
        "too-short",
        lambda found: f"At least {_plural(found['ctx']['min_length'], 'character', 'characters')} must be here.",
    ),
    "string_too_long": ("too-long", lambda found: f"At most {found['ctx']['max_length']} characters may be here."),
    "string_pattern_mismatch": ("wrong-format", lambda found: _pattern_text(str(found["ctx"]["pattern"]))),
    "string_unicode": ("malformed-text", "The text is not valid Unicode."),
    "too_short": (
        "too-few",
        lambda found: f"At least {_plural(found['ctx']['min_length'], 'item', 'items')} must be here.",
    ),
    "too_long": ("too-many", lambda found: f"At most {_plural(found['ctx']['max_length'], 'item', 'items')} may be here."),
    "greater_than": ("too-small", lambda found: f"It must be more than {found['ctx']['gt']}."),
    "greater_than_equal": ("too-small", lambda found: f"It must be {found['ctx']['ge']} or more."),
    "less_than": ("too-large", lambda found: f"It must be less than {found['ctx']['lt']}."),
    "less_than_equal": ("too-large", lambda found: f"It must be {found['ctx']['le']} or less."),
    "literal_error": ("not-an-option", lambda found: f"It must be {found['ctx']['expected'].replace(chr(39), '`')}."),
    "enum": ("not-an-option", lambda found: f"It must be {found['ctx']['expected'].replace(chr(39), '`')}."),
    "union_tag_invalid": (
        "not-an-option",
        lambda found: f"The variant must be {found['ctx']['expected_tags'].replace(chr(39), '`')}.",
    ),
    "union_tag_not_found": ("missing", lambda found: f"The field {found['ctx']['discriminator']} must say which variant it is."),
    "json_invalid": ("malformed-json", "The body is not JSON."),
    "recursion_loop": ("too-deep", "The body has too many levels."),
    "value_error": ("wrong-format", lambda found: _own_words(found)),
}
"""Pydantic's type of error → our code and our words."""

_UUID: Final = "[0-9a-f]{8}"


def _pattern_text(pattern: str) -> str:
    if _UUID in pattern:
        return "A UUID in lower case is expected."
    if "\\s" in pattern or "\\x" in pattern:
        return "Text is expected that is not blank and holds no control characters."
    return f"It must match the pattern {pattern}"


def _own_words(found: Found) -> str:
    error = found.get("ctx", {}).get("error")
    return str(error) if error is not None else "It is not valid."


def explain(found: Found) -> tuple[str, str]:
    """Give the stable code and the explanation of one error."""
    code, text = TEXTS.get(found["type"], ("not-valid", "It is not valid."))
    return code, text if isinstance(text, str) else text(found)


def outermost_removed(errors: Sequence[Any]) -> list[Any]:
    """Drop every error whose place heads another one's: the list that seems too short only because an item is bad."""
    heads = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    return [error for error in errors if error["loc"] not in heads]
