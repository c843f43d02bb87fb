"""What a case keeps of what went on around the decision."""

from dataclasses import replace
from typing import assert_never

from challenge_api.challenges.case import Case
from challenge_api.challenges.events import dealings as e
from challenge_api.challenges.proceedings import AdviceAsked, CouncilProposal, Link


def evolve(case: Case, event: e.DealingEvent) -> Case:
    """Give the case as it is after the event; its version is counted already."""
    match event:
        case e.DecisionPublished() | e.ProposedToCouncil() | e.CouncilTreatmentRecorded():
            return _made_known(case, event)
        case e.AdviceRequested() | e.AdviceReceived() | e.CaseLinked():
            return _informed(case, event)
        case _:
            assert_never(event)


def _made_known(case: Case, event: e.DecisionPublished | e.ProposedToCouncil | e.CouncilTreatmentRecorded) -> Case:
    match event:
        case e.DecisionPublished():
            said = event.publication
            decisions = tuple(
                replace(decision, published_on=said.published_on) if decision.version == said.decision else decision
                for decision in case.decisions
            )
            return replace(case, decisions=decisions)
        case e.ProposedToCouncil():
            proposal = CouncilProposal(version=case.version, sent_on=event.proposal.sent_on)
            return replace(case, council=(*case.council, proposal))
        case e.CouncilTreatmentRecorded():
            how = event.treatment
            council = tuple(
                replace(one, treated_on=how.treated_on, outcome=how.outcome) if one.version == how.proposal else one
                for one in case.council
            )
            return replace(case, council=council)


def _informed(case: Case, event: e.AdviceRequested | e.AdviceReceived | e.CaseLinked) -> Case:
    match event:
        case e.AdviceRequested():
            request = event.request
            asked = AdviceAsked(version=case.version, sent_on=request.sent_on, until=request.until, part=request.part)
            return replace(case, advices=(*case.advices, asked))
        case e.AdviceReceived():
            said = event.advice
            advices = tuple(
                replace(one, received_on=said.received_on, late=event.late) if one.version == said.request else one
                for one in case.advices
            )
            return replace(case, advices=advices)
        case e.CaseLinked():
            link = Link(version=case.version, relation=event.link.relation, other=event.link.other)
            return replace(case, links=(*case.links, link))
