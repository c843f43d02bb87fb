"""What a dry run says in words, in English and in Dutch: what a case does not hold, and why a ground is gone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from challenge_api.law.wording import Both, Value, filled

_NOT_HELD: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "contents": ("what the request holds", "wat er in het verzoek staat"),
        "submission-window": ("on which day the request came in", "op welke dag het verzoek binnenkwam"),
        "applicant-kind": ("what kind of applicant this was", "wat voor aanvrager dit was"),
        "group-size": ("how many people the group had", "hoeveel mensen de groep had"),
        "local-tie": (
            "whether the group has the local tie that this version asks",
            "of de groep de band met de buurt heeft die deze versie vraagt",
        ),
        "legal-form-at-filing": (
            "whether the group had the legal form at filing that this version asks: {forms}",
            "of de groep bij de indiening de rechtsvorm had die deze versie vraagt: {forms}",
        ),
        "supporters": ("how many people supported the plan", "hoeveel mensen het plan steunden"),
        "support-share": ("how many people the community has", "hoeveel mensen de buurt telt"),
        "mandate": ("whether the group held a mandate", "of de groep een mandaat had"),
        "support-in-words": (
            "whether the support is what this version asks: {norm}",
            "of de steun is wat deze versie vraagt: {norm}",
        ),
        "domain": ("in which domain the task lies", "in welk taakveld de taak valt"),
        "allowed-tasks": (
            "whether the task is one that this version allows: {allowed}",
            "of de taak er een is die deze versie toelaat: {allowed}",
        ),
        "exclusions": ("whether this exclusion applies: {kind}", "of deze uitsluiting geldt: {kind}"),
        "cost-cap": ("what the task cost at the time", "wat de taak destijds kostte"),
        "most-a-year": ("how much was granted a year", "hoeveel per jaar is toegekend"),
        "longest-term": ("for how long the task was awarded", "voor hoe lang de taak is toegewezen"),
        "legal-form-at-award": (
            "whether the group had the legal form at the award that this version asks: {forms}",
            "of de groep bij de toewijzing de rechtsvorm had die deze versie vraagt: {forms}",
        ),
        "scores": ("a score on: {criteria}", "punten voor: {criteria}"),
        "council-heard": ("whether the council was heard", "of de gemeenteraad is gehoord"),
        "decider": ("which body the law makes competent for the task", "welk orgaan volgens de wet bevoegd is voor de taak"),
    }
)
"""Rule, or another question → what the case does not hold."""

_CANNOT: Final = ("Cannot be said: the case does not hold {what}.", "Niet te zeggen: in het dossier staat niet {what}.")

_GONE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "not-listed": (
            "The refusal rests on the ground {ground}, which this version does not have.",
            "De afwijzing steunt op de grond {ground}, die deze versie niet kent.",
        ),
        "after-assessment-only": (
            "The refusal came before the assessment and rests on the ground {ground}, which this version allows only after it.",
            "De afwijzing kwam vóór de beoordeling en steunt op de grond {ground}, die deze versie pas daarna toelaat.",
        ),
    }
)


def not_held(question: str, values: Mapping[str, Value]) -> Both:
    """Give what a case does not hold."""
    return Both(*filled(_NOT_HELD[question], values))


def cannot_be_said(what: Both) -> Both:
    """Give the sentence that the case does not hold it."""
    return Both(*filled(_CANNOT, {"what": what}))


def gone(why: str, ground: Both) -> Both:
    """Give the sentence that a ground would not have been available."""
    return Both(*filled(_GONE[why], {"ground": ground}))
