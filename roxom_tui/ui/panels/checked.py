"""How old the proof of an account's list is, for its title: nothing in a stream tells of an event that was lost."""

from __future__ import annotations

from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.format import age
from roxom_tui.ui.look import Paper, seen

_ROOM_FOR_STATE = 20
"""Of a title's width, for the frame and the longest state."""


def proof_words(heading: str, words: str, fresh: Freshness, checked_at: int | None, paper: Paper) -> str:
    """`words` and how long ago the list was checked, where there is room for both; while it is believed at all.

    Where it is not proven because that is too long ago, this is what the title is for.
    """
    state = seen(fresh, paper.now).state
    if checked_at is None or not (state.is_live or state is PanelState.UNPROVEN):
        return words
    checked = f"checked {age(paper.now - checked_at)} ago"
    both = f"{words} · {checked}" if words else checked
    return both if len(both) <= paper.width - len(heading) - _ROOM_FOR_STATE else words
