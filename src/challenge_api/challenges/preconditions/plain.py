"""What the rules say to residents, in English and Dutch, and the words for the codes of an ordinance.

One table of sentences, keyed by rule and outcome, and one of what would help. A sentence on what is met or not is read by the
group, by an official who is refused, and by a council: it speaks of the group, not to it. A code that is not listed here is shown
as the ordinance labels it, or as it stands.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from challenge_api.law.ordinance import Exclusion, Ordinance, Window
from challenge_api.law.wording import DUTCH, ENGLISH, Both, Value, day_of_year, filled, listed

Texts = tuple[str, str]

SENTENCES: Final[Mapping[tuple[str, str], Texts]] = MappingProxyType(
    {
        ("ordinance-in-force", "met"): (
            "There are rules for this request: {title}.",
            "Er zijn regels voor dit verzoek: {title}.",
        ),
        ("ordinance-in-force", "not-met"): (
            "This authority has published no ordinance that was in force on the day of receipt.",
            "Deze overheid heeft geen verordening bekendgemaakt die geldt op de dag van ontvangst.",
        ),
        ("contents", "met"): (
            "The request holds what it must hold.",
            "In het verzoek staat wat erin moet staan.",
        ),
        ("contents", "not-met"): (
            "Still missing: {items}.",
            "Dit ontbreekt nog: {items}.",
        ),
        ("contents", "to-be-shown"): (
            "Beside the form itself the request must hold: {items}.",
            "Naast het formulier zelf moet in het verzoek staan: {items}.",
        ),
        ("contents", "not-regulated"): (
            "The ordinance asks nothing beside what every request holds: who you are and what you ask.",
            "De verordening vraagt niets naast wat in elk verzoek staat: wie u bent en wat u vraagt.",
        ),
        ("submission-window", "met"): (
            "Requests are accepted on this day: {windows}.",
            "Op deze dag worden verzoeken aangenomen: {windows}.",
        ),
        ("submission-window", "not-met"): (
            "Requests are accepted in a part of the year only: {windows}.",
            "Verzoeken worden alleen in een deel van het jaar aangenomen: {windows}.",
        ),
        ("submission-window", "to-be-shown"): (
            "Requests are accepted in a part of the year only: {windows}.",
            "Verzoeken worden alleen in een deel van het jaar aangenomen: {windows}.",
        ),
        ("submission-window", "not-regulated"): (
            "Requests are accepted on every day of the year.",
            "Verzoeken worden op elke dag van het jaar aangenomen.",
        ),
        ("applicant-kind", "met"): (
            "This applicant may challenge: the ordinance is open to {kinds}.",
            "Deze aanvrager mag uitdagen: de verordening staat open voor {kinds}.",
        ),
        ("applicant-kind", "not-met"): (
            "The ordinance is open to {kinds}, and not to this kind of applicant.",
            "De verordening staat open voor {kinds}, en niet voor dit soort aanvrager.",
        ),
        ("applicant-kind", "to-be-shown"): (
            "The ordinance is open to {kinds}. Say who you are.",
            "De verordening staat open voor {kinds}. Vertel wie u bent.",
        ),
        ("applicant-kind", "not-regulated"): (
            "The ordinance does not narrow who may challenge: residents and social parties may.",
            "De verordening beperkt niet wie mag uitdagen: inwoners en maatschappelijke partijen mogen het.",
        ),
        ("group-size", "met"): (
            "The group is large enough: the ordinance asks at least {least} persons.",
            "De groep is groot genoeg: de verordening vraagt ten minste {least} personen.",
        ),
        ("group-size", "not-met"): (
            "The group is too small: the ordinance asks at least {least} persons.",
            "De groep is te klein: de verordening vraagt ten minste {least} personen.",
        ),
        ("group-size", "to-be-shown"): (
            "The ordinance asks at least {least} persons. Say how many you are.",
            "De verordening vraagt ten minste {least} personen. Vertel met hoeveel u bent.",
        ),
        ("group-size", "not-regulated"): (
            "The ordinance does not say how many people a group must have.",
            "De verordening zegt niet hoeveel mensen een groep moet hebben.",
        ),
        ("local-tie", "met"): (
            "The group has the local tie that the ordinance asks ({tie}).",
            "De groep heeft de band met de buurt die de verordening vraagt ({tie}).",
        ),
        ("local-tie", "not-met"): (
            "The group does not have the local tie that the ordinance asks ({tie}).",
            "De groep heeft niet de band met de buurt die de verordening vraagt ({tie}).",
        ),
        ("local-tie", "to-be-shown"): (
            "The ordinance asks a local tie ({tie}). Say whether you have it.",
            "De verordening vraagt een band met de buurt ({tie}). Vertel of u die heeft.",
        ),
        ("local-tie", "not-regulated"): (
            "The ordinance asks no tie with the neighbourhood.",
            "De verordening vraagt geen band met de buurt.",
        ),
        ("legal-form-at-filing", "met"): (
            "The group has a legal form that the ordinance asks at filing: {forms}.",
            "De groep heeft een rechtsvorm die de verordening bij de indiening vraagt: {forms}.",
        ),
        ("legal-form-at-filing", "not-met"): (
            "The ordinance asks another legal form at filing: {forms}.",
            "De verordening vraagt bij de indiening een andere rechtsvorm: {forms}.",
        ),
        ("legal-form-at-filing", "to-be-shown"): (
            "The ordinance asks a legal form at filing: {forms}. Say what yours is.",
            "De verordening vraagt bij de indiening een rechtsvorm: {forms}. Vertel welke u heeft.",
        ),
        ("legal-form-at-filing", "not-regulated"): (
            "No legal form is needed to file.",
            "Voor de indiening is geen rechtsvorm nodig.",
        ),
        ("supporters", "met"): (
            "There are enough supporters: the ordinance asks {least}.",
            "Er is genoeg steun: de verordening vraagt {least} steunbetuigingen.",
        ),
        ("supporters", "not-met"): (
            "There are too few supporters: the ordinance asks {least}.",
            "Er is te weinig steun: de verordening vraagt {least} steunbetuigingen.",
        ),
        ("supporters", "to-be-shown"): (
            "The ordinance asks {least} supporters. Say how many you have.",
            "De verordening vraagt {least} steunbetuigingen. Vertel hoeveel u er heeft.",
        ),
        ("supporters", "not-regulated"): (
            "The ordinance asks no number of supporters.",
            "De verordening vraagt geen aantal steunbetuigingen.",
        ),
        ("support-share", "met"): (
            "Enough of the community supports it: the ordinance asks {share} percent, which is {least} of {community}.",
            "Genoeg mensen in de buurt steunen dit: de verordening vraagt {share} procent, dat is {least} van {community}.",
        ),
        ("support-share", "not-met"): (
            "Too few of the community support it: the ordinance asks {share} percent, which is {least} of {community}.",
            "Te weinig mensen in de buurt steunen dit: de verordening vraagt {share} procent, dat is {least} van {community}.",
        ),
        ("support-share", "to-be-shown"): (
            "The ordinance asks the support of {share} percent of the community. Say how many support you, and of how many.",
            "De verordening vraagt de steun van {share} procent van de buurt. Vertel hoeveel mensen u steunen, en van hoeveel.",
        ),
        ("support-share", "not-regulated"): (
            "The ordinance asks no share of the community.",
            "De verordening vraagt geen deel van de buurt.",
        ),
        ("mandate", "met"): (
            "The group holds the mandate of the community that the ordinance asks.",
            "De groep heeft het mandaat van de gemeenschap dat de verordening vraagt.",
        ),
        ("mandate", "not-met"): (
            "The ordinance asks a mandate of the community, and the group holds none.",
            "De verordening vraagt een mandaat van de gemeenschap, en dat heeft de groep niet.",
        ),
        ("mandate", "to-be-shown"): (
            "The ordinance asks a mandate of the community. Say whether you hold one.",
            "De verordening vraagt een mandaat van de gemeenschap. Vertel of u dat heeft.",
        ),
        ("mandate", "not-regulated"): (
            "The ordinance asks no mandate of the community.",
            "De verordening vraagt geen mandaat van de gemeenschap.",
        ),
        ("support-in-words", "to-be-shown"): (
            "The municipality judges whether the support is what the ordinance asks: {norm}.",
            "De gemeente beoordeelt of de steun is wat de verordening vraagt: {norm}.",
        ),
        ("support-in-words", "not-regulated"): (
            "The ordinance says nothing else about support.",
            "De verordening zegt verder niets over steun.",
        ),
        ("domain", "met"): (
            "The task lies in a domain that may be challenged.",
            "De taak valt in een taakveld waarin uitdagen kan.",
        ),
        ("domain", "not-met"): (
            "The task lies outside the domains that may be challenged: {domains}.",
            "De taak valt buiten de taakvelden waarin uitdagen kan: {domains}.",
        ),
        ("domain", "to-be-shown"): (
            "Only tasks in these domains may be challenged: {domains}. Say in which domain your task lies.",
            "Alleen taken in deze taakvelden mogen worden uitgedaagd: {domains}. Vertel in welk taakveld uw taak valt.",
        ),
        ("domain", "not-regulated"): (
            "The ordinance does not narrow which domains may be challenged.",
            "De verordening beperkt niet in welke taakvelden uitdagen kan.",
        ),
        ("allowed-tasks", "to-be-shown"): (
            "The municipality judges whether the task is one that may be challenged: {allowed}.",
            "De gemeente beoordeelt of de taak er een is die mag worden uitgedaagd: {allowed}.",
        ),
        ("allowed-tasks", "not-regulated"): (
            "The ordinance does not say in words which tasks may be challenged.",
            "De verordening zegt niet in woorden welke taken mogen worden uitgedaagd.",
        ),
        ("exclusions", "met"): (
            "The task is none of those that are excluded as: {kind}.",
            "De taak hoort niet bij wat is uitgesloten als: {kind}.",
        ),
        ("exclusions", "not-met"): (
            "The task is excluded: {kind}.",
            "De taak is uitgesloten: {kind}.",
        ),
        ("exclusions", "to-be-shown"): (
            "Consider the exclusion {code}: {kind}. The municipality looks whether the task belongs to it.",
            "Kijk naar de uitsluiting {code}: {kind}. De gemeente beoordeelt of de taak daarbij hoort.",
        ),
        ("exclusions", "not-regulated"): (
            "The ordinance excludes no kinds of tasks.",
            "De verordening sluit geen soorten taken uit.",
        ),
        ("cost-cap", "met"): (
            "It costs no more than the task costs today: {asked} of {today} a year.",
            "Het kost niet meer dan de taak nu kost: {asked} van {today} per jaar.",
        ),
        ("cost-cap", "not-met"): (
            "Today's cost is {today} a year, and the ordinance grants no more; {asked} is above it.",
            "De taak kost nu {today} per jaar, en de verordening kent niet meer toe; {asked} ligt daarboven.",
        ),
        ("cost-cap", "to-be-shown"): (
            "The ordinance grants no more than the task costs today. It takes your budget and today's cost to tell.",
            "De verordening kent niet meer toe dan de taak nu kost. Daarvoor zijn uw begroting en de huidige kosten nodig.",
        ),
        ("cost-cap", "not-regulated"): (
            "The ordinance sets no cap on the cost: it is weighed with the plan.",
            "De verordening stelt geen grens aan de kosten: die wegen mee met het plan.",
        ),
        ("most-a-year", "met"): (
            "It costs no more a year than an agreement may: at most {most}.",
            "Het kost per jaar niet meer dan in een overeenkomst mag: hoogstens {most}.",
        ),
        ("most-a-year", "not-met"): (
            "It costs more a year than an agreement may: at most {most}.",
            "Het kost per jaar meer dan in een overeenkomst mag: hoogstens {most}.",
        ),
        ("most-a-year", "to-be-shown"): (
            "An agreement is worth at most {most} a year. Say what you ask.",
            "Een overeenkomst is hoogstens {most} per jaar waard. Vertel wat u vraagt.",
        ),
        ("most-a-year", "not-regulated"): (
            "The ordinance does not limit how much a year an agreement is worth.",
            "De verordening beperkt niet hoeveel een overeenkomst per jaar waard is.",
        ),
        ("longest-term", "met"): (
            "The time is no longer than the ordinance allows: at most {longest}.",
            "De duur is niet langer dan de verordening toestaat: hoogstens {longest}.",
        ),
        ("longest-term", "not-met"): (
            "The time is longer than the ordinance allows: at most {longest}.",
            "De duur is langer dan de verordening toestaat: hoogstens {longest}.",
        ),
        ("longest-term", "to-be-shown"): (
            "The ordinance allows at most {longest}. Say how long you want to do the task.",
            "De verordening staat hoogstens {longest} toe. Vertel hoe lang u de taak wilt doen.",
        ),
        ("longest-term", "not-regulated"): (
            "The ordinance does not limit for how long a task is awarded.",
            "De verordening beperkt niet voor hoe lang een taak wordt toegewezen.",
        ),
        ("legal-form-at-award", "met"): (
            "The group has a legal form that the ordinance asks at the award: {forms}.",
            "De groep heeft een rechtsvorm die de verordening bij de toewijzing vraagt: {forms}.",
        ),
        ("legal-form-at-award", "not-met"): (
            "The ordinance asks another legal form at the award: {forms}.",
            "De verordening vraagt bij de toewijzing een andere rechtsvorm: {forms}.",
        ),
        ("legal-form-at-award", "to-be-shown"): (
            "The ordinance asks a legal form at the award: {forms}. Say what yours is.",
            "De verordening vraagt bij de toewijzing een rechtsvorm: {forms}. Vertel welke u heeft.",
        ),
        ("legal-form-at-award", "not-regulated"): (
            "No legal form is needed for the award.",
            "Voor de toewijzing is geen rechtsvorm nodig.",
        ),
    }
)
"""(rule, outcome) → what it means, in English and in Dutch."""

HELPS: Final[Mapping[tuple[str, str], Texts]] = MappingProxyType(
    {
        ("ordinance-in-force", "not-met"): (
            "Every municipality must have such rules by 1 January 2027. Ask the council when yours come.",
            "Elke gemeente moet uiterlijk 1 januari 2027 zulke regels hebben. Vraag de gemeenteraad wanneer ze er komen.",
        ),
        ("contents", "not-met"): (
            "Write these parts. Half a page each is enough to begin with.",
            "Schrijf deze onderdelen. Een halve bladzijde per onderdeel is genoeg om te beginnen.",
        ),
        ("contents", "to-be-shown"): (
            "You need not have written them to ask. When you file, a missing part can still be supplemented.",
            "U hoeft ze niet te hebben om te vragen. Als er bij de indiening een onderdeel ontbreekt, kunt u dat aanvullen.",
        ),
        ("submission-window", "not-met"): (
            "Use the time until then to work your idea out with the municipality.",
            "Gebruik de tijd tot dan om uw idee met de gemeente uit te werken.",
        ),
        ("applicant-kind", "not-met"): (
            "File together with {kinds}, or take another way to the municipality.",
            "Dien samen in met {kinds}, of neem een andere weg naar de gemeente.",
        ),
        ("group-size", "not-met"): (
            "Find more people who take part, until you are {least}.",
            "Zoek meer mensen die meedoen, tot u met {least} bent.",
        ),
        ("local-tie", "not-met"): (
            "File together with people who do have that tie.",
            "Dien samen in met mensen die die band wel hebben.",
        ),
        ("legal-form-at-filing", "not-met"): (
            "Found one of these forms before you file, or let an existing one file for you.",
            "Richt zo'n rechtsvorm op voordat u indient, of laat een bestaande voor u indienen.",
        ),
        ("legal-form-at-filing", "to-be-shown"): (
            "The municipality looks it up in the trade register.",
            "De gemeente zoekt dit op in het handelsregister.",
        ),
        ("supporters", "not-met"): (
            "Gather more support before you file, by signatures, a vote or a meeting. Count people; keep names to yourselves.",
            "Verzamel meer steun voordat u indient, met handtekeningen, een stemming of een bijeenkomst. Tel mensen; houd namen"
            " bij uzelf.",
        ),
        ("supporters", "to-be-shown"): (
            "Gather support by signatures, a vote or a meeting. Count people; keep names to yourselves.",
            "Verzamel steun met handtekeningen, een stemming of een bijeenkomst. Tel mensen; houd namen bij uzelf.",
        ),
        ("support-share", "not-met"): (
            "Gather more support, until {least} people support you; or describe a smaller area that the task is about.",
            "Verzamel meer steun, tot {least} mensen u steunen; of beschrijf een kleiner gebied waar de taak over gaat.",
        ),
        ("support-share", "to-be-shown"): (
            "Ask the municipality how many people live in the area that the task is about.",
            "Vraag de gemeente hoeveel mensen er wonen in het gebied waar de taak over gaat.",
        ),
        ("mandate", "not-met"): (
            "Ask the village or neighbourhood council for its mandate.",
            "Vraag de dorps- of wijkraad om een mandaat.",
        ),
        ("mandate", "to-be-shown"): (
            "A mandate is given by a village or neighbourhood council, or by a meeting that is open to everybody.",
            "Een mandaat komt van een dorps- of wijkraad, of van een bijeenkomst die voor iedereen open is.",
        ),
        ("domain", "not-met"): (
            "Look whether a part of the task lies in one of these domains; that part can be challenged.",
            "Kijk of een deel van de taak wel in een van deze taakvelden valt; dat deel kan worden uitgedaagd.",
        ),
        ("domain", "to-be-shown"): (
            "The municipality's budget names the domain (taakveld) of each task; ask your contact.",
            "In de begroting staat het taakveld van elke taak; vraag het uw contactpersoon.",
        ),
        ("exclusions", "not-met"): (
            "Look whether a part of the task is not excluded; that part can be challenged.",
            "Kijk of een deel van de taak niet is uitgesloten; dat deel kan worden uitgedaagd.",
        ),
        ("exclusions", "to-be-shown"): (
            "Ask your contact at the municipality before you write a plan.",
            "Vraag het uw contactpersoon bij de gemeente voordat u een plan schrijft.",
        ),
        ("cost-cap", "not-met"): (
            "Bring the budget down to {today} a year, or find the rest elsewhere.",
            "Breng de begroting terug tot {today} per jaar, of vind de rest ergens anders.",
        ),
        ("cost-cap", "to-be-shown"): (
            "Ask the municipality what the task costs today, with year and scope, and what is in that figure.",
            "Vraag de gemeente wat de taak nu kost, met jaar en omvang, en wat er in dat bedrag zit.",
        ),
        ("most-a-year", "not-met"): (
            "Ask at most {most} a year, or challenge a part of the task.",
            "Vraag hoogstens {most} per jaar, of daag een deel van de taak uit.",
        ),
        ("longest-term", "not-met"): (
            "Ask for at most {longest}; an agreement that went well can be renewed.",
            "Vraag hoogstens {longest}; een overeenkomst die goed verliep, kan worden verlengd.",
        ),
        ("legal-form-at-award", "not-met"): (
            "You can file as you are. Found one of these forms before the decision.",
            "U kunt indienen zoals u bent. Richt zo'n rechtsvorm op vóór het besluit.",
        ),
        ("legal-form-at-award", "to-be-shown"): (
            "You do not need it to file, only when the task is awarded.",
            "U heeft die niet nodig om in te dienen, pas als de taak wordt toegewezen.",
        ),
    }
)
"""(rule, outcome) → what would help, in English and in Dutch; where it stands, the sentence's own values are filled in."""

CODES: Final[Mapping[str, Texts]] = MappingProxyType(
    {
        "resident": ("residents", "inwoners"),
        "resident_group": ("groups of residents", "groepen inwoners"),
        "social_party": ("social parties", "maatschappelijke partijen"),
        "entrepreneur": ("entrepreneurs", "ondernemers"),
        "voluntary_or_community_body": ("voluntary or community bodies", "vrijwilligers- of gemeenschapsorganisaties"),
        "charity": ("charities", "goede doelen"),
        "parish_council": ("parish councils", "parochieraden"),
        "employees": ("employees of the authority", "medewerkers van de overheid"),
        "none": ("none", "geen"),
        "association": ("association", "vereniging"),
        "foundation": ("foundation", "stichting"),
        "cooperative": ("cooperative", "coöperatie"),
        "executive": ("mayor and aldermen", "het college van burgemeester en wethouders"),
        "council": ("council", "de gemeenteraad"),
        "mayor": ("mayor", "de burgemeester"),
        "initiative": ("residents' initiative", "bewonersinitiatief"),
        "subsidy": ("subsidy", "subsidie"),
        "neighbourhood-budget": ("neighbourhood budget", "buurtbudget"),
        "neighbourhood-plan": ("neighbourhood plan", "buurtplan"),
        "bid-on-property": ("bid on property", "biedingsrecht"),
        "other": ("another way", "een andere weg"),
    }
)
"""Codes that ordinances share → their words in English and in Dutch."""


def sentence(rule: str, outcome: str, values: Mapping[str, Value]) -> Both:
    """Give what the outcome of a rule means."""
    return Both(*filled(SENTENCES[rule, outcome], values))


def help_with(rule: str, outcome: str, values: Mapping[str, Value]) -> Both | None:
    """Give what would help; None where nothing is needed."""
    texts = HELPS.get((rule, outcome))
    return None if texts is None else Both(*filled(texts, values))


def label(code: str, english: str | None = None, dutch: str | None = None) -> Both:
    """Give the words of a code: the ordinance's own label, else ours, else the code as it stands."""
    ours = CODES.get(code, (code.replace("_", " "), code.replace("_", " ")))
    return Both(english or dutch or ours[0], dutch or english or ours[1])


def windows(given: Sequence[Window]) -> Both:
    """Give parts of the year as one text.

    >>> windows([Window(first=(8, 1), last=(8, 31))]).dutch
    '1 augustus tot en met 31 augustus'
    """
    spans = [(day_of_year(each.first, ENGLISH), day_of_year(each.last, ENGLISH)) for each in given]
    dutch = [(day_of_year(each.first, DUTCH), day_of_year(each.last, DUTCH)) for each in given]
    return Both(
        listed([f"{first} through {last}" for first, last in spans], ENGLISH),
        listed([f"{first} tot en met {last}" for first, last in dutch], DUTCH),
    )


def any_kind(given: Sequence[Exclusion]) -> Both:
    """Give the labels of kinds of tasks as one text."""
    found = [label(each.code, each.label_en, each.label_nl) for each in given]
    return Both("; ".join(each.english for each in found), "; ".join(each.dutch for each in found))


def codes(given: Sequence[str]) -> Both:
    """Give the words of several codes as one text."""
    found = [label(code) for code in given]
    return Both(listed([each.english for each in found], ENGLISH), listed([each.dutch for each in found], DUTCH))


def any_of(given: Sequence[str]) -> Both:
    """Give the words of several codes, of which one is enough, as one text.

    >>> any_of(["association", "foundation"]).dutch
    'vereniging of stichting'
    """
    found = [label(code) for code in given]
    return Both(" or ".join(each.english for each in found), " of ".join(each.dutch for each in found))


def items(keys: Sequence[str], rules: Ordinance) -> Both:
    """Give the labels of required items, as the ordinance names them, as one text."""
    known = {item.key: label(item.key, item.label_en, item.label_nl) for item in rules.contents or ()}
    found = [known.get(key) or label(key) for key in keys]
    return Both("; ".join(each.english for each in found), "; ".join(each.dutch for each in found))
