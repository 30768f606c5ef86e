"""The documented GETs, answered from the venue: an HTTP status and a JSON value. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from tests.support.second_exchange.account import CENT, LEVERAGE, Order, Position, liquidation
from tests.support.second_exchange.conventions import RestShape
from tests.support.second_exchange.encoding import SATS, side_of
from tests.support.second_exchange.happenings import Side
from tests.support.second_exchange.venue import Venue

Query = Mapping[str, str]
Answer = tuple[int, object]
CAPS = {"leverage": "10.0000", "positionValue": "5.00000000", "orderValue": "2.50000000"}
INSTRUMENT_TYPES = {"perpetual", "spot", "btc", "digital", "stock", "index"}


def answer(venue: Venue, path: str, query: Query) -> Answer:
    """What a GET brings; 404 for what does not exist, 400 where a required parameter is missing or odd."""
    for prefix in ("/v1/", "/api/v1/"):
        if path.startswith(prefix) and path.removeprefix(prefix) in _ENDPOINTS:
            name = path.removeprefix(prefix)
            required, endpoint = _ENDPOINTS[name]
            return _refused(venue, query, required) or (200, {"data": endpoint(venue, query), "error": False})
    return 404, {"code": "NOT_FOUND", "message": "no such resource", "details": path}


def _refused(venue: Venue, query: Query, required: tuple[str, ...]) -> Answer | None:
    wrong = [name for name in required if name not in query]
    if "symbol" in query and query["symbol"] not in venue.floors:
        wrong.append("symbol")
    if "instType" in query and query["instType"] not in INSTRUMENT_TYPES:
        wrong.append("instType")
    if query.get("unit", "btc").lower() not in {"btc", "sats"}:
        wrong.append("unit")
    if wrong:
        return 400, {"code": "VALIDATION_ERROR", "message": "invalid query", "details": ", ".join(wrong)}
    return None


def _in(query: Query, amount: Decimal) -> str:
    return f"{amount * SATS:.0f}" if _unit(query) == "sats" else f"{amount:.8f}"


def _unit(query: Query) -> str:
    return query.get("unit", "sats").lower()


def _balance(venue: Venue, query: Query) -> object:
    account = venue.account
    free = account.balance - account.locked() - account.margin()
    if venue.conventions.rest_shape is RestShape.OLD:
        return {"available": float(free), "balance": float(account.balance), "currency": "BTC"}
    btc = {
        "asset": "BTC", "assetClass": "digital", "available": _in(query, free), "current": _in(query, account.balance),
        "lockedInOrders": _in(query, account.locked()),
    }  # fmt: skip
    return {"balances": [btc], "lastUpdated": account.updated // 1_000_000}


def _positions(venue: Venue, query: Query) -> object:
    held = venue.account.positions.get(query["symbol"])
    if venue.conventions.rest_shape is RestShape.OLD:
        return [] if held is None else [_old_position(venue, held)]
    return {"positions": [] if held is None else [_new_position(venue, held, query)]}


def _new_position(venue: Venue, held: Position, query: Query) -> object:
    margin = (abs(held.signed) * held.average_entry / LEVERAGE).quantize(CENT)
    size = held.signed if venue.conventions.negative_shorts else abs(held.signed)
    return {
        "id": held.id, "accountId": venue.account.id, "instrumentId": f"inst-{held.instrument.symbol.lower()}",
        "side": side_of(held), "size": str(size), "entryAmount": str(held.entered), "exitAmount": str(held.exited),
        "avgEntry": _in(query, held.average_entry),
        **({"avgExit": _in(query, held.average_exit)} if held.average_exit is not None else {}),
        "entryFees": _in(query, held.fees), "margin": _in(query, margin), "initialMargin": _in(query, margin),
        "maintenanceMarginRatio": "0.5", "liquidationPrice": _in(query, liquidation(held)), "leverage": f"{LEVERAGE}",
        "status": "normal", "adlRank": 2, "unit": _unit(query), "openDate": held.opened // 1_000_000,
        "createdAt": held.opened // 1_000_000, "updatedAt": held.updated // 1_000_000,
    }  # fmt: skip


def _old_position(venue: Venue, held: Position) -> object:
    mark = venue.floors[held.instrument.symbol].newest_ticker.mark
    return {
        "positionId": held.id, "instrument": held.instrument.symbol, "symbol": held.instrument.symbol,
        "isBuy": held.is_long, "entryAmount": float(held.entered), "exitAmount": float(held.exited),
        "size": float(abs(held.signed)), "avgEntry": int(held.average_entry * SATS), "avgExit": None,
        "openDate": held.opened // 1_000_000, "closeDate": None,
        "unrealizedPnl": int((mark - held.average_entry) * held.signed * SATS), "markPrice": int(mark * SATS),
        "liquidationPrice": int(liquidation(held) * SATS), "unit": "sats",
        "createdAt": held.opened // 1_000_000, "updatedAt": held.updated // 1_000_000,
    }  # fmt: skip


def _orders(venue: Venue, query: Query) -> object:
    closed = query.get("includeClosed", "false") == "true"
    symbol = query.get("symbol")
    found = [
        one
        for one in venue.account.orders.values()
        if (closed or one.is_working) and symbol in (None, one.instrument.symbol)
    ]
    tell = _old_order if venue.conventions.rest_shape is RestShape.OLD else _new_order
    told = [tell(venue, one, query) for one in found]
    return told if venue.conventions.rest_shape is RestShape.OLD else {"orders": told}


def _new_order(venue: Venue, order: Order, query: Query) -> object:
    return {
        "id": order.id, "accountId": venue.account.id, "symbol": order.instrument.symbol, "instType": "perpetual",
        "type": order.kind, "side": "buy" if order.side is Side.BID else "sell", "status": order.status,
        "timeInForce": "gtc", "px": None if order.price is None else _in(query, order.price),
        "qty": str(order.quantity), "size": str(order.left if order.is_working else 0),
        "amountFilled": str(order.executed), "unit": _unit(query), "createdAt": order.created,
        "clientOrderId": order.client_id,
        **({} if order.trigger is None else {"triggerPx": _in(query, order.trigger)}),
    }  # fmt: skip


def _old_order(venue: Venue, order: Order, query: Query) -> object:
    return {
        "id": order.id, "symbol": order.instrument.symbol, "orderType": order.kind,
        "side": "buy" if order.side is Side.BID else "sell", "status": order.status,
        "price": None if order.price is None else float(order.price), "quantity": float(order.quantity),
        "amountFilled": float(order.executed),
        "isTriggered": False, "triggerPx": None if order.trigger is None else float(order.trigger),
        "unit": "BTC", "createdAt": order.created // 1_000_000,
    }  # fmt: skip


def _orderbook(venue: Venue, query: Query) -> object:
    """The book as it has been published last, its best levels."""
    floor = venue.floors[query["symbol"]]
    count = max(1, min(100, int(query.get("levels", "20"))))
    unit = {"unit": query.get("unit", "btc")}
    sides: dict[str, list[dict[str, str]]] = {}
    worth: dict[str, Decimal] = {}
    for side, name in ((Side.BID, "buys"), (Side.ASK, "sells")):
        levels = sorted(floor.published[side].items(), reverse=side is Side.BID)[:count]
        priced = [(floor.instrument.price(price), floor.instrument.size(lots)) for price, lots in levels]
        sides[name] = [
            {"price": _in(unit, price), "size": str(size), "total": _in(unit, price * size)} for price, size in priced
        ]
        worth[name] = sum((price * size for price, size in priced), Decimal(0))
    versus = {"buy": _in(unit, worth["buys"]), "sell": _in(unit, worth["sells"])}
    return {"instrumentId": query["symbol"], **sides, "buySellVersus": versus}


def _cap(venue: Venue, query: Query) -> object:
    return {"value": CAPS.get(query["capType"], "0")}


def _interest(venue: Venue, query: Query) -> object:
    return {
        "openInterest": int(venue.floors[query["symbol"]].interest),
        "timestamp": venue.now // 1_000_000,
    }


_ENDPOINTS: dict[str, tuple[tuple[str, ...], Callable[[Venue, Query], object]]] = {
    "accounts/balance": ((), _balance),
    "accounts/cap": (("symbol", "capType"), _cap),
    "positions": (("instType", "symbol"), _positions),
    "orders": (("instType",), _orders),
    "orderbook/snapshot": (("symbol", "instType"), _orderbook),
    "market/open-interest": (("symbol", "instType"), _interest),
}
