"""A year and a half of a case in some seconds, through the public API alone, in a sandbox whose clock this program moves.

Usage: python3 docs/examples/sandbox.py [ADDRESS]. Needs nothing but Python. Tokens come from `./dev token`; ask your own issuer.
"""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

API = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0] + "/v1"
SANDBOX = "sandbox-voorbeeldstad"
EXECUTIVE = {"body": "executive"}
_tokens: dict[str, str] = {}


def token(who: str) -> str:
    """Give a token of somebody: a role, or a role and a person."""
    if who not in _tokens:
        role, *person = who.split()
        command = ["./dev", "token", role, "--authority", SANDBOX, *(["--subject", *person] if person else [])]
        _tokens[who] = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    return _tokens[who]


def call(method: str, path: str, who: str, body: Any = None, etag: str = "") -> tuple[Any, str]:
    """Call the API; give the answer and its ETag."""
    headers = {"Authorization": f"Bearer {token(who)}", "Content-Type": "application/json"}
    if etag:
        headers["If-Match"] = etag
    request = Request(API + path, json.dumps(body).encode() if body else None, headers, method=method)  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310 # the address is ours
        return json.load(answer), answer.headers.get("ETag", "")


class Case:
    """A case in the sandbox, and the day that it is there."""

    def __init__(self) -> None:
        """File a challenge."""
        self.today = date.fromisoformat(call("GET", f"/authorities/{SANDBOX}/clock", "handler")[0]["today"])
        challenge = json.loads(Path("docs/examples/challenge.json").read_text(encoding="utf-8")) | {"authority": SANDBOX}
        self.path = "/challenges/" + call("POST", "/challenges", "representative", challenge)[0]["id"]

    def wait(self, until: date) -> str:
        """Set the clock of the sandbox; give the day as text."""
        call("PUT", f"/authorities/{SANDBOX}/clock", "administrator", {"today": until.isoformat()})
        self.today = until
        return until.isoformat()

    def later(self, days: int) -> date:
        """Give the day so many days from now."""
        return self.today + timedelta(days)

    def move(self, noun: str, who: str, **body: Any) -> Any:
        """Make a move on the case as it is now."""
        _, etag = call("GET", self.path, "handler")
        return call("POST", f"{self.path}/{noun}", who, body or {"reason": "As agreed."}, etag)[0]

    def last_day(self, kind: str) -> date:
        """Give the last day of a term, as the service counts it."""
        terms = call("GET", f"{self.path}/deadlines", "handler")[0]["items"]
        return date.fromisoformat(next(term["dueOn"] for term in terms if term["kind"] == kind))


case = Case()

# A supplement is asked and comes in: the term of twelve weeks stands still meanwhile.
on = case.wait(case.later(2))
missing = [{"key": "capability", "explanation": "Say who will do the heavy work."}]
case.move("supplement-request", "intake", missing=missing, sentOn=on, until=case.later(14).isoformat())
on = case.wait(case.later(5))
parts = [{"key": "capability", "text": "The workshop kept another park for four years.", "receivedOn": on}]
now = case.move("supplement", "representative", parts=parts)
case.move("taking-up", "intake", completedBy=now["version"], reason="Everything that was asked is there.")

# Admitted, assessed.
case.move(
    "admission", "intake", supportersCounted=61, legalFormSeen="association", reason="Complete and supported.",
    exclusionsConsidered=["reserved_to_government", "urgent"],
)  # fmt: skip
for assessor in ("jan", "els"):
    case.move("assignments", "handler", subject=assessor, part="assessor", change="begins")
    case.move("interest-declarations", f"assessor {assessor}", interest="none", explanation="I live elsewhere.")
case.move("assessment", "handler", planVersion=1)
scores = [{"criterion": key, "points": 7, "reason": "Good."} for key in ("quality", "social_value", "cost")]
for assessor in ("jan", "els"):
    case.move("score", f"assessor {assessor}", scores=scores)
case.move("assessment-conclusion", "handler", better="met", cheaper="met", advice="Award the whole task.")

# The decision term is missed; the group gives notice of default, and the penalty runs after two weeks.
case.wait(case.last_day("decision") + timedelta(1))
case.move("default-notices", "representative", form="in-writing", text="Please decide within two weeks.")
on = case.wait(case.later(20))
grounds = [{"ground": "continuity_at_risk", "reason": "Nobody takes over when the group stops."}]
now = case.move("rejection", "decision-maker", decidedOn=on, decider=EXECUTIVE, grounds=grounds)
rejection = now["decisions"][-1]["version"]
case.move("announcements", "handler", decision=rejection, announcedOn=on, channel="post", addressee="Buurtgroen Lindelaan")
now = case.move("penalty-decisions", "decision-maker", decidedOn=on, decider=EXECUTIVE, reasons="Decided too late.")
owed = now["penalties"][-1]["totalCents"]

# The group objects and is heard; somebody else decides that it is right, and the task is awarded.
on = case.wait(case.later(7))
now = case.move("objections", "representative", decision=rejection, channel="portal", grounds="The workshop takes over.")
objection = now["objections"][-1]["version"]
on = case.wait(case.later(21))
case.move("hearings", "objection-committee", objection=objection, heldOn=on, report="The group explained its plan.")
case.move(
    "objection-decisions", "decision-maker dirk", objection=objection, decidedOn=on, decider=EXECUTIVE, outcome="upheld",
    consequence="reopens", reasons="The workshop was left out of the comparison.",
)  # fmt: skip
case.move("reopening", "decision-maker dirk", ground="objection-upheld", ruledOn=on, to="assessed", reasons="As decided.")
award = json.loads(Path("docs/examples/award.json").read_text(encoding="utf-8"))
now = case.move("award", "decision-maker dirk", **award | {"decidedOn": on, "decider": EXECUTIVE})
case.move(
    "announcements", "handler", decision=now["decisions"][-1]["version"], announcedOn=on, channel="post",
    addressee="Buurtgroen Lindelaan",
)  # fmt: skip

# Twelve months of execution, with a report of each; then the group hands the task back.
on = case.wait(case.later(10))
agreement = {
    "agreedOn": on, "parties": ["Municipality", "Buurtgroen Lindelaan"], "startsOn": on,
    "endsOn": case.later(3 * 365).isoformat(), "amountCentsPerYear": 3600000,
}  # fmt: skip
case.move("execution", "contract-manager", agreement=agreement, handedOverOn=on, handOver="Keys and maintenance log.")
for month in range(12):
    begins, on = case.today, case.wait(case.later(30))
    case.move(
        "reports", "representative", periodFrom=begins.isoformat(), periodUntil=on, spentCents=300000,
        indicators=[{"code": "rounds", "value": 4}], account=f"Month {month + 1} went as planned.",
    )  # fmt: skip
ends = case.later(120).isoformat()
now = case.move("hand-back", "representative", receivedOn=on, endsOn=ends, successor="green service", reason="We moved away.")

happened = call("GET", f"{case.path}/history?limit=100", "handler")[0]["items"]
first = date.fromisoformat(happened[0]["occurredOn"])
for event in happened:
    day = (date.fromisoformat(event["occurredOn"]) - first).days
    sys.stdout.write(f"day {day:3}  {event['type']}\n")
sys.stdout.write(f"{now['state']}; penalty {owed / 100:.2f} euro; decided too late, mended on objection\n")
