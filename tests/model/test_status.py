"""What became of things: the worst state wins, and only two of them may be drawn as true."""

from __future__ import annotations

from roxom_tui.model.status import PanelState, worst


def test_the_worst_of_some_states_is_the_one_that_stands_first() -> None:
    assert worst(*PanelState) is PanelState.DOWN
    assert worst(PanelState.QUIET, PanelState.LIVE) is PanelState.QUIET
    assert sorted(PanelState, key=lambda state: state.rank) == list(PanelState)


def test_three_states_may_be_drawn_as_true_and_one_of_them_only_in_a_replay() -> None:
    assert [state for state in PanelState if state.is_live] == [PanelState.QUIET, PanelState.LIVE, PanelState.SOUND]
