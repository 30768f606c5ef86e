"""Own fills as the other face of the orders: which face the title says, what of a fill is known, what is hidden."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import FillRow, FillsView, Learnt
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, width_of
from roxom_tui.ui.panels.orders import OrdersPanel
from tests.support.sample_screens import GOLD, LIVE, US500, WALL, board
from tests.ui.drawing import drawn, inks, rendering, texts
from tests.ui.opened import opened


def fill(number: int, **more: Any) -> FillRow:
    """Half a contract of gold, bought a while ago, with the rest in the book."""
    told = FillRow(
        number,
        GOLD,
        OrderSide.BUY,
        Price("0.04312100"),
        Size(Decimal("0.50")),
        Size(Decimal("1.50")),
        WALL - number * 10**9,
        OrderStatus.PARTIALLY_FILLED,
        Learnt.REPORT,
    )
    return replace(told, **more)


LISTED = fill(3, learnt=Learnt.LIST, at=None, price=None, symbol=US500, side=OrderSide.SELL)


def with_fills(*rows: FillRow, left_out: int = 0) -> ScreenSnapshot:
    picture = board()
    view = FillsView(LIVE, rows, since_connect=False, left_out=left_out, orders=len(picture.orders.rows))
    return replace(picture, orders=replace(picture.orders, fills=view))


def face(picture: ScreenSnapshot, width: int = 118, options: DisplayOptions | None = None) -> list[Line]:
    panel = OrdersPanel()
    panel.shows_fills = True
    return drawn(panel, picture, rendering(width, 8, options=options or DisplayOptions()))


def test_the_title_says_which_face_is_in_view_and_what_the_other_one_holds() -> None:
    picture = with_fills(fill(1), fill(2), LISTED)
    assert texts(drawn(OrdersPanel(), picture, rendering(118, 8)))[0].startswith("╭ Orders 4 · fills 3 ─")
    assert texts(face(picture))[0].startswith("╭ Fills 3 · orders 4 ─")
    assert texts(drawn(OrdersPanel(), board(), rendering(118, 8)))[0].startswith("╭ Orders 4 ─")


def test_a_fill_has_time_symbol_side_size_price_and_what_remains() -> None:
    lines = texts(face(with_fills(fill(1))))
    assert lines[2].strip("│ ").split() == ["14:22:06", "GOLD-BTC", "buy", "0.50", "0.04312100", "1.50"]
    assert "4,312,100" in texts(face(with_fills(fill(1)), options=DisplayOptions(Unit.SATS)))[2]


def test_a_fill_from_a_list_says_so_and_shows_no_time() -> None:
    line = texts(face(with_fills(LISTED)))[2]
    assert "from list" in line
    assert "size known from the list, time not" in line
    assert ":" not in line
    narrow = texts(face(with_fills(LISTED), width=64))[2]
    assert "from list" in narrow


def test_a_fill_after_an_outage_and_one_of_unknown_size_say_so() -> None:
    lines = texts(face(with_fills(fill(1, learnt=Learnt.AFTER_OUTAGE, at=None), fill(2, size=None))))
    assert "in outage" in lines[2]
    assert "size known after the outage, time not" in lines[2]
    assert "the order was not known before, only that it is filled" in lines[3]
    assert " -- " in lines[3]


@pytest.mark.parametrize(
    ("status", "remains"),
    [
        (OrderStatus.FILLED, "0"),
        (OrderStatus.PENDING_CANCEL, "1.50"),
        (OrderStatus.CANCELLED, "cancelled"),
        (OrderStatus.PARTIALLY_FILLED_CANCELLED, "cancelled"),
    ],
)
def test_what_remains_of_an_order_that_is_over_is_no_number_to_wait_for(status: OrderStatus, remains: str) -> None:
    left = Size(Decimal("0" if status is OrderStatus.FILLED else "1.50"))
    assert remains in inks(face(with_fills(fill(1, status=status, remaining=left)))[2])


def test_hidden_fills_differ_in_nothing_that_is_private() -> None:
    options = DisplayOptions(hide_account=True)
    one = with_fills(fill(1))
    other = with_fills(fill(1, price=None, size=Size(Decimal("123456.5")), remaining=Size(Decimal(0))))
    for width in range(20, 120):
        assert face(one, width, options) == face(other, width, options)
    assert "••••" in texts(face(one, options=options))[2]
    assert "0.0431" not in "".join(texts(face(one, options=options)))


def test_numbers_of_fills_are_whole_or_gone_at_every_width() -> None:
    whole = {"14:22:06", "0.50", "0.04312100", "1.50"}
    for width in range(20, 120):
        _, heading, row, *_ = face(with_fills(fill(1)), width)
        assert width_of(row) == width
        numbers = {span.text.strip() for span in row if any(sign.isdigit() for sign in span.text)}
        assert numbers <= whole
        assert "0.04312100" in numbers
        assert "price" in "".join(span.text for span in heading)


def test_an_empty_face_says_that_nothing_was_filled_and_a_long_one_how_many_are_kept() -> None:
    assert "no fill in this session" in texts(face(with_fills()))[1]
    assert "newest 2 of 502" in texts(face(with_fills(fill(1), fill(2), left_out=500)))[0]


async def test_a_key_turns_the_face_and_back_and_the_footer_says_what_it_does_now() -> None:
    async with opened((120, 40), with_fills(fill(1))) as (desk, pilot):
        desk.app.dashboard.focus_panel("orders")
        await pilot.pause()
        for title, in_force in (("Fills 1 · orders 4", {"fills"}), ("Orders 4 · fills 1", set())):
            await pilot.press("f")
            await pilot.pause()
            assert desk.app.dashboard.focused_panel.panel_id == "orders"
            assert title in desk.panel("orders")
            assert desk.app.in_force == in_force
