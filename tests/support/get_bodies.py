"""Answers of the GETs as the exchange sends them, newer and older, and what they say."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from roxom_tui.model.events import OrderStatus, OrderUpdate, PositionsSeed, PositionUpdate
from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Price
from tests.protocol.reading import GOLD, btc, size
from tests.support.samples import ORDER_ID, POSITION_ID

DAY_NS = 1_767_225_600_000_000_000


def body(data: Any, **more: Any) -> bytes:
    return json.dumps({"data": data, "error": False, **more}).encode()


NEWER_BALANCE = {
    "balances": [
        {"asset": "BTC", "assetClass": "digital", "available": "0.74", "current": "0.80", "lockedInOrders": "0.01"},
        {"asset": "USDC", "assetClass": "digital", "available": "5", "current": "5", "lockedInOrders": None},
    ],
    "lastUpdated": 1_767_225_600_000,
}


NEWER_POSITION = {
    "id": POSITION_ID,
    "instrumentId": "0199c000-0000-7000-8000-000000000001",
    "side": "long",
    "size": "1.50",
    "avgEntry": "0.04300000",
    "margin": "0.00645000",
    "initialMargin": "0.00645000",
    "maintenanceMarginRatio": "0.05",
    "liquidationPrice": "0.04085000",
    "leverage": "10.0",
    "status": "normal",
    "adlRank": 3,
    "unit": "btc",
    "updatedAt": 1_767_225_600_000,
    "stopLossOrderId": ORDER_ID,
}


NEWER_POSITIONS = PositionsSeed(
    GOLD,
    (
        PositionUpdate(
            POSITION_ID,
            GOLD,
            side=PositionSide.LONG,
            size=size("1.50"),
            entry_price=Price("0.04300000"),
            liquidation_price=Price("0.04085000"),
            leverage=Decimal("10.0"),
            margin=btc("0.00645000"),
            initial_margin=btc("0.00645000"),
            maintenance_ratio=Decimal("0.05"),
            status="normal",
            adl_rank=3,
            updated_at=DAY_NS,
            stop_loss_order=ORDER_ID,
        ),
    ),
)


OLDER_POSITION = {
    "positionId": POSITION_ID,
    "instrument": "GOLD",
    "symbol": "GOLD-BTC",
    "isBuy": False,
    "size": 2,
    "avgEntry": 4_300_000,
    "avgExit": None,
    "closeDate": None,
    "unrealizedPnl": -18_300,
    "markPrice": 4_312_200,
    "liquidationPrice": 4_515_000,
    "updatedAt": 1_767_225_600_000,
}


SNAKE_POSITION = {
    "position_id": POSITION_ID,
    "symbol": "GOLD-BTC",
    "is_buy": False,
    "size": 2,
    "avg_entry": 4_300_000,
    "unrealized_pnl": -18_300,
    "mark_price": 4_312_200,
    "liquidation_price": 4_515_000,
    "updated_at": 1_767_225_600_000,
}


NEWER_ORDER = {
    "id": ORDER_ID,
    "symbol": "GOLD-BTC",
    "type": "stoplimit",
    "side": "sell",
    "status": "waitingtrigger",
    "timeInForce": "gtc",
    "px": "0.04312300",
    "triggerPx": "0.04312500",
    "qty": "2.00",
    "size": "1.50",
    "amountFilled": "0.50",
    "unit": "btc",
    "createdAt": 1_767_225_600_000_000_000,
    "clientOrderId": "grid-7",
}


ORDER = OrderUpdate(
    ORDER_ID,
    GOLD,
    OrderStatus.WAITING_TRIGGER,
    side=OrderSide.SELL,
    order_type="stoplimit",
    limit_price=Price("0.04312300"),
    trigger_price=Price("0.04312500"),
    size=size("2.00"),
    remaining=size("1.50"),
    executed=size("0.50"),
    client_order_id="grid-7",
    created_at=DAY_NS,
    time_in_force="gtc",
)


OLDER_ORDER = {
    "id": ORDER_ID,
    "symbol": "GOLD-BTC",
    "orderType": "limit",
    "side": "sell",
    "status": "submitted",
    "price": 4_312_300,
    "quantity": "2.00",
    "isTriggered": False,
    "createdAt": 1_767_225_600_000,
}


BOOK = {
    "instrumentId": "0199c000-0000-7000-8000-000000000001",
    "buys": [{"price": "0.04312300", "size": "0.75", "total": "0.03234225"}],
    "sells": [{"price": "0.04312700", "size": "1.20", "total": "0.05175240"}, {"price": "0.05", "size": "0"}],
}
