"""The derived columns of the rows in view: whole or grouped, and nothing of what is not live."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from roxom_tui.model.book_columns import TRADED_WINDOWS, BookColumn, ColumnsRequest
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.book.price_buckets import group_levels, key_of_step
from roxom_tui.state.reading.level_changes import LevelChanges
from roxom_tui.state.store import Store
from roxom_tui.state.views.book_column_views import Flow, RowReading
from roxom_tui.state.views.book_columns_builder import running_costs
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, TRADE, WALL, delta, level, new_store, quote, s, size, snapshot

ALL = ColumnsRequest(tuple(BookColumn), TRADED_WINDOWS[0], 10 * SECOND)


def sold(price: str, quantity: str, at: float, number: int = 0) -> Trade:
    return Trade(GOLD, Price(price), size(quantity), AggressorSide.SELL, f"{price} {at} {number}", WALL + s(at))


@pytest.fixture
def store() -> Store:
    """Fifteen seconds of a book: 2 were sold at 100, and 1 taken away there."""
    store = new_store()
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(snapshot(("100 5", "99 4", "98 1"), ("101 2", "102 2"), at=0), 0)
    store.apply(sold("97", "0.5", 0.5), s(0.5))
    store.apply(delta(("100 3",), at=8), s(8))
    store.apply(sold("100", "2", 8), s(8))
    store.apply(delta(("100 2",), at=9), s(9))
    store.apply(delta(("100 2.00",), at=14.5), s(14.5))
    return store


def book(store: Store, now: float = 14.9, wish: ColumnsRequest = ALL, group: str | None = None) -> BookView:
    step = None if group is None else Decimal(group)
    return build(SnapshotBuilder(store), now, ViewRequest(GOLD, 20, step, columns=wish)).book


def best(view: BookView) -> RowReading:
    reading = view.bids[0].reading
    assert reading is not None
    return reading


def test_a_row_tells_what_it_costs_what_was_traded_and_what_was_taken_away(store: Store) -> None:
    told = best(book(store))
    assert told == RowReading(Decimal(200), Size(Decimal(2)), Size(Decimal(0)), True, Decimal(-1), None)  # type: ignore[arg-type]


def test_a_grouped_row_tells_the_sums_of_its_levels(store: Store) -> None:
    view = book(store, group="50")
    told = best(view)
    assert view.bids[0].price == 100
    assert (told.sold, told.change) == (Decimal(2), Decimal(-1))
    (below,) = (row.reading for row in view.bids[1:])
    assert below is not None
    assert (below.cost, below.sold) == (Decimal(200 + 396 + 98), Decimal("0.5"))


def test_the_windows_say_how_full_they_are(store: Store) -> None:
    columns = book(store).columns
    assert columns is not None
    assert columns.traded is not None
    assert columns.change is not None
    assert columns.traded.filled == 14 * SECOND
    assert columns.change.filled is None
    longer = book(store, wish=replace(ALL, change_window=30 * SECOND))
    assert longer.columns is not None
    assert longer.columns.change is not None
    assert (longer.columns.change.filled, longer.columns.flow, best(longer).change) == (13 * SECOND, None, None)


def test_while_nothing_comes_the_windows_end_at_what_the_symbol_told_by_any_stream(store: Store) -> None:
    """By the clock alone what was taken away at 9 would have left the window; but more may be under way."""
    silent = book(store, 20.9)
    assert best(silent).change == best(book(store)).change == Decimal(-1)
    # Whoever reads how long trades are counted reckons from now.
    assert silent.columns is not None
    assert silent.columns.traded is not None
    assert silent.columns.traded.filled == 20 * SECOND
    store.apply(quote("100 2", "101 2", 20.9), s(20.9))
    assert best(book(store, 20.9)).change == Decimal(0)


@pytest.mark.parametrize(("at", "filled"), [(14.51, 14), (15.49, 14), (15.51, 15)])
def test_what_was_traded_is_told_up_to_now_and_so_is_for_how_long(store: Store, at: float, filled: int) -> None:
    """It counts from 0.5; the last trade is in the sums, though its second is not over."""
    store.apply(sold("100", "3", 14.5), s(14.5))
    view = book(store, at)
    assert view.columns is not None
    assert view.columns.traded is not None
    assert (best(view).sold, view.columns.traded.filled) == (Decimal(5), filled * SECOND)


def test_all_changes_of_a_side_are_summed(store: Store) -> None:
    columns = book(store).columns
    assert columns is not None
    assert columns.flow == Flow(Decimal(0), Decimal(-1), Decimal(0), Decimal(0))


def test_where_totals_are_all_that_is_wanted_nothing_is_worked_out(store: Store) -> None:
    view = book(store, wish=ColumnsRequest())
    assert view.columns is None
    assert all(row.reading is None for row in (*view.bids, *view.asks))


def test_of_trades_that_are_not_live_and_of_a_book_that_is_rebuilt_nothing_is_told(store: Store) -> None:
    store.leave(TRADE, s(14.9))
    told = best(book(store))
    assert (told.sold, told.change, told.cost) == (None, None, Decimal(200))


def test_a_row_whose_figures_are_the_same_is_the_same_object(store: Store) -> None:
    builder = SnapshotBuilder(store)
    request = ViewRequest(GOLD, 20, None, columns=ALL)
    before = build(builder, 14.6, request).book
    store.apply(delta(("98 7",), at=14.7), s(14.7))
    after = build(builder, 14.8, request).book
    assert after.bids[0] is before.bids[0]
    assert after.bids[2] is not before.bids[2]


def test_large_rows_are_marked_by_the_median_of_their_side() -> None:
    store = new_store()
    store.apply(snapshot((*(f"{100 - n} 2" for n in range(12)), "80 6", "79 5.99"), ("101 50",), at=0), 0)
    view = book(store, 1)
    assert [row.price for row in view.bids if row.is_large] == [Decimal(80)]
    assert not any(row.is_large for row in view.asks), "one level has no median"


def test_running_costs_are_those_of_a_naive_sum_in_random_books_whole_and_grouped() -> None:
    for seed in range(500):
        random = Random(seed)
        side = random.choice(tuple(Side))
        sign = 1 if side is Side.BID else -1
        prices = random.sample(range(100, 400), 30)
        levels = [level(str(price), str(random.randint(1, 99))) for price in sorted(prices, key=lambda p: -p * sign)]
        step = random.choice((1, 7, 10, 50))
        rows: list[Level] = group_levels(levels, Decimal(step), side)
        told = running_costs(iter(levels), [row.price.key * sign for row in rows], key_of_step(Decimal(step)), sign)
        naive = [sum(one.price * one.size for one in levels if one.price * sign >= row.price * sign) for row in rows]
        assert told == naive, seed
        assert told[-1] == sum(one.price * one.size for one in levels)


def test_a_group_that_reaches_behind_what_is_known_tells_no_change() -> None:
    changes = LevelChanges({5: Decimal(1), 7: Decimal(2)}, 5)
    assert [changes.at(key) for key in (4, 5)] == [None, Decimal(1)]
