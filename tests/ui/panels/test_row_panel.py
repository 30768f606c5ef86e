"""Lists of rows: bounded, with a cursor that stays on its row, and a filter that hides nothing in silence."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import OrdersView
from roxom_tui.ui.lines import Tint
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import US100, US500, board
from tests.support.spellings import GOLD, OIL
from tests.ui.opened import OpenedApp, opened
from tests.ui.panels.on_paper import on_paper, resize, show, text

SYMBOLS = (GOLD, OIL, US500, US100)


def orders(*numbers: int) -> OrdersView:
    """A list of orders, each known by the size it has."""
    view = board().orders
    rows = tuple(
        replace(view.rows[0], order_id=f"o{n}", symbol=SYMBOLS[n % 4], size=type(view.rows[0].size)(100 + n))  # type: ignore[misc,arg-type]
        for n in numbers
    )
    return replace(view, rows=rows)


def seen(panel: Any) -> list[int]:
    """The orders that are drawn, by number."""
    return [int(found[1]) - 100 for line in text(panel)[2:-1] if (found := re.search(r"\b(1\d\d)\b", line))]


def told(panel: Any) -> str:
    found = re.search(r"[\d,]+-[\d,]+ of [\d,]+|0 of \d+", text(panel)[-1])
    return found[0] if found else ""


def cursor(panel: Any) -> list[int]:
    """The orders with the mark."""
    marked = [line for line in text(panel)[1:-1] if "▸" in line]
    return [int(found[1]) - 100 for line in marked if (found := re.search(r"\b(1\d\d)\b", line))]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-9, 9)),
        st.tuples(st.just("page"), st.integers(-2, 2)),
        st.tuples(st.just("end"), st.sampled_from([-1, 1])),
        st.tuples(st.just("wheel"), st.integers(-9, 9)),
        st.tuples(st.just("resize"), st.integers(3, 20)),
        st.tuples(st.just("rows"), st.lists(st.integers(0, 40), unique=True, max_size=40)),
        st.tuples(st.just("focus"), st.booleans()),
        st.tuples(st.just("filter"), st.sampled_from(["", "gold", "nothing", "us"])),
    ),
    max_size=14,
)


def do(panel: Any, what: str, how: Any) -> None:
    if what == "resize":
        resize(panel, 100, how)
    elif what == "rows":
        show(panel, orders(*how))
    elif what == "focus":
        panel.is_focused = how
        panel.redraw()
    elif what == "filter":
        panel.filter = how
        panel.redraw()
    else:
        {"move": panel.move, "page": panel.page, "end": panel.to_end, "wheel": panel.wheel}[what](how)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_is_done_no_row_is_hidden_while_there_is_room_and_the_range_is_what_is_drawn(steps: Any) -> None:
    panel = on_paper(OrdersPanel, orders(*range(12)), 100, 8)
    for what, how in steps:
        do(panel, what, how)
        rows = panel.view.rows
        kept = [int(row.order_id[1:]) for row in rows if panel.filter in row.symbol.casefold()]
        drawn, room = seen(panel), panel.paper.height - 3
        if kept:
            assert len(drawn) == min(len(kept), room)
            at = kept.index(drawn[0]) if drawn else 0
            assert drawn == kept[at : at + len(drawn)]
            hidden = len(drawn) < len(kept)
            assert told(panel) == (
                "" if not hidden else f"{at + 1}-{at + room} of {len(kept)}" if room else f"0 of {len(kept)}"
            )
        if panel.filter and rows:
            assert f"{len(kept)} of {len(rows)}" in text(panel)[0]
        assert len(cursor(panel)) == (1 if panel.is_focused and kept and room else 0)


def test_the_ends_of_a_list_are_real() -> None:
    panel = on_paper(OrdersPanel, orders(*range(23)), 100, 9, focused=True)
    panel.to_end(1)
    assert seen(panel) == list(range(17, 23))
    assert (cursor(panel), told(panel)) == ([22], "18-23 of 23")
    panel.page(-1)
    assert cursor(panel) == [17]
    panel.to_end(-1)
    assert (seen(panel), told(panel)) == (list(range(6)), "1-6 of 23")


def test_a_list_that_fits_does_not_scroll() -> None:
    panel = on_paper(PositionsPanel, board().positions, 118, 20, focused=True)
    before = [line.replace("▸", " ") for line in text(panel)]
    for move in (panel.move, panel.to_end, panel.wheel, panel.page):
        move(1)
        assert [line.replace("▸", " ") for line in text(panel)] == before


def test_the_cursor_stays_on_its_row_while_the_list_changes() -> None:
    panel = on_paper(OrdersPanel, orders(1, 2, 3, 4), 100, 9, focused=True)
    panel.move(2)
    show(panel, orders(9, 8, 1, 2, 3, 4))
    assert cursor(panel) == [3]
    show(panel, orders(3, 4))
    assert cursor(panel) == [3]


def test_a_cursor_that_nobody_moved_yet_stays_on_the_row_that_was_looked_at() -> None:
    panel = on_paper(OrdersPanel, orders(1, 2), 100, 9, focused=True)
    show(panel, orders(9, 1, 2))
    assert cursor(panel) == [1]
    assert panel.chosen == SYMBOLS[1]


def test_the_row_in_the_stead_of_one_that_has_gone_gets_the_cursor() -> None:
    panel = on_paper(OrdersPanel, orders(1, 2, 3, 4), 100, 9, focused=True)
    panel.move(1)
    show(panel, orders(1, 3, 4))
    assert cursor(panel) == [3]
    show(panel, orders(1))
    assert cursor(panel) == [1]


def test_a_scrolled_list_stands_still_while_rows_come_above_it() -> None:
    panel = on_paper(OrdersPanel, orders(*range(1, 20)), 100, 9, focused=True)
    panel.to_end(1)
    panel.move(-3)
    before = seen(panel)
    show(panel, orders(30, 31, *range(1, 20)))
    assert seen(panel) == before
    assert told(panel) == "16-21 of 21"


def test_a_list_without_the_keys_does_not_follow_its_cursor() -> None:
    panel = on_paper(OrdersPanel, orders(1, 2), 100, 6, focused=True)
    panel.is_focused = False
    show(panel, orders(*range(30, 40), 1, 2))
    assert seen(panel) == [30, 31, 32]
    assert cursor(panel) == []


def test_the_wheel_moves_the_window_and_the_cursor_stays_in_it() -> None:
    panel = on_paper(OrdersPanel, orders(*range(20)), 100, 9, focused=True)
    panel.wheel(3)
    assert (seen(panel)[0], cursor(panel)) == (3, [3])
    panel.wheel(-1)
    assert (seen(panel)[0], cursor(panel)) == (2, [3])


def test_the_cursor_has_a_mark_and_a_tint_only_where_the_keys_are() -> None:
    panel = on_paper(PositionsPanel, board().positions, 118, 9, focused=True)
    (line,) = (line for line in panel.drawn[1:] if any("▸" in span.text for span in line))
    assert Tint.CURSOR in {span.tint for span in line}
    panel.is_focused = False
    panel.redraw()
    assert Tint.CURSOR not in {span.tint for line in panel.drawn for span in line}


def test_in_the_list_of_symbols_the_one_in_view_is_known_while_the_cursor_is_elsewhere() -> None:
    panel = on_paper(SymbolsPanel, board().symbols, 34, 22, focused=True)
    panel.move(1)
    assert [line[1:12] for line in text(panel)[1:] if "▸" in line or "•" in line] == ["•3 GOLD-BTC", "▸4 OIL-BTC "]
    assert panel.chosen == OIL
    panel.on_blur()
    panel.is_focused = False
    panel.redraw()
    assert [line[1:12] for line in text(panel)[1:] if "▸" in line or "•" in line] == ["▸3 GOLD-BTC"]


def test_symbols_that_find_no_room_are_told_and_keep_their_numbers() -> None:
    panel = on_paper(SymbolsPanel, board().symbols, 34, 5, focused=True)
    assert told(panel) == "1-3 of 4"
    panel.to_end(1)
    assert told(panel) == "2-4 of 4"
    panel.filter = "oil"
    panel.redraw()
    assert "4 OIL-BTC" in text(panel)[1]
    assert "/oil · 1 of 4" in text(panel)[0]


def test_a_filter_looks_for_all_its_words_and_says_where_nothing_has_them() -> None:
    panel = on_paper(OrdersPanel, orders(*range(8)), 100, 9)
    panel.filter = "buy GOLD"
    panel.redraw()
    assert seen(panel) == [0, 4]
    assert "Orders /buy GOLD · 2 of 8" in text(panel)[0]
    panel.filter = "gold silver"
    panel.redraw()
    assert "nothing matches · Esc shows all" in text(panel)[1]
    assert "/gold silver · 0 of 8" in text(panel)[0]


def test_a_long_filter_is_cut_and_the_count_is_not() -> None:
    panel = on_paper(OrdersPanel, orders(*range(8)), 30, 9)
    panel.filter = "gold and silver and oil"
    panel.redraw()
    assert "· 0 of 8" in text(panel)[0]
    assert "/gold a…" in text(panel)[0]


async def focus(desk: OpenedApp, pilot: Any, panel_id: str) -> None:
    desk.app.dashboard.focus_panel(panel_id)
    await pilot.pause()


async def test_enter_in_the_details_of_a_row_goes_to_its_symbol_and_the_cursor_stays() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "positions")
        await pilot.press("j", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        symbol = board().positions.rows[1].symbol
        assert desk.control.wishes[-1].symbol == symbol != GOLD
        assert "▸" + symbol in desk.panel("positions")


async def test_enter_on_an_order_and_on_a_symbol_goes_there_too() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "orders")
        await pilot.press("G", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert desk.control.wishes[-1].symbol == board().orders.rows[-1].symbol
        await focus(desk, pilot, "symbols")
        await pilot.press("g", "enter")
        assert desk.control.wishes[-1].symbol == US500


async def test_enter_on_the_symbol_in_view_says_so_and_in_the_trades_does_nothing() -> None:
    async with opened() as (desk, pilot):
        before = list(desk.control.wishes)
        await focus(desk, pilot, "trades")
        await pilot.press("enter", "slash")
        await focus(desk, pilot, "symbols")
        await pilot.press("enter")
        assert [wish.symbol for wish in desk.control.wishes[len(before) :]] == []
        assert "GOLD-BTC is in view" in desk.text()


async def test_a_click_puts_the_cursor_on_the_row_it_hits() -> None:
    async with opened() as (desk, pilot):
        await pilot.click("#orders", offset=(5, 3))
        await pilot.pause()
        assert desk.app.dashboard.focused_panel.panel_id == "orders"
        (marked,) = (number for number, line in enumerate(desk.panel("orders").splitlines()) if number and "▸" in line)
        assert marked == 3


async def test_a_filter_is_typed_into_the_frame_and_letters_are_no_keys_meanwhile() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "orders")
        await pilot.press("slash", *"qgold", "space", "1")
        assert "/qgold 1▏ Enter keeps · Esc clears" in desk.panel("orders").splitlines()[-1]
        await pilot.press(*["backspace"] * 2, "ctrl+u", *"gold", "enter")
        assert "Orders /gold · " in desk.panel("orders")
        assert "▏" not in desk.panel("orders").splitlines()[-1]
        assert desk.app.is_running
        assert all(wish.symbol == GOLD for wish in desk.control.wishes)


async def test_esc_takes_back_filter_then_pause_then_zoom_and_never_quits() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "symbols")
        panel = desk.app.dashboard.panels["symbols"]
        assert isinstance(panel, SymbolsPanel)
        await pilot.press("z", "space", "slash", *"us", "enter", "question_mark", "escape")
        assert (panel.filter, panel.paused_view is None, desk.app.dashboard.places.zoomed) == ("us", False, "symbols")
        await pilot.press("escape")
        assert (panel.filter, panel.paused_view is None, desk.app.dashboard.places.zoomed) == ("", False, "symbols")
        await pilot.press("escape")
        assert (panel.paused_view, desk.app.dashboard.places.zoomed) == (None, "symbols")
        await pilot.press("escape", "escape")
        assert desk.app.dashboard.places.zoomed is None
        assert desk.app.is_running


async def test_esc_while_a_filter_is_typed_clears_it() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "orders")
        await pilot.press("slash", *"oil", "escape", "1")
        assert "/oil" not in desk.panel("orders")
        assert desk.control.wishes[-1].symbol == US500


async def test_whoever_leaves_the_panel_types_into_it_no_longer() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "orders")
        await pilot.press("slash", *"oil", "tab", "1")
        assert "Orders /oil · " in desk.panel("orders")
        assert desk.control.wishes[-1].symbol == US500


async def test_another_profile_begins_with_all_rows() -> None:
    async with opened() as (desk, pilot):
        await focus(desk, pilot, "orders")
        await pilot.press("slash", *"oil", "enter")
        desk.app.go_to_profile("second")
        await pilot.pause()
        assert "/oil" not in desk.panel("orders")


def test_a_filter_looks_in_nothing_that_can_be_hidden() -> None:
    picture = board()
    said = [OrdersPanel().words_of(row) for row in picture.orders.rows]
    said += [PositionsPanel().words_of(row) for row in picture.positions.rows]
    assert not [words for words in said if re.search(r"\d\.\d", words)]
