"""Tests of what goes on around the decision: publication, council, advice, links."""

from collections.abc import Iterator

from challenge_api.challenges.commands import dealings as asked
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law import deadlines
from challenge_api.law.errors import Refusal


def something_to_publish(at: Situation) -> Refusal | None:
    """There is a decision that was announced and not published yet (Awb 3:40, Woo 3.1)."""
    if any(decision.announced_on is not None and decision.published_on is None for decision in at.case.decisions):
        return None
    return refused("nothing-to-publish", "Woo 3.1", "No announced decision waits for its publication.")


def publishes_a_decision(at: Situation, command: asked.PublishDecision) -> Iterator[Refusal]:
    """A decision is published once, after its addressee was told (Awb 3:40, 3:41; Woo 3.1)."""
    decision = at.case.decision(command.decision)
    if decision is None:
        yield refused("no-such-decision", "Woo 3.1", "No decision of this case has that version.", "/decision")
    elif decision.published_on is not None:
        detail = f"It was published on {decision.published_on.isoformat()}."
        yield refused("already-published", "Woo 3.1", detail, "/decision")
    elif decision.announced_on is None or command.published_on < decision.announced_on:
        detail = "First it is announced to its addressee, then published."
        yield refused("published-before-announcement", "Awb 3:40, 3:41", detail, "/publishedOn")


def names_nobody(at: Situation, command: asked.PublishDecision) -> Iterator[Refusal]:
    """What is published does not name the contact person (GDPR 5, Woo 5.1)."""
    contact = at.case.contact
    personal = () if contact is None else (contact.name, contact.email, contact.phone)
    text = command.text.casefold()
    if any(each is not None and each.casefold() in text for each in personal):
        yield refused("names-a-person", "GDPR 5, Woo 5.1", "The text holds name, address or number of the contact.", "/text")


def a_proposal_waits(at: Situation) -> Refusal | None:
    """There is a proposal that the council has not dealt with."""
    if any(proposal.treated_on is None for proposal in at.case.council):
        return None
    return refused("no-open-proposal", "Gemeentewet 147", "No proposal waits for the council.")


def treats_an_open_proposal(at: Situation, command: asked.RecordCouncilTreatment) -> Iterator[Refusal]:
    """The council deals with a proposal once, after it was sent (Gemeentewet 147)."""
    proposal = next((one for one in at.case.council if one.version == command.proposal), None)
    if proposal is None or proposal.treated_on is not None:
        yield refused("no-such-proposal", "Gemeentewet 147", "No open proposal has that version.", "/proposal")
    elif command.treated_on < proposal.sent_on:
        yield refused("date-order", "Gemeentewet 147", f"It was sent on {proposal.sent_on.isoformat()}.", "/treatedOn")


def gives_time_to_advise(at: Situation, command: asked.RequestAdvice) -> Iterator[Refusal]:
    """An adviser gets a term that lies ahead, and the one that the ordinance gives; so does a second body (Awb 3:6(1))."""
    second = at.rules.second_body
    if command.part == "second-body" and second is None:
        yield refused("no-second-body", "Ordinance", "The ordinance names no second body that has a say.", "/part")
    if command.until <= command.sent_on:
        yield refused("date-order", "Awb 3:6(1)", "The last day to advise lies after the request.", "/until")
        return
    asked_body = second if command.part == "second-body" else at.rules.advice
    length = None if asked_body is None else asked_body.term
    if length is not None and command.until < (due := deadlines.plain(command.sent_on, length.term(), at.calendar).due):
        detail = f"The ordinance gives until {due.isoformat()}."
        yield refused("advice-term-too-short", length.article, detail, "/until")


def an_advice_waits(at: Situation) -> Refusal | None:
    """There is a request for advice that was not answered."""
    if any(asked_for.received_on is None for asked_for in at.case.advices):
        return None
    return refused("no-open-advice", "Awb 3:6", "No request for advice waits for its answer.")


def advises_on_request(at: Situation, command: asked.ReceiveAdvice) -> Iterator[Refusal]:
    """Advice answers a request, once, and comes after it (Awb 3:6)."""
    request = next((one for one in at.case.advices if one.version == command.request), None)
    if request is None or request.received_on is not None:
        yield refused("no-such-advice", "Awb 3:6", "No open request for advice has that version.", "/request")
    elif command.received_on < request.sent_on:
        yield refused("date-order", "Awb 3:6", f"It was asked on {request.sent_on.isoformat()}.", "/receivedOn")


def links_another_case(at: Situation, command: asked.LinkCase) -> Iterator[Refusal]:
    """The other case is a submitted one of the same authority."""
    if at.facts.other_state in (None, "draft", "discarded"):
        yield refused("no-such-case", "challenge-api", "No other case of this authority has that id.", "/other")
