"""The hand-written matrix is whole: every role, state and action of the design, each cell filled in, each pair with a target."""

import pytest

from challenge_api.law.access import Role
from tests.core import matrix


def _words(text: str) -> list[str]:
    return text.split()


STATES = _words("""
    none draft submitted incomplete admissible exploring assessing assessed awarded monitored improving discarded not_handled
    forwarded rerouted joined withdrawn rejected resolved_by_cooperation lapsed completed handed_back terminated
""")
MOVES = _words("""
    draft revise discard submit forward request-supplement supplement take-up set-aside admit explore conclude-exploration amend
    begin-assessment score conclude-assessment return-to-assessment award reject resolve-by-cooperation reroute join withdraw
    start-execution lapse report inspect evaluate require-improvement accept-improvement renew complete hand-back terminate reopen
""")
TRACKS = _words("""
    announce assign extend follow-ordinance suspend resume declare-interest log-contact
    lodge-objection explain-lateness request-remedy remedy-objection refer-to-committee judge-admissibility invite-to-hearing
    waive-hearing hear-objection advise-on-objection postpone-objection-decision decide-objection withdraw-objection
    give-default-notice withdraw-default-notice decide-penalty record-appeal record-ruling
    tell-deadline record-standstill await-foreign-information record-foreign-information move-supplement-term
    publish-decision propose-to-council record-council-treatment request-advice receive-advice link-case
    confirm-receipt warn-of-deadline tell-delay
""")
CLOSED = STATES[STATES.index("discarded") :]


def test_the_letters_name_every_role_once() -> None:
    assert sorted(matrix.letters().values()) == sorted(Role)
    assert all(len(letter) == 1 for letter in matrix.letters())


def test_every_state_is_a_column_once() -> None:
    assert list(matrix.states()) == STATES


def test_every_action_is_a_row_of_every_block() -> None:
    for columns, rows in matrix.blocks():
        assert [name for name, _ in rows] == MOVES + TRACKS, columns


def test_every_cell_is_filled_in() -> None:
    for columns, rows in matrix.blocks():
        for action, values in rows:
            assert len(values) == len(columns), action
            for value in values:
                assert value == matrix.NOBODY or set(value) <= matrix.letters().keys(), f"{action}: {value!r}"
                assert len(set(value)) == len(value), f"{action}: a letter stands twice in {value!r}"
    assert len(matrix.cells()) == len(STATES) * len(MOVES + TRACKS)


def test_a_pair_has_a_target_when_somebody_may_do_it() -> None:
    assert set(matrix.targets()) == {key for key, roles in matrix.cells().items() if roles}


def test_every_target_is_a_state_of_a_challenge() -> None:
    assert {end for ends in matrix.targets().values() for end in ends} == set(STATES) - {"none"}


@pytest.mark.parametrize("action", TRACKS)
def test_a_track_never_changes_the_state(action: str) -> None:
    pairs = {state: ends for (name, state), ends in matrix.targets().items() if name == action}
    assert pairs
    assert pairs == {state: {state} for state in pairs}


def test_nothing_moves_a_closed_case_but_reopening_it() -> None:
    moves = {name for (name, state), ends in matrix.targets().items() if state in CLOSED and ends != {state}}
    assert moves == {"reopen"}


def test_every_state_is_reached_from_none() -> None:
    reached, frontier = set[str](), {"none"}
    while frontier:
        reached |= frontier
        frontier = {end for (_, state), ends in matrix.targets().items() if state in frontier for end in ends} - reached
    assert reached == set(STATES)
