"""Given what happened, when somebody asks, then it happens or is refused: stories of a case, pure, the day an argument.

A story is told by the decider itself: each step is a command that was accepted, so no test starts from a case that cannot be.
Bodies are the published examples, of which a test changes what it is about. Days follow from the bodies: a story plays on the
legal date of its newest command, or on the day that is given.
"""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from challenge_api.challenges import commands as c
from challenge_api.challenges.case import Case
from challenge_api.challenges.commands import dealings as g
from challenge_api.challenges.commands import defaults as d
from challenge_api.challenges.commands import duties as u
from challenge_api.challenges.commands import execution as x
from challenge_api.challenges.commands import objections as o
from challenge_api.challenges.commands import terms as m
from challenge_api.challenges.commands import tracks as t
from challenge_api.challenges.contents import DraftContents
from challenge_api.challenges.decider import allowed_actions, decide, refusals
from challenge_api.challenges.evolution import evolve
from challenge_api.challenges.lifecycle import rows_for
from challenge_api.challenges.preconditions.situation import Facts, Situation
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.demo_authority import shipped
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Context, Event
from challenge_api.law.errors import Refusal
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.web.actions import operation_id

VOORBEELDSTAD = read_ordinance(shipped("demo-voorbeeldstad"))
"""Regulates every group of rules."""
MODEL = read_ordinance(shipped("nl-vng-model-2024"))
"""Leaves most groups open."""


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- people ---------------------------------------------------------------------------------------------------------


def person(name: str, *roles: Role, represents: bool = False) -> Actor:
    return Actor(name, "desk", True, frozenset(roles), represents)


def representative(name: str = "anna") -> Actor:
    return person(name, Role.REPRESENTATIVE, represents=True)


def outsider(name: str = "bob") -> Actor:
    """Represents some group, but not that of the case."""
    return person(name, Role.REPRESENTATIVE)


def intake(name: str = "ine") -> Actor:
    return person(name, Role.INTAKE)


def handler(name: str = "hanna") -> Actor:
    return person(name, Role.HANDLER)


def assessor(name: str = "jan") -> Actor:
    return person(name, Role.ASSESSOR)


def decision_maker(name: str = "dora") -> Actor:
    return person(name, Role.DECISION_MAKER)


def contract_manager(name: str = "carl") -> Actor:
    return person(name, Role.CONTRACT_MANAGER)


def interested_party(name: str = "truus") -> Actor:
    return person(name, Role.INTERESTED_PARTY)


def committee_member(name: str = "olga") -> Actor:
    return person(name, Role.OBJECTION_COMMITTEE)


def publisher(name: str = "piet") -> Actor:
    return person(name, Role.PUBLISHER)


def service() -> Actor:
    """The service itself."""
    return Actor("client:challenge-api", "challenge-api", False, frozenset({Role.SYSTEM}))


def lone_client(*roles: Role, name: str = "back-office") -> Actor:
    """A client without a person."""
    return Actor(f"client:{name}", name, False, frozenset(roles))


# --- bodies ---------------------------------------------------------------------------------------------------------


def _body(kind: type[Any]) -> Callable[..., Any]:
    """Give a maker of this command: the published example, with what a test changes; a date may be given as text."""
    example = TypeAdapter(kind).validate_json(json.dumps(EXAMPLES[operation_id(kind)]))
    dates = {each.name for each in fields(kind) if "date" in str(each.type)}

    def make(**changes: Any) -> Any:
        read = {name: day(value) if name in dates and isinstance(value, str) else value for name, value in changes.items()}
        return replace(example, **read)

    return make


draft, revise, discard = _body(c.Draft), _body(c.Revise), _body(c.Discard)
submit_draft, forward = _body(c.SubmitDraft), _body(c.Forward)
request_supplement, supplement, take_up = _body(c.RequestSupplement), _body(c.Supplement), _body(c.TakeUp)
set_aside, admit, explore = _body(c.SetAside), _body(c.Admit), _body(c.Explore)
conclude_exploration, amend, begin_assessment = _body(c.ConcludeExploration), _body(c.Amend), _body(c.BeginAssessment)
score, conclude_assessment, return_to_assessment = _body(c.Score), _body(c.ConcludeAssessment), _body(c.ReturnToAssessment)
award, reject, reroute, join = _body(c.Award), _body(c.Reject), _body(c.Reroute), _body(c.Join)
resolve_by_cooperation, withdraw, reopen = _body(c.ResolveByCooperation), _body(c.Withdraw), _body(c.Reopen)
start_execution, lapse, report, inspect = _body(x.StartExecution), _body(x.Lapse), _body(x.Report), _body(x.Inspect)
evaluate, require_improvement, accept_improvement = _body(x.Evaluate), _body(x.RequireImprovement), _body(x.AcceptImprovement)
renew, complete, hand_back, terminate = _body(x.Renew), _body(x.Complete), _body(x.HandBack), _body(x.Terminate)
announce, assign, extend, suspend = _body(t.Announce), _body(t.Assign), _body(t.Extend), _body(t.Suspend)
resume, declare_interest, log_contact = _body(t.Resume), _body(t.DeclareInterest), _body(t.LogContact)
lodge_objection, explain_lateness, request_remedy = _body(o.LodgeObjection), _body(o.ExplainLateness), _body(o.RequestRemedy)
remedy_objection, refer_to_committee = _body(o.RemedyObjection), _body(o.ReferToCommittee)
judge_admissibility, invite_to_hearing = _body(o.JudgeAdmissibility), _body(o.InviteToHearing)
waive_hearing, hear_objection, advise_on_objection = _body(o.WaiveHearing), _body(o.HearObjection), _body(o.AdviseOnObjection)
postpone, decide_objection = _body(o.PostponeObjectionDecision), _body(o.DecideObjection)
withdraw_objection, give_default_notice = _body(o.WithdrawObjection), _body(d.GiveDefaultNotice)
withdraw_default_notice, decide_penalty = _body(d.WithdrawDefaultNotice), _body(d.DecidePenalty)
tell_deadline, record_standstill = _body(m.TellDeadline), _body(m.RecordStandstill)
await_foreign_information = _body(m.AwaitForeignInformation)
record_foreign_information = _body(m.RecordForeignInformation)
move_supplement_term = _body(m.MoveSupplementTerm)
confirm_receipt, warn_of_deadline, tell_delay = _body(u.ConfirmReceipt), _body(u.WarnOfDeadline), _body(u.TellDelay)
record_appeal, record_ruling = _body(d.RecordAppeal), _body(d.RecordRuling)
publish_decision, propose_to_council = _body(g.PublishDecision), _body(g.ProposeToCouncil)
record_council_treatment, request_advice = _body(g.RecordCouncilTreatment), _body(g.RequestAdvice)
receive_advice, link_case = _body(g.ReceiveAdvice), _body(g.LinkCase)
_submit = _body(c.Submit)


def submit(received_on: str | date | None = None, **contents: Any) -> c.Submit:
    """File a challenge whose contents differ so from the example."""
    example: c.Submit = _submit(received_on=received_on)
    return replace(example, contents=replace(example.contents, **contents))


def group(**changes: Any) -> Any:
    """Give the group of the example, changed; `support` as a mapping of changes."""
    found = _submit().contents.group
    if isinstance(said := changes.get("support"), Mapping):
        changes["support"] = replace(found.support, **said)
    return replace(found, **changes)


def agreement(**changes: Any) -> Any:
    read = {name: day(value) if name.endswith("_on") and isinstance(value, str) else value for name, value in changes.items()}
    return replace(start_execution().agreement, **read)


def part(key: str, received_on: str) -> c.SuppliedPart:
    return c.SuppliedPart(key=key, text="here it is", received_on=day(received_on))


def sheet(*criteria: str) -> c.Score:
    """Score these criteria and no other."""
    example: c.Score = score()
    return replace(example, scores=tuple(replace(example.scores[0], criterion=criterion) for criterion in criteria))


# --- a story --------------------------------------------------------------------------------------------------------


REFUSED: set[tuple[str, str]] = set()
"""Every rule of the table that a test of this process saw refuse, with the code of its refusal."""


@dataclass(frozen=True)
class Story:
    """A case and how it came about."""

    rules: Ordinance | None = VOORBEELDSTAD
    case: Case = field(default_factory=Case)
    today: date = date(2026, 9, 1)
    events: tuple[Event, ...] = ()

    def on(self, today: str) -> "Story":
        """Move on to a day."""
        return replace(self, today=day(today))

    def under(self, **changes: Any) -> "Story":
        """Put the case under rules that differ so from those it has."""
        return replace(self, rules=replace(self.ordinance, **changes))

    def then(self, command: Any, by: Actor, on: str | None = None, **facts: Any) -> "Story":
        """Go on with a command that must be accepted."""
        return Asked(self, command, by, on, facts).accepted()

    @property
    def ordinance(self) -> Ordinance:
        """The rules, of a story that has them."""
        assert self.rules is not None
        return self.rules

    @property
    def last_event(self) -> Any:
        return self.events[-1]


@dataclass(frozen=True)
class Asked:
    """A command on a story, about to be answered."""

    story: Story
    command: Any
    by: Actor
    on: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        dated = rows_for(type(self.command))[0].dated
        named: date | None = getattr(self.command, dated) if dated else None
        return day(self.on) if self.on else max(named or self.story.today, self.story.today)

    @property
    def context(self) -> Context:
        ids = (f"id-{number}" for number in itertools.count(self.story.case.version * 10 + 1))
        known: dict[str, Any] = {"ordinance": self.story.rules, "ordinance_id": "ordinance-1", "ordinance_number": 1}
        if isinstance(self.command, t.Assign):
            known["assignee"] = self.command.subject
        return Context(actor=self.by, today=self.today, new_id=lambda: next(ids), facts=Facts(**known | dict(self.facts)))

    @property
    def reasons(self) -> tuple[Refusal, ...]:
        return refusals(self.story.case, self.command, self.by, self.context)

    def accepted(self) -> Story:
        """The command is accepted; gives the story that goes on."""
        assert self.reasons == (), self.reasons
        events = decide(self.story.case, self.command, self.context)
        case = self.story.case
        for event in events:
            case = evolve(case, event)  # type: ignore[arg-type] # the decider of challenges gives events of challenges
        return replace(self.story, case=case, today=self.today, events=(*self.story.events, *events))

    def leads_to(self, state: str) -> Story:
        """The command is accepted and the case is in this state then."""
        story = self.accepted()
        assert story.case.state == state
        return story

    def refused(self, code: str, article: str, pointer: str = "") -> None:
        """The command is refused for this reason and no other."""
        assert [(each.code, each.article, each.pointer) for each in self.reasons] == [(code, article, pointer)]
        self._note()

    def refused_for(self, *codes: str) -> None:
        """The command is refused for these reasons, in this order."""
        assert [each.code for each in self.reasons] == list(codes)
        self._note()

    def foretold(self) -> bool:
        """Whether the allowed actions of this viewer on this day name the action."""
        found = allowed_actions(self.story.case, self.by, self.context)
        rows = rows_for(type(self.command))
        return any(each.allowed for each in found if each.action == rows[0].action)

    def _note(self) -> None:
        """Remember which rules refused, for the test that every rule was seen to."""
        said = set(self.reasons)
        rows = rows_for(type(self.command))
        row = next((row for row in rows if self.story.case.state in row.sources), None)
        if row is None:
            return
        at = Situation(case=self.story.case, actor=self.by, today=self.today, facts=self.context.facts)
        of_the_case = {(test, test(at)) for test in row.case_tests}
        found = {(test.__name__, refusal.code) for test, refusal in of_the_case if refusal in said and refusal is not None}
        if not found:
            told = [(test, list(test(at, self.command))) for test in row.body_tests]
            found = {(test.__name__, refusal.code) for test, reasons in told for refusal in reasons if refusal in said}
        REFUSED.update(found)


@dataclass(frozen=True)
class Given:
    """A story, about to go on."""

    story: Story

    def when(self, command: Any, by: Actor, on: str | None = None, **facts: Any) -> Asked:
        """Ask something of it, on its day or another; `facts` are what is known from elsewhere."""
        return Asked(self.story, command, by, on, facts)


def given(story: Story) -> Given:
    return Given(story)


def nothing(rules: Ordinance | None = VOORBEELDSTAD, on: str = "2026-09-01") -> Story:
    """No case yet."""
    return Story(rules=rules, today=day(on))


# --- cases in every state -------------------------------------------------------------------------------------------


def drafted() -> Story:
    contents = submit().contents
    whole = {each.name: getattr(contents, each.name) for each in fields(DraftContents)}
    return nothing().then(draft(contents=DraftContents(**whole)), representative())


def submitted(rules: Ordinance = VOORBEELDSTAD, on: str = "2026-09-01", **contents: Any) -> Story:
    if rules is MODEL:  # it names kinds of its own
        contents = {"group": group(applicant_kind="social_party")} | contents
    return nothing(rules, on).then(submit(**contents), representative())


def incomplete(story: Story | None = None, by: Actor | None = None) -> Story:
    return (story or submitted()).then(request_supplement(), by or intake())


def admissible(rules: Ordinance = VOORBEELDSTAD, **contents: Any) -> Story:
    return submitted(rules, **contents).then(admit(), intake(), on="2026-09-08")


def exploring() -> Story:
    return admissible().then(explore(), handler())


def ready(*assessors: str, rules: Ordinance = VOORBEELDSTAD, **contents: Any) -> Story:
    """Admissible, with assessors who declared that they have no interest."""
    story = admissible(rules, **contents)
    for name in assessors:
        story = story.then(assign(subject=name), handler()).then(declare_interest(), assessor(name))
    return story


def assessing(*assessors: str, rules: Ordinance = VOORBEELDSTAD, **contents: Any) -> Story:
    return ready(*(assessors or ("jan",)), rules=rules, **contents).then(begin_assessment(), handler())


def scored(by: str = "jan", rules: Ordinance = VOORBEELDSTAD, **contents: Any) -> Story:
    story = assessing(by, rules=rules, **contents)
    return story.then(score(), assessor(by)) if rules.criteria else story


def assessed(by: str = "jan", rules: Ordinance = VOORBEELDSTAD, **contents: Any) -> Story:
    return scored(by, rules, **contents).then(conclude_assessment(), handler(), on="2026-10-01")


def awarded(rules: Ordinance = VOORBEELDSTAD, **terms: Any) -> Story:
    return assessed(rules=rules).then(award(**terms), decision_maker())


def rejected() -> Story:
    return assessed().then(reject(), decision_maker())


def monitored(rules: Ordinance = VOORBEELDSTAD) -> Story:
    return awarded(rules).then(start_execution(), contract_manager())


def improving() -> Story:
    return monitored().then(require_improvement(), contract_manager())


def lapsed() -> Story:
    return awarded().then(lapse(), decision_maker())


def terminated() -> Story:
    return improving().then(terminate(), decision_maker())


def withdrawn() -> Story:
    return submitted().then(withdraw(), representative())


def announced(story: Story, decision: int, on: str) -> Story:
    return story.then(announce(decision=decision, announced_on=on), handler())


def objected(story: Story, received_on: str, decision: int | None = None) -> Story:
    """The group objected, to the newest decision unless another is named."""
    version = decision or story.case.decisions[-1].version
    return story.then(lodge_objection(decision=version, received_on=received_on), representative())


def third_party(name: str = "B. Buurman") -> o.ThirdParty:
    return o.ThirdParty(name=name, address="Lindelaan 1")


def ruled(story: Story, on: str, against: str = "decision", decision: int | None = None) -> Story:
    """The court found an appeal well-founded on this day: against the newest decision unless another is named."""
    decision = (decision or story.case.decisions[-1].version) if against == "decision" else None
    story = story.then(record_appeal(against=against, decision=decision, lodged_on=on), handler())
    return story.then(record_ruling(appeal=story.case.version, ruled_on=on, sent_on=on), handler())
