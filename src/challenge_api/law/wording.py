"""What the steps of an explanation say, in English and in Dutch: one table, keyed by the kind of step.

The reader is a resident, not a lawyer: whole sentences, dates written out. Numbers that a program needs stand in the step itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from challenge_api.law.legal_calendar import SATURDAY, SUNDAY, DayOff

_WEEKDAYS: Final = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
)
_MONTHS: Final = (
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
)
_UNITS: Final[tuple[Mapping[str, tuple[str, str]], ...]] = (
    {
        "days": ("day", "days"),
        "working-days": ("working day", "working days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
    {
        "days": ("dag", "dagen"),
        "working-days": ("werkdag", "werkdagen"),
        "weeks": ("week", "weken"),
        "months": ("maand", "maanden"),
        "years": ("jaar", "jaar"),
    },
)
_PAIR: Final = 2

ENGLISH: Final = 0
DUTCH: Final = 1


@dataclass(frozen=True, slots=True)
class Length:
    """A number of days, weeks, months or years."""

    n: int
    unit: str


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount in euro cents, to be written out."""

    amount: int


@dataclass(frozen=True, slots=True)
class Both:
    """A text that is there in English and in Dutch."""

    english: str
    dutch: str


Value = date | int | str | Length | Cents | Both | tuple[tuple[date, DayOff], ...]

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "term": (
            "The term is {length}. Its first day is {first}, its last day {date}, before weekends and holidays are looked at.",
            "De termijn is {length}. De eerste dag is {first}, de laatste dag {date}; weekenden en feestdagen komen daarna.",
        ),
        "term/repeated": (
            "Counted from the day before {first}, number {times} ends after {length}, on {date}, before weekends and holidays are"
            " looked at.",
            "Geteld vanaf de dag voor {first} eindigt nummer {times} na {length}, op {date}; weekenden en feestdagen komen"
            " daarna.",
        ),
        "suspended": (
            "The term stood still for {length} from {first} through {last}; its end moves to {date}.",
            "De termijn stond {length} stil, van {first} tot en met {last}; het einde schuift op naar {date}.",
        ),
        "suspended/part": (
            "The term stood still from {first} through {last}. Of these days {length} had not been counted yet and lie in the"
            " term; its end moves to {date}.",
            "De termijn stond stil van {first} tot en met {last}. Daarvan was {length} nog niet meegeteld en valt in de termijn;"
            " het einde schuift op naar {date}.",
        ),
        "suspended/nothing": (
            "The answer came so soon that the term stood still for no day at all; its end stays {date}.",
            "Het antwoord kwam zo snel dat de termijn geen dag heeft stilgestaan; het einde blijft {date}.",
        ),
        "suspended/open": (
            "The term stands still from {first} until the information has come. Counted through {last} that adds {length}; its"
            " end, {date}, moves on a day for every further day.",
            "De termijn staat stil vanaf {first} tot de informatie er is. Geteld tot en met {last} komt er {length} bij; het"
            " einde, {date}, schuift voor elke dag dat het langer duurt een dag op.",
        ),
        "extended": (
            "On {told} the authority extended the term by {length}; its end moves to {date}.",
            "Op {told} heeft de overheid de termijn met {length} verlengd; het einde schuift op naar {date}.",
        ),
        "extended/capped": (
            "On {told} the authority extended the term by {asked}, but it may only use {length}; the end moves to {date}.",
            "Op {told} heeft de overheid de termijn met {asked} verlengd, maar zij mag nog maar {length} gebruiken; het einde"
            " schuift op naar {date}.",
        ),
        "named": (
            "The authority named {date} as the last day. A date in a letter is no term set in a law.",
            "De overheid heeft {date} als laatste dag genoemd. Een datum in een brief is geen termijn uit de wet.",
        ),
        "named/extended": (
            "On {told} the authority extended the term to {date}. A date in a letter is no term set in a law.",
            "Op {told} heeft de overheid de termijn verlengd tot en met {date}. Een datum in een brief is geen termijn uit de"
            " wet.",
        ),
        "named/extended-capped": (
            "On {told} the authority extended the term to {asked}, but its power reaches no further than {date}.",
            "Op {told} heeft de overheid de termijn verlengd tot en met {asked}, maar haar bevoegdheid reikt niet verder dan"
            " {date}.",
        ),
        "named/total": (
            "The authority named a period of {length} in all. It counts from the day of receipt, so the last day is {date}.",
            "De overheid heeft een periode van in totaal {length} genoemd. Die telt vanaf de dag van ontvangst, dus de laatste"
            " dag is {date}.",
        ),
        "named/agreed": (
            "Both sides agreed that the decision may come until {date}.",
            "Beide kanten hebben afgesproken dat het besluit er uiterlijk {date} is.",
        ),
        "named/request": (
            "The letter named {date} as the last day. A date in a letter is no term set in a law, so it does not move.",
            "De brief noemde {date} als laatste dag. Een datum in een brief is geen termijn uit de wet en schuift niet op.",
        ),
        "named/improvement": (
            "The authority gave until {date} to mend the shortcoming.",
            "De overheid gaf tot en met {date} de tijd om de tekortkoming te herstellen.",
        ),
        "named/agreement": (
            "The agreement, as it now stands, runs through {date}.",
            "De overeenkomst, zoals die nu luidt, loopt tot en met {date}.",
        ),
        "named/at-once": (
            "The law asks for this as soon as possible and names no number of days, so it is looked for on {date}.",
            "De wet vraagt dit zo snel mogelijk en noemt geen aantal dagen, dus wordt ervan uitgegaan op {date}.",
        ),
        "named/court": (
            "The court set {date} as the last day to decide.",
            "De rechter heeft {date} als laatste dag gesteld om te beslissen.",
        ),
        "shifted": (
            "The term would end on a day that does not count: {off}. It runs through the next working day, {date}.",
            "De termijn zou eindigen op een dag die niet meetelt: {off}. Hij loopt door tot en met de eerstvolgende werkdag,"
            " {date}.",
        ),
        "not-shifted/long": (
            "{off}, but the end stays there: the General Terms Act leaves out terms of more than 90 days, twelve weeks or three"
            " months and terms in years.",
            "{off}, maar het einde blijft daar: de Algemene termijnenwet geldt niet voor termijnen van meer dan 90 dagen, twaalf"
            " weken of drie maanden en niet voor termijnen in jaren.",
        ),
        "not-shifted/set-aside": (
            "{off}, but the end stays there: the ordinance sets the General Terms Act aside (Gemeentewet 145).",
            "{off}, maar het einde blijft daar: de verordening zet de Algemene termijnenwet opzij (Gemeentewet 145).",
        ),
        "not-shifted/policy": (
            "{off}, but the end stays there: the General Terms Act is for terms set in a law or ordinance, and this one is set in"
            " policy.",
            "{off}, maar het einde blijft daar: de Algemene termijnenwet geldt voor termijnen uit een wet of verordening, en deze"
            " staat in beleid.",
        ),
        "not-shifted/abroad": (
            "{off}, but the end stays there: the Dutch General Terms Act does not hold in the country of these rules.",
            "{off}, maar het einde blijft daar: de Nederlandse Algemene termijnenwet geldt niet in het land van deze regels.",
        ),
        "not-shifted/named": (
            "{off}, but the end stays there: the General Terms Act is for terms set in a law, not for a date in a letter.",
            "{off}, maar het einde blijft daar: de Algemene termijnenwet geldt voor termijnen uit de wet, niet voor een datum in"
            " een brief.",
        ),
        "two-working-days": (
            "A term of three days or more holds at least two working days, so it runs through {date}.",
            "In een termijn van drie dagen of meer zitten minstens twee werkdagen, dus hij loopt door tot en met {date}.",
        ),
        "ignored/no-term-set": (
            "The request of {told} set no term for the answer, so the term did not stand still.",
            "In het verzoek van {told} stond geen termijn voor het antwoord, dus de termijn stond niet stil.",
        ),
        "ignored/ended": (
            "The term would have stood still from {date}, but it had already ended on {end}.",
            "De termijn zou vanaf {date} hebben stilgestaan, maar was al voorbij op {end}.",
        ),
        "ignored/told-late": (
            "Told on {date}, after the term ended on {end}: too late to change it.",
            "Meegedeeld op {date}, nadat de termijn op {end} was geëindigd: te laat om er iets aan te veranderen.",
        ),
        "ignored/decided": (
            "On {date} the decision had already been announced, on {end}: there was no term left to change.",
            "Op {date} was het besluit al bekendgemaakt, op {end}: er was geen termijn meer om te veranderen.",
        ),
        "ignored/no-power": (
            "Told on {date}, but no power to extend is left, or the law or ordinance gives none.",
            "Meegedeeld op {date}, maar er is geen bevoegdheid om te verlengen (meer), of de wet of verordening geeft die niet.",
        ),
        "ignored/duty-only": (
            "On {date} the authority told that the decision will be late. It must, but telling does not lengthen the term.",
            "Op {date} liet de overheid weten dat het besluit later komt. Dat moet, maar daarmee wordt de termijn niet langer.",
        ),
        "ignored/term-set": (
            "On {date} the authority named a term, but a law or ordinance already sets one.",
            "Op {date} noemde de overheid een termijn, maar er geldt al een termijn uit de wet of de verordening.",
        ),
        "ignored/past": (
            "On {date} a last day was named that had already passed, or that is no later than the term.",
            "Op {date} werd een laatste dag genoemd die al voorbij was, of die niet later is dan de termijn.",
        ),
        "counted-back": (
            "{length} before {last} is {date}. A term that is counted back from an event never moves.",
            "{length} vóór {last} is {date}. Een termijn die vanaf een gebeurtenis wordt teruggerekend, schuift nooit op.",
        ),
        "decided": (
            "The decision was announced on {date}, in time: the last day was {due}.",
            "Het besluit is bekendgemaakt op {date}, op tijd: de laatste dag was {due}.",
        ),
        "decided/late": (
            "The decision was announced on {date}, too late: the last day was {due}.",
            "Het besluit is bekendgemaakt op {date}, te laat: de laatste dag was {due}.",
        ),
        "notice": (
            "A notice of default came on {date}, after the last day of the term, {due}: it is valid.",
            "Op {date} kwam een ingebrekestelling, na de laatste dag van de termijn, {due}: die is geldig.",
        ),
        "ignored/withdrawn": (
            "The notice of default of {date} was taken back, so it does not count.",
            "De ingebrekestelling van {date} is ingetrokken en telt dus niet.",
        ),
        "ignored/oral": (
            "The notice of default of {date} was not in writing, so it does not count.",
            "De ingebrekestelling van {date} was niet schriftelijk en telt dus niet.",
        ),
        "ignored/premature": (
            "The notice of default of {date} came too early: the term ran through {due}. It does not count later either.",
            "De ingebrekestelling van {date} kwam te vroeg: de termijn liep tot en met {due}. Zij telt later ook niet.",
        ),
        "ignored/nothing-left": (
            "The notice of default of {date} came when the decision had already been announced, on {end}.",
            "De ingebrekestelling van {date} kwam toen het besluit al was bekendgemaakt, op {end}.",
        ),
        "ignored/second": (
            "The notice of default of {date} changes nothing: one of {told} is valid already.",
            "De ingebrekestelling van {date} verandert niets: er is al een geldige van {told}.",
        ),
        "ignored/no-public-decision": (
            "The notice of default of {date} has no effect: under this ordinance the request leads to no decision in the sense of"
            " the law, so there is no penalty and no appeal for not deciding.",
            "De ingebrekestelling van {date} heeft geen gevolg: volgens deze verordening leidt het verzoek niet tot een besluit"
            " in de zin van de wet, dus is er geen dwangsom en geen beroep tegen niet beslissen.",
        ),
        "two-weeks": (
            "Two weeks after the notice of {told} end on {last}. From {date} the court can be asked.",
            "Twee weken na de ingebrekestelling van {told} eindigen op {last}. Vanaf {date} kan de rechter gevraagd worden.",
        ),
        "two-weeks/shifted": (
            "Two weeks after the notice of {told} would end on a day that does not count, {off}, and run through {last}. From"
            " {date} the court can be asked.",
            "Twee weken na de ingebrekestelling van {told} zouden eindigen op een dag die niet meetelt, {off}, en lopen door tot"
            " en met {last}. Vanaf {date} kan de rechter gevraagd worden.",
        ),
        "two-weeks/day-14": (
            "{date} is the fourteenth day after the notice of {told}, the day on which two weeks have passed. From that day the"
            " court can be asked.",
            "{date} is de veertiende dag na de ingebrekestelling van {told}, de dag waarop twee weken zijn verstreken. Vanaf die"
            " dag kan de rechter gevraagd worden.",
        ),
        "penalty": (
            "From {first} through {date} the authority owes a penalty for {length}: {amount}.",
            "Van {first} tot en met {date} is de overheid een dwangsom verschuldigd voor {length}: {amount}.",
        ),
        "no-penalty": (
            "The two weeks end on {last}, and the decision was announced on {date}: no day of default is left.",
            "De twee weken eindigen op {last} en het besluit is bekendgemaakt op {date}: er blijft geen dag over waarop de"
            " overheid in gebreke is.",
        ),
        "no-penalty/excluded": (
            "On {told} it was judged that no penalty is due: {ground}. The appeal to the court stays open.",
            "Op {told} is geoordeeld dat er geen dwangsom verschuldigd is: {ground}. Het beroep bij de rechter blijft open.",
        ),
        "shared": (
            "{n} applicants share the penalty in equal parts of {amount}.",
            "{n} aanvragers delen de dwangsom in gelijke delen van {amount}.",
        ),
        "penalty-decision": (
            "The penalty is fixed by decision within {length} after its last day, so by {date}.",
            "De dwangsom wordt vastgesteld binnen {length} na de laatste dag ervan, dus uiterlijk {date}.",
        ),
        "penalty-decision/shifted": (
            "The penalty is fixed by decision within {length} after its last day. That would end on a day that does not count,"
            " {off}, so by {date}.",
            "De dwangsom wordt vastgesteld binnen {length} na de laatste dag ervan. Dat zou eindigen op een dag die niet meetelt,"
            " {off}, dus uiterlijk {date}.",
        ),
        "filed": (
            "The objection came in on {date}, in time: the last day was {last}.",
            "Het bezwaar kwam binnen op {date}, op tijd: de laatste dag was {last}.",
        ),
        "filed/early": (
            "The objection came in on {date}, before its term began on {first}. That does no harm.",
            "Het bezwaar kwam binnen op {date}, voordat de termijn begon op {first}. Dat is niet erg.",
        ),
        "filed/late": (
            "The objection came in on {date}, after the last day, {last}. Whether that can be excused is for a person to judge"
            " (Awb 6:11).",
            "Het bezwaar kwam binnen op {date}, na de laatste dag, {last}. Of dat verschoonbaar is, beoordeelt een mens"
            " (Awb 6:11).",
        ),
        "filed/by-post": (
            "The objection was posted on {told}, by the last day, {due}, and came in on {date}, within the week for the post"
            " that ends on {last}: in time.",
            "Het bezwaar is op de post gedaan op {told}, uiterlijk op de laatste dag, {due}, en kwam binnen op {date}, binnen de"
            " week voor de post, die eindigt op {last}: op tijd.",
        ),
        "filed/late-by-post": (
            "The objection was posted on {told} and came in on {date}. It had to be posted by {due} and to come in by {last}:"
            " late. Whether that can be excused is for a person to judge (Awb 6:11).",
            "Het bezwaar is op de post gedaan op {told} en kwam binnen op {date}. Het moest uiterlijk {due} op de post zijn en"
            " uiterlijk {last} binnenkomen: te laat. Of dat verschoonbaar is, beoordeelt een mens (Awb 6:11).",
        ),
        "told/otherwise": (
            "The party was told {told}, though counting gave {date} on that day.",
            "De partij is {told} meegedeeld, hoewel de telling op die dag {date} gaf.",
        ),
        "told/changed": (
            "Counting gave {told} when it was told, and gives {date} now: a day was decreed since, or what had been recorded is"
            " judged otherwise.",
            "De telling gaf {told} toen het werd meegedeeld en geeft nu {date}: sindsdien is een dag aangewezen, of wat al"
            " vastlag wordt anders beoordeeld.",
        ),
        "not-applicable/penalty": (
            "Under this ordinance the request leads to no decision in the sense of the law, so a notice of default brings no"
            " penalty and no appeal for not deciding.",
            "Volgens deze verordening leidt het verzoek niet tot een besluit in de zin van de wet, dus levert een"
            " ingebrekestelling geen dwangsom op en geen beroep tegen niet beslissen.",
        ),
        "not-applicable/objection": (
            "The award is an act of private law and no decision in the sense of the law, so nobody can object to it. The civil"
            " court can be asked.",
            "De toewijzing is een handeling naar burgerlijk recht en geen besluit in de zin van de wet, dus staat er geen"
            " bezwaar tegen open. Wel kan de burgerlijke rechter worden gevraagd.",
        ),
    }
)
"""Step, or step and variant, to its sentence in English and in Dutch. Names in braces are filled in."""


def day_in_words(day: date, language: int) -> str:
    """Write a date out.

    >>> day_in_words(date(2026, 8, 3), ENGLISH), day_in_words(date(2026, 8, 3), DUTCH)
    ('Monday 3 August 2026', 'maandag 3 augustus 2026')
    """
    return f"{_WEEKDAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def day_of_year(day: tuple[int, int], language: int) -> str:
    """Write a day of every year out, given as month and day.

    >>> day_of_year((8, 1), DUTCH)
    '1 augustus'
    """
    return f"{day[1]} {_MONTHS[language][day[0] - 1]}"


def length_in_words(length: Length, language: int) -> str:
    """Write a length of time out.

    >>> length_in_words(Length(1, "weeks"), ENGLISH), length_in_words(Length(8, "weeks"), DUTCH)
    ('1 week', '8 weken')
    """
    one, more = _UNITS[language][length.unit]
    return f"{length.n} {one if length.n == 1 else more}"


def cents_in_words(amount: int, language: int) -> str:
    """Write an amount out.

    >>> cents_in_words(144200, ENGLISH), cents_in_words(28840, DUTCH)
    ('EUR 1,442.00', '€ 288,40')
    """
    euros, cents = divmod(amount, 100)
    if language == ENGLISH:
        return f"EUR {euros:,}.{cents:02}"
    return f"€ {euros:,}".replace(",", ".") + f",{cents:02}"


def sentences(key: str, values: Mapping[str, Value]) -> tuple[str, str]:
    """Give the English and the Dutch sentence of a step, with its values filled in."""
    return filled(WORDS[key], values)


def filled(texts: tuple[str, str], values: Mapping[str, Value]) -> tuple[str, str]:
    """Fill the values into an English and a Dutch text.

    >>> filled(("at most {cost}", "hoogstens {cost}"), {"cost": Cents(100_000)})
    ('at most EUR 1,000.00', 'hoogstens € 1.000,00')
    """
    english, dutch = texts
    return (
        english.format_map({name: _in_words(value, ENGLISH) for name, value in values.items()}),
        dutch.format_map({name: _in_words(value, DUTCH) for name, value in values.items()}),
    )


def _in_words(value: Value, language: int) -> str:
    match value:
        case str():
            return value
        case int():
            return str(value)
        case date():
            return day_in_words(value, language)
        case Length():
            return length_in_words(value, language)
        case Cents():
            return cents_in_words(value.amount, language)
        case Both():
            return value.english if language == ENGLISH else value.dutch
        case tuple():
            return listed([_off_in_words(day, reason, language) for day, reason in value], language)


def _off_in_words(day: date, reason: DayOff, language: int) -> str:
    written = day_in_words(day, language)
    if reason in {SATURDAY, SUNDAY}:  # the weekday stands in the date already
        return written
    return f"{written} ({reason.name if language == ENGLISH else reason.name_nl})"


def listed(parts: list[str], language: int) -> str:
    """Write a row of words out, with "and" before the last.

    >>> listed(["a", "b", "c"], DUTCH)
    'a, b en c'
    """
    if len(parts) < _PAIR:
        return "".join(parts)
    return ", ".join(parts[:-1]) + (" and " if language == ENGLISH else " en ") + parts[-1]
