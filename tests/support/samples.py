"""Frames as the documentation shows them, with invented values, and a key to sign with."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

AT = 1_767_225_600_123_456_789
ORDER_ID = "0199b000-1111-7222-8333-444455556666"
POSITION_ID = "0199b000-aaaa-7bbb-8ccc-ddddeeeeffff"
CONNECTION_ID = "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"


def market(channel: str, kind: str | None = "snapshot", symbol: str = "GOLD-BTC", **data: Any) -> str:
    """A market frame; `data` may override the symbol and timestamp, a value of `...` leaves the key out."""
    body = {"symbol": symbol, "timestamp": AT, **data}
    frame: dict[str, Any] = {"topic": f"{channel}.{symbol}", "type": kind, "createdTime": AT + 7}
    frame["data"] = {key: value for key, value in body.items() if value is not ...}
    return json.dumps(frame)


def account(kind: str, data: Any) -> str:
    """An account frame."""
    return json.dumps({"type": kind, "data": data})


LEVEL1: dict[str, Any] = {"bid": ["0.04312300", "0.75"], "ask": ["0.04312700", "1.20"]}

DEPTH: dict[str, Any] = {
    "bid": [["0.04312300", "0.75"], ["0.04312000", "4.10"]],
    "ask": [["0.04312700", "1.20"], ["0.04313100", "2.60"]],
}

TICKER: dict[str, Any] = {
    "lastPrice": "0.04312500",
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

SHORT_ORDER: dict[str, Any] = {
    "orderId": ORDER_ID,
    "accountId": "5b0c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3",
    "symbol": "GOLD-BTC",
    "status": "partiallyfilled",
    "remainingQty": "1.50",
    "executedQty": "0.50",
    "avgPx": "0.04312300",
    "timestamp": AT,
}

LONG_ORDER: dict[str, Any] = {
    **SHORT_ORDER,
    "fillPx": "0.04312300",
    "filledFees": "0.00001078",
    "side": "buy",
    "orderType": "limit",
    "orderSize": "2.00",
    "limitPrice": "0.04312300",
    "clientOrderId": "grid-7",
    "entryPositionId": POSITION_ID,
    "exitPositionId": None,
    "reason": None,
}

BALANCE: dict[str, Any] = {
    "accountId": "5b0c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3",
    "balanceBefore": "0.80000000",
    "balanceAfter": "0.79988000",
    "amount": "-0.00012000",
    "unit": "btc",
    "updateType": "ordersettle",
    "timestamp": AT,
}

POSITION: dict[str, Any] = {
    "id": POSITION_ID,
    "symbol": "GOLD-BTC",
    "side": "long",
    "entryAmount": "2.00",
    "exitAmount": "0.50",
    "size": "1.50",
    "tradeMode": "isolated",
    "openDate": 1_767_225_000_000,
    "closeDate": None,
    "avgEntry": "0.04300000",
    "avgExit": None,
    "positionBalance": "0.00860000",
    "initialMargin": "0.00645000",
    "maintenanceMargin": "0.00322500",
    "liquidationPrice": "0.04085000",
    "leverage": "10.0",
    "unrealizedPnl": "0.00018300",
    "realizedPnl": "0.00000600",
    "markPrice": "0.04312200",
    "status": "normal",
    "updatedAt": 1_767_225_600_700_000_000,
    "createdAt": 1_767_225_000_000_000_000,
}

FRAMES: tuple[str, ...] = (
    market("level1", **LEVEL1),
    market("depth", **DEPTH),
    market("depth", "delta", bid=[["0.04312100", "2.00"]], ask=[["0.04312700", "-0.40"]]),
    market("ticker", **TICKER),
    market("ticker", "delta", lastPrice="0.04312600", indexPrice=None),
    market("trade", price="0.04312700", qty="0.40", side="buy", tradeId="t-1", volume24h="310.20"),
    account("order", SHORT_ORDER),
    account("order", LONG_ORDER),
    account("balance", BALANCE),
    account("position", [POSITION]),
    account("account", {"notice": "maintenance", "timestamp": AT}),
    json.dumps({"event": "subscribe", "arg": {"channel": "ticker", "instId": "GOLD-BTC"}, "code": "0", "msg": ""}),
    json.dumps({"event": "error", "code": "60015", "msg": "Unknown symbol", "connId": CONNECTION_ID}),
)
"""One frame of every kind, to be mutated."""


@lru_cache(maxsize=1)
def private_key() -> rsa.RSAPrivateKey:
    """An RSA-2048 key, made once a run, for it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
