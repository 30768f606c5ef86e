"""The cursor's price: where it begins, where it goes, and the row it has where nothing rests."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookRow, BookView
from roxom_tui.ui.panels.book_cursor import (
    BookCursor,
    at_the_spread,
    begun,
    moved,
    place_of,
    regrouped,
    with_its_row,
)
from tests.support.sample_screens import book_view

VIEW = replace(book_view(5), levels_asked=20)
BEST_BID, BEST_ASK = Price("0.04312300"), Price("0.04312700")


def at(side: Side, price: str, view: BookView = VIEW) -> BookCursor:
    return BookCursor(side, Price(price), view.group)


def test_it_begins_on_the_best_price_in_the_direction_of_the_step() -> None:
    assert begun(VIEW, 1) == at(Side.BID, "0.04312300")
    assert begun(VIEW, -1) == at(Side.ASK, "0.04312700")
    assert begun(replace(VIEW, bids=()), 1) == at(Side.ASK, "0.04312700")
    assert begun(replace(VIEW, bids=(), asks=()), 1) is None


def test_it_walks_through_all_levels_and_the_spread_and_stays_at_the_ends() -> None:
    cursor = begun(VIEW, -1)
    assert cursor is not None
    met = [cursor]
    for _ in range(12):
        met.append(moved(met[-1], VIEW, 1))
    prices = [row.price for row in (VIEW.asks[0], *VIEW.bids)]
    assert list(dict.fromkeys(one.price for one in met)) == prices
    back = met[-1]
    for _ in range(12):
        back = moved(back, VIEW, -1)
    assert back == at(Side.ASK, f"{VIEW.asks[-1].price:f}")


def test_from_a_price_that_is_gone_it_goes_to_the_nearest_one_in_each_direction() -> None:
    view = replace(VIEW, bids=(*VIEW.bids[:1], *VIEW.bids[2:]))
    cursor = at(Side.BID, "0.04312200")
    assert place_of(cursor, view).is_gone
    assert moved(cursor, view, 1).price == VIEW.bids[2].price
    assert moved(cursor, view, -1).price == VIEW.bids[0].price
    worst = at(Side.BID, "0.04000000")
    assert moved(worst, view, 1) == worst
    assert moved(worst, view, -1).price == VIEW.bids[-1].price


def test_a_level_beyond_the_rows_that_were_asked_for_is_not_said_to_be_gone() -> None:
    cursor = at(Side.BID, "0.04000000")
    assert place_of(cursor, VIEW).is_gone
    few = replace(VIEW, levels_asked=5)
    assert not place_of(cursor, few).is_known
    assert not place_of(cursor, few).is_gone


def test_back_at_the_spread_it_is_on_the_best_price_of_its_side() -> None:
    assert at_the_spread(at(Side.BID, "0.04312000"), VIEW) == at(Side.BID, "0.04312300")
    assert at_the_spread(at(Side.BID, "0.04312000"), replace(VIEW, bids=())).price == Price("0.04312000")


def test_other_rows_take_it_to_the_one_that_holds_its_price_and_back_to_all_that_it_held() -> None:
    grouped = replace(VIEW, group=Decimal("0.000005"))
    for side, price, bucket in (
        (Side.BID, "0.04312300", "0.043120"),
        (Side.ASK, "0.04312700", "0.043130"),
    ):
        on_row = regrouped(at(side, price), grouped)
        assert on_row == at(side, bucket, grouped)
        assert regrouped(on_row, grouped) is on_row
        back = regrouped(on_row, VIEW)
        assert back == at(side, "0.04312000" if side is Side.BID else "0.04313000")
    better = BookCursor(Side.BID, Price("0.05"), grouped.group)
    assert regrouped(better, VIEW).price == better.price


def test_where_nothing_rests_it_has_a_row_of_nothing_in_its_place() -> None:
    gone = at(Side.ASK, "0.04312750")
    rows = with_its_row(VIEW.asks, gone, place_of(gone, VIEW))
    assert [row.price for row in rows[:3]] == [VIEW.asks[0].price, gone.price, VIEW.asks[1].price]
    assert rows[1] == BookRow(gone.price, Size(Decimal(0)), VIEW.asks[0].total, within_snapshot=False)
    there = at(Side.ASK, "0.04312700")
    assert with_its_row(VIEW.asks, there, place_of(there, VIEW)) is VIEW.asks
