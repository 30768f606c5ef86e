"""One account: its balance, a position for each contract it holds, its orders. Pure; every change gives its events."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from decimal import Decimal

from tests.support.second_exchange.happenings import AccountEvent, AccountKind, Instrument, Side

FEE = Decimal("0.0005")
LEVERAGE = 10
CENT = Decimal("0.00000001")


@dataclass(slots=True)
class Order:
    """An order, working or done. Prices are BTC, quantities contracts."""

    id: str
    instrument: Instrument
    side: Side
    kind: str
    price: Decimal | None
    trigger: Decimal | None
    quantity: Decimal
    created: int
    client_id: str | None = None
    executed: Decimal = Decimal(0)
    average: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    status: str = "submitted"
    updated: int = 0

    @property
    def left(self) -> Decimal:
        """What is not executed yet."""
        return self.quantity - self.executed

    @property
    def is_working(self) -> bool:
        """Whether it can still be filled or cancelled."""
        return self.status in {"submitted", "partiallyfilled", "waitingtrigger"}


@dataclass(slots=True)
class Position:
    """A position; `signed` is its size, below zero for a short one."""

    id: str
    instrument: Instrument
    signed: Decimal
    entered: Decimal
    exited: Decimal
    average_entry: Decimal
    average_exit: Decimal | None
    fees: Decimal
    realized: Decimal
    opened: int
    updated: int
    closed: int | None = None
    direction: int = 1

    @property
    def is_long(self) -> bool:
        """A closed position keeps the direction that it had."""
        return self.signed > 0 or (self.signed == 0 and self.direction > 0)


class Account:
    """What belongs to one customer."""

    def __init__(self, seed: int, now: int) -> None:
        self._random = random.Random(f"{seed}:account")
        self.id = self._new_id()
        self.balance = Decimal("0.80000000")
        self.updated = now
        self.orders: dict[str, Order] = {}
        self.positions: dict[str, Position] = {}

    # --- what is -------------------------------------------------------------------------------------

    def working(self, symbol: str | None = None) -> list[Order]:
        """Orders that can still be filled."""
        return [one for one in self.orders.values() if one.is_working and symbol in (None, one.instrument.symbol)]

    def locked(self) -> Decimal:
        """BTC held by working limit orders."""
        return sum((one.left * one.price / LEVERAGE for one in self.working() if one.price), Decimal(0)).quantize(CENT)

    def margin(self) -> Decimal:
        """BTC held by positions."""
        return sum(
            (abs(one.signed) * one.average_entry / LEVERAGE for one in self.positions.values()), Decimal(0)
        ).quantize(CENT)

    # --- what happens --------------------------------------------------------------------------------

    def open_position(self, instrument: Instrument, signed: Decimal, average: Decimal, now: int) -> None:
        """A position from before we look."""
        self.positions[instrument.symbol] = Position(
            self._new_id(), instrument, signed, abs(signed), Decimal(0), average, None,
            (abs(signed) * average * FEE).quantize(CENT), Decimal(0), now, now, direction=1 if signed > 0 else -1,
        )  # fmt: skip

    def place(
        self, instrument: Instrument, side: Side, price: Decimal | None, quantity: Decimal, now: int,
        trigger: Decimal | None = None,
    ) -> tuple[Order, list[AccountEvent]]:  # fmt: skip
        """A new order rests, or waits for its trigger."""
        kind = "limit" if trigger is None else "stoplimit" if price else "stop"
        number = self._random.randint(1, 999)
        order = Order(
            self._new_id(), instrument, side, kind, price, trigger, quantity, now, f"grid-{number}",
            status="submitted" if trigger is None else "waitingtrigger", updated=now,
        )  # fmt: skip
        self.orders[order.id] = order
        return order, [self._order_event(order, None, now)]

    def cancel(self, order: Order, now: int) -> list[AccountEvent]:
        """A working order is taken away."""
        order.status = "partiallyfilledcancelled" if order.executed else "cancelled"
        order.updated = now
        return [self._order_event(order, None, now)]

    def fill(self, order: Order, quantity: Decimal, mark: Decimal, now: int) -> list[AccountEvent]:
        """A part of a resting order is executed at its price."""
        assert order.price is not None
        price, done = order.price, order.executed + quantity
        order.average = ((order.average * order.executed + price * quantity) / done).quantize(CENT)
        order.executed, order.updated = done, now
        order.status = "partiallyfilled" if order.left else "filled"
        fee = (quantity * price * FEE).quantize(CENT)
        order.fees += fee
        gain = self._move(order, quantity, price, fee, now)
        events = [self._order_event(order, price, now), self._settled(gain - fee, now)]
        position = self.positions[order.instrument.symbol]
        events.append(AccountEvent(AccountKind.POSITION, now, self.position_data(position, mark)))
        if position.closed is not None:
            del self.positions[order.instrument.symbol]
        return events

    def _move(self, order: Order, quantity: Decimal, price: Decimal, fee: Decimal, now: int) -> Decimal:
        """The position after a fill; gives the profit that was realized."""
        signed = quantity if order.side is Side.BID else -quantity
        symbol = order.instrument.symbol
        if symbol not in self.positions:
            self.open_position(order.instrument, signed, price, now)
            return Decimal(0)
        held = self.positions[symbol]
        held.updated = now
        if held.signed * signed > 0:
            whole = held.entered + quantity
            held.average_entry = ((held.average_entry * held.entered + price * quantity) / whole).quantize(CENT)
            held.entered, held.signed, held.fees = whole, held.signed + signed, held.fees + fee
            return Decimal(0)
        return _reduce(held, quantity, price, now)

    def _settled(self, amount: Decimal, now: int) -> AccountEvent:
        before = self.balance
        self.balance, self.updated = before + amount, now
        data: dict[str, object] = {
            "accountId": self.id, "balanceBefore": str(before), "balanceAfter": str(self.balance),
            "amount": str(amount), "unit": "btc", "updateType": "ordersettle", "timestamp": now,
        }  # fmt: skip
        return AccountEvent(AccountKind.BALANCE, now, data)

    # --- how it is told on the stream ----------------------------------------------------------------

    def _order_event(self, order: Order, filled_at: Decimal | None, now: int) -> AccountEvent:
        data: dict[str, object] = {
            "orderId": order.id, "accountId": self.id, "symbol": order.instrument.symbol, "status": order.status,
            "remainingQty": str(order.left), "executedQty": str(order.executed), "avgPx": f"{order.average:.8f}",
            "fillPx": None if filled_at is None else f"{filled_at:.8f}", "filledFees": str(order.fees),
            "side": "buy" if order.side is Side.BID else "sell", "orderType": order.kind,
            "orderSize": str(order.quantity), "limitPrice": None if order.price is None else f"{order.price:.8f}",
            "clientOrderId": order.client_id, "entryPositionId": None, "exitPositionId": None, "reason": None,
            "timestamp": now,
        }  # fmt: skip
        return AccountEvent(AccountKind.ORDER, now, data)

    def position_data(self, position: Position, mark: Decimal) -> dict[str, object]:
        """The fields of a position event, sizes positive."""
        margin = (abs(position.signed) * position.average_entry / LEVERAGE).quantize(CENT)
        return {
            "id": position.id, "symbol": position.instrument.symbol, "accountId": self.id,
            "side": "long" if position.is_long else "short",
            "entryAmount": str(position.entered), "exitAmount": str(position.exited),
            "size": str(abs(position.signed)), "tradeMode": "isolated",
            "openDate": position.opened // 1_000_000,
            "closeDate": None if position.closed is None else position.closed // 1_000_000,
            "avgEntry": f"{position.average_entry:.8f}",
            "avgExit": None if position.average_exit is None else f"{position.average_exit:.8f}",
            "entryFees": str(position.fees), "exitFees": None,
            "positionBalance": str(margin), "initialMargin": str(margin),
            "maintenanceMargin": str((margin / 2).quantize(CENT)),
            "liquidationPrice": f"{liquidation(position):.8f}", "leverage": f"{LEVERAGE}.0",
            "unrealizedPnl": f"{((mark - position.average_entry) * position.signed):.8f}",
            "realizedPnl": f"{position.realized:.8f}", "markPrice": f"{mark:.8f}", "status": "normal",
            "updatedAt": position.updated, "createdAt": position.opened,
        }  # fmt: skip

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def liquidation(position: Position) -> Decimal:
    """The price at which half of the initial margin is lost."""
    share = Decimal("0.95") if position.is_long else Decimal("1.05")
    return (position.average_entry * share).quantize(CENT)


def _reduce(held: Position, quantity: Decimal, price: Decimal, now: int) -> Decimal:
    """A fill against a position: it becomes smaller, at most nothing."""
    closing = min(quantity, abs(held.signed))
    gain = ((price - held.average_entry) * closing * held.direction).quantize(CENT)
    held.average_exit = (
        ((held.average_exit or Decimal(0)) * held.exited + price * closing) / (held.exited + closing)
    ).quantize(CENT)
    held.exited, held.signed, held.realized = (
        held.exited + closing,
        held.signed - held.direction * closing,
        held.realized + gain,
    )
    if held.signed == 0:
        held.closed = now
    return gain
