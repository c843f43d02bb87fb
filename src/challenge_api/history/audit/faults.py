"""What an audit finds, and in which words it says so."""

from dataclasses import dataclass
from enum import StrEnum


class Fails(StrEnum):
    """What of the history does not hold."""

    ENTRY = "entry"
    """What was recorded: the canonical text, its hash, or a column that says something else."""
    ITEM = "private item"
    """A text beside an entry: missing, changed, one too many, or erased without an event that says so."""
    LINK = "link"
    """An event does not follow the one before it in its stream, or took a step that the lifecycle does not have."""
    TREE = "tree"
    """The log as a whole: events missing or out of place, hashes that do not give what was signed."""
    CHECKPOINT = "checkpoint"
    """A signed statement about the log: not signed by a known key, not what was signed, or about another log."""
    PERSON = "person"
    """Somebody who acted is not known, or is not who was known."""
    READ_MODEL = "read model"
    """What readers are shown is not what the events lead to."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, and where.

    `position` is that of the event in the authority's log; with `until` it is the first of a range within which the fault lies.
    """

    authority: str
    position: int | None
    fails: Fails
    detail: str
    until: int | None = None
    stream: str | None = None

    def __str__(self) -> str:
        """Say it in a line."""
        place = "" if self.position is None else f" {self.position}"
        place += "" if self.until in (None, self.position) else f" to {self.until}"
        stream = "" if self.stream is None else f" (stream {self.stream})"
        return f"{self.authority or '(no authority)'}{place}: {self.fails}: {self.detail}{stream}"
