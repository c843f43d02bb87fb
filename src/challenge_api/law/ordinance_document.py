"""From an ordinance document to the rules that it states.

The document is what an authority keeps: evidence, notes and labels included (`law.ordinance_schema`). What it leaves open is open
here: a group with `found: false`, a group left out, and a group that was found to say nothing that a rule could read.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from challenge_api.law.bank_holidays import calendar_of
from challenge_api.law.contradictions import contradictions
from challenge_api.law.deadlines import Uncovered
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import (
    OPEN_GROUPS,
    AdviceRule,
    AgreementRule,
    ConflictRule,
    ContentItem,
    CostRule,
    Criterion,
    DecidingBody,
    Length,
    Ordinance,
    OrdinanceFault,
    OwnTerm,
    Phases,
    RefusalGround,
    Reporting,
    SecondBody,
    SisterDoor,
    SupportNorm,
    TaskScope,
    TransitionalRule,
    TwoTests,
    WhoMayChallenge,
    Window,
)
from challenge_api.law.ordinance_pieces import (
    Lengths,
    article_of,
    content_item,
    day_of_year,
    kinds,
    months_in,
    own_article,
    retention,
    review_years,
    track_of,
    whole_day,
)
from challenge_api.law.ordinance_schema import OrdinanceDocument

_NO_LAW: Final = frozenset({"policy", "pilot", "programme"})
"""Kinds of instrument whose terms are set in no act or ordinance, so that the General Terms Act does not cover them (Atw 1)."""
_COMBINED: Final[Mapping[str, Literal["either", "both", "weighing"]]] = MappingProxyType(
    {"and_or": "either", "or": "either", "and": "both", "weighing": "weighing"}
)


def read_ordinance(document: Mapping[str, Any]) -> Ordinance:
    """Give the rules that a document of the schema states. Raises OrdinanceFault with every contradiction in it."""
    typed = cast("OrdinanceDocument", document)
    if faults := contradictions(typed):
        raise OrdinanceFault(faults)
    return _Reader(typed).read()


class _Reader:
    """Reads one document."""

    def __init__(self, document: OrdinanceDocument) -> None:
        self.document = document
        self.groups = cast("Mapping[str, Any]", document)
        self.country = document.get("country") or "NL"
        extra = (document.get("calendar") or {}).get("extra_days_off") or ()
        calendar = calendar_of(self.country, frozenset(date.fromisoformat(day) for day in extra)) or DUTCH
        instrument = document.get("instrument")
        of_law = instrument is None or instrument["kind"] not in _NO_LAW
        atw = self.country == "NL" and of_law and document.get("atw_set_aside") is not True
        why: Uncovered = "policy" if not of_law else "set-aside"
        if self.country != "NL":
            why = "abroad"
        self.lengths = Lengths(country=self.country, atw=atw, uncovered=why, calendar=calendar)

    def read(self) -> Ordinance:
        document, in_force = self.document, self.document.get("in_force") or {}
        rules: dict[str, Any] = {
            "who": self._who(),
            "support": self._support(),
            "scope": self._scope(),
            "contents": self._contents(),
            "phases": self._phases(),
            "decision_term": self._decision_term(),
            "supplement": self._length_of("supplement_term"),
            "criteria": self._criteria(),
            "cost_rule": self._cost_rule(),
            "grounds": self._grounds(),
            "deciders": self._deciders(),
            "agreement": self._agreement(),
            "hand_back": self._hand_back(),
            "advice": self._advice(),
            "conflict": self._conflict(),
            "retention": retention(self._group("retention")),
            "review_years": review_years(self._group("review")),
        }
        decides, criteria = self._group("decides") or {}, self._group("criteria") or {}
        term, track = self._group("decision_term") or {}, self._group("legal_track") or {}
        words = decides.get("body")
        return Ordinance(
            id=document["id"],
            version=document.get("version") or 1,
            title=document.get("title") or document["id"],
            invented=document.get("invented") is True,
            in_force_from=whole_day(in_force.get("from")),
            in_force_until=whole_day(in_force.get("until")),
            published_on=whole_day(in_force.get("published_on")),
            atw_set_aside=document.get("atw_set_aside") is True,
            country=self.country,
            calendar=self.lengths.calendar,
            labels=document.get("labels") or {},
            tests_combine=self._combination(criteria),
            two_tests=self._two_tests(criteria),
            reporting=self._reporting(),
            first_notice=self._length(term.get("first_notice"), "first notice"),
            second_body=self._second_body(decides),
            deciding_body_words=words,
            legal_track=track_of(track.get("track")),
            tracks={outcome: found for outcome, said in (track.get("per_outcome") or {}).items() if (found := track_of(said))},
            transition=self._transition(),
            open_groups=tuple(name for name in OPEN_GROUPS if not self._says(name, rules, words)),
            **rules,
        )

    def _says(self, name: str, rules: Mapping[str, Any], deciding_body: str | None) -> bool:
        """Tell whether a group states a rule; where it does not, the statutory default applies."""
        group = self._group(name)
        if group is None:
            return False
        match name:
            case "decides":
                return bool(rules["deciders"] or deciding_body or group.get("thresholds"))
            case "legal_track":
                return bool(track_of(group.get("track")) or group.get("per_outcome"))
            case "publication" | "hand_back":
                return any(value is not None for key, value in group.items() if key not in _ABOUT)
            case "review":
                return bool(rules["review_years"] or group.get("yearly_monitoring") or group.get("cycle"))
            case _:
                return rules[_FIELDS[name]] is not None

    # --- pieces -----------------------------------------------------------------------------------------------------

    def _group(self, name: str) -> Mapping[str, Any] | None:
        group = self.groups.get(name)
        return group if group is not None and group.get("found", True) is not False else None

    def _length(self, said: Mapping[str, Any] | None, name: str) -> Length | None:
        return self.lengths.read(said, name)

    def _length_of(self, name: str) -> Length | None:
        return self._length(self._group(name), name.replace("_", " "))

    # --- the request ------------------------------------------------------------------------------------------------

    def _who(self) -> WhoMayChallenge | None:
        group = self._group("who_may_challenge")
        if group is None:
            return None
        forms, persons = group.get("legal_form") or {}, group.get("min_persons")
        tie = group.get("local_tie") or (group.get("definition") if group.get("local_tie_required") else None)
        submission, award = forms.get("at_submission"), forms.get("at_award")
        return WhoMayChallenge(
            applicant_kinds=tuple(group.get("applicant_kinds") or ()),
            local_tie=tie or ("a local tie" if group.get("local_tie_required") else None),
            minimum_persons=persons if isinstance(persons, int) else None,
            minimum_by_kind=persons if isinstance(persons, Mapping) else {},
            legal_form_at_submission=tuple(submission) if isinstance(submission, list) else None,
            legal_form_at_award=tuple(award) if isinstance(award, list) else None,
            legal_form_at_submission_words=submission if isinstance(submission, str) else None,
            legal_form_at_award_words=award if isinstance(award, str) else None,
            mandate_required=group.get("mandate_from_residents") is True,
            definition=group.get("definition"),
            article=article_of(group.get("article"), "who may challenge"),
        )

    def _support(self) -> SupportNorm | None:
        group = self._group("support_norm")
        if group is None:
            return None
        norm, threshold = group.get("norm"), group.get("threshold")
        supporters, share = group.get("minimum_supporters"), group.get("minimum_percentage")
        return SupportNorm(
            minimum_supporters=threshold if supporters is None and norm == "number" else supporters,
            minimum_percentage=threshold if share is None and norm == "percentage" else share,
            mandate_required=group.get("mandate_required") is True or norm == "mandate",
            quality=group.get("text"),
            article=article_of(group.get("article"), "support norm"),
        )

    def _scope(self) -> TaskScope | None:
        group = self._group("task_scope")
        if group is None:
            return None
        domains = group.get("domains")
        return TaskScope(
            domains=None if domains is None else tuple(domains),
            exclusions=kinds(group.get("exclusions"), "code"),
            allowed=kinds(group.get("allowed"), "key"),
            article=article_of(group.get("article"), "task scope"),
        )

    def _contents(self) -> tuple[ContentItem, ...] | None:
        group = self._group("contents")
        return None if group is None else tuple(content_item(item) for item in group.get("items") or ())

    def _phases(self) -> Phases | None:
        group = self._group("phases")
        if group is None:
            return None
        window, money = group.get("window") or {}, group.get("start_money")
        named = tuple(SisterDoor(code=None, label_en=None, label_nl=name, article=None) for name in group.get("siblings") or ())
        coded = tuple(
            SisterDoor(code=kind.code, label_en=kind.label_en, label_nl=kind.label_nl, article=kind.article)
            for kind in kinds(group.get("sister_doors"), "code")
        )
        return Phases(
            exploration=group.get("exploration") is True,
            windows=tuple(
                Window(first=day_of_year(each["from"]), last=day_of_year(each["until"])) for each in window.get("periods") or ()
            ),
            sister_doors=(*coded, *named),
            start_money=money is not None or group.get("start_credit") is True,
            start_money_cents=None if money is None else money.get("max_cents"),
            article=article_of(group.get("article"), "phases"),
        )

    # --- the decision -----------------------------------------------------------------------------------------------

    def _decision_term(self) -> OwnTerm | None:
        group = self._group("decision_term")
        if group is None or group.get("kind") == "fallback_when_no_own_term":
            return None
        return self.lengths.own_term(group)

    def _criteria(self) -> tuple[Criterion, ...] | None:
        group = self._group("criteria") or {}
        criteria = tuple(
            Criterion(
                code=item["key"],
                label_en=item.get("label_en"),
                label_nl=item.get("label_nl"),
                weight=item.get("weight"),
                test=item.get("test"),
                minimum=item.get("minimum"),
            )
            for item in group.get("items") or ()
        )
        return criteria or None

    @staticmethod
    def _combination(group: Mapping[str, Any]) -> Any:
        return group.get("tests_combine") or _COMBINED.get(group.get("combination") or "")

    def _two_tests(self, group: Mapping[str, Any]) -> TwoTests | None:
        combine = self._combination(group)
        better, cheaper = group.get("better_test") or {}, group.get("cheaper_test") or {}
        if combine is None and not better and not cheaper:
            return None
        return TwoTests(
            combine=combine,
            better_pass_mark=better.get("pass_mark"),
            cheaper_pass_mark=cheaper.get("pass_mark"),
            article=article_of(group.get("article"), "criteria"),
        )

    def _cost_rule(self) -> CostRule | None:
        group = self._group("cost_rule")
        if group is None or (group.get("rule") is None and not group.get("hard_cap") and group.get("preference") is None):
            return None
        return CostRule(
            rule=group.get("rule") or "",
            hard_cap=group.get("hard_cap") is True,
            preference=group.get("preference") or ("lower" if group.get("rule") == "preferably_lower" else None),
            baseline=group.get("baseline"),
            article=article_of(group.get("article"), "cost rule"),
        )

    def _grounds(self) -> tuple[RefusalGround, ...] | None:
        group = self._group("refusal_grounds") or {}
        grounds = tuple(
            RefusalGround(
                code=item["code"],
                label_en=item.get("label_en"),
                label_nl=item.get("label_nl"),
                article=own_article(item),
                phase=item.get("phase") or "any",
            )
            for item in group.get("items") or ()
        )
        return grounds or None

    def _deciders(self) -> tuple[DecidingBody, ...] | None:
        group = self._group("decides") or {}
        deciders = tuple(
            DecidingBody(
                body=item["body"],
                up_to_cents=item.get("up_to_cents"),
                council_heard=item.get("council_heard") is True,
                mandate_allowed=item.get("mandate_allowed") is not False,
                article=own_article(item) or article_of(group.get("article"), "decides"),
                label_en=item.get("label_en"),
                label_nl=item.get("label_nl"),
            )
            for item in group.get("deciders") or ()
        )
        return deciders or None

    def _second_body(self, group: Mapping[str, Any]) -> SecondBody | None:
        said = group.get("second_body")
        if said is None:
            return None
        return SecondBody(
            body=said["body"],
            label_en=said.get("label_en"),
            label_nl=said.get("label_nl"),
            does=said.get("does"),
            term=self._length(said.get("term"), "second body"),
            article=article_of(said.get("article"), "second body"),
        )

    # --- what follows -----------------------------------------------------------------------------------------------

    def _agreement(self) -> AgreementRule | None:
        group = self._group("agreement")
        if group is None:
            return None
        years, longest = group.get("max_years"), group.get("max_duration")
        months = years * 12 if years is not None else months_in(longest)
        return AgreementRule(
            max_years=years,
            max_months=months,
            max_cents_per_year=group.get("max_cents_per_year"),
            start_within=self._length(group.get("start_within"), "agreement"),
            article=article_of(group.get("article"), "agreement"),
        )

    def _reporting(self) -> Reporting | None:
        every = self._length((self._group("agreement") or {}).get("report_every"), "reporting")
        return None if every is None else Reporting(every=every)

    def _hand_back(self) -> Length | None:
        return self._length((self._group("hand_back") or {}).get("notice"), "hand back")

    def _advice(self) -> AdviceRule | None:
        group = self._group("advice_body")
        if group is None:
            return None
        return AdviceRule(
            body=group.get("body"),
            contact=group.get("contact"),
            term=self._length(group.get("term"), "advice"),
            article=article_of(group.get("article"), "advice body"),
        )

    def _conflict(self) -> ConflictRule | None:
        group = self._group("conflict_rule")
        if group is None:
            return None
        return ConflictRule(
            running_contracts=group.get("running_contracts") or group.get("running_contract"),
            procurement=group.get("procurement"),
            article=article_of(group.get("article"), "conflict rule"),
        )

    def _transition(self) -> TransitionalRule:
        group = self._group("transition")
        if group is None:
            return TransitionalRule()
        return TransitionalRule(
            pending_cases=group.get("pending_cases") or "keep",
            drafts=group.get("drafts") or "new",
            article=article_of(group.get("article"), "transition"),
        )


_ABOUT: Final = frozenset({"found", "article", "note", "evidence_level", "evidence"})
"""Keys that tell of a group and state no rule."""

_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "who_may_challenge": "who",
        "support_norm": "support",
        "task_scope": "scope",
        "contents": "contents",
        "phases": "phases",
        "decision_term": "decision_term",
        "supplement_term": "supplement",
        "criteria": "criteria",
        "refusal_grounds": "grounds",
        "cost_rule": "cost_rule",
        "agreement": "agreement",
        "retention": "retention",
        "advice_body": "advice",
        "conflict_rule": "conflict",
    }
)
"""Group of a document → the rule that is read from it."""
