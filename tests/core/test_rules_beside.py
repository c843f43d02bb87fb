"""Groups and ordinances: what their deciders refuse, and what just fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from challenge_api.demo_authority import shipped
from challenge_api.groups import decider as groups
from challenge_api.groups.commands import AddRepresentative, FormGroup, RemoveRepresentative
from challenge_api.groups.events import Group
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Context
from challenge_api.law.errors import Refusal, Refused
from challenge_api.ordinances import decider as ordinances
from challenge_api.ordinances.commands import PublishOrdinance, RepealOrdinance
from challenge_api.ordinances.events import OrdinanceVersion
from tests.core.given import intake, lone_client, outsider, person, representative

TODAY = date(2026, 9, 1)
VOORBEELDSTAD = shipped("demo-voorbeeldstad")


def context(facts: Any = None, by: Actor | None = None) -> Context:
    return Context(actor=by or intake(), today=TODAY, new_id=lambda: "id-1", facts=facts)


def reasons(decide: Callable[..., Any], *said: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        decide(*said)
    return [(reason.code, reason.article, reason.pointer) for reason in refused.value.refusals]


def told(found: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    return [(reason.code, reason.article) for reason in found]


# --- groups ---------------------------------------------------------------------------------------------------------


def a_group(*people: str) -> Group:
    group = Group()
    form = FormGroup(name="Buurtgroen", legal_form="association", representative=people[0] if people else None)
    for event in groups.decide(group, form, context()):
        group = groups.AGGREGATE.evolve(group, event)
    for name in people[1:]:
        for event in groups.decide(group, AddRepresentative(subject=name), context(name)):
            group = groups.AGGREGATE.evolve(group, event)
    return group


def test_a_group_that_filed_on_paper_has_no_representative_until_intake_adds_one():
    assert a_group().representatives == ()
    (event,) = groups.decide(a_group(), AddRepresentative(subject="anna"), context("anna"))
    assert groups.AGGREGATE.evolve(a_group(), event).representatives == ("anna",)


def test_nobody_speaks_for_a_group_twice():
    assert reasons(groups.decide, a_group("anna"), AddRepresentative(subject="anna"), context("anna")) == [
        ("already-representative", "challenge-api", "")
    ]


def test_who_does_not_speak_for_a_group_is_not_removed():
    assert reasons(groups.decide, a_group("anna", "bea"), RemoveRepresentative(person="carla"), context()) == [
        ("not-a-representative", "challenge-api", "/person")
    ]


def test_a_group_keeps_one_representative():
    assert reasons(groups.decide, a_group("anna"), RemoveRepresentative(person="anna"), context()) == [
        ("last-representative", "challenge-api", "")
    ]
    (event,) = groups.decide(a_group("anna", "bea"), RemoveRepresentative(person="anna"), context())
    assert groups.AGGREGATE.evolve(a_group("anna", "bea"), event).representatives == ("bea",)


def test_only_representatives_of_the_group_and_intake_change_who_speaks_for_it():
    add, remove = groups.TABLE
    group = a_group("anna")
    assert told(groups.not_permitted(add, group, outsider())) == [("role-not-permitted", "Awb 2:1")]
    assert told(groups.not_permitted(add, group, person("dora", Role.DECISION_MAKER))) == [("role-not-permitted", "Awb 2:1")]
    assert told(groups.not_permitted(remove, group, lone_client(Role.INTAKE))) == [("person-required", "Awb 2:1")]
    assert groups.not_permitted(add, group, lone_client(Role.INTAKE)) == ()
    assert groups.not_permitted(remove, group, representative()) == ()


# --- ordinances -----------------------------------------------------------------------------------------------------


def publish(published_on: date | None = None, in_force_from: date | None = None, **document: Any) -> PublishOrdinance:
    return PublishOrdinance(
        authority="demo-voorbeeldstad",
        document=dict(VOORBEELDSTAD) | document,
        published_on=published_on,
        in_force_from=in_force_from,
    )


def published() -> OrdinanceVersion:
    version = OrdinanceVersion()
    for event in ordinances.decide(version, publish(), context(0)):
        version = ordinances.AGGREGATE.evolve(version, event)
    return version


def test_only_an_administrator_publishes():
    action = ordinances.TABLE[0]
    assert told(ordinances.not_permitted(action, OrdinanceVersion(), intake())) == [("role-not-permitted", "Bekendmakingswet 6")]
    assert ordinances.not_permitted(action, OrdinanceVersion(), lone_client(Role.ADMINISTRATOR)) == ()


def test_an_ordinance_says_when_it_was_published_and_from_when_it_is_in_force():
    undated = {"published_on": None, "from": None, "until": None}
    assert reasons(ordinances.decide, OrdinanceVersion(), publish(in_force=undated), context(0)) == [
        ("ordinance-dates-missing", "Bekendmakingswet 8, 10", "/inForceFrom")
    ]
    dated = publish(date(2026, 1, 1), date(2026, 1, 2), in_force=undated)
    assert len(ordinances.decide(OrdinanceVersion(), dated, context(0))) == 1


def test_an_ordinance_is_not_in_force_before_its_publication():
    assert reasons(ordinances.decide, OrdinanceVersion(), publish(date(2026, 1, 2), date(2026, 1, 1)), context(0)) == [
        ("in-force-before-publication", "Bekendmakingswet 8", "/inForceFrom")
    ]
    assert ordinances.decide(OrdinanceVersion(), publish(date(2026, 1, 2), date(2026, 1, 2)), context(0))


def test_every_fault_of_a_document_is_told_with_its_place():
    broken = publish(legal_track={"found": True, "track": "public_law"}, decision_term={"amount": -1, "unit": "fortnight"})
    ((code, article, pointer),) = reasons(ordinances.decide, OrdinanceVersion(), broken, context(0))
    assert (code, article, pointer) == ("ordinance-too-small", "challenge-api", "/document/decision_term.amount")


def test_a_version_is_repealed_once():
    repealed = replace(published(), state="repealed")
    assert reasons(ordinances.decide, repealed, RepealOrdinance(last_day=date(2027, 1, 1)), context()) == [
        ("state-not-permitted", "Gemeentewet 147", "")
    ]


def test_a_version_does_not_end_before_it_begins():
    assert reasons(ordinances.decide, published(), RepealOrdinance(last_day=date(2025, 12, 31)), context()) == [
        ("date-order", "Gemeentewet 147", "/lastDay")
    ]
    assert ordinances.decide(published(), RepealOrdinance(last_day=date(2026, 1, 1)), context())
