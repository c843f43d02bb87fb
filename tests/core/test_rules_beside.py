"""Groups: what their decider refuses, and what just fits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from challenge_api.groups import decider as groups
from challenge_api.groups.commands import AddRepresentative, FormGroup, RemoveRepresentative
from challenge_api.groups.events import Group
from challenge_api.law.access import Actor, Role
from challenge_api.law.aggregate import Context
from challenge_api.law.errors import Refusal, Refused
from tests.core.given import intake, lone_client, outsider, person, representative

TODAY = date(2026, 9, 1)


def context(facts: Any = None, by: Actor | None = None) -> Context:
    return Context(actor=by or intake(), today=TODAY, new_id=lambda: "id-1", facts=facts)


def reasons(decide: Callable[..., Any], *said: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        decide(*said)
    return [(reason.code, reason.article, reason.pointer) for reason in refused.value.refusals]


def told(found: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    return [(reason.code, reason.article) for reason in found]


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
