"""The grammar of numbers and the magnitudes of times."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import inf, nan
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roxom_tui.model.events import BookDelta, BookSnapshot, OrderUpdate, PositionUpdate, Quote, Ticker, Trade
from roxom_tui.model.money import SATS_PER_BTC, Price, Unit
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.numbers import (
    DECIMALS,
    FLOATS,
    INTERESTS,
    MAX_DIGITS,
    MEMO_SIZE,
    MONEY,
    RESTING_SIZES,
    SIZES,
    UNSTATED,
    VOLUMES,
    NumberMemo,
    optional,
    sats_to_btc,
    text_of_float,
)
from roxom_tui.protocol.refusal import Refusal
from tests.protocol.reading import first_decoded as decoded
from tests.support.samples import DEPTH, LONG_ORDER, POSITION, TICKER, account, market

PRICES = MONEY[Unit.BTC].prices
GRAMMAR = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
REFUSED = [
    "",
    " 1",
    "1 ",
    "1\n",
    "+1",
    "1_000",
    "1,000",
    "٣",
    "１",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1e9",
    "1E9",
    "1e99999999",
    ".5",
    "5.",
    "1.2.3",
    "--1",
    "-",
    "0x10",
    "1" * 19,
    "1." + "1" * 19,
    "1" * 100_000,
    "²",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("memo", [PRICES, SIZES, DECIMALS, MONEY[Unit.SATS].amounts])
def test_what_the_grammar_does_not_know_is_refused(memo: NumberMemo[Decimal], text: str) -> None:
    with pytest.raises(Refusal) as refused:
        memo.read(text)
    assert refused.value.reason is RejectReason.BAD_NUMBER
    assert len(refused.value.detail) < 60
    assert text not in memo.known


@pytest.mark.parametrize("value", [True, False, None, [], {}, b"1", Decimal(1)])
def test_what_is_neither_text_nor_number_is_refused(value: Any) -> None:
    PRICES.read("1")  # equal to 1.0 and True as a key
    with pytest.raises(Refusal) as refused:
        PRICES.read(value)
    assert refused.value.reason is RejectReason.WRONG_TYPE
    assert optional(PRICES, value) is None


def test_an_integer_is_exact_up_to_18_digits() -> None:
    assert PRICES.read(10**18 - 1) == 10**18 - 1
    for over in (10**18, -(10**18)):
        with pytest.raises(Refusal):
            PRICES.read(over)


@given(st.from_regex(GRAMMAR, fullmatch=True))
def test_a_number_keeps_its_digits_and_a_second_reading_is_the_same_object(text: str) -> None:
    size = SIZES.read(text)
    assert size.as_tuple() == Decimal(text).as_tuple()
    assert SIZES.read(text) is size
    price = optional(PRICES, text)
    if size <= 0:
        assert price is None
    else:
        assert type(price) is Price
        assert (price, price.decimals) == (Decimal(text), len(text.partition(".")[2]))
        assert PRICES.read(text) is price


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("value", ["0", "0.00000000", "-0", "-0.00000001", "-5", 0, -5])
def test_nothing_is_for_sale_at_zero_or_below(unit: Unit, value: Any) -> None:
    for money in (MONEY[unit], UNSTATED[unit]):
        with pytest.raises(Refusal) as refused:
            money.prices.read(value)
        assert refused.value.reason is RejectReason.BAD_NUMBER
        assert money.amounts.read(value) <= 0


@given(st.text(max_size=40) | st.from_regex(r"[-+]?\d{0,20}\.?\d{0,20}(e\d)?"))
def test_a_text_is_a_number_exactly_if_the_grammar_says_so(text: str) -> None:
    is_number = GRAMMAR.fullmatch(text) is not None
    assert (optional(DECIMALS, text) is not None) is is_number
    assert (optional(PRICES, text) is not None) is (is_number and Decimal(text) > 0)
    for sizes in (RESTING_SIZES, INTERESTS, VOLUMES):
        assert (optional(sizes, text) is not None) is (is_number and Decimal(text) >= 0)


@pytest.mark.parametrize(
    ("sats", "btc"),
    [
        ("4312500", "0.04312500"),
        ("1", "0.00000001"),
        ("-12", "-0.00000012"),
        ("4312500.5", "0.043125005"),
        ("0", "0.00000000"),
    ],
)
def test_sats_are_shifted_not_divided(sats: str, btc: str) -> None:
    shifted = sats_to_btc(Decimal(sats))
    assert shifted.as_tuple() == Decimal(btc).as_tuple()


@example("123456789012345678.123456789012345678")
@given(st.from_regex(GRAMMAR, fullmatch=True))
def test_no_digit_of_sats_is_lost(text: str) -> None:
    btc = MONEY[Unit.SATS].amounts.read(text)
    assert btc.as_tuple().digits == Decimal(text).as_tuple().digits
    sign, digits, exponent = btc.as_tuple()
    assert isinstance(exponent, int)
    assert Decimal((sign, digits, exponent + 8)) == Decimal(text)
    assert SATS_PER_BTC == 10**8


def test_a_price_in_sats_with_more_decimals_than_btc_can_state_is_refused() -> None:
    with pytest.raises(Refusal):
        MONEY[Unit.SATS].prices.read("1.00000000001")


def test_an_integer_without_a_unit_in_an_answer_is_sats_and_a_text_is_as_asked_for() -> None:
    asked_for_btc = UNSTATED[Unit.BTC]
    assert asked_for_btc.prices.read(4312500) == asked_for_btc.prices.read("0.043125")
    assert asked_for_btc.amounts.read(4312500) == Decimal("0.043125")
    assert UNSTATED[Unit.SATS].amounts.read("4312500") == Decimal("0.043125")


def test_a_full_memo_begins_anew_and_what_still_comes_is_not_read_again() -> None:
    made: list[str] = []

    def make(text: str) -> Decimal:
        made.append(text)
        return Decimal(text)

    memo = NumberMemo(make)
    for number in range(3 * MEMO_SIZE):
        assert memo.read(str(number)) == number
        assert memo.read("0.5") == Decimal("0.5")
        assert len(memo.known) <= MEMO_SIZE
    assert made.count("0.5") == 1
    assert len(made) == 3 * MEMO_SIZE + 1
    memo.read(str(2 * MEMO_SIZE))
    assert len(made) == 3 * MEMO_SIZE + 1, "of those that came once the newer are remembered"
    memo.read("0")
    assert len(made) == 3 * MEMO_SIZE + 2, "and the oldest are not"


@pytest.mark.parametrize("kind", [int, float])
def test_the_memo_of_json_numbers_is_emptied_when_full_and_goes_on(kind: type[int] | type[float]) -> None:
    made: list[str] = []

    def make(text: str) -> Decimal:
        made.append(text)
        return Decimal(text)

    memo = NumberMemo(make)
    for number in range(MEMO_SIZE + 10):
        assert memo.read(kind(number)) == number
    again = [memo.read(kind(number)) for number in (MEMO_SIZE + 5, MEMO_SIZE + 5, 0)]
    assert again == [MEMO_SIZE + 5, MEMO_SIZE + 5, 0]
    assert len(made) == MEMO_SIZE + 11, "the newest are remembered, the oldest are not"
    memo.forget()
    memo.read(kind(MEMO_SIZE + 5))
    assert len(made) == MEMO_SIZE + 12


@given(st.permutations(["4312500", 4312500, 4312500.0, True, "1", 1, 1.0]))
def test_a_text_an_integer_and_a_fraction_of_one_value_are_never_taken_for_each_other(values: list[Any]) -> None:
    memo = NumberMemo(lambda text: Decimal(f"{text}.0"), lambda text: Decimal(f"{text}.00"))
    for value in [*values, *values]:
        if value is True:
            with pytest.raises(Refusal):
                memo.read(value)
        else:
            expected = f"{int(value)}.00" if type(value) is int else f"{int(value)}.0"
            assert str(memo.read(value)) == expected, type(value)


def test_a_fraction_that_is_remembered_is_counted_as_often_as_it_is_read() -> None:
    memo = NumberMemo(Decimal)
    before = FLOATS.taken
    for value in (0.5, 0.25, 0.5, 0.25):
        memo.read(value)
    assert FLOATS.taken - before == 4


def test_marks_and_indices_which_are_always_new_drive_out_no_price_of_a_book() -> None:
    price, decode = PRICES.read("0.04310001"), Decoder().decode
    for number in range(MEMO_SIZE + 1):
        figures = f'"markPrice":"0.9{number:07d}","indexPrice":"0.8{number:07d}","openInterest":"{number}.5"'
        decode(f'{{"topic":"ticker.GOLD-BTC","type":"snapshot","createdTime":1767225600123,"data":{{{figures}}}}}')
    assert PRICES.known["0.04310001"] is price


DIGITS = st.integers(1, 10**MAX_DIGITS - 1)


@given(DIGITS, st.integers(-18, 3), st.booleans())
def test_a_decimal_of_at_most_fifteen_digits_comes_back_as_it_was_written(
    digits: int, exponent: int, below: bool
) -> None:
    written = Decimal(-digits if below else digits).scaleb(exponent)
    for spelled in (f"{written:f}", f"{written:e}"):
        (parsed,) = orjson.loads(f"[{spelled}]") if "." in spelled or "e" in spelled else (float(spelled),)
        text = text_of_float(parsed)
        if text is None:
            assert abs(written) < Decimal("1e-17") or abs(written) >= 10**18, "too small or too large for the grammar"
        else:
            assert Decimal(text) == written
            assert "e" not in text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_what_is_taken_has_at_most_fifteen_digits_and_is_the_same_binary_fraction(value: float) -> None:
    text = text_of_float(value)
    if text is not None:
        assert float(text) == value
        assert len(Decimal(text).normalize().as_tuple().digits) <= MAX_DIGITS
        assert not text.startswith("-0") or Decimal(text) < 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.312e-05, "0.00004312"),
        (7.0, "7"),
        (-0.0, "0"),
        (-1.5, "-1.5"),
        (1e17, "100000000000000000"),
        (123456789012345.0, "123456789012345"),
        (0.1 + 0.2, None),
        (1234567890.123456, None),
        (1e18, None),
        (1e-19, None),
        (5e-324, None),
        (nan, None),
        (inf, None),
        (-inf, None),
    ],
)
def test_the_spelling_of_a_fraction_is_the_shortest_written_out(value: float, text: str | None) -> None:
    assert text_of_float(value) == text


def test_levels_and_quotes_are_read_from_fractions_and_integers_alike() -> None:
    texts = market("depth", **DEPTH)
    data = json.loads(texts)["data"]
    numbers: dict[str, Any] = {
        side: [[float(price), float(size)] for price, size in data[side]] for side in ("bid", "ask")
    }
    assert decoded(market("depth", **numbers)) == decoded(texts)
    snapshot = decoded(market("depth", bid=[[4.312e-05, 7]], ask=[[0.5, 1.0]]))
    assert isinstance(snapshot, BookSnapshot)
    assert str(snapshot.bids[0][0]) == "0.00004312"
    assert [size for _, size in (*snapshot.bids, *snapshot.asks)] == [7, 1]
    delta = decoded(market("depth", "delta", bid=[[0.043, -0.4], [0.044, -0.0]], ask=[]))
    assert isinstance(delta, BookDelta)
    assert [str(size) for _, size in delta.bids] == ["-0.4", "0"]
    quote = decoded(market("level1", bid=[0.043123, 0.75], ask=None))
    assert isinstance(quote, Quote)
    assert quote.bid == (Decimal("0.043123"), Decimal("0.75"))


def test_a_trade_a_ticker_and_the_account_are_read_from_fractions() -> None:
    trade = decoded(market("trade", price=0.0431, qty=0.5, volume24h=310.2, timestamp=1767225600.25))
    assert isinstance(trade, Trade)
    assert (trade.price, trade.size, trade.statistics) == (
        Decimal("0.0431"),
        Decimal("0.5"),
        (("volume24h", Decimal("310.2")),),
    )
    assert trade.exchange_at == 1_767_225_600_250_000_000
    figures: dict[str, Any] = {
        key: float(value) if isinstance(value, str) and value[0].isdigit() else value for key, value in TICKER.items()
    }
    ticker, same = decoded(market("ticker", **figures)), decoded(market("ticker", **TICKER))
    assert isinstance(ticker, Ticker)
    assert ticker == same
    order = decoded(account("order", {**LONG_ORDER, "executedQty": 0.5, "limitPrice": 0.043123}))
    assert isinstance(order, OrderUpdate)
    assert (order.executed, order.limit_price) == (Decimal("0.5"), Decimal("0.043123"))
    position = decoded(account("position", {**POSITION, "size": 1.5, "leverage": 10.0, "unrealizedPnl": -1.83e-05}))
    assert isinstance(position, PositionUpdate)
    assert (position.size, position.leverage) == (Decimal("1.5"), Decimal(10))
    assert position.unrealized_pnl == Decimal("-0.0000183")


def test_a_fraction_of_more_digits_is_unknown_where_it_may_be_and_refuses_where_it_may_not() -> None:
    ticker = decoded(market("ticker", **{**TICKER, "markPrice": 0.1 + 0.2}))
    assert isinstance(ticker, Ticker)
    assert ticker.mark_price is None
    refusal = decoded(market("depth", bid=[[0.1 + 0.2, 1]], ask=[]))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.BAD_NUMBER


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "true"])
def test_what_is_no_number_stays_none(text: str) -> None:
    refusal = decoded(market("depth", bid=[["@", "1"]], ask=[]).replace('"@"', text))
    assert isinstance(refusal, FrameRejected)


def test_each_number_taken_from_a_fraction_is_counted() -> None:
    before = FLOATS.taken
    decoded(market("depth", bid=[[0.0431, 7.0], ["0.0432", 3]], ask=[]))
    assert FLOATS.taken - before == 2
