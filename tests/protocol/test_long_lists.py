"""Of a longer book the best levels are kept, of other lists the newest; what is left out is counted or named."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from roxom_tui.model.events import BookDelta, BookSnapshot, OrdersSeed, PositionsSeed, Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import GetRefused, decode_order_book, decode_orders, decode_positions
from roxom_tui.protocol.limits import MAX_LEVELS, MAX_LISTED, MAX_READ
from tests.protocol.reading import first_decoded as decoded
from tests.protocol.reading import levels, trades
from tests.support.get_bodies import NEWER_POSITION, OLDER_ORDER, body
from tests.support.samples import BALANCE, LONG_ORDER, account, market


@pytest.mark.parametrize("order", [1, -1], ids=["cheapest first", "dearest first"])
def test_of_a_longer_book_the_best_levels_are_kept_whatever_their_order_and_the_others_counted(order: int) -> None:
    sent = levels(MAX_LEVELS + 700)[::order]
    book = decoded(market("depth", bid=sent, ask=sent[: MAX_LEVELS + 1]))
    assert isinstance(book, BookSnapshot)
    prices = sorted((Decimal(price) for price, _ in sent), reverse=True)
    assert {price for price, _ in book.bids} == set(prices[:MAX_LEVELS])
    asks = sorted(Decimal(price) for price, _ in sent[: MAX_LEVELS + 1])
    assert {price for price, _ in book.asks} == set(asks[:MAX_LEVELS])
    assert book.left_out == 701


SPELLINGS: dict[str, Callable[[int], object]] = {
    "texts": lambda number: f"0.{number:08d}",
    "integers": lambda number: number,
    "fractions": lambda number: number / 1e8,
    "large fractions": lambda number: number + 0.5,
    "texts of two lengths": lambda number: f"0.{number:08d}" if number % 2 else f"0.{number:08d}00",
    "texts that no double tells apart": lambda number: f"12345678.{number:010d}",
    "texts of more decimals than sats have": lambda number: f"0.{number:012d}" if number < 9_000 else f"0.{number:09d}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("unit", ["btc", "sats"])
def test_the_best_levels_are_the_best_however_their_prices_are_spelled(spelling: str, unit: str) -> None:
    sent = [[SPELLINGS[spelling](number), 1] for number in range(1, 12_000)]
    Random(spelling).shuffle(sent)
    book = decoded(market("depth", bid=sent, ask=sent, unit=unit))
    if unit == "sats" and spelling == "texts of more decimals than sats have":
        assert isinstance(book, FrameRejected), "nothing unreadable is left out in silence"
        return
    assert isinstance(book, BookSnapshot), book
    prices = sorted(Decimal(str(price)) for price, _ in sent)
    scale = -8 if unit == "sats" else 0
    assert sorted(price for price, _ in book.bids) == [price.scaleb(scale) for price in prices[-MAX_LEVELS:]]
    assert sorted(price for price, _ in book.asks) == [price.scaleb(scale) for price in prices[:MAX_LEVELS]]
    assert book.left_out == 2 * (11_999 - MAX_LEVELS)


@pytest.mark.parametrize("count", [15_001, 40_000, 75_000])
def test_a_book_of_any_number_of_levels_that_a_frame_has_room_for_is_cut_and_not_refused(count: int) -> None:
    text = market("depth", bid=levels(count), ask=levels(count)).replace(", ", ",")
    book = decoded(text)
    assert isinstance(book, BookSnapshot), book
    assert (len(book.bids), len(book.asks), book.left_out) == (MAX_LEVELS, MAX_LEVELS, 2 * (count - MAX_LEVELS))


@pytest.mark.parametrize(
    "bad", ["0.1.2", "1e5", "nan", "inf", "1_0", " 1", "\u0661", "-1", True, None, 1e-30, 10**18, {}]
)
@pytest.mark.parametrize("spelling", ["texts", "integers", "fractions"])
def test_one_unreadable_price_refuses_a_longer_book_wherever_it_stands(spelling: str, bad: object) -> None:
    for count in (MAX_LEVELS + 9, MAX_READ + 9):
        sent: list[list[object]] = [[SPELLINGS[spelling](number), 1] for number in range(1, count)]
        sent[count // 2][0] = bad
        assert isinstance(decoded(market("depth", bid=[], ask=sent)), FrameRejected)


def test_of_a_longer_book_nothing_unreadable_is_left_out_in_silence() -> None:
    sent = levels(MAX_LEVELS + 3)
    filled = decoded(market("depth", bid=[["0", "0"], *sent], ask=sent))
    assert isinstance(filled, BookSnapshot)
    assert len(filled.bids) == MAX_LEVELS + 3, "a filler is none of them"
    refusal = decoded(market("depth", bid=[["0.1.2", "1"], *sent], ask=sent))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.BAD_NUMBER


def test_changes_of_any_number_of_levels_are_read_whole() -> None:
    delta = decoded(market("depth", "delta", bid=levels(2 * MAX_LEVELS), ask=[]))
    assert isinstance(delta, BookDelta)
    assert len(delta.bids) == 2 * MAX_LEVELS


def test_the_answer_of_a_get_keeps_the_best_levels_as_well() -> None:
    sent = [{"price": price, "size": size} for price, size in levels(MAX_LEVELS + 9)]
    book = decode_order_book(body({"buys": sent, "sells": sent[:7]}), 200, Symbol("GOLD-BTC"))
    assert isinstance(book, BookSnapshot)
    assert (len(book.bids), len(book.asks), book.left_out) == (MAX_LEVELS, 7, 9)
    assert min(price for price, _ in book.bids) == Decimal(sent[9]["price"])


def test_five_thousand_orders_are_listed_and_of_more_the_newest() -> None:
    def listed(count: int) -> OrdersSeed:
        orders = [{**OLDER_ORDER, "id": f"o-{n}", "createdAt": 1_767_225_600_000 + n % 5_999} for n in range(count)]
        seed = decode_orders(body(orders), 200)
        assert isinstance(seed, OrdersSeed)
        return seed

    whole = listed(MAX_LISTED)
    assert (len(whole.orders), whole.left_out) == (5_000, frozenset())
    some = listed(MAX_LISTED + 999)
    assert [order.order_id for order in some.orders] == [f"o-{n}" for n in range(999, 5_999)]
    assert some.left_out == {f"o-{n}" for n in range(999)}


def test_one_order_without_an_id_refuses_a_list_however_old_it_is() -> None:
    orders = [{**OLDER_ORDER, "id": f"o-{n}"} for n in range(MAX_LISTED)]
    nameless = {key: value for key, value in OLDER_ORDER.items() if key != "id"} | {"createdAt": 1_000_000_000_000}
    assert isinstance(decode_orders(body([nameless, *orders]), 200), GetRefused)


def test_five_thousand_positions_are_listed_and_of_more_the_newest() -> None:
    positions = [{**NEWER_POSITION, "id": f"p-{n}", "updatedAt": 1_767_225_600_000 + n} for n in range(MAX_LISTED + 2)]
    seed = decode_positions(body({"positions": positions}), 200, Symbol("GOLD-BTC"))
    assert isinstance(seed, PositionsSeed)
    assert len(seed.positions) == MAX_LISTED
    assert seed.left_out == {"p-0", "p-1"}


@pytest.mark.parametrize(
    ("frame", "stream", "words"),
    [
        (trades(MAX_LISTED + 5), "trade.GOLD-BTC", "newest 5,000 of 5,005 trades"),
        (account("balance", [BALANCE] * (MAX_LISTED + 1)), "balance", "newest 5,000 of 5,001 items"),
        (account("order", [LONG_ORDER] * (MAX_LISTED + 1)), "orders", "newest 5,000 of 5,001 items"),
    ],
    ids=["trades", "balances", "orders"],
)
def test_of_a_message_that_is_too_long_the_newest_are_read_and_the_stream_is_told_what_is_missing(
    frame: str, stream: str, words: str
) -> None:
    *events, rejected = Decoder().decode(frame)
    assert len(events) == MAX_LISTED
    assert isinstance(rejected, FrameRejected)
    assert (rejected.reason, rejected.detail, str(rejected.stream)) == (RejectReason.TOO_LARGE, words, stream)


def test_the_trades_that_are_read_of_too_many_are_the_newest_ones() -> None:
    frame: dict[str, Any] = json.loads(trades(MAX_LISTED + 5))
    frame["data"].reverse()
    times = [event.exchange_at for event in Decoder().decode(json.dumps(frame)) if isinstance(event, Trade)]
    assert times == [10**18 + number for number in range(5, MAX_LISTED + 5)]
