"""Bodies that fit: what the example of a move lacks, by what the case says and the day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.service import Filed, example

OBJECTOR = {"name": "B. Buurman", "address": "Lindelaan 1", "email": "b@example.nl"}
_CONSENTS = {key: {"givenOn": "2026-09-01", "statement": "by mail"} for key in ("consent", "consentOfOther")}


def fitting(case: Filed, noun: str, role: str, seen: Any = None) -> dict[str, Any]:
    """Give what the example of a move lacks to fit this very case, as it is `seen` by its group, on its day, for this role."""
    today = case.town.clock.today(case.at).isoformat()
    seen = seen or case.seen("representative", subject="anna")
    waiting = [decision["version"] for decision in seen["decisions"] if "announcedOn" not in decision]
    received = [supplement["version"] for supplement in (seen["supplement"] or {"received": []})["received"]]
    changes: dict[str, dict[str, Any]] = {
        "revision": {},
        "submission": {},
        "forwarding": {"sentOn": today},
        "supplement-request": {"sentOn": today, "until": "2031-01-01"},
        "supplement": {"parts": [{"key": "capability", "text": "more", "receivedOn": today}]},
        "taking-up": {"completedBy": received[-1] if received else None},
        "setting-aside": {"decidedOn": today},
        "exploration-conclusion": {"heldOn": today},
        "award": {"decidedOn": today},
        "rejection": {
            "decidedOn": today,
            "grounds": [{"ground": "running_contract", "reason": "A contract runs until next year."}],
        },
        "withdrawal": {"receivedOn": today},
        "execution": {"handedOverOn": today, "agreement": example("execution")["agreement"] | {"agreedOn": today}},
        "lapse": {"decidedOn": today},
        "reports": {"periodUntil": today},
        "inspections": {"heldOn": today},
        "evaluations": {"heldOn": today},
        "improvement-requirement": {"sentOn": today, "until": "2031-01-01"},
        "improvement-acceptance": {"heldOn": today},
        "renewal": {"decidedOn": today, "evaluatedOn": today},
        "completion": {"endedOn": today, "finalReport": (seen["lastReport"] or {"version": 1})["version"]},
        "hand-back": {"receivedOn": today, "endsOn": "2031-01-01"},
        "termination": {"decidedOn": today, "ground": "urgent"},
        "reopening": _reopens(seen, today),
        "announcements": {"decision": waiting[0] if waiting else 1, "announcedOn": today},
        "extension": {"toldOn": min(today, "2026-11-20")},  # once the term is over, only what was told before that
        "suspension": {"consent": {"givenOn": today, "statement": "by mail"}},
        "contacts": {"heldOn": today},
        "resolution-by-cooperation": {"consent": _CONSENTS["consent"]},
        "rerouting": {"consent": _CONSENTS["consent"]},
        "joining": {"into": _another(case) if noun == "joining" else "", **_CONSENTS},
        **_in_an_objection(seen, today, noun, role),
        **_around_the_decision(seen, today),
        "deadline-notices": {"toldOn": today, "dueOn": "2031-01-02"} | (_open_term(case) if noun == "deadline-notices" else {}),
        "resumption": {"runsFrom": today},
        "ordinance-transition": _newer(case) if noun == "ordinance-transition" else {},
        "standstills": {"toldOn": today, "firstDay": today, "lastDay": today} | _whose_term(seen),
        "foreign-information-requests": {"toldOn": today} | _whose_term(seen, 0),
        "foreign-information": {"receivedOn": today} | _whose_term(seen),
        "supplement-term-moves": {"toldOn": min(today, (seen["supplement"] or {}).get("until", today)), "until": "2031-01-02"},
        "links": {"other": _another(case) if noun == "links" else ""},
    }
    return changes.get(noun, {})


def _reopens(seen: Any, today: str) -> dict[str, Any]:
    ruled = any(each.get("outcome") == "well-founded" and not each.get("followed") for each in seen["appeals"])
    to = "submitted" if seen["state"] in ("not_handled", "forwarded") else "assessed" if seen["assessment"] else "assessing"
    return {"ruledOn": today, "ground": "court-ruling" if ruled else "objection-upheld", "to": to}


def _another(case: Filed) -> str:
    """File a second case, to link or to join."""
    return case.town.submits("bea").id


def _newer(case: Filed) -> dict[str, Any]:
    reply = case.town.get(f"/v1/challenges/{case.id}?expand=rules", "handler", subject="hanna")
    return {"ordinanceId": reply.json["rules"]["ordinance"]["id"]} if reply.status == 200 else {}


def _whose_term(seen: Any, which: int = -1) -> dict[str, Any]:
    """Where an objection waits, let its term be the one that stands still; else it is that of the request."""
    waiting = [one["version"] for one in seen["objections"] if "outcome" not in one]
    return {"objection": waiting[which]} if waiting else {}


WHOSE = {"representative": "challenger", "interested-party": "third-party"}
WANTS: dict[str, Callable[[Any], bool]] = {
    "lateness-explanations": lambda one: one["lateness"] in ("reason-asked", "reason-given"),
    "remedies": lambda one: bool(one.get("remedyAsked")),
    "committee-referrals": lambda one: "committeeToldOn" not in one,
    "objection-advices": lambda one: "committeeToldOn" in one and ("heardOn" in one or "hearingWaived" in one),
    "objection-decisions": lambda one: (
        ("heardOn" in one or "hearingWaived" in one) and ("committeeToldOn" not in one or "advice" in one)
    ),
}
"""What a move needs of the objection that it is about."""


def _objection(seen: Any, noun: str, role: str) -> Any:
    """Give the newest open objection that fits a move, else any."""
    waiting = [one for one in seen["objections"] if "outcome" not in one]
    own = [one for one in waiting if WHOSE.get(role) in (None, one["objector"])]
    fit = [one for one in own if noun not in WANTS or WANTS[noun](one)]
    return (fit or own or waiting or seen["objections"] or [{"version": 1, "late": False, "lateness": "in-time"}])[-1]


def _in_an_objection(seen: Any, today: str, noun: str, role: str) -> dict[str, dict[str, Any]]:
    """Give what fits the newest objection, notice and appeal of a case."""
    later = (date.fromisoformat(today) + timedelta(days=11)).isoformat()
    mine = WHOSE.get(role, "")
    objected = {one["decision"] for one in seen["objections"] if one["objector"] == mine}
    decided = [one["version"] for one in seen["decisions"] if one["type"] != "objection-decided"] or [1]
    fresh = [version for version in decided if version not in objected] or decided
    about = _objection(seen, noun, role)
    objection = {"objection": about["version"]}
    notices = [one for one in seen["defaultNotices"] if one["effect"] != "withdrawn"] or [{"version": 1}]
    own = [one for one in notices if ("objection" in one) is (role == "interested-party")] or notices
    valid = [one for one in notices if one.get("effect") == "valid" and "objection" in one]
    appeal = ([each["version"] for each in seen["appeals"] if "outcome" not in each] or [1])[-1]
    judged: dict[str, Any] = {"lateness": "excused"} if about["late"] else {}
    closed = {"outcome": "inadmissible", "inadmissibleBecause": "no-interest", "consequence": None}
    return {
        "objections": {"decision": fresh[-1]} | ({} if role == "representative" else {"objector": OBJECTOR}),
        "lateness-explanations": objection,
        "remedy-requests": objection | {"sentOn": today, "until": later},
        "remedies": objection,
        "committee-referrals": objection | {"toldOn": today},
        "admissibility-judgements": objection | judged,
        "hearing-invitations": objection | {"sentOn": today, "hearingOn": later},
        "hearing-waivers": objection,
        "hearings": objection | {"heldOn": today},
        "objection-advices": objection | {"givenOn": today},
        "objection-postponements": objection | {"toldOn": min(today, "2027-02-01"), "byWeeks": 1},
        "objection-decisions": objection | {"decidedOn": today} | (closed if about["late"] else {}),
        "objection-withdrawals": objection,
        "default-notices": {"objection": about["version"]} if role == "interested-party" else {},
        "default-notice-withdrawals": {"notice": own[-1]["version"]},
        "penalty-decisions": {"decidedOn": today, "excluded": "unreasonably-late"}
        | ({"objection": valid[-1]["objection"]} if valid else {}),
        "appeals": {"lodgedOn": today},
        "rulings": {"appeal": appeal, "ruledOn": today, "sentOn": today},
    }


def _open_term(case: Filed) -> dict[str, Any]:
    """Name a term that the case waits for."""
    found = case.town.get(f"/v1/challenges/{case.id}/deadlines", "auditor", at=case.at)
    told = ("objection-decision", "decision", "agreement", "improvement", "report", "evaluation", "supplement")
    items = found.json["items"] if found.status == 200 else []
    waiting = [each for each in items if each["kind"] in told and each["metOn"] is None and each["status"] != "lapsed"]
    waiting.sort(key=lambda each: told.index(each["kind"]))  # what was missed may have ended without being met
    return {"kind": waiting[0]["kind"], "about": waiting[0].get("about")} if waiting else {}


def _around_the_decision(seen: Any, today: str) -> dict[str, dict[str, Any]]:
    """Give what fits the newest decision, proposal and request for advice of a case."""
    announced = [decision["version"] for decision in seen["decisions"] if "announcedOn" in decision]
    newest = {name: ([each["version"] for each in seen[name]] or [1])[-1] for name in ("decisions", "council", "advices")}
    return {
        "publications": {"decision": (announced or [newest["decisions"]])[-1], "publishedOn": today},
        "council-proposals": {"sentOn": today},
        "council-treatments": {"proposal": newest["council"], "treatedOn": today},
        "advice-requests": {"sentOn": today, "until": "2031-01-01"},
        "advices": {"request": newest["advices"], "receivedOn": today},
    }


def does(case: Filed, noun: str, role: str, subject: str) -> None:
    reply = case.tries(noun, role, subject=subject, **fitting(case, noun, role))
    assert reply.status == 201, f"{noun}: {reply.text}"
