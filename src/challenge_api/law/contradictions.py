"""Where an ordinance document contradicts itself: every contradiction at once, each with its place, the rule, and the reason.

The schema says what a document may say at all; here stands what cannot hold together. One function per subject; each yields its
faults and none looks at what another has found. Places are JSON pointers into the document.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from challenge_api.law.bank_holidays import calendar_of
from challenge_api.law.ordinance import Fault
from challenge_api.law.ordinance_schema import OrdinanceDocument

_KNOWN_BODIES: Final = frozenset({"executive", "council", "mayor"})
"""Bodies of every municipality (Gemeentewet 6): the role decision-maker acts for them without a word."""
_MAY_DECIDE: Final = "decision-maker"
_DAYS_IN: Final = {"day": 1, "working-day": 1.4, "week": 7, "month": 365 / 12, "year": 365}
_ALWAYS_ALLOWED: Final = frozenset({"found", "note", "evidence_level", "evidence", "statutory_default"})
_NO_TERMS: Final = frozenset(
    {"statutory_default", "examples", "penalty", "objection_term", "decision_on_objection", "administrative_appeal"}
)
"""Parts that tell what the law or another authority has, and set no term."""

Group = Mapping[str, Any]


def contradictions(document: OrdinanceDocument) -> tuple[Fault, ...]:
    """Give every contradiction in a document of the schema, in the order of its groups."""
    groups = cast("Group", document)
    return tuple(
        fault
        for check in (
            _dates,
            _evidence,
            _open_groups,
            _lengths,
            _repeated,
            _who,
            _support,
            _windows,
            _decision_term,
            _deciders,
            _criteria,
            _tests,
            _grounds,
            _agreement,
        )
        for fault in check(groups)
    )


def _found(document: Group, name: str) -> Group:
    group = document.get(name) or {}
    return group if group.get("found", True) is not False else {}


def _items(document: Group, name: str, key: str = "items") -> Sequence[Group]:
    return _found(document, name).get(key) or ()


# --- the document ---------------------------------------------------------------------------------------------------


def _dates(document: Group) -> Iterator[Fault]:
    """An ordinance binds after its publication, and ends after it begins (Bekendmakingswet 8)."""
    in_force = document.get("in_force") or {}
    days: dict[str, date] = {}
    for key in ("published_on", "from", "until"):
        if (said := in_force.get(key)) is not None and len(said) == len("2026-01-01"):
            if (day := _day(said)) is None:
                yield Fault(f"/in_force/{key}", "no-such-day", f"There is no {said} in the calendar.")
            else:
                days[key] = day
    for index, said in enumerate((document.get("calendar") or {}).get("extra_days_off") or ()):
        if _day(said) is None:
            yield Fault(f"/calendar/extra_days_off/{index}", "no-such-day", f"There is no {said} in the calendar.")
    if "published_on" in days and "from" in days and days["from"] < days["published_on"]:
        reason = "It would be in force before it is published: an ordinance binds after its publication."
        yield Fault("/in_force/from", "in-force-before-publication", reason, "Bekendmakingswet 8")
    if "from" in days and "until" in days and days["until"] < days["from"]:
        yield Fault("/in_force/until", "date-order", "It ends before it begins.", "Bekendmakingswet 8")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _evidence(document: Group) -> Iterator[Fault]:
    """What rests on evidence names a source of the list."""
    known = {source["key"] for source in document.get("evidence") or ()}
    for at, node in _nodes(document):
        if at and isinstance(node.get("evidence"), list):
            for index, key in enumerate(node["evidence"]):
                if key not in known:
                    yield Fault(f"{at}/evidence/{index}", "unknown-evidence", f"The list of evidence has no source {key}.")


def _open_groups(document: Group) -> Iterator[Fault]:
    """A group that was not found says nothing of what the authority chose."""
    for name, group in document.items():
        if isinstance(group, Mapping) and group.get("found") is False:
            for key, value in group.items():
                if key not in _ALWAYS_ALLOWED and value not in (None, [], {}):
                    reason = f"The group says found: false, and yet says {key}. Leave it out, or say found: true."
                    yield Fault(f"/{name}/{key}", "open-group-says-something", reason)


def _nodes(node: Any, at: str = "") -> Iterator[tuple[str, Group]]:
    """Give every mapping in the document with its place."""
    if isinstance(node, Mapping):
        yield at, node
        for key, value in node.items():
            yield from _nodes(value, f"{at}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _nodes(value, f"{at}/{index}")


def _lengths(document: Group) -> Iterator[Fault]:
    """A term has a length and a unit, and working days need a calendar."""
    country = document.get("country") or "NL"
    for at, node in _nodes(document):
        if "amount" not in node or _NO_TERMS & set(at.split("/")):
            continue
        amount, unit = node["amount"], node.get("unit")
        if amount == 0:
            yield Fault(f"{at}/amount", "zero-term", "A term of zero ends before anything can be done.", "Awb 4:13(1)")
        if amount is not None and unit is None:
            yield Fault(f"{at}/unit", "term-without-unit", f"{amount} of what: day, working-day, week, month or year?")
        if unit is not None and unit.startswith("working-day") and calendar_of(country) is None:
            reason = f"The service holds no holidays of {country}, so it cannot count working days there."
            yield Fault(f"{at}/unit", "no-calendar", reason)


def _repeated(document: Group) -> Iterator[Fault]:
    """A code stands for one thing."""
    lists = (
        ("evidence", document.get("evidence") or (), "key", "/evidence"),
        ("exclusions", _items(document, "task_scope", "exclusions"), "code", "/task_scope/exclusions"),
        ("items", _items(document, "contents"), "key", "/contents/items"),
        ("criteria", _items(document, "criteria"), "key", "/criteria/items"),
        ("grounds", _items(document, "refusal_grounds"), "code", "/refusal_grounds/items"),
        ("doors", _items(document, "phases", "sister_doors"), "code", "/phases/sister_doors"),
        ("deciders", _items(document, "decides", "deciders"), "body", "/decides/deciders"),
        ("results", _items(document, "retention", "results"), "outcome", "/retention/results"),
    )
    for _, items, key, at in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item[key] in seen:
                yield Fault(f"{at}/{index}/{key}", "repeated", f"{item[key]} stands here twice.")
            seen.add(item[key])


# --- the request ----------------------------------------------------------------------------------------------------


def _who(document: Group) -> Iterator[Fault]:
    """What is asked of a kind of applicant is asked of one who may challenge."""
    group = _found(document, "who_may_challenge")
    kinds = [*(group.get("applicant_kinds") or ()), *(group.get("optional_kinds") or ())]
    persons = group.get("min_persons")
    if persons == 0:
        yield Fault("/who_may_challenge/min_persons", "zero-persons", "Somebody must challenge: at least 1.")
    for kind, least in persons.items() if isinstance(persons, Mapping) else ():
        if kind not in kinds:
            reason = f"{kind} is none of the applicant kinds: {', '.join(kinds) or 'none'}."
            yield Fault(f"/who_may_challenge/min_persons/{kind}", "unknown-applicant-kind", reason, "Gemeentewet 150(3)")
        if least == 0:
            yield Fault(f"/who_may_challenge/min_persons/{kind}", "zero-persons", "Somebody must challenge: at least 1.")
    for index, item in enumerate(_items(document, "contents")):
        asked = item.get("required") or "always"
        if asked not in ("always", "if_any") and kinds and asked.removeprefix("if_") not in kinds:
            reason = f"{asked.removeprefix('if_')} is none of the applicant kinds: {', '.join(kinds)}."
            yield Fault(f"/contents/items/{index}/required", "unknown-applicant-kind", reason, "Awb 4:2")


def _support(document: Group) -> Iterator[Fault]:
    """A threshold is a threshold of something."""
    group = _found(document, "support_norm")
    threshold, norm = group.get("threshold"), group.get("norm")
    at = "/support_norm/threshold"
    if threshold is not None and norm not in ("number", "percentage"):
        yield Fault(at, "threshold-without-norm", "Say whether the threshold is a number or a percentage.", "Gemeentewet 150(3)")
    if threshold is not None and norm == "percentage" and threshold > 100:
        yield Fault(at, "above-hundred-percent", f"{threshold} percent is more than everybody.", "Gemeentewet 150(3)")
    for key, kind in (("minimum_supporters", "number"), ("minimum_percentage", "percentage")):
        if norm == kind and threshold is not None and group.get(key) not in (None, threshold):
            yield Fault(f"/support_norm/{key}", "threshold-differs", f"The threshold says {threshold}, this says {group[key]}.")


def _windows(document: Group) -> Iterator[Fault]:
    """A window begins and ends on a day that every year has."""
    for index, period in enumerate((_found(document, "phases").get("window") or {}).get("periods") or ()):
        for key in ("from", "until"):
            if _day(f"2023-{period[key]}") is None:
                reason = f"Not every year has a {period[key]}."
                yield Fault(f"/phases/window/periods/{index}/{key}", "no-such-day", reason)


# --- the decision ---------------------------------------------------------------------------------------------------


def _days(said: Group) -> float:
    return float((said.get("amount") or 0) * _DAYS_IN.get(str(said.get("unit")).removesuffix("s"), 1))


def _decision_term(document: Group) -> Iterator[Fault]:
    """An extension extends a term, and a complex case has the longer one (Awb 4:13, 4:14)."""
    group = _found(document, "decision_term")
    longer, whole = group.get("extension") or {}, group.get("complex_case") or {}
    has_length = group.get("amount") is not None
    if group.get("kind") == "own_term" and not has_length:
        reason = "It is called an own term and has no length. Give amount and unit, or say found: false."
        yield Fault("/decision_term/amount", "own-term-without-length", reason, "Awb 4:13(1)")
    if longer.get("amount") is not None:
        if not has_length:
            reason = "Without a term of its own there is nothing to extend; the law has its own way then (Awb 4:14(3))."
            yield Fault("/decision_term/extension", "extension-without-term", reason, "Awb 4:14")
        elif _days(longer) > _days(group):
            reason = "The extension is longer than the term that it extends, so the term would bind nobody."
            yield Fault("/decision_term/extension/amount", "extension-longer-than-term", reason, "Awb 4:13(1), 4:14(1)")
    if whole.get("amount") is not None:
        if not has_length:
            yield Fault(
                "/decision_term/complex_case",
                "extension-without-term",
                "A complex case has a longer term than an ordinary one, and that has none here.",
                "Awb 4:13(1)",
            )
        elif whole.get("unit") != group.get("unit"):
            yield Fault("/decision_term/complex_case/unit", "complex-other-unit", "Count both terms in the same unit.")
        elif whole["amount"] <= group["amount"]:
            reason = "The term of a complex case is no longer than the ordinary one."
            yield Fault("/decision_term/complex_case/amount", "complex-not-longer", reason, "Awb 4:13(1)")


def _deciders(document: Group) -> Iterator[Fault]:
    """Every amount has one body that decides, and everybody who decides has a role to do it in (Awb 1:1, 10:3)."""
    deciders = _items(document, "decides", "deciders")
    for index, decider in enumerate(deciders):
        at = f"/decides/deciders/{index}"
        role = decider.get("role")
        if role is None and decider["body"] not in _KNOWN_BODIES:
            reason = f"Say who acts for {decider['body']} (role: {_MAY_DECIDE}); a body without a role can decide nothing."
            yield Fault(f"{at}/role", "decider-without-role", reason, "Awb 1:1, 10:3")
        elif role is not None and role != _MAY_DECIDE:
            reason = f"The role {role} takes no decisions; the role that does is {_MAY_DECIDE}."
            yield Fault(f"{at}/role", "role-cannot-decide", reason, "Awb 10:3")
    if not deciders:
        return
    limits = [decider.get("up_to_cents") for decider in deciders]
    if limits[-1] is not None:
        at = f"/decides/deciders/{len(limits) - 1}/up_to_cents"
        yield Fault(at, "no-last-decider", "Nobody would decide above this amount: the last body has no limit.", "Awb 1:3")
    reached = 0
    for index, limit in enumerate(limits):
        at = f"/decides/deciders/{index}/up_to_cents"
        if limit is None and index < len(limits) - 1:
            yield Fault(at, "thresholds", "A body without a limit leaves nothing to those after it.", "Awb 1:3")
        elif limit is not None and limit <= reached:
            yield Fault(at, "thresholds", f"Limits rise from body to body, and {limit} is not above {reached}.", "Awb 1:3")
        reached = max(reached, limit or 0)


def _criteria(document: Group) -> Iterator[Fault]:
    """Weights are whole percents that sum to 100, and a criterion can reach its minimum (Awb 3:2, 3:46)."""
    criteria = _items(document, "criteria")
    weights = [criterion.get("weight") for criterion in criteria]
    given = [weight for weight in weights if weight is not None]
    for index, weight in enumerate(weights):
        if given and weight is None:
            yield Fault(f"/criteria/items/{index}/weight", "weights", "Give every criterion a weight, or none.", "Awb 3:46")
    if given and sum(given) != 100:
        reason = f"Weights are whole percents that sum to 100; these sum to {sum(given)}."
        yield Fault("/criteria/items", "weights", reason, "Awb 3:46")
    for index, criterion in enumerate(criteria):
        least, most = criterion.get("minimum"), criterion.get("maximum")
        if least is not None and most is not None and least > most:
            reason = f"At least {least} points are asked, and at most {most} can be given."
            yield Fault(f"/criteria/items/{index}/minimum", "minimum-above-maximum", reason, "Awb 3:2")


def _tests(document: Group) -> Iterator[Fault]:
    """What an award needs can be met: a test that counts has criteria (Awb 3:46)."""
    group = _found(document, "criteria")
    words = {"and_or": "either", "or": "either", "and": "both", "weighing": "weighing"}.get(group.get("combination") or "")
    combine = group.get("tests_combine") or words
    if words is not None and group.get("tests_combine") not in (None, words):
        reason = f"tests_combine says {combine}, combination says {group['combination']}."
        yield Fault("/criteria/combination", "combination-differs", reason)
    scored = {criterion.get("test") for criterion in group.get("items") or ()} - {None}
    needed = {"both": ("better", "cheaper"), "better": ("better",), "cheaper": ("cheaper",)}.get(combine or "", ())
    for test in needed:
        if scored and test not in scored:
            reason = f"An award needs the test {test}, and no criterion is part of it."
            yield Fault("/criteria/tests_combine", "test-without-criterion", reason, "Awb 3:46")
    for test in ("better", "cheaper"):
        if (group.get(f"{test}_test") or {}).get("pass_mark") is not None and test not in scored:
            reason = f"No criterion is part of the test {test}, so no points can reach the mark."
            yield Fault(f"/criteria/{test}_test/pass_mark", "test-without-criterion", reason, "Awb 3:46")


def _grounds(document: Group) -> Iterator[Fault]:
    """A ground of refusal has a phase in which it can be used (Awb 3:46)."""
    exploration = _found(document, "phases").get("exploration") is True
    for index, ground in enumerate(_items(document, "refusal_grounds")):
        if ground.get("phase") == "exploration" and not exploration:
            reason = f"{ground['code']} is for the exploration, and the ordinance has no such phase: it could never be used."
            yield Fault(f"/refusal_grounds/items/{index}/phase", "ground-without-phase", reason, "Awb 3:46")


# --- what follows ---------------------------------------------------------------------------------------------------


def _agreement(document: Group) -> Iterator[Fault]:
    """Limits of the agreement leave room for what they limit."""
    group = _found(document, "agreement")
    years, longest, every = group.get("max_years"), group.get("max_duration") or {}, group.get("report_every") or {}
    if years == 0:
        yield Fault("/agreement/max_years", "zero-term", "An agreement of zero years is none.", "BW 6:213")
    if longest.get("unit") is not None and str(longest["unit"]).removesuffix("s") not in ("month", "year"):
        yield Fault("/agreement/max_duration/unit", "wrong-unit", "The longest agreement is counted in months or years.")
    most = min((days for days in ((years or 0) * 365, _days(longest)) if days > 0), default=0.0)
    if years and longest.get("amount") and abs(years * 365 - _days(longest)) > 366:
        yield Fault("/agreement/max_duration", "limits-differ", "max_years and max_duration name different lengths.", "BW 6:213")
    if every.get("amount") and most and _days(every) > most:
        reason = "The first report would come after the end of the longest agreement."
        yield Fault("/agreement/report_every/amount", "report-after-end", reason, "BW 6:213")
    notice = _found(document, "hand_back").get("notice") or {}
    if notice.get("amount") and most and _days(notice) > most:
        reason = "The notice is longer than the longest agreement, so a task could never be handed back."
        yield Fault("/hand_back/notice/amount", "notice-longer-than-agreement", reason, "BW 6:213")
