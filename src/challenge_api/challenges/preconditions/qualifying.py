"""The rules by which a challenge qualifies, each written once and read by two: the move that decides, and the check beforehand.

A rule looks at the ordinance and at what is known of a request, and answers `met`, `not-met`, `to-be-shown` (nobody has said or
shown it yet) or `not-regulated` (the ordinance sets nothing here). `admit` and `award` refuse what is not met; the eligibility
check shows the answers. So the check cannot promise what a move then refuses: there is no second rule that could say otherwise.

What is `to-be-shown` does not hinder admission, for a person admits and may know more than the file, with one exception: the
exclusions of the ordinance have to be looked at, all of them (`Rule.open_refuses`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from challenge_api.challenges.preconditions import plain
from challenge_api.law.errors import Ground, Refusal
from challenge_api.law.ordinance import OPEN_GROUPS, AgreementRule, ContentItem, Ordinance
from challenge_api.law.wording import Both, Cents, Length, Value

Outcome = Literal["met", "not-met", "to-be-shown", "not-regulated"]
Stage = Literal["filing", "admission", "award"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a request when a rule looks at it; None is what nobody said or showed yet.

    `missing` holds keys of required items that the request lacks; amounts are euro cents a year; `todays_cents` is None too where
    the authority does not know what the task costs today.
    """

    filed_on: date | None = None
    missing: tuple[str, ...] | None = None
    applicant_kind: str | None = None
    size: int | None = None
    local: bool | None = None
    legal_form: str | None = None
    supporters: int | None = None
    out_of: int | None = None
    mandated: bool | None = None
    domain: str | None = None
    excluded_by: frozenset[str] = frozenset()
    """Codes of exclusions that apply."""
    not_excluded_by: frozenset[str] = frozenset()
    """Codes of exclusions that were looked at and do not apply."""
    cents: int | None = None
    one_off_cents: int = 0
    """What is granted once, beside the amount a year."""
    todays_cents: int | None = None
    term_months: int | None = None

    @property
    def cents_on_average(self) -> int | None:
        """What a year costs on average over the whole term, what is granted once included; part of a cent counts whole."""
        if self.cents is None or not self.one_off_cents:
            return self.cents
        return self.cents - (-12 * self.one_off_cents // (self.term_months or 12))

    @property
    def cents_at_most(self) -> int | None:
        """What the dearest year costs: the one in which what is granted once is paid."""
        return None if self.cents is None else self.cents + self.one_off_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule answers: the outcome, its article, and the sentence in English and Dutch.

    `about` names the item where a rule speaks of several, such as the code of an exclusion.
    """

    rule: "Rule"
    outcome: Outcome
    article: str
    about: str = ""
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def sentence(self) -> Both:
        """What the answer means, for a resident."""
        return plain.sentence(self.rule.name, self.outcome, self.values)

    @property
    def refuses(self) -> bool:
        """Whether a move is refused for it."""
        return self.outcome == "not-met" or (self.outcome == "to-be-shown" and self.rule.open_refuses)

    def refusal(self, pointer: str = "") -> Refusal:
        """Give the refusal of the move that was asked; `pointer` leads to the field of its body that is about this."""
        return Refusal(self.rule.code, self.article, self.sentence.english, Ground.RULE, pointer)


Judge = Callable[["Rule", Ordinance, Known], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its name, the moment at which it is tested, the group of the ordinance that sets it, and the code of its refusal.

    A rule that the ordinance sets in words only is for a person to judge: it is `to-be-shown`, refuses nothing and has no code.
    `doors` are the other ways, of those that a case can be re-routed to, that fit better when it is not met, best first.
    """

    name: str
    stage: Stage
    group: str
    code: str = ""
    judge: Judge = field(repr=False)
    open_refuses: bool = False
    doors: tuple[str, ...] = ()

    def look(self, rules: Ordinance, known: Known) -> tuple[Finding, ...]:
        """Judge what is known; never empty."""
        return tuple(self.judge(self, rules, known)) or (self._unregulated(rules),)

    def refusals(self, rules: Ordinance, known: Known, pointer: str = "") -> Iterator[Refusal]:
        """Give the refusals of a move to which this rule applies."""
        return (found.refusal(pointer) for found in self.look(rules, known) if found.refuses)

    def _unregulated(self, rules: Ordinance) -> Finding:
        article = OPEN_GROUPS[self.group][0] if self.group in rules.open_groups else "Ordinance"
        return Finding(rule=self, outcome="not-regulated", article=article)


def _outcome(said: object | None, holds: bool) -> Outcome:
    if said is None:
        return "to-be-shown"
    return "met" if holds else "not-met"


_BY_FIELDS: Final = frozenset(
    {
        "better", "budget", "cheaper", "contact", "group", "initiators", "legal_form", "legal_status", "plan", "promise",
        "support", "task", "title", "why_better", "why_cheaper",
    }
)  # fmt: skip
"""Keys of required items that the fields of every challenge answer already."""


def missing_items(given: Iterable[str], ordinance: Ordinance, kind: str | None) -> tuple[str, ...]:
    """Give the keys of the items that the ordinance requires of such an applicant, less those given and what every form answers.

    As long as nobody said what `kind` of applicant it is, what is required of any kind counts.
    """
    there = _BY_FIELDS | set(given)
    return tuple(item.key for item in ordinance.contents or () if _asked_of(item, kind) and item.key not in there)


def _asked_of(item: ContentItem, kind: str | None) -> bool:
    return item.required != "if_any" if kind is None else item.asked_of(kind)


# --- filing ---------------------------------------------------------------------------------------------------------


def _in_force(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    values: dict[str, Value] = {"title": rules.title}
    yield Finding(rule=rule, outcome="met", article="Gemeentewet 150(3)", values=values)


def none_in_force() -> Finding:
    """Give the answer where the authority has no ordinance in force on the day of receipt: nothing can be filed."""
    return Finding(rule=IN_FORCE, outcome="not-met", article="Gemeentewet 150(3)")


def _contents(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    lacking = missing_items((), rules, known.applicant_kind) if known.missing is None else known.missing
    if lacking or any(_asked_of(item, known.applicant_kind) for item in rules.contents or ()):
        outcome = _outcome(known.missing, holds=False) if lacking else "met"
        yield Finding(rule=rule, outcome=outcome, article="Awb 4:5", values={"items": plain.items(lacking, rules)})


# --- admission ------------------------------------------------------------------------------------------------------


def _window(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.phases is not None and rules.phases.windows:
        outcome = _outcome(known.filed_on, known.filed_on is not None and rules.phases.accepts_on(known.filed_on))
        values: dict[str, Value] = {"windows": plain.windows(rules.phases.windows)}
        yield Finding(rule=rule, outcome=outcome, article=rules.phases.article or "Ordinance", values=values)


def _applicant_kind(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.who is not None and rules.who.applicant_kinds:
        outcome = _outcome(known.applicant_kind, known.applicant_kind in rules.who.applicant_kinds)
        values: dict[str, Value] = {"kinds": plain.codes(rules.who.applicant_kinds)}
        yield Finding(rule=rule, outcome=outcome, article=rules.who.article or "Ordinance", values=values)


def _group_size(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    who, kind = rules.who, known.applicant_kind
    if who is None:
        return
    named = (who.minimum_persons, *who.minimum_by_kind.values()) if kind is None else (who.minimum_for(kind),)
    least = max((each for each in named if each is not None), default=None)
    if least is not None:
        said = None if kind is None and who.minimum_by_kind else known.size
        outcome = _outcome(said, (known.size or 0) >= least)
        yield Finding(rule=rule, outcome=outcome, article=who.article or "Ordinance", values={"least": least})


def _local_tie(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.who is not None and rules.who.local_tie is not None:
        outcome = _outcome(known.local, known.local is True)
        yield Finding(rule=rule, outcome=outcome, article=rules.who.article or "Ordinance", values={"tie": rules.who.local_tie})


def _legal_form(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    who, later = rules.who, rule.stage == "award"
    if who is None:
        return
    forms = who.legal_form_at_award if later else who.legal_form_at_submission
    words = who.legal_form_at_award_words if later else who.legal_form_at_submission_words
    if forms is None and words is not None:
        yield Finding(rule=rule, outcome="to-be-shown", article=who.article or "Ordinance", values={"forms": words})
    if forms:
        outcome = _outcome(known.legal_form, known.legal_form in forms)
        yield Finding(rule=rule, outcome=outcome, article=who.article or "Ordinance", values={"forms": plain.any_of(forms)})


def _supporters(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.support is not None and (least := rules.support.minimum_supporters) is not None:
        outcome = _outcome(known.supporters, (known.supporters or 0) >= least)
        yield Finding(rule=rule, outcome=outcome, article=rules.support.article or "Ordinance", values={"least": least})


def _support_share(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.support is None or (share := rules.support.minimum_percentage) is None:
        return
    article = rules.support.article or "Ordinance"
    if known.supporters is None or known.out_of is None:
        yield Finding(rule=rule, outcome="to-be-shown", article=article, values={"share": share})
    else:
        outcome = _outcome(known.supporters, known.supporters * 100 >= share * known.out_of)
        least = -(-share * known.out_of // 100)
        values: dict[str, Value] = {"share": share, "least": least, "community": known.out_of}
        yield Finding(rule=rule, outcome=outcome, article=article, values=values)


def _mandate(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    asking = next((group for group in (rules.support, rules.who) if group is not None and group.mandate_required), None)
    if asking is not None:
        outcome = _outcome(known.mandated, known.mandated is True)
        yield Finding(rule=rule, outcome=outcome, article=asking.article or "Ordinance")


def _support_in_words(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.support is not None and rules.support.quality is not None:
        values: dict[str, Value] = {"norm": rules.support.quality}
        yield Finding(rule=rule, outcome="to-be-shown", article=rules.support.article or "Ordinance", values=values)


def _domain(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.scope is not None and rules.scope.domains is not None:
        outcome = _outcome(known.domain, known.domain in rules.scope.domains)
        values: dict[str, Value] = {"domains": ", ".join(rules.scope.domains)}
        yield Finding(rule=rule, outcome=outcome, article=rules.scope.article or "Ordinance", values=values)


def _allowed_in_words(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.scope is not None and rules.scope.allowed:
        values: dict[str, Value] = {"allowed": plain.any_kind(rules.scope.allowed)}
        yield Finding(rule=rule, outcome="to-be-shown", article=rules.scope.article or "Ordinance", values=values)


def _exclusions(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    for exclusion in rules.scope.exclusions if rules.scope else ():
        outcome: Outcome = "met" if exclusion.code in known.not_excluded_by else "to-be-shown"
        yield Finding(
            rule=rule,
            outcome="not-met" if exclusion.code in known.excluded_by else outcome,
            article=exclusion.article or "Ordinance",
            about=exclusion.code,
            values={"code": exclusion.code, "kind": plain.label(exclusion.code, exclusion.label_en, exclusion.label_nl)},
        )


# --- award ----------------------------------------------------------------------------------------------------------


def _cost_cap(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.cost_rule is None or not rules.cost_rule.hard_cap:
        return
    article = rules.cost_rule.article or "Ordinance"
    if known.cents is None or known.todays_cents is None:
        yield Finding(rule=rule, outcome="to-be-shown", article=article)
    else:
        costs = known.cents_on_average or 0
        outcome = _outcome(known.cents, costs <= known.todays_cents)
        values: dict[str, Value] = {"today": Cents(known.todays_cents), "asked": Cents(costs)}
        yield Finding(rule=rule, outcome=outcome, article=article, values=values)


def longest_months(agreement: AgreementRule) -> int | None:
    """Give the months that an agreement may run at most; None where that is open."""
    return agreement.max_months if agreement.max_months is not None or agreement.max_years is None else agreement.max_years * 12


def _longest_term(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.agreement is None:
        return
    if (most := longest_months(rules.agreement)) is not None:
        outcome = _outcome(known.term_months, (known.term_months or 0) <= most)
        longest = Length(most, "months") if most % 12 else Length(most // 12, "years")
        yield Finding(rule=rule, outcome=outcome, article=rules.agreement.article or "Ordinance", values={"longest": longest})


def _most_a_year(rule: Rule, rules: Ordinance, known: Known) -> Iterator[Finding]:
    if rules.agreement is not None and (most := rules.agreement.max_cents_per_year) is not None:
        outcome = _outcome(known.cents, (known.cents_at_most or 0) <= most)
        yield Finding(rule=rule, outcome=outcome, article=rules.agreement.article or "Ordinance", values={"most": Cents(most)})


IN_FORCE: Final = Rule(
    name="ordinance-in-force", stage="filing", group="who_may_challenge", code="no-ordinance-in-force", judge=_in_force,
    doors=("initiative", "subsidy", "neighbourhood-budget"),
)  # fmt: skip
WINDOW: Final = Rule(
    name="submission-window", stage="admission", group="phases", code="outside-submission-window", judge=_window,
    doors=("initiative", "subsidy"),
)  # fmt: skip
CONTENTS: Final = Rule(name="contents", stage="filing", group="contents", code="contents-missing", judge=_contents)
APPLICANT_KIND: Final = Rule(
    name="applicant-kind", stage="admission", group="who_may_challenge", code="applicant-kind", judge=_applicant_kind,
    doors=("initiative", "subsidy"),
)  # fmt: skip
GROUP_SIZE: Final = Rule(
    name="group-size", stage="admission", group="who_may_challenge", code="too-few-persons", judge=_group_size,
    doors=("initiative", "subsidy"),
)  # fmt: skip
LOCAL_TIE: Final = Rule(
    name="local-tie", stage="admission", group="who_may_challenge", code="no-local-tie", judge=_local_tie,
    doors=("subsidy", "initiative"),
)  # fmt: skip
LEGAL_FORM_AT_FILING: Final = Rule(
    name="legal-form-at-filing", stage="admission", group="who_may_challenge", code="legal-form", judge=_legal_form,
    doors=("initiative", "neighbourhood-budget"),
)  # fmt: skip
SUPPORTERS: Final = Rule(
    name="supporters", stage="admission", group="support_norm", code="support-too-small", judge=_supporters,
    doors=("initiative", "neighbourhood-budget"),
)  # fmt: skip
SUPPORT_SHARE: Final = Rule(
    name="support-share", stage="admission", group="support_norm", code="support-too-small", judge=_support_share,
    doors=("initiative", "neighbourhood-budget"),
)  # fmt: skip
MANDATE: Final = Rule(
    name="mandate", stage="admission", group="support_norm", code="mandate-missing", judge=_mandate,
    doors=("neighbourhood-budget", "initiative"),
)  # fmt: skip
SUPPORT_IN_WORDS: Final = Rule(
    name="support-in-words", stage="admission", group="support_norm", judge=_support_in_words,
)  # fmt: skip
ALLOWED_IN_WORDS: Final = Rule(
    name="allowed-tasks", stage="admission", group="task_scope", judge=_allowed_in_words,
)  # fmt: skip
DOMAIN: Final = Rule(
    name="domain", stage="admission", group="task_scope", code="domain-excluded", judge=_domain,
    doors=("initiative", "neighbourhood-budget", "subsidy"),
)  # fmt: skip
EXCLUSIONS: Final = Rule(
    name="exclusions", stage="admission", group="task_scope", code="exclusion-not-considered", judge=_exclusions,
    open_refuses=True, doors=("initiative", "neighbourhood-plan"),
)  # fmt: skip
COST_CAP: Final = Rule(
    name="cost-cap", stage="award", group="cost_rule", code="above-todays-cost", judge=_cost_cap,
    doors=("subsidy", "neighbourhood-budget"),
)  # fmt: skip
LONGEST_TERM: Final = Rule(
    name="longest-term", stage="award", group="agreement", code="term-too-long", judge=_longest_term,
)  # fmt: skip
MOST_A_YEAR: Final = Rule(
    name="most-a-year", stage="award", group="agreement", code="above-agreement-limit", judge=_most_a_year,
    doors=("subsidy", "neighbourhood-budget"),
)  # fmt: skip
LEGAL_FORM_AT_AWARD: Final = Rule(
    name="legal-form-at-award", stage="award", group="who_may_challenge", code="legal-form", judge=_legal_form,
)  # fmt: skip

RULES: Final[tuple[Rule, ...]] = (
    IN_FORCE, WINDOW, CONTENTS, APPLICANT_KIND, GROUP_SIZE, LOCAL_TIE, LEGAL_FORM_AT_FILING, SUPPORTERS, SUPPORT_SHARE, MANDATE,
    SUPPORT_IN_WORDS, DOMAIN, ALLOWED_IN_WORDS, EXCLUSIONS, COST_CAP, MOST_A_YEAR, LONGEST_TERM, LEGAL_FORM_AT_AWARD,
)  # fmt: skip
"""Every rule, in the order in which a challenge meets them."""
