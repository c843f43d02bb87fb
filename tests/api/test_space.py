"""The whole space of state × action × role over HTTP: what the matrix says, what allowed actions predict, what a POST answers.

A move that is predicted to be possible is tried on a case of its own, with a body that fits; every other one must be refused, and
changes nothing.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from challenge_api.challenges.lifecycle import TABLE
from challenge_api.history.database import Database
from tests.api.walks import WALKS
from tests.core import matrix
from tests.service import Filed, Town, example

PEOPLE = {
    "representative": "anna",
    "intake": "ine",
    "handler": "hanna",
    "assessor": "jan",
    "decision-maker": "dora",
    "contract-manager": "carl",
    "objection-committee": "olga",
    "publisher": "piet",
    "archivist": "arie",
    "auditor": "udo",
    "administrator": "max",
}
NOUNS = {row.noun: row.action for row in TABLE if not row.creates}
DRAFTS_ARE_PRIVATE = {"draft", "discarded"}


def fitting(case: Filed, noun: str, state: str) -> dict[str, Any]:
    """Give what the example of a move lacks to fit this very case on its day."""
    today = case.town.clock.today(case.at).isoformat()
    seen = case.seen("representative", subject="anna")
    waiting = [decision["version"] for decision in seen["decisions"] if "announcedOn" not in decision]
    received = [supplement["version"] for supplement in (seen["supplement"] or {"received": []})["received"]]
    changes: dict[str, dict[str, Any]] = {
        "revision": {},
        "submission": {},
        "forwarding": {"sentOn": today},
        "supplement-request": {"sentOn": today, "until": "2031-01-01"},
        "supplement": {"parts": [{"key": "capability", "text": "more", "receivedOn": today}]},
        "taking-up": {"completedBy": received[-1]} if received else {},
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
        "improvement-requirement": {"sentOn": today, "until": "2031-01-01"},
        "improvement-acceptance": {"heldOn": today},
        "renewal": {"decidedOn": today, "evaluatedOn": today},
        "completion": {"endedOn": today, "finalReport": (seen["lastReport"] or {"version": 1})["version"]},
        "hand-back": {"receivedOn": today, "endsOn": "2031-01-01"},
        "termination": {"decidedOn": today, "ground": "urgent"},
        "reopening": {"ruledOn": today, "to": "submitted" if state in ("not_handled", "forwarded") else "assessed"},
        "announcements": {"decision": waiting[0] if waiting else 1, "announcedOn": today},
        "extension": {"toldOn": today},
        "suspension": {"consent": {"givenOn": today, "statement": "by mail"}},
        "contacts": {"heldOn": today},
        **_in_an_objection(seen, today),
    }
    return changes.get(noun, {})


def _in_an_objection(seen: Any, today: str) -> dict[str, dict[str, Any]]:
    """Give what fits the newest objection, notice and appeal of a case."""
    later = (date.fromisoformat(today) + timedelta(days=11)).isoformat()
    decided = [decision["version"] for decision in seen["decisions"]] or [1]
    objection = {"objection": ([each["version"] for each in seen["objections"]] or [1])[-1]}
    notice = ([each["version"] for each in seen["defaultNotices"]] or [1])[-1]
    appeal = ([each["version"] for each in seen["appeals"]] or [1])[-1]
    return {
        "objections": {"decision": decided[-1]},
        "lateness-explanations": objection,
        "remedy-requests": objection | {"sentOn": today, "until": later},
        "remedies": objection,
        "committee-referrals": objection | {"toldOn": today},
        "admissibility-judgements": objection,
        "hearing-invitations": objection | {"sentOn": today, "hearingOn": later},
        "hearing-waivers": objection,
        "hearings": objection | {"heldOn": today},
        "objection-advices": objection | {"givenOn": today},
        "objection-postponements": objection | {"toldOn": today},
        "objection-decisions": objection | {"decidedOn": today},
        "objection-withdrawals": objection,
        "default-notice-withdrawals": {"notice": notice},
        "penalty-decisions": {"decidedOn": today, "excluded": "unreasonably-late"},
        "appeals": {"lodgedOn": today},
        "rulings": {"appeal": appeal, "ruledOn": today, "sentOn": today},
    }


def predicted(case: Filed, role: str) -> dict[str, bool]:
    token = case.town.token(role, subject=PEOPLE[role])
    reply = case.town.ask("GET", f"/v1/challenges/{case.id}/actions", token)
    if reply.status == 404:
        return {}
    return {each["path"].rpartition("/")[2]: each["allowed"] for each in reply.json["items"]}


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("state", WALKS)
def test_allowed_actions_tell_what_a_post_answers(state: str, role: str, new_database: Callable[[str], Database]) -> None:
    case = WALKS[state](Town(new_database("sqlite")))
    before = case.version if state not in DRAFTS_ARE_PRIVATE else None
    promised = predicted(case, role)
    hidden = state in DRAFTS_ARE_PRIVATE and role != "representative"
    for noun, action in NOUNS.items():
        may = role in matrix.cells()[action, state]
        if promised.get(noun):
            assert may, f"{role} is promised {action} in {state}"
            continue
        reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, state))
        expected = {404} if hidden else ({409} if may else {403, 409})
        assert reply.status in expected, f"{role} tries {action} in {state}: {reply.status} {reply.text}"
        if reply.status == 409 and not may:
            assert "state-not-permitted" in reply.codes, f"{role} tries {action} in {state}: {reply.text}"
    if before is not None:
        assert case.version == before, "a refusal changed the case"


POSSIBLE = sorted(
    (state, noun, role)
    for noun, action in NOUNS.items()
    for state in WALKS
    for role in matrix.cells()[action, state]
    if role in PEOPLE and not (state in DRAFTS_ARE_PRIVATE and role != "representative")
)


@pytest.mark.parametrize(("state", "noun", "role"), POSSIBLE, ids=["-".join(each) for each in POSSIBLE])
def test_what_is_promised_is_done(state: str, noun: str, role: str, new_database: Callable[[str], Database]) -> None:
    case = WALKS[state](Town(new_database("sqlite")))
    if not predicted(case, role).get(noun):
        return  # the first test tried it, and saw it refused with a reason
    reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, state))
    if reply.status == 409:
        assert all(refusal.get("pointer") for refusal in reply.json["refusals"]), reply.text
        return
    assert reply.status == 201, reply.text
    assert reply.json["state"] in {to if to != "same" else state for to in matrix.targets()[NOUNS[noun], state]}


def test_most_promises_are_tried_with_a_body_that_fits(new_database: Callable[[str], Database]) -> None:
    """Guard: the space above would be empty talk if bodies never fitted."""
    done = 0
    for state, noun, role in POSSIBLE[::9]:
        case = WALKS[state](Town(new_database("sqlite")))
        if predicted(case, role).get(noun):
            done += case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, state)).status == 201
    assert done >= 15


def test_outsiders_and_lone_clients_are_kept_out(new_database: Callable[[str], Database]) -> None:
    case = WALKS["assessed"](Town(new_database("sqlite")))
    outsider = case.town.token("representative", subject="bob")
    lone = case.town.token("decision-maker", subject="", client="back-office")
    body = example("award")
    asked = case.town.ask("POST", f"/v1/challenges/{case.id}/award", outsider, body, {"If-Match": "*"})
    assert asked.status == 404
    refused = case.town.ask("POST", f"/v1/challenges/{case.id}/award", lone, body, {"If-Match": "*"})
    assert (refused.status, refused.json["type"]) == (403, "/problems/person-required")
