"""Heat against a plain sum of what stood at the end of each tick; nothing finished changes, and nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from roxom_tui.model.charting import COLUMN_SECONDS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.reading.heat import COLUMNS_KEPT, LEVELS_KEPT, TICK_NS, TICKS, TRADES_KEPT, Column, Heat
from tests.support.spellings import GOLD, delta, s, snapshot, trade

BEGAN = 1000.0


def market(*bids: str, asks: tuple[str, ...] = ("101 1",)) -> SymbolMarket:
    """A market with a book since `BEGAN`; by its snapshot it is known from the next look on."""
    made = SymbolMarket(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())
    made.apply_snapshot(snapshot(bids or ("99 1",), asks, at=BEGAN), s(BEGAN))
    look(made, BEGAN)
    return made


def look(on: SymbolMarket, at: float) -> Heat:
    """As whoever builds a picture does."""
    on.history.count_until(on.depth, s(at))
    return on.history.heat


def tell(on: SymbolMarket, at: float, *bids: str, asks: tuple[str, ...] = ()) -> None:
    on.apply_delta(delta(bids, asks, at=at), s(at))


def cells(columns: tuple[Column, ...]) -> dict[tuple[int, int], Decimal]:
    """Size times ticks by column and price."""
    return {
        (column.number, key): Decimal(total).scaleb(-column.places)
        for column in columns
        for key, total in zip(column.keys, column.sums, strict=True)
    }


changes = st.lists(st.tuples(st.integers(1, 900), st.integers(90, 99), st.integers(0, 300)), min_size=1, max_size=30)


on_both_sides = st.lists(
    st.tuples(
        st.integers(1, 900) | st.integers(1, 4) | st.integers(1000, 2900),
        st.integers(90, 109).filter(lambda price: price != 100),
        st.integers(0, 300) | st.just(0),
    ),
    min_size=1,
    max_size=30,
)
"""Few or many changes in a tick: then each level is looked at, else each change. Or none in a second or two."""


@settings(max_examples=25)
@given(on_both_sides)
def test_size_times_time_is_conserved_to_the_decimal_in_columns_of_each_length(
    told: list[tuple[int, int, int]],
) -> None:
    on, at = market("99 1", "90 1", asks=("101 1", "109 1")), BEGAN
    stands = dict.fromkeys((99, 90, 101, 109), Decimal(1))
    naive: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    tick = s(BEGAN) // TICK_NS

    def stood_until(now: float) -> None:
        nonlocal tick
        while tick < s(now) // TICK_NS:
            for price, size in stands.items():
                naive[tick // TICKS, Price(str(price)).key] += size
            tick += 1

    for milliseconds, price, lots in told:
        at = round(at + milliseconds / 1000, 3)
        stood_until(at)
        level = (f"{price} {Decimal(lots) / 100}",)
        tell(on, at, *(level if price < 100 else ()), asks=level if price > 100 else ())
        stands[price] = Decimal(lots) / 100
    end = int(at) // 60 * 60 + 60.0
    for second in range(int(at) + 1, int(end) + 1):
        stood_until(second)
        heat = look(on, second)
    expected = {cell: total for cell, total in naive.items() if total}
    assert cells(heat.columns(1)) == expected
    for seconds in COLUMN_SECONDS:
        summed: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for (number, key), total in expected.items():
            summed[number // seconds, key] += total
        assert cells(heat.columns(seconds)) == summed


@settings(max_examples=20)
@given(changes)
def test_a_finished_column_never_changes(told: list[tuple[int, int, int]]) -> None:
    on, at = market(), BEGAN
    finished: dict[tuple[int, int], Column] = {}
    for milliseconds, price, lots in told:
        at = round(at + milliseconds / 1000, 3)
        tell(on, at, f"{price} {lots}")
        for seconds in COLUMN_SECONDS:
            for column in look(on, at).columns(seconds):
                assert finished.setdefault((seconds, column.number), column) is column


def test_the_mean_is_of_the_time_in_which_the_book_was_known() -> None:
    on = market("99 4")
    tell(on, BEGAN + 0.5, "99 2")
    (column,) = look(on, BEGAN + 1).columns(1)
    key = Price("99").key
    assert (column.known, column.mean_within(key, key + 1)) == (TICKS, Decimal(3))
    assert column.mean_within(key, Price("102").key) is None, "beyond what the snapshot told"
    assert (column.bid, column.ask) == (key, Price("101").key)


def test_while_the_book_is_rebuilt_nothing_is_counted() -> None:
    on = market("99 4")
    look(on, BEGAN + 0.3)
    on.void(Reason(Cause.ASKED))
    look(on, BEGAN + 0.31)
    for n in range(1, 5):
        look(on, BEGAN + n)
    on.apply_snapshot(snapshot(("99 6",), ("101 1",), at=BEGAN + 4.5), s(BEGAN + 4.5))
    heat = look(on, BEGAN + 5)
    assert [(column.number, column.known) for column in heat.columns(1)] == [(1000, 6)]
    heat = look(on, BEGAN + 6)
    assert [(column.number, column.known) for column in heat.columns(1)] == [(1000, 6), (1005, TICKS)]
    assert [column.known for column in heat.columns(5)] == [6]


def test_a_lost_connection_ends_what_is_known_with_the_last_that_came() -> None:
    on = market("99 4")
    on.disconnected(s(BEGAN + 0.9), s(BEGAN + 0.2))
    for n in range(1, 3):
        look(on, BEGAN + n)
    assert [column.known for column in look(on, BEGAN + 3).columns(1)] == [4]


def test_a_book_that_nobody_looked_at_for_seconds_was_not_known_meanwhile() -> None:
    on = market("99 4")
    heat = look(on, BEGAN + 100)
    assert sum(column.known for column in heat.columns(1)) == 0
    heat = look(on, BEGAN + 101)
    assert [column.number for column in heat.columns(1)] == [1100]


def test_a_snapshot_that_differs_counts_from_when_it_came() -> None:
    on = market("99 4", "98 1")
    on.apply_snapshot(snapshot(("99 8",), ("101 1",), at=BEGAN + 0.5), s(BEGAN + 0.5))
    (column,) = look(on, BEGAN + 1).columns(1)
    means = {
        key: Decimal(total).scaleb(-column.places) / TICKS for key, total in zip(column.keys, column.sums, strict=True)
    }
    assert means[Price("99").key] == 6
    assert means[Price("98").key] == Decimal("0.5")


class Unrested(Heat):
    """Counts every second anew."""

    _is_still = property(lambda self: False, lambda self, value: None)


happenings = st.lists(
    st.tuples(
        st.sampled_from(["looks", "looks", "same", "fewer", "level", "far", "voided", "lost", "trade", "unseen"]),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(happenings)
@example([("looks", 3), ("lost", 1), ("looks", 3)])
@example([("fewer", 3), ("looks", 2), ("far", 1), ("looks", 1)])
@example([("looks", 3), ("fewer", 1), ("looks", 4), ("same", 1), ("looks", 4)])
def test_a_book_that_stands_still_is_counted_as_one_that_is_counted_anew_each_second(
    told: list[tuple[str, int]],
) -> None:
    """Books of more levels than are counted: what is told far from the best is beyond what is known."""
    all_levels = tuple(f"{2000 - n} {n + 1}" for n in range(LEVELS_KEPT + 2))
    pair = [SymbolMarket(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts()) for _ in range(2)]
    pair[1].history.heat = Unrested()
    at = BEGAN
    for on in pair:
        on.apply_snapshot(snapshot(all_levels, ("2001 1",), at=at), s(at))
    for what, many in told:
        for on in pair:
            happens(on, what, many, at + 0.4, all_levels)
            for second in range(1, many + 1):
                look(on, at + second)
        at += many + (4 if what == "unseen" else 0)
    (ours, theirs) = (on.history.heat for on in pair)
    assert ours.revision == theirs.revision
    for seconds in COLUMN_SECONDS:
        assert ours.columns(seconds) == theirs.columns(seconds)
        assert ours.running(seconds) == theirs.running(seconds)


def happens(on: SymbolMarket, what: str, many: int, at: float, levels: tuple[str, ...]) -> None:
    """Something that may, or may not, change what is counted of a book."""
    if what in ("same", "fewer"):
        on.apply_snapshot(snapshot(levels[: len(levels) - many * (what == "fewer")], ("2001 1",), at=at), s(at))
    elif what in ("level", "far"):
        tell(on, at, f"{2000 - many - LEVELS_KEPT * (what == 'far')}.5 7")
    elif what == "voided":
        on.void(Reason(Cause.ASKED))
    elif what == "lost":
        on.disconnected(s(at + 0.2), s(at))
    elif what == "trade":
        on.apply_trade(trade("1999", f"{many}", at=at), s(at))


def test_while_the_book_stands_still_it_shares_what_was_counted_of_it() -> None:
    on = market("99 4", "98 1")
    for second in (1, 2):
        look(on, BEGAN + second)
    on.apply_snapshot(snapshot(("99 4.0", "98 1"), ("101 1",), at=BEGAN + 2.5), s(BEGAN + 2.5))
    on.apply_trade(trade("98", "3", at=BEGAN + 2.6), s(BEGAN + 2.6))
    _, *stood = look(on, BEGAN + 4).columns(1)
    assert all(column.sums is stood[0].sums and column.keys is stood[0].keys for column in stood)
    assert [[key for key, _ in column.trades] for column in stood] == [[], [Price("98").key], []]


def test_the_newest_long_column_is_told_while_it_runs() -> None:
    on = market("99 4")
    for n in range(1, 8):
        heat = look(on, BEGAN + n)
    running = heat.running(15)
    assert running is not None
    assert (running.number, running.known) == (1005 // 15, 2 * TICKS), "the one before has ended"
    assert heat.running(1) is None
    key = Price("99").key
    assert running.mean_within(key, key + 1) == 4


def test_the_prices_at_which_most_was_traded_are_kept() -> None:
    on = market()
    for n in range(TRADES_KEPT + 4):
        on.apply_trade(trade(f"{80 + n}", f"{n + 1}", at=BEGAN, trade_id=str(n)), s(BEGAN))
    on.apply_trade(trade("83", "1", at=BEGAN, trade_id="again"), s(BEGAN))
    (column,) = look(on, BEGAN + 1).columns(1)
    assert len(column.trades) == TRADES_KEPT
    assert dict(column.trades)[Price("99").key] == TRADES_KEPT + 4
    assert min(size for _, size in column.trades) == 5


def test_of_a_deep_book_the_best_levels_are_counted_and_their_reach_is_told() -> None:
    bids = tuple(f"{2000 - n} 1" for n in range(LEVELS_KEPT + 50))
    on = SymbolMarket(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())
    on.apply_snapshot(snapshot(bids, ("2001 1",), at=BEGAN), s(BEGAN))
    look(on, BEGAN)
    (column,) = look(on, BEGAN + 1).columns(1)
    assert len(column.keys) == LEVELS_KEPT + 1
    lowest = Price(str(2000 - LEVELS_KEPT + 1)).key
    assert column.reach[0] == lowest
    assert column.mean_within(lowest, lowest + 1) == 1
    assert column.mean_within(lowest - 1, lowest) is None


def test_so_many_columns_are_kept_and_no_more() -> None:
    on = market()
    for n in range(COLUMNS_KEPT + 10):
        heat = look(on, BEGAN + n + 1)
    assert len(heat.columns(1)) == COLUMNS_KEPT
    assert heat.columns(1)[-1].number == int(BEGAN) + COLUMNS_KEPT + 9
    assert len(heat.told) == 0


def test_numbers_too_large_for_eight_bytes_are_kept_all_the_same() -> None:
    on = market("99 123456789012.123456789012345678")
    (column,) = look(on, BEGAN + 1).columns(1)
    sums = dict(zip(column.keys, column.sums, strict=True))
    assert sums[Price("99").key] == 123456789012123456789012345678 * TICKS


def test_both_sides_are_counted_as_the_book_has_them() -> None:
    on = market()
    on.apply_delta(delta(asks=("101 0", "102 5"), at=BEGAN + 0.5), s(BEGAN + 0.5))
    (column,) = look(on, BEGAN + 1).columns(1)
    assert column.ask == Price("102").key
    assert on.depth is not None
    assert on.depth.book.levels(Side.ASK)[0].size == 5
    assert dict(zip(column.keys, column.sums, strict=True))[Price("101").key] * 2 == TICKS * 10**column.places
    assert SECOND == TICKS * TICK_NS
