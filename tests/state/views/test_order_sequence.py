"""Open orders by symbol and nearness, in an order that stands still while distances move."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import OrderRow
from roxom_tui.state.views.order_sequence import SORTED_AFTER_NS, OrderSequence
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.sample_screens import board
from tests.support.spellings import GOLD, OIL, SPX, order, quote, s

A_ROW: Final = board().orders.rows[0]
AGAIN: Final = SORTED_AFTER_NS


def row(symbol: Symbol, distance: str | None) -> OrderRow:
    return replace(A_ROW, symbol=symbol, distance=None if distance is None else Decimal(distance))


def rows(**told: str | None) -> dict[str, OrderRow]:
    """Rows of gold by their ids and distances."""
    return {key: row(GOLD, distance) for key, distance in told.items()}


def names(sequence: OrderSequence, told: dict[str, OrderRow], now: int) -> str:
    """The ids in the order in which they are listed."""
    by_row = {id(one): key for key, one in told.items()}
    return "".join(by_row[id(one)] for one in sequence.arranged(told, now))


def test_orders_stand_by_symbol_as_configured_then_by_distance_and_the_unknown_last() -> None:
    told = {
        "a": row(Symbol("ZINC-BTC"), "0.1"),
        "b": row(OIL, "0.2"),
        "c": row(GOLD, None),
        "d": row(GOLD, "0.3"),
        "e": row(GOLD, "-0.1"),
        "f": row(Symbol("ALU-BTC"), "0.5"),
        "g": row(OIL, "0.1"),
    }
    assert names(OrderSequence((GOLD, OIL)), told, 0) == "edcgbfa"


def test_distances_that_pass_each_other_by_a_tick_move_no_row_until_the_list_is_sorted_again() -> None:
    sequence = OrderSequence((GOLD,))
    assert names(sequence, rows(a="0.1", b="0.2"), 0) == "ab"
    for tick in range(1, 20):
        near, far = ("0.1", "0.2") if tick % 2 else ("0.2", "0.1")
        assert names(sequence, rows(a=far, b=near), tick * AGAIN // 20) == "ab"
    assert names(sequence, rows(a="0.2", b="0.1"), AGAIN) == "ba"
    assert names(sequence, rows(a="0.1", b="0.2"), 2 * AGAIN - 1) == "ba"


def test_one_that_comes_stands_in_its_place_at_once_and_moves_no_other_past_another() -> None:
    sequence = OrderSequence((GOLD,))
    assert names(sequence, rows(a="0.1", b="0.3"), 0) == "ab"
    assert names(sequence, rows(a="0.4", b="0.3", c="0.2"), 1) == "cab", "before the first that is farther away"
    assert names(sequence, rows(b="0.3", c="0.2"), 2) == "cb"


def test_a_distance_that_becomes_known_counts_as_coming_and_one_that_is_lost_stays() -> None:
    sequence = OrderSequence((GOLD,))
    assert names(sequence, rows(a=None, b=None, c="0.2"), 0) == "cab"
    assert names(sequence, rows(a=None, b="0.1", c="0.2"), 1) == "bca"
    assert names(sequence, rows(a=None, b=None, c="0.2"), 2) == "bca"
    assert names(sequence, rows(a=None, b=None, c="0.2"), AGAIN) == "cba"


def test_orders_that_are_equally_far_keep_their_places_when_sorted_again() -> None:
    sequence = OrderSequence((GOLD,))
    assert names(sequence, rows(b="0.2", a="0.1"), 0) == "ab"
    assert names(sequence, rows(b="0.1", a="0.1"), AGAIN) == "ab"


DISTANCES = st.none() | st.sampled_from(["-0.1", "0", "0.1", "0.2", "0.3"])
TOLD = st.dictionaries(st.sampled_from("abcdefgh"), DISTANCES, max_size=8)


@given(st.lists(st.tuples(TOLD, st.integers(0, AGAIN)), max_size=8))
def test_every_order_is_listed_once_and_none_passes_another_in_between(
    frames: list[tuple[dict[str, str | None], int]],
) -> None:
    sequence, now, sorted_at, before = OrderSequence((GOLD,)), 0, None, ""
    measured: set[str] = set()
    for distances, later in frames:
        now += later
        told = rows(**distances)
        listed = names(sequence, told, now)
        assert sorted(listed) == sorted(told)
        known = {key for key in told if told[key].distance is not None}
        if sorted_at is None or now - sorted_at >= AGAIN:
            # Of not more than a few that come at once; a whole list is sorted anew.
            sorted_at, ways = now, [told[key].distance for key in listed if key in known]
            assert ways == sorted(ways, key=lambda way: way or 0)
        else:
            stays = [key for key in before if key in measured & known]
            assert [key for key in listed if key in stays] == stays
        measured, before = known, listed


def test_many_that_come_at_once_are_another_list() -> None:
    sequence = OrderSequence((GOLD,))
    sequence.arranged(rows(a="0.2", b="0.1"), 0)
    many = {str(number): row(GOLD, f"0.{number}") for number in range(30, 60)}
    told = {**rows(a="0.1", b="0.2"), **many}
    assert sequence.arranged(told, 1)[:2] == (told["a"], told["b"])


def test_the_board_lists_orders_so(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(order("far", price="50", symbol=GOLD), s(1))
    store.apply(order("other", symbol=SPX), s(1))
    store.apply(order("near", price="99", symbol=GOLD), s(1))
    store.apply(order("sell", side=OrderSide.SELL, price="102", symbol=GOLD), s(1))
    assert [one.order_id for one in build(builder).orders.rows] == ["near", "sell", "far", "other"]
    store.apply(quote("101 1", "102 1", at=1.5), s(1.5))
    assert [one.order_id for one in build(builder, 1.5).orders.rows] == ["near", "sell", "far", "other"]
    store.apply(quote("101 1", "102 1", at=12), s(12))
    assert [one.order_id for one in build(builder, 12).orders.rows] == ["sell", "near", "far", "other"]
