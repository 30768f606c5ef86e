"""The unit of the account's prices, decided for all that is held at once (protocol 7.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import ORDERS, POSITIONS, Stream
from roxom_tui.model.events import PositionUpdate
from roxom_tui.model.market import Level, Side, Symbol
from roxom_tui.model.money import Price, Unit, UnstatedPrice
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.unit_inference import PriceReading, common_unit, read_price, sure_unit
from roxom_tui.state.book.price_buckets import StepFinder
from roxom_tui.state.market.markets import Markets

_LEVELS: Final = 20
_ENOUGH_LEVELS: Final = 10
"""Of fewer prices the common step may be coarser than the contract's."""


_WIDEST: Final = 2
"""Where the ask is more than so many times the bid, neither tells what a contract costs."""


class PriceUnits:
    """Reads prices that state no unit. What is plain of any order or position counts for all of them."""

    def __init__(self, account: AccountLists, markets: Markets, revision: Callable[[Stream], int]) -> None:
        self._account = account
        self._markets = markets
        self._revision = revision
        self._key: object = None
        self.neighbours: frozenset[Unit] = frozenset()
        """The units that are plain of anything that is held."""
        self._steps: dict[Symbol, Decimal | None] = {}

    def read(self, price: Price | None, symbol: Symbol) -> PriceReading:
        """A price of an order or position in that contract."""
        if not isinstance(price, UnstatedPrice):
            return PriceReading(price)
        return read_price(price, self.market_price(symbol), self.neighbours, self._step(symbol))

    def unit_of(self, position: PositionUpdate) -> Unit | None:
        """The unit of all of a position: of its own mark, which is near the market's, else of its entry."""
        if isinstance(position.mark_price, UnstatedPrice):
            unit = sure_unit(position.mark_price, self.market_price(position.symbol))
            if unit is not None:
                return unit
        told = position.entry_price or position.liquidation_price
        if not isinstance(told, UnstatedPrice):
            return Unit.BTC
        price = self.read(told, position.symbol).price
        return None if price is None else Unit.BTC if price == told else Unit.SATS

    def market_price(self, symbol: Symbol) -> Price | None:
        """Roughly what a contract costs, in BTC: its mark; before one is known what is quoted, traded or in its book.

        None where nothing of it is known.
        """
        market, depth = self._markets.market(symbol), self._markets.depth(symbol)
        if market.mark:
            return market.mark
        quoted = _narrow(market.quote.bid, market.quote.ask) if market.quote is not None else None
        return quoted or market.last or (_narrow(*depth.book.best) if depth is not None else None)

    def priced(self, symbols: Iterable[Symbol]) -> frozenset[Symbol]:
        """Those of the contracts of which it is known roughly what they cost."""
        return frozenset(symbol for symbol in symbols if self.market_price(symbol) is not None)

    def refresh(self) -> None:
        """Before anything is read of a picture: look at what is held now."""
        account = self._account
        symbols = {order.symbol for order in account.orders.open} | account.positions.symbols
        key = (self._revision(ORDERS), self._revision(POSITIONS), self.priced(symbols))
        if key != self._key:
            self._key = key
            self._steps.clear()
            self.neighbours = common_unit(self._told())

    def _told(self) -> Iterator[tuple[Price | None, Price | None]]:
        """Every price of the account, with the price of its contract on the market."""
        for order in self._account.orders.open:
            mark = self.market_price(order.symbol)
            for price in (order.limit_price, order.trigger_price, order.average_price, order.fill_price):
                yield price, mark
        for held in self._account.positions.open:
            mark = self.market_price(held.symbol)
            for price in (held.mark_price, held.entry_price, held.liquidation_price):
                yield price, mark

    def _step(self, symbol: Symbol) -> Decimal | None:
        """The price step that the contract's book shows."""
        if symbol not in self._steps:
            depth, steps = self._markets.depth(symbol), StepFinder()
            levels = [level for side in Side for level in depth.book.levels(side, _LEVELS)] if depth is not None else []
            steps.note(levels)
            self._steps[symbol] = steps.step if len(levels) >= _ENOUGH_LEVELS else None
        return self._steps[symbol]


def _narrow(bid: Level | None, ask: Level | None) -> Price | None:
    """A price of two sides that are near each other."""
    return bid.price if bid is not None and ask is not None and bid.price <= ask.price <= _WIDEST * bid.price else None
