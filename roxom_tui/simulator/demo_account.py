"""The demo account at the exchange: its orders in the real books, its fills, stops, funding and liquidation."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from random import Random
from typing import Final

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.values import replace
from roxom_tui.simulator.contract_market import ContractMarket, Taken
from roxom_tui.simulator.ledger import (
    MAKER_PPM,
    TAKER_PPM,
    AccountHappening,
    AccountOrder,
    BalanceChanged,
    Booked,
    Entry,
    Holding,
    Ledger,
    Notified,
    OrderChanged,
    PositionsChanged,
    uuid7,
)

_CLOSED_KEPT: Final = 100
_WAITING: Final = OrderStatus.WAITING_TRIGGER


class DemoAccount:
    """Everything the account owns. Methods that hit the book return what they took; events wait in `drain`."""

    def __init__(self, markets: Mapping[Symbol, ContractMarket], balance: int, rng: Random) -> None:
        self.markets = markets
        self.ledger = Ledger(balance)
        self.live: dict[str, AccountOrder] = {}
        self.closed: deque[AccountOrder] = deque(maxlen=_CLOSED_KEPT)
        self._rng = rng
        self._happenings: list[AccountHappening] = []
        self._orders_made = 0
        self.id = uuid7(rng, 0)

    @property
    def in_orders(self) -> int:
        """Margin held back by resting orders, in sats."""
        return sum(order.locked for order in self.live.values())

    @property
    def available(self) -> int:
        """Sats free for new orders: total - in orders - in margin."""
        return self.ledger.balance - self.in_orders - self.ledger.in_margin

    def new_id(self, at: int) -> str:
        """An identifier for an order, a trade or a position."""
        return uuid7(self._rng, at)

    def drain(self) -> list[AccountHappening]:
        """The happenings since the last call, oldest first."""
        happenings, self._happenings = self._happenings, []
        return happenings

    def place_limit(self, symbol: Symbol, side: OrderSide, ticks: int, lots: int, at: int) -> list[Taken]:
        """Place a limit order: it takes what it crosses and rests with the remainder."""
        market = self.markets[symbol]
        order = replace(self._new(symbol, side, "limit", lots, at), price=ticks * market.contract.tick)
        self._put(order)
        taken = self._strike(order, ticks, at)
        rest = self.live.get(order.id)
        if rest is not None:
            market.book.home_of(side).rest(ticks, rest.id, rest.remaining)
        return taken

    def place_market(self, symbol: Symbol, side: OrderSide, lots: int, at: int, kind: str = "market") -> list[Taken]:
        """Take from the book at once; what the price limit leaves over is cancelled."""
        order = replace(self._new(symbol, side, kind, lots, at), status=OrderStatus.PENDING_SUBMIT)
        self._put(order)
        return self._execute_at_market(order, at)

    def place_stop(self, symbol: Symbol, side: OrderSide, trigger_ticks: int, lots: int, at: int) -> None:
        """Place a stop that becomes a market order when the last price reaches its trigger."""
        trigger = trigger_ticks * self.markets[symbol].contract.tick
        self._put(replace(self._new(symbol, side, "stop", lots, at), trigger=trigger, status=_WAITING))

    def request_cancel(self, order_id: str, at: int) -> None:
        """Ask for a cancel: until it is done the order can still be executed."""
        order = self.live.get(order_id)
        if order is not None:
            self._put(replace(order, status=OrderStatus.PENDING_CANCEL, updated_at=at))

    def cancel(self, order_id: str, at: int, reason: str) -> None:
        """Take an order out of the market; one that is gone already is left alone."""
        order = self.live.get(order_id)
        if order is None:
            return
        if order.rests and order.price is not None:
            market = self.markets[order.symbol]
            market.book.home_of(order.side).withdraw(order.price // market.contract.tick, order.id)
        ended = OrderStatus.PARTIALLY_FILLED_CANCELLED if order.executed else OrderStatus.CANCELLED
        self._put(replace(order, status=ended, reason=reason, updated_at=at))

    def absorb(self, taken: Iterable[Taken], at: int) -> None:
        """Book what others took from our resting orders."""
        for one in taken:
            for execution in one.executions:
                for fill in execution.fills:
                    order = self.live[fill.order_id]
                    self._fill(order, execution.price, fill.lots, MAKER_PPM, at)

    def trigger_stops(self, symbol: Symbol, at: int) -> list[Taken]:
        """Let the stops go whose trigger the last price has reached."""
        last = self.markets[symbol].last
        taken: list[Taken] = []
        for order in [order for order in self.live.values() if order.symbol == symbol and order.status is _WAITING]:
            if last is not None and order.trigger is not None and _reached(order, last, order.trigger):
                order = replace(order, status=OrderStatus.SUBMITTED, triggered_at=at, updated_at=at)
                self._put(order)
                taken += self._execute_at_market(order, at)
        return taken

    def liquidate_if_due(self, symbol: Symbol, at: int) -> list[Taken]:
        """Close a position whose liquidation price the mark has reached, its orders first (protocol 6.5)."""
        holding = self.ledger.holdings.get(symbol)
        if holding is None or holding.sign * (self.markets[symbol].mark - holding.liquidation_price) > 0:
            return []
        for order in [order for order in self.live.values() if order.symbol == symbol]:
            self.cancel(order.id, at, "liquidation")
        self._happenings.append(Notified(f"{symbol} position liquidated", at))
        return self.place_market(symbol, holding.side.closed_by, holding.lots, at, kind="liquidation")

    def settle_funding(self, at: int) -> None:
        """Pay or receive funding on every position (protocol 6.3)."""
        for symbol, holding in list(self.ledger.holdings.items()):
            market = self.markets[symbol]
            entry = self.ledger.fund(symbol, market.mark, market.fair.funding_e8, at)
            self._report_entry(entry)
            self._report_holdings((replace(holding, updated_at=at),))
        self._happenings.append(Notified("funding settled", at))

    def transfer(self, amount: int, at: int) -> None:
        """Move money in (positive) or out, in sats."""
        self._report_entry(self.ledger.credit(amount, "transfer", at))

    def _execute_at_market(self, order: AccountOrder, at: int) -> list[Taken]:
        taken = self._strike(order, None, at)
        rest = self.live.get(order.id)
        if rest is not None:
            self.cancel(order.id, at, "liquidity")
        return taken

    def _strike(self, order: AccountOrder, limit: int | None, at: int) -> list[Taken]:
        self._cancel_own_in_the_way(order, limit, at)
        taken = self.markets[order.symbol].take(order.side, order.lots, limit)
        for one in taken:
            for execution in one.executions:
                self._fill(self.live[order.id], execution.price, execution.lots, TAKER_PPM, at)
        return taken

    def _cancel_own_in_the_way(self, order: AccountOrder, limit: int | None, at: int) -> None:
        """An order never meets its owner's: what rests at a price it will reach is cancelled (protocol 6.7)."""
        half = self.markets[order.symbol].book.against(order.side)
        wanted = order.lots
        met: list[str] = []
        for price, _ in half.levels():
            if wanted <= 0 or (limit is not None and not half.at_least_as_good(price, limit)):
                break
            met += half.own(price)
            wanted -= half.others(price)
        for order_id in met:
            self.cancel(order_id, at, "selftrade")

    def _fill(self, order: AccountOrder, ticks: int, lots: int, ppm: int, at: int) -> None:
        price = ticks * self.markets[order.symbol].contract.tick
        booked = self.ledger.fill(order.symbol, order.side, price, lots, ppm=ppm, new_id=self.new_id(at), at=at)
        self._put(_filled(order, booked, price, lots, at))
        self._report_entry(booked.entry)
        self._report_holdings(booked.holdings)

    def _new(self, symbol: Symbol, side: OrderSide, kind: str, lots: int, at: int) -> AccountOrder:
        self._orders_made += 1
        name = f"demo-{self._orders_made}"
        return AccountOrder(self.new_id(at), symbol, side, kind, lots, OrderStatus.SUBMITTED, at, at, name)

    def _put(self, order: AccountOrder) -> None:
        if order.is_live:
            self.live[order.id] = order
        else:
            self.live.pop(order.id, None)
            self.closed.append(order)
        self._happenings.append(OrderChanged(order))

    def _report_entry(self, entry: Entry | None) -> None:
        if entry is not None:
            self._happenings.append(BalanceChanged(entry))

    def _report_holdings(self, holdings: tuple[Holding, ...]) -> None:
        marked = tuple((holding, self.markets[holding.symbol].mark) for holding in holdings)
        self._happenings.append(PositionsChanged(marked))


def _filled(order: AccountOrder, booked: Booked, price: int, lots: int, at: int) -> AccountOrder:
    done = order.executed + lots == order.lots
    status = OrderStatus.FILLED if done else OrderStatus.PARTIALLY_FILLED
    if not done and order.status is OrderStatus.PENDING_CANCEL:
        status = OrderStatus.PENDING_CANCEL
    opened = [holding.id for holding in booked.holdings if holding.side is order.side.opens]
    closed = [holding.id for holding in booked.holdings if holding.side is not order.side.opens]
    return replace(
        order,
        executed=order.executed + lots,
        turnover=order.turnover + price * lots,
        last_fill=price,
        fees=order.fees + booked.fee,
        status=status,
        updated_at=at,
        entry_position=opened[0] if opened else order.entry_position,
        exit_position=closed[0] if closed else order.exit_position,
    )


def _reached(order: AccountOrder, last: int, trigger: int) -> bool:
    return last <= trigger if order.side is OrderSide.SELL else last >= trigger
