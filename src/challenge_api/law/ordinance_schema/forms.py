"""What the parts of an ordinance file are made of: forms of text, lengths of time, and what every group of rules has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from annotated_types import Ge, Le, MaxLen
from typing_extensions import TypedDict

from challenge_api.law.aggregate import Code, Text
from challenge_api.law.outside import describe


@dataclass(frozen=True, slots=True)
class Form:
    """A text of a given form: a regular expression, and words for the published schema."""

    pattern: str
    words: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the pattern to the schema of a string."""
        return handler(source) | {"min_length": 1, "max_length": 200, "pattern": self.pattern}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Put the words into the published schema."""
        return handler(schema) | {"description": self.words}


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping of which every key is a code: said in the published schema, which else would let any other key pass."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Put the pattern of the keys on every key, and the values under it."""
        drawn = handler(schema)
        ((pattern, values),) = drawn.pop("patternProperties").items()
        return drawn | {"propertyNames": drawn.get("propertyNames", {}) | {"pattern": pattern}, "additionalProperties": values}


Line = Annotated[str, Text(400)]
"""A line of the ordinance or about it, in our own words or its own."""
Prose = Annotated[str, Text(20_000)]
Key = Annotated[str, Code(64)]
"""A stable code within the document."""
Keys = Annotated[list[Key], MaxLen(200)]
Lines = Annotated[list[Line], MaxLen(200)]
Article = Annotated[str, Text(100)]
"""Where the ordinance says it, such as `9(2)`."""
Day = Annotated[str, Form(r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "A day, such as 2027-01-01.")]
Moment = Annotated[
    str, Form(r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$", "A day, or as much of it as is known: 2016, 2020-09.")
]
DayOfYear = Annotated[str, Form(r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "A day of every year, month first: 08-31.")]
Demand = Annotated[
    str, Form(r"^(always|if_any|if_[a-z0-9_]+)$", "`always`, `if_any`, or `if_` and a kind of applicant of whom it is asked.")
]
Amount = Annotated[int, Ge(0), Le(10_000)]
Percent = Annotated[int, Ge(0), Le(100)]
Points = Annotated[int, Ge(0), Le(10)]
Cents = Annotated[int, Ge(0), Le(10**13)]
People = Annotated[int, Ge(0), Le(10**7)]
Unit = Literal["day", "working-day", "week", "month", "year", "days", "working-days", "weeks", "months", "years"]
"""Unit of a length of time; a working day is one of the calendar of the country."""
EvidenceLevel = Literal["full_text", "partial", "secondary", "recollection", "not_found"]
"""How well it is known: the provision itself, a part of it, told by another, remembered, or not found."""
Track = Literal["public_law", "private_law", "public-law", "private-law", "undetermined"]
Outcome = Literal["award", "refusal", "not_handled", "termination"]


_STRICT: Final = {"extra": "forbid", "strict": True, "json_schema_extra": describe}


class Shape(TypedDict, total=False):
    """Base of everything in a document: strict, and no key that the format does not know."""

    __pydantic_config__ = _STRICT  # type: ignore[misc] # read when the schema is made, and no key of the document


class Group(Shape, total=False):
    """What every group of rules has: whether it was found, how well it is known, and on which evidence."""

    found: bool
    """False: nothing is known that the authority chose, the group is open, and the statutory default applies."""
    article: Article | None
    note: Prose | None
    evidence_level: EvidenceLevel | None
    evidence: Keys | None
    """Keys of the document's list of evidence."""


class Labelled(Shape, total=False):
    """Something with a stable key and labels."""

    label_nl: Line | None
    label_en: Line | None
    article: Article | None
    note: Prose | None
    evidence_level: EvidenceLevel | None


class OrdinanceDuration(Shape, total=False):
    """A length of time."""

    amount: Amount | None
    unit: Unit | None
    article: Article | None
