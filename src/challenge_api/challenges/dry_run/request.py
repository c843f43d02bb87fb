"""What a dry run is asked: a past period and, if it is not stored yet, the document to try."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun(Body):
    """Try a version of an ordinance on the cases that the authority received in a past period."""

    from_: date
    """First day of receipt."""
    until: date
    """Last day of receipt."""
    document: dict[str, Any] | None = None
    """An ordinance to try instead of the version's own document; it is not stored."""
