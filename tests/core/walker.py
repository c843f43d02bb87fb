"""Random walks of a case: people of a town try what fits its state, and sometimes what does not.

Every choice is read off a tape of bytes that the test draws, so a walk can be played again and made smaller. Bodies are the
published examples with every field drawn anew from its type; what only a case can know (its criteria, versions, indicators) is
put in by name. Most bodies fit, one in five is off.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le

from challenge_api.challenges import commands as c
from challenge_api.challenges.case import Case
from challenge_api.challenges.commands import defaults as d
from challenge_api.challenges.commands import duties as u
from challenge_api.challenges.commands import objections as o
from challenge_api.challenges.commands import terms as m
from challenge_api.challenges.contents import Consent, ContentItem, Decider, DraftContents, IndicatorValue, RefusalReason
from challenge_api.challenges.lifecycle import TABLE, duties, terms
from challenge_api.challenges.preconditions.weighing import marks_missed
from challenge_api.challenges.row import Row
from challenge_api.law.access import Actor, Role
from challenge_api.law.ordinance import Ordinance
from tests.core import given

PEOPLE: tuple[Actor, ...] = (
    given.representative("anna"),
    given.outsider("bob"),
    given.intake("ine"),
    given.handler("hanna"),
    given.assessor("els"),
    given.person("jan", Role.ASSESSOR, Role.DECISION_MAKER),
    given.decision_maker("dora"),
    given.contract_manager("carl"),
    given.lone_client(Role.INTAKE, Role.HANDLER, Role.DECISION_MAKER),
    given.person("max", Role.INTAKE, Role.HANDLER, Role.DECISION_MAKER, Role.CONTRACT_MANAGER),
    given.person("udo", Role.AUDITOR),
    given.committee_member("olga"),
    given.interested_party("truus"),
    given.publisher("piet"),
    given.service(),
)
AHEAD = {"until", "ends_on", "last_day", "runs_from", "named_date", "first_day", "wished_start_on"}
"""Days that usually lie ahead."""


def stretched(seed: int, length: int) -> bytes:
    """Give a tape of random bytes that a number stands for."""
    blocks = (sha256(f"{seed}.{part}".encode()).digest() for part in range(length // 32 + 1))
    return b"".join(blocks)[:length]


class Tape:
    """Choices, one after another; a tape that ran out chooses the first of everything."""

    def __init__(self, tape: bytes) -> None:
        self.bytes = iter(tape)
        self.ended = False

    def number(self, below: int) -> int:
        first = next(self.bytes, None)
        if first is None:
            self.ended = True
            return 0
        return (first if below <= 256 else first * 256 + next(self.bytes, 0)) % below

    def chance(self, one_in: int) -> bool:
        return self.number(one_in) == one_in - 1

    def of(self, options: Sequence[Any]) -> Any:
        return options[self.number(len(options))]


@dataclass(frozen=True)
class Scene:
    """What a body may refer to."""

    case: Case
    rules: Ordinance
    today: date
    by: Actor
    tape: Tape


def body(kind: Any, scene: Scene) -> Any:
    """Give a command of this kind that may fit the case on its day."""
    found = _varied(kind, _example(kind), scene)
    known = _KNOWN.get(kind)
    if known is not None and not scene.tape.chance(6):
        found = replace(found, **known(scene))
    return found


@cache
def _example(kind: Any) -> Any:
    return given._body(kind)()


def _varied(kind: Any, value: Any, scene: Scene) -> Any:
    said = {name: _drawn(name, hint, getattr(value, name), scene) for name, hint in _hints(kind).items()}
    return replace(value, **said)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {each.name: hints[each.name] for each in fields(kind)}


def _drawn(name: str, hint: Any, value: Any, scene: Scene) -> Any:
    if isinstance(value, date):
        return _some_day(name, scene)
    if is_dataclass(value) and not isinstance(value, type):
        return _varied(type(value), value, scene)
    if isinstance(value, tuple):
        return tuple(_drawn(name, None, each, scene) for each in value)
    if isinstance(value, int) and not isinstance(value, bool) and scene.tape.chance(8):
        least, most = _bounds(hint)
        return least + scene.tape.number(min(most - least, 60_000) + 1)
    if get_origin(hint) is Literal and scene.tape.chance(3):
        return scene.tape.of(get_args(hint))
    return value


def _bounds(hint: Any) -> tuple[int, int]:
    either = (hint, *get_args(hint))  # an optional field carries its bounds one level down
    marks = [mark for each in either if get_origin(each) is Annotated for mark in get_args(each)[1:]]
    least = next((mark.ge for mark in marks if isinstance(mark, Ge)), 0)
    most = next((mark.le for mark in marks if isinstance(mark, Le)), 60_000)
    return int(str(least)), int(str(most))


def _some_day(name: str, scene: Scene) -> date:
    if scene.tape.chance(40):
        edge: date = scene.tape.of((date.min, date(2100, 2, 28), date.max))
        return edge
    if scene.tape.chance(6):
        return _later(scene.today, scene.tape.number(120) - 60)
    if name in AHEAD:
        return _later(scene.today, scene.tape.of((1, 14, 30, 200, 900)))
    return scene.today


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


# --- what only the case can know ------------------------------------------------------------------------------------


def _consent(scene: Scene) -> Consent:
    return Consent(given_on=scene.today, statement="by mail")


def _decider(scene: Scene) -> Decider:
    bodies = [known.body for known in scene.rules.deciders or ()] or ["mayor"]
    return Decider(body=scene.tape.of(bodies), mandate=scene.tape.of((None, "M-1")))


def _grounds(scene: Scene) -> tuple[RefusalReason, ...]:
    known = [known.code for known in scene.rules.grounds or ()] or ["not-regulated"]
    return (RefusalReason(ground=scene.tape.of(known), reason="as the file shows"),)


def _contents(scene: Scene) -> dict[str, Any]:
    kinds = scene.rules.who.applicant_kinds if scene.rules.who else ()
    kind = scene.tape.of(kinds or ("resident",))
    example = given.submit().contents
    asked = tuple(ContentItem(key=each.key, text="here") for each in scene.rules.contents or () if each.asked_of(kind))
    least = (scene.rules.who.minimum_for(kind) if scene.rules.who else None) or 9
    mandated = {"mandated": True} if scene.rules.support and scene.rules.support.mandate_required else {}
    mandated |= {"mandated": True} if scene.rules.who and scene.rules.who.mandate_required else {}
    group = given.group(applicant_kind=kind, group_id=None, size=max(least, 9), legal_form=_form(scene), support=mandated)
    domains = (scene.rules.scope.domains if scene.rules.scope else None) or (example.task.domain.code,)
    task = replace(example.task, domain=replace(example.task.domain, code=scene.tape.of(domains)))
    items = () if scene.tape.chance(3) else asked or example.items
    return {"received_on": None, "contents": replace(example, group=group, items=items, task=task)}


def _form(scene: Scene) -> str:
    """A legal form that the ordinance asks, at filing rather than at the award."""
    who = scene.rules.who
    forms = (who.legal_form_at_submission or who.legal_form_at_award) if who else None
    return str(scene.tape.of(forms or ("association",)))


def _draft(scene: Scene) -> dict[str, Any]:
    whole = _contents(scene)["contents"]
    if scene.tape.chance(4):
        return {"contents": replace(given.draft().contents, group=whole.group)}
    return {"contents": DraftContents(**{each.name: getattr(whole, each.name) for each in fields(DraftContents)})}


def _score(scene: Scene) -> dict[str, Any]:
    criteria = [criterion.code for criterion in scene.rules.criteria or ()] or ["quality"]
    return {"scores": given.sheet(*criteria).scores}


def _conclusion(scene: Scene) -> dict[str, Any]:
    """Each test met where the sheets reach its marks."""
    missed = {test: any(marks_missed(scene.rules, scene.case, test)) for test in ("better", "cheaper")}
    return {test: "not-met" if below else "met" for test, below in missed.items()}


def _award(scene: Scene) -> dict[str, Any]:
    cents = scene.tape.of((0, 3_600_000, 4_200_000))
    competent = scene.rules.decider_for(cents)
    forms = scene.rules.who.legal_form_at_award if scene.rules.who else None
    part = scene.tape.chance(3)
    return {
        "decided_on": scene.today,
        "granted_cents_per_year": cents,
        "decider": Decider(body=competent.body if competent else "mayor"),
        "council_heard_on": scene.today if competent and competent.council_heard else None,
        "legal_form_seen": scene.tape.of(forms) if forms else None,
        "one_off_cents": scene.tape.of((0, 0, 100_000)),
        "legal_track": scene.rules.track_of("award") or scene.tape.of(("public-law", "private-law")),
        "extent": "part" if part else "whole",
        "refused_part": _grounds(scene) if part else (),
        "term_months": scene.tape.of((12, 36, 48)),
        "indicators": given.award().indicators,
    }


def _execution(scene: Scene) -> dict[str, Any]:
    terms = scene.case.award
    cents = terms.granted_cents_per_year if terms else 0
    until = _later(scene.today, scene.tape.of((1, 90, 365)))
    agreed = replace(given.agreement(), agreed_on=scene.today, starts_on=scene.today, ends_on=until, amount_cents_per_year=cents)
    return {"handed_over_on": scene.today, "agreement": agreed}


def _values(scene: Scene) -> tuple[IndicatorValue, ...]:
    known = scene.case.award.indicators if scene.case.award else ()
    return tuple(IndicatorValue(code=each.code, value=scene.tape.number(99)) for each in known) or given.report().indicators


def _report(scene: Scene) -> dict[str, Any]:
    return {"period_from": _later(scene.today, -20), "period_until": scene.today, "indicators": _values(scene)}


def _renewal(scene: Scene) -> dict[str, Any]:
    end = _later(scene.case.ends_on or scene.today, scene.tape.of((1, 400)))
    return {"decided_on": scene.today, "evaluated_on": scene.today, "ends_on": end, "decider": _decider(scene)}


def _announcement(scene: Scene) -> dict[str, Any]:
    waiting = [decision.version for decision in scene.case.decisions if decision.announced_on is None] or [1]
    return {"decision": scene.tape.of(waiting), "announced_on": scene.today}


def _assignment(scene: Scene) -> dict[str, Any]:
    if scene.tape.chance(3):
        return {"subject": scene.tape.of(("jan", "els", "hanna", "carl"))}
    return {"subject": scene.tape.of(("jan", "els")), "part": "assessor", "change": "begins"}


def _supplement(scene: Scene) -> dict[str, Any]:
    keys = scene.case.supplement_asked or ("capability",)
    several = keys if not scene.tape.chance(3) else keys[:1]
    return {"parts": tuple(given.part(key, scene.today.isoformat()) for key in several)}


def _taking_up(scene: Scene) -> dict[str, Any]:
    versions = [note.version for note in scene.case.supplements]
    return {"completed_by": scene.tape.of(versions or [None])}


def _extension(scene: Scene) -> dict[str, Any]:
    if scene.rules.decision_term is None:
        return {"told_on": scene.today, "by_weeks": None, "named_date": _later(scene.today, scene.tape.of((1, 60)))}
    return {"told_on": scene.today, "by_weeks": scene.tape.of((1, 2, 6)), "named_date": None}


def _suspension(scene: Scene) -> dict[str, Any]:
    first = _later(scene.today, scene.tape.of((0, 1, 20)))
    return {"consent": _consent(scene), "first_day": first, "last_day": _later(first, scene.tape.of((0, 5, 40)))}


def _resumption(scene: Scene) -> dict[str, Any]:
    where = scene.case.suspension
    first = scene.today if where is None else scene.case.clock[where].first or scene.today
    return {"runs_from": _later(first, scene.tape.of((1, 3)))}


def _reopening(scene: Scene) -> dict[str, Any]:
    early = scene.case.state in ("not_handled", "forwarded")
    return {"ruled_on": scene.today, "to": "submitted" if early else scene.tape.of(("assessing", "assessed"))}


def _of_newest(name: str) -> Callable[[Scene], dict[str, Any]]:
    """Make what names the newest of a list of the case by its version; bodies name it in the singular."""

    def known(scene: Scene) -> dict[str, Any]:
        kept = getattr(scene.case, name)
        field = {"default_notices": "notice"}.get(name, name.removesuffix("s"))
        return {field: kept[-1].version if kept else 1}

    return known


def _objection(scene: Scene) -> dict[str, Any]:
    third = None if scene.by.represents else given.third_party()
    return {"received_on": None, "posted_on": None, "objector": third} | _of_newest("decisions")(scene)


def _notice(scene: Scene) -> dict[str, Any]:
    return {"received_on": None, "objection": scene.tape.of((None, *(each.version for each in scene.case.objections)))}


_IN_AN_OBJECTION = (
    o.ExplainLateness, o.RequestRemedy, o.RemedyObjection, o.ReferToCommittee, o.JudgeAdmissibility, o.InviteToHearing,
    o.WaiveHearing, o.HearObjection, o.AdviseOnObjection, o.PostponeObjectionDecision, o.DecideObjection, o.WithdrawObjection,
)  # fmt: skip

_KNOWN: Mapping[type[Any], Callable[[Scene], dict[str, Any]]] = {
    c.Draft: _draft,
    c.Revise: _draft,
    c.Submit: _contents,
    c.SubmitDraft: lambda scene: {"received_on": None},
    c.Admit: lambda scene: {
        "supporters_counted": 500,
        "legal_form_seen": _form(scene),
        "exclusions_considered": tuple(each.code for each in scene.rules.scope.exclusions) if scene.rules.scope else (),
    },
    c.ConcludeAssessment: _conclusion,
    c.BeginAssessment: lambda scene: {"plan_version": max(scene.case.plan_version, 1)},
    c.Score: _score,
    c.Award: _award,
    c.Reject: lambda scene: {"decided_on": scene.today, "grounds": _grounds(scene), "decider": _decider(scene)},
    c.SetAside: lambda scene: {"decided_on": scene.today, "decider": _decider(scene)},
    c.Lapse: lambda scene: {"decided_on": scene.today, "decider": _decider(scene)},
    c.Terminate: lambda scene: {"decided_on": scene.today, "decider": _decider(scene)},
    c.StartExecution: _execution,
    c.Report: _report,
    c.Inspect: lambda scene: {"held_on": scene.today, "indicators": _values(scene)},
    c.Evaluate: lambda scene: {"held_on": scene.today},
    c.Renew: _renewal,
    c.Complete: lambda scene: {
        "ended_on": scene.today,
        "final_report": scene.case.last_report.version if scene.case.last_report else 1,
    },
    c.Announce: _announcement,
    c.Assign: _assignment,
    c.DeclareInterest: lambda scene: {"interest": "conflict" if scene.tape.chance(5) else "none"},
    c.Supplement: _supplement,
    c.TakeUp: _taking_up,
    c.Extend: _extension,
    c.Suspend: _suspension,
    m.TellDeadline: lambda scene: {
        "kind": "agreement" if scene.case.state == "awarded" else "decision",
        "told_on": scene.today,
        "due_on": _later(scene.today, 40),
        "about": None,
    },
    m.RecordStandstill: lambda scene: {
        "told_on": scene.today,
        "first_day": scene.today,
        "last_day": _later(scene.today, 9),
    },
    m.AwaitForeignInformation: lambda scene: {"told_on": scene.today},
    m.RecordForeignInformation: lambda scene: {"received_on": scene.today},
    m.MoveSupplementTerm: lambda scene: {"told_on": scene.today, "until": _later(scene.today, 14)},
    u.ConfirmReceipt: lambda scene: {"due_on": scene.case.received_on or scene.today},
    c.Resume: _resumption,
    c.Reopen: _reopening,
    o.LodgeObjection: _objection,
    d.GiveDefaultNotice: _notice,
    d.WithdrawDefaultNotice: _of_newest("default_notices"),
    d.RecordRuling: _of_newest("appeals"),
    **dict.fromkeys(_IN_AN_OBJECTION, _of_newest("objections")),
}


# --- a walk ---------------------------------------------------------------------------------------------------------

DAYS_ON = (0, 0, 0, 0, 0, 0, 1, 1, 1, 3, 3, 8, 8, 30, 100, 400)
WAYS_OUT = {"discard", "forward", "set-aside", "reject", "resolve-by-cooperation", "reroute", "join", "withdraw", "lapse"}
ENDS = {"complete", "hand-back", "terminate"}


ON_TERMS = frozenset(row.action for row in (*terms.ROWS, *duties.ROWS))
"""What only tells of terms or lets them stand still."""


def _weight(row: Row, case: Case) -> int:
    """How often a row is tried among those that fit: what goes on more than what ends or only adds."""
    waiting = any(decision.announced_on is None for decision in case.decisions)
    if row.action == "score":
        return 24
    if (row.action == "announce" and not waiting) or (row.action == "resume" and case.suspension is None):
        return 1
    return 1 if row.action in WAYS_OUT | ENDS | ON_TERMS else 24 if row.targets and row.action != "reopen" else 6


def steps(tape: Tape, story: given.Story) -> Generator[given.Asked, given.Story | None, None]:
    """Give command after command; whoever takes them sends back the story as it goes on, None where it was refused."""
    while not tape.ended:
        if story.case.outcome is not None and tape.chance(4):
            story = given.Story(rules=story.rules, today=story.today)
        today = _later(story.today, tape.of(DAYS_ON))
        fitting = [row for row in TABLE if story.case.state in row.sources for _ in range(_weight(row, story.case))]
        row = tape.of(fitting if fitting and not tape.chance(12) else TABLE)
        kind, able = row.command, [by for by in PEOPLE if by.roles & row.roles]
        by = tape.of(PEOPLE if tape.chance(8) else able)
        command = body(kind, Scene(story.case, story.ordinance, today, by, tape))
        other = tape.of((None, "submitted", "rejected"))
        asked = given.Asked(story, command, by, today.isoformat(), {"other_state": other})
        told = yield asked
        story = replace(told, today=today) if told is not None else replace(story, today=today)
