"""Ways into each state in which as much as the law allows is open at once: decisions, objections, notices, appeals, terms.

A state alone does not tell what may be done in it: an objection to a decision is dealt with while the case goes on again, and
long after it has closed. `contested` is such a case in any state; `overtaken` one that a newer ordinance takes along.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tests.api.fitting import OBJECTOR, does
from tests.api.walks import (
    SITUATIONS,
    WALKS,
    admissible,
    assessed,
    assessing,
    awarded,
    exploring,
    improving,
    incomplete,
    monitored,
    scored,
    submitted,
    upheld,
)
from tests.service import VOORBEELDSTAD, Filed, Town

Walk = Callable[[Town], Filed]

ONWARD: Mapping[str, tuple[str, ...]] = {
    "submitted": (),
    "incomplete": ("supplement-request",),
    "admissible": ("admission",),
    "exploring": ("admissible", "exploration"),
    "assessing": ("admissible", "assessors", "assessment"),
    "assessed": ("assessing", "score", "assessment-conclusion"),
    "awarded": ("assessed", "award"),
    "monitored": ("awarded", "execution"),
    "improving": ("monitored", "improvement-requirement"),
    "not_handled": ("incomplete", "2031-01-02", "setting-aside"),
    "forwarded": ("forwarding",),
    "rerouted": ("rerouting",),
    "joined": ("joining",),
    "withdrawn": ("withdrawal",),
    "rejected": ("assessed", "rejection"),
    "resolved_by_cooperation": ("resolution-by-cooperation",),
    "lapsed": ("awarded", "2028-02-01", "lapse"),
    "completed": ("monitored", "2031-01-02", "reports", "completion"),
    "handed_back": ("monitored", "hand-back"),
    "terminated": ("improving", "2031-01-02", "termination"),
}
"""How a contested case comes into a state: from another state, on a day, by moves."""
WHO = {
    "supplement-request": ("intake", "ine"),
    "admission": ("intake", "ine"),
    "forwarding": ("intake", "ine"),
    "award": ("decision-maker", "dirk"),
    "rejection": ("decision-maker", "dirk"),
    "setting-aside": ("decision-maker", "dirk"),
    "lapse": ("decision-maker", "dirk"),
    "termination": ("decision-maker", "dirk"),
    "execution": ("contract-manager", "carl"),
    "improvement-requirement": ("contract-manager", "carl"),
    "completion": ("contract-manager", "carl"),
    "reports": ("representative", "anna"),
    "withdrawal": ("representative", "anna"),
    "hand-back": ("representative", "anna"),
}


def reopened(town: Town) -> Filed:
    """Not handled by Dirk, announced, objected to by the group, by Truus (both late) and by Teun, and reopened on a ruling."""
    case = incomplete(town)
    town.clock.set("2026-10-02")
    case.does("setting-aside", "decision-maker", subject="dirk")
    decision = case.version
    case.does("announcements", "handler", decision=decision, announcedOn="2026-10-02")
    town.clock.set("2026-10-05")
    case.does("objections", "interested-party", subject="teun", decision=decision, objector=OBJECTOR)
    objection = case.version
    case.does("committee-referrals", "handler", objection=objection, toldOn="2026-10-05")
    case.does("hearings", "objection-committee", subject="olga", objection=objection, heldOn="2026-10-05")
    case.does("objection-advices", "objection-committee", subject="olga", objection=objection, givenOn="2026-10-05")
    case.does(
        "objection-decisions", "decision-maker", subject="dick", objection=objection, decidedOn="2026-10-05",
        consequence="reopens",
    )  # fmt: skip
    town.clock.set("2026-11-20")
    late = {"decision": decision, "channel": "portal"}
    for role, person, more in (("representative", "anna", {}), ("interested-party", "truus", {"objector": OBJECTOR})):
        case.does("objections", role, subject=person, **late, **more)
        until = {"sentOn": "2026-11-20", "until": "2026-12-20"}
        case.does("remedy-requests", "handler", objection=case.version, **until)
    case.does("reopening", "decision-maker", subject="dirk", ruledOn="2026-11-20", to="submitted")
    return case


def contested(state: str, town: Town) -> Filed:
    """Come into a state by way of `reopened`, with everything open that can be."""
    case = reopened(town)
    town.clock.set("2027-06-01")
    seen = case.seen()
    own, hers = (objection["version"] for objection in seen["objections"] if "outcome" not in objection)
    case.does("default-notices", "representative", subject="anna")
    case.does("default-notices", "interested-party", subject="truus", objection=hers)
    case.does("appeals", "handler", lodgedOn="2027-05-01")
    case.does("rulings", "handler", appeal=case.version, ruledOn="2027-06-01", sentOn="2027-06-01")
    case.does("appeals", "handler", lodgedOn="2027-06-01")
    case.does("council-proposals", "handler", sentOn="2027-06-01")
    case.does("advice-requests", "handler", sentOn="2027-06-01", until="2027-12-01")
    case.does("committee-referrals", "handler", objection=hers, toldOn="2027-06-01")
    case.does("hearings", "objection-committee", subject="olga", objection=hers, heldOn="2027-06-01")
    case.does("foreign-information-requests", "handler", toldOn="2027-06-01", objection=hers)
    case.does("hearing-waivers", "handler", objection=own)
    goes_on(case, state)
    return case


def goes_on(case: Filed, state: str) -> None:
    """Bring a submitted case into a state."""
    for step in ONWARD[state]:
        if step in ONWARD:
            goes_on(case, step)
        elif step[0].isdigit():
            case.town.clock.set(step)
        elif step == "assessors":
            for person in ("jan", "els"):
                case.does("assignments", "handler", subject="hanna", body={"subject": person, "part": "assessor"})
                case.does("interest-declarations", "assessor", subject=person)
        elif step == "score":
            for person in ("jan", "els"):
                case.does("score", "assessor", subject=person)
        else:
            role, person = WHO.get(step, ("handler", "hanna"))
            does(case, step, role, person)


def overtaken(walk: Walk, town: Town) -> Filed:
    """Come into a state under one version of the ordinance, which a newer one then takes along; the term is suspended."""
    case = walk(town)
    consent = {"givenOn": "2026-09-01", "statement": "by mail"}
    case.does("suspension", "handler", consent=consent, firstDay="2026-10-10", lastDay="2027-10-31")
    town.clock.set("2026-10-15")
    publishes(town)
    return case


def publishes(town: Town) -> None:
    """Publish another version of the ordinance of Voorbeeldstad, which takes pending cases along from today."""
    today = town.clock.today(VOORBEELDSTAD).isoformat()
    present = town.ask("GET", f"/v1/ordinances?authority={VOORBEELDSTAD}").json["items"][0]["id"]
    document = town.ask("GET", f"/v1/ordinances/{present}").json["document"]
    document |= {"transition": {"pending_cases": "move", "drafts": "old", "article": "30"}}
    by, body = town.token("administrator"), {"authority": VOORBEELDSTAD, "document": document}
    version = str(town.ask("POST", "/v1/ordinances", by, body).json["id"])
    said = {"publishedOn": today, "inForceFrom": today}
    reply = town.ask("POST", f"/v1/ordinances/{version}/publication", by, said, {"If-Match": "*"})
    assert reply.status == 201, reply.text


def manned(town: Town) -> Filed:
    case = admissible(town)
    for person in ("jan", "els"):
        case.does("assignments", "handler", subject="hanna", body={"subject": person, "part": "assessor"})
        case.does("interest-declarations", "assessor", subject=person)
    return case


def asked_again(walk: Walk, town: Town) -> Filed:
    case = walk(town)
    does(case, "supplement-request", "intake", "ine")
    does(case, "supplement", "representative", "anna")
    return case


def at_its_end(walk: Walk, day: str, town: Town) -> Filed:
    case = walk(town)
    town.clock.set(day)
    if case.seen()["state"] != "awarded":
        does(case, "reports", "representative", "anna")
    return case


FURTHER: Mapping[str, tuple[tuple[Walk, str, Mapping[str, Any]], ...]] = {
    "incomplete": ((partial(asked_again, admissible), "taking-up", {}), (partial(asked_again, assessing), "taking-up", {})),
    "admissible": ((manned, "assessment", {}),),
    "assessing": ((scored, "assessment-conclusion", {}),),
    "awarded": (
        (partial(at_its_end, awarded, "2027-02-01"), "lapse", {}),
        (partial(contested, "awarded"), "reopening", {"to": "assessing"}),
    ),
    "monitored": ((partial(at_its_end, monitored, "2029-10-31"), "completion", {}),),
    "improving": ((partial(at_its_end, improving, "2029-10-31"), "completion", {}),),
    "rejected": ((upheld, "reopening", {"to": "assessing"}),),
    "lapsed": ((partial(contested, "lapsed"), "reopening", {"to": "assessing"}),),
    "terminated": ((partial(contested, "terminated"), "reopening", {"to": "assessing"}),),
}
"""One move more in a state: the way to where it is possible, its noun, and what its body says."""
PENDING = {walk.__name__: walk for walk in (submitted, incomplete, admissible, exploring, assessing, assessed)}


def ways_into(state: str) -> tuple[Walk, ...]:
    """Give the situations of a state in which everything is tried."""
    ways: list[Walk] = [WALKS[state], *SITUATIONS.get(state, ())]
    if state in ONWARD:
        ways.append(partial(contested, state))
    if state in PENDING:
        ways.append(partial(overtaken, PENDING[state]))
    return tuple(ways)
