"""Pressure on the price, against naive references: weighted mid, imbalance over a scope, order flow over a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import BookSnapshot, Quote
from roxom_tui.model.market import DepthMode, ImbalanceScope, Level, PricedSize, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.reading.pressure import (
    DRIFT_NS,
    FLOW_WINDOW_NS,
    SLOT_NS,
    SLOTS,
    UNHEARD_NS,
    Flow,
    OrderFlow,
    imbalance,
    weighted_mid_offset,
)
from tests.support.spellings import GOLD, WALL, delta, quote, s, snapshot

SIZES = st.decimals("0.01", 10**6, places=4).map(Size)
LEVELS = st.builds(Level, st.integers(9_000, 11_000).map(lambda ticks: Price(f"{ticks / 100:.2f}")), SIZES)
SIDES = st.lists(LEVELS, max_size=40)
QUOTES = st.tuples(st.none() | LEVELS, st.none() | LEVELS, st.integers(0, 12 * SLOT_NS))

CLOSE = Fraction(1, 10**20)
"""A quotient has 28 digits."""


def _book(bids: Sequence[Level], asks: Sequence[Level]) -> OrderBook:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(BookSnapshot(GOLD, tuple(bids), tuple(asks), WALL))
    return book


def _naive_scope(book: OrderBook, scope: ImbalanceScope) -> tuple[list[Level], list[Level]] | None:
    bids, asks = (book.levels(side) for side in Side)
    if scope is ImbalanceScope.NEAR:
        if not bids or not asks:
            return None
        mid = (Fraction(bids[0].price) + Fraction(asks[0].price)) / 2
        bids, asks = (
            [one for one in side if abs(Fraction(one.price) - mid) <= mid / 1000 and _is_run(side, one, mid)]
            for side in (bids, asks)
        )
    elif scope is not ImbalanceScope.WHOLE:
        count = 5 if scope is ImbalanceScope.TOP_5 else 10
        bids, asks = bids[:count], asks[:count]
    return bids, asks


def _is_run(side: list[Level], level: Level, mid: Fraction) -> bool:
    """Whether everything better than a level is near the mid as well: crossed books can have it otherwise."""
    better = side[: side.index(level)]
    return all(abs(Fraction(one.price) - mid) <= mid / 1000 for one in better)


@given(SIDES, SIDES, st.sampled_from(ImbalanceScope))
def test_the_imbalance_is_the_difference_of_both_sides_by_their_sum(
    bids: list[Level], asks: list[Level], scope: ImbalanceScope
) -> None:
    book = _book(bids, asks)
    found, naive = imbalance(book, scope), _naive_scope(book, scope)
    if naive is None or not any(naive):
        assert found is None
        return
    of_bids, of_asks = (sum((Fraction(one.size) for one in side), Fraction(0)) for side in naive)
    assert found is not None
    assert abs(Fraction(found.share) - (of_bids - of_asks) / (of_bids + of_asks)) < CLOSE
    assert sum(map(Fraction, found.bids)) == of_bids, "its thirds are exact"
    assert sum(map(Fraction, found.asks)) == of_asks
    assert -1 <= found.share <= 1


def test_a_size_of_as_many_digits_as_the_wire_allows_is_not_lost_beside_another() -> None:
    longest = "999999999999999999.999999999999999999"
    found = imbalance(_book_of((f"99 {longest}",), ("101 1",)), ImbalanceScope.WHOLE)
    assert found is not None
    assert str(found.bids[-1]) == longest


def test_within_ten_basis_points_of_the_mid_both_ends_count() -> None:
    book = _book_of(("999.5 1", "999 2", "998.9 4"), ("1000.5 8", "1001 16", "1001.1 32"))
    found = imbalance(book, ImbalanceScope.NEAR)
    assert found is not None
    assert (sum(found.bids), sum(found.asks)) == (3, 24)


def test_what_lies_beyond_the_newest_snapshot_makes_an_estimate_of_a_scope_that_reaches_there() -> None:
    book = _book_of(("999.9 1", "999.8 2"), ("1000.1 8", "1000.2 16"))
    assert [_is_estimate(book, scope) for scope in ImbalanceScope] == [False, False, True, False]
    book.apply_delta(delta(("990 1",), at=1))
    assert [_is_estimate(book, scope) for scope in ImbalanceScope] == [True, True, True, True]
    assert not _is_estimate(_book_of(("999.5 1", "990 1"), ("1000.5 1", "1010 1")), ImbalanceScope.NEAR)


def test_of_a_book_too_long_to_be_kept_the_whole_is_an_estimate() -> None:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(replace(snapshot(("999 1",), ("1000 1",)), left_out=7))
    assert _is_estimate(book, ImbalanceScope.WHOLE)
    assert not _is_estimate(book, ImbalanceScope.TOP_5)


def _book_of(bids: tuple[str, ...], asks: tuple[str, ...]) -> OrderBook:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot(bids, asks))
    return book


def _is_estimate(book: OrderBook, scope: ImbalanceScope) -> bool:
    found = imbalance(book, scope)
    assert found is not None
    return found.is_estimate


@given(LEVELS, LEVELS)
def test_the_weighted_mid_is_told_from_the_mid(bid: Level, ask: Level) -> None:
    found = weighted_mid_offset(Quote(GOLD, bid, ask, WALL))
    prices, sizes = (Fraction(bid.price), Fraction(ask.price)), (Fraction(bid.size), Fraction(ask.size))
    weighted = (prices[0] * sizes[1] + prices[1] * sizes[0]) / (sizes[0] + sizes[1])
    assert found is not None
    assert abs(Fraction(found) - (weighted - (prices[0] + prices[1]) / 2)) < CLOSE


@pytest.mark.parametrize("one_sided", [None, quote(bid=None), quote(ask=None), quote("100 0", "101 0")])
def test_without_both_sides_there_is_no_weighted_mid(one_sided: Quote | None) -> None:
    assert weighted_mid_offset(one_sided) is None


def _added(before: Quote, now: Quote) -> Fraction:
    """As the paper writes it, with a side that is empty beyond every price and of no size."""

    def side(level: PricedSize | None, nowhere: Fraction) -> tuple[Fraction, Fraction]:
        return (nowhere, Fraction(0)) if level is None else (Fraction(level[0]), Fraction(level[1]))

    low, high = Fraction(-1), Fraction(10**9)
    (bid, bid_size), (bid_was, bid_size_was) = side(now.bid, low), side(before.bid, low)
    (ask, ask_size), (ask_was, ask_size_was) = side(now.ask, high), side(before.ask, high)
    return (
        (bid >= bid_was) * bid_size
        - (bid <= bid_was) * bid_size_was
        - (ask <= ask_was) * ask_size
        + (ask >= ask_was) * ask_size_was
    )


@given(st.lists(QUOTES, min_size=1, max_size=40), st.integers(0, 200 * SLOT_NS))
def test_the_order_flow_is_the_sum_of_a_window_by_the_mean_size_of_its_best_prices(
    told: list[tuple[Level | None, Level | None, int]], later: int
) -> None:
    flow, at, quotes = OrderFlow(), s(100), list[tuple[int, Quote]]()
    for bid, ask, after in told:
        at += after
        quotes.append((at, Quote(GOLD, bid, ask, WALL + at)))
        flow.note(quotes[-1][1], at)
        if after % 2:
            flow.read(at + after // 3)
    now = at + later
    silent = [place for place, ((one, _), (next_, _)) in enumerate(pairwise(quotes), 1) if next_ - one > UNHEARD_NS]
    quotes = quotes[max(silent, default=0) :]
    quotes = [
        one
        for before, one in zip([None, *quotes], quotes, strict=False)
        if before is None or (one[1].bid, one[1].ask) != (before[1].bid, before[1].ask)
    ]
    oldest = now // SLOT_NS - SLOTS + 1
    added = [(at, _added(before, one)) for (_, before), (at, one) in pairwise(quotes)]
    total = sum((size for at, size in added if at // SLOT_NS >= oldest), Fraction(0))
    seen = [one for at, one in quotes if at // SLOT_NS >= oldest] or [quotes[-1][1]]
    touch = sum((Fraction(side[1]) for one in seen for side in (one.bid, one.ask) if side is not None), Fraction(0))
    found = flow.read(now)
    if not touch:
        assert found is None
        return
    assert found is not None
    assert abs(Fraction(found.value) - total * 2 * len(seen) / touch) < CLOSE * (1 + abs(total))
    assert found.watched_ns == min(FLOW_WINDOW_NS, now - quotes[0][0])


def test_what_is_kept_of_a_flood_is_bounded() -> None:
    flow = OrderFlow()
    for number in range(5_000):
        at = number * SLOT_NS // 4
        flow.note(replace(quote(f"100 {number % 7 + 1}"), exchange_at=WALL + at), at)
    assert len(flow._past) == SLOTS - 1, "and the running one"
    flow.read(10**6 * SLOT_NS)
    assert len(flow._past) == 0


def test_a_restart_counts_nothing_of_before() -> None:
    flow = OrderFlow()
    flow.note(quote("100 1", at=1), s(1))
    flow.note(quote("100 9", at=2), s(2))
    flow.restart()
    assert flow.read(s(3)) is None
    flow.note(quote("100 50", at=4), s(4))
    found = flow.read(s(6))
    assert found is not None
    assert (found.value, found.watched_ns) == (Decimal(0), s(2))


def test_of_quotes_that_are_left_nothing_is_counted_until_they_are_joined() -> None:
    flow = OrderFlow()
    flow.note(quote("100 1", at=1), s(1))
    flow.leave()
    flow.note(quote("100 9", at=2), s(2))
    assert flow.read(s(2)) is None
    flow.join()
    flow.note(quote("100 3", at=3), s(3))
    flow.join()
    flow.note(quote("100 5", at=4), s(4))
    found = flow.read(s(4))
    assert found is not None
    assert found.watched_ns == s(1), "joined once more without a gap it goes on"
    assert found.value == Decimal(2) / ((Decimal(3 + 1) + Decimal(5 + 1)) / 4)


def test_over_a_silence_in_which_quotes_may_be_missing_nothing_is_counted_unless_the_same_was_told_meanwhile() -> None:
    flows = OrderFlow(), OrderFlow()
    for flow, meanwhile in zip(flows, ((), (3, 6)), strict=True):
        for at in (0, *meanwhile):
            flow.note(quote("100 1", at=at), s(at))
        flow.note(quote("100 9", at=7), s(7))
    over, known = (flow.read(s(7)) for flow in flows)
    assert over == Flow(Decimal(0), 0)
    assert known is not None
    assert (known.value > 0, known.watched_ns) == (True, s(7))


def test_a_quote_that_says_the_same_again_is_none() -> None:
    once, twice = OrderFlow(), OrderFlow()
    for flow, repeats in ((once, 1), (twice, 3)):
        for number, bid in enumerate(("100 1", "100 9", "99 2")):
            for _ in range(repeats):
                flow.note(quote(bid, at=number), s(number))
    assert once.read(s(4)) == twice.read(s(4))


def told_late(flow: OrderFlow, since: int, until: int, lateness: Callable[[int], int]) -> None:
    """A quote each tenth of a second of the exchange, each so late."""
    for at in range(since, until, SLOT_NS):
        came = at + lateness(at)
        flow.note(replace(quote(f"100 {at // SLOT_NS % 7 + 1}"), exchange_at=WALL + at), came)


def test_quotes_that_queued_up_and_come_at_once_are_no_more_of_the_window_than_their_last_second() -> None:
    flow = OrderFlow()
    told_late(flow, s(100), s(108), lambda at: s(108) - at)
    found = flow.read(s(108))
    assert found is not None
    assert found.watched_ns == 0
    assert flow._count <= DRIFT_NS // SLOT_NS + 1
    told_late(flow, s(108), s(120), lambda at: 0)
    found = flow.read(s(120))
    assert found is not None
    assert found.watched_ns == FLOW_WINDOW_NS


def test_quotes_that_begin_to_come_late_begin_the_order_flow_anew_and_late_ones_alone_do_not() -> None:
    flow = OrderFlow()
    told_late(flow, s(100), s(105), lambda at: 0)
    told_late(flow, s(105), s(110), lambda at: s(4))
    found = flow.read(s(114))
    assert found is not None
    assert found.watched_ns == s(5)
    told_late(flow, s(110), s(120), lambda at: s(4) + DRIFT_NS * (at // SLOT_NS % 2))
    found = flow.read(s(124))
    assert found is not None
    assert found.watched_ns == FLOW_WINDOW_NS


def test_without_any_size_at_the_best_prices_there_is_no_measure() -> None:
    flow = OrderFlow()
    flow.note(quote(bid=None, ask=None), s(1))
    assert flow.read(s(1)) is None
