"""Four stories. Each follows a real case of `real-cases.yaml` in what is challenged; people and decisions are made up."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tools.demo import telling as tell
from tools.demo.town import Person, Town

TODAY = date.today()  # noqa: DTZ011 # a story plays on the day it is told


def day(offset: int) -> str:
    """Give the day so many days from today."""
    return (TODAY + timedelta(days=offset)).isoformat()


@dataclass(frozen=True)
class Source:
    """Which real case a story follows, and what was made up."""

    case: str
    made_up: str


def challenge(town: Town, name: str, task: str, domain: str, group: str, **more: Any) -> dict[str, Any]:
    """Give the body of a challenge."""
    contents: dict[str, Any] = {
        "title": name,
        "task": {
            "name": task,
            "domain": {"code": domain, "listYear": 2026},
            "place": "Voorbeeldstad",
            "executor": "a contractor",
            "todaysCost": {"amountCents": 4_200_000, "year": 2026, "scope": "contractor, without VAT", "source": "budget 2026"},
        },
        "part": {"extent": "whole"},
        "mode": "carry-out",
        "promise": [{"test": "better", "argument": "Somebody who knows the place, on every day of the week."}],
        "plan": "Neighbours do the daily work; a sheltered workshop does the heavy work.",
        "budgetCentsPerYear": 3_600_000,
        "group": {
            "name": group,
            "legalForm": "association",
            "size": 12,
            "local": True,
            "support": {"supporters": 64, "outOf": 180, "shownBy": "signatures"},
        },
        "contact": {"name": "A. de Vries"},
        "wishedStartOn": day(60),
        "termMonths": 24,
        "items": [{"key": "quality_continuity", "text": "The workshop takes over when we cannot."}],
    }
    return {"authority": town.authority, "contents": contents | more}


PARK = Source("utrecht-spinozaplantsoen", "the town, the people, the budget, the scores, the award and all that follows it")


def the_park(town: Town) -> None:
    """A park: filed, supplemented, assessed by two, awarded, carried out, and handed back."""
    tell.title(f"The park: from filing to hand-back\nfollows {PARK.case}; made up: {PARK.made_up}")
    anna, ine = town.person("anna", "representative"), town.person("ine", "intake")
    hanna, dora = town.person("hanna", "handler"), town.person("dora", "decision-maker")
    carl, udo = town.person("carl", "contract-manager"), town.person("udo", "auditor")

    tell.says("Anna files a challenge for her group; she becomes its first representative.")
    case = anna.post(
        "/v1/challenges", challenge(town, "The park, kept by its neighbours", "Upkeep of a park", "5.7", "Buurtgroen")
    )
    number = case["id"]
    tell.state(case)
    tell.deadlines(anna, number)
    tell.actions(anna, number)

    tell.says("Something is missing: intake asks for it, and the decision term stands still from tomorrow.")
    asked = {"missing": [{"key": "capability", "explanation": "Who does the heavy work?"}], "sentOn": day(0), "until": day(14)}
    tell.state(ine.does(number, "supplement-request", asked))
    tell.deadlines(anna, number, today=day(1))
    tell.says("Anna supplements; intake takes the case up again and admits it.")
    part = {"key": "capability", "text": "The workshop kept another park for four years.", "receivedOn": day(0)}
    supplemented = anna.does(number, "supplement", {"parts": [part]})
    ine.does(number, "taking-up", {"completedBy": supplemented["version"], "reason": "Everything is there."})
    exclusions = ["reserved_to_government", "urgent"]
    admission = {
        "supportersCounted": 61,
        "legalFormSeen": "association",
        "exclusionsConsidered": exclusions,
        "reason": "Within the rules.",
    }
    tell.state(ine.does(number, "admission", admission))
    tell.says("The ordinance may extend the decision term once by six weeks; Hanna uses four of them, and tells the group.")
    hanna.does(number, "extension", {"toldOn": day(0), "byWeeks": 4, "reason": "The workshop must be heard first."})
    tell.deadlines(anna, number)

    jan, els = assessors(town, hanna, number)
    tell.says(
        "Both assessors hand in a sheet. Els does not see Jan's: it is sealed for everybody until the assessment is concluded."
    )
    for assessor, points in ((jan, 8), (els, 7)):
        assessor.does(number, "score", {"scores": [score(name, points) for name in ("quality", "social_value", "cost")]})
    tell.history(els, number)
    advice = {"better": "met", "cheaper": "met", "advice": "Award the whole task for two years."}
    tell.state(hanna.does(number, "assessment-conclusion", advice))

    tell.says("Jan, who also has the role of decision-maker, tries to award the case he assessed.")
    jan_decides = town.person("jan", "decision-maker")
    tell.refused(lambda: jan_decides.does(number, "award", award()))
    tell.says("Dora decides, and the decision is announced: only that ends the decision term.")
    decided = dora.does(number, "award", award())
    tell.state(decided)
    announcement = {
        "decision": decided["version"],
        "announcedOn": day(0),
        "channel": "post",
        "addressee": "Buurtgroen, A. de Vries",
    }
    hanna.does(number, "announcements", announcement)
    tell.deadlines(anna, number)

    carried_out(carl, anna, number)
    tell.says("An auditor reads the whole history; names and addresses are not in it.")
    tell.history(udo, number)


def assessors(town: Town, hanna: Person, case: str) -> tuple[Person, Person]:
    """Assign two assessors, who each declare that they have no interest, and begin the assessment."""
    jan, els = town.person("jan", "assessor"), town.person("els", "assessor")
    tell.says("The handler assigns two assessors; each declares that they have no interest in the case.")
    for assessor in (jan, els):
        hanna.does(case, "assignments", {"subject": assessor.name, "part": "assessor"})
        assessor.does(case, "interest-declarations", {"interest": "none", "explanation": "I live elsewhere."})
    version = hanna.get(f"/v1/challenges/{case}")["planVersion"]
    tell.state(hanna.does(case, "assessment", {"planVersion": version}))
    return jan, els


def score(criterion: str, points: int) -> dict[str, Any]:
    """Give points on a criterion."""
    return {"criterion": criterion, "points": points, "reason": "As the plan shows."}


def award() -> dict[str, Any]:
    """Give the body of an award."""
    return {
        "decidedOn": day(0),
        "decider": {"body": "executive", "mandate": "M-14"},
        "legalTrack": "public-law",
        "extent": "whole",
        "grantedCentsPerYear": 3_600_000,
        "termMonths": 24,
        "conditions": ["The park stays open to everybody."],
        "indicators": [{"code": "rounds", "name": "Rounds through the park", "unit": "per-year", "target": 48}],
        "reasons": "Better and cheaper by the published criteria.",
    }


def carried_out(carl: Person, anna: Person, case: str) -> None:
    """Hand the task over, report, mend a shortcoming, and hand the task back with notice."""
    tell.says("The contract manager hands the task over; the group reports; a shortcoming is found and mended.")
    agreement = {
        "agreedOn": day(0),
        "parties": ["Municipality of Voorbeeldstad", "Buurtgroen"],
        "startsOn": day(0),
        "endsOn": day(730),
        "amountCentsPerYear": 3_600_000,
    }
    started = carl.does(case, "execution", {"agreement": agreement, "handedOverOn": day(0), "handOver": "Keys and cable map."})
    tell.state(started)
    tell.actions(carl, case)
    report = {"periodFrom": day(-1), "periodUntil": day(0), "spentCents": 120_000, "account": "The first round."}
    anna.does(case, "reports", report | {"indicators": [{"code": "rounds", "value": 1}]})
    carl.does(case, "improvement-requirement", {"finding": "A bench is broken.", "sentOn": day(0), "until": day(28)})
    tell.deadlines(anna, case)
    tell.state(carl.does(case, "improvement-acceptance", {"heldOn": day(0), "finding": "The bench is whole again."}))
    tell.says("The group hands the task back: too early, and then with the notice of the ordinance.")
    notice = {"receivedOn": day(0), "successor": "the municipality's own service", "reason": "Three of us moved away."}
    tell.refused(lambda: anna.does(case, "hand-back", notice | {"endsOn": day(7)}))
    tell.state(anna.does(case, "hand-back", notice | {"endsOn": day(100)}))


PLAYGROUND = Source(
    "rotterdam-ijsselmonde-speeltuinen", "the town, the people, that it came on paper, and that nothing more came"
)


def the_playground(town: Town) -> None:
    """A playground: filed on paper, incomplete, never supplemented, and not handled in time."""
    tell.title(f"The playground: a request that stays incomplete\nfollows {PLAYGROUND.case}; made up: {PLAYGROUND.made_up}")
    ine, dora = town.person("ine", "intake"), town.person("dora", "decision-maker")
    tell.says("Intake records a letter that came five weeks ago; the term began then.")
    body = challenge(town, "The playground", "Keeping a playground", "5.7", "Speeltuin Zuid") | {"receivedOn": day(-35)}
    case = ine.post("/v1/challenges", body)
    tell.state(case)
    asked = {"missing": [{"key": "capability", "explanation": "Who keeps it safe?"}], "sentOn": day(-30), "until": day(-10)}
    ine.does(case["id"], "supplement-request", asked)
    tell.deadlines(ine, case["id"])
    tell.says("Nothing came. Not handling it is possible for four weeks after the term, and not before its end.")
    decision = {"decider": {"body": "executive"}, "ground": "not-supplemented", "reasons": "Nothing came within the term."}
    tell.refused(lambda: dora.does(case["id"], "setting-aside", decision | {"decidedOn": day(-12)}))
    decided = dora.does(case["id"], "setting-aside", decision | {"decidedOn": day(-1)})
    tell.state(decided)
    ine.does(
        case["id"],
        "announcements",
        {"decision": decided["version"], "announcedOn": day(0), "channel": "post", "addressee": "Speeltuin Zuid"},
    )
    tell.deadlines(ine, case["id"])


HOUSE = Source("borne-inloophuis", "the town, the people, the letter in the drawer, and that it was solved together")


def the_drop_in_house(town: Town) -> None:
    """A drop-in house: worked out together, and solved without a transfer."""
    tell.title(f"The drop-in house: solved together\nfollows {HOUSE.case}; made up: {HOUSE.made_up}")
    ine, hanna = town.person("ine", "intake"), town.person("hanna", "handler")
    items = [{"key": key, "text": "See the plan."} for key in ("capability", "quality_continuity")]
    body = challenge(town, "The drop-in house", "Running a drop-in house", "6.1", "Inloop", items=items)
    tell.says("A letter lay in a drawer for fifteen weeks. It counts from the day it came, so the decision is late already.")
    case = ine.post("/v1/challenges", body | {"receivedOn": day(-105)})
    tell.deadlines(ine, case["id"])
    admission = {"supportersCounted": 40, "legalFormSeen": "foundation", "reason": "Within the rules."}
    tell.says("Intake forgets to consider the exclusions of the ordinance.")
    tell.refused(lambda: ine.does(case["id"], "admission", admission))
    ine.does(case["id"], "admission", admission | {"exclusionsConsidered": ["reserved_to_government", "urgent"]})
    hanna.does(case["id"], "exploration", {"purpose": "What the group needs", "withParties": ["the welfare organisation"]})
    tell.actions(hanna, case["id"])
    agreed = {"agreed": "The house opens on Sundays, run by the group.", "consent": {"givenOn": day(0), "statement": "Minutes"}}
    tell.state(hanna.does(case["id"], "resolution-by-cooperation", agreed))


CANALS = Source("gouda-grachten", "the town, which took the VNG model as it is, the people, and the refusal")


def the_canals(town: Town) -> None:
    """Canals, in a town whose ordinance leaves most open: statutory defaults, a named term, and a reasoned refusal."""
    tell.title(f"The canals: where the ordinance leaves most open\nfollows {CANALS.case}; made up: {CANALS.made_up}")
    anna, ine = town.person("anna", "representative"), town.person("ine", "intake")
    hanna, dora = town.person("hanna", "handler"), town.person("dora", "decision-maker")
    items = [{"key": key, "text": "See the plan."} for key in ("capability", "quality_continuity")]
    body = challenge(town, "Clean canals", "Cleaning canals", "5.7", "Sup en schoon", items=items)
    body["contents"]["group"]["applicantKind"] = "entrepreneur"
    case = anna.post("/v1/challenges", body)
    tell.says("No own term: eight weeks by law (Awb 4:13(2)), and the body may name a reasonable term within them.")
    tell.deadlines(anna, case["id"])
    hanna.does(case["id"], "extension", {"toldOn": day(0), "namedDate": day(90), "reason": "Divers must look first."})
    tell.deadlines(anna, case["id"])
    ine.does(case["id"], "admission", {"supportersCounted": 0, "legalFormSeen": "none", "reason": "Nothing forbids it."})
    tell.says("There is no exploration phase and there are no criteria, and the service says so.")
    tell.actions(hanna, case["id"])
    hanna.does(case["id"], "assessment", {"planVersion": 1})
    hanna.does(
        case["id"], "assessment-conclusion", {"better": "not-met", "cheaper": "not-assessed", "advice": "Nothing becomes better."}
    )
    refusal = {"decidedOn": day(0), "decider": {"body": "executive"}}
    tell.says("A ground that no list has is refused; where the ordinance names none, the code is not-regulated, with its reason.")
    tell.refused(lambda: dora.does(case["id"], "rejection", refusal | {"grounds": [{"ground": "because", "reason": "Because."}]}))
    grounds = [{"ground": "not-regulated", "reason": "The canals are cleaned twice as often today."}]
    tell.state(dora.does(case["id"], "rejection", refusal | {"grounds": grounds}))


SOURCES = (PARK, PLAYGROUND, HOUSE, CANALS)
