"""Keeps the demo account's books a second time, from nothing but the messages of the stream."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from roxom_tui.model.events import FINAL_STATUSES, OrderStatus
from roxom_tui.model.market import PositionSide, Symbol
from roxom_tui.simulator.exchange import Exchange
from tests.simulator.heard import Message, of_type
from tests.support.exchange_truth import Truth

ZERO = Decimal(0)


class Auditor:
    """Checks each message against the ones before it, and on `compare` the sum of all of them against the truth."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._truth = Truth(exchange.world)
        self.balance: Decimal | None = self._truth.balance().total
        self.causes: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.flows = self.fees = self.realized = ZERO
        self._orders: dict[str, Message] = {}
        self._sizes = {symbol: self._true_size(symbol) for symbol in exchange.world.markets}
        self._profits: dict[str, Decimal] = {}
        self._opening = self.balance or ZERO

    def hear(self, heard: list[Message]) -> None:
        for order in of_type(heard, "order"):
            self._order(order)
        for entry in of_type(heard, "balance"):
            self._entry(entry)
        for positions in of_type(heard, "position"):
            for position in positions:
                self._position(position)

    def compare(self) -> None:
        """What was heard adds up to what is so; what is held back adds up to what is held."""
        truth = self._truth.balance()
        assert truth.total is not None
        assert truth.available is not None
        assert truth.in_orders is not None
        margins = [position.margin for s in self._sizes if (position := self._truth.position(s)) is not None]
        assert truth.available == truth.total - truth.in_orders - sum((m or ZERO for m in margins), ZERO)
        assert truth.available >= 0
        assert truth.total == self.balance
        assert self.balance == self._opening + self.realized - self.fees + self.flows
        assert self._sizes == {symbol: self._true_size(symbol) for symbol in self._sizes}
        self._compare_orders()

    def _compare_orders(self) -> None:
        live = {order.order_id: order for order in self._truth.orders()}
        heard = {key for key, order in self._orders.items() if OrderStatus(order["status"]) not in FINAL_STATUSES}
        assert heard <= live.keys()
        for symbol, market in self._exchange.world.markets.items():
            for half in (market.book.bids, market.book.asks):
                resting = {key: (price, lots) for price, _ in half.levels() for key, lots in half.own(price).items()}
                for key, (price, lots) in resting.items():
                    assert live[key].symbol == symbol
                    assert live[key].limit_price == Decimal(price * market.contract.tick).scaleb(-8)
                    assert live[key].remaining == Decimal(lots).scaleb(-2)
        in_books = sum(
            len(half.own(price))
            for market in self._exchange.world.markets.values()
            for half in (market.book.bids, market.book.asks)
            for price, _ in half.levels()
        )
        assert in_books == sum(order.order_type == "limit" for order in live.values())

    def _order(self, order: Message) -> None:
        before = self._orders.get(order["orderId"])
        executed, earlier = Decimal(order["executedQty"]), Decimal(before["executedQty"]) if before else ZERO
        assert executed + Decimal(order["remainingQty"]) == Decimal(order["orderSize"])
        assert executed >= earlier
        if before is not None:
            assert OrderStatus(before["status"]) not in FINAL_STATUSES, "a final order moved"
            assert order["timestamp"] >= before["timestamp"]
        if order["status"] == "filled":
            assert executed == Decimal(order["orderSize"])
        sign = 1 if order["side"] == "buy" else -1
        self._sizes[Symbol(order["symbol"])] += sign * (executed - earlier)
        self.fees += Decimal(order["filledFees"]) - (Decimal(before["filledFees"]) if before else ZERO)
        self.statuses[order["status"]] += 1
        self.kinds[order["orderType"]] += 1
        self._orders[order["orderId"]] = order

    def _entry(self, entry: Message) -> None:
        before, after, amount = (Decimal(entry[key]) for key in ("balanceBefore", "balanceAfter", "amount"))
        assert before == self.balance, "the chain is broken"
        assert after - before == amount
        self.balance = after
        self.causes[entry["updateType"]] += 1
        if entry["updateType"] != "ordersettle":
            self.flows += amount

    def _position(self, position: Message) -> None:
        assert Decimal(position["entryAmount"]) - Decimal(position["exitAmount"]) == Decimal(position["size"])
        assert (position["closeDate"] is None) == (Decimal(position["size"]) != 0)
        profit = Decimal(position["realizedPnl"])
        self.realized += profit - self._profits.get(position["id"], ZERO)
        self._profits[position["id"]] = profit

    def _true_size(self, symbol: Symbol) -> Decimal:
        position = self._truth.position(symbol)
        if position is None or position.size is None:
            return ZERO
        return position.size if position.side is PositionSide.LONG else -position.size
