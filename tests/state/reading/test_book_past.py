"""The past of a book against the simulated exchange's own truth, over seeded markets; and when it begins anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from roxom_tui.model.book_columns import CHANGE_WINDOWS, TRADED_WINDOWS
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.market import AggressorSide, OrderSide, Side
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.values import replace
from roxom_tui.state.reading.book_past import BookPast, ChangeWindow
from roxom_tui.state.views.book_columns_builder import told_until
from tests.state.reading.told_markets import OURS, ToldMarket
from tests.support.spellings import DEPTH, GOLD, WALL, s, trade

MARKETS = range(2)


def changes_of(market: ToldMarket, width: int, *, later: int = 0, until: int | None = None) -> ChangeWindow:
    """As of now, or later if nothing more comes; other streams have told until now, if nothing else is said."""
    depth = market.store.markets.depth(GOLD)
    assert depth is not None
    return market.past.changes(width, market.now + later, until or market.world.now + later, depth.book)


def true_changes(market: ToldMarket, start: int, end: int) -> dict[int, tuple[Decimal, Decimal]]:
    """What was added or taken away at each key, and what was traded there."""
    found: defaultdict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for one in market.happened:
        if start <= one.at < end:
            change, traded = found[one.key]
            found[one.key] = change + one.change + one.traded, traded + one.traded
    return found


def compare(market: ToldMarket, width: int, seen: Counter[str]) -> None:
    """Count the levels whose change is told as it truly was, and those where it is told from what was traded."""
    found, step = changes_of(market, width), 5 * SECOND if width > 60 * SECOND else SECOND
    exchange_now = market.now - OURS + WALL - 500 * MILLISECOND
    end = exchange_now - exchange_now % step
    if found.sides is None:
        seen["not known"] += 1
        return
    true = true_changes(market, end - width, end)
    for side, sign in ((Side.BID, 1), (Side.ASK, -1)):
        for key in {one for one in true if one * sign > 0} | found.sides[side].by_key.keys():
            told = found.sides[side].at(key)
            truly, traded = true.get(key, (Decimal(0), Decimal(0)))
            if told is not None:
                seen["levels"] += 1
                seen["right"] += told == truly
                seen["with trades"] += bool(traded)
                seen["apart"] += bool(traded) and told == truly


def played(seed: int, *, batch: int = 0) -> Counter[str]:
    market, seen, second = ToldMarket(seed, batch=batch), Counter[str](), 0
    for _ in market.play(45):
        if market.now // SECOND != second:
            second = market.now // SECOND
            compare(market, 10 * SECOND, seen)
            compare(market, 30 * SECOND, seen)
    return seen


def test_what_changed_and_what_was_traded_are_told_apart_at_every_level_in_seeded_markets() -> None:
    total = sum((played(seed) for seed in MARKETS), Counter[str]())
    print(
        f"levels {total['levels']}, right {total['right']}; with trades {total['with trades']}, {total['apart']} apart"
    )
    assert total["levels"] > 6_000
    assert total["with trades"] > 500
    assert total["right"] == total["levels"]
    assert total["apart"] == total["with trades"]


def test_where_depth_comes_in_batches_most_levels_are_still_told_rightly() -> None:
    total = sum((played(seed, batch=100 * MILLISECOND) for seed in MARKETS), Counter[str]())
    print(
        f"batches: levels {total['levels']}, right {total['right']}; {total['apart']} of {total['with trades']} apart"
    )
    assert total["right"] >= 0.9 * total["levels"]
    assert total["apart"] >= 0.8 * total["with trades"]


def test_before_a_window_is_full_nothing_is_told_of_it_but_how_full_it_is() -> None:
    market = ToldMarket(1)
    for _ in market.play(12.8):
        pass
    assert changes_of(market, 10 * SECOND).sides is not None
    long = changes_of(market, 30 * SECOND)
    assert long.sides is None
    assert 11 * SECOND <= long.filled <= 12 * SECOND


def test_while_nothing_comes_the_window_ends_at_what_was_told_and_does_not_move_on() -> None:
    market = ToldMarket(1)
    for _ in market.play(20):
        pass
    until = told_until(market.store.markets.market(GOLD))
    assert until is not None
    assert market.world.now - until < SECOND
    before = changes_of(market, 10 * SECOND, until=until)
    assert before.sides is not None
    assert changes_of(market, 10 * SECOND, later=3 * SECOND, until=until) == before
    # That another stream tells of a later time shows that the book did not change meanwhile.
    assert changes_of(market, 10 * SECOND, later=3 * SECOND) != before


@pytest.mark.parametrize("width", CHANGE_WINDOWS)
def test_after_a_book_was_built_anew_every_window_begins_anew(width: int) -> None:
    market = ToldMarket(2)
    for _ in market.play(330 if width > 60 * SECOND else 40):
        pass
    assert changes_of(market, width).sides is not None
    market.past.rebuilt(market.store.markets.depth(GOLD).book, market.world.now)  # type: ignore[union-attr]
    assert changes_of(market, width).sides is None


def test_a_gap_in_the_trades_begins_every_window_anew() -> None:
    market = ToldMarket(3)
    for _ in market.play(40):
        pass
    market.past.trades_left()
    assert changes_of(market, 10 * SECOND).sides is None
    assert market.past.window(300 * SECOND, market.now) is None
    market.past.trades_joined(market.now)
    for _ in market.play(5):
        pass
    assert changes_of(market, 10 * SECOND).sides is None
    for _ in market.play(8):
        pass
    assert changes_of(market, 10 * SECOND).sides is not None


def test_a_trade_that_was_told_just_before_trades_were_joined_is_not_in_the_time_that_is_counted() -> None:
    past, price = BookPast(), trade("100").price
    past.trade(replace(trade("100", at=3), aggressor=AggressorSide.BUY), s(3))
    past.trades_joined(s(3))
    past.trade(replace(trade("100", "2", at=4), aggressor=AggressorSide.BUY), s(4))
    window = past.window(TRADED_WINDOWS[0], s(4))
    assert window is not None
    assert (window.since > WALL + s(3), window.sums) == (True, {price.ask_key: Decimal(2)})


def test_a_clock_that_jumps_begins_every_window_anew() -> None:
    market = ToldMarket(4)
    for _ in market.play(40):
        pass
    book = market.store.markets.depth(GOLD).book  # type: ignore[union-attr]
    market.past.turn(book, market.world.now + 3600 * SECOND, market.now)
    assert changes_of(market, 10 * SECOND).sides is None
    market.past.turn(book, market.world.now, market.now)
    assert changes_of(market, 10 * SECOND).sides is None


def queues_of(market: ToldMarket, seen: Counter[str]) -> None:
    """Hold the bracket of each own price against the true place of the order that stands first there."""
    truly, half_of = market.world.markets[GOLD], {OrderSide.BUY: (Side.BID, 1), OrderSide.SELL: (Side.ASK, -1)}
    first: dict[int, Decimal] = {}
    for order in market.world.account.live.values():
        if order.rests and order.price is not None:
            side, sign = half_of[order.side]
            ticks = order.price // truly.contract.tick
            lots = truly.book.half(side).before(ticks, order.id)
            key = sign * order.price * 10**10
            first[key] = min(first.get(key, Decimal(10**9)), Decimal(lots) / 100)
    places = market.past.queues.places()
    seen["extra"] += len(places.keys() - first.keys())
    for key, ahead in first.items():
        place = places.get(key)
        seen["places"] += 1
        if place is None:
            seen["unknown"] += 1
            continue
        holds = (place.low or Decimal(0)) <= ahead <= place.high
        seen["held"] += holds
        seen["brackets"] += place.low is not None
        seen["exact"] += place.low == place.high


def test_the_bracket_of_each_own_order_holds_its_true_place_in_seeded_markets() -> None:
    """But where a level was cut and refilled in one moment, of which the feed tells the sum alone."""
    total: Counter[str] = Counter()
    for seed in MARKETS:
        market = ToldMarket(seed)
        for _ in market.play(90):
            queues_of(market, total)
    print(
        f"places {total['places']}: held {total['held']}, with both bounds {total['brackets']}, {total['exact']} exact"
    )
    assert total["places"] > 5_000
    assert total["unknown"] == total["extra"] == 0
    assert total["held"] >= Decimal("0.9995") * total["places"]
    assert total["brackets"] > 0.5 * total["places"]


def test_where_a_message_is_missing_what_was_traded_counts_from_a_second_of_which_nothing_was_counted_before() -> None:
    market = ToldMarket(1)
    for _ in market.play(20):
        pass
    newest = market.past.ends
    market.past.missed(market.now)
    since = market.past.traded.since
    assert since is not None
    assert since >= newest
    assert since % SECOND == 0
    market.past.missed(market.now, since + 5)
    assert market.past.traded.since is not None
    assert market.past.traded.since > since + 5


def test_where_a_message_is_missing_while_the_book_waits_for_a_snapshot_no_trade_of_before_is_claimed() -> None:
    market = ToldMarket(1)
    for _ in market.play(20):
        pass
    market.store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
    for _ in market.play(5):
        pass
    market.past.missed(market.now)
    assert market.past.traded.since is not None
    assert market.past.traded.since >= market.world.now
