"""The table in code says what `matrix.txt` says: every state × action × role, both ways, and where each action leads."""

from collections.abc import Iterable
from itertools import product

import pytest

from challenge_api.challenges.lifecycle import TABLE
from challenge_api.law.access import Role
from tests.core import matrix


def _rows(action: str, state: str) -> list[tuple[frozenset[str], frozenset[Role]]]:
    """Targets and roles of every row for one action in one state; a row without targets leaves the state as it is."""
    return [(row.targets or frozenset({state}), row.roles) for row in TABLE if row.action == action and state in row.sources]


def _union(sets: Iterable[frozenset[str]]) -> set[str]:
    return {item for one in sets for item in one}


def test_the_table_knows_the_states_of_the_matrix() -> None:
    assert {state for row in TABLE for state in row.sources | row.targets} == set(matrix.states())


def test_the_table_knows_the_actions_of_the_matrix() -> None:
    assert {row.action for row in TABLE} == set(matrix.actions())


@pytest.mark.parametrize("action", matrix.actions())
def test_every_role_in_every_state_may_what_the_matrix_says(action: str) -> None:
    """Neither more nor less: a role that is not in the cell may not, a role in the cell may."""
    wrong = []
    for state, role in product(matrix.states(), Role):
        expected = role.value in matrix.cells()[action, state]
        actual = any(role in roles for _, roles in _rows(action, state))
        if actual is not expected:
            wrong.append(f"{role} {'must' if expected else 'must not'} be able to {action} in {state}")
    assert wrong == []


@pytest.mark.parametrize("action", matrix.actions())
def test_every_action_leads_where_the_matrix_says(action: str) -> None:
    """From every state: a pair without targets in the matrix has no row at all."""
    actual = {state: _union(ends for ends, _ in _rows(action, state)) for state in matrix.states()}
    expected = {state: set(matrix.targets().get((action, state), ())) for state in matrix.states()}
    assert actual == expected


@pytest.mark.parametrize("action", matrix.actions())
def test_every_row_of_an_action_carries_all_its_roles(action: str) -> None:
    """An action that stands in several rows for one state leaves no role a part of the targets only."""
    for state in matrix.states():
        assert len({roles for _, roles in _rows(action, state)}) <= 1, state
