"""Versions of an ordinance: what their decider refuses, and what just fits."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

import pytest

from challenge_api.demo_authority import shipped
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Context
from challenge_api.law.errors import Refused
from challenge_api.law.ordinance_schema import OrdinanceDocument
from challenge_api.ordinances import decider
from challenge_api.ordinances.commands import (
    DraftOrdinance,
    PublishOrdinance,
    RepealOrdinance,
    ReviseOrdinance,
    SupersedeOrdinance,
)
from challenge_api.ordinances.decider import Versions
from challenge_api.ordinances.events import OrdinanceVersion
from challenge_api.reactions import supersede
from tests.core.given import intake, lone_client

TODAY = date(2026, 9, 1)
VOORBEELDSTAD = shipped("demo-voorbeeldstad")


def context(versions: Versions | None = None, by: Actor | None = None) -> Context:
    return Context(actor=by or intake(), today=TODAY, new_id=lambda: "id-1", facts=versions or Versions(stream="this"))


def changed(**groups: Any) -> OrdinanceDocument:
    return cast("OrdinanceDocument", {**cast("Mapping[str, Any]", VOORBEELDSTAD), **groups})


def reasons(decide: Callable[..., Any], *said: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        decide(*said)
    return [(reason.code, reason.article, reason.pointer) for reason in refused.value.refusals]


def after(version: OrdinanceVersion, command: Any, versions: Versions | None = None) -> OrdinanceVersion:
    for event in decider.decide(version, command, context(versions)):
        version = decider.AGGREGATE.evolve(version, event)
    return version


def drafted(**groups: Any) -> OrdinanceVersion:
    return after(OrdinanceVersion(), DraftOrdinance(authority="demo-voorbeeldstad", document=changed(**groups)))


def published() -> OrdinanceVersion:
    return after(drafted(), PublishOrdinance())


UNDATED = {"published_on": None, "from": None, "until": None}


def test_only_an_administrator_touches_an_ordinance():
    for action in decider.TABLE:
        (refusal,) = decider.not_permitted(action, OrdinanceVersion(), intake())
        assert (refusal.code, refusal.article) == ("role-not-permitted", action.article)
        assert decider.not_permitted(action, OrdinanceVersion(), lone_client(Role.ADMINISTRATOR)) == ()


def test_a_version_goes_from_draft_to_published_to_its_end():
    assert drafted().state == "draft"
    assert after(drafted(), ReviseOrdinance(document=changed(title="Other"))).document.find("Other") > 0
    assert published().state == "published"
    assert after(published(), RepealOrdinance(last_day=date(2027, 1, 1))).state == "repealed"
    superseded = after(published(), SupersedeOrdinance(by="that", last_day=date(2027, 1, 1)))
    assert (superseded.state, superseded.superseded_by, superseded.in_force_until) == ("superseded", "that", date(2027, 1, 1))


@pytest.mark.parametrize(
    "command",
    [ReviseOrdinance(document=changed()), PublishOrdinance()],
    ids=["revise", "publish"],
)
def test_a_published_version_is_not_touched_again(command):
    for version in (published(), after(published(), RepealOrdinance(last_day=date(2027, 1, 1)))):
        assert reasons(decider.decide, version, command, context()) == [("state-not-permitted", "Gemeentewet 147", "")]


def test_a_version_ends_once_and_only_when_it_was_published():
    ends = (RepealOrdinance(last_day=date(2027, 1, 1)), SupersedeOrdinance(by="that", last_day=date(2027, 1, 1)))
    for version in (drafted(), after(published(), ends[0]), after(published(), ends[1])):
        for end in ends:
            assert reasons(decider.decide, version, end, context()) == [("state-not-permitted", "Gemeentewet 147", "")]


def test_an_ordinance_has_one_draft_at_a_time():
    begin = DraftOrdinance(authority="demo-voorbeeldstad", document=changed())
    assert reasons(decider.decide, OrdinanceVersion(), begin, context(Versions(newest=1, has_draft=True))) == [
        ("draft-exists", "challenge-api", "")
    ]
    (event,) = decider.decide(OrdinanceVersion(), begin, context(Versions(newest=4)))
    assert decider.AGGREGATE.evolve(OrdinanceVersion(), event).number == 5


def test_a_draft_stays_a_version_of_its_ordinance():
    other = ReviseOrdinance(document=changed(id="another"))
    assert reasons(decider.decide, drafted(), other, context()) == [("id-differs", "challenge-api", "/document/id")]


def test_an_ordinance_says_when_it_was_published_and_from_when_it_is_in_force():
    undated = drafted(in_force=UNDATED)
    assert reasons(decider.decide, undated, PublishOrdinance(), context()) == [
        ("ordinance-dates-missing", "Bekendmakingswet 8, 10", "/inForceFrom")
    ]
    dated = PublishOrdinance(published_on=date(2026, 1, 1), in_force_from=date(2026, 1, 2))
    assert after(undated, dated).in_force_from == date(2026, 1, 2)


def test_an_ordinance_is_not_in_force_before_its_publication():
    early = PublishOrdinance(published_on=date(2026, 1, 2), in_force_from=date(2026, 1, 1))
    assert reasons(decider.decide, drafted(), early, context()) == [
        ("in-force-before-publication", "Bekendmakingswet 8", "/inForceFrom")
    ]
    same_day = PublishOrdinance(published_on=date(2026, 1, 2), in_force_from=date(2026, 1, 2))
    assert after(drafted(), same_day).state == "published"


def test_a_newer_version_begins_after_the_present_one():
    versions = Versions(stream="this", newest=1, present="that", present_from=date(2026, 1, 1))
    assert reasons(decider.decide, drafted(), PublishOrdinance(), context(versions)) == [
        ("not-after-present-version", "Bekendmakingswet 8", "/inForceFrom")
    ]
    later = PublishOrdinance(published_on=date(2026, 1, 1), in_force_from=date(2026, 1, 2))
    (event,) = decider.decide(drafted(), later, context(versions))
    reaction = supersede(event)
    assert reaction is not None
    assert (reaction.id, reaction.command) == ("that", SupersedeOrdinance(by="this", last_day=date(2026, 1, 1)))


def test_the_first_version_supersedes_nothing():
    (event,) = decider.decide(drafted(), PublishOrdinance(), context())
    assert supersede(event) is None


def test_abroad_a_term_is_set_before_the_rules_bind():
    foreign = drafted(country="GB-SCT", decision_term={"found": False})
    assert reasons(decider.decide, foreign, PublishOrdinance(), context()) == [("no-term-abroad", "challenge-api", "")]
    days = {"amount": 30, "unit": "working-day"}
    assert after(drafted(country="GB-SCT", decision_term=days), PublishOrdinance()).state == "published"


def test_every_fault_of_a_document_is_told_with_its_place():
    broken = DraftOrdinance(
        authority="demo-voorbeeldstad",
        document=changed(
            agreement={"max_years": 0},
            decision_term={"amount": 0, "unit": "week"},
            labels={"no-such-term": "?"},
            retention={"results": [{"outcome": "lost"}]},
        ),
    )
    assert reasons(decider.decide, OrdinanceVersion(), broken, context()) == [
        ("ordinance-unknown-label", "challenge-api", "/document/labels/no-such-term"),
        ("ordinance-unknown-outcome", "Archiefwet 5", "/document/retention/results/0/outcome"),
        ("ordinance-zero-term", "Awb 4:13(1)", "/document/decision_term/amount"),
        ("ordinance-zero-term", "BW 6:213", "/document/agreement/max_years"),
    ]


def test_a_version_does_not_end_before_it_begins():
    assert reasons(decider.decide, published(), RepealOrdinance(last_day=date(2025, 12, 31)), context()) == [
        ("date-order", "Gemeentewet 147", "/lastDay")
    ]
    assert after(published(), RepealOrdinance(last_day=date(2026, 1, 1))).state == "repealed"


def test_the_log_fixes_the_text_that_was_published():
    version = published()
    assert version.digest == decider.digest(version.document)
    assert decider.digest(version.document) != decider.digest(version.document.replace("12", "13", 1))
