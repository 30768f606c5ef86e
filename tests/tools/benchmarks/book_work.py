"""What the processes that are counted do: `book_cost` starts them, so this imports as little as it can."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from roxom_tui.model.events import BookDelta
from roxom_tui.model.market import DepthMode
from roxom_tui.state.book.order_book import OrderBook
from tests.tools.benchmarks.book import deltas_of, snapshot_of
from tests.tools.benchmarks.peers import Levels, PeerBook, c_extension_book, ccxt_book, exact

DEPTH = 500

Work = Callable[[int], None]


def work_of(name: str, total: int) -> Work | None:
    """The application of the first so many of `total` deltas, everything ready; None if it cannot be had."""
    messages = deltas_of(DEPTH, total, Random(DEPTH))
    if name == "ours":
        book = OrderBook(DepthMode.ABSOLUTE)
        book.apply_snapshot(snapshot_of(DEPTH))
        return lambda count: _apply_ours(book, messages[:count])
    made = peer(name)
    if made is None:
        return None
    theirs, convert = made
    ready = [(convert(_pairs(m.bids)), convert(_pairs(m.asks))) for m in messages]
    return lambda count: _apply_theirs(theirs, ready[:count])


def peer(name: str) -> tuple[PeerBook, Callable[[Levels], Levels]] | None:
    make, convert = (ccxt_book(), _floats) if name == "ccxt" else (c_extension_book(), exact)
    if make is None:
        return None
    first = snapshot_of(DEPTH)
    return make(convert(_pairs(first.bids)), convert(_pairs(first.asks))), convert


def _apply_ours(book: OrderBook, messages: list[BookDelta]) -> None:
    for message in messages:
        book.apply_delta(message)


def _apply_theirs(book: PeerBook, messages: list[tuple[Levels, Levels]]) -> None:
    for bids, asks in messages:
        book.apply(bids, asks)


def _pairs(levels: Any) -> Levels:
    return [[price, size] for price, size in levels]


def _floats(levels: Levels) -> Levels:
    return [[float(price), float(size)] for price, size in levels]
