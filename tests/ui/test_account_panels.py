from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.money import Price, Unit
from roxom_tui.model.status import PanelState
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from tests.support.sample_screens import board, down
from tests.support.spellings import btc
from tests.ui.drawing import drawn, inks, rendering, roles, texts

HIDDEN = DisplayOptions(hide_account=True)


def test_of_a_position_only_what_comes_from_its_mark_is_as_old_as_that() -> None:
    view = board().positions
    rows = (replace(view.rows[0], state=PanelState.STALE), view.rows[1])
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))
    dull = {word for word, role in inks(lines[2]).items() if role is Role.STALE}
    assert dull - {""} == {"0.04312200", "+0.00018300", "5.3", "49"}
    assert Role.STALE not in roles([lines[3]])


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["LIVE", "LIVE", "LIVE"], "─ checked 23 s ago · LIVE ─"),
        (["LIVE", "STALE", "LIVE"], "─ US500-BTC STALE · checked 23 s ago · LIVE ─"),
        (["LIVE", "STALE", "REJECTED"], "─ 2 contracts REJECTED · checked 23 s ago · LIVE ─"),
        (["LIVE", "WAITING", "QUIET"], "─ US500-BTC WAITING · checked 23 s ago · LIVE ─"),
    ],
)
def test_the_title_names_the_contract_whose_prices_are_not_live(states: list[str], words: str) -> None:
    picture = board()
    orders = [replace(row, state=PanelState(state)) for row, state in zip(picture.orders.rows[1:], states, strict=True)]
    positions = [replace(picture.positions.rows[0], symbol=row.symbol, state=row.state) for row in orders]
    picture = replace(
        picture,
        orders=replace(picture.orders, rows=tuple(orders)),
        positions=replace(picture.positions, rows=tuple(positions)),
    )
    lists: tuple[Panel[Any], ...] = (OrdersPanel(), PositionsPanel())
    for panel in lists:
        assert words in texts(drawn(panel, picture, rendering(118, 8)))[0]
        assert "BTC" not in texts(drawn(panel, down(picture, "cut off"), rendering(118, 8)))[0]


def test_profit_as_reported_says_so() -> None:
    view = board().positions
    rows = (replace(view.rows[0], pnl_local=False),)
    assert any("reported" in line for line in texts(PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))))


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
    stop = replace(order, unit_unknown=("trigger",), trigger=None)
    orders = replace(picture.orders, rows=(order, stop))
    assert [line.count("unit?") for line in texts(OrdersPanel().draw(orders, rendering(150, 7)))[2:4]] == [1, 2]
    names = ("entry_price", "liquidation_price")
    position = replace(picture.positions.rows[0], entry=None, liquidation=None, unit_unknown=names)
    positions = replace(picture.positions, rows=(position,))
    assert texts(PositionsPanel().draw(positions, rendering(150, 7)))[2].count("unit?") == 2


def test_of_a_list_too_long_to_be_kept_the_title_says_how_many_of_how_many_there_are() -> None:
    picture = board()
    for panel, view in ((OrdersPanel(), picture.orders), (PositionsPanel(), picture.positions)):
        rows = (view.rows * 5_000)[:5_000]
        title = texts(panel.draw(replace(view, rows=rows, left_out=1_200), rendering(150, 12)))[0]  # type: ignore[arg-type]
        assert "newest 5,000 of 6,200" in title
    balances = replace(picture.balances, left_out=3)
    count = len(balances.rows)
    assert f"{count} of {count + 3} assets" in texts(BalancesPanel().draw(balances, rendering(150, 12)))[0]


def test_a_position_near_liquidation_is_a_warning() -> None:
    view = board().positions
    rows = (replace(view.rows[0], liquidation_distance=Decimal("0.012")),)
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))
    assert any(span.text.strip() == "1.2" and span.role is Role.WARNING for line in lines for span in line)


@pytest.mark.parametrize("kind", [PositionsPanel, OrdersPanel, BalancesPanel])
def test_hidden_account_figures_leave_no_digit_of_an_amount(kind: type[Panel[Any]]) -> None:
    secret = (
        "1.50",
        "12.00",
        "0.00018300",
        "0.79988000",
        "0.74120000",
        "0.00012000",
        "2.00",
        "0.04313100",
        "0.04300000",
        "0.04085000",
        "0.00683000",
    )
    lines = texts(drawn(kind(), board(), rendering(118, 9, options=HIDDEN)))
    assert not [word for word in secret for line in lines if word in line]
    assert any("••••" in line for line in lines)


def test_an_order_status_we_do_not_know_is_shown_as_sent() -> None:
    lines = texts(drawn(OrdersPanel(), board(), rendering(118, 9)))
    assert any("a word we do not know" in line for line in lines)


def test_account_panels_without_a_get_say_since_connect() -> None:
    view = replace(board().orders, since_connect=True, rows=())
    lines = texts(OrdersPanel().draw(view, rendering(60, 6)))
    assert "since connect" in lines[0]
    assert "no open order reported since connect" in lines[1]
    assert "since" not in texts(OrdersPanel().draw(replace(view, since_connect=False), rendering(60, 6)))[1]


def test_balances_name_the_unit_and_the_cause_of_the_last_change() -> None:
    lines = texts(drawn(BalancesPanel(), board(), rendering(44, 8)))
    assert "BTC total" in lines[1]
    assert any("ordersettle" in line and "-0.00012000" in line for line in lines)
    sats = texts(drawn(BalancesPanel(), board(), rendering(44, 8, options=DisplayOptions(Unit.SATS))))
    assert "sats total" in sats[1]
    assert "79,988,000" in sats[1]


def test_other_assets_are_never_turned_into_sats() -> None:
    view = board().balances
    usdc = replace(view.rows[0], asset="USDC")
    lines = texts(
        BalancesPanel().draw(replace(view, rows=(usdc,)), rendering(44, 8, options=DisplayOptions(Unit.SATS)))
    )
    assert "USDC total" in lines[1]
    assert "0.79988000" in lines[1]


def test_a_list_that_does_not_fit_says_which_rows_are_in_sight() -> None:
    assert "1-2 of 4" in texts(drawn(OrdersPanel(), board(), rendering(118, 5)))[0]
    assert "3-4 of 4" in texts(drawn(OrdersPanel(), board(), rendering(118, 5, offset=2)))[0]
    assert " of " not in texts(drawn(OrdersPanel(), board(), rendering(118, 7)))[0]


def test_a_stop_shows_its_trigger_however_narrow_the_panel() -> None:
    view = board().orders
    stop = replace(view.rows[0], order_type="stop", price=None, trigger=Price("0.04284200"))
    for width in (50, 80, 118):
        assert any(
            "0.04284200" in line for line in texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(width, 6)))
        )


def test_the_split_of_a_balance_is_dull_while_it_is_asked_for_again() -> None:
    view = board().balances
    outdated = replace(view, rows=(replace(view.rows[0], outdated=True),))
    lines = BalancesPanel().draw(outdated, rendering(44, 8))
    assert "asking again" in texts(lines)[0]
    assert {span.role for span in lines[2] if span.text.strip(" │").startswith("0.")} == {Role.STALE}
    assert {span.role for span in lines[1] if "799" in span.text} == {Role.STRONG}


def test_of_an_order_only_the_distance_is_as_old_as_what_it_was_measured_by() -> None:
    orders = board().orders
    row = replace(orders.rows[0], distance=Decimal("0.1234"), state=PanelState.STALE)
    line = OrdersPanel().draw(replace(orders, rows=(row,)), rendering(120, 8))[2]
    assert inks(line)["+12.34"] is Role.STALE
    assert inks(line)[row.symbol] is Role.TEXT


def test_distances_hide_with_the_prices_that_they_lead_back_to() -> None:
    view = board().positions
    row = replace(view.rows[0], margin_ratio=Decimal("0.83"), leverage=None, adl_rank=None)
    position = PositionsPanel().draw(replace(view, rows=(row,)), rendering(118, 9, options=HIDDEN))[2]
    order = drawn(OrdersPanel(), board(), rendering(118, 9, options=HIDDEN))[2]
    assert digits_of(position) == ["0.04312200"], "the mark is everybody's"
    assert digits_of(order) == ["14:18:47"]
    assert sum("•" in span.text for span in order) == 4, "there is no trigger to hide"


def digits_of(line: Line) -> list[str]:
    return [span.text.strip() for span in line if any(letter.isdigit() for letter in span.text)]


def test_a_position_with_little_margin_left_is_a_warning() -> None:
    view = board().positions
    rows = tuple(replace(view.rows[0], margin_ratio=Decimal(ratio)) for ratio in ("0.79", "0.80"))
    lines = PositionsPanel().draw(replace(view, rows=rows), rendering(118, 7))
    assert inks(lines[2])["79"] is Role.TEXT
    assert inks(lines[3])["80"] is Role.WARNING


def test_a_hidden_figure_that_needs_attention_still_stands_out() -> None:
    view = board().positions
    row = replace(view.rows[0], margin_ratio=Decimal("0.9"), liquidation_distance=Decimal("0.01"))
    line = PositionsPanel().draw(replace(view, rows=(row,)), rendering(118, 7, options=HIDDEN))[2]
    assert sum(span.role is Role.WARNING for span in line if "•" in span.text) == 2


def test_the_price_of_a_stop_with_a_limit_is_its_limit() -> None:
    view = board().orders
    stop = replace(view.rows[0], price=Price("0.04284200"), trigger=Price("0.04290000"))
    line = texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(118, 7)))[2]
    assert line.index("0.04284200") < line.index("0.04290000")
    narrow = texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(60, 7)))[2]
    assert "0.04284200" in narrow
    assert "0.04290000" not in narrow
