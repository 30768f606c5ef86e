"""The unit of a price that states none: every row of the table, all prices and marks, and before a mark is known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import BookSnapshot, Quote, Ticker, Trade
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.values import replace
from roxom_tui.state.account.merged_reports import is_told_already
from roxom_tui.state.account.price_units import (
    PriceReading,
    amount_in_btc,
    common_unit,
    price_in,
    read_price,
    sure_unit,
)
from roxom_tui.state.decimal_math import in_btc
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import OIL, amount, btc, order, position, quote, s, snapshot, ticker, trade, unstated

NOBODY: frozenset[Unit] = frozenset()
BTC, SATS, BOTH = frozenset({Unit.BTC}), frozenset({Unit.SATS}), frozenset(Unit)
UNKNOWN = PriceReading(None, is_unknown=True)
GOLD, SPX = Price("0.04312200"), Price("0.00590000")
STEP = Decimal("0.000001")
MARKS = st.decimals("0.0001", "5", places=8).map(Price)
FACTORS = st.decimals("0.000001", "1000000000000", places=6)


@pytest.mark.parametrize(
    ("price", "mark", "neighbours", "step", "read"),
    [
        ("0.0431", GOLD, NOBODY, None, "0.0431"),
        ("0.0431", GOLD, SATS, None, "0.0431"),
        ("4312300", GOLD, NOBODY, None, "0.043123"),
        ("4312300", GOLD, SATS, STEP, "0.043123"),
        ("4312300", GOLD, BTC, None, "4312300"),
        ("4312350", GOLD, NOBODY, STEP, "4312350"),
        ("60", SPX, NOBODY, None, None),
        ("60", SPX, BTC, None, "60"),
        ("60", SPX, SATS, None, "0.0000006"),
        ("60", SPX, SATS, STEP, "60"),
        ("60", SPX, NOBODY, STEP, "60"),
        ("60", SPX, BOTH, None, None),
        ("50125.50", GOLD, NOBODY, None, None),
        ("50125.50", None, NOBODY, None, None),
        ("431.22", GOLD, NOBODY, None, "431.22"),
        ("431.22", GOLD, SATS, None, "0.0000043122"),
        ("431.22", None, NOBODY, None, None),
        ("950", None, NOBODY, Decimal("0.00000001"), None),
        ("950", Price("0.0000095"), NOBODY, Decimal("0.00000001"), "0.0000095"),
        ("431.22", None, NOBODY, STEP, "431.22"),
        ("0.0431", None, NOBODY, None, "0.0431"),
        ("0.99999999", None, NOBODY, None, "0.99999999"),
        ("1", None, NOBODY, None, None),
        ("1", Price("0"), NOBODY, None, None),
        ("4312200", None, NOBODY, None, None),
        ("4312200", None, SATS, None, "0.043122"),
        ("1000000", GOLD, SATS, None, "0.01"),
        ("1000000", GOLD, NOBODY, None, None),
    ],
)
def test_a_price_is_read_as_what_is_beside_it_says(
    price: str, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None, read: str | None
) -> None:
    expected = UNKNOWN if read is None else PriceReading(Price(read))
    assert read_price(unstated(price), mark, neighbours, step) == expected


@given(MARKS, FACTORS, st.sampled_from([NOBODY, BTC, SATS, BOTH]), st.sampled_from([None, STEP]))
def test_a_price_is_what_was_sent_or_that_many_sats_or_not_known(
    mark: Price, factor: Decimal, neighbours: frozenset[Unit], step: Decimal | None
) -> None:
    sent = (mark * factor).quantize(Decimal("0.00000001"))
    if not 0 < sent < 10**18:
        return
    reading = read_price(unstated(f"{sent:f}"), mark, neighbours, step)
    assert reading.is_unknown is (reading.price is None)
    assert reading.price in (None, sent, sent.scaleb(-8))
    assert type(reading.price) in (Price, type(None)), "and states its unit from now on"


@given(MARKS, FACTORS, st.sampled_from([None, STEP]))
def test_alone_no_price_becomes_sats_but_near_the_market(mark: Price, factor: Decimal, step: Decimal | None) -> None:
    sent = (mark * factor).quantize(Decimal("0.00000001"))
    if not 0 < sent < 10**18:
        return
    reading = read_price(unstated(f"{sent:f}"), mark, NOBODY, step)
    if reading.price is not None and reading.price != sent:
        assert mark / 2 <= reading.price <= mark * 2


@given(MARKS, FACTORS, st.sampled_from([NOBODY, BTC, SATS, BOTH]), st.sampled_from([None, STEP]))
def test_a_price_that_states_its_unit_is_never_touched(
    mark: Price, factor: Decimal, neighbours: frozenset[Unit], step: Decimal | None
) -> None:
    price = Price((mark * factor).quantize(Decimal("0.00000001")))
    assert read_price(price, mark, neighbours, step).price is price
    assert price_in(price, None).price is price


def test_only_what_states_no_unit_and_is_plain_counts_as_a_neighbour() -> None:
    assert common_unit([(unstated("4312300"), GOLD), (unstated("60"), SPX), (None, GOLD)]) == SATS
    assert common_unit([(Price("4312300"), GOLD), (unstated("60"), SPX), (unstated("7"), None)]) == NOBODY
    assert common_unit([(unstated("4312300"), GOLD), (unstated("0.0059"), SPX)]) == BOTH
    assert sure_unit(Price("0.0001"), GOLD) is None, "so far below it may be anything"


def test_amounts_follow_the_prices_beside_them_unless_they_state_their_own_unit() -> None:
    assert amount_in_btc(amount("18300"), Unit.SATS) == Decimal("0.000183")
    assert amount_in_btc(amount("0.5"), Unit.BTC) == Decimal("0.5")
    assert amount_in_btc(amount("0.5"), None) is None
    assert amount_in_btc(btc("0.5"), Unit.SATS) == Decimal("0.5")
    assert amount_in_btc(None, Unit.SATS) is None


def test_a_price_told_again_without_its_unit_is_recognised_in_either() -> None:
    assert is_told_already(unstated("60"), Price("60"))
    assert is_told_already(unstated("4312300"), Price("0.04312300"))
    assert not is_told_already(unstated("61"), Price("60"))
    assert not is_told_already(unstated("60"), unstated("60"))
    assert not is_told_already(unstated("0.0000000000000001"), Price("60"))
    assert in_btc(Price("0.00000000001")) is None


COSTS = "0.0000095"
SOURCES: dict[str, Ticker | Quote | Trade | BookSnapshot] = {
    "the mark": ticker(mark=COSTS, at=1, symbol=OIL),
    "the quote": quote("0.0000094 1", "0.0000096 1", 1, OIL),
    "the last price": ticker(last=COSTS, at=1, symbol=OIL),
    "a trade": trade(COSTS, at=1, symbol=OIL),
    "the book": snapshot(("0.0000094 1",), ("0.0000096 1",), 1, OIL),
}


def drawn(builder: SnapshotBuilder, at: float) -> tuple[Price | None, Price | None, bool]:
    """The order's price, the position's entry, and whether their units are unknown."""
    board = build(builder, at)
    (resting,), (held,) = board.orders.rows, board.positions.rows
    unknown = "price" in resting.unit_unknown
    assert unknown is ("entry_price" in held.unit_unknown)
    return resting.price, held.entry, unknown


@pytest.mark.parametrize("source", SOURCES)
def test_a_price_in_sats_is_never_drawn_as_bitcoins_and_is_known_once_anything_tells_what_it_costs(
    store: Store, builder: SnapshotBuilder, source: str
) -> None:
    store.apply(replace(order(symbol=OIL), limit_price=unstated("950")), s(1))
    store.apply(replace(position(symbol=OIL), entry_price=unstated("950")), s(1))
    assert drawn(builder, 1) == (None, None, True)
    store.apply(SOURCES[source], s(1.1))
    assert drawn(builder, 1.2) == (Price(COSTS), Price(COSTS), False)


def test_a_mark_counts_before_what_is_quoted_and_a_wide_quote_before_nothing(store: Store) -> None:
    price = store.units.market_price
    assert price(OIL) is None
    store.apply(quote("0.01 1", "7 1", 1, OIL), s(1))
    assert price(OIL) is None, "a bid far below the ask tells nothing"
    store.apply(quote("0.01 1", None, 2, OIL), s(2))
    assert price(OIL) is None
    store.apply(trade("0.04", at=2, symbol=OIL), s(2))
    assert price(OIL) == Price("0.04")
    store.apply(quote("0.05 1", "0.051 1", 3, OIL), s(3))
    assert price(OIL) == Price("0.05")
    store.apply(ticker(mark="0.06", at=4, symbol=OIL), s(4))
    assert price(OIL) == Price("0.06")
