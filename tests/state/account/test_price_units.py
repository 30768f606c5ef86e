"""What a contract roughly costs, before its mark is known: the unit of the account's prices is judged by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roxom_tui.model.events import BookSnapshot, Quote, Ticker, Trade
from roxom_tui.model.money import Price
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import OIL, order, position, quote, s, snapshot, ticker, trade, unstated

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
