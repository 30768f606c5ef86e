"""Every text that an exchange can put into a message, an answer or the end of a connection, with a payload in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.frames import Close
from websockets.http11 import Response

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import explain
from roxom_tui.feed.transport.websocket import _closed
from roxom_tui.model.connection import Ended
from roxom_tui.protocol.get_requests import GetKind
from tests.support.get_bodies import NEWER_ORDER, NEWER_POSITION
from tests.support.samples import AT, BALANCE, LEVEL1, LONG_ORDER, POSITION, TICKER, account, market

GOLD: Final = "GOLD-BTC"
_DEPTH: Final[dict[str, Any]] = {"bid": [["0.04312300", "0.75"]], "ask": [["0.04312700", "1.20"]]}
_CHANNELS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("level1", LEVEL1),
    ("depth", _DEPTH),
    ("ticker", TICKER),
    ("trade", {"px": "1", "qty": "1"}),
)


class Reply(NamedTuple):
    """An HTTP answer to a GET."""

    asked: GetKind
    status: int
    retry_after: str | None
    body: bytes


def benign() -> Iterator[str]:
    """A market at work, so that every panel has something to show."""
    yield market("depth", **_DEPTH)
    yield market("level1", **LEVEL1)
    yield market("ticker", **TICKER)
    yield market("trade", price="0.04312700", qty="0.40", side="buy", tradeId="t")
    yield account("balance", BALANCE)
    yield account("position", [POSITION])


def refusal(text: str) -> str:
    """An acknowledgement that refuses the trades in view."""
    gold = {"channel": "trade", "symbol": GOLD}
    return json.dumps({"event": "subscribe", "arg": gold, "code": text, "msg": text, "connId": text})


def frames(text: str, number: int) -> Iterator[str | bytes]:
    """`text` in each field of each message, required or not, known or not. `number` keeps lists apart."""
    for frame in (*_orders(text, number), *_account(text, number), *_control(text), *_market(text, number)):
        yield _as_sent(frame, number)
    yield text
    yield text.encode("utf-8", "surrogatepass")
    yield '{"topic":"depth.GOLD-BTC","data":"' + text


def _as_sent(frame: dict[str, Any], number: int) -> str:
    """With escapes, or as the characters themselves where UTF-8 has them."""
    if number % 2:
        raw = json.dumps(frame, ensure_ascii=False)
        if raw.encode("utf-8", "ignore").decode() == raw:
            return raw
    return json.dumps(frame)


def _event(kind: str, data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def _orders(text: str, number: int) -> Iterator[dict[str, Any]]:
    words = dict.fromkeys(("status", "orderType", "clientOrderId", "reason"), text)
    order = {**LONG_ORDER, **words, "orderId": f"word-{number}"}
    yield _event("order", {**order, "orderId": f"live-{number}"})
    yield _event("order", {**order, "status": "rejected"})
    yield _event("order", {**order, "orderId": text, "status": "submitted"})
    yield _event("order", {**LONG_ORDER, "orderId": f"of-{number}", "symbol": text})
    yield _event("order", {**order, "orderId": f"side-{number}", "side": text, "unit": text})
    yield _event("order", {**order, "limitPrice": text, "orderSize": text, "timestamp": text, text: text})


def _account(text: str, number: int) -> Iterator[dict[str, Any]]:
    yield _event("balance", {**BALANCE, "asset": text})
    yield _event("balance", {**BALANCE, "unit": text})
    yield _event("balance", {**BALANCE, "balanceAfter": text, "amount": text, "balanceBefore": None})
    yield _event("balance", {**BALANCE, "updateType": text, "accountId": text})
    yield _event("position", {**POSITION, "id": f"word-{number}", "status": text, "side": text, "tradeMode": text})
    yield _event("position", {**POSITION, "id": text})
    yield _event("position", {**POSITION, "id": f"in-{number}", "symbol": text})
    yield _event("account", text)
    yield _event("account", {text: [text, {text: None}], "timestamp": text})
    yield _event(text, {text: text})


def _control(text: str) -> Iterator[dict[str, Any]]:
    gold = {"channel": "trade", "symbol": GOLD}
    yield {"event": "error", "code": text, "msg": text, "connId": text}
    yield {"event": "error", "code": "60015", "msg": text}
    yield {"event": "error", "code": "60019", "message": text}
    yield {"event": "subscribe", "arg": gold, "code": text, "msg": text, "connId": text}
    yield {"event": "subscribe", "arg": {"channel": "ticker", "instId": text}, "code": "60015", "msg": text}
    yield {"event": "subscribe", "arg": {"channel": text}, "code": "0"}
    yield {"event": "unsubscribe", "arg": gold, "code": text, "msg": text}
    yield {"event": text, text: text}


def _market(text: str, number: int) -> Iterator[dict[str, Any]]:
    """What all channels have alike is tried with two of them."""
    for channel, data in _CHANNELS[number % 2 :: 2]:
        whole = json.loads(market(channel, **data))
        yield {**whole, "topic": f"{channel}.{text}"}
        yield {**whole, "topic": f"{channel}.{text}", "data": {**whole["data"], "symbol": text}}
        yield {**whole, "data": {**whole["data"], "symbol": text}}
        yield {**whole, "type": text, text: text}
        yield {**whole, "data": {**whole["data"], "unit": text}}
    yield {"topic": text, "type": text}
    yield json.loads(market("level1", bid=[text, text], ask=None))
    yield json.loads(market("ticker", "delta", **dict.fromkeys(TICKER, text)))
    yield json.loads(market("trade", price="0.043", qty="1", side=text, tradeId=text, timestamp=text))
    yield json.loads(market("trade", price=text, qty=text))


def lists(text: str, number: int) -> Iterator[Reply]:
    """Answers that are the account's lists."""
    order = {**NEWER_ORDER, "id": f"listed-{number}", "status": text, "type": text, "clientOrderId": text}
    position = {**NEWER_POSITION, "id": f"listed-{number}", "status": text, "updatedAt": AT}
    balance = {"asset": text, "available": "1", "current": "1", "lockedInOrders": "0"}
    yield _answer(GetKind.ORDERS, {"orders": [order, {**order, "id": f"l-{number}", "symbol": text}]})
    yield _answer(GetKind.POSITIONS, {"positions": [position]})
    yield _answer(GetKind.BALANCE, {"balances": [{**balance, "asset": "BTC"}, balance]})


def refusals(text: str) -> Iterator[Reply]:
    """Answers that are none."""
    word = {"error": True, "code": text, "message": text, "details": text}
    yield Reply(GetKind.BALANCE, 200, None, json.dumps(word).encode())
    yield Reply(GetKind.BALANCE, 200, None, json.dumps({"error": {"code": text, "msg": text}}).encode())
    yield Reply(GetKind.ORDERS, 200, None, json.dumps({"data": {"unit": text, text: text}}).encode())
    yield Reply(GetKind.BALANCE, 200, None, text.encode("utf-8", "surrogatepass"))
    yield Reply(GetKind.ORDERS, 429, text, text.encode("utf-8", "surrogatepass"))


def _answer(asked: GetKind, data: Any) -> Reply:
    return Reply(asked, 200, None, json.dumps({"data": data, "error": False}).encode())


def _header(text: str) -> str:
    """What the library lets through, and in its reading."""
    raw = text.encode("utf-8", "replace")
    return bytes(byte for byte in raw if byte == 9 or (byte >= 32 and byte != 127)).decode("latin-1")


def endings(text: str, endpoint: Endpoint) -> Iterator[Ended]:
    """Ends of connections and of tries, as the feed makes them of a close frame's reason and of a refused handshake."""
    for status in (401, 429, 302, 500):
        headers = Headers(dict.fromkeys(("Retry-After", "Location", "Server"), _header(text)))
        answer = Response(status, text, headers, text.encode("utf-8", "surrogatepass"))
        yield explain(InvalidStatus(answer), endpoint, "loop.invalid")
    reason = text.encode("utf-8", "replace")[:120].decode("utf-8", "ignore")
    for code in (1001, 4000):
        yield _closed(ConnectionClosedError(Close(code, reason), None))
