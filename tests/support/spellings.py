"""Short spellings for the tests: `level("0.0431", "2")`, `quote(bid="1", ask="2")`; times in seconds."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.events import (
    BookDelta,
    BookSnapshot,
    OrderStatus,
    OrderUpdate,
    PositionUpdate,
    Quote,
    Ticker,
    Trade,
)
from roxom_tui.model.market import DepthMode, Environment, Level, OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size, UnstatedAmount, UnstatedPrice
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState, Phase, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.model.verification import DepthFormat, FormatKnown
from roxom_tui.state.market.symbol_market import empty_ticker
from roxom_tui.state.store import Store
from roxom_tui.state.views.connection_views import ConnectionView

GOLD = Symbol("GOLD-BTC")
OIL = Symbol("OIL-BTC")
SPX = Symbol("US500-BTC")

DEPTH = Stream(Channel.DEPTH, GOLD)
LEVEL1 = Stream(Channel.LEVEL1, GOLD)
TICKER = Stream(Channel.TICKER, GOLD)
TRADE = Stream(Channel.TRADE, GOLD)

WALL = 1_767_225_600 * 10**9
"""2026-01-01 00:00 UTC."""


def s(seconds: float) -> int:
    """Seconds as nanoseconds."""
    return round(seconds * 1e9)


def size(text: str) -> Size:
    return Size(Decimal(text))


def as_told(price: Price | None) -> Price | None:
    """A price in the unit that it states."""
    return price


def unstated(text: str) -> UnstatedPrice:
    """A price of which nobody stated the unit."""
    return UnstatedPrice(text)


def amount(text: str) -> Btc:
    """An amount of which nobody stated the unit."""
    return Btc(UnstatedAmount(text))


def btc(text: str) -> Btc:
    return Btc(Decimal(text))


def level(price: str, quantity: str) -> Level:
    return Level(Price(price), size(quantity))


def levels(*pairs: str) -> tuple[Level, ...]:
    """Levels from texts such as "100 2.5"."""
    return tuple(level(*pair.split()) for pair in pairs)


def snapshot(
    bids: tuple[str, ...] = (), asks: tuple[str, ...] = (), at: float = 0, symbol: Symbol = GOLD
) -> BookSnapshot:
    return BookSnapshot(symbol, levels(*bids), levels(*asks), WALL + s(at))


def delta(bids: tuple[str, ...] = (), asks: tuple[str, ...] = (), at: float = 0, symbol: Symbol = GOLD) -> BookDelta:
    return BookDelta(symbol, levels(*bids), levels(*asks), WALL + s(at))


def quote(bid: str | None = "100 1", ask: str | None = "101 1", at: float = 0, symbol: Symbol = GOLD) -> Quote:
    return Quote(symbol, level(*bid.split()) if bid else None, level(*ask.split()) if ask else None, WALL + s(at))


def trade(price: str, quantity: str = "1", at: float = 0, trade_id: str | None = None, symbol: Symbol = GOLD) -> Trade:
    return Trade(symbol, Price(price), size(quantity), None, trade_id, WALL + s(at))


def ticker(last: str | None = None, mark: str | None = None, at: float = 0, symbol: Symbol = GOLD) -> Ticker:
    return replace(
        empty_ticker(symbol, WALL + s(at)),
        last_price=Price(last) if last else None,
        mark_price=Price(mark) if mark else None,
    )


def order(
    order_id: str = "a",
    status: OrderStatus | str = OrderStatus.SUBMITTED,
    at: float | None = 0,
    side: OrderSide | None = OrderSide.BUY,
    price: str | None = "100",
    quantity: str | None = "2",
    executed: str | None = "0",
    symbol: Symbol = GOLD,
) -> OrderUpdate:
    return OrderUpdate(
        order_id,
        symbol,
        status,
        exchange_at=None if at is None else WALL + s(at),
        side=side,
        limit_price=Price(price) if price else None,
        size=size(quantity) if quantity else None,
        executed=size(executed) if executed else None,
    )


def position(
    position_id: str = "p",
    quantity: str = "1.5",
    at: float | None = 0,
    symbol: Symbol = GOLD,
    entry: str | None = "0.04300000",
    closed: bool = False,
) -> PositionUpdate:
    return PositionUpdate(
        position_id,
        symbol,
        side=PositionSide.LONG,
        size=size(quantity),
        entry_price=Price(entry) if entry else None,
        updated_at=None if at is None else WALL + s(at),
        closed_at=WALL if closed else None,
    )


def new_store(mode: DepthMode = DepthMode.ABSOLUTE) -> Store:
    """A connected store whose account channels are acknowledged."""
    store = Store((GOLD, OIL), mode)
    store.select(GOLD)
    store.connection_changed(Phase.CONNECTED, None, 0)
    for stream in ACCOUNT_LISTS:
        store.subscription(stream, Subscribed((stream,)), 0)
    return store


WISH = ViewRequest(GOLD, levels=20)


def connection() -> ConnectionView:
    return ConnectionView(
        environment=Environment.DEMO,
        profile="demo",
        host="localhost",
        key_tail="",
        phase=Phase.CONNECTED,
        state=PanelState.LIVE,
        reason=None,
        retry_at=None,
        connected_at=0,
        connection_number=1,
        round_trip_ms=None,
        wire_p50_ms=None,
        wire_p99_ms=None,
        rate=0,
        messages=0,
        bytes_received=0,
        reconnects=0,
        resyncs=0,
        rejected=0,
        streams=(),
        rejects=(),
        log=(),
        proxy="",
        depth_format=DepthFormat(DepthMode.ABSOLUTE, FormatKnown.CONFIGURED),
    )
