"""A market that can be sent for ever: the mix of messages, of which every book rebuilt from them stays uncrossed.

The messages of `mix` are for parsers: their book crosses sooner or later. These hold together: a delta that moves
the middle takes away what it moves over, and quotes name the true best levels. The last message of a round is a
snapshot of the book as it was at first, so that the round can begin again. Times are stamped when a message is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

GOLD = "GOLD-BTC"
SYMBOLS = ("US500-BTC", "US100-BTC", GOLD, "OIL-BTC")
ACCOUNT = ("orders", "balance", "positions", "account")
DEEP = 100
STAMP = 1_234_567_890_123_456_789
"""Stands where the time goes."""

_MIDDLES = {"US500-BTC": 7_160, "US100-BTC": 6_400, GOLD: 43_125, "OIL-BTC": 812}
_KINDS, _WEIGHTS = ("depth", "level1", "trade", "ticker"), (60, 25, 10, 5)


class Market:
    """Depth and trades of one symbol, quotes and tickers of all four: what a dashboard that looks at that one is sent.

    Prices are counted in ticks of 100 sats, sizes in hundredths of a contract.
    """

    def __init__(self, looked_at: str = GOLD, seed: int = 1) -> None:
        self._random = Random(seed)
        self._middles = dict(_MIDDLES)
        self._looked_at = looked_at
        middle = self._middles[looked_at]
        self._bids = {middle - n: self._some() for n in range(1, DEEP + 1)}
        self._asks = {middle + n: self._some() for n in range(1, DEEP + 1)}
        self.first = self.snapshot()

    def round(self, count: int) -> Iterator[str]:
        """`count` messages after `first`, then `first` again."""
        makers = {"depth": self._delta, "level1": self.level1, "trade": self.trade, "ticker": self.ticker}
        for _ in range(count):
            kind = self._random.choices(_KINDS, _WEIGHTS)[0]
            everywhere = kind in ("level1", "ticker")
            yield makers[kind](self._random.choice(SYMBOLS) if everywhere else self._looked_at)
        yield self.first

    def snapshot(self) -> str:
        """The book as it is."""
        sides = ((self._bids, True), (self._asks, False))
        bid, ask = ([[price(p), size(s)] for p, s in sorted(x.items(), reverse=down)] for x, down in sides)
        return _message("depth", self._looked_at, "snapshot", {"bid": bid, "ask": ask})

    def level1(self, symbol: str = GOLD) -> str:
        """A quote; that of the symbol looked at is its book's."""
        middle = self._middle(symbol)
        if symbol == self._looked_at:
            bid, ask = self._bids[middle - 1], self._asks[middle + 1]
        else:
            bid, ask = self._some(), self._some()
        data = {"bid": [price(middle - 1), size(bid)], "ask": [price(middle + 1), size(ask)]}
        return _message("level1", symbol, "snapshot", data)

    def trade(self, symbol: str = GOLD) -> str:
        side = self._random.choice(("buy", "sell"))
        at = self._middles[symbol] + (1 if side == "buy" else -1)
        data = {"tradeId": f"t-{STAMP}", "price": price(at), "qty": size(self._some()), "side": side}
        return _message("trade", symbol, "snapshot", data)

    def ticker(self, symbol: str = GOLD) -> str:
        middle = self._middle(symbol)
        names = {"lastPrice": 0, "indexPrice": 2, "markPrice": 1}
        prices = {name: price(middle + self._random.randint(-off, off)) for name, off in names.items()}
        data = {
            **prices,
            "bestBid": price(middle - 1),
            "bestAsk": price(middle + 1),
            "bestBidQty": size(self._some()),
            "bestAskQty": size(self._some()),
            "openInterest": f"{self._random.randint(80_000, 81_000) / 100:.2f}",
            "openInterestValue": price(self._random.randint(30_000_000, 31_000_000)),
            "fundingRate": f"{self._random.randint(-9, 30) / 100_000:.5f}",
            "unit": "btc",
        }
        return _message("ticker", symbol, "snapshot", data)

    def _delta(self, symbol: str) -> str:
        """Five changed levels; one message in ten moves the middle by a tick."""
        changes: tuple[dict[int, int], dict[int, int]] = ({}, {})
        step = self._random.choice((-1, 1)) if self._random.random() < 0.1 else 0
        if step:
            middle = self._middles[symbol] = self._middles[symbol] + step
            ours, theirs = (0, 1) if step > 0 else (1, 0)
            changes[ours][middle - step] = self._some()
            changes[theirs][middle] = 0
            if middle + step not in (self._bids, self._asks)[theirs]:
                changes[theirs][middle + step] = self._some()
        while sum(map(len, changes)) < 5:
            side = self._random.randrange(2)
            away = 1 + min(int(self._random.expovariate(0.1)), DEEP)
            at = self._middles[symbol] + (-away if side == 0 else away)
            removed = away > 1 and self._random.random() < 0.25
            changes[side].setdefault(at, 0 if removed else self._some())
        for book, changed in zip((self._bids, self._asks), changes, strict=True):
            book.update(changed)
            for at in [at for at, contracts in changed.items() if not contracts]:
                book.pop(at)
        bid, ask = ([[price(p), size(s)] for p, s in changed.items()] for changed in changes)
        return _message("depth", symbol, "delta", {"bid": bid, "ask": ask})

    def _middle(self, symbol: str) -> int:
        """Where a symbol stands; all but the one looked at, whose deltas say so, wander here."""
        if symbol != self._looked_at:
            self._middles[symbol] += self._random.choice((-1, 0, 1))
        return self._middles[symbol]

    def _some(self) -> int:
        return round(10 ** self._random.uniform(0, 3)) + 1


def price(ticks: int) -> str:
    """Eight decimals, as the exchange writes them."""
    return f"{ticks // 1_000_000}.{ticks % 1_000_000:06d}00"


def size(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _message(channel: str, symbol: str, kind: str, data: dict[str, Any]) -> str:
    stamped = {"symbol": symbol, **data, "timestamp": STAMP}
    message = {"topic": f"{channel}.{symbol}", "type": kind, "createdTime": STAMP, "data": stamped}
    return json.dumps(message, separators=(",", ":"))
