from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.ui.lines import Line, width_of
from roxom_tui.ui.widgets.replay_bar import replay_line
from tests.ui.replayed import replay_view


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def bar(**changes: object) -> str:
    """A hundred cells for a hundred seconds."""
    return text(replay_line(replay_view(**changes), 100 + len(" ▶ 00:50 ") + len(" 01:40 ")))[9:109]


def test_a_cell_is_a_moment_and_shows_what_is_notable_there() -> None:
    shown = bar()
    assert shown[10] == "!"
    assert set(shown[20:40]) == {"╳"}
    assert shown[50] == "█"
    assert set(shown[51:]) == {"─"}
    assert set(shown[:10]) == {"━"}
    assert bar(position=0)[50] == "●"


@pytest.mark.parametrize("width", range(8, 220, 3))
def test_it_is_as_wide_as_it_should_be(width: int) -> None:
    assert width_of(replay_line(replay_view(), width)) == width


def test_whether_it_plays_and_how_far_it_is_is_told() -> None:
    assert text(replay_line(replay_view(), 60)).startswith(" ▶ 00:50 ")
    assert text(replay_line(replay_view(is_playing=False), 60)).startswith(" ‖ 00:50 ")
    assert text(replay_line(replay_view(position=replay_view().end, is_playing=False), 60)).startswith(" ■ 01:40 ")


def test_since_when_figures_add_up_is_told_where_that_is_not_the_beginning() -> None:
    assert "since 00:40" in text(replay_line(replay_view(since=40 * SECOND), 80))
    assert "since" not in text(replay_line(replay_view(), 80))
