"""An answer as JSON, as lines of JSON, and as CSV that a spreadsheet does not run."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
OFFERED: Final = (JSON, NDJSON, CSV)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def written(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], media_type: str) -> bytes:
    """Write rows in one of the forms offered; a CSV has a line of names first (RFC 4180), also when there is no row."""
    if media_type == NDJSON:
        return b"".join(orjson.dumps(row) + b"\n" for row in rows)
    if media_type == JSON:
        return orjson.dumps({"items": list(rows)})
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return table.getvalue().encode()


def cell(value: Any) -> Any:
    """Give a value as a cell: a text that a spreadsheet would take for a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell("-2"), cell("award"), cell(None), cell(-2)
    ("'=1+1", "'-2", 'award', '', -2)
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
