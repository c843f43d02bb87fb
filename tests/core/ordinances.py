"""Ordinance documents made up by chance: any that the schema allows and that does not contradict itself.

Every group can be open, or found and say much or little. What must agree within a document (weights that sum, limits that
rise, an extension no longer than its term, a ground of a phase that there is) is made to agree here: were it taken from the code
that looks for contradictions, a fault there would hide.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

Drawn = TypeVar("Drawn")
Draw = Callable[[st.SearchStrategy[Any]], Any]
KINDS = ("resident", "resident_group", "social_party", "entrepreneur", "employees")
FORMS = ("none", "association", "foundation", "cooperative")
ITEMS = ("task", "capability", "quality_continuity", "partners", "user_needs")
DOMAINS = ("5.7", "5.2", "2.1", "6.1")
CODES = ("reserved_to_government", "urgent", "running_project", "above_eu_threshold")
CRITERIA = ("quality", "social_value", "cost", "continuity")
GROUNDS = ("not_entitled", "cannot_work", "too_expensive", "no_support")
TRACKS = ("public_law", "private_law")
UNITS = ("day", "week", "month", "working-day")
DAYS_IN = {"day": 1, "working-day": 2, "week": 7, "month": 31, "year": 366}
"""Days that a unit has at most."""


def some(of: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), unique=True, min_size=least)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def group(**members: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Give a group: open, or found with some of its members."""
    found = {"found": st.just(True), "article": maybe(st.just("3(1)"))}
    return st.just({"found": False}) | st.fixed_dictionaries(found, optional=members)


def length(most: int = 30, units: tuple[str, ...] = UNITS) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"amount": st.integers(1, most), "unit": st.sampled_from(units)})


def labelled(key: str, codes: tuple[str, ...], **members: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Give a list of things with a code each, none twice."""
    said = {"label_en": maybe(st.just("in words")), "article": maybe(st.just("4"))} | members
    item = st.fixed_dictionaries({key: st.sampled_from(codes)}, optional=said)
    return st.lists(item, max_size=len(codes), unique_by=lambda each: str(each[key]))


def who(kinds: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    each = st.dictionaries(st.sampled_from(kinds), st.integers(1, 15), min_size=1) if kinds else st.nothing()
    forms = maybe(some(FORMS)) | st.just("some legal form")
    return group(
        applicant_kinds=st.just(kinds),
        min_persons=maybe(st.integers(1, 15)) | each,
        local_tie=maybe(st.just("lives {near} it")),
        local_tie_required=st.booleans(),
        legal_form=st.fixed_dictionaries({}, optional={"at_submission": forms, "at_award": forms}),
        mandate_from_residents=st.booleans(),
    ).map(_of_its_kinds)


def _of_its_kinds(said: dict[str, Any]) -> dict[str, Any]:
    """A number of persons of a kind needs that kind."""
    if isinstance(said.get("min_persons"), dict) and not said.get("applicant_kinds"):
        return said | {"min_persons": None}
    return said


SUPPORT = (
    group(text=st.just("carried by the village"), norm=st.just("qualitative"))
    | group(norm=st.just("mandate"))
    | group(minimum_supporters=st.integers(0, 60), minimum_percentage=st.integers(0, 60), mandate_required=st.booleans())
    | st.integers(0, 100).flatmap(
        lambda least: st.sampled_from(("number", "percentage")).map(
            lambda norm: {"found": True, "norm": norm, "threshold": least},
        )
    )
)
SCOPE = group(
    domains=maybe(some(DOMAINS, 1)),
    exclusions=labelled("code", CODES),
    allowed=labelled("key", ("upkeep", "care")),
    test=st.just("in words"),
)
PERIODS = st.sampled_from((("03-01", "09-30"), ("11-01", "02-28"), ("01-01", "12-31"))).map(
    lambda ends: {"from": ends[0], "until": ends[1]}
)


def contents(kinds: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    demands = ("always", "if_any", *(f"if_{kind}" for kind in kinds))
    return group(items=labelled("key", ITEMS, required=st.sampled_from(demands)))


PHASES = group(
    exploration=st.booleans(),
    window=st.fixed_dictionaries({}, optional={"periods": st.lists(PERIODS, max_size=2)}),
    siblings=st.just(["bewonersinitiatieven"]),
    sister_doors=labelled("code", ("initiative", "subsidy")),
    start_credit=st.booleans(),
    start_money=st.fixed_dictionaries({}, optional={"max_cents": st.integers(0, 10**6)}),
)


@st.composite
def deciders(draw: Draw) -> list[dict[str, Any]]:
    """Bodies whose limits rise, the last without one."""
    bodies = draw(st.permutations(("executive", "council", "mayor", "district_board")))[: draw(st.integers(1, 3))]
    limits = sorted(draw(st.lists(st.integers(1, 10**7), min_size=len(bodies) - 1, max_size=len(bodies) - 1, unique=True)))
    said = []
    for body, limit in zip(bodies, [*limits, None], strict=True):
        decider = {"body": body, "up_to_cents": limit}
        decider |= {"mandate_allowed": draw(st.booleans()), "council_heard": draw(st.booleans())}
        said.append(decider | ({"role": "decision-maker"} if body == "district_board" else {}))
    return said


DECIDES = group(
    body=st.just("the body competent for the task"),
    deciders=deciders(),
    second_body=st.fixed_dictionaries(
        {"body": st.just("health-board")}, optional={"term": length(), "does": st.just("takes part")}
    ),
)


@st.composite
def decision_term(draw: Draw) -> dict[str, Any]:
    """A term, a power to extend that is no longer, and a longer term of a complex case in the same unit."""
    if draw(st.booleans()):
        return {"found": False}
    said: dict[str, Any] = draw(length(40))
    said |= {"found": True, "kind": "own_term", "basis": draw(st.sampled_from(("ordinance", "policy", "act")))}
    if draw(st.booleans()):
        said["extension"] = {"amount": draw(st.integers(1, said["amount"])), "unit": said["unit"]}
    if draw(st.booleans()):
        said["complex_case"] = {"amount": said["amount"] + draw(st.integers(1, 30)), "unit": said["unit"]}
    return said


@st.composite
def criteria(draw: Draw) -> dict[str, Any]:
    """Criteria with weights that sum to 100 or none at all, and marks only on tests that have criteria."""
    if draw(st.integers(0, 3)) == 0:
        return {"found": False}
    items = [{"key": key} for key in draw(some(CRITERIA))]
    between = max(len(items) - 1, 0)
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=between, max_size=between)))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)] if draw(st.booleans()) and items else []
    for index, item in enumerate(items):
        item |= {"test": draw(st.sampled_from((None, "better", "cheaper")))}
        if weights:
            item["weight"] = weights[index]
        if draw(st.booleans()):
            item["minimum"] = draw(st.integers(0, 8))
    said: dict[str, Any] = {"found": True, "items": items}
    scored = {item["test"] for item in items} - {None}
    for test in sorted(scored):
        if draw(st.booleans()):
            said[f"{test}_test"] = {"pass_mark": draw(st.integers(0, 9))}
    needs = {"both": {"better", "cheaper"}, "better": {"better"}, "cheaper": {"cheaper"}, "either": set(), "weighing": set()}
    fitting = [None, *(name for name, tests in needs.items() if not scored or tests <= scored)]
    return said | {"tests_combine": draw(st.sampled_from(fitting))}


COST = group(
    rule=st.sampled_from(("not_above_todays_cost", "preferably_lower")),
    hard_cap=st.booleans(),
    preference=maybe(st.just("lower")),
)


def grounds(exploration: bool) -> st.SearchStrategy[dict[str, Any]]:
    phases = ("admissibility", "assessment", "any", *(("exploration",) if exploration else ()))
    return group(items=labelled("code", GROUNDS, phase=st.sampled_from(phases)))


@st.composite
def agreement_and_hand_back(draw: Draw) -> tuple[dict[str, Any], dict[str, Any]]:
    """The longest term, with reports and a notice that fit into it."""
    agreement = draw(group(max_cents_per_year=st.integers(0, 10**7), start_within=length()))
    hand_back = draw(group(rule=st.just("in words")))
    if not agreement["found"]:
        return agreement, hand_back | ({"notice": draw(length())} if hand_back["found"] else {})
    years = draw(maybe(st.integers(1, 10)))
    if years is not None and draw(st.booleans()):
        agreement["max_years"] = years
    elif years is not None:
        agreement["max_duration"] = {"amount": years * 12, "unit": "month"}
    room = length(11, ("day", "week", "month"))
    if draw(st.booleans()):
        agreement["report_every"] = draw(room)
    return agreement, hand_back | ({"notice": draw(room)} if hand_back["found"] else {})


@st.composite
def documents(draw: Draw) -> dict[str, Any]:
    """An ordinance document that holds together."""
    kinds = draw(some(KINDS))
    phases = draw(PHASES)
    agreement, hand_back = draw(agreement_and_hand_back())
    country = draw(st.sampled_from(("NL", "NL", "NL", "GB-ENG", "GB-SCT")))
    term = draw(decision_term())
    if country != "NL" and not term["found"]:  # abroad nothing is published without a term
        term = {"found": True, "first_notice": draw(length())}
    said = {
        "id": "made-up",
        "kind": "ordinance",
        "invented": True,
        "country": country,
        "instrument": {"kind": draw(st.sampled_from(("participation_ordinance", "policy", "pilot")))},
        "labels": draw(st.dictionaries(st.sampled_from(("submitted", "award", "handler")), st.just("a word"), max_size=2)),
        "atw_set_aside": draw(st.booleans()),
        "calendar": {"extra_days_off": draw(st.lists(st.sampled_from(("2026-03-18", "2027-09-01")), unique=True))},
        "who_may_challenge": draw(who(kinds)),
        "support_norm": draw(SUPPORT),
        "task_scope": draw(SCOPE),
        "contents": draw(contents(kinds)),
        "phases": phases,
        "decides": draw(DECIDES),
        "decision_term": term,
        "supplement_term": draw(st.just({"found": False}) | length(6, ("day", "week")).map(lambda each: each | {"found": True})),
        "criteria": draw(criteria()),
        "refusal_grounds": draw(grounds(phases.get("exploration") is True)),
        "cost_rule": draw(COST),
        "agreement": agreement,
        "hand_back": hand_back,
        "publication": draw(group(what=st.just("every decision"))),
        "retention": draw(group(results=st.just([{"outcome": "rejected", "keep_years": 10}]))),
        "advice_body": draw(group(body=st.just("a jury"), term=length(6))),
        "conflict_rule": draw(group(running_contracts=st.just("are respected"))),
        "legal_track": draw(
            group(
                track=st.sampled_from((*TRACKS, "undetermined")),
                per_outcome=st.dictionaries(st.sampled_from(("award", "refusal")), st.sampled_from(TRACKS)),
            )
        ),
        "review": draw(group(years_after_start=st.lists(st.integers(1, 6), max_size=3))),
        "transition": {
            "pending_cases": draw(st.sampled_from(("keep", "move"))),
            "drafts": draw(st.sampled_from(("new", "old"))),
        },
    }
    left_out = draw(st.sets(st.sampled_from(sorted(said.keys() - {"id", "country", "decision_term"})), max_size=4))
    if left_out & {"who_may_challenge", "phases"}:  # what others rest on stays
        left_out -= {"who_may_challenge", "phases"}
    return {key: value for key, value in said.items() if key not in left_out}
