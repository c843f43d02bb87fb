"""Dates and moments as clients write them: RFC 3339, and nothing that only could be meant as one."""

import re
from datetime import UTC, datetime
from typing import Any, Final

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def plain_date(value: Any) -> Any:
    """Let a text through that has the form of a date; anything but a text is judged elsewhere.

    Raises ValueError on another form.
    """
    if isinstance(value, str) and not _DATE.fullmatch(value):
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
