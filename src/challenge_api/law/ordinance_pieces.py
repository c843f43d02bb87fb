"""The smallest pieces of an ordinance document, read: articles, days, lists of kinds, and lengths of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from challenge_api.law.deadlines import Extension, Uncovered
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.ordinance import ContentItem, Exclusion, Kept, Length, OwnTerm

UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {"day": "days", "working-day": "working-days", "week": "weeks", "month": "months", "year": "years"}
)
_POLICY: Final = frozenset({"policy", "agreement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Reads lengths of time as this ordinance means them: whether the General Terms Act covers them, and whose working days."""

    country: str
    atw: bool
    uncovered: Uncovered = "set-aside"
    calendar: LegalCalendar

    def read(self, said: Mapping[str, Any] | None, name: str) -> Length | None:
        """Give a length; None where the document leaves it open."""
        if said is None or said.get("amount") is None:
            return None
        unit = said.get("unit") or "day"
        return Length(
            n=said["amount"],
            unit=UNITS.get(unit, unit),
            article=article_of(said.get("article"), name),
            atw=self.atw,
            uncovered=self.uncovered,
            calendar=self.calendar,
        )

    def own_term(self, group: Mapping[str, Any]) -> OwnTerm | None:
        """Give the decision term of an ordinance, which a term in mere policy is not shifted for (Awb 4:13(1), Atw 1)."""
        length = self.read(group, "decision term")
        if length is None:
            return None
        longer, complex_case = self.read(group.get("extension"), "extension"), group.get("complex_case")
        in_policy = group.get("basis") in _POLICY
        whole = self.read(None if complex_case is None else {"article": group.get("article")} | complex_case, "complex case")
        return OwnTerm(
            length=replace(
                length,
                article=self._cited(length.article, "Awb 4:13(1)"),
                atw=self.atw and not in_policy,
                uncovered="policy" if self.atw and in_policy else self.uncovered,
            ),
            extension=self._power(length, longer, whole),
            complex_case=whole,
        )

    def _cited(self, article: str, law: str) -> str:
        return f"{law}, {article}" if self.country == "NL" else article

    def _power(self, own: Length, longer: Length | None, whole: Length | None) -> Extension | None:
        """Give the power to extend: what the ordinance says, and what a complex case has beyond the ordinary term."""
        parts = [] if longer is None else [longer]
        if whole is not None and whole.unit == own.unit and (longer is None or longer.unit == own.unit):
            parts.append(replace(whole, n=whole.n - own.n))
        if not parts:
            return None
        articles = ", ".join(dict.fromkeys(part.article for part in parts))
        return Extension(sum(part.n for part in parts), parts[0].unit, self._cited(articles, "Awb 4:14(1)"))


def article_of(said: str | None, name: str) -> str:
    """Give the article that a group names, or the group itself."""
    return f"Ordinance {said}" if said else f"Ordinance ({name})"


def own_article(item: Mapping[str, Any]) -> str | None:
    """Give the article of an item; None where it names none."""
    return f"Ordinance {item['article']}" if item.get("article") else None


def whole_day(said: str | None) -> date | None:
    """Give a day that is known whole; a year or a month alone is none."""
    try:
        return None if said is None else date.fromisoformat(said)
    except ValueError:
        return None


def day_of_year(said: str) -> tuple[int, int]:
    """Give a day of every year as (month, day)."""
    month, day = said.split("-")
    return int(month), int(day)


def kinds(said: Iterable[Mapping[str, Any]] | None, code: str) -> tuple[Exclusion, ...]:
    """Give a list of kinds of task or door, each with its labels."""
    return tuple(
        Exclusion(code=item[code], label_en=item.get("label_en"), label_nl=item.get("label_nl"), article=own_article(item))
        for item in said or ()
    )


def content_item(item: Mapping[str, Any]) -> ContentItem:
    """Give an item of the required contents."""
    asked = item.get("required") or "always"
    required: Literal["always", "if_any", "if_kind"] = "if_kind"
    if asked in ("always", "if_any"):
        required = "always" if asked == "always" else "if_any"
    return ContentItem(
        key=item["key"],
        label_en=item.get("label_en"),
        label_nl=item.get("label_nl"),
        required=required,
        of_kind=asked.removeprefix("if_") if required == "if_kind" else None,
    )


def months_in(said: Mapping[str, Any] | None) -> int | None:
    """Give a length in months; None where it is in another unit."""
    if said is None or said.get("amount") is None:
        return None
    unit = UNITS.get(str(said.get("unit")), said.get("unit"))
    return {"years": said["amount"] * 12, "months": said["amount"]}.get(str(unit))


def track_of(said: Any) -> str | None:
    """Give a legal track; words that name none leave it to the award (Awb 1:3)."""
    track = str(said or "").replace("_", "-")
    return track if track in ("public-law", "private-law") else None


def retention(group: Mapping[str, Any] | None) -> tuple[Kept, ...] | None:
    """Give how long files are kept, by outcome."""
    if group is None:
        return None
    results = group.get("results") or ()
    return tuple(Kept(outcome=each["outcome"], years=each.get("keep_years"), result=each.get("result")) for each in results)


def review_years(group: Mapping[str, Any] | None) -> tuple[int, ...] | None:
    """Give the years after the start in which the rules are evaluated."""
    years = None if group is None else group.get("years_after_start")
    return None if years is None else tuple(years)
