"""The whole space of state × action × role over HTTP: what the matrix says, what allowed actions predict, what a POST answers.

What allowed actions promise is done with a body that fits, and must be accepted; what they do not promise is tried too, and
must be refused with the very reasons that they gave. Nothing in between: no promise is left untried.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from challenge_api.challenges.lifecycle import TABLE
from challenge_api.history.database import Database
from challenge_api.law.access import STAFF
from tests.api.fitting import OBJECTOR, fitting
from tests.api.situations import FURTHER, contested, ways_into
from tests.api.walks import WALKS, assessed, objected, rejected
from tests.core import matrix
from tests.service import MODELSTAD, VOORBEELDSTAD, Filed, Town, example, way_back_to

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
    "interested-party": "truus",
}
NOUNS = {row.noun: row.action for row in TABLE if row.over_api and not row.creates}
DRAFTS_ARE_PRIVATE = {"draft", "discarded"}


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


def is_hidden(state: str, role: str, seen: Any) -> bool:
    """Whether the case does not exist for them: a draft for all but its group, any case for who did not object in it."""
    if role == "interested-party":
        return not any(objection["objector"] == "third-party" for objection in seen["objections"])
    return state in DRAFTS_ARE_PRIVATE and role != "representative"


def promises(case: Filed, state: str, role: str) -> Iterator[str]:
    """Try all that allowed actions do not promise: each is refused, with the reasons that they gave. Gives what they promise."""
    seen = case.seen("representative", subject="anna")
    hidden = is_hidden(state, role, seen)
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
        if hidden and noun == "objections" and any("announcedOn" in decision for decision in seen["decisions"]):
            continue  # whoever a decision concerns comes in that way
        reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, role, seen))
        if hidden:
            assert reply.status == 404, where
        else:
            assert here is not None, where
            foretold = [reason["code"] for reason in here["refusals"]]
            assert (reply.status, set(foretold) <= set(reply.codes)) == (409, True), f"{where}: {foretold}, {reply.text}"
            assert may or reply.codes == ["state-not-permitted"], f"{where}: {reply.text}"


def kept(case: Filed, state: str, role: str, noun: str, **changes: Any) -> str:
    """Do what was promised, with a body that fits; give the state that it leads to."""
    seen = case.seen("representative", subject="anna")
    reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, role, seen) | changes)
    where = f"{role} does {noun} in {state}: {reply.text}"
    assert reply.status == 201, where
    assert reply.json["version"] in (seen["version"] + 1, seen["version"] + 2), where
    ends = {state if end == "same" else end for end in matrix.targets()[NOUNS[noun], state]}
    assert reply.json["state"] in ends, where
    event = case.town.ask("GET", reply.headers["Location"], case.town.token(role, subject=PEOPLE[role]))
    assert event.status in (200, 404), where
    return str(reply.json["state"])


def promised_to_each(case: Filed, state: str) -> list[tuple[str, str]]:
    """Try everything that is not promised, as everybody; give what is, by noun and role."""
    before = case.seen("representative", subject="anna")
    found = [(noun, role) for role in PEOPLE for noun in promises(case, state, role)]
    assert case.seen("representative", subject="anna") == before, "a refusal changed the case"
    order = list(NOUNS)
    return sorted(found, key=lambda each: order.index(each[0]))


def keeps_its_promises(case: Filed, state: str) -> set[tuple[str, str]]:
    """Do each thing that is promised from this very situation; give each action that was done, with the state it led to."""
    done = set()
    back = way_back_to(case)
    promised = promised_to_each(case, state)
    for noun in dict.fromkeys(noun for noun, _ in promised):
        roles = [role for each, role in promised if each == noun]
        again = True
        for role in roles:
            if again or not listed(case, role)[noun]["allowed"]:
                back()
            end = kept(case, state, role, noun)
            done.add((NOUNS[noun], end))
            again = end != state
    return done


@pytest.mark.parametrize("state", WALKS)
def test_every_promise_is_kept_and_every_row_is_walked(state: str, new_database: Callable[[str], Database]) -> None:
    done = set()
    for walk in ways_into(state):
        done |= keeps_its_promises(walk(Town(new_database("sqlite"))), state)
    for walk, noun, said in FURTHER.get(state, ()):
        case = walk(Town(new_database("sqlite")))
        role = next(role for role in PEOPLE if role in matrix.cells()[NOUNS[noun], state])
        assert listed(case, role)[noun]["allowed"]
        done.add((NOUNS[noun], kept(case, state, role, noun, **said)))
    rows = {(row.action, end) for row in TABLE if row.over_api and state in row.sources for end in row.targets or {state}}
    assert sorted(rows - done) == []


@pytest.mark.parametrize("state", ["submitted", "awarded", "rejected"])
def test_on_postgresql_one_promise_after_the_other_is_kept(state: str, new_database: Callable[[str], Database]) -> None:
    case = contested(state, Town(new_database("postgresql")))
    for noun, role in promised_to_each(case, state):
        if case.seen("representative", subject="anna")["state"] == state and listed(case, role)[noun]["allowed"]:
            kept(case, state, role, noun)


@pytest.mark.parametrize("role", PEOPLE)
def test_what_a_role_may_in_no_state_is_forbidden_and_not_listed(role: str, new_database: Callable[[str], Database]) -> None:
    case = objected(Town(new_database("sqlite")))
    told, seen = listed(case, role), case.seen("representative", subject="anna")
    for noun in set(NOUNS) - set(ever(role)):
        assert noun not in told
        reply = case.tries(noun, role, subject=PEOPLE[role], **fitting(case, noun, role, seen))
        assert (reply.status, reply.codes) == (403, ["role-not-permitted"]), f"{role} tries {noun}: {reply.text}"
    assert case.version == seen["version"]


OUTSIDERS = {
    "of another group": ("representative", "bob", VOORBEELDSTAD),
    "who objected elsewhere": ("interested-party", "bob", VOORBEELDSTAD),
    "of another authority": ("handler", "hanna", MODELSTAD),
    "with a role that sees none": ("interested-party", "ina", VOORBEELDSTAD),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_who_is_outside_the_case_there_is_none(who: str, new_database: Callable[[str], Database]) -> None:
    role, subject, at = OUTSIDERS[who]
    town = Town(new_database("sqlite"))
    elsewhere = rejected(town)
    town.clock.set("2026-10-22")
    elsewhere.does("announcements", "handler", decision=elsewhere.seen()["decisions"][0]["version"], announcedOn="2026-10-22")
    elsewhere.does("objections", "interested-party", subject="bob", decision=elsewhere.version - 1, objector=OBJECTOR)
    town.submits("bob")
    case = assessed(town)
    seen = case.seen("representative", subject="anna")
    token = town.token(role, subject=subject, at=at)
    assert town.ask("GET", f"/v1/challenges/{case.id}/actions", token).status == 404
    for noun in NOUNS:
        body = example(noun) | fitting(case, noun, role, seen)
        reply = town.ask("POST", f"/v1/challenges/{case.id}/{noun}", token, body, {"If-Match": "*"})
        assert reply.status == 404, f"{noun}: {reply.text}"
    assert case.seen("representative", subject="anna") == seen


def test_without_a_token_nothing_is_done_and_nobody_is_given_the_role_of_the_service(
    new_database: Callable[[str], Database],
) -> None:
    case = objected(Town(new_database("sqlite")))
    seen = case.seen("representative", subject="anna")
    for noun in NOUNS:
        body = example(noun) | fitting(case, noun, "handler", seen)
        assert case.town.ask("POST", f"/v1/challenges/{case.id}/{noun}", None, body, {"If-Match": "*"}).status == 401, noun
    with pytest.raises(ValueError, match="no token carries"):
        case.town.token("system")
    issuer = case.town.issuer
    forged = issuer.sign({"sub": "x", "client_id": "x", "roles": {VOORBEELDSTAD: ["system"]}})
    for row in TABLE:
        if not row.over_api:
            reply = case.town.ask("POST", f"/v1/challenges/{case.id}/{row.noun}", forged, {}, {"If-Match": "*"})
            assert reply.status in (401, 404), row.noun
    assert case.town.ask("GET", f"/v1/challenges/{case.id}", forged).status in (401, 404)
    assert case.seen("representative", subject="anna") == seen


def test_a_client_without_a_person_may_only_what_needs_none(new_database: Callable[[str], Database]) -> None:
    case = contested("rejected", Town(new_database("sqlite")))
    back = way_back_to(case)
    seen = case.seen("representative", subject="anna")
    for row in TABLE:
        if row.creates or not row.over_api:
            continue
        role = sorted(row.roles & STAFF)
        if not role:
            continue
        token = case.town.token(role[0], subject="", client="back-office")
        body = example(row.noun) | fitting(case, row.noun, role[0], seen)
        reply = case.town.ask("POST", f"/v1/challenges/{case.id}/{row.noun}", token, body, {"If-Match": "*"})
        if row.person_required:
            assert (reply.status, reply.json["type"]) == (403, "/problems/person-required"), f"{row.noun}: {reply.text}"
        else:
            assert reply.status in (201, 409), f"{row.noun}: {reply.text}"
            back()


def test_who_joins_the_group_later_may_what_the_first_one_may(new_database: Callable[[str], Database]) -> None:
    case = contested("awarded", Town(new_database("sqlite")))
    town, anna = case.town, case.town.token("representative", subject="anna")
    path = f"/v1/challenges/{case.id}/actions"
    bea = town.token("representative", subject="bea")
    assert town.ask("GET", path, bea).status == 404
    added = town.ask("POST", f"/v1/groups/{case.seen()['groupId']}/representatives", anna, {"subject": "bea"})
    assert added.status == 201, added.text
    assert town.ask("GET", path, bea).json == town.ask("GET", path, anna).json
    noun = "objection-withdrawals"
    case.does(noun, "representative", subject="bea", **fitting(case, noun, "representative"))
