"""What the stories print: who does what, and what the service shows them."""

from collections.abc import Callable
from typing import Any

from tools.demo.town import Person, Refused


def title(text: str) -> None:
    """Open a story."""
    print(f"\n{'=' * 100}\n{text}\n{'=' * 100}")


def says(text: str) -> None:
    """Tell what happens."""
    print(f"\n» {text}")


def state(case: dict[str, Any]) -> None:
    """Show where a case stands."""
    outcome = f", outcome {case['outcome']}" if case["outcome"] else ""
    missing = f", missing: {', '.join(case['missing'])}" if case["missing"] else ""
    print(f"   state {case['state']} (phase {case['phase']}, version {case['version']}){outcome}{missing}")


def actions(person: Person, case: str) -> None:
    """Show what a person may do now, and why not the rest."""
    found = person.get(f"/v1/challenges/{case}/actions")["items"]
    allowed = [each["action"] for each in found if each["allowed"]]
    print(f"   {person.name} ({person.role}) may now: {', '.join(allowed) or 'nothing'}")
    for each in found:
        reasons = [reason for reason in each["refusals"] if reason["code"] != "state-not-permitted"]
        for reason in reasons:
            print(f"     not {each['action']}: {reason['detail']} [{reason['article']}]")


def deadlines(person: Person, case: str, today: str | None = None) -> None:
    """Show every term with the numbered steps that lead to its last day, as it stands today or will on another day."""
    on = "" if today is None else f"?today={today}"
    for each in person.get(f"/v1/challenges/{case}/deadlines{on}")["items"]:
        print(f"   {each['kind']}: {each['dueOn']} ({each['status']}, duty of the {each['dutyOf']}) [{each['article']}]")
        for number, step in enumerate(each["explanation"], start=1):
            print(f"     {number}. {step['why']} [{step['article']}]")
        if told := each.get("told"):
            print(f"     told on {told['toldOn']}: {told['dueOn']}")


def refused(attempt: Callable[[], Any]) -> None:
    """Show a move that the service refuses."""
    try:
        attempt()
    except Refused as no:
        print(f"   refused ({no.problem['status']}): {no.problem['title']}")
        for reason in no.problem.get("refusals", []):
            print(f"     {reason['code']}: {reason['detail']} [{reason['article']}]")
    else:
        raise AssertionError("this should have been refused")


def history(person: Person, case: str) -> None:
    """Show the history as this person sees it."""
    for event in person.get(f"/v1/challenges/{case}/history")["items"]:
        sealed = "  (sealed)" if event.get("sealed") else ""
        print(
            f"   {event['version']:>3}  {event['occurredOn']}  {event['type']:<26} {event['stateBefore']} → {event['stateAfter']}"
            f"  by {event['role']}  leaf {event['leafHash'][:12]}…{sealed}"
        )
