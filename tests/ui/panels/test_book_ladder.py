"""The ladder: heading, rows and spread fill the room they are given, wherever the window is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roxom_tui.ui.panels.book_ladder import ladder_lines, window_of
from tests.support.sample_screens import book_view
from tests.ui.drawing import rendering, texts


@pytest.mark.parametrize("height", [5, 8, 9, 22])
def test_it_fills_the_rows_it_is_given_with_the_spread_in_the_middle(height: int) -> None:
    room = rendering(50, height)
    lines = texts(ladder_lines(book_view(), room))
    assert len(lines) == height
    (spread,) = (y for y, line in enumerate(lines) if "spread" in line)
    headed = "price BTC" in lines[0]
    assert headed is (height >= 9)
    assert spread - headed == window_of(room, 0).above


def test_far_from_the_spread_all_rows_are_levels() -> None:
    room = rendering(50, 12)
    room = replace(room, offset=20)
    lines = texts(ladder_lines(book_view(), room))
    assert len(lines) == 12
    assert not any("spread" in line for line in lines)
