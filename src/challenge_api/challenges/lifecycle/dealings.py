"""Rows around the decision: publication, council, advice, links to other cases."""

from typing import Any, Final

from challenge_api.challenges.commands import dealings as c
from challenge_api.challenges.events import dealings as e
from challenge_api.challenges.lifecycle.reach import AT_WORK, IN_PROCESS, SINCE_SUBMISSION, D, H, I, P
from challenge_api.challenges.preconditions import dealing
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.aggregate import Context


def _advised(at: Situation, command: c.ReceiveAdvice, context: Context) -> dict[str, Any]:
    request = next(one for one in at.case.advices if one.version == command.request)
    return {"late": command.received_on > request.until}


ROWS: Final = (
    Row(
        action="publish-decision", noun="publications", command=c.PublishDecision, event=e.DecisionPublished, track=True,
        article="Woo 3.1, 5.1", summary="Publish a decision", sources=SINCE_SUBMISSION, roles=frozenset({P}), addition=True,
        dated="published_on", case_tests=(dealing.something_to_publish,),
        body_tests=(dealing.publishes_a_decision, dealing.names_nobody),
    ),
    Row(
        action="propose-to-council", noun="council-proposals", command=c.ProposeToCouncil, event=e.ProposedToCouncil, track=True,
        article="Gemeentewet 147, 169(4)", summary="Send the council a proposal", sources=SINCE_SUBMISSION,
        roles=frozenset({H, D}), addition=True, dated="sent_on",
    ),
    Row(
        action="record-council-treatment", noun="council-treatments", command=c.RecordCouncilTreatment,
        event=e.CouncilTreatmentRecorded, track=True, article="Gemeentewet 147, 169(4)", roles=frozenset({I, H}),
        summary="Record how the council dealt with a proposal", sources=SINCE_SUBMISSION, addition=True, dated="treated_on",
        case_tests=(dealing.a_proposal_waits,), body_tests=(dealing.treats_an_open_proposal,),
    ),
    Row(
        action="request-advice", noun="advice-requests", command=c.RequestAdvice, event=e.AdviceRequested, track=True,
        article="Awb 3:5, 3:6", summary="Ask for advice", sources=IN_PROCESS, roles=frozenset({H, D}), addition=True,
        dated="sent_on", body_tests=(dealing.gives_time_to_advise,),
    ),
    Row(
        action="receive-advice", noun="advices", command=c.ReceiveAdvice, event=e.AdviceReceived, track=True,
        article="Awb 3:6 to 3:9", summary="Record advice", sources=SINCE_SUBMISSION, roles=frozenset({I, H}), addition=True,
        dated="received_on", incoming=True, case_tests=(dealing.an_advice_waits,), body_tests=(dealing.advises_on_request,),
        derived=_advised,
    ),
    Row(
        action="link-case", noun="links", command=c.LinkCase, event=e.CaseLinked, track=True, article="Awb 3:2",
        summary="Link another case", sources=SINCE_SUBMISSION, roles=frozenset({I, H}), addition=True,
        body_tests=(dealing.links_another_case,), views=AT_WORK,
    ),
)  # fmt: skip
