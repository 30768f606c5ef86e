"""Lists of the account: when they were checked, what of them is not live, which rows are in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role, width_of
from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.widgets.digits import ColumnMemory
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
    fresh = replace(picture.orders.freshness, state=PanelState.UNPROVEN, reason=Reason(Cause.UNCHECKED))
    return replace(
        picture,
        orders=replace(picture.orders, freshness=fresh),
        positions=replace(picture.positions, freshness=fresh),
        balances=replace(picture.balances, freshness=fresh),
    )


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["LIVE", "LIVE", "LIVE"], "─ LIVE · checked 23 s ago ─"),
        (["LIVE", "STALE", "LIVE"], "─ LIVE · US500-BTC STALE · checked 23 s ago ─"),
        (["LIVE", "STALE", "REJECTED"], "─ LIVE · 2 contracts REJECTED · checked 23 s ago ─"),
        (["LIVE", "WAITING", "QUIET"], "─ LIVE · US500-BTC WAITING · checked 23 s ago ─"),
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
        assert words in texts(drawn(panel, picture, rendering(150, 8)))[0]
        assert "BTC" not in texts(drawn(panel, down(picture, "cut off"), rendering(150, 8)))[0]


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


def test_account_panels_without_a_get_say_since_connecting() -> None:
    view = replace(board().orders, since_connect=True, rows=())
    lines = texts(OrdersPanel().draw(view, rendering(60, 6)))
    assert "since connecting" in lines[0]
    assert "no open order reported since connecting" in lines[1]
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
@pytest.mark.parametrize(("width", "words"), [(60, "─ LIVE · checked 23 s ago ─"), (30, "─ LIVE ─")])
def test_a_list_says_when_it_was_last_checked_where_that_fits(kind: type[Panel[Any]], width: int, words: str) -> None:
    # Before that, the title of the positions has the account in one line.
    assert words in title(kind, board(), width + 50 if kind is PositionsPanel and width > 30 else width)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_was_not_checked_for_long_says_so_and_how_long(kind: type[Panel[Any]]) -> None:
    words = "─ UNPROVEN · data 0 s old · list unchecked · checked 23 s ago "
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
    assert "─ LIVE · changes since connecting only ─" in title(OrdersPanel, unasked)


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


WIDTHS = range(20, 201)

GOES: dict[type[Panel[Any]], tuple[str, ...]] = {
    PositionsPanel: (
        *("PnL at mark", "symbol", "side", "size"),
        *("away %", "liquidation", "entry", "margin %", "mark", "lev", "PnL %", "ADL", "funding est."),
        *("entry bp", "status"),
    ),
    OrdersPanel: (
        *("price", "type", "size", "side", "symbol"),
        *("trigger", "away %", "filled", "status", "since UTC"),
    ),
}
"""Columns, the one that goes last first."""

UNITS = (DisplayOptions(Unit.BTC), DisplayOptions(Unit.SATS))


def headings(kind: type[Panel[Any]], line: Line) -> list[str]:
    """The columns of a heading, some of them cut to a few letters and an ellipsis, the most important first."""
    names = [span.text.strip() for span in line if span.text.strip(" │")]
    whole = [next(name for name in GOES[kind] if name.startswith(cut.rstrip("…"))) for cut in names]
    return sorted(whole, key=GOES[kind].index)


def figures_in(picture: ScreenSnapshot, kind: type[Panel[Any]], options: DisplayOptions) -> set[str]:
    """The words and numbers that the panel writes where there is room for all."""
    return {
        span.text.strip()
        for line in drawn(kind(), picture, rendering(400, 12, options=options))
        for span in line
        if any(sign.isdigit() for sign in span.text)
    }


@pytest.mark.parametrize("options", UNITS, ids=["btc", "sats"])
@pytest.mark.parametrize("kind", GOES)
def test_columns_go_whole_in_the_declared_order_and_no_number_is_cut_at_any_width(
    kind: type[Panel[Any]], options: DisplayOptions
) -> None:
    whole = figures_in(board(), kind, options)
    before: list[str] = []
    for width in WIDTHS:
        _, heading, *rows, _ = drawn(kind(), board(), rendering(width, 8, options=options))
        shown = headings(kind, heading)
        assert shown == list(GOES[kind][: len(shown)])
        assert len(shown) >= len(before), "more room never shows less"
        before = shown
        for row in rows:
            assert width_of(row) == width
            for span in row:
                text = span.text.strip(" │")
                assert "·" not in text
                if any(sign.isdigit() for sign in text):
                    assert text in whole or text.endswith("…")
    assert before == list(GOES[kind])


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (PositionsPanel, ["PnL at mark", "symbol", "side", "size"]),
        (OrdersPanel, ["price", "type", "size", "side", "symbol"]),
    ],
)
def test_zoomed_at_forty_columns_a_list_shows_what_it_is_there_for(kind: type[Panel[Any]], names: list[str]) -> None:
    assert headings(kind, drawn(kind(), board(), rendering(40, 8))[1]) == names


def shown_by(panel: Panel[Any], picture: ScreenSnapshot, on: RenderContext) -> list[str]:
    on.columns.about(on.options)
    return headings(type(panel), panel.draw(panel.pick(picture), on)[1])


@pytest.mark.parametrize("kind", GOES)
def test_another_unit_neither_drops_nor_adds_a_column_while_the_size_stands(kind: type[Panel[Any]]) -> None:
    for width in WIDTHS:
        chosen = [headings(kind, drawn(kind(), board(), rendering(width, 8, options=one))[1]) for one in UNITS]
        assert chosen[0] == chosen[1]


@pytest.mark.parametrize("kind", GOES)
def test_a_column_that_had_to_go_stays_away_until_the_size_changes(kind: type[Panel[Any]]) -> None:
    usual, long = board(), board()
    prices = {"mark": Price("123456.04312345")} if kind is PositionsPanel else {"price": Price("123456.04312345")}
    name = "positions" if kind is PositionsPanel else "orders"
    view = getattr(long, name)
    long = replace(long, **{name: replace(view, rows=(replace(view.rows[0], **prices), *view.rows[1:]))})
    changes = 0
    for width in WIDTHS:
        panel, memory = kind(), ColumnMemory()
        first = shown_by(panel, usual, rendering(width, 8, columns=memory))
        short = shown_by(panel, long, rendering(width, 8, columns=memory))
        for options in (UNITS[1], UNITS[0]):
            assert shown_by(panel, usual, rendering(width, 8, columns=memory, options=options)) == short
        assert shown_by(panel, usual, rendering(width + 1, 8, columns=memory)) >= first
        changes += first != short
    assert changes > 5, "the long price did push something out"


FIGURES = st.none() | st.decimals(-(10**6), 10**6, places=8)
AMOUNTS = FIGURES.map(lambda value: None if value is None else Btc(value))
SIZES_OF = st.none() | st.decimals(0, 10**6, places=2).map(Size)
PRICES_OF = st.none() | st.decimals(0, 10**6, places=8).map(lambda value: Price(f"{value:f}"))
SOME_PRICES = st.decimals(0, 10**6, places=8).map(lambda value: Price(f"{value:f}"))

PRIVATE_OF_A_POSITION = {
    "size": SIZES_OF,
    "entry": PRICES_OF,
    "pnl": AMOUNTS,
    "liquidation": PRICES_OF,
    "liquidation_distance": FIGURES,
    "margin_ratio": FIGURES,
    "funding": AMOUNTS,
    "pnl_share": FIGURES,
    "from_entry_bp": FIGURES,
}
PRIVATE_OF_AN_ORDER = {"size": SIZES_OF, "executed": SIZES_OF, "remaining": SIZES_OF, "price": SOME_PRICES}
PRIVATE_OF_A_BALANCE = dict.fromkeys(("available", "in_orders", "in_margin", "total"), AMOUNTS)


@st.composite
def accounts(draw: st.DrawFn) -> ScreenSnapshot:
    """The same board with any private figures; what everybody knows, and words, are the same."""
    picture = board()

    def anew(rows: Iterable[Any], private: Mapping[str, Any], **more: Any) -> tuple[Any, ...]:
        return tuple(replace(row, **{name: draw(kind) for name, kind in private.items()}, **more) for row in rows)

    plain = anew(picture.orders.rows, PRIVATE_OF_AN_ORDER, distance=draw(FIGURES))
    stops = anew((picture.orders.rows[0],), PRIVATE_OF_AN_ORDER, trigger=draw(SOME_PRICES), order_type="stoplimit")
    assert picture.balances.last_change is not None
    change = replace(picture.balances.last_change, amount=draw(AMOUNTS), after=draw(AMOUNTS))
    balances = anew(picture.balances.rows, PRIVATE_OF_A_BALANCE)
    return replace(
        picture,
        positions=replace(picture.positions, rows=anew(picture.positions.rows, PRIVATE_OF_A_POSITION)),
        orders=replace(picture.orders, rows=(*plain, *stops)),
        balances=replace(picture.balances, rows=balances, last_change=change),
    )


@settings(deadline=None, max_examples=60)
@given(accounts(), accounts(), st.integers(20, 200), st.sampled_from(Unit))
def test_of_two_hidden_accounts_that_differ_in_private_figures_alone_every_line_and_ink_is_the_same(
    one: ScreenSnapshot, other: ScreenSnapshot, width: int, unit: Unit
) -> None:
    options = DisplayOptions(unit, hide_account=True)
    for kind in LISTS:
        on = [rendering(width, 9, options=options) for _ in range(2)]
        assert drawn(kind(), one, on[0]) == drawn(kind(), other, on[1])
