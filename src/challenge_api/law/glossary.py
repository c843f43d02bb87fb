"""The glossary: each term of the field in English, its Dutch legal term, its name in code and API, and its source.

Pure data. A source is an article, or one of: ordinance (the authority's own rules), agreement (between authority and group),
practice (how they work, without a rule), this service (a word of our own). Where the law has a Dutch word, that is the one given;
where it has none, the word that authorities use.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what kind of thing it names, its name in code, English, Dutch, where it comes from, and what it means."""

    kind: str
    name: str
    english: str
    dutch: str
    source: str
    meaning: str


def _terms(kind: str, *rows: tuple[str, str, str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(kind, *row) for row in rows)


HEADINGS: Final = MappingProxyType(
    {
        "phase": "Phases",
        "state": "States",
        "outcome": "Outcomes",
        "action": "Actions that move a case",
        "track": "Actions beside the states (tracks)",
        "role": "Roles",
        "view": "Views",
        "deadline": "Deadlines of a case",
        "calculation": "Terms that can be calculated",
        "status": "How a deadline stands",
        "mode": "What a group asks for",
        "term": "Terms of the field",
    }
)
"""Kind of term → heading on the page, in the order of the page."""

TERMS: Final[tuple[Term, ...]] = (
    *_terms(
        "phase",
        ("draft", "draft", "concept", "practice", "Being written by the challenger; no clock runs."),
        ("submitted", "submitted", "ingediend", "Awb 4:1", "Received, and on its way to an assessment."),
        ("assessed", "assessed", "beoordeeld", "ordinance", "The assessment is concluded; the decision follows."),
        ("awarded", "awarded", "toegewezen", "Gemeentewet 150(3)", "The task is awarded; agreement and hand-over follow."),
        ("monitored", "monitored", "in uitvoering", "agreement", "The challengers carry the task out and report on it."),
        ("closed", "closed", "afgesloten", "practice", "The case has ended, with an outcome."),
    ),
    *_terms(
        "state",
        ("none", "none", "bestaat niet", "this service", "There is no case yet."),
        ("draft", "draft", "concept", "practice", "Being written, seen only by its group."),
        ("submitted", "submitted", "ingediend", "Awb 4:1, 4:13", "Received; the decision term runs from the day of receipt."),
        ("incomplete", "incomplete", "aanvulling gevraagd", "Awb 4:5, 4:15", "Waits for a supplement; the term is suspended."),
        ("admissible", "admissible", "in behandeling", "ordinance", "Complete and within the rules."),
        ("exploring", "exploring", "verkenning", "ordinance", "The idea is worked out together; the term runs on."),
        ("assessing", "assessing", "in beoordeling", "ordinance", "Assessors score against the published criteria."),
        ("assessed", "assessed", "beoordeeld", "ordinance", "The assessment is concluded, with an advice."),
        ("awarded", "awarded", "toegewezen", "Gemeentewet 150(3)", "Whole or part; agreement and hand-over are being prepared."),
        ("monitored", "monitored", "in uitvoering", "agreement", "The challengers carry out the task."),
        ("improving", "improving", "herstel", "agreement", "A shortcoming was found; the improvement term runs."),
    ),
    *_terms(
        "outcome",
        ("discarded", "discarded", "geschrapt", "practice", "A draft was thrown away; its texts are erased."),
        ("not_handled", "not handled", "buiten behandeling", "Awb 4:5", "It was decided not to handle an incomplete request."),
        ("forwarded", "forwarded", "doorgezonden", "Awb 2:3", "Sent on to the competent body."),
        ("rerouted", "rerouted", "omgeleid", "practice", "Goes on through another door, with the group's consent."),
        ("joined", "joined", "gevoegd", "practice", "Goes on inside another case, with the consent of both groups."),
        ("withdrawn", "withdrawn", "ingetrokken", "practice", "Taken back by the group."),
        ("rejected", "rejected", "afgewezen", "Awb 1:3(2), 3:46", "Refused on coded grounds, each with its reason."),
        ("resolved_by_cooperation", "resolved by cooperation", "samen opgelost", "practice", "Solved without transfer."),
        ("lapsed", "lapsed", "vervallen", "ordinance", "No agreement came within its term."),
        ("completed", "completed", "afgerond", "agreement", "Carried out to the end of its term."),
        ("handed_back", "handed back", "teruggegeven", "ordinance", "Given back by the group, with notice."),
        ("terminated", "terminated", "opgezegd", "agreement", "Ended by the authority."),
    ),
    *_terms(
        "action",
        ("draft", "draft", "concept maken", "practice", "Begin a draft."),
        ("revise", "revise", "herzien", "practice", "Rewrite a draft."),
        ("discard", "discard", "schrappen", "GDPR 17", "Throw a draft away; its texts are erased at once."),
        ("submit", "submit", "indienen", "Awb 4:1", "File a challenge."),
        ("forward", "forward", "doorzenden", "Awb 2:3", "Send on to the competent body, and tell the sender."),
        ("request-supplement", "request a supplement", "aanvulling vragen", "Awb 4:5(1)", "Say what is missing, until when."),
        ("supplement", "supplement", "aanvullen", "Awb 4:5(1)", "Hand in what was missing."),
        ("take-up", "take up", "weer oppakken", "Awb 4:15(1)(a)", "Go on, supplemented or not."),
        ("set-aside", "set aside", "buiten behandeling stellen", "Awb 4:5", "Decide not to handle it."),
        ("admit", "admit", "in behandeling nemen", "ordinance", "Find the request complete and within the rules."),
        ("explore", "explore", "verkennen", "ordinance", "Begin to work the idea out together."),
        ("conclude-exploration", "conclude the exploration", "verkenning afsluiten", "ordinance", "End it with what it gave."),
        ("amend", "amend", "wijzigen", "practice", "Give a new version of the plan, or withdraw part of it."),
        ("begin-assessment", "begin the assessment", "beoordeling beginnen", "Awb 3:2", "Put one plan to the assessors."),
        ("score", "score", "scoren", "ordinance", "Hand in one's own score sheet, sealed until the conclusion."),
        ("conclude-assessment", "conclude the assessment", "beoordeling afsluiten", "Awb 3:2", "Give two tests, an advice."),
        ("return-to-assessment", "return to assessment", "terugleggen", "Awb 3:2", "Send the case back, with reason."),
        ("award", "award", "toewijzen", "Gemeentewet 150(3)", "Award the task, whole or in part."),
        ("reject", "reject", "afwijzen", "Awb 1:3(2), 3:46", "Refuse on coded grounds, each with its reason."),
        ("resolve-by-cooperation", "resolve by cooperation", "samen oplossen", "practice", "Close as solved together."),
        ("reroute", "reroute", "omleiden", "practice", "Close because another door fits better."),
        ("join", "join", "voegen", "practice", "Go on inside another case."),
        ("withdraw", "withdraw", "intrekken", "practice", "Take the challenge back."),
        ("start-execution", "start the execution", "uitvoering starten", "agreement", "Hand the task over."),
        ("lapse", "let lapse", "laten vervallen", "ordinance", "Establish that no agreement came within its term."),
        ("report", "report", "rapporteren", "agreement", "Report on a period: spending, and each indicator."),
        ("inspect", "inspect", "controleren", "agreement", "Record an inspection and its finding."),
        ("require-improvement", "require improvement", "herstel eisen", "agreement", "Name what to mend, and by when."),
        ("accept-improvement", "accept the improvement", "herstel aanvaarden", "agreement", "Find it mended."),
        ("renew", "renew", "verlengen (uitvoering)", "agreement", "Go on after an evaluation, to a new end."),
        ("complete", "complete", "afronden", "agreement", "Close at the end of the term."),
        ("hand-back", "hand back", "teruggeven", "ordinance", "Give the task back, with notice."),
        ("terminate", "terminate", "opzeggen", "agreement", "End the execution on the authority's side."),
        ("reopen", "reopen", "heropenen", "Awb 7:11, 8:72", "Open again after an upheld objection or a ruling."),
    ),
    *_terms(
        "track",
        ("announce", "announce", "bekendmaken", "Awb 3:40, 3:41", "Send or hand a decision to its addressee."),
        ("assign", "assign", "toedelen", "practice", "Give a person a part in the case, or end it."),
        ("extend", "extend", "verlengen (beslistermijn)", "ordinance, Awb 4:14(3)", "Move the end of the term."),
        ("follow-ordinance", "follow the ordinance", "nieuwe versie volgen", "Gemeentewet 147", "By a transitional rule of it."),
        ("suspend", "suspend", "opschorten", "Awb 4:15(2)(a)", "Let the term stand still, by written consent."),
        ("resume", "resume", "hervatten", "Awb 4:15(2)(a)", "Let the term run again earlier."),
        ("declare-interest", "declare an interest", "belang melden", "Awb 2:4(2)", "Say whether there is one."),
        ("log-contact", "log a contact", "contact noteren", "practice", "Note a contact about the case."),
        ("lodge-objection", "object", "bezwaar maken", "Awb 6:4, 6:5", "Ask the body that decided to decide again."),
        ("explain-lateness", "explain lateness", "termijnoverschrijding toelichten", "Awb 6:11", "Say why it came late."),
        ("request-remedy", "request a remedy", "herstel van verzuim vragen", "Awb 6:6", "Say what an objection lacks."),
        ("remedy-objection", "remedy an objection", "verzuim herstellen", "Awb 6:6", "Hand in what an objection lacked."),
        ("refer-to-committee", "refer to a committee", "commissie inschakelen", "Awb 7:13", "Let a committee hear, advise."),
        ("judge-admissibility", "judge admissibility", "ontvankelijkheid beoordelen", "Awb 6:6, 6:11", "Admit, or not."),
        ("invite-to-hearing", "invite to the hearing", "uitnodigen voor de hoorzitting", "Awb 7:2, 7:4", "Day, papers."),
        ("waive-hearing", "waive the hearing", "afzien van horen", "Awb 7:3", "One of five grounds of the law."),
        ("hear-objection", "hear", "horen", "Awb 7:2, 7:5", "Hear the parties, by who did not decide; with a report."),
        ("advise-on-objection", "advise on an objection", "adviseren over bezwaar", "Awb 7:13(7)", "What the committee says."),
        ("postpone-objection-decision", "postpone", "verdagen", "Awb 7:10(3), (4)", "Six weeks at most, or by consent."),
        ("decide-objection", "decide on an objection", "beslissen op bezwaar", "Awb 7:11, 7:12", "After reconsidering all."),
        ("withdraw-objection", "withdraw an objection", "bezwaar intrekken", "Awb 6:21", "Take an objection back."),
        ("give-default-notice", "give notice of default", "in gebreke stellen", "Awb 4:17(3)", "Ask to decide after the term."),
        ("withdraw-default-notice", "withdraw a notice", "ingebrekestelling intrekken", "practice", "Take the notice back."),
        ("decide-penalty", "fix the penalty", "dwangsom vaststellen", "Awb 4:18", "By decision, within two weeks."),
        ("record-appeal", "record an appeal", "beroep vastleggen", "Awb 6:12, 8:1", "Somebody went to court."),
        ("record-ruling", "record a ruling", "uitspraak vastleggen", "Awb 8:70", "What the court ruled."),
        ("tell-deadline", "tell a last day", "uiterste dag meedelen", "Awb 4:14, 4:15(4)", "It stays as it was told."),
        ("record-standstill", "record a standstill", "opschorting vastleggen", "Awb 4:15(2)", "Own delay, force majeure."),
        ("await-foreign-information", "await from abroad", "buitenlandse informatie vragen", "Awb 4:15(1)(b)", "Told."),
        ("record-foreign-information", "record from abroad", "informatie ontvangen", "Awb 4:15(1)(b)", "It came."),
        ("move-supplement-term", "move the supplement term", "aanvultermijn verplaatsen", "Awb 4:5(1)", "While it runs."),
        ("publish-decision", "publish", "publiceren", "Woo 3.1", "Make a decision public, without names."),
        ("propose-to-council", "propose to the council", "raadsvoorstel doen", "Gemeentewet 147", "Send it a proposal."),
        ("record-council-treatment", "record treatment", "raadsbehandeling vastleggen", "Gemeentewet 147", "What it said."),
        ("request-advice", "ask advice", "advies vragen", "Awb 3:5, 3:6", "Of whom, by when."),
        ("receive-advice", "receive advice", "advies ontvangen", "Awb 3:6", "What the adviser said; late is marked."),
        ("link-case", "link a case", "zaak koppelen", "practice", "How another case belongs to this one."),
    ),
    *_terms(
        "role",
        ("representative", "representative", "vertegenwoordiger", "Awb 2:1(2)", "Speaks for a group."),
        ("intake", "intake", "intake", "practice", "Receives, routes and records what comes in."),
        ("handler", "handler", "behandelaar", "practice", "The official who handles the case."),
        ("assessor", "assessor", "beoordelaar", "ordinance", "Scores on the criteria; does not decide on the case."),
        ("decision-maker", "decision-maker", "beslisser", "Awb 1:1, 10:1", "Decides, under mandate or as the body."),
        ("contract-manager", "contract manager", "contractbeheerder", "practice", "Agrees, and follows the execution."),
        ("objection-committee", "objection committee", "bezwaarcommissie", "Awb 7:13", "Hears objections."),
        ("publisher", "publisher", "publicatiemedewerker", "Woo 3.1", "Publishes decisions, without names."),
        ("archivist", "archivist", "archivaris", "Archiefwet", "Keeps and destroys by the selection list."),
        ("auditor", "auditor", "controleur", "practice", "Reads every history and changes nothing."),
        ("administrator", "administrator", "beheerder", "practice", "Keeps ordinances and who does what."),
        ("interested-party", "interested party", "belanghebbende", "Awb 1:2", "Whom one case concerns directly."),
    ),
    *_terms(
        "view",
        ("party", "party", "partij", "this service", "What the group sees of its own case."),
        ("staff", "staff", "medewerkers", "this service", "What the authority sees at work."),
        ("audit", "audit", "controle", "this service", "Everything but personal data."),
        ("interested", "interested party", "belanghebbende", "Awb 7:4(2)", "A case one objects in, without personal data."),
    ),
    *_terms(
        "deadline",
        ("confirmation", "confirmation of receipt", "ontvangstbevestiging", "Awb 2:17, 4:3a", "As soon as possible."),
        ("decision", "decision term", "beslistermijn", "Awb 4:13", "Until when the announcement is in time."),
        ("default", "two weeks after notice", "twee weken na ingebrekestelling", "Awb 4:17(3)", "Then the penalty runs."),
        ("penalty-decision", "decision on the penalty", "dwangsombeschikking", "Awb 4:18", "Two weeks to fix the penalty."),
        ("supplement", "supplement term", "aanvultermijn", "Awb 4:5(1)", "The last day to hand in what is missing."),
        ("set-aside", "term to set aside", "termijn voor niet behandelen", "Awb 4:5(4)", "After it the body must decide."),
        ("objection", "objection window", "bezwaartermijn", "Awb 6:7", "Six weeks in which to object to a decision."),
        ("objection-remedy", "term to mend", "hersteltermijn bezwaar", "Awb 6:6", "The last day to mend an objection."),
        ("hearing-papers", "papers before a hearing", "nadere stukken", "Awb 7:4(1)", "Until ten days before the hearing."),
        ("objection-decision", "decision on an objection", "beslissing op bezwaar", "Awb 7:10", "Six or twelve weeks."),
        ("appeal", "window to appeal", "beroepstermijn", "Awb 6:7, 8:1", "Six weeks in which to go to the court."),
        ("court-decision", "term set by the court", "termijn van de rechter", "Awb 8:55d(1)", "Until when to decide."),
        ("agreement", "agreement term", "termijn voor de overeenkomst", "ordinance", "Until when to agree after an award."),
        ("report", "reporting term", "rapportagetermijn", "ordinance", "The last day for the next report."),
        ("improvement", "improvement term", "hersteltermijn", "agreement", "The last day to mend a shortcoming."),
        ("evaluation", "evaluation", "evaluatie", "ordinance", "The last day to evaluate, so long after the start."),
        ("hand-back-notice", "notice to hand back", "opzegtermijn", "ordinance", "The last day to give notice for the end."),
        ("execution", "end of the execution", "einde van de looptijd", "agreement", "The last day of the agreed term."),
    ),
    *_terms(
        "calculation",
        ("decision", "decision on an application", "beslissing op de aanvraag", "Awb 4:13-4:15, 4:17", "Up to the penalty."),
        ("set_aside", "not handling", "buiten behandeling laten", "Awb 4:5(4)", "Four weeks after supplement or lapse."),
        ("objection_window", "objection window", "bezwaartermijn", "Awb 6:7, 6:8", "Six weeks from the day after it."),
        ("objection_decision", "decision on an objection", "beslissing op bezwaar", "Awb 7:10", "Six or twelve weeks."),
        (
            "administrative_appeal_decision",
            "appeal to another body",
            "administratief beroep",
            "Awb 7:24",
            "Sixteen weeks, or less.",
        ),
        ("plain_term", "any term set in a law", "wettelijke termijn", "Atw 1-4", "Days, weeks, months or years after a day."),
        ("term_before", "term counted back", "terugrekentermijn", "Atw 1(2)", "Ends before an event and never moves."),
    ),
    *_terms(
        "status",
        ("running", "running", "lopend", "this service", "The last day has not passed."),
        ("suspended", "suspended", "opgeschort", "Awb 4:15", "The term stands still today."),
        ("met", "met", "gehaald", "this service", "Done by the last day."),
        ("missed", "missed", "overschreden", "this service", "The last day passed, or it was done later."),
        ("lapsed", "lapsed", "verstreken", "this service", "The power ended with the term; nobody is at fault."),
    ),
    *_terms(
        "mode",
        ("carry-out", "carry out", "zelf uitvoeren", "practice", "The group does the task itself."),
        ("direct-others", "direct others", "regie voeren", "practice", "The group directs, others do it."),
        ("say-in-procurement", "say in procurement", "zeggenschap bij inkoop", "practice", "A say in what is bought."),
    ),
    *_terms(
        "term",
        ("challenge", "challenge", "uitdaging", "Gemeentewet 150(3)", "A request to carry out a task of the authority."),
        ("authority", "authority", "overheid, bestuursorgaan", "Awb 1:1", "The public body that is challenged."),
        ("ordinance", "ordinance", "verordening", "Gemeentewet 147, 150", "The authority's rules for the right, by version."),
        ("open_groups", "open group of rules", "niet geregeld onderdeel", "this service", "The law's default applies."),
        ("group", "group", "initiatiefgroep", "Gemeentewet 150(3)", "The residents or social party that challenge."),
        ("contact", "contact person", "contactpersoon", "practice", "Whom the authority writes to."),
        ("task", "task", "taak", "Gemeentewet 150(3)", "What is challenged, and who does it today."),
        ("domain", "task domain", "taakveld", "BBV, Iv3", "The kind of task, as a dated code of the budget."),
        ("executor", "present executor", "huidige uitvoerder", "practice", "Who does the task today."),
        ("cost", "today's cost", "huidige kosten", "practice", "A figure with year, scope and source, or unknown."),
        ("promise", "promise", "belofte", "ordinance", "Better, cheaper or both, each with its argument."),
        ("better", "better", "beter", "ordinance", "One of the two tests: met, not met or not assessed."),
        ("cheaper", "cheaper", "goedkoper", "ordinance", "The other test: met, not met or not assessed."),
        ("plan", "plan", "plan", "Awb 4:2", "How the group will do the task."),
        ("support", "support", "draagvlak", "ordinance", "How many stand behind the plan; numbers, never names."),
        (
            "eligibility",
            "eligibility",
            "in aanmerking komen",
            "ordinance",
            "Whether a group would be admitted; asked beforehand.",
        ),
        ("exclusion", "exclusion", "uitsluiting", "ordinance", "A kind of task that cannot be challenged."),
        ("window", "submission window", "aanvraagperiode", "ordinance", "A part of the year in which requests are accepted."),
        ("sister_doors", "sister door", "andere weg", "ordinance", "A right or scheme beside this one that may fit better."),
        ("dry_run", "dry run", "proefdraai", "this service", "Other rules held against past cases; it changes nothing."),
        ("received_on", "day of receipt", "dag van ontvangst", "Awb 4:13", "Term and ordinance follow from it."),
        ("decision", "decision", "besluit", "Awb 1:3(1)", "What the competent body decides, in writing."),
        ("announced_on", "day of announcement", "dag van bekendmaking", "Awb 3:40, 3:41", "Day of dispatch or handing over."),
        ("decider", "deciding body", "bevoegd bestuursorgaan", "Awb 10:1, ordinance", "Who decides, and under which mandate."),
        ("mandate", "mandate", "mandaat", "Awb 10:1", "The power to decide in the name of a body."),
        ("council_heard_on", "council heard", "raad gehoord", "Gemeentewet 169(4)", "The council was heard before."),
        ("ground", "ground of refusal", "weigeringsgrond", "ordinance, Awb 3:46", "A coded reason to refuse."),
        ("reasons", "reasons", "motivering", "Awb 3:46, 3:47", "Why a decision was taken."),
        ("conditions", "conditions", "voorwaarden", "ordinance", "What an award asks of the group."),
        ("legal_track", "legal track", "publiek- of privaatrechtelijk", "Awb 1:3, 8:3(2)", "Decision, or private award."),
        ("criterion", "criterion", "beoordelingscriterium", "ordinance", "What a plan is scored on, with its weight."),
        ("advice", "advice", "advies", "Awb 3:49", "How an assessment ends; a decision may rest on it."),
        ("interest", "interest", "persoonlijk belang", "Awb 2:4(2)", "A reason not to assess or decide."),
        ("suspension", "suspension", "opschorting", "Awb 4:15", "Days on which the term stands still."),
        ("extension", "extension", "verlenging", "ordinance", "Time that a power in the ordinance adds to its own term."),
        ("reasonable_term_named", "reasonable term", "redelijke termijn", "Awb 4:14(3)", "Where no law sets one."),
        ("delay_told", "notice of delay", "mededeling van vertraging", "Awb 4:14(1)", "A duty; it moves nothing."),
        ("default_notice_received", "notice of default", "ingebrekestelling", "Awb 4:17(3), 6:12(2)", "Only after the term."),
        ("penalty", "penalty", "dwangsom", "Awb 4:17", "What the authority owes for each day in default."),
        ("objection", "objection", "bezwaar", "Awb 1:5(1)", "Asking the body that decided to decide again."),
        ("court", "administrative court", "bestuursrechter", "Awb 1:4", "Rules on appeals."),
        ("due_on", "due date", "uiterste dag", "Atw 1", "The last day of a term, moved over days off."),
        ("unshifted_end", "unshifted end", "einde zonder verschuiving", "Awb 4:13, Atw 1", "What counting alone gives."),
        ("is_working_day", "working day", "werkdag", "Atw 2, 3", "No Saturday, Sunday, holiday or decreed day."),
        ("day_off", "day off", "zaterdag, zondag, feestdag", "Atw 1, 3", "A day on which no term of a law ends."),
        ("decreed", "decreed day", "gelijkgestelde dag", "Atw 3(3)", "A day equated with a holiday by royal decree."),
        ("provisional", "provisional", "voorlopig", "Atw 3(3)", "A day off may still be decreed before it."),
        ("agreement", "agreement", "overeenkomst", "BW 6:213", "Parties, term, amount a year."),
        ("indicator", "indicator", "prestatie-indicator", "agreement", "What is measured, with its target."),
        ("hand_over", "hand-over", "overdracht", "agreement", "The task passes to the group."),
        ("notice", "notice", "opzegtermijn", "ordinance, agreement", "The time between handing back and the end."),
        ("consent", "consent", "instemming", "Awb 4:15(2)(a)", "The group agrees, in writing."),
        ("occurred_on", "legal date", "datum van de handeling", "this service", "The day on which something happened in law."),
        ("recorded_at", "moment of recording", "tijdstip van vastlegging", "this service", "When the service wrote it down."),
        ("sandbox", "sandbox", "proefomgeving", "this service", "An authority to try things at, with a clock of its own."),
        ("erased", "erased", "gewist", "GDPR 17", "A private text is gone; that it stood there stays provable."),
    ),
)


def markdown() -> str:
    """Give the glossary as the page `docs/glossary.md`."""
    lines = [
        "# Glossary",
        "",
        "Made by `./dev generate` from `challenge_api.law.glossary`; the API serves the same at `/v1/glossary`.",
        "Fields of the API bear these names in camelCase. Awb: General Administrative Law Act; Atw: General Terms",
        "Act; Woo: Open Government Act; BW: Civil Code; BBV and Iv3: the budget rules of municipalities; GDPR: AVG.",
    ]
    columns = ["| English | Dutch | name in code | source | meaning |", "| --- | --- | --- | --- | --- |"]
    for kind, heading in HEADINGS.items():
        rows = [
            f"| {term.english} | {term.dutch} | `{term.name}` | {term.source} | {term.meaning} |"
            for term in TERMS
            if term.kind == kind
        ]
        lines += ["", f"## {heading}", "", *columns, *rows]
    return "\n".join(lines) + "\n"
