"""Rows in sight of a longer list: no row is hidden while another has room, and the words are true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.ui.lines import Role, Span, width_of
from roxom_tui.ui.row_window import RowWindow, bottom_line


@given(st.integers(0, 60), st.integers(0, 60), st.integers(-100, 100))
def test_no_row_is_hidden_while_there_is_room_for_another(total: int, room: int, wished: int) -> None:
    window = RowWindow(total, room)
    first = window.first(wished)
    seen = range(total)[first : first + room]
    assert len(seen) == min(total, room)
    assert first == wished or wished < 0 or wished > total - room
    assert (window.words(first) == "") is (len(seen) == total)
    if len(seen) < total:
        told = f"{seen[0] + 1}-{seen[-1] + 1} of {total}" if seen else f"0 of {total}"
        assert window.words(first) == told


def test_of_long_lists_the_figures_are_grouped() -> None:
    assert RowWindow(5000, 10).words(4990) == "4,991-5,000 of 5,000"


@given(st.integers(2, 60), st.sampled_from(["", "4-9 of 23", "4,991-5,000 of 5,000"]), st.sampled_from(["", "/gold"]))
def test_the_bottom_of_a_frame_is_as_wide_as_the_frame(width: int, words: str, typed: str) -> None:
    line = bottom_line((Span(typed),) if typed else (), words, width, Role.BORDER)
    text = "".join(span.text for span in line)
    assert width_of(line) == width
    assert (text[0], text[-1]) == ("╰", "╯")
    if len(words) + 2 <= width:
        assert words in text
    if typed and width > 40:
        assert text.startswith("╰ /gold ─")
