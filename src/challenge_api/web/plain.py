"""Values as clients must write them, and nothing that only could be meant as one.

Left alone, the parser takes a text of digits for seconds since 1970 and so for a date, and in a query ` 1`, `1_0` and `yes` for a
number and a truth. What is published as a form must be that form.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_core import SchemaValidator, core_schema

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def plain_date(value: Any) -> Any:
    """Let a text through that has the form of a date.

    Raises ValueError on another form, and on anything but a text.
    """
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("A date such as 2026-11-24 is expected.")
    return value


def moment(value: Any) -> Any:
    """Read a text as a moment in UTC.

    >>> moment("2026-11-24T10:30:00+01:00").isoformat()
    '2026-11-24T09:30:00+00:00'

    Raises ValueError on another form, without an offset, or outside the calendar.
    """
    if not isinstance(value, str):
        return value
    if not _INSTANT.fullmatch(value) or value.endswith("-00:00"):
        raise ValueError("A moment such as 2026-11-24T09:30:00Z is expected, with `Z` or an offset.")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("There is no such moment in the calendar.") from None


def plain_integer(value: Any) -> Any:
    """Let a text through that has the form of a whole number.

    Raises ValueError on another form.
    """
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise ValueError("A whole number is expected.")
    return value


def plain_boolean(value: Any) -> Any:
    """Let `true` and `false` through.

    Raises ValueError on another text.
    """
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("`true` or `false` is expected.")
    return value


Forms = Mapping[str, Callable[[Any], Any]]
"""Kind of schema → what a text must look like to be read as one."""

IN_JSON: Final[Forms] = {"date": plain_date}
"""JSON has numbers and truths of its own; only dates are texts."""

IN_TEXT: Final[Forms] = {"date": plain_date, "int": plain_integer, "bool": plain_boolean}
"""In a path, a query or a header everything is text."""


def validator(schema: Any, forms: Forms) -> SchemaValidator:
    """Compile the schema of a type so that values are read in their plain form only."""
    return SchemaValidator(_with_forms(schema, forms))


def _with_forms(schema: Any, forms: Forms) -> Any:
    if isinstance(schema, list | tuple):
        return type(schema)(_with_forms(part, forms) for part in schema)
    if not isinstance(schema, dict):
        return schema
    inner = {key: part if key == "metadata" else _with_forms(part, forms) for key, part in schema.items()}
    form = forms.get(str(inner.get("type")))
    if form is None:
        return inner
    # the form is checked here, and a strict schema behind a function would refuse every text
    return core_schema.no_info_before_validator_function(form, inner | {"strict": False} if inner["type"] == "date" else inner)
