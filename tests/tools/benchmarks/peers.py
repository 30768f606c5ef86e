"""Order books of others, all with the same four doors. Each is left out where it is not installed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeAlias

Levels: TypeAlias = list[list[Any]]
"""Pairs of price and size, in whatever type the book takes."""


class PeerBook(Protocol):
    """What is asked of each."""

    def reset(self, bids: Levels, asks: Levels) -> None: ...

    def apply(self, bids: Levels, asks: Levels) -> None: ...

    def top(self, count: int) -> tuple[Levels, Levels]: ...


MakeBook: TypeAlias = Callable[[Levels, Levels], PeerBook]


class FloatBook:
    """Nobody's library: a dict a side, sorted whenever it is read."""

    def __init__(self, bids: Levels, asks: Levels) -> None:
        self.reset(bids, asks)

    def reset(self, bids: Levels, asks: Levels) -> None:
        self._sides = tuple(dict(map(tuple, side)) for side in (bids, asks))

    def apply(self, bids: Levels, asks: Levels) -> None:
        for side, changes in zip(self._sides, (bids, asks), strict=True):
            for price, size in changes:
                if size:
                    side[price] = size
                else:
                    side.pop(price, None)

    def top(self, count: int) -> tuple[Levels, Levels]:
        bids, asks = self._sides
        down, up = sorted(bids, reverse=True)[:count], sorted(asks)[:count]
        return [[price, bids[price]] for price in down], [[price, asks[price]] for price in up]


def ccxt_book() -> MakeBook | None:
    """ccxt's book for its websocket exchanges: lists kept in order, prices and sizes as floats."""
    module = _alone("ccxt", "async_support/base/ws/order_book_side.py")
    if module is None:
        return None
    bids_side, asks_side = module.Bids, module.Asks

    class Ccxt:
        """Both sides; ccxt's `OrderBook` itself is a dict of just these two."""

        def __init__(self, bids: Levels, asks: Levels) -> None:
            self.reset(bids, asks)

        def reset(self, bids: Levels, asks: Levels) -> None:
            self._bids, self._asks = bids_side(bids), asks_side(asks)

        def apply(self, bids: Levels, asks: Levels) -> None:
            for side, changes in ((self._bids, bids), (self._asks, asks)):
                store = side.storeArray
                for change in changes:
                    store(change)

        def top(self, count: int) -> tuple[Levels, Levels]:
            return self._bids[:count], self._asks[:count]

    return Ccxt


def c_extension_book() -> MakeBook | None:
    """The `order-book` C extension, with Decimal prices and sizes."""
    try:
        order_book = import_module("order_book").OrderBook
    except ImportError:
        return None

    class Extension:
        """Its sides are sorted dicts."""

        def __init__(self, bids: Levels, asks: Levels) -> None:
            self.reset(bids, asks)

        def reset(self, bids: Levels, asks: Levels) -> None:
            self._book = order_book()
            self._book.bids = dict(map(tuple, bids))
            self._book.asks = dict(map(tuple, asks))

        def apply(self, bids: Levels, asks: Levels) -> None:
            for side, changes in ((self._book.bids, bids), (self._book.asks, asks)):
                for price, size in changes:
                    if size:
                        side[price] = size
                    elif price in side:
                        del side[price]

        def top(self, count: int) -> tuple[Levels, Levels]:
            sides = (self._book.bids, self._book.asks)
            bids, asks = ([list(side.index(n)) for n in range(min(count, len(side)))] for side in sides)
            return bids, asks

    return Extension


def exact(levels: Levels) -> Levels:
    """The same levels in Decimal."""
    return [[Decimal(price), Decimal(size)] for price, size in levels]


def _alone(package: str, path: str) -> ModuleType | None:
    """One module of a package without the rest of it, which takes seconds to import."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return None
    name = f"_{package}_alone"
    spec = importlib.util.spec_from_file_location(name, Path(found.origin).parent / path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
