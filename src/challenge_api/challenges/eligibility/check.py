"""From a question to its answer: the rules of `preconditions.qualifying`, looked at with what the group says of itself.

Pure: the ordinance and the day are arguments, and nothing is kept. The same rules decide at admission and award.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from challenge_api.challenges.eligibility import words
from challenge_api.challenges.eligibility.answer import (
    CriterionAnswer,
    DeciderAnswer,
    DoorAnswer,
    EligibilityAnswer,
    InBoth,
    ItemAnswer,
    OpenAnswer,
    OrdinanceAnswer,
    RuleAnswer,
    TermAnswer,
    Verdict,
)
from challenge_api.challenges.eligibility.question import CheckEligibility, GroupInMind, Idea, SupportInMind, TaskInMind
from challenge_api.challenges.preconditions import plain, qualifying
from challenge_api.challenges.preconditions.qualifying import Finding, Known
from challenge_api.law import deadlines
from challenge_api.law.deadlines import ClockFact
from challenge_api.law.ordinance import OPEN_GROUPS, Ordinance
from challenge_api.law.wording import Both, Cents, Length, filled

TESTED_AT_ADMISSION: Final = ("filing", "admission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The version of an ordinance that a question is held against, in force from `begins` through `ends`."""

    rules: Ordinance
    id: str
    number: int
    begins: date
    ends: date | None


def known_of(question: CheckEligibility, rules: Ordinance | None, filed_on: date | None = None) -> Known:
    """Give what the question says, as the rules look at it; `filed_on` is the day on which it would be filed."""
    task, group, idea = question.task or TaskInMind(), question.group or GroupInMind(), question.idea or Idea()
    support = idea.support or SupportInMind()
    return Known(
        filed_on=filed_on,
        missing=None if idea.items is None or rules is None else _missing(idea.items, rules, group.applicant_kind),
        applicant_kind=group.applicant_kind,
        size=group.size,
        local=group.local,
        legal_form=group.legal_form,
        supporters=support.supporters,
        out_of=support.out_of,
        mandated=support.mandated,
        domain=task.domain.code if task.domain else None,
        excluded_by=frozenset(task.excluded_by),
        not_excluded_by=frozenset(task.not_excluded_by),
        cents=idea.budget_cents_per_year,
        todays_cents=task.todays_cost_cents,
        term_months=idea.term_months,
    )


def check(question: CheckEligibility, version: Version | None, today: date) -> EligibilityAnswer:
    """Answer a question; `version` is None where the authority has no ordinance in force."""
    rules = None if version is None else version.rules
    known = known_of(question, rules, today if version is None else max(today, version.begins))
    found = findings(version, known, today)
    idea = question.idea or Idea()
    can_file = version is not None and (version.ends is None or version.ends >= today)
    term = _term(version, today) if version is not None and can_file else None
    verdict = verdict_of(found)
    return EligibilityAnswer(
        authority=question.authority,
        checked_on=today,
        ordinance=None if version is None else _ordinance(version),
        verdict=verdict,
        summary=_both(words.summary(verdict)),
        rules=[_rule(each) for each in found],
        doors=list(_doors(found, rules)),
        open_groups=[_open(group) for group in (OPEN_GROUPS if rules is None else rules.open_groups)],
        contents=[] if rules is None else _contents(rules, idea, known.applicant_kind),
        criteria=[] if rules is None else _criteria(rules),
        deciders=[] if rules is None else _deciders(rules, idea.budget_cents_per_year),
        decision_term=term,
        notices=[_both(each) for each in _notices(found, known, idea, term, version, today)],
    )


def findings(version: Version | None, known: Known, today: date) -> tuple[Finding, ...]:
    """Give the answer of every rule."""
    if version is None or (version.ends is not None and version.ends < today):
        return (qualifying.none_in_force(),)
    return tuple(finding for rule in qualifying.RULES for finding in rule.look(version.rules, known))


def verdict_of(found: Sequence[Finding]) -> Verdict:
    """Draw the verdict from what filing and admission test; what only the award tests does not hinder an admission."""
    tested = {finding.outcome for finding in found if finding.rule.stage in TESTED_AT_ADMISSION}
    if any(finding.rule is qualifying.IN_FORCE and finding.outcome == "not-met" for finding in found):
        return "no-rules"
    if "not-met" in tested:
        return "does-not-qualify"
    return "to-be-shown" if "to-be-shown" in tested else "qualifies"


# --- pieces ---------------------------------------------------------------------------------------------------------


def _both(text: Both) -> InBoth:
    return InBoth(en=text.english, nl=text.dutch)


def _ordinance(version: Version) -> OrdinanceAnswer:
    return OrdinanceAnswer(
        id=version.id,
        name=version.rules.id,
        number=version.number,
        title=version.rules.title,
        in_force_from=version.begins,
        in_force_until=version.ends,
    )


def _rule(finding: Finding) -> RuleAnswer:
    rule = finding.rule
    helps = plain.help_with(rule.name, finding.outcome, finding.values)
    return RuleAnswer(
        rule=rule.name,
        about=finding.about or None,
        stage=rule.stage,
        outcome=finding.outcome,
        article=finding.article,
        explanation=_both(finding.sentence),
        help=None if helps is None else _both(helps),
        doors=list(rule.doors) if finding.outcome == "not-met" else [],
    )


def _doors(found: Sequence[Finding], rules: Ordinance | None) -> Iterator[DoorAnswer]:
    """Give other ways where a rule is not met: those of more rules first, then in the order in which the rules name them.

    Where the ordinance names the doors beside it, it is these and no others.
    """
    because: dict[str, list[str]] = {}
    for finding in found:
        for door in finding.rule.doors if finding.outcome == "not-met" else ():
            because.setdefault(door, []).append(finding.rule.name)
    if not because:
        return
    fitting = sorted(because, key=lambda door: -len(set(because[door])))
    named = rules.phases.sister_doors if rules is not None and rules.phases is not None else ()
    if not named:
        for door in fitting:
            yield _door(door, _both(plain.label(door)), None, because[door])
        return
    order = {door: place for place, door in enumerate(fitting)}
    for each in sorted(named, key=lambda each: order.get(words.door(each.code), len(order))):
        code = words.door(each.code)
        name = _both(plain.label(each.code or "other", each.label_en, each.label_nl))
        yield _door(code, name, each.article or "Ordinance", because.get(code, []))


def _door(door: str, name: InBoth, article: str | None, because: Sequence[str]) -> DoorAnswer:
    rules = list(dict.fromkeys(because))
    return DoorAnswer(door=door, name=name, article=article, explanation=_both(words.DOORS[door]), because=rules)


def _open(group: str) -> OpenAnswer:
    return OpenAnswer(group=group, article=OPEN_GROUPS[group][0], default=_both(words.default(group)))


def _missing(items: Sequence[str], rules: Ordinance, kind: str | None) -> tuple[str, ...] | None:
    """Give what is still to write; None when only what depends on the unknown kind of applicant is."""
    lacking = qualifying.missing_items(items, rules, kind)
    always = {item.key for item in rules.contents or () if item.required == "always"}
    return None if kind is None and lacking and not always & set(lacking) else lacking


def _contents(rules: Ordinance, idea: Idea, kind: str | None) -> list[ItemAnswer]:
    lacking = set(qualifying.missing_items(idea.items or (), rules, kind))
    given = set(idea.items or ())
    return [
        ItemAnswer(
            key=item.key,
            label=_both(plain.label(item.key, item.label_en, item.label_nl)),
            required=item.required,
            of_kind=item.of_kind,
            answered=item.key in given or (item.required == "always" and item.key not in lacking),
        )
        for item in rules.contents or ()
    ]


def _criteria(rules: Ordinance) -> list[CriterionAnswer]:
    return [
        CriterionAnswer(
            code=each.code,
            label=_both(plain.label(each.code, each.label_en, each.label_nl)),
            test=each.test,
            weight=each.weight,
            minimum=each.minimum,
        )
        for each in rules.criteria or ()
    ]


def _deciders(rules: Ordinance, cents: int | None) -> list[DeciderAnswer]:
    deciding = None if cents is None else rules.decider_for(cents)
    return [
        DeciderAnswer(
            body=each.body,
            name=_both(plain.label(each.body, each.label_en, each.label_nl)),
            up_to_cents=each.up_to_cents,
            council_heard=each.council_heard,
            mandate_allowed=each.mandate_allowed,
            article=each.article or "Ordinance",
            decides_this=None if cents is None else each is deciding,
        )
        for each in rules.deciders or ()
    ]


def _term(version: Version, today: date) -> TermAnswer:
    filed = max(today, version.begins)
    length, extension = version.rules.decision_length(), version.rules.decision_extension()
    counted = deadlines.decision(length, extension, (ClockFact(type="application_received", on=filed),), version.rules.calendar)
    longer = None if extension is None else filled(words.EXTENSION, {"length": Length(extension.n, extension.unit)})
    return TermAnswer(
        filed_on=filed,
        due_on=counted.due,
        article=length.article,
        provisional=counted.provisional,
        extension=None if longer is None else InBoth(en=longer[0], nl=longer[1]),
        explanation=list(counted.chain),
    )


def _notices(
    found: Sequence[Finding], known: Known, idea: Idea, term: TermAnswer | None, version: Version | None, today: date
) -> Iterator[Both]:
    if version is not None and version.ends is not None and version.ends < today:
        yield words.notice("ended", {"day": version.ends})
    if version is not None and version.begins > today:
        yield words.notice("not-yet-in-force", {"day": version.begins})
    if any(finding.outcome == "not-met" and finding.rule.stage == "award" for finding in found):
        yield words.notice("not-as-asked", {})
    if term is not None and idea.wished_start_on is not None and idea.wished_start_on <= term.due_on:
        yield words.notice("early-start", {"day": idea.wished_start_on, "due": term.due_on})
    yield from _of_the_ordinance(version.rules if version else None, idea)
    if version is not None and known.todays_cents is None and idea.promise and "cheaper" in idea.promise:
        yield words.notice("cost-unknown", {})
    if version is not None and idea.mode == "say-in-procurement":
        yield words.notice("say-in-procurement", {})


def _of_the_ordinance(rules: Ordinance | None, idea: Idea) -> Iterator[Both]:
    """What the ordinance says beside the rules, as far as it bears on the idea."""
    if rules is None:
        return
    needed = rules.two_tests.needed() if rules.two_tests else ()
    if idea.promise and (short := [test for test in needed if test not in idea.promise]):
        yield words.notice("other-test", {"test": words.TESTS[short[0]]})
    if rules.conflict is not None and rules.conflict.running_contracts is not None:
        yield words.notice("running-contract", {"rule": rules.conflict.running_contracts})
    if rules.phases is not None and rules.phases.start_money:
        most = rules.phases.start_money_cents
        yield words.notice("start-money", {}) if most is None else words.notice("start-money-up-to", {"most": Cents(most)})
    if not rules.deciders and rules.deciding_body_words is not None:
        yield words.notice("decided-by", {"body": rules.deciding_body_words})
