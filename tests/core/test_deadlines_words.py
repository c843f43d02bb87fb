"""The words of explanations: each sentence in both languages, from the same values."""

import ast
from datetime import date, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import challenge_api.challenges.clocks
import challenge_api.law.deadlines
from challenge_api.law.deadlines import ClockFact, Extension, Readings, Term, decision, plain
from challenge_api.law.wording import DUTCH, ENGLISH, WORDS, Length, cents_in_words, day_in_words, length_in_words


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_say_the_same_things(key: str) -> None:
    english, dutch = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in WORDS[key])
    assert english == dutch


def test_a_resident_can_read_why_a_date_moved() -> None:
    shifted = plain(date(2025, 4, 17), Term(2, "days", "statute"), readings=Readings()).chain[1]
    assert shifted.why == (
        "The term would end on a day that does not count: Saturday 19 April 2025, Sunday 20 April 2025 and"
        " Monday 21 April 2025 (Easter Monday). It runs through the next working day, Tuesday 22 April 2025."
    )
    assert shifted.why_nl == (
        "De termijn zou eindigen op een dag die niet meetelt: zaterdag 19 april 2025, zondag 20 april 2025 en"
        " maandag 21 april 2025 (tweede paasdag). Hij loopt door tot en met de eerstvolgende werkdag, dinsdag 22 april 2025."
    )


RECEIVED = ClockFact(type="application_received", on=date(2026, 8, 3))  # due 28 September 2026
PUT = {"force_majeure": {"first": date(2026, 8, 12), "last": date(2026, 8, 14)}}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ([("decided", 56, {})], "in time: the last day was Monday 28 September 2026"),
        ([("decided", 57, {})], "too late: the last day was Monday 28 September 2026"),
        ([("force_majeure", 9, PUT["force_majeure"])], "stood still for 3 days from Wednesday 12 August 2026"),
        ([("force_majeure", 9, {"first": date(2026, 8, 2), "last": date(2026, 8, 4)})], "Of these days 1 day had not"),
        ([("supplement_requested", 9, {"deadline": date(2026, 8, 13)})], "stood still for no day at all"),
        (
            [("foreign_info_notified", 9, {})],
            "until the information has come. Counted through Wednesday 12 August 2026 that adds 0 days",
        ),
        ([("extended", 9, {"by": 6})], "extended the term by 6 weeks; its end"),
        ([("extended", 9, {"by": 7})], "by 7 weeks, but it may only use 6 weeks"),
        ([("default_notice_received", 60, {})], "end on Friday 16 October 2026. From Saturday 17 October 2026"),
        ([("default_notice_received", 61, {})], "a day that does not count, Saturday 17 October 2026 and Sunday 18"),
        ([("default_notice_received", 60, {})], "fixed by decision within 2 weeks after its last day, so by Friday 11 December"),
        ([("default_notice_received", 61, {})], "so by Monday 14 December 2026"),
        ([("default_notice_received", 60, {}), ("penalty_excluded", 61, {"ground": "too late"})], "no penalty is due: too late."),
    ],
)
def test_an_explanation_says_what_happened(facts: list[tuple[str, int, dict[str, Any]]], says: str) -> None:
    events = [ClockFact(type=name, on=RECEIVED.on + timedelta(days), **more) for name, days, more in facts]
    found = decision(Term(8, "weeks", "ordinance"), Extension(6, "weeks", "ordinance"), [RECEIVED, *events])
    assert says in " ".join(step.why for step in found.chain)


def test_every_kind_of_step_of_the_book_has_words() -> None:
    kinds = {key.partition("/")[0] for key in WORDS}
    assert kinds == {
        *("term", "suspended", "extended", "named", "ignored", "shifted", "not-shifted", "two-working-days", "decided"),
        *("notice", "two-weeks", "penalty", "no-penalty", "shared", "penalty-decision", "filed", "counted-back"),
        *("told", "not-applicable"),  # no step: what a case says of the law that does not hold for it
    }


def test_every_sentence_is_said_somewhere() -> None:
    said: set[str] = set()
    folders = (Path(str(package.__file__)).parent for package in (challenge_api.law.deadlines, challenge_api.challenges.clocks))
    for module in (module for folder in folders for module in folder.glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    for key in WORDS:
        kind, _, variant = key.partition("/")
        assert key in said or (variant in said and (kind in said or f"{kind}/" in said)), key


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert [cents_in_words(144_205, language) for language in (ENGLISH, DUTCH)] == ["EUR 1,442.05", "€ 1.442,05"]
    assert [length_in_words(Length(1, "years"), language) for language in (ENGLISH, DUTCH)] == ["1 year", "1 jaar"]
    assert day_in_words(date(2026, 3, 1), DUTCH) == "zondag 1 maart 2026"
