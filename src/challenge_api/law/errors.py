"""Refusals: a rule's answer "no", with the article that says so."""

from dataclasses import dataclass
from enum import Enum


class Ground(Enum):
    """What kind of rule refuses; the edges turn it into a status, the core knows none."""

    ROLE = "role"  # this role may never do this
    PERSON = "person"  # only a person may, not a client alone
    STATE = "state"  # not from the state the case is in
    RULE = "rule"  # the law or the ordinance forbids it here


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why an action is refused.

    `code` is stable kebab-case, promised to clients and listed in `docs/problems.md`. `article` cites the rule
    ("Awb 4:5(4)", "Ordinance", or "challenge-api" for a rule of this service). `pointer` is the JSON pointer of the field of
    the body that is at fault, empty when it is not about a field.
    """

    code: str
    article: str
    detail: str
    ground: Ground = Ground.RULE
    pointer: str = ""


class Refused(Exception):
    """Raised by `decide` with every refusal that applies, in the order of the table."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        """Keep the refusals; the message joins their codes."""
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals
