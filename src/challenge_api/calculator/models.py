"""The shapes of the calculator, drawn from the tables that read and answer it, so that no field is written twice.

They are the ones of the published worked examples, snake_case included: an example is a request as it stands.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic import create_model as _create_model

from challenge_api.law.calculation.answer import FIELDS, OPTIONAL
from challenge_api.law.calculation.events import EVENTS, MEANINGS, ON_KIND
from challenge_api.law.calculation.events import Field as EventField
from challenge_api.law.calculation.reader import LONGEST, LONGEST_TEXT, MOST_APPLICANTS, MOST_EVENTS
from challenge_api.law.deadlines import DEFAULT, Readings
from challenge_api.law.outside import describe

create_model: Any = _create_model  # models built at run time have no types to check

_STRICT: Final = ConfigDict(extra="forbid", strict=True, json_schema_extra=describe)
_PLAIN: Final = "^[^\\x00-\\x1f\\x7f]*[^\\x00-\\x1f\\x7f\\s][^\\x00-\\x1f\\x7f]*$"
_Count = Annotated[int, Field(ge=1, le=max(LONGEST.values()))]
_Unit = Literal["days", "weeks", "months", "years"]
_Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=_PLAIN)]


class _Part(BaseModel):
    model_config = _STRICT


class CalculationTerm(_Part):
    """A term as a law or ordinance describes it."""

    n: _Count
    """How many."""
    unit: _Unit
    """Of what."""
    article: _Text
    """Where the term is set; given back in the chain."""
    atw: bool = True
    """False: the ordinance sets the General Terms Act aside (Gemeentewet 145)."""


class CalculationExtension(_Part):
    """A power in the law or ordinance to extend."""

    n: _Count
    """How much may be added, all extensions together."""
    unit: Literal["weeks"]
    """Of what."""
    article: _Text
    """Where the power is given; given back in the chain."""


class CalculationTotal(_Part):
    """A period named as a whole, counted from receipt."""

    n: _Count
    """How many."""
    unit: _Unit
    """Of what."""


def _readings() -> Any:
    # the API Design Rules ask a format of whatever is named for a date, also of a yes or no
    named: dict[str, Any] = {name: {"format": "boolean"} if "date" in name else None for name in Readings.__dataclass_fields__}
    members = {name: (bool, Field(getattr(DEFAULT, name), json_schema_extra=extra)) for name, extra in named.items()}
    words = "Another reading of the law for each member given; one that is left out has its default. `docs/law.md` names them."
    return create_model("CalculationReadings", __config__=_STRICT, __doc__=words, **members)


CalculationReadings: Any = _readings()

_KINDS_OF_FIELD: Final[Mapping[str, Any]] = MappingProxyType(
    {"date": date, "boolean": bool, "integer": _Count, "text": _Text, "total": CalculationTotal}
)


def _camel(*words: str) -> str:
    return "".join(part.capitalize() for word in words for part in word.split("_"))


def _said(kind: Any, description: str) -> Any:
    return Annotated[kind, Field(description=description)]


def _member(field: EventField) -> tuple[Any, Any]:
    return _said(_KINDS_OF_FIELD[field.kind], field.meaning), Field() if field.required else Field(default=None)


def _aliased(name: str) -> str:
    return "from_" if name == "from" else name


def _event(name: str) -> Any:
    members: dict[str, Any] = {"type": (Literal[name], ...)}
    for key, field in EVENTS[name].items():
        kind, default = _member(field)
        if key == "from":  # a word of Python's own
            default = Field(alias="from")
        members[_aliased(key)] = (kind, default)
    return create_model(_camel("calculation", "event", name), __config__=_STRICT, __doc__=MEANINGS[name], **members)


_EVENT_MODELS: Final[Mapping[str, Any]] = MappingProxyType({name: _event(name) for name in EVENTS})


def _by_their_constant(schema: dict[str, Any]) -> None:
    """Leave the mapping out: each variant names its type, and the linter takes "postponed" in a mapping for a "post"."""
    schema.pop("discriminator", None)


def _events_of(kind: str) -> Any:
    models = tuple(_EVENT_MODELS[name] for name in ON_KIND[kind])
    one: Any = Annotated[Union[models], Field(discriminator="type", json_schema_extra=_by_their_constant)]  # noqa: UP007 # built at run time
    about = "What happened; what starts the term comes first, and `effects` points into this list."
    return Annotated[list[one], Field(min_length=1, max_length=MOST_EVENTS, description=about)]


_AS_OF: Final = (
    _said(date, "Reckon the penalty through this day; left out: up to the decision or, undecided, to the cap of 42 days."),
    None,
)
_COMMITTEE: Final[Mapping[str, Any]] = {
    "committee": (_said(bool, "An advisory committee was set up (Awb 7:13)."), False),
    "committee_told": (_said(bool, "The objector was told of it (Awb 7:13(2)); if not, it adds nothing."), True),
}
_INPUTS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = MappingProxyType(
    {
        "decision": (
            "Decision on an application (Awb 4:13 to 4:20): term, suspensions, extensions, notice of default, penalty.",
            {
                "term": (CalculationTerm, ...),
                "extension": (_said(CalculationExtension, "Left out: no power, and `extended` has no effect."), None),
                "as_of": _AS_OF,
                "applicants": (
                    Annotated[int, Field(ge=1, le=MOST_APPLICANTS, description="More than one share the penalty equally.")],
                    1,
                ),
                "ledger": (_said(bool, "True: answer `ledger` as well, a line a penalty day."), False),
            },
        ),
        "objection_window": ("The six weeks in which to object (Awb 6:7 to 6:9), from the day after `announced`.", {}),
        "objection_decision": (
            "Decision on an objection (Awb 7:10): six or twelve weeks from the day after the objection window's due date.",
            {**_COMMITTEE, "as_of": _AS_OF},
        ),
        "administrative_appeal_decision": (
            "Decision on an administrative appeal (Awb 7:24): sixteen weeks; within one legal person six or twelve.",
            {
                "same_legal_person": (
                    _said(bool, "The appeal body belongs to the legal person that decided (Awb 7:24(2))."),
                    ...,
                ),
                **_COMMITTEE,
                "as_of": _AS_OF,
            },
        ),
        "set_aside": ("Last day to announce that an incomplete application is not handled (Awb 4:5(4)).", {}),
        "plain_term": (
            "Any term in a law, from the day after `after`, with the General Terms Act applied.",
            {"after": (_said(date, "The day of the event, day 0."), ...), "term": (CalculationTerm, ...)},
        ),
        "term_before": (
            "A term counted back from an event: never moved (Atw 1(2)).",
            {
                "before": (_said(date, "The day of the event counted back from."), ...),
                "n": (Annotated[int, Field(ge=1, le=LONGEST["days"], description="How many.")], ...),
                "unit": (_said(Literal["days", "weeks"], "Of what."), ...),
            },
        ),
    }
)


def _request(kind: str) -> Any:
    words, members = _INPUTS[kind]
    asked = dict(members) | ({"events": (_events_of(kind), ...)} if kind in ON_KIND else {})
    inputs = create_model(_camel("calculation", "inputs", kind), __config__=_STRICT, __doc__=words, **asked)
    return create_model(
        _camel("calculate", kind),
        __config__=_STRICT,
        __doc__=words,
        kind=(Literal[kind], ...),
        inputs=(inputs, ...),
        options=(CalculationReadings, CalculationReadings()),
    )


_REQUESTS: Final = tuple(_request(kind) for kind in _INPUTS)


class Calculation(RootModel[Annotated[Union[_REQUESTS], Field(discriminator="kind")]]):  # type: ignore[valid-type] # noqa: UP007 # built at run time
    """What to calculate: `kind` says which, and with it which inputs."""


# --- the answer -----------------------------------------------------------------------------------------------------


class CalculationEffect(_Part):
    """What became of one event."""

    event: int
    """Index in `inputs.events`, from 0."""
    effective: bool
    """Whether it counted."""
    why: str
    """What it did, or why it did nothing."""


class CalculationStep(_Part):
    """A step of the way to the date."""

    step: str
    """What happened."""
    article: str
    """Article or articles it rests on."""
    date: date | None
    """The date it leads to."""
    why: str
    """Explanation for a reader."""


_ANSWERS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "due": _said(date, "Last day of the term, after the General Terms Act."),
        "unshifted_end": _said(date, "Last day before it."),
        "suspended_days": _said(int, "Days out of the term, each counted once."),
        "in_time": _said(bool, "Whether the decision was announced by the due date."),
        "appeal_from": _said(date | None, "First day on which the court can be asked."),
        "penalty_from": _said(date | None, "First penalty day."),
        "penalty_until": _said(date | None, "Last penalty day, or `as_of`."),
        "penalty_days": _said(int, "How many."),
        "penalty_total_cents": _said(int, "The penalty in euro cents."),
        "penalty_share_cents": _said(int, "Part of each applicant, rounded down."),
        "penalty_decision_due": _said(date | None, "Last day to fix the penalty by decision."),
        "ledger": _said(list[tuple[date, int]], "Each penalty day with its amount in cents."),
        "effects": list[CalculationEffect],
        "window_due": _said(date, "Last day of the window in which to object."),
        "latest_receipt_by_post": _said(date, "Last day on which an objection posted by the due date is in time."),
        "timely": _said(bool, "Whether the objection is in time; excusing a late one is for a person (Awb 6:11)."),
        "set_aside_due": _said(date, "Last day to announce that the application is not handled."),
        "supplemented": _said(bool, "Whether a complete supplement came in time."),
        "chain": list[CalculationStep],
    }
)


def _expected(kind: str, names: Iterable[str]) -> Any:
    members = {name: (_ANSWERS[name], None if name in OPTIONAL else ...) for name in names}
    return create_model(_camel("calculated", kind), __config__=_STRICT, __doc__=_INPUTS[kind][0], **members)


_EXPECTED: Final = tuple(_expected(kind, names) for kind, names in FIELDS.items())


class CalculationAnswer(_Part):
    """The calculated dates, with the fields of the kind that was asked."""

    expected: Union[_EXPECTED]  # type: ignore[valid-type] # noqa: UP007 # built at run time
    calendar: Literal["known", "provisional"]
    """`provisional`: a decree of bridge days that is yet to come could change the result (Atw 3(3))."""
