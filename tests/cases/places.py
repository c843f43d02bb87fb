"""Invented places, each with rules that follow a real one, for stories that follow real cases.

No real group gets an invented amount, date or decision: a story takes from its source what was challenged and how it went, and
plays it in an invented place with invented people. What the source does not say is made up, and each story says what.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from challenge_api import demo_authority
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.history.database import Database
from tests.service import Filed, Reply, Town

OPEN: Mapping[str, Any] = {"found": False}
INDICATORS = [{"code": "rounds", "name": "Rounds", "unit": "per-year", "target": 40, "aim": "at-least"}]
OWN = {"given": "by mail"}


class Place:
    """An invented municipality with rules of its own, and a service that answers its people."""

    def __init__(self, database: Database, code: str, **groups: Any) -> None:
        """Publish an ordinance that regulates these groups of rules and leaves every other open."""
        self.town = Town(database)
        self.code = code
        document = {key: value for key, value in demo_authority.shipped("nl-vng-model-2024").items() if key in _HEADER}
        document |= {"id": code, "title": f"Ordinance of {code} (invented)", "invented": True, "municipality": code}
        document |= {name: dict(OPEN) for name in _GROUPS} | groups
        demo_authority.publish(self.town.service.moves, code, document, date(2025, 12, 1), date(2026, 1, 1))

    def on(self, day: str) -> None:
        """Let it be this day."""
        self.town.clock.set(day)

    def file(self, subject: str = "anna", **contents: Any) -> Reply:
        """File a challenge whose contents differ so from the example."""
        body: dict[str, Any] = deepcopy(dict(EXAMPLES["submit"])) | {"authority": self.code}
        body["contents"] |= contents
        return self.town.ask("POST", "/v1/challenges", self._token("representative", subject), body)

    def filed(self, subject: str = "anna", **contents: Any) -> Filed:
        """File a challenge that is received."""
        reply = self.file(subject, **contents)
        assert reply.status == 201, reply.text
        return Filed(self.town, reply.json["id"], self.code, subject)

    def get(self, path: str, role: str = "handler", subject: str | None = None) -> Any:
        reply = self.town.ask("GET", path, self._token(role, subject or role))
        assert reply.status == 200, reply.text
        return reply.json

    def deadlines(self, case: Filed, kind: str) -> list[Any]:
        """Give the terms of a kind, in order."""
        found = self.get(f"/v1/challenges/{case.id}/deadlines")["items"]
        return [each for each in found if each["kind"] == kind]

    def deadline(self, case: Filed, kind: str) -> Any:
        """Give the one term of a kind."""
        (only,) = self.deadlines(case, kind)
        return only

    def _token(self, role: str, subject: str) -> str:
        return self.town.token(role, subject=subject, at=self.code)


_HEADER = ("kind", "schema", "country", "instrument", "evidence")
_GROUPS = (
    "who_may_challenge", "support_norm", "task_scope", "contents", "phases", "decides", "decision_term", "supplement_term",
    "criteria", "refusal_grounds", "cost_rule", "agreement", "hand_back", "publication", "advice_body", "conflict_rule",
    "legal_track", "review",
)  # fmt: skip


def group(name: str, kind: str, *, legal_form: str = "none", size: int = 9, support: Mapping[str, Any] | None = None) -> Any:
    """A group as it presents itself."""
    shown = {"supporters": 40, "shownBy": "meeting", "mandated": False}
    return {
        "name": name,
        "applicantKind": kind,
        "legalForm": legal_form,
        "size": size,
        "local": True,
        "support": shown | dict(support or {}),
    }


def task(name: str, domain: str, executor: str, cost: int | None = None) -> Any:
    """A task as the group describes it; without a cost today's cost is unknown."""
    figure = {"amountCents": cost, "year": 2026, "scope": "made up for this story", "source": "made up for this story"}
    return {
        "name": name,
        "domain": {"code": domain, "listYear": 2026},
        "place": "an invented place",
        "executor": executor,
        "todaysCost": "unknown" if cost is None else figure,
    }


def admitted(case: Filed, day: str, **changes: Any) -> None:
    """Let intake admit the case."""
    case.town.clock.set(day)
    said: dict[str, Any] = {
        "exclusionsConsidered": [],
        "legalFormSeen": "none",
        "supportersCounted": 40,
        "reason": "within the rules",
    }
    case.does("admission", "intake", **(said | changes))


def advised(case: Filed, day: str, better: str, cheaper: str, advice: str) -> None:
    """Assess the case by a reasoned advice, where there are no criteria to score."""
    case.town.clock.set(day)
    case.does("assessment", "handler", planVersion=case.seen()["planVersion"])
    case.does("assessment-conclusion", "handler", better=better, cheaper=cheaper, advice=advice)


def judged(case: Filed, day: str, scores: Mapping[str, int], **tests: str) -> None:
    """Let one assessor score the criteria, and the handler conclude."""
    case.town.clock.set(day)
    case.does("assignments", "handler", body={"subject": "jan", "part": "assessor"})
    case.does("interest-declarations", "assessor", subject="jan")
    case.does("assessment", "handler", planVersion=case.seen()["planVersion"])
    sheet = [{"criterion": code, "points": points, "reason": "as seen"} for code, points in scores.items()]
    case.does("score", "assessor", subject="jan", body={"scores": sheet})
    case.does("assessment-conclusion", "handler", advice="see the sheet", **tests)


def award(day: str, body: str, cents: int, **changes: Any) -> Any:
    """The body of an award of the whole by this body."""
    said = json.loads(json.dumps(EXAMPLES["award"]))
    said |= {"decidedOn": day, "decider": {"body": body}, "grantedCentsPerYear": cents, "indicators": INDICATORS}
    return said | {"conditions": [], "termMonths": 24} | changes


def carried_out(case: Filed, day: str, until: str, cents: int, **changes: Any) -> None:
    """Make the agreement and hand the task over."""
    case.town.clock.set(day)
    agreement = {"agreedOn": day, "parties": ["the municipality", "the group"], "startsOn": day, "endsOn": until}
    agreement |= {"amountCentsPerYear": cents} | changes
    case.does("execution", "contract-manager", agreement=agreement, handedOverOn=day)


@pytest.fixture
def new_place(new_database):
    """Make a place on a database of its own."""

    def make(code: str, **groups: Any) -> Place:
        return Place(new_database("sqlite"), code, **groups)

    return make
