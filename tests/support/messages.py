"""Messages as the exchange sends them (protocol 4), with times of now."""

from __future__ import annotations

import json
import time
from typing import Any


def first_message(channel: str, symbol: str) -> str:
    """What a fresh subscription is answered with."""
    if channel == "level1":
        return json.dumps(level1(symbol))
    if channel == "depth":
        return json.dumps(snapshot(symbol))
    return json.dumps(trade(symbol) if channel == "trade" else ticker(symbol))


def acknowledgement(channel: str) -> dict[str, Any]:
    """The answer to a subscription of the account's."""
    return {"event": "subscribe", "arg": {"channel": channel}, "code": "0", "msg": "", "connId": "c-1"}


def level1(symbol: str, bid: str = "0.04312300", ask: str = "0.04312700") -> dict[str, Any]:
    return _market("level1", symbol, "snapshot", {"bid": [bid, "0.75"], "ask": [ask, "1.20"]})


def snapshot(symbol: str, bid: str = "0.04312300", ask: str = "0.04312700") -> dict[str, Any]:
    return _market("depth", symbol, "snapshot", {"bid": [[bid, "0.75"]], "ask": [[ask, "1.20"]]})


def delta(symbol: str, bids: list[list[str]], asks: list[list[str]]) -> dict[str, Any]:
    return _market("depth", symbol, "delta", {"bid": bids, "ask": asks})


def trade(symbol: str, price: str = "0.04312500", side: str = "buy") -> dict[str, Any]:
    return _market("trade", symbol, "snapshot", {"px": price, "qty": "0.40", "side": side})


def ticker(symbol: str, last: str = "0.04312500") -> dict[str, Any]:
    data = {
        "lastPrice": last,
        "indexPrice": "0.04311900",
        "markPrice": "0.04312200",
        "bestBid": "0.04312300",
        "bestAsk": "0.04312700",
        "bestBidQty": "0.75",
        "bestAskQty": "1.20",
        "openInterest": "812.50",
        "openInterestValue": "35.03662500",
        "fundingRate": "0.00012",
        "unit": "btc",
    }
    return _market("ticker", symbol, "snapshot", data)


def balance(before: str, after: str) -> dict[str, Any]:
    return {
        "type": "balance",
        "data": {
            "balanceBefore": before,
            "balanceAfter": after,
            "unit": "btc",
            "updateType": "ordersettle",
            "timestamp": time.time_ns(),
        },
    }


def order(order_id: str, status: str, **more: str) -> dict[str, Any]:
    data = {"orderId": order_id, "symbol": "GOLD-BTC", "status": status, "timestamp": time.time_ns(), **more}
    return {"type": "order", "data": data}


def error(code: str) -> dict[str, Any]:
    return {"event": "error", "code": code, "msg": "no", "connId": "c-1"}


def _market(channel: str, symbol: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    now = time.time_ns()
    return {
        "topic": f"{channel}.{symbol}",
        "type": kind,
        "createdTime": now,
        "data": {"symbol": symbol, **data, "timestamp": now},
    }
