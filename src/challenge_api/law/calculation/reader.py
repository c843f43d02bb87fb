"""Reading a calculation: each field by its type, each fault by its place, all of them before anything is calculated."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from challenge_api.law.calculation.events import EVENTS, FIRST, ON_KIND, PLACES, Field
from challenge_api.law.deadlines import DEFAULT, ClockFact, Extension, Length, Readings, Term
from challenge_api.law.errors import Refusal
from challenge_api.law.legal_calendar import DUTCH

EARLIEST: Final = date(DUTCH.first_decreed_year, 1, 1)
LATEST: Final = date(2199, 12, 31)

LONGEST: Final = {"days": 36_525, "weeks": 5_218, "months": 1_200, "years": 100}
MOST_EVENTS: Final = 200
MOST_APPLICANTS: Final = 100_000
LONGEST_TEXT: Final = 500
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLEAN: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*[^\x00-\x1f\x7f\ud800-\udfff\s][^\x00-\x1f\x7f\ud800-\udfff]*")
_SHAPE: Final = "challenge-api"


class NotCalculable(ValueError):
    """Raised for a request that cannot be calculated, with every fault found, in the order of the request."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        """Keep the refusals; the message joins places and details."""
        super().__init__("; ".join(f"{refusal.pointer or '/'}: {refusal.detail}" for refusal in refusals))
        self.refusals = refusals


class Reader:
    """Reads fields and gathers faults. After a fault a field has a harmless stand-in, and `stop` ends the reading."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._faults: list[Refusal] = []

    def fault(self, pointer: str, code: str, article: str, detail: str) -> None:
        """Note a fault at a place of the request."""
        self._faults.append(Refusal(code, article, detail, pointer=pointer))

    def stop(self) -> None:
        """End here if there was a fault. Raises NotCalculable."""
        if self._faults:
            raise NotCalculable(tuple(self._faults))

    def object(self, value: Any, pointer: str) -> Mapping[str, Any]:
        """An object."""
        if isinstance(value, Mapping):
            return value
        self.fault(pointer, "not-an-object", _SHAPE, "an object is needed here")
        return {}

    def known(self, found: Mapping[str, Any], pointer: str, names: Collection[str]) -> None:
        """Nothing but these fields."""
        for name in found:
            if name not in names:
                self.fault(f"{pointer}/{_escaped(name)}", "unknown-field", _SHAPE, f"there is no field {_shown(name)} here")

    def choice(self, found: Mapping[str, Any], name: str, pointer: str, choices: Collection[str]) -> str:
        """One of a few words."""
        value = found.get(name)
        if isinstance(value, str) and value in choices:
            return value
        self.fault(f"{pointer}/{name}", "unknown-value", _SHAPE, f"one of {', '.join(choices)} is needed here")
        return next(iter(choices))

    def flag(self, found: Mapping[str, Any], name: str, pointer: str, default: bool | None = None) -> bool:
        """True or false; without a default it must be there."""
        value = found.get(name, default)
        if isinstance(value, bool):
            return value
        self.fault(f"{pointer}/{name}", "not-a-boolean", _SHAPE, "true or false is needed here")
        return False

    def count(
        self, found: Mapping[str, Any], name: str, pointer: str, most: int = MOST_APPLICANTS, default: int | None = None
    ) -> int:
        """A whole number from 1."""
        value = found.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            if value <= most:
                return value
            self.fault(f"{pointer}/{name}", "too-large", _SHAPE, f"it must be {most} or less here")
            return 1
        self.fault(f"{pointer}/{name}", "not-a-count", _SHAPE, f"a whole number from 1 to {most} is needed here")
        return 1

    def text(self, found: Mapping[str, Any], name: str, pointer: str) -> str:
        """A text that says something."""
        value = found.get(name)
        if isinstance(value, str) and len(value) <= LONGEST_TEXT and CLEAN.fullmatch(value):
            return value
        self.fault(f"{pointer}/{name}", "not-a-text", _SHAPE, f"a text of 1 to {LONGEST_TEXT} characters is needed here")
        return ""

    def day(self, found: Mapping[str, Any], name: str, pointer: str) -> date:
        """A date that must be there."""
        return self._date(found.get(name), f"{pointer}/{name}")

    def optional_day(self, found: Mapping[str, Any], name: str, pointer: str) -> date | None:
        """A date that may be left out."""
        return self._date(found[name], f"{pointer}/{name}") if name in found else None

    def _date(self, value: Any, pointer: str) -> date:
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                self.fault(pointer, "not-a-date", _SHAPE, "there is no such day")
                return EARLIEST
            if EARLIEST <= day <= LATEST:
                return day
            detail = f"the calendar holds the decreed days from {EARLIEST}; dates through {LATEST} are calculated"
            self.fault(pointer, "date-out-of-range", "Atw 3(3)", detail)
            return EARLIEST
        self.fault(pointer, "not-a-date", _SHAPE, "a date is needed here, as YYYY-MM-DD")
        return EARLIEST

    def readings(self, body: Mapping[str, Any]) -> Readings:
        """Another reading of the law for each option given."""
        options = self.object(body.get("options", {}), "/options")
        names = tuple(Readings.__dataclass_fields__)
        self.known(options, "/options", names)
        chosen = {name: self.flag(options, name, "/options") for name in names if name in options}
        return Readings(**chosen) if chosen else DEFAULT

    def length(self, found: Mapping[str, Any], pointer: str, units: Collection[str]) -> Length:
        """A number of days, weeks, months or years."""
        unit = self.choice(found, "unit", pointer, units)
        return Length(self.count(found, "n", pointer, LONGEST[unit]), unit)

    def term(self, inputs: Mapping[str, Any], name: str) -> Term:
        """A term as a law or ordinance describes it."""
        pointer = f"/inputs/{name}"
        found = self.object(inputs.get(name), pointer)
        self.known(found, pointer, {"n", "unit", "article", "atw"})
        length = self.length(found, pointer, tuple(LONGEST))
        return Term(length.n, length.unit, self.text(found, "article", pointer), self.flag(found, "atw", pointer, default=True))

    def term_before(self, inputs: Mapping[str, Any]) -> Term:
        """A term counted back."""
        length = self.length(inputs, "/inputs", ("days", "weeks"))
        return Term(length.n, length.unit, "Atw 1(2)")

    def extension(self, inputs: Mapping[str, Any]) -> Extension | None:
        """The power to extend, if the law or ordinance gives one."""
        if "extension" not in inputs:
            return None
        found = self.object(inputs["extension"], "/inputs/extension")
        self.known(found, "/inputs/extension", {"n", "unit", "article"})
        length = self.length(found, "/inputs/extension", ("weeks",))
        return Extension(length.n, length.unit, self.text(found, "article", "/inputs/extension"))

    def facts(self, inputs: Mapping[str, Any], kind: str) -> tuple[ClockFact, ...]:
        """What happened: the events of this kind, the one that starts it first, none before it."""
        found = inputs.get("events")
        if not isinstance(found, list | tuple) or not 1 <= len(found) <= MOST_EVENTS:
            self.fault("/inputs/events", "not-a-list", _SHAPE, f"a list of 1 to {MOST_EVENTS} events is needed here")
            return ()
        before = len(self._faults)
        facts = tuple(self._fact(one, f"/inputs/events/{n}", kind) for n, one in enumerate(found))
        if len(self._faults) == before:
            self._in_order(facts, kind)
        return facts

    def _fact(self, value: Any, pointer: str, kind: str) -> ClockFact:
        found = self.object(value, pointer)
        name = self.choice(found, "type", pointer, ON_KIND[kind])
        fields = EVENTS[name]
        self.known(found, pointer, {"type", *fields})
        given = {
            field.place: self._field(found, key, pointer, field)
            for key, field in fields.items()
            if key in found or field.required
        }
        fact = ClockFact(type=name, **given)
        for key, other in PLACES:
            self._not_before(fact, key, other, pointer)
        if name == "reasonable_term_named" and (fact.new_due is None) == (fact.total is None):
            self.fault(pointer, "one-of-two", "Awb 4:14(3)", "exactly one of new_due and total is needed here")
        return fact

    def _field(self, found: Mapping[str, Any], key: str, pointer: str, field: Field) -> Any:
        match field.kind:
            case "date":
                return self.day(found, key, pointer)
            case "boolean":
                return self.flag(found, key, pointer)
            case "integer":
                return self.count(found, key, pointer, LONGEST["weeks"])
            case "text":
                return self.text(found, key, pointer)
        total = self.object(found.get(key), f"{pointer}/{key}")
        self.known(total, f"{pointer}/{key}", {"n", "unit"})
        return self.length(total, f"{pointer}/{key}", tuple(LONGEST))

    def _not_before(self, fact: ClockFact, key: str, other: str, pointer: str) -> None:
        late, early = getattr(fact, EVENTS[fact.type][key].place, None) if key in EVENTS[fact.type] else None, None
        if late is not None and other in EVENTS[fact.type]:
            early = getattr(fact, EVENTS[fact.type][other].place)
        if early is not None and late is not None and late < early:
            self.fault(f"{pointer}/{key}", "date-order", _SHAPE, f"{key} lies before {other}, {early}")

    def _in_order(self, facts: tuple[ClockFact, ...], kind: str) -> None:
        first = FIRST[kind]
        if facts[0].type != first:
            self.fault("/inputs/events/0/type", "wrong-start", _SHAPE, f"the first event is {first}")
        for n, fact in enumerate(facts[1:], start=1):
            pointer = f"/inputs/events/{n}"
            if fact.type == first and first != "supplement_requested":
                self.fault(f"{pointer}/type", "second-start", _SHAPE, f"there is one {first}, and it comes first")
            elif fact.on < facts[0].on and fact.type != "objection":  # Awb 6:10: an objection may come too early
                detail = f"nothing that counts can lie before {facts[0].on}, when it began"
                self.fault(f"{pointer}/date", "before-start", "Awb 4:13, 6:8", detail)
        if kind == "set_aside" and not any(fact.deadline for fact in facts if fact.type == "supplement_requested"):
            detail = "without a term to supplement there is no power not to handle"
            self.fault("/inputs/events/0/deadline", "no-term-set", "Awb 4:5(1)", detail)


def _escaped(name: str) -> str:
    """A name as one part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _shown(name: str) -> str:
    """A name short enough, and plain enough, to be said back."""
    return repr(name[:40])
