"""The list of symbols: each card is as live as its own data."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.panels.symbols import SymbolsPanel
from roxom_tui.ui.widgets.ticker import ticker_lines
from tests.support.sample_screens import NOW, board, down
from tests.ui.drawing import PRICES, column_of, drawn, points, rendering, roles, texts
from tests.ui.panels.symbol_lists import aged, gold_with, partly_live, symbols_panel

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def test_symbol_cards_say_state_in_words_when_they_are_not_live() -> None:
    view = board().symbols
    rows = (
        replace(view.rows[0], freshness=Freshness(PanelState.REJECTED, Reason(Cause.REFUSED, "", "60015"), None, NOW)),
        *view.rows[1:],
    )
    lines = texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(34, 20)))
    assert any("REJECTED" in line for line in lines[1:])


def test_the_selected_symbol_is_known_without_colour() -> None:
    lines = drawn(SymbolsPanel(), board(), rendering(34, 20))
    chosen = [line for line in lines if any(span.tint is Tint.CURSOR for span in line)]
    assert any("▸3 GOLD-BTC" in text for text in texts(chosen))


def test_the_title_of_the_symbols_is_stale_once_the_first_of_them_ran_out() -> None:
    view = board().symbols
    rows = (*view.rows[:-1], replace(view.rows[-1], freshness=replace(view.rows[-1].freshness, valid_until=NOW - 1)))
    assert "LIVE" in texts(SymbolsPanel().draw(view, rendering(40, 12)))[0]
    assert "STALE" in texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(40, 12)))[0]


def test_the_title_of_the_symbols_says_how_many_are_not_live() -> None:
    assert "─ 1 of 4 STALE · data 9 s old ─" in texts(SymbolsPanel().draw(partly_live(), rendering(44, 12)))[0]
    assert "─ 1 of 4 STALE · no data ─" in texts(SymbolsPanel().draw(partly_live(), rendering(40, 12)))[0]
    assert "─ DOWN · data 4 s old ─" in texts(drawn(SymbolsPanel(), down(board(), "reset"), rendering(40, 12)))[0]
    assert "─ LIVE ─" in texts(drawn(SymbolsPanel(), board(), rendering(40, 12)))[0]


def test_where_no_symbol_is_live_the_title_alone_has_the_colour_of_it() -> None:
    lines = drawn(SymbolsPanel(), down(board(), "reset"), rendering(34, 30))
    assert sum("DOWN · data 4 s old" in text for text in texts(lines)) == 5
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}


def test_a_paused_list_of_symbols_is_not_drawn_as_live() -> None:
    lines = SymbolsPanel().draw(board().symbols, rendering(34, 30, held_back=3))
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}


def test_prices_of_the_symbols_line_up_and_so_do_those_that_stand_in_the_strip() -> None:
    picture = board()
    rows = tuple(
        replace(picture.symbols.rows[0], symbol=Symbol(f"S{place}-BTC"), last=Price(price))
        for place, price in enumerate(PRICES)
    )
    picture = replace(picture, symbols=replace(picture.symbols, rows=rows))
    lines = [line.strip("│") for line in texts(drawn(SymbolsPanel(), picture, rendering(40, 7)))]
    assert len(points(column_of(lines[1:6], PRICES))) == 1
    strip = replace(picture, ticker=replace(picture.ticker, last=Price("0.0431"), mark=Price("10.04312")))
    stacked = [line for line in texts(ticker_lines(strip, rendering(24, 6))) if "LAST" in line or "MARK" in line]
    assert len(stacked) == 2
    assert len({line.index(".") for line in stacked}) == 1


def test_the_last_line_says_since_when_changes_are_counted_and_over_what_the_graph_goes() -> None:
    view = board().symbols
    assert symbols_panel(view, 30, 17)[-2].strip() == "since 11:40 · graph 15 min"
    assert symbols_panel(view, 52, 35)[-2].strip() == "change since 11:40 · graph 15 min"


@pytest.mark.parametrize(("samples", "told"), [(9, "45 s of 15 min"), (47, "3 of 15 min"), (180, "15 min")])
def test_while_graphs_fill_the_last_line_says_how_much_of_their_time_there_is(samples: int, told: str) -> None:
    view = board().symbols
    rows = tuple(replace(row, price_history=row.price_history[:samples]) for row in view.rows)
    assert symbols_panel(replace(view, rows=rows), 52, 35)[-2].strip() == f"change since 11:40 · graph {told}"
    narrow = symbols_panel(replace(view, rows=rows), 30, 17)[-2].strip()
    assert narrow.removeprefix("since 11:40 · ").removeprefix("graph ") in (told, told.replace(" of ", "/"))


def test_the_list_is_drawn_anew_once_what_came_with_trades_ran_out() -> None:
    ended = gold_with(freshness=Freshness(PanelState.LIVE, None, NOW, NOW + 5))
    assert NOW + 5 in SymbolsPanel().ends(ended)


def test_the_title_of_the_symbols_is_as_old_as_the_oldest_in_the_state_that_it_tells() -> None:
    down_, stale = aged(PanelState.DOWN, 3, 8, None, 5), aged(PanelState.STALE, 30, 31, 32, 33)
    mixed = replace(down_, rows=(*down_.rows[:2], *stale.rows[2:]))
    for view in (down_, mixed):
        assert "DOWN · data 8 s old" in texts(SymbolsPanel().draw(view, rendering(44, 12)))[0]


def test_the_edge_of_the_symbols_tells_their_age_where_the_title_has_no_room_and_nothing_else_is_to_be_told() -> None:
    lost = Reason(Cause.CONNECTION_LOST, "reset")
    view = aged(PanelState.DOWN, 9, 68, 3, 5)
    view = replace(view, rows=tuple(replace(r, freshness=replace(r.freshness, reason=lost)) for r in view.rows))
    lines = texts(SymbolsPanel().draw(view, rendering(34, 6)))
    assert lines[0].endswith("─ DOWN ─╮")
    assert lines[-1].startswith("╰ data 1 min 08 s old ─")
    asked = texts(SymbolsPanel().draw(aged(PanelState.STALE, 9, 68, 3, 5), rendering(34, 6)))
    assert asked[-1].startswith("╰ no data · until data comes ─")
