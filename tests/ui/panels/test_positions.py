"""Positions: profit at the live mark, the way to liquidation, what the exchange contradicts."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.widgets.table import REPORTED
from tests.support.sample_screens import board
from tests.support.spellings import btc
from tests.ui.drawing import inks, points, rendering, roles, text, texts

HIDDEN = DisplayOptions(hide_account=True)


def test_of_a_position_only_what_comes_from_its_mark_is_as_old_as_that() -> None:
    view = board().positions
    rows = (replace(view.rows[0], state=PanelState.STALE), view.rows[1])
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))
    dull = {word for word, role in inks(lines[2]).items() if role is Role.STALE}
    assert dull - {""} == {"0.04312200", "+0.00018300", "+2.84", "5.3", "49"}
    assert Role.STALE not in roles([lines[3]])


def test_profit_as_reported_says_so() -> None:
    view = board().positions
    rows = (replace(view.rows[0], pnl_local=False),)
    drawn = texts(PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7)))
    assert "* as reported" in drawn[0]
    assert any(f"{REPORTED} " in line for line in drawn[2:])


def test_a_profit_that_the_exchange_contradicts_shows_both_in_no_colour_and_says_why() -> None:
    view = board().positions
    row = replace(view.rows[0], pnl_disputed=btc("-0.000183"), state=PanelState.UNPROVEN)
    lines = PositionsPanel().draw(replace(view, rows=(row,)), rendering(150, 7))
    assert "GOLD-BTC UNPROVEN: the exchange reports another PnL" in texts(lines)[0]
    assert "+0.00018300 or -0.00018300" in texts(lines)[2]
    assert {Role.BID, Role.ASK} & set(inks(lines[2]).values()) <= {inks(lines[2])[row.side or ""]}
    hidden = texts(PositionsPanel().draw(replace(view, rows=(row,)), rendering(150, 7, options=HIDDEN)))
    assert "18300" not in "".join(hidden)


def test_a_price_in_a_unit_nobody_knows_is_no_number() -> None:
    picture = board()
    order = replace(picture.orders.rows[0], price=None, distance=None, unit_unknown=("price",))
    stop = replace(order, order_type="stoplimit", unit_unknown=("price", "trigger"), trigger=None)
    orders = replace(picture.orders, rows=(order, stop))
    assert [line.count("unit?") for line in texts(OrdersPanel().draw(orders, rendering(150, 7)))[2:4]] == [1, 2]
    names = ("entry_price", "liquidation_price")
    position = replace(picture.positions.rows[0], entry=None, liquidation=None, unit_unknown=names)
    positions = replace(picture.positions, rows=(position,))
    assert texts(PositionsPanel().draw(positions, rendering(150, 7)))[2].count("unit?") == 2


def test_a_position_near_liquidation_is_a_warning() -> None:
    view = board().positions
    rows = (replace(view.rows[0], liquidation_distance=Decimal("0.012")),)
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))
    assert any(span.text.strip() == "1.2" and span.role is Role.WARNING for line in lines for span in line)


def test_a_warning_that_comes_behind_a_margin_moves_no_column() -> None:
    view, places = board().positions, set()
    for told, shown in (("0.05", "5"), ("0.49", "49"), ("0.50", "50 !"), ("0.80", "80 !!"), ("1.20", "120 !!")):
        rows = (replace(view.rows[0], margin_ratio=Decimal(told)),)
        heading, line = texts(PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7)))[1:3]
        assert shown in line
        places.add((heading, line.index("10x"), line.index("●")))
    assert len(places) == 1


def test_a_position_with_little_margin_left_is_a_warning() -> None:
    view = board().positions
    rows = tuple(replace(view.rows[0], margin_ratio=Decimal(ratio)) for ratio in ("0.49", "0.50", "0.79", "0.80"))
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 8))
    told = [("49", Role.TEXT), ("50 !", Role.WARNING), ("79 !", Role.WARNING), ("80 !!", Role.ERROR)]
    for line, (words, role) in zip(lines[2:6], told, strict=True):
        assert inks(line)[words] is role
    assert len(points([text(line)[95:107] for line in lines[2:6]])) == 1, "the marks move no number"
    assert "GOLD-BTC margin high" in text(lines[0])
    stale = tuple(replace(row, state=PanelState.STALE) for row in rows)
    assert "margin high" not in text(PositionsPanel().draw(replace(view, rows=stale), rendering(118, 8))[0])
    hidden = rendering(118, 8, options=HIDDEN)
    assert "margin high" not in text(PositionsPanel().draw(replace(view, rows=rows), hidden)[0])


def test_where_they_fit_funding_profit_in_per_cent_and_the_way_from_the_entry_are_told() -> None:
    view = board().positions
    lines = PositionsPanel().draw(replace(view, rows=view.rows[:1]), rendering(180, 7))
    told = {"+28.4": Role.SOFT, "+2.84": Role.BID, "-0.00000776": Role.SOFT}
    assert told.items() <= inks(lines[2]).items()
    assert "funding est." in text(lines[1])
    row = replace(view.rows[0], state=PanelState.STALE)
    stale = inks(PositionsPanel().draw(replace(view, rows=(row,)), rendering(180, 7))[2])
    assert {stale[words] for words in told} == {Role.STALE}
    hidden = text(PositionsPanel().draw(replace(view, rows=(row,)), rendering(180, 7, options=HIDDEN))[2])
    assert not any(words in hidden for words in told)


def test_funding_at_a_rate_beyond_the_cap_is_no_number() -> None:
    view = board().positions
    row = replace(view.rows[0], funding_suspect=True)
    line = text(PositionsPanel().draw(replace(view, rows=(row,)), rendering(180, 7))[2])
    assert "unit?" in line
    assert "0.00000776" not in line


def test_a_status_stands_only_where_it_is_not_normal() -> None:
    view = board().positions
    rows = (replace(view.rows[0], status="normal"), replace(view.rows[1], status="adl"))
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(180, 7))
    assert "normal" not in "".join(texts(lines))
    assert inks(lines[3])["adl"] is Role.WARNING
    narrow = texts(PositionsPanel().draw(replace(view, rows=rows), rendering(80, 7)))
    assert "US500-BTC adl" in narrow[0], "the title says it where the column has no room"
    assert "adl" not in "".join(narrow[1:])
