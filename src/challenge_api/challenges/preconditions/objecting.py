"""Tests of an objection: what can be objected to, by whom, and what must come before the decision on it."""

from collections.abc import Iterator
from typing import Any, Final, Protocol

from challenge_api.challenges import review
from challenge_api.challenges.case import DecisionTaken
from challenge_api.challenges.commands import objections as asked
from challenge_api.challenges.preconditions import deciding
from challenge_api.challenges.preconditions.situation import BodyTest, Situation, refused
from challenge_api.challenges.proceedings import Objection
from challenge_api.law.access import Role
from challenge_api.law.errors import Refusal
from challenge_api.law.outside import camel


class _About(Protocol):
    """A command about an objection."""

    @property
    def objection(self) -> int:
        """Version of the case that records it."""


def of_public_law(at: Situation) -> Refusal | None:
    """Against an award that is private law there is no objection, nor a penalty for its delay (Awb 1:3, 8:3(2))."""
    if at.rules.legal_track != "private-law":
        return None
    detail = "The ordinance makes the award an act of private law: objection and penalty do not apply; the civil court is open."
    return refused("private-law-track", "Awb 1:3, 8:3(2)", detail)


def something_to_object_to(at: Situation) -> Refusal | None:
    """An objection is to a decision (Awb 1:5(1), 7:1(1))."""
    if of_public_law(at) is not None or objectionable(at):
        return None
    return refused("nothing-to-object-to", "Awb 1:5(1), 6:10", "No decision was taken yet that one can object to.")


def objectionable(at: Situation) -> tuple[DecisionTaken, ...]:
    """Give the decisions of the case that one can object to."""
    return tuple(decision for decision in at.case.decisions if _objectionable(at, decision))


def _objectionable(at: Situation, decision: DecisionTaken) -> bool:
    return decision.type != "objection-decided" and not review.is_private(decision, at.rules)


def decision_can_be_objected_to(at: Situation, command: asked.LodgeObjection) -> Iterator[Refusal]:
    """Against a decision on an objection one appeals to the court (Awb 7:1(1)); against a private act, to neither."""
    decision = at.case.decision(command.decision)
    if decision is None:
        yield refused("no-such-decision", "Awb 1:5(1)", "No decision of this case has that version.", "/decision")
    elif review.is_private(decision, at.rules):
        yield refused("private-law-track", "Awb 1:3, 8:3(2)", "This award is an act of private law.", "/decision")
    elif not _objectionable(at, decision):
        yield refused("appeal-instead", "Awb 8:1", "Against a decision on an objection one appeals to the court.", "/decision")
    elif (command.received_on or at.today) < decision.taken_on:
        yield refused("date-order", "Awb 6:10", f"It was taken on {decision.taken_on.isoformat()}.", "/receivedOn")


def by_third_party(at: Situation, command: asked.LodgeObjection) -> bool:
    """Whether somebody other than the group objects."""
    return command.objector is not None


def objector_is_who_asks(at: Situation, command: asked.LodgeObjection) -> Iterator[Refusal]:
    """The group objects for itself, a third party names itself, intake records either (Awb 1:2, 6:5(1)(a))."""
    if at.by_intake:
        if command.subject is not None and command.objector is None:
            yield refused("objector-missing", "Awb 6:5(1)(a)", "Name the third party to whom the subject belongs.", "/objector")
        return
    if command.subject is not None:
        yield refused("subject-by-intake", "challenge-api", "Leave it out: your token says who you are.", "/subject")
    if speaks_for_the_group(at):
        if command.objector is not None:
            yield refused("objector-is-the-group", "Awb 1:2", "Leave it out: you speak for the group of this case.", "/objector")
    elif command.objector is None:
        yield refused("objector-missing", "Awb 6:5(1)(a)", "Say who objects: name and address.", "/objector")


def objects_once(at: Situation, command: asked.LodgeObjection) -> Iterator[Refusal]:
    """Whoever objects to a decision a second time adds to the first objection; it is one until it ends (Awb 6:5)."""
    party = party_of(at, command)
    third = by_third_party(at, command)
    for objection in at.case.objections:
        same = objection.party == party and party is not None if third else objection.objector == "challenger"
        if same and objection.decision == command.decision:
            detail = f"The objection is known as {objection.version}; what you add belongs to it."
            yield refused("already-objected", "Awb 6:5", detail, "/decision")
            return


def party_of(at: Situation, command: asked.LodgeObjection) -> str | None:
    """Give the actor id of the third party that objects; None for the group and for who has no account."""
    if command.objector is None:
        return None
    return at.facts.objector if at.by_intake else at.actor.id


def received_over_the_api_today(at: Situation, command: Any) -> Iterator[Refusal]:
    """What comes in over the API is received today; only intake records another day, or a postmark (Awb 2:20, 6:9(2))."""
    if at.by_intake:
        return
    for name in ("received_on", "posted_on"):
        named = getattr(command, name, None)
        if named is not None and (name == "posted_on" or named != at.today):
            detail = "What comes in over the API is received today. Only intake records another day, for what came on paper."
            yield refused("receipt-date-by-intake", "Awb 2:20", detail, "/" + camel(name))


def posted_before_receipt(at: Situation, command: asked.LodgeObjection) -> Iterator[Refusal]:
    """A letter is posted before it is received."""
    if command.posted_on is not None and command.posted_on > (command.received_on or at.today):
        yield refused("date-order", "Awb 6:9(2)", "It cannot be posted after it was received.", "/postedOn")


def an_objection_is_open(at: Situation) -> Refusal | None:
    """There is an objection that was neither decided on nor withdrawn."""
    if any(objection.open for objection in at.case.objections):
        return None
    return refused("no-open-objection", "Awb 6:4", "No objection to a decision of this case waits for its decision.")


def _of(at: Situation, command: _About) -> Objection | None:
    return at.case.objection(command.objection)


def concerns_an_open_objection(at: Situation, command: _About) -> Iterator[Refusal]:
    """The objection is one of this case and still open."""
    objection = _of(at, command)
    if objection is None:
        yield refused("no-such-objection", "Awb 6:4", "No objection in this case has that version.", "/objection")
    elif objection.ended_on is not None:
        yield refused("objection-ended", "Awb 7:11", f"It ended on {objection.ended_on.isoformat()}.", "/objection")


def ones_own_objection(at: Situation, command: _About) -> Iterator[Refusal]:
    """Everybody acts in their own objection: the group in its own, a third party in theirs; intake on behalf of either."""
    objection = _of(at, command)
    if objection is None or at.by_intake:
        return
    if not speaks_for(at, objection):
        yield refused("not-your-objection", "Awb 6:4", "Somebody else lodged this objection.", "/objection")


def speaks_for(at: Situation, objection: Objection) -> bool:
    """Whether the actor is the objector, or represents it."""
    if objection.objector == "challenger":
        return speaks_for_the_group(at)
    return objection.party == at.actor.id


def speaks_for_the_group(at: Situation) -> bool:
    """Whether the actor is a representative of the group of this case."""
    return at.actor.represents and Role.REPRESENTATIVE in at.actor.roles


def not_before_the_objection(name: str) -> BodyTest:
    """Make the test that a date of the body does not lie before the receipt of the objection."""

    def since_the_objection(at: Situation, command: Any) -> Iterator[Refusal]:
        """What is done in an objection is not dated before it came (Awb 6:4)."""
        objection = _of(at, command)
        day = getattr(command, name) or at.today
        if objection is not None and day < objection.received_on:
            detail = f"The objection was received on {objection.received_on.isoformat()}."
            yield refused("date-before-objection", "Awb 6:4", detail, "/" + camel(name))

    return since_the_objection


_UNJUDGED: Final = ("reason-asked", "reason-given")
"""How an objection stands that came late, until that is judged."""


def some_lateness_is_unjudged(at: Situation) -> Refusal | None:
    """Only a late objection asks for a reason, until it is judged (Awb 6:11)."""
    waiting = [objection for objection in at.case.objections if objection.open]
    if not waiting or any(objection.lateness in _UNJUDGED for objection in waiting):
        return None
    return refused("not-late", "Awb 6:11", "No objection that waits for its decision came late, or it was judged already.")


def explains_a_late_one(at: Situation, command: asked.ExplainLateness) -> Iterator[Refusal]:
    """Only a late objection asks for a reason, until it is judged (Awb 6:11)."""
    objection = _of(at, command)
    if objection is not None and objection.lateness not in _UNJUDGED:
        yield refused("not-late", "Awb 6:11", "Its lateness was judged already, or it is in time.", "/objection")


def gives_time_to_remedy(at: Situation, command: asked.RequestRemedy) -> Iterator[Refusal]:
    """A defect can be mended within a term that lies ahead (Awb 6:6)."""
    if command.until <= command.sent_on:
        yield refused("date-order", "Awb 6:6", "The last day to mend it lies after the request.", "/until")
    keys = [defect.key for defect in command.defects]
    if len(set(keys)) < len(keys):
        yield refused("defect-repeated", "challenge-api", "Name each defect once.", "/defects")


def some_remedy_is_asked(at: Situation) -> Refusal | None:
    """A defect is mended after it was pointed out (Awb 6:6)."""
    waiting = [objection for objection in at.case.objections if objection.open]
    if not waiting or any(objection.remedy_asked for objection in waiting):
        return None
    return refused("not-asked", "Awb 6:6", "No defect of an objection is open.")


def something_to_remedy(at: Situation, command: asked.RemedyObjection) -> Iterator[Refusal]:
    """What is mended was asked for (Awb 6:6)."""
    objection = _of(at, command)
    if objection is None:
        return
    for index, remedy in enumerate(command.remedies):
        if remedy.key not in objection.remedy_asked:
            open_ones = ", ".join(objection.remedy_asked) or "none"
            yield refused("not-asked", "Awb 6:6", f"Defects still open: {open_ones}.", f"/remedies/{index}/key")


def told_once(at: Situation, command: asked.ReferToCommittee) -> Iterator[Refusal]:
    """The objector is told once that a committee advises (Awb 7:13(2))."""
    objection = _of(at, command)
    if objection is not None and objection.committee_told_on is not None:
        detail = f"The objector was told on {objection.committee_told_on.isoformat()}."
        yield refused("committee-told", "Awb 7:13(2)", detail, "/objection")


def lateness_is_judged(at: Situation, command: asked.JudgeAdmissibility) -> Iterator[Refusal]:
    """Admitting a late objection says that its lateness is excused; one in time has none to excuse (Awb 6:11)."""
    objection = _of(at, command)
    if objection is None:
        return
    if objection.late and command.admissible and command.lateness != "excused":
        yield refused("late-not-excused", "Awb 6:11", "It came late: it is admissible only if that is excused.", "/lateness")
    if not objection.late and command.lateness is not None:
        yield refused("not-late", "Awb 6:11", "It came in time.", "/lateness")


def did_not_decide(at: Situation) -> Refusal | None:
    """Who took a decision in the case, or prepared it, does not hear the objection to it (Awb 7:5(1)(a))."""
    if all(decision.by != at.actor.id for decision in at.case.decisions) and deciding.did_not_assess(at) is None:
        return None
    return refused("decider-hears", "Awb 7:5(1)", "You decided or assessed in this case, so somebody else hears the objection.")


def did_not_take_it(at: Situation, command: asked.DecideObjection) -> Iterator[Refusal]:
    """Who took the decision under a mandate does not decide on the objection to it (Awb 10:3(3))."""
    objection = _of(at, command)
    decision = None if objection is None else at.case.decision(objection.decision)
    if decision is not None and decision.by == at.actor.id:
        yield refused(
            "decider-decides-again",
            "Awb 10:3(3)",
            "You took this decision: somebody else decides on the objection.",
            "/objection",
        )
