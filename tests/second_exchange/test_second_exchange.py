"""The second exchange without sockets: what it tells is what is true, in every habit it can take."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from tests.second_exchange.folding import Folded
from tests.support.second_exchange.conventions import (
    Conventions,
    Deltas,
    LevelOrder,
    QuoteTimes,
    RestShape,
    Untouched,
    chosen,
)
from tests.support.second_exchange.encoding import Encoder, Message, text
from tests.support.second_exchange.happenings import (
    AccountEvent,
    AccountKind,
    Delta,
    Happening,
    Quote,
    Side,
    Ticker,
    Trade,
)
from tests.support.second_exchange.rest import answer
from tests.support.second_exchange.server import stream_of
from tests.support.second_exchange.venue import Venue, in_decimals

START = 1_780_000_000 * SECOND
GOLD = "GOLD-BTC"

HABITS = [
    Conventions(),
    Conventions(deltas=Deltas.SIGNED, untouched=Untouched.NULL, level_order=LevelOrder.WORST_FIRST),
    Conventions(untouched=Untouched.EMPTY, level_order=LevelOrder.BEST_FIRST, trailing_zeros=False, levels=7),
    Conventions(deltas=Deltas.SIGNED, quotes=QuoteTimes.WITH_DELTAS, levels=60),
]


def running(conventions: Conventions | None = None, seed: int = 1, rate: float = 150) -> Venue:
    return Venue(conventions or Conventions(), seed, rate, START)


def happenings(venue: Venue, seconds: int) -> Iterator[Happening]:
    for tick in range(1, seconds * 20 + 1):
        yield from venue.advance(START + tick * SECOND // 20)


def of_type(kind: type[Any], found: list[Happening], symbol: str = GOLD) -> list[Any]:
    return [one for one in found if isinstance(one, kind) and stream_of(one).symbol == symbol]


@pytest.mark.parametrize("conventions", HABITS)
def test_a_snapshot_and_its_deltas_folded_are_the_book_at_the_time_of_each_delta(conventions: Conventions) -> None:
    venue, encoder = running(conventions), Encoder(conventions, 1)
    book = Folded(signed=conventions.deltas is Deltas.SIGNED)
    book.take(encoder.snapshot(GOLD, venue.floors[GOLD].published, venue.floors[GOLD].published_at))
    deltas = 0
    for happening in happenings(venue, 30):
        if isinstance(happening, Delta) and happening.symbol == GOLD:
            book.take(encoder.message(happening))
            deltas += 1
            assert {Side(name): levels for name, levels in book.sides.items()} == venue.book(GOLD, happening.time)
    assert deltas > 200


@pytest.mark.parametrize("seed", range(3))
def test_quotes_tell_the_book_at_their_own_moment_and_no_delta_has_that_moment(seed: int) -> None:
    venue = running(seed=seed)
    of_deltas, of_quotes = set(), []
    for happening in happenings(venue, 40):
        quote = happening.quote if isinstance(happening, Ticker) else happening
        if isinstance(quote, Quote):
            of_quotes.append((quote.symbol, quote.time))
            assert quote == venue.floors[quote.symbol].truth.quote(quote.symbol, quote.time)
        elif isinstance(happening, Delta):
            of_deltas.add((happening.symbol, happening.time))
    assert len(of_quotes) > 1000
    assert not of_deltas.intersection(of_quotes)


def test_with_the_usual_habit_each_quote_comes_at_the_moment_of_a_delta() -> None:
    found = list(happenings(running(Conventions(quotes=QuoteTimes.WITH_DELTAS)), 30))
    moments = {one.time for one in of_type(Delta, found)}
    quotes = of_type(Quote, found)
    assert sum(quote.time in moments for quote in quotes) > len(quotes) * 0.8


def test_few_quotes_name_a_top_that_no_delta_ever_shows() -> None:
    venue = running(rate=100)
    book, tops, quotes = Folded(signed=False), list[tuple[int, object]](), list[Quote]()
    encoder = Encoder(venue.conventions, 1)
    book.take(encoder.snapshot(GOLD, venue.floors[GOLD].published, START))
    for happening in happenings(venue, 150):
        if isinstance(happening, Delta) and happening.symbol == GOLD:
            book.take(encoder.message(happening))
            tops.append((happening.time, _top(venue, happening.time)))
        elif isinstance(happening, Quote) and happening.symbol == GOLD:
            quotes.append(happening)
    unseen = [one for one in quotes if not _is_shown(one, tops)]
    assert len(unseen) < len(quotes) * 0.03


def _top(venue: Venue, at: int) -> object:
    quote = venue.floors[GOLD].truth.quote(GOLD, at)
    return quote.bid, quote.ask


def _is_shown(quote: Quote, tops: list[tuple[int, object]]) -> bool:
    return any(abs(time - quote.time) < SECOND and top == (quote.bid, quote.ask) for time, top in tops)


@pytest.mark.parametrize("levels", [5, 40, 300, 5000])
def test_the_market_stays_plausible(levels: int) -> None:
    venue = running(Conventions(levels=levels))
    middles = set()
    for happening in happenings(venue, 20):
        if isinstance(happening, Delta):
            floor = venue.floors[happening.symbol]
            quote = floor.truth.quote(happening.symbol, happening.time)
            assert quote.bid
            assert quote.ask
            assert quote.bid[0] < quote.ask[0]
            assert all(abs(len(side) - levels) <= max(6, levels // 20) for side in floor.market.sides.values())
            middles.add((happening.symbol, floor.market.middle()))
    assert len(middles) > 12


def test_the_past_of_a_book_can_be_asked_for() -> None:
    venue = running()
    seen = {}
    for happening in happenings(venue, 20):
        if isinstance(happening, Quote) and happening.symbol == GOLD:
            sides = {side: dict(levels) for side, levels in venue.floors[GOLD].market.sides.items()}
            seen[happening.time] = in_decimals(venue.floors[GOLD].instrument, sides)
    assert len(seen) > 100
    for time, book in seen.items():
        assert venue.book(GOLD, time) == book


def test_a_window_holds_every_size_and_every_top_that_there_was() -> None:
    venue = running()
    list(happenings(venue, 20))
    truth = venue.floors[GOLD].truth
    since, until = START + 8 * SECOND, START + 9 * SECOND
    sizes = truth.sizes(since, until)
    tops = {(one.bid, one.ask) for one in truth.quotes(GOLD, since, until)}
    for moment in range(since, until + 1, SECOND // 200):
        quote = truth.quote(GOLD, moment)
        assert (quote.bid, quote.ask) in tops
        for side, levels in truth.book(moment).items():
            assert all(size in sizes[side, price] for price, size in levels.items())
    assert any(len(held) > 1 for held in sizes.values())


def test_an_emptied_side_is_told_and_comes_back() -> None:
    venue = running()
    list(happenings(venue, 5))
    venue.empty(GOLD, Side.ASK, 2.0)
    gone, back = itertools.tee(quote for quote in happenings_after(venue, 8) if isinstance(quote, Quote))
    assert any(quote.ask is None and quote.bid for quote in gone if quote.symbol == GOLD)
    assert [quote for quote in back if quote.symbol == GOLD][-1].ask
    encoder = Encoder(Conventions(), 1)
    message = encoder.message(Quote(GOLD, START, (43_000, 5), None))
    assert _data(message)["ask"] is None


def happenings_after(venue: Venue, seconds: int) -> Iterator[Happening]:
    begin = venue.now
    for tick in range(1, seconds * 20 + 1):
        yield from venue.advance(begin + tick * SECOND // 20)


def test_the_same_seed_tells_the_same_and_another_seed_something_else() -> None:
    def told(seed: int) -> list[str]:
        encoder = Encoder(Conventions(), seed)
        return [text(encoder.message(one)) for one in happenings(running(seed=seed), 5)]

    assert told(3) == told(3)
    assert told(3) != told(4)


def test_the_rate_is_what_was_asked_for() -> None:
    for rate in (40, 150):
        found = [one for one in happenings(running(rate=rate), 100) if not isinstance(one, AccountEvent)]
        assert rate * 0.85 < len(found) / 100 < rate * 1.15


def test_the_account_is_filled_now_and_then_and_its_balance_has_no_gap() -> None:
    venue = running()
    last = str(venue.account.balance)
    fills = 0
    for happening in happenings(venue, 150):
        if isinstance(happening, AccountEvent) and happening.kind is AccountKind.BALANCE:
            assert happening.data["balanceBefore"] == last
            last = str(happening.data["balanceAfter"])
            fills += 1
    assert fills > 5
    assert last == str(venue.account.balance)
    assert len(venue.account.working()) > 2
    assert venue.account.positions


def test_every_working_limit_order_rests_in_the_book() -> None:
    venue = running()
    list(happenings(venue, 100))
    resting = [one for one in venue.account.working() if one.kind == "limit"]
    assert resting
    for order in resting:
        assert order.price is not None
        assert venue.book(order.instrument.symbol)[order.side][order.price] >= order.left


def test_positions_may_be_told_with_sizes_below_zero() -> None:
    for negative in (False, True):
        venue = running(Conventions(negative_shorts=negative))
        account = venue.account
        data = account.position_data(account.positions[GOLD], Decimal("0.043"))
        event = AccountEvent(AccountKind.POSITION, START, data)
        told = _only(Encoder(venue.conventions, 1).message(event))
        assert told["side"] == "short"
        assert str(told["size"]).startswith("-") is negative


def test_a_trade_is_told_in_numbers_and_with_other_names() -> None:
    trade = Trade(GOLD, START, 7, 43_125, 150, Side.ASK, 9000, 43_200, 43_000)
    data = _data(Encoder(Conventions(), 1).message(trade))
    assert data["price"] == 0.043125
    assert data["size"] == 1.5
    assert data["takerSide"] == "BUY"
    assert data["volume24h"] == 90.0
    assert data["timestamp"] == START // 1_000_000
    usual = Conventions(trade_aliases=False, trade_numbers=False, trades_in_array=True, trade_times_in_ms=False)
    plain = _only(Encoder(usual, 1).message(trade))
    assert (plain["px"], plain["side"], plain["timestamp"]) == ("0.04312500", "buy", START)


def test_the_ticker_may_be_in_sats() -> None:
    venue = running(Conventions(ticker_in_sats=True))
    floor = venue.floors[GOLD]
    data = _data(Encoder(venue.conventions, 1).message(floor.newest_ticker))
    assert data["unit"] == "sats"
    assert Decimal(str(data["markPrice"])) == floor.newest_ticker.mark * 100_000_000


def _data(message: Message) -> dict[str, object]:
    data = message["data"]
    assert isinstance(data, dict)
    return data


def _only(message: Message) -> dict[str, object]:
    data = message["data"]
    assert isinstance(data, list)
    (only,) = data
    assert isinstance(only, dict)
    return only


def test_gets_without_a_required_query_are_refused() -> None:
    venue = running()
    for path, query in (
        ("/v1/positions", {"instType": "perpetual"}),
        ("/v1/orders", {}),
        ("/v1/orderbook/snapshot", {"symbol": GOLD}),
        ("/v1/positions", {"instType": "perpetual", "symbol": "TEA-BTC"}),
        ("/v1/accounts/balance", {"unit": "euro"}),
    ):
        assert answer(venue, path, query)[0] == 400
    assert answer(venue, "/v1/klines", {})[0] == 404


@pytest.mark.parametrize("shape", list(RestShape))
def test_gets_tell_the_same_account_in_both_shapes(shape: RestShape) -> None:
    venue = running(Conventions(rest_shape=shape))
    query = {"instType": "perpetual", "symbol": GOLD, "unit": "btc"}
    held = venue.account.positions[GOLD]
    _, positions = answer(venue, "/v1/positions", query)
    assert str(float(abs(held.signed))) in str(positions)
    _, balance = answer(venue, "/api/v1/accounts/balance", {"unit": "btc"})
    assert str(float(venue.account.balance)) in str(balance)
    _, orders = answer(venue, "/v1/orders", {"instType": "perpetual"})
    assert all(order.id in str(orders) for order in venue.account.working())


def test_the_snapshot_by_get_is_the_published_book() -> None:
    venue = running()
    list(happenings(venue, 5))
    _, told = answer(venue, "/v1/orderbook/snapshot", {"symbol": GOLD, "instType": "perpetual", "levels": "40"})
    floor = venue.floors[GOLD]
    published = in_decimals(floor.instrument, floor.published)
    for side, name in ((Side.BID, "buys"), (Side.ASK, "sells")):
        levels = told["data"][name]  # type: ignore[index]
        assert len(levels) == 40
        assert all(published[side][Decimal(one["price"])] == Decimal(one["size"]) for one in levels)


def test_conventions_are_chosen_by_name() -> None:
    assert chosen(["deltas=signed", "levels=900", "nested_account_type=true"]) == Conventions(
        deltas=Deltas.SIGNED, levels=900, nested_account_type=True
    )
    with pytest.raises(ValueError, match="no convention"):
        chosen(["tea=green"])
