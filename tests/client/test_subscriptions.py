"""What is wanted of the exchange: the symbol in view whole, the others by quote and ticker."""

from __future__ import annotations

from roxom_tui.client.subscriptions import wanted_streams
from roxom_tui.model.market import Symbol


def test_the_symbol_in_view_is_followed_whole_and_the_others_by_quote_and_ticker() -> None:
    gold, oil, extra = Symbol("GOLD-BTC"), Symbol("OIL-BTC"), Symbol("ODD-BTC")
    streams = [str(stream) for stream in wanted_streams(oil, (gold, oil), (extra,))]
    assert streams == [
        "level1.OIL-BTC",
        "depth.OIL-BTC",
        "trade.OIL-BTC",
        "ticker.OIL-BTC",
        "orders",
        "balance",
        "positions",
        "level1.GOLD-BTC",
        "ticker.GOLD-BTC",
        "level1.ODD-BTC",
        "ticker.ODD-BTC",
        "account",
    ]


def test_ever_more_foreign_contracts_do_not_bring_ever_more_streams() -> None:
    gold = Symbol("GOLD-BTC")
    extras = [Symbol(f"X{number}-BTC") for number in range(1000)]
    assert len(wanted_streams(gold, (gold,), extras)) == 4 + 4 + 2 * 16
