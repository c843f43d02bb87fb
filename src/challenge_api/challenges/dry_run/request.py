"""What a dry run is asked: a past period and, if it is not stored yet, the document to try."""

from dataclasses import dataclass
from datetime import date

from challenge_api.law.aggregate import Body
from challenge_api.law.errors import Refusal
from challenge_api.law.ordinance_schema import OrdinanceDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun(Body):
    """Try a version of an ordinance on the cases that the authority received in a past period."""

    from_: date
    """First day of receipt."""
    until: date
    """Last day of receipt."""
    document: OrdinanceDocument | None = None
    """An ordinance to try instead of the version's own document; it is not stored."""


def not_past(asked: DryRun, today: date) -> tuple[Refusal, ...]:
    """Give the refusals of a period that is none, or not over yet."""
    if asked.until < asked.from_:
        return (Refusal("date-order", "challenge-api", "The period ends before it begins.", pointer="/until"),)
    if asked.until > today:
        return (Refusal("date-in-future", "challenge-api", f"Today is {today.isoformat()}.", pointer="/until"),)
    return ()


def too_many(cases: int, most: int) -> tuple[Refusal, ...]:
    """Give the refusal of a period in which more cases came than one dry run looks at."""
    if cases <= most:
        return ()
    detail = f"More than {most} cases were received in this period: name a shorter one."
    return (Refusal("period-too-large", "challenge-api", detail, pointer="/until"),)
