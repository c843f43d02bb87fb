"""The report as a page: plain words, readable without colours, on paper, by a screen reader; nothing is fetched."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from challenge_api.challenges.dry_run.page_words import SUMS, WORDS
from challenge_api.challenges.dry_run.report import CaseTried, DryRunReport, InBothLanguages, TermTried
from challenge_api.challenges.preconditions import plain
from challenge_api.law.glossary import TERMS
from challenge_api.law.wording import DUTCH, ENGLISH, Both, cents_in_words, day_in_words

Language = Literal["en", "nl"]

MEDIA_TYPE: Final = "text/html; charset=utf-8"
_STYLE: Final = (files("challenge_api.challenges.dry_run") / "templates" / "page.css").read_text(encoding="utf-8")
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page's one style sheet, by its hash, and nothing else: no script, no image, no font, no frame."""
_PAGES: Final = Environment(
    loader=PackageLoader("challenge_api.challenges.dry_run"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip
_STATES: Final = {term.name: (term.english, term.dutch) for term in TERMS if term.kind in ("state", "outcome")}


def written(report: DryRunReport, language: Language) -> bytes:
    """Write the report out as a page in one language."""
    index = DUTCH if language == "nl" else ENGLISH
    sums = [(key, getattr(report.sum, key)) for key in SUMS]
    shown = _PAGES.get_template("page.html").render(
        report=report,
        language=language,
        style=_STYLE,
        sums=sums,
        differing=[case for case in report.cases if case.differs],
        same=[case for case in report.cases if not case.differs],
        t=_translator(index),
        both=lambda text: _in(text, language),
        day=lambda value: day_in_words(value, index),
        state=lambda code: _STATES[code][index],
        article=lambda article: article.replace("Ordinance", WORDS["ordinance"][index]),
        rows=lambda case: _rows(case, index),
    )
    return shown.encode()


def _translator(index: int) -> Callable[..., str]:
    def translate(key: str, **values: Any) -> str:
        return WORDS[key][index].format_map(values)

    return translate


def _in(text: InBothLanguages, language: Language) -> str:
    return text.nl if language == "nl" else text.en


def _word(text: Both, index: int) -> str:
    return text.dutch if index == DUTCH else text.english


def _rows(case: CaseTried, index: int) -> list[Mapping[str, Any]]:
    """Give the lines of a case's table: what it is about, as it went, as it would have gone, and whether these differ."""
    say = _translator(index)
    admission = case.admission
    rows: list[Mapping[str, Any]] = [
        {
            "what": say("admission"),
            "then": say(f"then/{admission.then}"),
            "would": say(f"would/{admission.would}"),
            "differs": admission.differs,
        }
    ]
    if case.decider is not None:
        decider = case.decider
        amount = cents_in_words(decider.cents_per_year, index)
        rows.append(
            {
                "what": say("decider/granted" if decider.granted else "decider/asked", amount=amount),
                "then": say("open") if decider.then is None else _word(plain.label(decider.then), index),
                "would": say("open") if decider.would is None else _word(plain.label(decider.would), index),
                "differs": decider.differs,
            }
        )
    return rows + [_term(term, index) for term in case.terms]


def _term(term: TermTried, index: int) -> Mapping[str, Any]:
    late = f" ({WORDS['late'][index]})"
    return {
        "what": WORDS[f"term/{term.kind}"][index],
        "then": _date(term.then, index) + (late if term.late_then else ""),
        "would": _date(term.would, index) + _moved(term.days, index) + (late if term.late_would else ""),
        "differs": term.differs,
    }


def _date(day: date | None, index: int) -> str:
    return WORDS["open"][index] if day is None else day_in_words(day, index)


def _moved(days: int, index: int) -> str:
    if days == 0:
        return ""
    key = ("later" if days > 0 else "earlier") + ("/one" if abs(days) == 1 else "")
    return WORDS[key][index].format(days=abs(days))
