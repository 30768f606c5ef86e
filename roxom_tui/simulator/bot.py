"""The trader of the demo account: small limit orders near and away, now and then a market order or a stop."""

from __future__ import annotations

from random import Random
from typing import Final

from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import SATS_PER_BTC
from roxom_tui.simulator.contract_market import ContractMarket, Taken
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.simulator.demo_account import DemoAccount
from roxom_tui.simulator.ledger import AccountOrder, Holding, value

_CANCEL_TAKES: Final = SECOND // 8
_MOST_ORDERS: Final = 7
_USUAL_VALUE: Final = SATS_PER_BTC * 12 // 1000
_MOST_VALUE: Final = SATS_PER_BTC * 12 // 100
_OPENING_VALUE: Final = SATS_PER_BTC * 6 // 100
_POOR: Final = SATS_PER_BTC * 3 // 10
_TOP_UP: Final = SATS_PER_BTC * 5 // 10
_FAR_PRICES: Final = 5


class Bot:
    """Decides by seeded chance; keeps each position under 0.12 BTC of value and the account solvent."""

    def __init__(self, account: DemoAccount, rng: Random) -> None:
        self._account = account
        self._rng = rng
        self._cancelling: list[tuple[str, bool]] = []

    def open_the_day(self, at: int) -> None:
        """Give the account a past: two positions, some resting orders and a stop."""
        symbols = self._favourites()
        for symbol, side, offset in zip(symbols, (PositionSide.LONG, PositionSide.SHORT), (-28, 17), strict=False):
            market = self._account.markets[symbol]
            price = market.contract.start * market.contract.tick * (10_000 + offset) // 10_000
            lots = _lots_for(_OPENING_VALUE, price)
            began = at - 3 * HOUR
            holding = Holding(self._account.new_id(began), symbol, side, lots, lots, price, began, began)
            self._account.ledger.open(holding)
        for number, symbol in enumerate(symbols[:3]):
            self._rest(symbol, OrderSide.BUY if number != 1 else OrderSide.SELL, 1 + number, at)
            self._rest(symbol, OrderSide.SELL if number != 1 else OrderSide.BUY, 12, at)
        self._stop(symbols[0], at)

    def rest_far_away(self, orders: int, at: int) -> None:
        """Give the account so many more orders of a lot each, at a few prices that the market will not reach."""
        symbol, market = list(self._account.markets.items())[-1]
        for number in range(orders):
            side = OrderSide.BUY if number % 2 else OrderSide.SELL
            distance = market.contract.start // 10 + number % (2 * _FAR_PRICES)
            price = market.contract.start + (-distance if side is OrderSide.BUY else distance)
            self._account.place_limit(symbol, side, price, 1, at)

    def act(self, at: int) -> tuple[list[Taken], Symbol]:
        """Do one thing. Answers what was taken from which contract's book."""
        symbol = self._rng.choice(tuple(self._account.markets))
        if self._cancelling:
            return [], self._finish_cancel(at)
        if self._account.ledger.balance < _POOR:
            self._account.transfer(_TOP_UP, at)
        chance = self._rng.random()
        resting = [order for order in self._account.live.values() if order.rests]
        if resting and (chance < 0.24 or len(resting) >= _MOST_ORDERS):
            return [], self._begin_cancel(self._rng.choice(resting), at)
        if chance < 0.32:
            return self._trade(symbol, at), symbol
        if chance < 0.36:
            self._stop(symbol, at)
            return [], symbol
        return self._rest(symbol, self._side_for(symbol), self._distance(), at), symbol

    def next_in(self) -> int:
        """Nanoseconds until the next act: a cancel under way is finished soon."""
        if self._cancelling:
            return _CANCEL_TAKES
        return round(self._rng.expovariate(1 / 3.0) * SECOND) + SECOND // 5

    def _favourites(self) -> list[Symbol]:
        liked = (Symbol("GOLD-BTC"), Symbol("US500-BTC"))
        symbols = list(self._account.markets)
        return [symbol for symbol in liked if symbol in symbols] + [symbol for symbol in symbols if symbol not in liked]

    def _distance(self) -> int:
        return self._rng.randint(0, 2) if self._rng.random() < 0.6 else self._rng.randint(5, 30)

    def _side_for(self, symbol: Symbol) -> OrderSide:
        """Either side; a small position rather grows, one above its usual size shrinks, a large one only shrinks."""
        holding = self._account.ledger.holdings.get(symbol)
        if holding is None:
            return self._rng.choice((OrderSide.BUY, OrderSide.SELL))
        worth = value(holding.entry_price, holding.lots)
        grows = worth <= _MOST_VALUE and self._rng.random() < (0.8 if worth < _OPENING_VALUE else 0.35)
        return holding.side.opened_by if grows else holding.side.closed_by

    def _lots(self, market: ContractMarket) -> int:
        mark = market.mark
        lots = _lots_for(round(_USUAL_VALUE * self._rng.lognormvariate(0, 0.6)), mark)
        return min(lots, _lots_for(_MOST_VALUE // 2, mark))

    def _rest(self, symbol: Symbol, side: OrderSide, distance: int, at: int) -> list[Taken]:
        market = self._account.markets[symbol]
        best = market.book.home_of(side).best
        lots = self._lots(market)
        if best is None or value(market.mark, lots) > self._account.available:
            return []
        price = best - distance if side is OrderSide.BUY else best + distance
        return self._account.place_limit(symbol, side, price, lots, at) if price > 0 else []

    def _trade(self, symbol: Symbol, at: int) -> list[Taken]:
        market = self._account.markets[symbol]
        holding = self._account.ledger.holdings.get(symbol)
        lots = self._lots(market)
        if holding is not None and self._side_for(symbol) is holding.side.closed_by:
            close_all = self._rng.random() < 0.05
            return self._account.place_market(
                symbol, holding.side.closed_by, holding.lots if close_all else min(lots, holding.lots), at
            )
        if value(market.mark, lots) > self._account.available:
            return []
        return self._account.place_market(symbol, self._side_for(symbol), lots, at)

    def _stop(self, symbol: Symbol, at: int) -> None:
        """Guard a position with a stop 0.15 to 0.6 % away, one at a time."""
        holding = self._account.ledger.holdings.get(symbol)
        waits = any(order.status is OrderStatus.WAITING_TRIGGER for order in self._account.live.values())
        last = self._account.markets[symbol].last
        if holding is None or waits or last is None:
            return
        ticks = last // self._account.markets[symbol].contract.tick
        trigger = ticks - holding.sign * max(2, ticks * self._rng.randint(15, 60) // 10_000)
        self._account.place_stop(symbol, holding.side.closed_by, trigger, max(1, holding.lots // 2), at)

    def _begin_cancel(self, order: AccountOrder, at: int) -> Symbol:
        self._account.request_cancel(order.id, at)
        self._cancelling.append((order.id, self._rng.random() < 0.5))
        return order.symbol

    def _finish_cancel(self, at: int) -> Symbol:
        """End a cancel that was asked for, and in half the cases put the order back at another price."""
        order_id, replaced = self._cancelling.pop(0)
        order = self._account.live.get(order_id)
        if order is None:
            return next(iter(self._account.markets))
        self._account.cancel(order_id, at, "user")
        if replaced:
            self._rest(order.symbol, order.side, self._distance(), at)
        return order.symbol


def _lots_for(sats: int, price: int) -> int:
    return max(1, sats * LOTS_PER_CONTRACT // price)
