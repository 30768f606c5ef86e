"""The states of before."""

from __future__ import annotations

from roxom_tui.model.status import PanelState
from roxom_tui.state.reading.past_states import CHANGES_KEPT, PastStates, worst_within
from tests.support.spellings import s


def test_the_worst_state_of_a_time_is_told_and_none_of_a_time_before_anybody_looked() -> None:
    past = PastStates()
    for at, state in ((10, PanelState.LIVE), (20, PanelState.STALE), (21, PanelState.QUIET), (30, PanelState.QUIET)):
        past.note(state, s(at))
    changes = past.shifted(s(100))
    assert len(changes) == 3
    assert worst_within(changes, s(110), s(115)) is PanelState.LIVE
    assert worst_within(changes, s(115), s(121)) is PanelState.STALE
    assert worst_within(changes, s(121), s(125)) is PanelState.QUIET
    assert worst_within(changes, s(100), s(109)) is None
    assert worst_within(changes, s(500), s(501)) is PanelState.QUIET
    assert past.newest == (s(21), PanelState.QUIET)


def test_no_more_changes_are_kept_than_so_many() -> None:
    past = PastStates()
    for n in range(2 * CHANGES_KEPT):
        past.note(PanelState.LIVE if n % 2 else PanelState.STALE, n)
    assert len(past.shifted(0)) == CHANGES_KEPT
