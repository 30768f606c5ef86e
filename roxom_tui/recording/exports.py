"""What a recording holds as tables: trades, quotes, the book once a second, candles. Exact texts, times in wall ns.

A table says what it cannot know: a trade told twice is in it once, a candle with a gap in it is not `whole`, and of a
book that was not sound there is no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import Quote, Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.protocol.decode import Decoder
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.moments import gaps, moments
from roxom_tui.recording.player import Player
from roxom_tui.recording.reader import Recording

Row = dict[str, Any]

CANDLE_NS: Final = MINUTE


def rows_of(recording: Recording, what: str, symbol: Symbol | None, depth: int) -> Iterator[Row]:
    """The rows of one table; of all symbols, or of one."""
    chosen = [one for one in recording.header.symbols if symbol in (None, one)]
    if what == "book":
        for one in chosen:
            yield from _book(recording, one, depth)
        return
    makers: Mapping[str, Callable[[Recording], Iterator[Row]]] = {
        "trades": _trades,
        "quotes": _quotes,
        "candles": _candles,
    }
    yield from (row for row in makers[what](recording) if row["symbol"] in chosen)


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "trades": ("received_at", "exchange_at", "symbol", "price", "size", "side"),
    "quotes": ("received_at", "exchange_at", "symbol", "bid", "bid_size", "ask", "ask_size"),
    "book": ("at", "symbol", "state", "side", "level", "price", "size"),
    "candles": ("begins_at", "symbol", "open", "high", "low", "close", "volume", "trades", "whole"),
}
"""The columns of each table, in their order."""


def _events(recording: Recording) -> Iterator[tuple[int, Any]]:
    """Every event with the wall time at which it was received."""
    decoder, offset = Decoder(), recording.header.wall
    for entry in recording.entries():
        wall = entry.payload.get("wall") if entry.kind in (Kind.START, Kind.CLOCK) else None
        if type(wall) is int:
            offset = wall - entry.elapsed
        if entry.kind is Kind.FRAME:
            for item in decoder.decode(entry.payload):
                yield offset + entry.elapsed, item


def _trades(recording: Recording) -> Iterator[Row]:
    """Each once: a subscription that is repeated tells some again."""
    told: dict[tuple[Any, ...], None] = {}
    for at, trade in _events(recording):
        if not isinstance(trade, Trade):
            continue
        key = (trade.symbol, trade.trade_id or (trade.exchange_at, trade.price, trade.size, trade.aggressor))
        if key in told:
            continue
        told[key] = None
        if len(told) > _REMEMBERED:
            told.pop(next(iter(told)))
        yield {
            "received_at": at,
            "exchange_at": trade.exchange_at,
            "symbol": trade.symbol,
            "price": _text(trade.price),
            "size": _text(trade.size),
            "side": None if trade.aggressor is None else trade.aggressor.value,
        }


_REMEMBERED: Final = 10_000
"""Trades that are known again when they are told a second time."""


def _quotes(recording: Recording) -> Iterator[Row]:
    for at, quote in _events(recording):
        if isinstance(quote, Quote):
            yield {
                "received_at": at,
                "exchange_at": quote.exchange_at,
                "symbol": quote.symbol,
                "bid": _text(quote.bid and quote.bid[0]),
                "bid_size": _text(quote.bid and quote.bid[1]),
                "ask": _text(quote.ask and quote.ask[0]),
                "ask_size": _text(quote.ask and quote.ask[1]),
            }


def _book(recording: Recording, symbol: Symbol, depth: int) -> Iterator[Row]:
    """The best levels once a second, while the book was sound."""
    player = Player(recording, ViewRequest(symbol, depth))
    for at in range(recording.begin // SECOND * SECOND + SECOND, recording.end + 1, SECOND):
        player.play_to(at)
        view = player.client.picture(is_first=True).book
        if not view.freshness.state.is_live:
            continue
        head = {"at": player.time.wall(), "symbol": symbol, "state": view.freshness.state.value}
        for side, rows in (("bid", view.bids), ("ask", view.asks)):
            for level, row in enumerate(rows[:depth], 1):
                yield {**head, "side": side, "level": level, "price": _text(row.price), "size": _text(row.size)}


def _candles(recording: Recording) -> Iterator[Row]:
    """A minute each, by exchange time; one at an end of the recording, or with a gap in it, is not whole."""
    begin, end = (recording.header.wall + at for at in (recording.begin, recording.end))
    missing = [
        (recording.header.wall + gap.at, recording.header.wall + (gap.until or gap.at))
        for gap in gaps(moments(recording.notes, recording.end))
    ]
    bars: dict[tuple[str, int], list[Row]] = {}
    for trade in _trades(recording):
        bars.setdefault((trade["symbol"], trade["exchange_at"] // CANDLE_NS * CANDLE_NS), []).append(trade)
    for (symbol, at), trades in sorted(bars.items(), key=lambda item: (item[0][1], item[0][0])):
        until = at + CANDLE_NS
        is_cut = at < begin or until > end or any(gap < until and after > at for gap, after in missing)
        yield _bar(symbol, at, trades, whole=not is_cut)


def _bar(symbol: str, at: int, trades: list[Row], *, whole: bool) -> Row:
    ordered = sorted(trades, key=lambda trade: trade["exchange_at"])
    prices = [Decimal(trade["price"]) for trade in ordered]
    return {
        "begins_at": at,
        "symbol": symbol,
        "open": _text(prices[0]),
        "high": _text(max(prices)),
        "low": _text(min(prices)),
        "close": _text(prices[-1]),
        "volume": _text(sum((Decimal(trade["size"]) for trade in ordered), Decimal(0))),
        "trades": len(ordered),
        "whole": whole,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
