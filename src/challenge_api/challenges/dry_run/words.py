"""What a dry run says in words, in English and in Dutch: what a case does not hold, and why a ground is gone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from challenge_api.law.wording import Both, Value, filled

_NOT_HELD: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "contents": ("what the request holds", "wat er in het verzoek staat"),
        "applicant-kind": ("what kind of applicant this was", "wat voor aanvrager dit was"),
        "group-size": ("how many people the group had", "hoeveel mensen de groep had"),
        "local-tie": (
            "whether the group has the local tie that this version asks",
            "of de groep de band met de buurt heeft die deze versie vraagt",
        ),
        "legal-form-at-filing": ("which legal form the group had at filing", "welke rechtsvorm de groep had bij de indiening"),
        "supporters": ("how many people supported the plan", "hoeveel mensen het plan steunden"),
        "support-share": ("how many people the community has", "hoeveel mensen de buurt telt"),
        "mandate": ("whether the group held a mandate", "of de groep een mandaat had"),
        "domain": ("in which domain the task lies", "in welk taakveld de taak valt"),
        "exclusions": ("whether this exclusion applies: {kind}", "of deze uitsluiting geldt: {kind}"),
        "cost-cap": ("what the task cost at the time", "wat de taak destijds kostte"),
        "longest-term": ("for how long the task was awarded", "voor hoe lang de taak is toegewezen"),
        "legal-form-at-award": ("which legal form the group had at the award", "welke rechtsvorm de groep had bij de toewijzing"),
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
