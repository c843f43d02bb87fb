"""One past case under another version: what would have gone otherwise, and what cannot be said.

Pure. The rules are those of `preconditions.qualifying`, the terms those of `clocks`, the grounds those of
`preconditions.deciding`: the same functions that decide on a case, with the other version put in. A case holds what its own
version asked; where the other one asks more, the answer is not a guess but `cannot be said`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import decision_term
from challenge_api.challenges.commands import Admit
from challenge_api.challenges.dry_run import words
from challenge_api.challenges.dry_run.report import (
    AdmissionTried,
    CaseTried,
    ContentTried,
    DeciderTried,
    GroundTried,
    InBothLanguages,
    NotHeld,
    RuleTried,
    Sum,
    TermTried,
    Then,
    Would,
)
from challenge_api.challenges.preconditions import plain, qualifying
from challenge_api.challenges.preconditions.deciding import known_grounds
from challenge_api.challenges.preconditions.filing import known_at_admission, known_of
from challenge_api.challenges.preconditions.qualifying import Finding, Known
from challenge_api.law import deadlines
from challenge_api.law.aggregate import ERASED
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.wording import Both, Value

_DECIDED: Final = ("awarded", "rejected", "set-aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A case as the authority received it: folded, with the version it keeps and the admission, where there was one."""

    id: str
    case: Case
    rules: Ordinance
    admission: Admit | None


def compare(past: PastCase, tried: Ordinance, today: date) -> CaseTried:
    """Hold a past case against the version tried."""
    case = past.case
    assert case.received_on is not None, "only what was received is held against a version"
    assert case.ordinance is not None, "a case that was received keeps a version"
    known, held = _known(past, tried), _held(past)
    missing = qualifying.missing_items(held, tried, known.applicant_kind)
    found = [each for each in _looked(tried, known) if not _passed_then(past, each)]
    admission = _admission(past, _tested(found), missing)
    hindered = [each for each in found if each.rule.stage == "award"] if case.award is not None else []
    decider, terms, gone = _decider(past, tried), list(_terms(past, tried, today)), list(_gone(case, tried))
    lost = [_rule(each) for each in hindered if each.outcome == "not-met"]
    new = admission.differs or bool(missing) or any(term.differs for term in terms) or bool(gone) or bool(lost)
    return CaseTried(
        challenge=past.id,
        title=None if case.title == ERASED else case.title,
        received_on=case.received_on,
        state=case.state,
        ordinance=f"{case.ordinance.name} {case.ordinance.number}",
        differs=new or (decider is not None and decider.differs),
        admission=admission,
        contents_missing=[_content(key, tried) for key in missing],
        decider=decider,
        terms=terms,
        grounds_gone=gone,
        award_hindered=lost,
        unknown=list(_unknown(past, tried, found if case.award is not None else _tested(found))),
    )


def add_up(cases: Sequence[CaseTried]) -> Sum:
    """Count in how many cases something would have gone otherwise."""

    def decisions(case: CaseTried) -> Iterator[TermTried]:
        return (term for term in case.terms if term.kind == "decision")

    return Sum(
        cases=len(cases),
        differing=sum(case.differs for case in cases),
        no_longer_admissible=sum(case.admission.differs and case.admission.would == "not-admissible" for case in cases),
        newly_admissible=sum(case.admission.differs and case.admission.would == "admissible" for case in cases),
        contents_missing=sum(bool(case.contents_missing) for case in cases),
        other_decider=sum(case.decider is not None and case.decider.differs for case in cases),
        decision_due_later=sum(term.days > 0 for case in cases for term in decisions(case)),
        decision_due_earlier=sum(term.days < 0 for case in cases for term in decisions(case)),
        late_then=sum(term.late_then is True for case in cases for term in decisions(case)),
        late_would=sum(term.late_would is True for case in cases for term in decisions(case)),
        grounds_gone=sum(bool(case.grounds_gone) for case in cases),
        awards_hindered=sum(bool(case.award_hindered) for case in cases),
        not_fully_known=sum(bool(case.unknown) for case in cases),
    )


# --- what the case holds --------------------------------------------------------------------------------------------


def _known(past: PastCase, tried: Ordinance) -> Known:
    """Give the facts of the case, as officials found them where they did, else as the group stated them."""
    case = past.case
    known = known_of(case) if past.admission is None else known_at_admission(case, past.admission)
    if case.award is not None:
        known = replace(
            known,
            cents=case.award.granted_cents_per_year,
            one_off_cents=case.award.one_off_cents,
            term_months=case.award.term_months,
        )
    # whether the group has *the* tie was asked of the tie that its own version names
    if _tie(tried) != _tie(past.rules):
        known = replace(known, local=None)
    return replace(known, missing=())  # held against the version tried by `missing_items`, and told apart


def _looked(rules: Ordinance, known: Known) -> list[Finding]:
    return [finding for rule in qualifying.RULES for finding in rule.look(rules, known)]


def _passed_then(past: PastCase, finding: Finding) -> bool:
    """Whether the case's own rules left this to be shown in the very same way, and the official who admitted it let it pass."""
    if finding.outcome != "to-be-shown" or past.admission is None or finding.rule.stage == "award":
        return False
    then = finding.rule.look(past.rules, known_at_admission(past.case, past.admission))
    return any((each.outcome, each.about, each.values) == (finding.outcome, finding.about, finding.values) for each in then)


def _tie(rules: Ordinance) -> str | None:
    return rules.who.local_tie if rules.who else None


def _held(past: PastCase) -> frozenset[str]:
    """Keys of contents that the case holds: written, supplied, or asked by its own version and not missing."""
    case = past.case
    kind = case.group.applicant_kind if case.group else ""
    asked = {item.key for item in past.rules.contents or () if item.asked_of(kind)}
    supplied = {key for note in case.supplements for key in note.keys}
    return frozenset({item.key for item in case.items} | supplied | (asked - set(case.missing)))


# --- pieces ---------------------------------------------------------------------------------------------------------


def _both(text: Both) -> InBothLanguages:
    return InBothLanguages(en=text.english, nl=text.dutch)


def _rule(finding: Finding) -> RuleTried:
    return RuleTried(
        rule=finding.rule.name,
        about=finding.about or None,
        stage=finding.rule.stage,
        outcome=finding.outcome,
        article=finding.article,
        explanation=_both(finding.sentence),
    )


def _content(key: str, tried: Ordinance) -> ContentTried:
    return ContentTried(key=key, label=_both(plain.items((key,), tried)))


def _tested(found: Sequence[Finding]) -> list[Finding]:
    return [each for each in found if each.rule.stage != "award"]


def _admission(past: PastCase, found: Sequence[Finding], missing: tuple[str, ...]) -> AdmissionTried:
    outcomes = {each.outcome for each in found}
    would: Would = "cannot-be-said" if "to-be-shown" in outcomes else "admissible"
    if "not-met" in outcomes:
        would = "not-admissible"
    then = _then(past)
    lost = then == "admitted" and would == "not-admissible"
    won = then == "refused" and would == "admissible" and not missing
    reasons = [_rule(each) for each in found if each.outcome == "not-met"]
    return AdmissionTried(then=then, would=would, differs=lost or won, reasons=reasons)


def _then(past: PastCase) -> Then:
    if past.admission is not None:
        return "admitted"
    return "refused" if past.case.state in ("rejected", "not_handled") else "not-judged"


def _decider(past: PastCase, tried: Ordinance) -> DeciderTried | None:
    case = past.case
    award = case.award
    cents = award.granted_cents_per_year + award.one_off_cents if award else case.budget_cents_per_year
    if cents is None:
        return None
    decided = next((each.body for each in reversed(case.decisions) if each.type in _DECIDED), None)
    own, other = past.rules.decider_for(cents), tried.decider_for(cents)
    then, would = decided or (own.body if own else None), other.body if other else None
    return DeciderTried(
        cents_per_year=cents,
        granted=case.award is not None,
        then=then,
        would=would,
        differs=then is not None and would is not None and then != would,
    )


def _terms(past: PastCase, tried: Ordinance, today: date) -> Iterator[TermTried]:
    case = past.case
    own, other = (decision_term(case, rules, rules.calendar) for rules in (past.rules, tried))
    ended = other.decided_on or (case.moved_on if case.outcome is not None and not case.decisions else None)
    yield TermTried(
        kind="decision",
        then=own.due,
        would=other.due,
        days=(other.due - own.due).days,
        differs=own.due != other.due,
        late_then=(ended or today) > own.due,
        late_would=(ended or today) > other.due,
        explanation=list(other.chain),
    )
    if tried.supplement is not None:
        for fact in case.clock:
            if fact.type == "supplement_requested" and fact.deadline is not None:
                yield _named("supplement", fact.deadline, max(fact.deadline, tried.supplement.end_after(fact.on)))
    awarded = next((each.taken_on for each in reversed(case.decisions) if each.type == "awarded"), None)
    if awarded is not None:
        then, would = _agreement_due(awarded, past.rules), _agreement_due(awarded, tried)
        if then is not None or would is not None:
            yield _named("agreement", then, would)


def _agreement_due(awarded: date, rules: Ordinance) -> date | None:
    within = rules.agreement.start_within if rules.agreement else None
    return None if within is None else deadlines.plain(awarded, within.term(), rules.calendar).due


def _named(kind: str, then: date | None, would: date | None) -> TermTried:
    days = (would - then).days if then is not None and would is not None else 0
    return TermTried(
        kind="supplement" if kind == "supplement" else "agreement",
        then=then,
        would=would,
        days=days,
        differs=then != would,
        late_then=None,
        late_would=None,
        explanation=[],
    )


def _gone(case: Case, tried: Ordinance) -> Iterator[GroundTried]:
    available = known_grounds(tried)
    for used in case.grounds:
        ground = tried.ground(used.ground)
        if used.ground not in available:
            yield GroundTried(
                ground=used.ground, why="not-listed", explanation=_both(words.gone("not-listed", plain.label(used.ground)))
            )
        elif ground is not None and ground.phase == "assessment" and case.assessment is None:
            named = plain.label(ground.code, ground.label_en, ground.label_nl)
            explanation = _both(words.gone("after-assessment-only", named))
            yield GroundTried(ground=used.ground, why="after-assessment-only", explanation=explanation)


def _unknown(past: PastCase, tried: Ordinance, found: Sequence[Finding]) -> Iterator[NotHeld]:
    for each in found:
        if each.outcome == "to-be-shown":
            yield _not_held(each.rule.name, each.values)
    case = past.case
    if case.assessment is not None and tried.criteria:
        scored = {score.criterion for sheet in case.assessment.sheets for score in sheet.sheet}
        lacking = [plain.label(each.code, each.label_en, each.label_nl) for each in tried.criteria if each.code not in scored]
        if lacking:
            named = Both("; ".join(each.english for each in lacking), "; ".join(each.dutch for each in lacking))
            yield _not_held("scores", {"criteria": named})
    if case.award is not None:
        own, other = (rules.decider_for(case.award.granted_cents_per_year) for rules in (past.rules, tried))
        if other is None and own is not None:
            yield _not_held("decider", {})
        elif other is not None and other.council_heard and not (own is not None and own.council_heard):
            yield _not_held("council-heard", {})


def _not_held(question: str, values: Mapping[str, Value]) -> NotHeld:
    what = words.not_held(question, values)
    return NotHeld(question=question, what=_both(what), explanation=_both(words.cannot_be_said(what)))
