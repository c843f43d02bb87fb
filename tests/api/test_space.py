"""The whole space of state × action × role over HTTP: what the matrix says, what allowed actions predict, what a POST answers.

What allowed actions promise is done with a body that fits, and must be accepted; what they do not promise is tried too, and
must be refused with the very reasons that they gave. Nothing in between: no promise is left untried.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from challenge_api.challenges.lifecycle import TABLE
from challenge_api.history.database import Database
from tests.api.walks import SITUATIONS, WALKS
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
NOUNS = {row.noun: row.action for row in TABLE if row.over_api and not row.creates}
Walk = Callable[[Town], Filed]
DRAFTS_ARE_PRIVATE = {"draft", "discarded"}


_CONSENTS = {key: {"givenOn": "2026-09-01", "statement": "by mail"} for key in ("consent", "consentOfOther")}


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
        "reopening": {"ruledOn": today, "to": "submitted" if state in ("not_handled", "forwarded") else "assessed"},
        "announcements": {"decision": waiting[0] if waiting else 1, "announcedOn": today},
        "extension": {"toldOn": min(today, "2026-11-20")},  # once the term is over, only what was told before that
        "suspension": {"consent": {"givenOn": today, "statement": "by mail"}},
        "contacts": {"heldOn": today},
        "resolution-by-cooperation": {"consent": _CONSENTS["consent"]},
        "rerouting": {"consent": _CONSENTS["consent"]},
        "joining": {"into": OTHERS.get(case.id, case.id), **_CONSENTS},
        **_in_an_objection(seen, today),
        **_around_the_decision(seen, today),
        "deadline-notices": {"toldOn": today, "dueOn": "2031-01-01"} | _open_term(case),
        "standstills": {"toldOn": today, "firstDay": today, "lastDay": today} | _whose_term(seen),
        "foreign-information-requests": {"toldOn": today} | _whose_term(seen),
        "foreign-information": {"receivedOn": today} | _whose_term(seen),
        "supplement-term-moves": {"toldOn": today, "until": "2031-01-01"},
        "links": {"other": OTHERS.get(case.id, case.id)},
    }
    return changes.get(noun, {})


def _whose_term(seen: Any) -> dict[str, Any]:
    """Once the request was decided on, what stands still is the term of an objection."""
    waiting = [one["version"] for one in seen["objections"] if "outcome" not in one]
    return {"objection": waiting[-1]} if seen["outcome"] is not None and waiting else {}


def _in_an_objection(seen: Any, today: str) -> dict[str, dict[str, Any]]:
    """Give what fits the newest objection, notice and appeal of a case."""
    later = (date.fromisoformat(today) + timedelta(days=11)).isoformat()
    decided = [decision["version"] for decision in seen["decisions"]] or [1]
    contested = [each["decision"] for each in seen["objections"]] or decided
    objection = {"objection": ([each["version"] for each in seen["objections"]] or [1])[-1]}
    notice = ([each["version"] for each in seen["defaultNotices"]] or [1])[-1]
    appeal = ([each["version"] for each in seen["appeals"]] or [1])[-1]
    return {
        "objections": {"decision": contested[-1]},
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


def _open_term(case: Filed) -> dict[str, Any]:
    """Name a term that the case waits for."""
    found = case.town.get(f"/v1/challenges/{case.id}/deadlines", "auditor", at=case.at)
    told = ("decision", "objection-decision", "supplement", "agreement", "improvement", "report", "evaluation")
    items = found.json["items"] if found.status == 200 else []
    waiting = [each for each in items if each["kind"] in told and each["metOn"] is None and each["status"] != "lapsed"]
    waiting.sort(key=lambda each: each["status"] == "missed")  # one that ended without being met is missed too
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


def listed(case: Filed, role: str) -> dict[str, Any]:
    """Give what allowed actions say to somebody of this role, by noun; nothing where the case does not exist for them."""
    token = case.town.token(role, subject=PEOPLE[role])
    reply = case.town.ask("GET", f"/v1/challenges/{case.id}/actions", token)
    if reply.status == 404:
        return {}
    return {each["path"].rpartition("/")[2]: each for each in reply.json["items"]}


def ever(role: str) -> list[str]:
    """Give the nouns of what this role may do in any state at all."""
    actions = {action for (action, _), roles in matrix.cells().items() if role in roles}
    return [noun for noun, action in NOUNS.items() if action in actions]


def promises(case: Filed, state: str, role: str) -> Iterator[str]:
    """Try all that allowed actions do not promise: each is refused, with the reasons that they gave. Gives what they promise."""
    hidden = state in DRAFTS_ARE_PRIVATE and role != "representative"
    told = listed(case, role)
    assert not (hidden and told), f"a case in {state} exists for {role}"
    for noun in ever(role):
        where = f"{role} tries {noun} in {state}"
        may = role in matrix.cells()[NOUNS[noun], state]
        here = told.get(noun)
        if here is not None and here["allowed"]:
            assert may, where
            yield noun
            continue
        reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, state))
        if hidden:
            assert reply.status == 404, where
        else:
            assert here is not None, where
            assert (reply.status, reply.codes) == (409, [reason["code"] for reason in here["refusals"]]), f"{where}: {reply.text}"
            assert may or reply.codes == ["state-not-permitted"], f"{where}: {reply.text}"


def kept(case: Filed, state: str, role: str, noun: str) -> bool:
    """Do what was promised, with a body that fits; tell whether the case is still one to try other things on."""
    prepare = PREPARED.get(noun)
    if prepare is not None:
        prepare(case)
    version = case.seen("representative", subject="anna")["version"]
    subject = OTHER_PEOPLE.get(noun, PEOPLE[role])
    reply = case.tries(noun, role, subject=subject, **fitting(case, noun, state))
    where = f"{role} does {noun} in {state}: {reply.text}"
    assert reply.status == 201, where
    assert reply.json["version"] == version + 1, where
    ends = {state if end == "same" else end for end in matrix.targets()[NOUNS[noun], state]}
    assert reply.json["state"] in ends, where
    event = case.town.ask("GET", reply.headers["Location"], case.town.token(role, subject=PEOPLE[role]))
    assert event.status in (200, 404), where
    return prepare is None and reply.json["state"] == state


def _at_the_end(case: Filed) -> None:
    case.town.clock.set("2029-10-31")
    case.does("reports", "representative", subject="anna", periodUntil="2029-10-30")


def _another_case(case: Filed) -> None:
    other = case.town.submits("bea")
    OTHERS[case.id] = other.id


def _no_hearing(case: Filed) -> None:
    waiting = [one["version"] for one in case.seen("handler", subject="hanna")["objections"] if "outcome" not in one]
    case.does("hearing-waivers", "handler", objection=waiting[-1])


def _heard_by_a_committee(case: Filed) -> None:
    waiting = [one["version"] for one in case.seen("handler", subject="hanna")["objections"] if "outcome" not in one]
    case.does("committee-referrals", "handler", objection=waiting[-1], toldOn=case.town.clock.today(case.at).isoformat())
    today = case.town.clock.today(case.at).isoformat()
    case.does("hearings", "objection-committee", subject="olga", objection=waiting[-1], heldOn=today)


OTHERS: dict[str, str] = {}
OTHER_PEOPLE = {"objection-decisions": "dirk", "hearings": "olga"}
"""Whoever decided does not decide, nor hear, again (Awb 10:3(3), 7:5): that is said of one objection, not of all."""
PREPARED: dict[str, Callable[[Filed], Any]] = {
    "objection-advices": _heard_by_a_committee,
    "objection-decisions": _no_hearing,
    "completion": _at_the_end,
    "joining": _another_case,
    "links": _another_case,
    "supplement-term-moves": lambda case: None,  # what waited for the old term waits longer: go on with another case
    "setting-aside": lambda case: case.town.clock.set("2026-10-02"),
    "taking-up": lambda case: case.town.clock.set("2026-09-25"),
    "lapse": lambda case: case.town.clock.set("2027-02-01"),
}
"""What a move waits for that only its body tells, so that allowed actions promise it before."""


@pytest.mark.parametrize("state", WALKS)
def test_every_promise_is_kept_and_nothing_else_is_done(state: str, database: Database) -> None:
    keeps_its_promises(Town(database), state, WALKS[state])


@pytest.mark.parametrize(("state", "walk"), [(state, walk) for state, walks in SITUATIONS.items() for walk in walks])
def test_promises_of_objection_default_and_appeal_are_kept(
    state: str, walk: Walk, new_database: Callable[[str], Database]
) -> None:
    keeps_its_promises(Town(new_database("sqlite")), state, walk)


def keeps_its_promises(town: Town, state: str, walk: Walk) -> None:
    case = walk(town)
    before = case.seen("representative", subject="anna")
    promised = []
    for role in PEOPLE:
        promised += [(role, noun) for noun in promises(case, state, role)]
    assert case.seen("representative", subject="anna") == before, "a refusal changed the case"
    same, done = True, set[str]()
    for role, noun in promised:
        if not same or noun in done or not listed(case, role)[noun]["allowed"]:
            case, done = walk(town), set()
            assert listed(case, role)[noun]["allowed"], f"{noun} in {state} is promised to {role} only once"
        done.add(noun)
        same = kept(case, state, role, noun)


@pytest.mark.parametrize("role", PEOPLE)
def test_what_a_role_may_in_no_state_is_forbidden_and_not_listed(role: str, new_database: Callable[[str], Database]) -> None:
    case = WALKS["assessed"](Town(new_database("sqlite")))
    told, version = listed(case, role), case.version
    for noun in set(NOUNS) - set(ever(role)):
        assert noun not in told
        reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, "assessed"))
        assert (reply.status, reply.codes) == (403, ["role-not-permitted"]), f"{role} tries {noun}: {reply.text}"
    assert case.version == version


def test_outsiders_and_lone_clients_are_kept_out(new_database: Callable[[str], Database]) -> None:
    case = WALKS["assessed"](Town(new_database("sqlite")))
    outsider = case.town.token("representative", subject="bob")
    lone = case.town.token("decision-maker", subject="", client="back-office")
    body = example("award")
    asked = case.town.ask("POST", f"/v1/challenges/{case.id}/award", outsider, body, {"If-Match": "*"})
    assert asked.status == 404
    refused = case.town.ask("POST", f"/v1/challenges/{case.id}/award", lone, body, {"If-Match": "*"})
    assert (refused.status, refused.json["type"]) == (403, "/problems/person-required")
