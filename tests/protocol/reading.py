"""What the decoder says to a frame, and short spellings for what it should have said."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from roxom_tui.model.events import OrderUpdate, PositionUpdate
from roxom_tui.model.market import Level, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoded, Decoder
from tests.support.samples import LONG_ORDER, POSITION, POSITION_ID, account, market

GOLD = Symbol("GOLD-BTC")


def decoded(frame: str) -> Decoded:
    """The one event of a frame."""
    (event,) = Decoder().decode(frame)
    return event


def first_decoded(frame: str) -> Decoded:
    """The first event of a frame."""
    return Decoder().decode(frame)[0]


def rejected(frame: str) -> FrameRejected:
    """Why a frame is refused."""
    event = decoded(frame)
    assert isinstance(event, FrameRejected), event
    return event


def size(text: str) -> Size:
    return Size(Decimal(text))


def btc(text: str) -> Btc:
    return Btc(Decimal(text))


def level(price: str, size: str) -> Level:
    return Level(Price(price), Size(Decimal(size)))


def without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A message's data with some fields left out."""
    return {key: value for key, value in data.items() if key not in keys}


def position(**changes: Any) -> PositionUpdate:
    """The sample position with some fields changed; `...` leaves one out."""
    data = {key: value for key, value in {**POSITION, **changes}.items() if value is not ...}
    update = decoded(account("position", [data]))
    assert isinstance(update, PositionUpdate)
    return update


def order(**changes: Any) -> OrderUpdate:
    """The sample order with some fields changed; `...` leaves one out."""
    data = {key: value for key, value in {**LONG_ORDER, **changes}.items() if value is not ...}
    update = decoded(account("order", data))
    assert isinstance(update, OrderUpdate)
    return update


POSITION_UPDATE = PositionUpdate(
    POSITION_ID,
    GOLD,
    side=PositionSide.LONG,
    size=size("1.50"),
    entry_price=Price("0.04300000"),
    mark_price=Price("0.04312200"),
    liquidation_price=Price("0.04085000"),
    leverage=Decimal("10.0"),
    margin=btc("0.00860000"),
    initial_margin=btc("0.00645000"),
    maintenance_margin=btc("0.00322500"),
    unrealized_pnl=btc("0.00018300"),
    realized_pnl=btc("0.00000600"),
    status="normal",
    updated_at=1_767_225_600_700_000_000,
    opened_at=1_767_225_000_000_000_000,
    entered=size("2.00"),
    left=size("0.50"),
    trade_mode="isolated",
)
"""What the sample position says."""


def reason(payload: str | bytes) -> RejectReason:
    (event,) = Decoder().decode(payload)
    assert isinstance(event, FrameRejected), event
    return event.reason


def levels(count: int) -> list[list[str]]:
    return [[f"0.{4_000_000 + number:08d}", f"{number}.25"] for number in range(count)]


def trades(count: int) -> str:
    frame: dict[str, Any] = json.loads(market("trade"))
    return json.dumps({**frame, "data": [{"px": "1", "qty": "1", "time": number + 10**18} for number in range(count)]})
