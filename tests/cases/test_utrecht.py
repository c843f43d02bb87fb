"""Utrecht: the users of Sporthal Lunetten, a green square that was only looked at, and trials that ran.

Follows what is told of Sporthal Lunetten (sportutrecht.nl) (its users were displaced: third parties need a place and are heard)
and `utrecht-spinozaplantsoen` (residents examined whether they could take the green over; no decision known). From the source:
that users were displaced, and that an examination may end without a plan. Made up: the town of Hallendam, its people, the
sports hall, the award, the objection and all dates.
"""

from tests.cases.places import admitted, advised, award, group, task

SECTION = {"evidence_level": "secondary", "evidence": []}
RULES = {
    "who_may_challenge": {"found": True, "applicant_kinds": ["resident_group", "social_party"], "article": "1", **SECTION},
    "phases": {"found": True, "exploration": True, "article": "2", **SECTION},
}
HALL = task("Running a sports hall", "5.2", "the municipality's sports company", cost=15_000_000)
USERS = "The badminton club has played here for twenty years and finds no other hall."


def hall_awarded(place):
    place.on("2026-03-02")
    case = place.filed(task=HALL, group=group("Hallendam beweegt", "social_party", legal_form="foundation"), items=[])
    admitted(case, "2026-03-05")
    advised(case, "2026-03-20", "met", "not-assessed", "Award the whole hall.")
    place.on("2026-04-01")
    decided = case.does("award", "decision-maker", subject="dora", body=award("2026-04-01", "executive", 15_000_000))
    case.does("announcements", "handler", decision=decided["version"], announcedOn="2026-04-01")
    return case


def lodged_by_the_club(place, case):
    """Let intake record the club's letter: a third party, who becomes interested party of the case."""
    place.on("2026-04-20")
    decision = case.seen()["decisions"][-1]["version"]
    letter = {"decision": decision, "channel": "post", "grounds": USERS, "receivedOn": "2026-04-18"}
    letter["objector"] = {"name": "Badminton club Hallendam", "address": "an invented street 1"}
    return case.does("objections", "intake", body=letter)["objections"][-1]["version"]


def test_users_who_lose_their_hall_are_heard_and_the_award_is_made_again_for_a_part(new_place):
    place = new_place("demo-hallendam", **RULES)
    case = hall_awarded(place)
    objection = lodged_by_the_club(place, case)
    place.on("2026-06-01")
    said = {"objection": objection}
    case.does("committee-referrals", "handler", toldOn="2026-06-01", **said)
    case.does("admissibility-judgements", "objection-committee", subject="olga", **said)
    case.does("hearing-invitations", "handler", sentOn="2026-06-01", hearingOn="2026-06-15", **said)
    place.on("2026-06-15")
    heard = "The club and the group spoke; nobody had asked the club before."
    decided = case.tries("hearings", "objection-committee", subject="dora", heldOn="2026-06-15", report=heard, **said)
    assert decided.status == 409, "who decided does not hear the objection"
    case.does("hearings", "objection-committee", subject="olga", heldOn="2026-06-15", report=heard, **said)
    place.on("2026-06-22")
    case.does("objection-advices", "objection-committee", subject="olga", givenOn="2026-06-22", **said)
    place.on("2026-06-30")
    case.does("objection-decisions", "decision-maker", subject="dirk", decidedOn="2026-06-30", **said)
    upheld = {"ground": "objection-upheld", "ruledOn": "2026-06-30", "to": "assessed", "reasons": "The users were not weighed."}
    reopened = case.does("reopening", "decision-maker", subject="dirk", body=upheld)
    assert (reopened["state"], reopened["award"]) == ("assessed", None)
    place.on("2026-07-10")
    without_grounds = award("2026-07-10", "executive", 15_000_000, extent="part")
    assert case.tries("award", "decision-maker", subject="dora", body=without_grounds).codes == ["grounds-missing"]
    evenings = [{"ground": "not-regulated", "reason": "Two evenings a week stay with the clubs that play here."}]
    terms = award("2026-07-10", "executive", 12_000_000, extent="part", refusedPart=evenings)
    seen = case.does("award", "decision-maker", subject="dora", body=terms)
    assert (seen["award"]["extent"], seen["grounds"]) == ("part", evenings)
    assert [each["type"] for each in seen["decisions"]] == ["awarded", "objection-decided", "awarded"]


def test_what_users_said_is_on_record_for_the_authority_and_not_for_the_other_side(new_place):
    place = new_place("demo-hallendam", **RULES)
    case = hall_awarded(place)
    place.on("2026-04-20")
    case.does("contacts", "handler", heldOn="2026-04-18", channel="post", otherParty="interested-party", summary=USERS)
    history = f"/v1/challenges/{case.id}/history"
    assert USERS in str(place.get(history, "handler"))
    assert USERS not in str(place.get(history, "representative", "anna"))


def test_residents_who_only_examined_a_square_take_their_challenge_back(new_place):
    place = new_place("demo-hallendam", **RULES)
    place.on("2026-03-02")
    square = task("Upkeep of the green of a square", "5.7", "a contractor")
    case = place.filed(task=square, group=group("Around the square", "resident_group"), items=[])
    admitted(case, "2026-03-05")
    case.does("exploration", "handler", purpose="Can we take it over?", withParties=["the green service"])
    place.on("2026-04-20")
    seen = case.does("withdrawal", "representative", receivedOn="2026-04-20", reason="It asks more hours than we have.")
    assert (seen["outcome"], seen["decisions"]) == ("withdrawn", [])
    assert place.deadline(case, "decision")["status"] != "missed"
