"""The words of the page, in English and in Dutch."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "kind": ("Dry run of rules for the right to challenge", "Proefdraai van regels voor het uitdaagrecht"),
        "heading": ("What would these rules have changed?", "Wat hadden deze regels veranderd?"),
        "rules": ("The rules: {title}.", "De regels: {title}."),
        "lead/none": (
            "No challenge was received from {first} through {last}, so there is nothing to compare.",
            "Van {first} tot en met {last} is geen uitdaging ontvangen. Er is dus niets te vergelijken.",
        ),
        "lead/one": (
            "One challenge was received from {first} through {last}. We held it against these rules: {differing} of 1 would have"
            " gone otherwise.",
            "Van {first} tot en met {last} is één uitdaging ontvangen. Die is naast deze regels gelegd: {differing} van 1 was"
            " anders gegaan.",
        ),
        "lead": (
            "{cases} challenges were received from {first} through {last}. We held each of them against these rules. In"
            " {differing} of them something would have gone otherwise.",
            "Van {first} tot en met {last} zijn {cases} uitdagingen ontvangen. Elke uitdaging is naast deze regels gelegd. Bij"
            " {differing} daarvan was iets anders gegaan.",
        ),
        "notice": (
            "This is a trial on paper. No case, no decision and no rule was changed. No personal data are on this page.",
            "Dit is een proef op papier. Geen zaak, besluit of regel is gewijzigd. Op deze pagina staan geen persoonsgegevens.",
        ),
        "ordinance": ("Ordinance", "Verordening"),
        "sum": ("In sum", "Alles bij elkaar"),
        "sum/caption": ("In how many cases", "In hoeveel zaken"),
        "sum/what": ("What", "Wat"),
        "sum/count": ("Cases", "Zaken"),
        "differing": ("Cases that would have gone otherwise", "Zaken die anders waren gegaan"),
        "same": ("Cases in which nothing would have changed", "Zaken waarin niets was veranderd"),
        "same/caption": ("No difference was found in these cases.", "In deze zaken is geen verschil gevonden."),
        "about": ("About", "Onderwerp"),
        "received": ("Received", "Ontvangen"),
        "state": ("State today", "Stand van nu"),
        "rules/then": ("Rules at the time", "Regels van toen"),
        "number": ("Number", "Nummer"),
        "erased": ("(text erased)", "(tekst gewist)"),
        "case/caption": ("As it went, and under these rules", "Zoals het ging, en onder deze regels"),
        "as-it-went": ("As it went", "Zoals het ging"),
        "would": ("Under these rules", "Onder deze regels"),
        "differs": ("different", "anders"),
        "admission": ("Admission to the procedure", "Toelating tot de procedure"),
        "then/admitted": ("admitted", "toegelaten"),
        "then/refused": ("not admitted", "niet toegelaten"),
        "then/not-judged": ("not judged, or not yet", "niet beoordeeld, of nog niet"),
        "would/admissible": ("to be admitted", "toe te laten"),
        "would/not-admissible": ("not to be admitted", "niet toe te laten"),
        "would/cannot-be-said": ("cannot be said", "niet te zeggen"),
        "decider/granted": ("Who decides ({amount} a year granted)", "Wie beslist ({amount} per jaar toegekend)"),
        "decider/asked": ("Who decides ({amount} a year asked)", "Wie beslist ({amount} per jaar gevraagd)"),
        "open": ("not regulated", "niet geregeld"),
        "term/decision": ("Last day to decide", "Laatste dag om te beslissen"),
        "term/supplement": ("Last day to complete the request", "Laatste dag om het verzoek aan te vullen"),
        "term/agreement": ("Last day for the agreement", "Laatste dag voor de overeenkomst"),
        "late": ("too late", "te laat"),
        "later": (", {days} days later", ", {days} dagen later"),
        "later/one": (", 1 day later", ", 1 dag later"),
        "earlier": (", {days} days earlier", ", {days} dagen eerder"),
        "earlier/one": (", 1 day earlier", ", 1 dag eerder"),
        "why-not": ("Why it would not have been admitted", "Waarom niet toe te laten"),
        "award-hindered": (
            "What the award, as it was made, does not meet",
            "Waaraan de toewijzing, zoals die is gedaan, niet voldoet",
        ),
        "contents-missing": (
            "What these rules ask of a request and this one does not hold",
            "Wat deze regels van een verzoek vragen en hier niet in staat",
        ),
        "contents-help": (
            "The group would have been asked to supplement it.",
            "De groep zou om een aanvulling zijn gevraagd.",
        ),
        "grounds-gone": ("Grounds that would not have been there", "Gronden die er niet waren geweest"),
        "unknown": ("What cannot be said", "Wat niet te zeggen is"),
        "unknown/lead": ("The case does not hold:", "In het dossier staat niet:"),
        "unknown/column": ("The case does not hold", "In het dossier staat niet"),
        "reading": ("How to read this page", "Hoe u deze pagina leest"),
        "reading/same-rules": (
            "The computer looked at each case in the way in which it looks at real ones, as if these rules had been in force on"
            " the day on which the case came in.",
            "De computer heeft elke zaak bekeken zoals hij naar echte zaken kijkt, alsof deze regels golden op de dag waarop de"
            " zaak binnenkwam.",
        ),
        "reading/late": (
            "A decision is too late when it was announced after the last day, or when that day has passed and it is not announced"
            " yet.",
            "Een besluit is te laat als het na de laatste dag is bekendgemaakt, of als die dag voorbij is en het nog niet is"
            " bekendgemaakt.",
        ),
        "reading/unknown": (
            "A case holds only what its own rules asked at the time. Where these rules ask more, the page does not guess: it says"
            " that it cannot be said.",
            "In een dossier staat alleen wat de regels van toen vroegen. Waar deze regels meer vragen, gokt de pagina niet: er"
            " staat dat het niet te zeggen is.",
        ),
        "reading/people": (
            "What people would have done otherwise under other rules, nobody can compute.",
            "Wat mensen onder andere regels anders hadden gedaan, kan niemand uitrekenen.",
        ),
        "footer": (
            "Dry run of {day}, for {authority}, on version {id}.",
            "Proefdraai van {day}, voor {authority}, met versie {id}.",
        ),
        "footer/sent": (
            "The rules were sent along with the request and are not stored.",
            "De regels zijn met het verzoek meegestuurd en worden niet bewaard.",
        ),
        "skip": ("Skip to the cases", "Naar de zaken"),
        "sum/no_longer_admissible": ("Admitted then, and not under these rules", "Toen toegelaten, en onder deze regels niet"),
        "sum/newly_admissible": ("Not admitted then, and to be admitted now", "Toen niet toegelaten, onder deze regels wel"),
        "sum/contents_missing": ("The request would have had to say more", "In het verzoek had meer moeten staan"),
        "sum/other_decider": ("Another body would have decided", "Een ander orgaan had beslist"),
        "sum/decision_due_later": ("More time to decide", "Meer tijd om te beslissen"),
        "sum/decision_due_earlier": ("Less time to decide", "Minder tijd om te beslissen"),
        "sum/late_then": ("Decision too late, as it went", "Besluit te laat, zoals het ging"),
        "sum/late_would": ("Decision too late, under these rules", "Besluit te laat, onder deze regels"),
        "sum/grounds_gone": ("A ground of refusal would not have been there", "Een grond voor afwijzing was er niet geweest"),
        "sum/awards_hindered": ("The award could not have been made as it was", "De toewijzing had zo niet gekund"),
        "sum/not_fully_known": ("Something about it cannot be said", "Iets erover is niet te zeggen"),
    }
)  # fmt: skip
"""Key → English, Dutch; names in braces are filled in."""

SUMS: Final = (
    "no_longer_admissible", "newly_admissible", "contents_missing", "other_decider", "decision_due_later", "decision_due_earlier",
    "late_then", "late_would", "grounds_gone", "awards_hindered", "not_fully_known",
)  # fmt: skip
"""Counts of the sum that the page shows, in order."""
