"""The lines under the title of the book: whole parts in fixed columns, and nothing of what is not live."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import ImbalanceScope
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.pressure_line import FROM_HEIGHT, ONE_LINE, pressure_lines, rows_for
from tests.support.sample_screens import NOW, board, pressure_view
from tests.ui.drawing import rendering, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)
WHOLE = "spread   4 tk  0.9 bp · wmid  +0.4 tk · imb +0.31 top 10 █▅▃│▅▁▂ · ofi  +1.8 10s"


def inner(width: int = 100, height: int = 22, **more: Any) -> RenderContext:
    return rendering(width, height, **more)


def lines(view: BookView, room: RenderContext) -> list[str]:
    return [line.rstrip() for line in texts(pressure_lines(view, room))]


def with_pressure(**changes: Any) -> BookView:
    return replace(board().book, pressure=replace(pressure_view(), **changes))


def test_all_of_it_stands_in_one_line_where_there_is_room() -> None:
    assert lines(board().book, inner()) == [WHOLE]


def test_where_one_line_is_too_narrow_the_book_has_a_line_of_its_own() -> None:
    assert lines(board().book, inner(50)) == [
        "spread   4 tk  0.9 bp · wmid  +0.4 tk",
        "imb +0.31 top 10 █▅▃│▅▁▂ · ofi  +1.8 10s",
    ]


@pytest.mark.parametrize(
    ("width", "first", "second"),
    [
        (44, "spread   4 tk  0.9 bp · wmid  +0.4 tk", "imb +0.31 top 10 · ofi  +1.8 10s"),
        (36, "spread   4 tk  0.9 bp", "imb +0.31 top 10 █▅▃│▅▁▂"),
        (20, "", "imb +0.31 top 10"),
        (10, "", ""),
    ],
)
def test_parts_that_have_no_room_go_whole(width: int, first: str, second: str) -> None:
    assert lines(board().book, inner(width)) == [first, second]


@pytest.mark.parametrize("width", range(8, 120, 3))
def test_no_line_is_ever_wider_than_the_book(width: int) -> None:
    drawn = pressure_lines(with_pressure(is_estimate=True, watched_s=3, flow=Decimal("-1234.5")), inner(width))
    assert len(drawn) == rows_for(inner(width))
    assert all(width_of(line) <= width for line in drawn)


def test_a_book_of_fewer_than_sixteen_rows_has_none_of_it() -> None:
    assert rows_for(inner(height=FROM_HEIGHT - 1)) == 0
    assert rows_for(inner(ONE_LINE, FROM_HEIGHT)) == 1
    assert rows_for(inner(ONE_LINE - 1, FROM_HEIGHT)) == 2
    assert not any("wmid" in line for line in texts(BookPanel().draw(board().book, rendering(120, 15))))
    assert any("wmid" in line for line in texts(BookPanel().draw(board().book, rendering(120, 16))))


def test_of_quotes_that_are_not_live_and_of_a_book_that_is_not_there_are_no_figures() -> None:
    book = board().book
    assert lines(replace(book, quote_freshness=STALE), inner()) == [
        "spread  -- tk   -- bp · wmid    -- tk · imb +0.31 top 10 █▅▃│▅▁▂ · ofi    -- 10s"
    ]
    assert lines(replace(book, freshness=STALE), inner()) == [
        "spread   4 tk  0.9 bp · wmid  +0.4 tk · imb    -- top 10    │    · ofi  +1.8 10s"
    ]


def test_figures_that_ran_out_since_they_came_are_none() -> None:
    drawn = lines(board().book, inner(now=NOW + 60 * SECOND))
    assert not any(character.isdigit() for character in drawn[0].replace("top 10", "").replace("10s", ""))


def test_a_held_picture_keeps_the_figures_it_was_held_with() -> None:
    assert lines(board().book, inner(now=NOW + 60 * SECOND, held_back=3)) == [WHOLE]


def test_a_window_that_is_filling_says_how_much_of_it_is_there() -> None:
    assert lines(with_pressure(watched_s=3), inner())[0].endswith("ofi  +1.8 10s 0:03")


def test_before_the_tick_is_known_distances_are_basis_points() -> None:
    (drawn,) = lines(with_pressure(spread_ticks=None, is_in_ticks=False, offset=Decimal("-0.1")), inner())
    assert drawn.startswith("spread  0.9 bp · wmid  -0.1 bp · ")


def test_an_estimate_says_so_beside_its_scope() -> None:
    (drawn,) = lines(with_pressure(is_estimate=True, scope=ImbalanceScope.NEAR), inner())
    assert " imb +0.31 10 bp est. █" in drawn


def test_half_a_tick_of_an_estimated_one_is_told() -> None:
    assert lines(with_pressure(spread_ticks=Decimal("1.5")), inner())[0].startswith("spread 1.5 tk  0.9 bp")


def test_columns_do_not_move_while_figures_change() -> None:
    room = inner()
    places = [
        line.index(word)
        for flow in ("1.8", "-12.4", "0.0")
        for word in (" · wmid", " · imb", " · ofi", " 10s")
        for line in lines(with_pressure(flow=Decimal(flow), share=Decimal(flow) / 100, is_estimate=False), room)
    ]
    assert places[:4] == places[4:8] == places[8:]


def test_what_was_an_estimate_once_keeps_its_room() -> None:
    room = inner()
    (estimated,) = lines(with_pressure(is_estimate=True), room)
    (sure,) = lines(with_pressure(), room)
    assert sure.index(" · ofi") == estimated.index(" · ofi")


def test_a_line_is_drawn_anew_only_where_it_reads_otherwise() -> None:
    room = inner()
    first, again, other = (pressure_lines(with_pressure(flow=Decimal(flow)), room)[0] for flow in ("1.8", "1.8", "1.9"))
    assert again is first
    assert other is not first


def test_a_book_without_a_level_has_blank_lines() -> None:
    assert lines(replace(board().book, bids=(), asks=(), pressure=PressureView()), inner(50)) == ["", ""]
