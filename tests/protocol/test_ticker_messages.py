"""Tickers and their deltas (protocol 4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import astuple

from roxom_tui.model.events import Ticker, TickerDelta
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.decode import Decoder
from tests.protocol.reading import GOLD, decoded, rejected
from tests.support.samples import AT, DEPTH, TICKER, market


def test_a_ticker_has_every_figure() -> None:
    ticker = decoded(market("ticker", **TICKER))
    assert ticker == Ticker(
        symbol=GOLD,
        last_price=Price("0.04312500"),
        mark_price=Price("0.04312200"),
        index_price=Price("0.04311900"),
        best_bid=Price("0.04312300"),
        best_bid_size=Size(Decimal("0.75")),
        best_ask=Price("0.04312700"),
        best_ask_size=Size(Decimal("1.20")),
        open_interest=Size(Decimal("812.50")),
        open_interest_value=Btc(Decimal("35.03662500")),
        funding_rate=Decimal("0.00012"),
        exchange_at=AT,
    )


@pytest.mark.parametrize("bad", [None, ..., 0.30000000000000004, True, "NaN", "1e9", [], {}, "", " 1"])
@pytest.mark.parametrize("key", [key for key in TICKER if key != "unit"])
def test_a_figure_of_a_ticker_that_is_null_or_unreadable_is_none_and_the_rest_stands(key: str, bad: Any) -> None:
    ticker = decoded(market("ticker", **{**TICKER, key: bad}))
    assert isinstance(ticker, Ticker)
    assert astuple(ticker).count(None) == 1


def test_sats_become_btc_with_their_digits_kept() -> None:
    ticker = decoded(market("ticker", lastPrice="4312500", markPrice="4312200.50", openInterest="812.50", unit="SATS"))
    assert isinstance(ticker, Ticker)
    assert (str(ticker.last_price), str(ticker.mark_price)) == ("0.04312500", "0.0431220050")
    assert str(ticker.open_interest) == "812.50"


@pytest.mark.parametrize("unit", ["usd", "", 1, ["btc"]])
@pytest.mark.parametrize("channel", ["ticker", "depth", "level1", "trade"])
def test_a_unit_we_do_not_know_is_never_taken_for_btc(channel: str, unit: Any) -> None:
    frame = market(channel, **{**DEPTH, "price": "1", "qty": "1", "unit": unit})
    assert rejected(frame).reason is RejectReason.UNKNOWN_SHAPE


def test_a_ticker_delta_holds_only_what_was_sent_and_null_says_unknown() -> None:
    delta = decoded(market("ticker", "delta", lastPrice="0.04312600", indexPrice=None, fundingRate=0.30000000000000004))
    assert delta == TickerDelta(
        GOLD, {"last_price": Price("0.04312600"), "index_price": None, "funding_rate": None}, AT
    )


def test_a_ticker_delta_without_a_unit_is_in_the_unit_of_the_snapshot_before() -> None:
    decoder = Decoder()
    decoder.decode(market("ticker", lastPrice="4312500", unit="sats"))
    (delta,) = decoder.decode(market("ticker", "delta", lastPrice="4312600"))
    assert isinstance(delta, TickerDelta)
    assert delta.changes == {"last_price": Price("0.04312600")}


def test_a_negative_open_interest_or_size_of_a_ticker_is_not_known() -> None:
    (ticker,) = Decoder().decode(market("ticker", **{**TICKER, "openInterest": "-1", "bestBidQty": "-1"}))
    assert isinstance(ticker, Ticker)
    assert (ticker.open_interest, ticker.best_bid_size) == (None, None)
