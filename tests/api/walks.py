"""Ways to bring a case into each state over HTTP, as the different people would."""

from challenge_api.challenges.routes import EXAMPLES
from tests.service import Filed, Town

SCORES = {
    "scores": [
        {"criterion": "quality", "points": 8, "reason": "good"},
        {"criterion": "social_value", "points": 7, "reason": "good"},
        {"criterion": "cost", "points": 7, "reason": "good"},
    ]
}


def submitted(town: Town) -> Filed:
    town.clock.set("2026-09-01")
    return town.submits()


def incomplete(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-03")
    case.does("supplement-request", "intake")
    return case


def admissible(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-08")
    case.does("admission", "intake")
    return case


def exploring(town: Town) -> Filed:
    case = admissible(town)
    case.does("exploration", "handler")
    return case


def assessing(town: Town) -> Filed:
    case = admissible(town)
    for person in ("jan", "els"):
        case.does("assignments", "handler", subject="hanna", body={"subject": person, "part": "assessor"})
        case.does("interest-declarations", "assessor", subject=person)
    case.does("assessment", "handler")
    return case


def scored(town: Town) -> Filed:
    case = assessing(town)
    for person in ("jan", "els"):
        case.does("score", "assessor", subject=person)
    return case


def assessed(town: Town) -> Filed:
    case = scored(town)
    town.clock.set("2026-10-01")
    case.does("assessment-conclusion", "handler")
    return case


def awarded(town: Town) -> Filed:
    case = assessed(town)
    town.clock.set("2026-10-20")
    case.does("award", "decision-maker", subject="dora")
    return case


def monitored(town: Town) -> Filed:
    case = awarded(town)
    town.clock.set("2026-11-01")
    case.does("execution", "contract-manager")
    return case


def improving(town: Town) -> Filed:
    case = monitored(town)
    town.clock.set("2026-11-20")
    case.does("improvement-requirement", "contract-manager")
    return case


def discarded(town: Town) -> Filed:
    case = draft(town)
    case.does("disposal", "representative")
    return case


def draft(town: Town) -> Filed:

    town.clock.set("2026-09-01")
    body = EXAMPLES["draft"] | {"contents": EXAMPLES["submit"]["contents"]}
    reply = town.ask("POST", "/v1/drafts", town.token("representative", subject="anna"), body)
    assert reply.status == 201, reply.text
    return Filed(town, reply.json["id"], "demo-voorbeeldstad", "anna")


def not_handled(town: Town) -> Filed:
    case = incomplete(town)
    town.clock.set("2026-10-02")
    case.does("setting-aside", "decision-maker", subject="dora")
    return case


def forwarded(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-04")
    case.does("forwarding", "intake")
    return case


def rerouted(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-21")
    case.does("rerouting", "handler")
    return case


def joined(town: Town) -> Filed:
    other, case = submitted(town), submitted(town)
    town.clock.set("2026-09-21")
    case.does("joining", "handler", into=other.id)
    return case


def withdrawn(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-20")
    case.does("withdrawal", "representative")
    return case


def rejected(town: Town) -> Filed:
    case = assessed(town)
    town.clock.set("2026-10-20")
    case.does("rejection", "decision-maker", subject="dora")
    return case


def resolved_by_cooperation(town: Town) -> Filed:
    case = submitted(town)
    town.clock.set("2026-09-21")
    case.does("resolution-by-cooperation", "handler")
    return case


def lapsed(town: Town) -> Filed:
    case = awarded(town)
    town.clock.set("2027-02-01")
    case.does("lapse", "decision-maker", subject="dora")
    return case


def completed(town: Town) -> Filed:
    case = monitored(town)
    town.clock.set("2029-10-31")
    report = case.does("reports", "representative", periodUntil="2029-10-30")
    case.does("completion", "contract-manager", finalReport=report["lastReport"]["version"])
    return case


def handed_back(town: Town) -> Filed:
    case = monitored(town)
    town.clock.set("2026-11-20")
    case.does("hand-back", "representative")
    return case


def terminated(town: Town) -> Filed:
    case = improving(town)
    town.clock.set("2027-01-10")
    case.does("termination", "decision-maker", subject="dora")
    return case


def objected(town: Town) -> Filed:
    case = rejected(town)
    town.clock.set("2026-10-22")
    decision = case.seen()["decisions"][0]["version"]
    case.does("announcements", "handler", decision=decision, announcedOn="2026-10-22")
    town.clock.set("2026-11-02")
    objector = {"name": "B. Buurman", "address": "Lindelaan 1", "email": "b@example.nl"}
    case.does("objections", "interested-party", subject="truus", decision=decision, objector=objector)
    return case


def upheld(town: Town) -> Filed:
    case = objected(town)
    town.clock.set("2026-12-01")
    objection = case.seen()["objections"][0]["version"]
    case.does("hearings", "objection-committee", subject="olga", objection=objection)
    case.does("objection-decisions", "decision-maker", subject="dirk", objection=objection, decidedOn="2026-12-01")
    return case


def in_default(town: Town) -> Filed:
    case = assessed(town)
    town.clock.set("2027-02-01")
    case.does("default-notices", "representative")
    return case


def appealed(town: Town) -> Filed:
    case = in_default(town)
    town.clock.set("2027-03-01")
    case.does("appeals", "handler", lodgedOn="2027-03-01")
    return case


WALKS = {
    walk.__name__: walk
    for walk in (
        draft, submitted, incomplete, admissible, exploring, assessing, assessed, awarded, monitored, improving, discarded,
        not_handled, forwarded, rerouted, joined, withdrawn, rejected, resolved_by_cooperation, lapsed, completed,
        handed_back, terminated,
    )
}  # fmt: skip
SITUATIONS = {"rejected": (objected, upheld), "assessed": (in_default, appealed)}
"""What a state alone does not tell: ways into it that leave an open or an upheld objection, a default notice, an appeal."""
