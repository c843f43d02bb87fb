"""What the check says beside the rules: the verdict, the other doors, the statutory defaults, and what else to mind."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from challenge_api.law.ordinance import OPEN_GROUPS
from challenge_api.law.wording import Both, Value, filled

_VERDICTS: Final[Mapping[str, Both]] = MappingProxyType(
    {
        "qualifies": Both(
            "As you describe it, you qualify. The municipality still checks what you say, and judges your plan afterwards.",
            "Zoals u het beschrijft, komt u in aanmerking. De gemeente controleert nog wat u zegt, en beoordeelt daarna uw plan.",
        ),
        "to-be-shown": Both(
            "Nothing speaks against it so far. Some points still have to be shown; they are listed below.",
            "Tot nu toe is er niets dat het belemmert. Een paar punten moet u nog laten zien; ze staan hieronder.",
        ),
        "does-not-qualify": Both(
            "As you describe it, you do not qualify yet. Below stands what is in the way, what would help, and another way.",
            "Zoals u het beschrijft, komt u nog niet in aanmerking. Hieronder staat wat in de weg staat, wat helpt, en welke"
            " andere weg er is.",
        ),
        "no-rules": Both(
            "There are no rules in force to hold your request against, so you cannot file a challenge on them.",
            "Er zijn geen regels die nu gelden en waaraan uw verzoek kan worden getoetst. U kunt er geen uitdaging op baseren.",
        ),
    }
)

DOORS: Final[Mapping[str, Both]] = MappingProxyType(
    {
        "initiative": Both(
            "For something new or extra in the neighbourhood, without taking over a task of the municipality.",
            "Voor iets nieuws of extra's in de buurt, zonder een taak van de gemeente over te nemen.",
        ),
        "subsidy": Both(
            "For money towards what you do yourselves, also when it costs more than today.",
            "Voor een bijdrage aan wat u zelf doet, ook als het meer kost dan nu.",
        ),
        "neighbourhood-budget": Both(
            "Residents decide together on the money for their own neighbourhood; a committee of residents answers you.",
            "Bewoners beslissen samen over het geld voor hun eigen buurt; een commissie van bewoners geeft u antwoord.",
        ),
        "neighbourhood-plan": Both(
            "For a say in how a place is laid out or used, while the municipality goes on doing the work.",
            "Voor meedenken over inrichting of gebruik van een plek, terwijl de gemeente het werk blijft doen.",
        ),
        "bid-on-property": Both(
            "For taking over a building or a piece of land of the municipality.",
            "Voor het overnemen van een gebouw of een stuk grond van de gemeente.",
        ),
        "other": Both("Ask your contact at the municipality.", "Vraag het uw contactpersoon bij de gemeente."),
    }
)
"""Doors that a case can be re-routed to → what they are for."""

_DEFAULTS_NL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "who_may_challenge": "inwoners en maatschappelijke partijen; de wet stelt geen verdere voorwaarde",
        "support_norm": "geen norm: steun weegt mee met het plan",
        "task_scope": "eigen taken, en taken uit andere wetten voor zover die uitvoering door een ander toelaten",
        "contents": "naam, adres, datum, en wat u vraagt",
        "phases": "geen eigen verkenningsfase",
        "decides": "het orgaan dat voor de taak bevoegd is",
        "decision_term": "een redelijke termijn, die in elk geval na acht weken voorbij is",
        "supplement_term": "een termijn die het bestuursorgaan per geval stelt",
        "criteria": "een gemotiveerd advies zonder punten",
        "refusal_grounds": "code not-regulated, met de reden",
        "cost_rule": "geen grens: de kosten wegen mee met het plan",
        "agreement": "wat partijen afspreken",
        "hand_back": "wat in de overeenkomst staat",
        "publication": "de algemene regels voor openbaarmaking",
        "retention": "de selectielijst van de overheid",
        "advice_body": "er is geen adviseur voorgeschreven",
        "conflict_rule": "geen vooringenomenheid; lopende contracten worden geëerbiedigd",
        "legal_track": "onbepaald: wordt per toewijzing gezegd",
        "review": "geen jaren van evaluatie",
    }
)
"""Group of an ordinance → its statutory default in Dutch; the English stands with the article in `OPEN_GROUPS`."""

EXTENSION: Final = (
    "The ordinance lets the body extend this term by at most {length}, if it tells you so in time.",
    "De verordening laat toe dat deze termijn met hoogstens {length} wordt verlengd, als u dat op tijd hoort.",
)

_NOTICES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "not-yet-in-force": (
            "This version is in force from {day}; you can file from that day.",
            "Deze versie geldt vanaf {day}; vanaf die dag kunt u indienen.",
        ),
        "ended": (
            "This version lost its force after {day}. Leave its id out to ask about the rules of today.",
            "Deze versie gold tot en met {day}. Laat het id weg om te vragen naar de regels van nu.",
        ),
        "other-test": (
            "The ordinance awards a task only if the plan is also {test}; say how.",
            "De verordening wijst een taak alleen toe als het plan ook {test} is; vertel hoe.",
        ),
        "running-contract": (
            "If somebody has a contract for this task: {rule}. Ask until when it runs.",
            "Als iemand een contract voor deze taak heeft: {rule}. Vraag tot wanneer het loopt.",
        ),
        "start-money": (
            "There is start money to work an idea out; ask for it before you write the plan.",
            "Er is startgeld om een idee uit te werken; vraag ernaar voordat u het plan schrijft.",
        ),
        "start-money-up-to": (
            "There is start money to work an idea out, at most {most}; ask for it before you write the plan.",
            "Er is startgeld om een idee uit te werken, hoogstens {most}; vraag ernaar voordat u het plan schrijft.",
        ),
        "decided-by": (
            "Who decides, as the ordinance says it: {body}.",
            "Wie beslist, zoals de verordening het zegt: {body}.",
        ),
        "not-as-asked": (
            "You can be admitted, but the task cannot be awarded as you ask it now; see the rules for the award.",
            "U kunt worden toegelaten, maar de taak kan niet worden toegewezen zoals u het nu vraagt; zie de regels voor de"
            " toewijzing.",
        ),
        "early-start": (
            "You want to start on {day}. The decision may take until {due}, and an agreement comes after it.",
            "U wilt beginnen op {day}. Het besluit kan duren tot en met {due}, en daarna komt nog een overeenkomst.",
        ),
        "cost-unknown": (
            "To be cheaper you need to know what the task costs today. Ask the municipality for the figure, its year and scope.",
            "Om goedkoper te zijn moet u weten wat de taak nu kost. Vraag de gemeente om het bedrag, het jaar en de omvang.",
        ),
        "say-in-procurement": (
            "A say in procurement needs a contract that is about to be put out; ask your contact when that is.",
            "Meebeslissen over een aanbesteding kan als er een opdracht op de markt komt; vraag uw contactpersoon wanneer.",
        ),
    }
)


TESTS: Final[Mapping[str, Both]] = MappingProxyType(
    {"better": Both("better than today", "beter dan nu"), "cheaper": Both("cheaper than today", "goedkoper dan nu")}
)


def door(code: str | None) -> str:
    """Give the door, of those that a case can be re-routed to, that a door of an ordinance is.

    >>> door("neighbourhood_budget"), door("initiatives_desk"), door(None)
    ('neighbourhood-budget', 'other', 'other')
    """
    ours = (code or "").replace("_", "-")
    return ours if ours in DOORS else "other"


def summary(verdict: str) -> Both:
    """Give what the verdict means."""
    return _VERDICTS[verdict]


def default(group: str) -> Both:
    """Give the statutory default of a group that is open."""
    return Both(OPEN_GROUPS[group][1], _DEFAULTS_NL[group])


def notice(key: str, values: Mapping[str, Value]) -> Both:
    """Give a notice with its values filled in."""
    return Both(*filled(_NOTICES[key], values))
