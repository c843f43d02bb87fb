"""Deciding on versions of ordinances: what is drafted holds together, and what was published stays as it is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final, cast

from challenge_api.law.action import not_permitted
from challenge_api.law.aggregate import Aggregate, Context, Event
from challenge_api.law.errors import Ground, Refusal, Refused
from challenge_api.law.glossary import TERMS
from challenge_api.law.ordinance import Ordinance, OrdinanceFault
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.law.ordinance_schema import OrdinanceDocument
from challenge_api.ordinances.commands import (
    Command,
    DraftOrdinance,
    PublishOrdinance,
    RepealOrdinance,
    ReviseOrdinance,
    SupersedeOrdinance,
)
from challenge_api.ordinances.events import (
    OrdinanceDrafted,
    OrdinancePublished,
    OrdinanceRepealed,
    OrdinanceRevised,
    OrdinanceSuperseded,
    OrdinanceVersion,
    evolve,
)
from challenge_api.ordinances.lifecycle import TABLE, TRANSITIONS

_NAMES: Final = frozenset(term.name for term in TERMS)
_OUTCOMES: Final = frozenset(term.name for term in TERMS if term.kind == "outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What there is of an ordinance beside the version that is decided on.

    `stream` is the id of that version; `newest` the highest number there is; `has_draft` whether another draft exists;
    `present` the id of the version that is published now, in force since `present_from`.
    """

    stream: str = ""
    newest: int = 0
    has_draft: bool = False
    present: str | None = None
    present_from: date | None = None


def decide(ordinance: OrdinanceVersion, command: Command, context: Context) -> tuple[Event, ...]:
    """Answer a command with its event. Raises Refused with every reason."""
    said: dict[str, Any] = {"occurred_on": context.today, "by": context.actor.id}
    match command:
        case DraftOrdinance():
            rules, text = _read(command.document)
            if context.facts.has_draft:
                raise refused("draft-exists", "challenge-api", f"{rules.id} has a draft already: revise that one.")
            return (OrdinanceDrafted(ordinance_id=rules.id, number=context.facts.newest + 1, document=text, **said),)
        case ReviseOrdinance():
            _in_state(ordinance, "draft", "It was published, and a published version never changes: begin a new one.")
            rules, text = _read(command.document)
            if rules.id != ordinance.ordinance_id:
                raise refused("id-differs", "challenge-api", f"This is a version of {ordinance.ordinance_id}.", "/document/id")
            return (OrdinanceRevised(document=text, **said),)
        case PublishOrdinance():
            _in_state(ordinance, "draft", "It was published already.")
            return (_publish(ordinance, command, context.facts, said),)
        case SupersedeOrdinance():
            _in_state(ordinance, "published", "Only a published version can be superseded.")
            return (OrdinanceSuperseded(superseded_by=command.by, last_day=command.last_day, **said),)
        case RepealOrdinance():
            _in_state(ordinance, "published", f"It is {ordinance.state}.")
            assert ordinance.in_force_from is not None
            if command.last_day < ordinance.in_force_from:
                detail = f"It is in force from {ordinance.in_force_from.isoformat()}."
                raise refused("date-order", "Gemeentewet 147", detail, "/lastDay")
            return (OrdinanceRepealed(last_day=command.last_day, **said),)


def refused(code: str, article: str, detail: str, pointer: str = "") -> Refused:
    """Give the exception with one refusal."""
    return Refused((Refusal(code, article, detail, pointer=pointer),))


def _in_state(ordinance: OrdinanceVersion, state: str, detail: str) -> None:
    if ordinance.state != state:
        raise Refused((Refusal("state-not-permitted", "Gemeentewet 147", detail, Ground.STATE),))


def _read(document: OrdinanceDocument) -> tuple[Ordinance, str]:
    """Give the rules of a document and its text. Raises Refused with every contradiction in it."""
    found: list[Refusal] = list(_words(document))
    rules: Ordinance | None = None
    try:
        rules = read_ordinance(cast("Mapping[str, Any]", document))
    except OrdinanceFault as fault:
        found += [
            Refusal(f"ordinance-{each.code}", each.rule, each.reason, pointer=f"/document{each.path}") for each in fault.faults
        ]
    if found or rules is None:
        raise Refused(tuple(found))
    return rules, json.dumps(document, ensure_ascii=False)


def _words(document: OrdinanceDocument) -> Iterator[Refusal]:
    """A label is another word for a term of the glossary, and a file is kept by an outcome that a case can have."""
    for name in document.get("labels") or {}:
        if name not in _NAMES:
            detail = f"The glossary has no term {name}, so nothing would ever be called that."
            yield Refusal("ordinance-unknown-label", "challenge-api", detail, pointer=f"/document/labels/{name}")
    for index, kept in enumerate((document.get("retention") or {}).get("results") or ()):
        if kept["outcome"] not in _OUTCOMES:
            detail = f"No case ends as {kept['outcome']}; outcomes are: {', '.join(sorted(_OUTCOMES))}."
            pointer = f"/document/retention/results/{index}/outcome"
            yield Refusal("ordinance-unknown-outcome", "Archiefwet 5", detail, pointer=pointer)


def _publish(
    ordinance: OrdinanceVersion, command: PublishOrdinance, versions: Versions, said: dict[str, Any]
) -> OrdinancePublished:
    rules = read_ordinance(json.loads(ordinance.document))
    published, begins = command.published_on or rules.published_on, command.in_force_from or rules.in_force_from
    found: list[Refusal] = []
    if published is None or begins is None:
        detail = "Say when it was published and from when it is in force."
        found.append(Refusal("ordinance-dates-missing", "Bekendmakingswet 8, 10", detail, pointer="/inForceFrom"))
    elif begins < published:
        detail = "An ordinance is in force after its publication."
        found.append(Refusal("in-force-before-publication", "Bekendmakingswet 8", detail, pointer="/inForceFrom"))
    elif versions.present_from is not None and begins <= versions.present_from:
        detail = f"The present version is in force from {versions.present_from.isoformat()}; a newer one begins later."
        found.append(Refusal("not-after-present-version", "Bekendmakingswet 8", detail, pointer="/inForceFrom"))
    if rules.country != "NL" and rules.decision_term is None and rules.first_notice is None:
        detail = f"The eight weeks of Awb 4:13(2) do not hold in {rules.country}: set a decision term or a first notice."
        found.append(Refusal("no-term-abroad", "challenge-api", detail))
    if found or published is None or begins is None:
        raise Refused(tuple(found))
    return OrdinancePublished(
        version_id=versions.stream,
        published_on=published,
        in_force_from=begins,
        in_force_until=rules.in_force_until,
        digest=digest(ordinance.document),
        supersedes=versions.present,
        **said,
    )


def digest(document: str) -> str:
    """Give the SHA-256 of a document's text in UTF-8, in hexadecimal."""
    return sha256(document.encode()).hexdigest()


AGGREGATE: Final[Aggregate[OrdinanceVersion, Any]] = Aggregate(
    kind="ordinance",
    events={
        kind.type: kind
        for kind in (OrdinanceDrafted, OrdinanceRevised, OrdinancePublished, OrdinanceSuperseded, OrdinanceRepealed)
    },
    initial=OrdinanceVersion(),
    decide=decide,
    evolve=evolve,  # type: ignore[arg-type] # the stream holds ordinance events only
    state_of=lambda ordinance: ordinance.state,
    transitions=TRANSITIONS,
)
__all__ = ["AGGREGATE", "TABLE", "Versions", "decide", "digest", "not_permitted"]
