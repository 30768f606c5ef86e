"""The messages every benchmark runs on: 60 % depth deltas of 5 levels, 25 % level1, 10 % trades, 5 % tickers.

Four contracts whose middle walks by single ticks, prices with eight decimals, sizes in hundredths spread over three
orders of magnitude: so that a memo of numbers meets about as many new texts as it would in a busy market.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

START_NS = 1_767_225_600_000_000_000
STEP_NS = 50_000
TICK = 100
"""Sats."""

_MIDDLES = {"US500-BTC": 716_000, "US100-BTC": 640_000, "GOLD-BTC": 4_312_500, "OIL-BTC": 81_200}
_KINDS = ("depth", "level1", "trade", "ticker")
_WEIGHTS = (60, 25, 10, 5)


@dataclass
class _Contract:
    symbol: str
    middle: int


def mix(count: int, seed: int = 1) -> list[str]:
    """`count` text frames, the same for the same seed."""
    return list(_frames(count, Random(seed)))


def _frames(count: int, random: Random) -> Iterator[str]:
    contracts = [_Contract(symbol, middle) for symbol, middle in _MIDDLES.items()]
    makers = {"depth": _depth, "level1": _level1, "trade": _trade, "ticker": _ticker}
    for number in range(count):
        contract = random.choice(contracts)
        contract.middle += random.choice((-TICK, 0, 0, 0, TICK))
        kind = random.choices(_KINDS, _WEIGHTS)[0]
        at = START_NS + number * STEP_NS
        yield json.dumps(
            {
                "topic": f"{kind}.{contract.symbol}",
                "type": "delta" if kind == "depth" else "snapshot",
                "createdTime": at,
                "data": {"symbol": contract.symbol, **makers[kind](contract, random, at), "timestamp": at},
            },
            separators=(",", ":"),
        )


def _depth(contract: _Contract, random: Random, _at: int) -> dict[str, Any]:
    bids = random.randint(0, 5)
    return {
        "bid": [[_price(contract.middle - _distance(random)), _size_or_zero(random)] for _ in range(bids)],
        "ask": [[_price(contract.middle + _distance(random)), _size_or_zero(random)] for _ in range(5 - bids)],
    }


def _level1(contract: _Contract, random: Random, _at: int) -> dict[str, Any]:
    return {
        "bid": [_price(contract.middle - TICK), _size(random)],
        "ask": [_price(contract.middle + TICK), _size(random)],
    }


def _trade(contract: _Contract, random: Random, at: int) -> dict[str, Any]:
    side = random.choice(("buy", "sell"))
    sign = 1 if side == "buy" else -1
    return {
        "tradeId": f"t-{at}",
        "price": _price(contract.middle + sign * TICK),
        "qty": _size(random),
        "side": side,
        "volume24h": f"{random.randint(100_000, 999_999) / 100:.2f}",
    }


def _ticker(contract: _Contract, random: Random, _at: int) -> dict[str, Any]:
    return {
        "lastPrice": _price(contract.middle),
        "indexPrice": _price(contract.middle + random.randint(-300, 300)),
        "markPrice": _price(contract.middle + random.randint(-200, 200)),
        "bestBid": _price(contract.middle - TICK),
        "bestAsk": _price(contract.middle + TICK),
        "bestBidQty": _size(random),
        "bestAskQty": _size(random),
        "openInterest": f"{random.randint(80_000, 81_000) / 100:.2f}",
        "openInterestValue": _price(random.randint(3_000_000_000, 3_100_000_000)),
        "fundingRate": f"{random.randint(-9, 30) / 100_000:.5f}",
        "unit": "btc",
    }


def _distance(random: Random) -> int:
    """Most changes happen near the top of the book."""
    return TICK * (1 + min(int(random.expovariate(0.1)), 199))


def _price(sats: int) -> str:
    return f"{sats // 100_000_000}.{sats % 100_000_000:08d}"


def _size(random: Random) -> str:
    return f"{round(10 ** random.uniform(-2, 1), 2) + 0.01:.2f}"


def _size_or_zero(random: Random) -> str:
    return "0.00" if random.random() < 0.25 else _size(random)
