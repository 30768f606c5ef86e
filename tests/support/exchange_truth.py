"""The truth at the exchange, as the client's own values: the oracle of tests (client 1.3)."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Balance, BookSnapshot, OrderUpdate, PositionUpdate, Quote, Ticker
from roxom_tui.model.market import Level, OrderSide, Side, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.simulator.contract_market import ContractMarket, Taken
from roxom_tui.simulator.contracts import btc_text, size_text
from roxom_tui.simulator.ledger import LEVERAGE, AccountHappening, AccountOrder, Holding, value
from roxom_tui.simulator.matching_engine import Changes
from roxom_tui.simulator.world import World


class Truth:
    """Read access to a world; every answer is of this moment."""

    def __init__(self, world: World) -> None:
        self._world = world

    def book(self, symbol: Symbol) -> BookSnapshot:
        """The whole book, best levels first."""
        market = self._world.markets[symbol]
        tick = market.contract.tick
        bids = tuple(level_of(price * tick, lots) for price, lots in market.book.bids.levels())
        asks = tuple(level_of(price * tick, lots) for price, lots in market.book.asks.levels())
        return BookSnapshot(symbol, bids, asks, self._world.now)

    def quote(self, symbol: Symbol) -> Quote:
        """Best bid and best ask."""
        return quote_of(self._world.markets[symbol], self._world.now)

    def ticker(self, symbol: Symbol) -> Ticker:
        """The figures a ticker would state now."""
        market = self._world.markets[symbol]
        figures, quote = market.figures(), self.quote(symbol)
        return Ticker(
            symbol,
            None if figures.last is None else _price(figures.last),
            _price(figures.mark),
            _price(figures.underlying),
            quote.bid[0] if quote.bid else None,
            quote.bid[1] if quote.bid else None,
            quote.ask[0] if quote.ask else None,
            quote.ask[1] if quote.ask else None,
            _size(figures.open_interest),
            _btc(value(figures.mark, figures.open_interest)),
            Decimal(btc_text(figures.funding_e8)),
            self._world.now,
        )

    def balance(self) -> Balance:
        """Total, free, and held by orders."""
        account = self._world.account
        return Balance("BTC", _btc(account.ledger.balance), _btc(account.available), _btc(account.in_orders))

    def position(self, symbol: Symbol) -> PositionUpdate | None:
        """The open position in a contract, at the mark of this moment."""
        held = self._world.account.ledger.holdings.get(symbol)
        return None if held is None else _position(held, self._world.markets[symbol].mark)

    def orders(self) -> tuple[OrderUpdate, ...]:
        """Every live order, oldest first."""
        return tuple(order_of(order) for order in self._world.account.live.values())


class _Moment(NamedTuple):
    at: int
    symbol: Symbol
    quote: Quote
    sizes: tuple[tuple[Side, Price, Size], ...]


class History:
    """Recent truth: a listener that remembers every quote and level size for some seconds."""

    def __init__(self, world: World, seconds: float = 5.0) -> None:
        self._world = world
        self._span = round(seconds * SECOND)
        self._moments: deque[_Moment] = deque()
        self._oldest = {symbol: quote_of(market, world.now) for symbol, market in world.markets.items()}
        world.listen(self)

    def quotes(self, symbol: Symbol, since: int) -> tuple[Quote, ...]:
        """Every quote that was true at or after a moment (ns, at most the remembered span ago), oldest first."""
        then, after = self._oldest[symbol], []
        for moment in self._moments:
            if moment.symbol == symbol:
                if moment.at >= since:
                    after.append(moment.quote)
                else:
                    then = moment.quote
        return (then, *after)

    def sizes(self, symbol: Symbol, side: Side, price: Price, since: int) -> set[Size]:
        """Every size a level had at or after a moment; zero is no level."""
        half = self._world.markets[symbol].book.half(side)
        ticks = price.key * 10**8 // 10**18 // self._world.markets[symbol].contract.tick
        seen = {_size(half.size(ticks))}
        for moment in self._moments:
            if moment.symbol == symbol and moment.at >= since:
                seen |= {size for where, level, size in moment.sizes if where is side and level.key == price.key}
        return seen

    def traded(self, market: ContractMarket, taken: Taken, at: int) -> None:
        """Trades are no state."""

    def book_changed(self, market: ContractMarket, changes: Changes, at: int) -> None:
        tick = market.contract.tick
        sizes = tuple(
            (side, _price(change.price * tick), _size(change.old))
            for side, half in ((Side.BID, changes.bids), (Side.ASK, changes.asks))
            for change in half
        )
        self._moments.append(_Moment(at, market.contract.symbol, quote_of(market, at), sizes))
        while self._moments[0].at < at - self._span:
            gone = self._moments.popleft()
            self._oldest[gone.symbol] = gone.quote

    def quote_changed(self, market: ContractMarket, at: int) -> None:
        """Kept with the change of the book that moved it."""

    def ticker_due(self, market: ContractMarket, at: int) -> None:
        """Tickers are read from the world."""

    def account_moved(self, happening: AccountHappening, at: int) -> None:
        """The account is read from the world."""


def quote_of(market: ContractMarket, at: int) -> Quote:
    """The market's best bid and ask as a quote."""
    tick = market.contract.tick
    bid, bid_lots, ask, ask_lots = market.book.top()
    return Quote(
        market.contract.symbol,
        None if bid is None else level_of(bid * tick, bid_lots),
        None if ask is None else level_of(ask * tick, ask_lots),
        at,
    )


def _position(held: Holding, mark: int) -> PositionUpdate:
    return PositionUpdate(
        position_id=held.id,
        symbol=held.symbol,
        side=held.side,
        size=_size(held.lots),
        entry_price=_price(held.entry_price),
        exit_price=None if held.exit_price is None else _price(held.exit_price),
        mark_price=_price(mark),
        liquidation_price=_price(held.liquidation_price),
        leverage=Decimal(LEVERAGE),
        margin=_btc(held.margin),
        initial_margin=_btc(held.margin),
        maintenance_margin=_btc(held.maintenance),
        unrealized_pnl=_btc(held.unrealized(mark)),
        realized_pnl=_btc(held.realized),
        status="normal",
        updated_at=held.updated_at,
    )


def order_of(order: AccountOrder) -> OrderUpdate:
    """An order of the account, as its stream tells it."""
    return OrderUpdate(
        order_id=order.id,
        symbol=order.symbol,
        status=order.status,
        exchange_at=order.updated_at,
        side=OrderSide(order.side),
        order_type=order.kind,
        limit_price=None if order.price is None else _price(order.price),
        trigger_price=None if order.trigger is None else _price(order.trigger),
        size=_size(order.lots),
        remaining=_size(order.remaining),
        executed=_size(order.executed),
        average_price=_price(order.average),
        fees=_btc(order.fees),
        client_order_id=order.client_id,
        reason=order.reason,
        created_at=order.created_at,
    )


def level_of(sats: int, lots: int) -> Level:
    """A level of a price in sats and so many lots."""
    return Level(_price(sats), _size(lots))


def _price(sats: int) -> Price:
    return Price(btc_text(sats))


def _size(lots: int) -> Size:
    return Size(Decimal(size_text(lots)))


def _btc(sats: int) -> Btc:
    return Btc(Decimal(btc_text(sats)))
