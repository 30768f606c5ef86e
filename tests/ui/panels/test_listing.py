"""Lists of the account: when they were checked, what of them is not live, which rows are in sight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from tests.support.sample_screens import NOW, WALL, board, down
from tests.ui.drawing import PRICES, SIZES, column_of, drawn, points, rendering, texts

HIDDEN = DisplayOptions(hide_account=True)


def digits_of(line: Line) -> list[str]:
    return [span.text.strip() for span in line if any(letter.isdigit() for letter in span.text)]


LISTS = (OrdersPanel, PositionsPanel, BalancesPanel)


def title(kind: type[Panel[Any]], picture: ScreenSnapshot, width: int = 60) -> str:
    panel = kind()
    lines = panel.draw(panel.pick(picture), RenderContext(width, 8, DisplayOptions(), NOW, WALL))
    return "".join(span.text for span in lines[0])


def unproven(picture: ScreenSnapshot) -> ScreenSnapshot:
    """Nobody answered the GETs for a while."""
    fresh = picture.orders.freshness._replace(state=PanelState.UNPROVEN, reason="unchecked: GETs fail")
    return replace(
        picture,
        orders=replace(picture.orders, freshness=fresh),
        positions=replace(picture.positions, freshness=fresh),
        balances=replace(picture.balances, freshness=fresh),
    )


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


def test_of_a_list_too_long_to_be_kept_the_title_says_how_many_of_how_many_there_are() -> None:
    picture = board()
    for panel, view in ((OrdersPanel(), picture.orders), (PositionsPanel(), picture.positions)):
        rows = (view.rows * 5_000)[:5_000]
        title = texts(panel.draw(replace(view, rows=rows, left_out=1_200), rendering(150, 12)))[0]  # type: ignore[arg-type]
        assert "newest 5,000 of 6,200" in title
    balances = replace(picture.balances, left_out=3)
    count = len(balances.rows)
    assert f"{count} of {count + 3} assets" in texts(BalancesPanel().draw(balances, rendering(150, 12)))[0]


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


def test_account_panels_without_a_get_say_since_connect() -> None:
    view = replace(board().orders, since_connect=True, rows=())
    lines = texts(OrdersPanel().draw(view, rendering(60, 6)))
    assert "since connect" in lines[0]
    assert "no open order reported since connect" in lines[1]
    assert "since" not in texts(OrdersPanel().draw(replace(view, since_connect=False), rendering(60, 6)))[1]


def test_a_list_that_does_not_fit_says_which_rows_are_in_sight() -> None:
    assert texts(drawn(OrdersPanel(), board(), rendering(118, 5)))[-1].endswith("─ 1-2 of 4 ─╯")
    assert texts(drawn(OrdersPanel(), board(), rendering(118, 5, offset=2)))[-1].endswith("─ 3-4 of 4 ─╯")
    assert " of " not in texts(drawn(OrdersPanel(), board(), rendering(118, 7)))[-1]


def test_distances_hide_with_the_prices_that_they_lead_back_to() -> None:
    view = board().positions
    row = replace(view.rows[0], margin_ratio=Decimal("0.83"), leverage=None, adl_rank=None)
    position = PositionsPanel().draw(replace(view, rows=(row,)), rendering(118, 9, options=HIDDEN))[2]
    order = drawn(OrdersPanel(), board(), rendering(118, 9, options=HIDDEN))[2]
    assert digits_of(position) == ["0.04312200"], "the mark is everybody's"
    assert digits_of(order) == ["14:18:47"]
    assert sum("•" in span.text for span in order) == 4, "there is no trigger to hide"


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(("width", "words"), [(60, "─ checked 23 s ago · LIVE ─"), (30, "─ LIVE ─")])
def test_a_list_says_when_it_was_last_checked_where_that_fits(kind: type[Panel[Any]], width: int, words: str) -> None:
    assert words in title(kind, board(), width)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_was_not_checked_for_long_says_so_and_how_long(kind: type[Panel[Any]]) -> None:
    words = "─ checked 23 s ago · unchecked: GETs fail · UNPROVEN "
    assert words in title(kind, unproven(board()), 80)


def test_what_is_outdated_in_a_list_that_is_not_proven_still_looks_so() -> None:
    picture = unproven(board())
    rows = tuple(replace(row, outdated=True) for row in picture.balances.rows)
    picture = replace(picture, balances=replace(picture.balances, rows=rows))
    total, available, *_ = BalancesPanel().draw(picture.balances, RenderContext(60, 8, DisplayOptions(), NOW, WALL))[1:]
    assert Role.STALE in {span.role for span in available}
    assert Role.STALE not in {span.role for span in total}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_is_not_believed_speaks_of_no_check(kind: type[Panel[Any]]) -> None:
    assert "checked" not in title(kind, down(board(), "cut off"))


def test_a_list_that_nobody_was_asked_for_speaks_of_no_check() -> None:
    picture = board()
    unasked = replace(picture, orders=replace(picture.orders, since_connect=True, checked_at=None))
    assert "─ since connect · LIVE ─" in title(OrdersPanel, unasked)


@pytest.mark.parametrize("width", [118, 44, 24, 16])
def test_the_rows_in_sight_are_told_at_any_width(width: int) -> None:
    picture = board()
    many = replace(picture, orders=replace(picture.orders, rows=picture.orders.rows * 5))
    assert "1-5 of 20" in texts(drawn(OrdersPanel(), many, rendering(width, 8)))[-1]


def test_lists_of_the_account_line_up() -> None:
    picture = board()
    order, position = picture.orders.rows[0], picture.positions.rows[0]
    orders = tuple(
        replace(order, price=Price(price), size=Size(Decimal(size))) for price, size in zip(PRICES, SIZES, strict=True)
    )
    positions = tuple(
        replace(position, entry=Price(price), size=Size(Decimal(size)))
        for price, size in zip(PRICES, SIZES, strict=True)
    )
    picture = replace(
        picture,
        orders=replace(picture.orders, rows=orders),
        positions=replace(picture.positions, rows=positions),
    )
    sizes = [fmt.size(Size(Decimal(size))) for size in SIZES]
    for panel in (OrdersPanel(), PositionsPanel()):
        lines = [line.strip("│") for line in texts(drawn(panel, picture, rendering(150, 12)))][2:7]
        assert len(points(column_of(lines, sizes))) == 1
        assert len(points(column_of(lines, PRICES))) == 1
