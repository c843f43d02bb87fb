"""The glossary: each term of the field in English, its Dutch legal term, its name in code and API, and its source."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """One term."""

    kind: str
    name: str
    english: str
    dutch: str
    source: str
    meaning: str


def _terms(kind: str, *rows: tuple[str, str, str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(kind, *row) for row in rows)


TERMS: Final[tuple[Term, ...]] = (
    *_terms(
        "phase",
        ("draft", "draft", "concept", "practice", "Being written by the challenger; no clock runs."),
        ("submitted", "submitted", "ingediend", "Awb 4:1", "Received, and on its way to an assessment."),
        ("assessed", "assessed", "beoordeeld", "ordinance", "The assessment is concluded; the decision follows."),
        ("awarded", "awarded", "toegewezen", "Gemeentewet 150(3)", "The task is awarded; agreement and hand-over follow."),
        ("monitored", "monitored", "in uitvoering", "ordinance", "The challengers carry the task out."),
        ("closed", "closed", "afgesloten", "practice", "The case has ended, with an outcome."),
    ),
    *_terms(
        "state",
        ("none", "none", "bestaat niet", "this service", "There is no case yet."),
        ("draft", "draft", "concept", "practice", "Being written, seen only by its group."),
        ("submitted", "submitted", "ingediend", "Awb 4:13", "Received; the decision term runs from the day of receipt."),
        (
            "incomplete",
            "supplement requested",
            "aanvulling gevraagd",
            "Awb 4:5",
            "Waits for a supplement; the term is suspended.",
        ),
        ("admissible", "admissible", "in behandeling", "ordinance", "Complete and within the rules."),
        ("exploring", "exploration", "verkenning", "ordinance", "The idea is worked out together."),
        ("assessing", "under assessment", "in beoordeling", "ordinance", "Assessors score against the published criteria."),
        ("assessed", "assessed", "beoordeeld", "ordinance", "The assessment is concluded."),
        ("awarded", "awarded", "toegewezen", "Gemeentewet 150(3)", "Whole or part; the agreement is being prepared."),
        ("monitored", "in execution", "in uitvoering", "ordinance", "The challengers carry out the task."),
        ("improving", "improvement", "herstel", "agreement", "A shortcoming was found; an improvement term runs."),
    ),
    *_terms(
        "outcome",
        ("discarded", "discarded", "geschrapt", "practice", "A draft was thrown away."),
        ("not_handled", "not handled", "buiten behandeling", "Awb 4:5", "It was decided not to handle an incomplete request."),
        ("forwarded", "forwarded", "doorgezonden", "Awb 2:3", "Sent on to the competent body."),
        ("rerouted", "rerouted", "omgeleid", "practice", "Goes on through another door."),
        ("joined", "joined", "gevoegd", "practice", "Goes on inside another case."),
        ("withdrawn", "withdrawn", "ingetrokken", "Awb 4:13", "Taken back by the group."),
        ("rejected", "rejected", "afgewezen", "Awb 3:46", "Refused on coded grounds."),
        (
            "resolved_by_cooperation",
            "resolved by cooperation",
            "samen opgelost",
            "practice",
            "Solved together, without transfer.",
        ),
        ("lapsed", "lapsed", "vervallen", "ordinance", "No agreement came within its term."),
        ("completed", "completed", "afgerond", "agreement", "Carried out to the end of its term."),
        ("handed_back", "handed back", "teruggegeven", "ordinance", "Given back by the group, with notice."),
        ("terminated", "terminated", "opgezegd", "agreement", "Ended by the authority."),
    ),
    *_terms(
        "action",
        ("draft", "draft", "concept maken", "practice", "Begin a draft."),
        ("revise", "revise", "herzien", "practice", "Rewrite a draft."),
        ("discard", "discard", "schrappen", "practice", "Throw a draft away."),
        ("submit", "submit", "indienen", "Awb 4:1", "File a challenge."),
        ("forward", "forward", "doorzenden", "Awb 2:3", "Send on to the competent body."),
        ("request-supplement", "request a supplement", "aanvulling vragen", "Awb 4:5", "Ask the group to complete its request."),
        ("supplement", "supplement", "aanvullen", "Awb 4:5", "Hand in what was missing."),
        ("take-up", "take up", "weer oppakken", "Awb 4:15", "Go on after a supplement, or as it stands."),
        ("set-aside", "leave unhandled", "buiten behandeling stellen", "Awb 4:5", "Decide not to handle an incomplete request."),
        ("admit", "admit", "in behandeling nemen", "ordinance", "Find the request complete and within the rules."),
        ("explore", "explore", "verkennen", "ordinance", "Begin to work the idea out together."),
        (
            "conclude-exploration",
            "conclude the exploration",
            "verkenning afsluiten",
            "ordinance",
            "End the exploration with what it gave.",
        ),
        ("amend", "amend", "wijzigen", "Awb 4:2", "Give a new version of the plan."),
        ("begin-assessment", "begin the assessment", "beoordeling beginnen", "Awb 3:2", "Put a plan before the assessors."),
        ("score", "score", "scoren", "ordinance", "Hand in a sealed score sheet."),
        (
            "conclude-assessment",
            "conclude the assessment",
            "beoordeling afsluiten",
            "Awb 3:2",
            "Conclude with two tests and an advice.",
        ),
        ("return-to-assessment", "return to assessment", "terugleggen", "Awb 3:2", "Send the case back to the assessors."),
        ("award", "award", "toewijzen", "Gemeentewet 150(3)", "Award the task, whole or in part."),
        ("reject", "reject", "afwijzen", "Awb 3:46", "Refuse on coded grounds."),
        ("resolve-by-cooperation", "resolve by cooperation", "samen oplossen", "practice", "Close as solved together."),
        ("reroute", "reroute", "omleiden", "practice", "Close because another door fits better."),
        ("join", "join", "voegen", "practice", "Go on inside another case."),
        ("withdraw", "withdraw", "intrekken", "Awb 4:13", "Take the challenge back."),
        ("start-execution", "start the execution", "uitvoering starten", "ordinance", "Hand the task over under an agreement."),
        ("lapse", "let lapse", "laten vervallen", "ordinance", "Establish that no agreement came."),
        ("report", "report", "rapporteren", "ordinance", "Report on a period."),
        ("inspect", "inspect", "controleren", "agreement", "Record an inspection."),
        ("require-improvement", "require improvement", "herstel eisen", "agreement", "Name a shortcoming and a term."),
        ("accept-improvement", "accept the improvement", "herstel aanvaarden", "agreement", "Find the shortcoming mended."),
        ("renew", "renew", "verlengen", "ordinance", "Go on after an evaluation."),
        ("complete", "complete", "afronden", "agreement", "Close at the end of the term."),
        ("hand-back", "hand back", "teruggeven", "ordinance", "Give the task back."),
        ("terminate", "terminate", "opzeggen", "agreement", "End the execution."),
        ("reopen", "reopen", "heropenen", "Awb 7:11", "Open again after an objection or a ruling."),
        ("announce", "announce", "bekendmaken", "Awb 3:41", "Send or hand a decision to its addressee."),
        ("assign", "assign", "toedelen", "practice", "Give a person a part in the case."),
        ("extend", "extend", "verlengen (beslistermijn)", "Awb 4:14", "Extend the decision term."),
        ("suspend", "suspend", "opschorten", "Awb 4:15", "Stop the decision term by consent."),
        ("resume", "resume", "hervatten", "Awb 4:15", "Let the decision term run again."),
        ("declare-interest", "declare an interest", "belang melden", "Awb 2:4", "Say whether one has an interest in the case."),
        ("log-contact", "log a contact", "contact noteren", "practice", "Note a contact about the case."),
    ),
    *_terms(
        "role",
        ("representative", "representative", "vertegenwoordiger", "Awb 2:1", "Speaks for a group."),
        ("intake", "intake", "intake", "practice", "Receives, routes and records what comes in."),
        ("handler", "handler", "behandelaar", "practice", "The official who handles the case."),
        ("assessor", "assessor", "beoordelaar", "Awb 3:5", "Scores against the criteria."),
        ("decision-maker", "decision-maker", "beslisser", "Awb 1:1", "Decides, for the competent body."),
        ("contract-manager", "contract manager", "contractbeheerder", "practice", "Agrees and follows the execution."),
        ("objection-committee", "objection committee", "bezwaarcommissie", "Awb 7:13", "Hears objections."),
        ("publisher", "publisher", "publicist", "Woo 3.1", "Publishes decisions."),
        ("archivist", "archivist", "archivaris", "Archiefwet", "Keeps and destroys by the selection list."),
        ("auditor", "auditor", "controleur", "Gemeentewet 182", "Reads histories and changes nothing."),
        ("administrator", "administrator", "beheerder", "practice", "Keeps ordinances and roles."),
        ("interested-party", "interested party", "belanghebbende", "Awb 1:2", "Has an interest in one case."),
    ),
    *_terms(
        "term",
        ("challenge", "challenge", "uitdaging", "Gemeentewet 150(3)", "A request to carry out a public task."),
        ("authority", "authority", "bestuursorgaan, gemeente", "Awb 1:1", "The public body that is challenged."),
        ("ordinance", "ordinance", "verordening", "Gemeentewet 150(1)", "The authority's rules for the right."),
        ("decision", "decision", "besluit", "Awb 1:3", "What the competent body decides, with its two dates."),
        ("announcement", "announcement", "bekendmaking", "Awb 3:40", "Sending or handing over a decision; it takes effect then."),
        ("decision-term", "decision term", "beslistermijn", "Awb 4:13", "The term within which to decide."),
        ("supplement", "supplement", "aanvulling", "Awb 4:5", "What completes a request."),
        ("suspension", "suspension", "opschorting", "Awb 4:15", "Days on which the term does not run."),
        ("extension", "extension", "verlenging", "Awb 4:14", "Weeks that a power in the ordinance adds."),
        ("reasonable-term", "reasonable term", "redelijke termijn", "Awb 4:14(3)", "A date named where no law sets a term."),
        ("mandate", "mandate", "mandaat", "Awb 10:1", "The power to decide in the name of a body."),
        ("ground", "ground of refusal", "weigeringsgrond", "Awb 3:46", "A coded reason to refuse."),
        ("support", "support", "draagvlak", "ordinance", "How many stand behind the plan."),
        ("task-domain", "task domain", "taakveld", "BBV, Iv3", "The kind of task, as the budget codes it."),
        ("indicator", "indicator", "prestatie-indicator", "agreement", "What is measured, with its target."),
        ("interest", "interest", "belang", "Awb 2:4", "A reason not to assess or decide."),
        ("group", "group", "initiatiefgroep", "ordinance", "Who challenges."),
        ("working-day", "working day", "werkdag", "Atw 3", "No Saturday, Sunday, holiday or equated day."),
        ("decreed-day", "decreed day", "gelijkgestelde dag", "Atw 3(3)", "A day equated with a holiday by royal decree."),
        (
            "legal-track",
            "legal track",
            "publiek- of privaatrechtelijk spoor",
            "Awb 1:3, 8:3",
            "Decision with objection, or private award.",
        ),
    ),
)


def markdown() -> str:
    """Give the glossary as the page `docs/glossary.md`."""
    lines = ["# Glossary", "", "Made from `challenge_api.law.glossary`; the API serves the same at `/v1/glossary`."]
    for kind in dict.fromkeys(term.kind for term in TERMS):
        lines += [
            "",
            f"## {kind.capitalize()}s",
            "",
            "| English | Dutch | name | source | meaning |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| {term.english} | {term.dutch} | `{term.name}` | {term.source} | {term.meaning} |"
            for term in TERMS
            if term.kind == kind
        ]
    return "\n".join(lines) + "\n"
