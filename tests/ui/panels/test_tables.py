from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.charting import ChartFace, ChartRequest
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import ChartView
from roxom_tui.state.views.market_views import GapKind, TapeGap
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.copying import Copying, Table
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.format import HIDDEN
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.tables import UNIT_UNKNOWN, chart_table
from tests.support.sample_charts import candles_view, curve_view, heat_view
from tests.support.sample_screens import GOLD, LIVE, NOW, WALL, board

IN_BTC, IN_SATS = (Copying(DisplayOptions(unit), NOW, WALL) for unit in (Unit.BTC, Unit.SATS))
HIDING = Copying(DisplayOptions(hide_account=True), NOW, WALL)


def table(panel_id: str, picture: ScreenSnapshot | None = None, copying: Copying = IN_BTC) -> Table:
    panel: Panel[Any] = next(each for each in PANELS if each.panel_id == panel_id)()
    made = panel.table(panel.pick(picture or board()), copying)
    assert made is not None
    return made


def rows(made: Table) -> Sequence[Mapping[str, str]]:
    """Each row by the names."""
    assert all(len(row) == len(made.names) for row in made.rows)
    assert len(set(made.names)) == len(made.names)
    return [dict(zip(made.names, row, strict=True)) for row in made.rows]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.panel_id)
def test_every_panel_has_a_table_and_each_row_says_its_state(panel: type[Panel[Any]]) -> None:
    for copying in (IN_BTC, IN_SATS):
        for row in rows(table(panel.panel_id, copying=copying)):
            assert row["state"] in PanelState.__members__ or row["state"] == "history"
            assert any(name.endswith(f"_{copying.unit}") for name in row) or panel.panel_id == "balances"


def test_the_book_is_copied_as_it_stands_with_what_the_screen_has_no_room_for() -> None:
    view = board().book
    made = rows(table("book"))
    truth = [*reversed(view.asks), *view.bids]
    assert [Decimal(row["price_btc"]) for row in made] == [row.price for row in truth]
    assert [Decimal(row["size"]) for row in made] == [row.size for row in truth]
    assert [row["mine"] for row in made] == ["" if row.mine is None else str(row.mine) for row in truth]
    sats = rows(table("book", copying=IN_SATS))
    assert [Decimal(row["price_sats"]) for row in sats] == [row.price * 100_000_000 for row in truth]


@pytest.mark.parametrize("panel_id", ["positions", "orders", "balances", "book"])
def test_hidden_account_figures_are_hidden_in_copies_too(panel_id: str) -> None:
    open_, hidden = rows(table(panel_id)), rows(table(panel_id, copying=HIDING))
    masked = {name for one, other in zip(open_, hidden, strict=True) for name in one if one[name] != other[name]}
    assert all(row[name] in (HIDDEN, "") for row in hidden for name in masked)
    expected = {
        "positions": {"size", "entry_btc", "pnl_btc", "liquidation_btc", "away", "margin_ratio"},
        "orders": {"size", "filled", "price_btc", "away"},
        "balances": {"total", "available", "in_orders", "in_margin"},
        "book": {"mine"},
    }
    assert masked >= expected[panel_id]


def test_a_price_of_which_nobody_told_the_unit_is_no_number() -> None:
    picture = board()
    order = replace(picture.orders.rows[0], unit_unknown=("price",))
    (row,) = rows(table("orders", replace(picture, orders=replace(picture.orders, rows=(order,)))))
    assert row["price_btc"] == UNIT_UNKNOWN


def test_a_filter_filters_the_copy_and_fills_have_a_table_of_their_own() -> None:
    panel, view = OrdersPanel(), board().orders
    panel.filter = "gold"
    made = panel.table(view, IN_BTC)
    assert {row["symbol"] for row in rows(made)} == {"GOLD-BTC"}
    assert len(made.rows) < len(view.rows)
    assert view.fills is None or "learnt_by" in panel.table(view.fills, IN_BTC).names


def test_trades_behind_a_gap_are_history_and_the_gap_is_a_row() -> None:
    picture = board()
    tape = picture.tape
    gap = TapeGap(GapKind.CONNECTION, WALL - 9, WALL - 5)
    made = rows(table("trades", replace(picture, tape=replace(tape, rows=tape.rows[:3], past=(gap, *tape.rows[3:5])))))
    assert [row["state"] for row in made] == ["LIVE"] * 3 + ["history"] * 3
    assert "trades may be missing" in made[3]["note"]
    assert made[3]["size"] == ""
    assert [Decimal(row["price_btc"]) for row in made if row["size"]] == [row.price for row in tape.rows[:5]]


def chart(view: ChartView, face: ChartFace) -> Sequence[Mapping[str, str]]:
    return rows(chart_table(replace(view, request=ChartRequest(face, 5)), IN_BTC))


def test_bars_are_whole_or_say_so_and_of_a_gap_nothing_is_told() -> None:
    view = candles_view(GOLD, LIVE, WALL)
    assert view.candles is not None
    made = chart(view, ChartFace.CANDLES)
    assert len(made) == len(view.candles.bars)
    for row, each in zip(made, view.candles.bars, strict=True):
        assert row["whole"] == str(each.is_whole).lower()
        if each.is_gap:
            assert (row["volume"], row["trades"], row["close_btc"]) == ("", "", "")
        elif each.bar is not None:
            assert (Decimal(row["volume"]), Decimal(row["high_btc"])) == (each.bar.volume, each.bar.high)


def test_curve_and_heat_are_told_by_price() -> None:
    curve = curve_view(GOLD, LIVE)
    assert curve.depth is not None
    made = chart(curve, ChartFace.DEPTH)
    assert len(made) == len(curve.depth.bids) + len(curve.depth.asks)
    heat = heat_view(GOLD, LIVE, WALL, count=3)
    assert heat.heat is not None
    cells = chart(heat, ChartFace.HEATMAP)
    column = heat.heat.columns[0].column
    first = [row for row in cells if row["begins_at"] == cells[0]["begins_at"]]
    assert [Decimal(row["price_btc"]) for row in first] == [Decimal(key).scaleb(-18) for key in column.keys]
    mean = column.mean_within(column.keys[0], column.keys[0] + 1)
    assert Decimal(first[0]["mean_size"]) == mean


def test_a_symbol_without_a_price_has_none_in_the_copy() -> None:
    picture = board()
    row = replace(picture.symbols.rows[0], last=None, symbol=Symbol("=OIL"))
    (made,) = rows(table("symbols", replace(picture, symbols=replace(picture.symbols, rows=(row,)))))
    assert (made["symbol"], made["last_btc"]) == ("'=OIL", "")
