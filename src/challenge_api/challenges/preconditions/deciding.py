"""Tests of assessment and decision."""

from collections.abc import Iterator
from dataclasses import replace

from challenge_api.challenges import commands as asked
from challenge_api.challenges.case import OPEN_STATES, Case
from challenge_api.challenges.commands import execution
from challenge_api.challenges.contents import CriterionScore, Decider, RefusalReason
from challenge_api.challenges.preconditions import qualifying
from challenge_api.challenges.preconditions.filing import known_of
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.errors import Refusal
from challenge_api.law.ordinance import Ordinance

NOT_REGULATED = "not-regulated"
"""Ground of a refusal where the ordinance names no grounds: with its reason it meets Awb 3:46."""


def assessors_are_ready(at: Situation) -> Refusal | None:
    """Where the ordinance has criteria, assessors are assigned before the assessment begins."""
    if at.rules.criteria is None or at.case.sitting():
        return None
    return refused("no-assessor", "Awb 3:2", "Assign at least one assessor who has declared no interest.")


def interests_are_declared(at: Situation) -> Refusal | None:
    """Every assessor said whether they have an interest in the case (Awb 2:4)."""
    silent = [assessor.person for assessor in at.case.assessors if assessor.person not in at.case.declared]
    if not silent:
        return None
    return refused("interest-not-declared", "Awb 2:4", f"These assessors declared nothing yet: {', '.join(silent)}.")


def newest_plan(at: Situation, command: asked.BeginAssessment) -> Iterator[Refusal]:
    """The newest version of the plan is what is judged."""
    if command.plan_version != at.case.plan_version:
        yield refused(
            "plan-version-differs", "challenge-api", f"The newest version of the plan is {at.case.plan_version}.", "/planVersion"
        )


def criteria_are_regulated(at: Situation) -> Refusal | None:
    """Scores need criteria in the ordinance; without them a reasoned advice takes their place (Awb 3:46)."""
    if at.rules.criteria:
        return None
    return refused("criteria-not-regulated", "Awb 3:46", "The ordinance has no criteria: conclude with a reasoned advice.")


def is_an_assessor_of_the_case(at: Situation) -> Refusal | None:
    """Only who is assigned to assess this case scores it."""
    if at.case.assessor(at.actor.id) is not None:
        return None
    return refused("not-assigned", "Awb 3:2", "You are not assigned to assess this case.")


def said_about_interests(at: Situation) -> Refusal | None:
    """Who assesses said first whether they have an interest, also when they came to the case later (Awb 2:4)."""
    if at.actor.id in at.case.declared or at.case.assessor(at.actor.id) is None:
        return None
    return refused("interest-not-declared", "Awb 2:4", "Declare first whether you have an interest in this case.")


def has_no_interest(at: Situation) -> Refusal | None:
    """Whoever declared an interest neither assesses nor decides (Awb 2:4)."""
    if at.actor.id not in at.case.conflicted:
        return None
    return refused("interested", "Awb 2:4", "You declared an interest in this case.")


def did_not_assess(at: Situation) -> Refusal | None:
    """Who assessed does not decide (Awb 2:4; separation of duties)."""
    if at.actor.id not in at.case.scored_by and at.case.assessor(at.actor.id) is None:
        return None
    return refused("assessor-decides", "Awb 2:4", "You assess this case, so somebody else decides on it.")


def scores_known_criteria(at: Situation, command: asked.Score) -> Iterator[Refusal]:
    """A sheet scores criteria of the ordinance, each once."""
    known = {criterion.code for criterion in at.rules.criteria or ()}
    seen: set[str] = set()
    for index, score in enumerate(command.scores):
        pointer = f"/scores/{index}/criterion"
        if score.criterion not in known:
            yield refused("unknown-criterion", "Ordinance", f"The criteria are: {', '.join(sorted(known))}.", pointer)
        elif score.criterion in seen:
            yield refused("criterion-repeated", "challenge-api", "Score each criterion once.", pointer)
        seen.add(score.criterion)


def every_sheet_is_complete(at: Situation) -> Refusal | None:
    """Every assessor who is not recused has scored every criterion."""
    criteria = {criterion.code for criterion in at.rules.criteria or ()}
    if not criteria:
        return None
    sitting = at.case.sitting()
    waiting = [assessor.person for assessor in sitting if criteria - _scored(assessor.sheet)]
    if sitting and not waiting:
        return None
    detail = f"Sheets to come from: {', '.join(waiting)}." if waiting else "No assessor without an interest is assigned."
    return refused("scores-missing", "Awb 3:2", detail)


def _scored(sheet: tuple[CriterionScore, ...]) -> set[str]:
    return {score.criterion for score in sheet}


def body_may_decide(at: Situation, decider: Decider) -> Iterator[Refusal]:
    """The body that decides is one of the ordinance, itself or under a mandate that it allows (Awb 1:3, 10:3)."""
    deciders = at.rules.deciders
    if not deciders:
        return
    bodies = [known.body for known in deciders]
    here = [known for known in deciders if known.body == decider.body]
    if not here:
        yield refused(
            "body-not-competent", "Ordinance", f"The ordinance lets these bodies decide: {', '.join(bodies)}.", "/decider/body"
        )
    elif decider.mandate is not None and not any(known.mandate_allowed for known in here):
        article = here[0].article or "Ordinance"
        yield refused("mandate-not-allowed", article, f"The {decider.body} decides itself here.", "/decider/mandate")


def decided_by_known_body(
    at: Situation, command: asked.SetAside | asked.Reject | execution.Lapse | execution.Renew | execution.Terminate
) -> Iterator[Refusal]:
    """See `body_may_decide`."""
    return body_may_decide(at, command.decider)


def body_competent_for_amount(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """Which body decides depends on the amount of the dearest year, where the ordinance says so (Awb 10:3: its mandate)."""
    competent = at.rules.decider_for(command.granted_cents_per_year + command.one_off_cents)
    if competent is None:
        return
    article = competent.article or "Ordinance"
    if command.decider.body != competent.body:
        yield refused("body-not-competent", article, f"For this amount the {competent.body} decides.", "/decider/body")
    elif command.decider.mandate is not None and not competent.mandate_allowed:
        yield refused("mandate-not-allowed", article, f"The {competent.body} decides itself here.", "/decider/mandate")
    if competent.council_heard and command.council_heard_on is None:
        yield refused("council-not-heard", article, "The council is heard before this award.", "/councilHeardOn")
    elif command.council_heard_on is not None and command.council_heard_on > command.decided_on:
        yield refused("date-order", "Awb 3:2", "The council is heard before the decision, not after.", "/councilHeardOn")
    elif (
        command.council_heard_on is not None
        and at.case.received_on is not None
        and command.council_heard_on < at.case.received_on
    ):
        detail = f"The challenge was received on {at.case.received_on.isoformat()}."
        yield refused("date-before-receipt", "Awb 3:2", detail, "/councilHeardOn")


def refused_part_has_grounds(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """An award in part gives coded grounds for the part it refuses; an award of the whole refuses nothing (Awb 3:46)."""
    if command.extent == "part" and not command.refused_part:
        yield refused("grounds-missing", "Awb 3:46", "Give the grounds for the part that is refused.", "/refusedPart")
    elif command.extent == "whole" and command.refused_part:
        yield refused("grounds-without-refusal", "Awb 3:46", "An award of the whole refuses no part.", "/refusedPart")
    else:
        yield from _known_grounds(at, command.refused_part, "/refusedPart")


def known_at_award(case: Case, command: asked.Award) -> qualifying.Known:
    """Give what is known once the amount and the term of the award are named, and the legal form was looked up anew."""
    filed = known_of(case)
    form = command.legal_form_seen or filed.legal_form
    return replace(
        filed,
        cents=command.granted_cents_per_year,
        one_off_cents=command.one_off_cents,
        term_months=command.term_months,
        legal_form=form,
    )


def within_cost_cap(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """Where the ordinance caps the budget at today's cost, the award stays below it."""
    return qualifying.COST_CAP.refusals(at.rules, known_at_award(at.case, command), "/grantedCentsPerYear")


def within_longest_term(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """The ordinance may limit how long a task is awarded."""
    return qualifying.LONGEST_TERM.refusals(at.rules, known_at_award(at.case, command), "/termMonths")


def starts_after_the_decision(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """An execution may begin later, after a running contract, but not before its award."""
    if command.starts_on is not None and command.starts_on < command.decided_on:
        yield refused("date-order", "Award", "The execution cannot start before the decision.", "/startsOn")


def within_most_a_year(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """The ordinance may limit how much a year an agreement can be worth."""
    return qualifying.MOST_A_YEAR.refusals(at.rules, known_at_award(at.case, command), "/grantedCentsPerYear")


def track_of_the_ordinance(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """Whether the award is a public-law decision or a private one is for the ordinance to say, not per case."""
    track = at.rules.track_of("award")
    if track is not None and command.legal_track != track:
        yield refused("legal-track-differs", "Ordinance", f"The ordinance sets the track {track}.", "/legalTrack")


def legal_form_at_award(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """Legal form that the ordinance asks at the award: a group may take one on after it filed."""
    pointer = "" if command.legal_form_seen is None else "/legalFormSeen"
    return qualifying.LEGAL_FORM_AT_AWARD.refusals(at.rules, known_at_award(at.case, command), pointer)


def indicators_differ(at: Situation, command: asked.Award) -> Iterator[Refusal]:
    """Each indicator has a code of its own."""
    codes = [indicator.code for indicator in command.indicators]
    if len(set(codes)) < len(codes):
        yield refused("indicator-repeated", "challenge-api", "Give each indicator a code of its own.", "/indicators")


def grounds_fit(at: Situation, command: asked.Reject) -> Iterator[Refusal]:
    """Grounds come from the ordinance's list; before the assessment none that needs it (Awb 3:46)."""
    yield from _known_grounds(at, command.grounds, "/grounds")
    if at.case.state == "assessed":
        return
    for index, given in enumerate(command.grounds):
        ground = at.rules.ground(given.ground)
        if ground is not None and ground.phase == "assessment":
            yield refused(
                "ground-of-assessment",
                ground.article or "Ordinance",
                f"{given.ground} can refuse a challenge only after its assessment.",
                f"/grounds/{index}/ground",
            )


def known_grounds(rules: Ordinance) -> frozenset[str]:
    """Give the codes of the grounds on which a refusal can rest; where the ordinance names none, the one that says so."""
    return frozenset(ground.code for ground in rules.grounds or ()) or frozenset({NOT_REGULATED})


def _known_grounds(at: Situation, grounds: tuple[RefusalReason, ...], pointer: str) -> Iterator[Refusal]:
    known = known_grounds(at.rules)
    for index, given in enumerate(grounds):
        at_ground = f"{pointer}/{index}/ground"
        if given.ground not in known:
            yield refused("unknown-ground", "Awb 3:46", f"Known grounds here: {', '.join(sorted(known))}.", at_ground)
        elif (ground := at.rules.ground(given.ground)) is not None and ground.phase == "exploration" and not at.case.explored:
            detail = f"{given.ground} can refuse a challenge only once its idea was worked out together."
            yield refused("ground-of-exploration", ground.article or "Ordinance", detail, at_ground)


def other_case_is_open(at: Situation, command: asked.Join) -> Iterator[Refusal]:
    """A case is joined to another one of the same authority that is open and no draft."""
    if at.facts.other_state is None or at.facts.other_state not in OPEN_STATES or at.facts.other_state == "draft":
        yield refused("no-case-to-join", "challenge-api", "No open case of this authority has that id.", "/into")


def consent_was_given(at: Situation, command: asked.ResolveByCooperation | asked.Reroute | asked.Join) -> Iterator[Refusal]:
    """Consent comes before what it allows."""
    if command.consent.given_on > at.today:
        yield refused("date-in-future", "challenge-api", "The consent cannot be given after today.", "/consent/givenOn")
    if isinstance(command, asked.Join) and command.consent_of_other.given_on > at.today:
        yield refused("date-in-future", "challenge-api", "The consent cannot be given after today.", "/consentOfOther/givenOn")


def decided_case_reopens_where_it_can(at: Situation, command: asked.Reopen) -> Iterator[Refusal]:
    """What was never admitted goes back to submitted; the rest to assessing or assessed."""
    fits = ("submitted",) if at.case.state in ("not_handled", "forwarded") else ("assessing", "assessed")
    if command.to not in fits:
        yield refused("reopens-elsewhere", "Awb 7:11", f"From here a case reopens in: {', '.join(fits)}.", "/to")
    elif command.to == "assessed" and at.case.assessment is None:
        yield refused("never-assessed", "Awb 3:2", "Nobody assessed this case: reopen it in assessing.", "/to")


def something_to_reopen_on(at: Situation) -> Refusal | None:
    """A case is reopened on an objection that was upheld to that end, or on a ruling, each once (Awb 7:11, 8:72)."""
    if at.case.upheld() is not None or at.case.ruled() is not None:
        return None
    detail = "No upheld objection that reopens the case, and no well-founded appeal, is recorded or left."
    return refused("nothing-to-reopen-on", "Awb 7:11, 8:72", detail)


def reopens_on_its_ground(at: Situation, command: asked.Reopen) -> Iterator[Refusal]:
    """The ground is the one that is there, and its day not before it (Awb 7:11, 8:72)."""
    if command.ground == "objection-upheld":
        objection = at.case.upheld()
        article, since = "Awb 7:11", None if objection is None else objection.ended_on
    else:
        appeal = at.case.ruled()
        article, since = "Awb 8:72", None if appeal is None else appeal.ruled_on
    if since is None:
        yield refused("nothing-to-reopen-on", article, "Nothing on that ground is recorded, or left.", "/ground")
    elif command.ruled_on < since:
        yield refused("date-order", article, f"It was decided on {since.isoformat()}.", "/ruledOn")
