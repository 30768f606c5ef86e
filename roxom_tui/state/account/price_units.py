"""The unit of a price of the account that names none: BTC or sats, by what is beside it (protocol 7.4).

| by itself | its neighbours | in sats on a tick | read as |
|---|---|---|---|
| near the mark as BTC | whatever | whatever | BTC |
| near the mark as sats | none is surely BTC | yes, or not known | sats |
| neither | all that are sure are BTC | whatever | BTC |
| neither | all that are sure are sats | yes, or not known | sats |
| neither, at most 10,000 marks, or less than 1 without a mark | otherwise | whatever | BTC |
| neither, beyond | otherwise | no | BTC |
| neither, beyond | otherwise | yes, or not known | not known |

The mark is that of the contract's market, or before one is known another price of it. Near is from half of the mark to
twice of it for sats, the band in which an exchange takes orders, and a hundred times as wide for BTC, the documented
unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.channels import ORDERS, POSITIONS, Stream
from roxom_tui.model.events import PositionUpdate
from roxom_tui.model.market import PricedSize, Side, Symbol
from roxom_tui.model.money import Btc, Price, Unit, UnstatedAmount, UnstatedPrice
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.book.price_buckets import StepFinder
from roxom_tui.state.decimal_math import SATS_DECIMALS, in_btc, multiply, shift
from roxom_tui.state.market.markets import Markets

_LEVELS: Final = 20
_ENOUGH_LEVELS: Final = 10
"""Of fewer prices the common step may be coarser than the contract's."""

_WIDEST: Final = 2
"""Where the ask is more than so many times the bid, neither tells what a contract costs."""

_WIDE: Final = Decimal(100)
_BAND: Final = Decimal(2)
_BOTH_POSSIBLE: Final = Decimal(10_000)
"""Beyond so many marks a price may be either."""

_ONE_SAT: Final = Decimal(1)
"""Without a mark a price may be either from here on: less than one sat no contract costs."""


class PriceReading(NamedTuple):
    """A price in BTC; or None, and whether that is because its unit is not known."""

    price: Price | None
    is_unknown: bool = False


def sure_unit(price: Price, mark: Price | None) -> Unit | None:
    """The unit that the mark alone makes plain."""
    if mark is None or mark <= 0:
        return None
    if price <= multiply(mark, _WIDE):
        return Unit.BTC if multiply(price, _WIDE) >= mark else None
    told = shift(price, -SATS_DECIMALS)
    return Unit.SATS if mark <= multiply(told, _BAND) and told <= multiply(mark, _BAND) else None


def common_unit(prices: Iterable[tuple[Price | None, Price | None]]) -> frozenset[Unit]:
    """The units that are plain among prices and the marks of their contracts; of those that state theirs, none."""
    told = ((price, mark) for price, mark in prices if isinstance(price, UnstatedPrice))
    return frozenset(unit for price, mark in told if (unit := sure_unit(price, mark)) is not None)


def read_price(
    price: Price | None, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None
) -> PriceReading:
    """A price in BTC, by the table above. `step` is the contract's price step, as far as it is known."""
    is_stated = not isinstance(price, UnstatedPrice)
    return price_in(price, None if price is None or is_stated else _unit(price, mark, neighbours, step))


def price_in(price: Price | None, unit: Unit | None) -> PriceReading:
    """A price beside others of a unit that was found out; one that states its own is that."""
    if not isinstance(price, UnstatedPrice):
        return PriceReading(price)
    if unit is None:
        return PriceReading(None, is_unknown=True)
    return PriceReading(Price(price) if unit is Unit.BTC else in_btc(price))


def _unit(price: Price, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None) -> Unit | None:
    sure, fits = sure_unit(price, mark), _fits(price, step)
    if sure is Unit.BTC:
        return Unit.BTC
    others = next(iter(neighbours)) if len(neighbours) == 1 else None
    if sure is Unit.SATS and fits and Unit.BTC not in neighbours:
        return Unit.SATS
    if others is Unit.BTC or (others is Unit.SATS and fits):
        return others
    if mark is None or mark <= 0:
        return Unit.BTC if price < _ONE_SAT or not fits else None
    return Unit.BTC if price <= multiply(mark, _BOTH_POSSIBLE) or not fits else None


def _fits(price: Price, step: Decimal | None) -> bool:
    """Whether a price taken for sats lies on a tick, as far as one is known."""
    told = in_btc(price)
    return told is not None and (step is None or not told % step)


def amount_in_btc(amount: Btc | None, unit: Unit | None) -> Btc | None:
    """An amount beside prices of a unit; None where that is not known and none was stated."""
    if amount is None or not _is_unstated(amount):
        return amount
    if unit is Unit.SATS:
        return Btc(shift(amount, -SATS_DECIMALS))
    return Btc(Decimal(amount)) if unit is Unit.BTC else None


def _is_unstated(amount: Decimal) -> bool:
    return isinstance(amount, UnstatedAmount)


PRICES: Final = ("entry_price", "mark_price", "liquidation_price", "exit_price")
AMOUNTS: Final = (
    *("margin", "initial_margin", "maintenance_margin", "unrealized_pnl", "realized_pnl"),
    *("entry_fees", "exit_fees"),
)
"""The fields of a position that are money."""


class PositionInBtc(Struct, frozen=True):
    """A position in BTC, and its prices of which the unit is not known."""

    position: PositionUpdate
    unknown: tuple[str, ...]


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

    def in_btc(self, position: PositionUpdate) -> PositionInBtc:
        """The same with all its prices and amounts in BTC, and which prices are in a unit that nobody knows."""
        unit = self.unit_of(position)
        prices = {name: price_in(getattr(position, name), unit) for name in PRICES}
        changes: dict[str, Any] = {name: reading.price for name, reading in prices.items()}
        changes |= {name: amount_in_btc(getattr(position, name), unit) for name in AMOUNTS}
        unknown = tuple(name for name, reading in prices.items() if reading.is_unknown)
        return PositionInBtc(replace(position, **changes), unknown)

    def market_price(self, symbol: Symbol) -> Price | None:
        """Roughly what a contract costs, in BTC: its mark; before one is known what is quoted, traded or in its book.

        None where nothing of it is known.
        """
        market, depth = self._markets.market(symbol), self._markets.depth(symbol)
        if market.mark:
            return market.mark
        quoted = _narrow(market.quote.bid, market.quote.ask) if market.quote is not None else None
        return quoted or market.last_price.price or (_narrow(*depth.book.best) if depth is not None else None)

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


def _narrow(bid: PricedSize | None, ask: PricedSize | None) -> Price | None:
    """A price of two sides that are near each other."""
    return bid[0] if bid is not None and ask is not None and bid[0] <= ask[0] <= _WIDEST * bid[0] else None
