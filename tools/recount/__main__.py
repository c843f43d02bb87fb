"""A stranger's check of the deadlines that the service answers: each last day is counted again from its explanation alone.

It reads an answer of `/v1/challenges/{id}/deadlines` and looks at nothing but the steps: no calendar, no law, no code of the
service. Weekends it knows; of every other day off it believes the step that names it. Only the standard library is used.

The rules of counting are few. A term of n days, weeks, months or years ends on the nth of them after the day before its first
day. A day on which it stood still moves the end by a day, once, if it lies in the term. A named date replaces the end. At last an
end on a day off moves to the next working day, where a step says that it moves; where a step says that a term must hold two
working days, it is lengthened until it does.
"""

import json
import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)
SATURDAY = 5
Step = Mapping[str, Any]


class NotComplete(ValueError):
    """Raised where a step says another date than counting gives."""


def plus(day: date, n: int, unit: str) -> date:
    """Give the nth day, week, month or year after a day; a month that is too short ends it on its last day."""
    if unit in ("days", "weeks"):
        return day + n * ONE * (7 if unit == "weeks" else 1)
    years, month = divmod(day.month - 1 + n * (12 if unit == "years" else 1), 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_of(text: Any) -> date:
    """Read a date."""
    return date.fromisoformat(str(text))


def days(first: date, last: date) -> Iterator[date]:
    """Give every day from the first through the last."""
    while first <= last:
        yield first
        first += ONE


@dataclass
class Count:
    """A term on its way: its first day, its end as it stands, and the days on which it stood still."""

    first: date | None = None
    end: date | None = None
    still: set[date] = field(default_factory=set)
    counted: set[date] = field(default_factory=set)
    """The days that the end as it stands has in it."""
    grace: date | None = None
    """Last day of the two weeks after a notice of default."""
    fixed_by: date | None = None
    """Last day to fix the penalty."""

    @property
    def due(self) -> date:
        """The last day; of an explanation without a term the latest date it leads to."""
        found = self.end or self.fixed_by or self.grace
        if found is None:
            raise NotComplete("the explanation leads to no date")
        return found

    def take(self, step: Step) -> None:
        """Let one step have its effect. Raises NotComplete where it leads elsewhere than it says."""
        effect = getattr(self, "_" + step["step"].replace("-", "_"), None)
        if effect is not None:
            effect(step)

    def _term(self, step: Step) -> None:
        self.first = day_of(step["first"])
        self.still, self.counted = set(), set()
        self.end = plus(self.first - ONE, step["n"], step["unit"])
        self._says(step, self.end)

    def _suspended(self, step: Step) -> None:
        first, last = day_of(step["first"]), day_of(step["last"])
        stood = {day for day in days(first, last) if self.first is None or day >= self.first}
        self.end = self._now() + len(stood - self.counted) * ONE
        self.counted |= stood
        self.still |= stood
        self._says(step, self.end)

    def _extended(self, step: Step) -> None:
        self.end = plus(self._now(), step["n"], step["unit"])
        self._says(step, self.end)

    def _named(self, step: Step) -> None:
        whole = step.get("n") is not None
        self.end = plus(day_of(step["first"]) - ONE, step["n"], step["unit"]) if whole else day_of(step["date"])
        self.counted = set()
        self._says(step, self.end)

    def _counted_back(self, step: Step) -> None:
        self.end = plus(day_of(step["last"]), -step["n"], step["unit"])
        self._says(step, self.end)

    def _shifted(self, step: Step) -> None:
        self.end = _next_working_day(self._now(), step)
        self._says(step, self.end)

    def _two_working_days(self, step: Step) -> None:
        assert self.first is not None
        end, off = self._now(), _named_off(step)
        working = sum(not _is_off(day, off) for day in days(self.first, end) if day not in self.still)
        while working < 2:  # two working days (Atw 2)
            end = _next_working_day(end + ONE, step)
            working += 1
        self.end = end
        self._says(step, self.end)

    def _two_weeks(self, step: Step) -> None:
        self.grace = _next_working_day(day_of(step["first"]) - ONE + 14 * ONE, step)
        self._says(step, self.grace + ONE)

    def _penalty(self, step: Step) -> None:
        first, last = day_of(step["first"]), day_of(step["last"])
        if self.grace is not None and first != self.grace + ONE:
            raise NotComplete(f"the first penalty day is {first}, the two weeks end on {self.grace}")
        if (last - first).days + 1 != step["n"]:
            raise NotComplete(f"{first} through {last} are not {step['n']} days")

    def _penalty_decision(self, step: Step) -> None:
        self.fixed_by = _next_working_day(plus(day_of(step["first"]) - ONE, step["n"], step["unit"]), step)
        self._says(step, self.fixed_by)

    def _now(self) -> date:
        if self.end is None:
            raise NotComplete("a step changes an end before there is one")
        return self.end

    def _says(self, step: Step, found: date) -> None:
        if day_of(step["date"]) != found:
            raise NotComplete(f"step {step['number']} ({step['step']}) says {step['date']}, counting gives {found}")


def _named_off(step: Step) -> set[date]:
    return {day_of(one["date"]) for one in step.get("daysOff") or ()}


def _is_off(day: date, named: set[date]) -> bool:
    return day.weekday() >= SATURDAY or day in named


def _next_working_day(day: date, step: Step) -> date:
    named = _named_off(step)
    while _is_off(day, named):
        day += ONE
    return day


def recount(explanation: Sequence[Step]) -> Count:
    """Count a term again. Raises NotComplete where a step says another date than counting gives."""
    count = Count()
    for step in sorted(explanation, key=lambda one: int(one["number"])):
        count.take(step)
    return count


def differences(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Give each deadline that its explanation does not lead to."""
    for item in items:
        try:
            found = recount(item["explanation"]).due.isoformat()
        except NotComplete as error:
            yield f"{item['kind']}: {error}"
        else:
            if found != item["dueOn"]:
                yield f"{item['kind']}: due on {item['dueOn']}, the explanation leads to {found}"


def main() -> int:
    """Check the answer on standard input; 1 when a deadline is not the one that its explanation leads to."""
    items = json.load(sys.stdin)["items"]
    wrong = list(differences(items))
    print("\n".join(wrong) or f"{len(items)} deadlines, each as its explanation says")  # a command
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
