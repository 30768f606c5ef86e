"""Whether a snapshot says what we hold already: the proof that silence was no loss (client 2.6)."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.model.events import BookSnapshot, Event, Quote, Ticker
from roxom_tui.model.market import Level, Side
from roxom_tui.state.markets import Markets


def says_the_same(markets: Markets, event: Event) -> bool:
    """Whether applying `event` would change nothing but its time. False for what is no snapshot."""
    if isinstance(event, Quote):
        held = markets.market(event.symbol).quote
        return held is not None and (held.bid, held.ask) == (event.bid, event.ask)
    if isinstance(event, Ticker):
        ticker = markets.market(event.symbol).ticker
        return ticker is not None and ticker._replace(exchange_at=event.exchange_at) == event
    return isinstance(event, BookSnapshot) and _is_the_book(markets, event)


def _is_the_book(markets: Markets, snapshot: BookSnapshot) -> bool:
    depth = markets.depth(snapshot.symbol)
    if depth is None or not depth.is_sound:
        return False
    book = depth.book
    return _sizes(book.levels(Side.BID)) == _sizes(snapshot.bids) and _sizes(book.levels(Side.ASK)) == _sizes(
        snapshot.asks
    )


def _sizes(levels: Iterable[Level]) -> dict[int, object]:
    return {price.key: size for price, size in levels if size}
