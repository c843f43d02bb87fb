"""From an ordinance document to the rules it states: every fault of the document at once.

The document is what an authority keeps: evidence, notes and labels included. A group with `found: false` is open.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from challenge_api.law.deadlines import Extension
from challenge_api.law.ordinance import (
    OPEN_GROUPS,
    AgreementRule,
    ContentItem,
    CostRule,
    Criterion,
    DecidingBody,
    Exclusion,
    Fault,
    Length,
    Ordinance,
    OrdinanceFault,
    OwnTerm,
    Phases,
    RefusalGround,
    Reporting,
    SupportNorm,
    TaskScope,
    WhoMayChallenge,
)

_UNITS: Final = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
_UNITS_ALL: Final = _UNITS | {unit: unit for unit in _UNITS.values()}
_PHASES: Final = ("admissibility", "assessment", "any")
_TRACKS: Final = ("public-law", "private-law")


def read_ordinance(document: Mapping[str, Any]) -> Ordinance:
    """Give the rules that a document states. Raises OrdinanceFault with every fault."""
    reader = _Reader(document)
    ordinance = reader.read()
    if reader.faults:
        raise OrdinanceFault(tuple(reader.faults))
    return ordinance


class _Reader:
    """Reads one document and gathers its faults."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.atw = not self._flag("atw_set_aside")

    def fault(self, path: str, code: str, reason: str) -> None:
        self.faults.append(Fault(path, code, reason))

    def read(self) -> Ordinance:
        identifier = self._text("id") or ""
        if not identifier:
            self.fault("id", "missing", "an ordinance has an id")
        in_force = self._mapping("in_force")
        from_day, until = self._day(in_force, "from", "in_force.from"), self._day(in_force, "until", "in_force.until")
        published = self._day(in_force, "published_on", "in_force.published_on")
        if from_day and published and from_day < published:
            self.fault(
                "in_force.from", "in-force-before-publication", "an ordinance binds after its publication (Bekendmakingswet 8)"
            )
        if from_day and until and until < from_day:
            self.fault("in_force.until", "date-order", "it ends before it begins")
        return Ordinance(
            id=identifier,
            version=self._int(self.document, "version", "version", least=1) or 1,
            title=self._text("title") or identifier,
            invented=self._flag("invented"),
            in_force_from=from_day,
            in_force_until=until,
            published_on=published,
            who=self._who(),
            support=self._support(),
            scope=self._scope(),
            contents=self._contents(),
            phases=self._phases(),
            decision_term=self._decision_term(),
            supplement=self._length_of("supplement_term"),
            criteria=self._criteria(),
            tests_combine=self._combination(),
            cost_rule=self._cost_rule(),
            grounds=self._grounds(),
            deciders=self._deciders(),
            agreement=self._agreement(),
            reporting=self._reporting(),
            hand_back=self._hand_back(),
            legal_track=self._legal_track(),
            atw_set_aside=not self.atw,
            open_groups=tuple(name for name in OPEN_GROUPS if self._group(name) is None),
        )

    # --- pieces -----------------------------------------------------------------------------------------------------

    def _group(self, name: str) -> Mapping[str, Any] | None:
        group = self.document.get(name)
        if group is None:
            return None
        if not isinstance(group, Mapping):
            self.fault(name, "type", "a group of rules is a mapping")
            return None
        return group if group.get("found", True) else None

    def _mapping(self, name: str) -> Mapping[str, Any]:
        value = self.document.get(name)
        return value if isinstance(value, Mapping) else {}

    def _text(self, name: str) -> str | None:
        value = self.document.get(name)
        return value if isinstance(value, str) and value else None

    def _flag(self, name: str) -> bool:
        return self.document.get(name) is True

    def _day(self, group: Mapping[str, Any], key: str, path: str) -> date | None:
        value = group.get(key)
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(path, "type", f"{value!r} is no date")
            return None

    def _int(self, group: Mapping[str, Any], key: str, path: str, least: int = 0) -> int | None:
        value = group.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(path, "type", f"{value!r} is no whole number")
            return None
        if value < least:
            self.fault(path, "too-small", f"{value} is below {least}")
            return None
        return value

    def _items(self, group: Mapping[str, Any], key: str, path: str) -> list[Mapping[str, Any]]:
        value = group.get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(item, Mapping) for item in value):
            self.fault(path, "type", "this is a list of mappings")
            return []
        return list(value)

    def _strings(self, group: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
        value = group.get(key)
        if isinstance(value, str):
            return None  # described in words, not as a list of codes: open for the rules
        if not isinstance(value, Sequence):
            return None
        return tuple(str(item) for item in value)

    def _article(self, group: Mapping[str, Any], name: str) -> str:
        article = group.get("article")
        return f"Ordinance {article}" if article else f"Ordinance ({name.replace('_', ' ')})"

    def _length(self, group: Mapping[str, Any], name: str, path: str) -> Length | None:
        amount = self._int(group, "amount", f"{path}.amount", least=1)
        if amount is None:
            return None
        unit = _UNITS_ALL.get(str(group.get("unit")))
        if unit is None:
            self.fault(f"{path}.unit", "unknown-unit", f"a unit is one of {', '.join(_UNITS)}")
            return None
        return Length(n=amount, unit=unit, article=self._article(group, name), atw=self.atw)

    def _length_of(self, name: str) -> Length | None:
        group = self._group(name)
        return None if group is None else self._length(group, name, name)

    @staticmethod
    def _label(item: Mapping[str, Any], key: str) -> str | None:
        value = item.get(key)
        return str(value) if value is not None else None

    def _code(self, item: Mapping[str, Any], path: str) -> str:
        code = item.get("code", item.get("key"))
        if not isinstance(code, str) or not code:
            self.fault(path, "missing", "this needs a code")
            return ""
        return code

    # --- groups -----------------------------------------------------------------------------------------------------

    def _who(self) -> WhoMayChallenge | None:
        group = self._group("who_may_challenge")
        if group is None:
            return None
        forms = group.get("legal_form")
        forms = forms if isinstance(forms, Mapping) else {}
        tie = group.get("local_tie")
        return WhoMayChallenge(
            applicant_kinds=self._strings(group, "applicant_kinds") or (),
            local_tie=str(tie) if tie else None,
            minimum_persons=self._int(group, "min_persons", "who_may_challenge.min_persons", least=1),
            legal_form_at_submission=self._strings(forms, "at_submission"),
            legal_form_at_award=self._strings(forms, "at_award"),
            article=self._article(group, "who may challenge"),
        )

    def _support(self) -> SupportNorm | None:
        group = self._group("support_norm")
        if group is None:
            return None
        return SupportNorm(
            minimum_supporters=self._int(group, "minimum_supporters", "support_norm.minimum_supporters"),
            minimum_percentage=self._int(group, "minimum_percentage", "support_norm.minimum_percentage"),
            mandate_required=group.get("mandate_required") is True,
            article=self._article(group, "support norm"),
        )

    def _scope(self) -> TaskScope | None:
        group = self._group("task_scope")
        if group is None:
            return None
        exclusions = tuple(
            Exclusion(
                code=self._code(item, f"task_scope.exclusions[{index}]"),
                label_en=self._label(item, "label_en"),
                label_nl=self._label(item, "label_nl"),
                article=f"Ordinance {item['article']}" if item.get("article") else None,
            )
            for index, item in enumerate(self._items(group, "exclusions", "task_scope.exclusions"))
        )
        return TaskScope(
            domains=self._strings(group, "domains"), exclusions=exclusions, article=self._article(group, "task scope")
        )

    def _contents(self) -> tuple[ContentItem, ...] | None:
        group = self._group("contents")
        if group is None:
            return None
        return tuple(
            ContentItem(
                key=self._code(item, f"contents.items[{index}]"),
                label_en=self._label(item, "label_en"),
                label_nl=self._label(item, "label_nl"),
                required="always" if item.get("required", "always") == "always" else "if_any",
            )
            for index, item in enumerate(self._items(group, "items", "contents.items"))
        )

    def _phases(self) -> Phases | None:
        group = self._group("phases")
        if group is None:
            return None
        return Phases(exploration=group.get("exploration") is True, article=self._article(group, "phases"))

    def _decision_term(self) -> OwnTerm | None:
        group = self._group("decision_term")
        if group is None:
            return None
        length = self._length(group, "decision term", "decision_term")
        if length is None:
            return None
        length = Length(n=length.n, unit=length.unit, article=f"Awb 4:13(1), {length.article}", atw=length.atw)
        power = group.get("extension")
        if not isinstance(power, Mapping):
            return OwnTerm(length=length, extension=None)
        more = self._length(power, "extension", "decision_term.extension")
        extension = Extension(more.n, more.unit, f"Awb 4:14(1), {more.article}") if more else None
        return OwnTerm(length=length, extension=extension)

    def _criteria(self) -> tuple[Criterion, ...] | None:
        group = self._group("criteria")
        if group is None:
            return None
        items = self._items(group, "items", "criteria.items")
        criteria = tuple(
            Criterion(
                code=self._code(item, f"criteria.items[{index}]"),
                label_en=self._label(item, "label_en"),
                label_nl=self._label(item, "label_nl"),
                weight=self._int(item, "weight", f"criteria.items[{index}].weight"),
                test=self._label(item, "test"),
                minimum=self._int(item, "minimum", f"criteria.items[{index}].minimum"),
            )
            for index, item in enumerate(items)
        )
        weights = [criterion.weight for criterion in criteria if criterion.weight is not None]
        if weights and (len(weights) < len(criteria) or sum(weights) != 100):
            self.fault("criteria.items", "weights", f"weights are whole percents that sum to 100, these sum to {sum(weights)}")
        self._all_differ([criterion.code for criterion in criteria], "criteria.items")
        return criteria or None

    def _all_differ(self, codes: Sequence[str], path: str) -> None:
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            self.fault(path, "repeated", f"these codes stand twice: {', '.join(repeated)}")

    def _combination(self) -> str | None:
        group = self._group("criteria")
        value = group.get("tests_combine") if group else None
        return str(value) if value else None

    def _cost_rule(self) -> CostRule | None:
        group = self._group("cost_rule")
        if group is None:
            return None
        return CostRule(
            rule=str(group.get("rule", "")), hard_cap=group.get("hard_cap") is True, article=self._article(group, "cost rule")
        )

    def _grounds(self) -> tuple[RefusalGround, ...] | None:
        group = self._group("refusal_grounds")
        if group is None:
            return None
        grounds = []
        for index, item in enumerate(self._items(group, "items", "refusal_grounds.items")):
            phase = item.get("phase", "any")
            if phase not in _PHASES:
                self.fault(f"refusal_grounds.items[{index}].phase", "unknown-phase", f"a phase is one of {', '.join(_PHASES)}")
                continue
            grounds.append(
                RefusalGround(
                    code=self._code(item, f"refusal_grounds.items[{index}]"),
                    label_en=self._label(item, "label_en"),
                    label_nl=self._label(item, "label_nl"),
                    article=f"Ordinance {item['article']}" if item.get("article") else None,
                    phase=phase,
                )
            )
        self._all_differ([ground.code for ground in grounds], "refusal_grounds.items")
        return tuple(grounds) or None

    def _deciders(self) -> tuple[DecidingBody, ...] | None:
        group = self._group("decides")
        if group is None or "deciders" not in group:
            return None
        deciders = tuple(
            DecidingBody(
                body=self._code({"code": item.get("body")}, f"decides.deciders[{index}].body"),
                up_to_cents=self._int(item, "up_to_cents", f"decides.deciders[{index}].up_to_cents", least=1),
                council_heard=item.get("council_heard") is True,
                mandate_allowed=item.get("mandate_allowed", True) is True,
                article=self._article(group, "decides"),
            )
            for index, item in enumerate(self._items(group, "deciders", "decides.deciders"))
        )
        limits = [decider.up_to_cents for decider in deciders]
        if not limits or limits[-1] is not None:
            self.fault("decides.deciders", "no-last-decider", "the last body decides without a limit")
        bounded = [limit for limit in limits[:-1] if limit is not None]
        if len(bounded) < len(limits) - 1 or bounded != sorted(set(bounded)):
            self.fault("decides.deciders", "thresholds", "limits rise from body to body")
        return deciders or None

    def _agreement(self) -> AgreementRule | None:
        group = self._group("agreement")
        if group is None:
            return None
        within = group.get("start_within")
        start_within = self._length(within, "agreement", "agreement.start_within") if isinstance(within, Mapping) else None
        return AgreementRule(
            max_years=self._int(group, "max_years", "agreement.max_years", least=1),
            start_within=start_within,
            article=self._article(group, "agreement"),
        )

    def _reporting(self) -> Reporting | None:
        group = self._group("agreement")
        every = group.get("report_every") if group else None
        if not isinstance(every, Mapping):
            return None
        length = self._length(every, "reporting", "agreement.report_every")
        return Reporting(every=length) if length else None

    def _hand_back(self) -> Length | None:
        group = self._group("hand_back")
        notice = group.get("notice") if group else None
        return self._length(notice, "hand back", "hand_back.notice") if isinstance(notice, Mapping) else None

    def _legal_track(self) -> str | None:
        group = self._group("legal_track")
        if group is None or group.get("track") in (None, "undetermined"):
            return None
        track = str(group["track"]).replace("_", "-")
        if track not in _TRACKS:
            return None  # described in other words: said per award
        return track
