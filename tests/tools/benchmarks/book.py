"""What a book costs: `python -m tests.tools.benchmarks.book`.

One message of five changed levels is applied and the top 20 of both sides read, as a busy dashboard does; then both
halves alone. Ours against a dict sorted at each read, and against `SortedDict` with `Decimal` keys where that is
installed. All run interleaved over the same messages in many short rounds, because absolute times swing on a shared
machine: what counts is the median of the ratios within a round. Before anything is timed, all must agree.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from random import Random
from statistics import median
from time import process_time_ns
from typing import Any, Protocol

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, PricedSize, Symbol
from roxom_tui.model.money import Price, Unit
from roxom_tui.protocol.numbers import MONEY, SIZES
from roxom_tui.state.book.order_book import OrderBook

SYMBOL = Symbol("GOLD-BTC")
MIDDLE = 4_312_500
TICK = 100
TOP = 20
MESSAGES = 400
ROUNDS = 40

Top = tuple[Sequence[PricedSize], Sequence[PricedSize]]


class Book(Protocol):
    """What is compared."""

    def apply_snapshot(self, snapshot: BookSnapshot) -> None: ...

    def apply_delta(self, delta: BookDelta) -> object: ...

    def tops(self, n: int) -> Top: ...


class PlainBook:
    """A dict a side, sorted whenever it is read. A `Price` hashes and compares as the `Decimal` it is."""

    def __init__(self) -> None:
        self._sides: tuple[dict[Price, PricedSize], dict[Price, PricedSize]] = ({}, {})

    def apply_snapshot(self, snapshot: BookSnapshot) -> None:
        bids, asks = ({level[0]: level for level in side} for side in (snapshot.bids, snapshot.asks))
        self._sides = (bids, asks)

    def apply_delta(self, delta: BookDelta) -> None:
        for side, changes in zip(self._sides, (delta.bids, delta.asks), strict=True):
            amend(side, changes)

    def tops(self, n: int) -> Top:
        bids, asks = self._sides
        return [bids[k] for k in sorted(bids, reverse=True)[:n]], [asks[k] for k in sorted(asks)[:n]]


class SortedDictBook(PlainBook):
    """`sortedcontainers.SortedDict` a side with `Decimal` keys."""

    def __init__(self, sorted_dict: Callable[[Any], Any]) -> None:
        super().__init__()
        self._sorted_dict = sorted_dict

    def apply_snapshot(self, snapshot: BookSnapshot) -> None:
        super().apply_snapshot(snapshot)
        bids, asks = map(self._sorted_dict, self._sides)
        self._sides = (bids, asks)

    def tops(self, n: int) -> Top:
        bids: Any = self._sides[0]
        asks: Any = self._sides[1]
        return bids.values()[: -n - 1 : -1], asks.values()[:n]


def amend(side: Any, changes: Iterable[PricedSize]) -> None:
    """The absolute reading over any mapping."""
    for level in changes:
        price, size = level
        if size > 0:
            side[price] = level
        else:
            side.pop(price, None)


def level_at(ticks: int, hundredths: int) -> PricedSize:
    """A level as the decoder hands it over: a pair of numbers that it knows."""
    size = f"{hundredths // 100}.{hundredths % 100:02d}"
    return MONEY[Unit.BTC].prices.read(f"0.{MIDDLE + ticks * TICK:08d}"), SIZES.read(size)


def snapshot_of(depth: int) -> BookSnapshot:
    sides = [[level_at(sign * (i + 1), 125) for i in range(depth)] for sign in (-1, 1)]
    return BookSnapshot(SYMBOL, tuple(sides[0]), tuple(sides[1]), 0)


def deltas_of(depth: int, count: int, random: Random) -> list[BookDelta]:
    """Five changes a message near the best price, one in three a removal; the same share on each side."""

    def change(sign: int) -> PricedSize:
        distance = min(depth, 1 + int(random.expovariate(1 / 8)))
        hundredths = 0 if random.random() < 1 / 3 else random.randint(1, 9_999)
        return level_at(sign * distance, hundredths)

    messages = []
    for number in range(count):
        bids = random.randint(0, 5)
        sides = [tuple(change(-1) for _ in range(bids)), tuple(change(1) for _ in range(5 - bids))]
        messages.append(BookDelta(SYMBOL, sides[0], sides[1], number + 1))
    return messages


def candidates() -> dict[str, Callable[[], Book]]:
    """Ours first, then those that can be had here."""
    makers: dict[str, Callable[[], Book]] = {
        "ours": lambda: OrderBook(DepthMode.ABSOLUTE),
        "dict, sorted": PlainBook,
    }
    try:
        sorted_dict = import_module("sortedcontainers").SortedDict
    except ImportError:
        print("sortedcontainers is not installed: left out")
    else:
        makers["SortedDict"] = lambda: SortedDictBook(sorted_dict)
    return makers


def both(book: Book, messages: list[BookDelta]) -> None:
    for message in messages:
        book.apply_delta(message)
        book.tops(TOP)


def apply_only(book: Book, messages: list[BookDelta]) -> None:
    for message in messages:
        book.apply_delta(message)


def read_only(book: Book, messages: list[BookDelta]) -> None:
    for _ in messages:
        book.tops(TOP)


def check_agreement(makers: dict[str, Callable[[], Book]], depth: int) -> None:
    """All candidates must show the same tops after each message."""
    books = [make() for make in makers.values()]
    for book in books:
        book.apply_snapshot(snapshot_of(depth))
    for message in deltas_of(depth, MESSAGES, Random(7)):
        for book in books:
            book.apply_delta(message)
        assert all(book.tops(TOP) == books[0].tops(TOP) for book in books)


def microseconds(run: Callable[[Book, list[BookDelta]], None], book: Book, messages: list[BookDelta]) -> float:
    gc.collect()
    started = process_time_ns()
    run(book, messages)
    return (process_time_ns() - started) / len(messages) / 1000


def measure(
    run: Callable[[Book, list[BookDelta]], None], makers: dict[str, Callable[[], Book]], depth: int
) -> dict[str, list[float]]:
    """Microseconds a message of each candidate in each round, interleaved."""
    random, snapshot = Random(depth), snapshot_of(depth)
    times: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(ROUNDS):
        messages = deltas_of(depth, MESSAGES, random)
        for name, make in makers.items():
            book = make()
            book.apply_snapshot(snapshot)
            times[name].append(microseconds(run, book, messages))
    return times


def main() -> None:
    """Print one table: each depth, each kind of work, each candidate, and its ratio to ours."""
    makers = candidates()
    print(
        f"{MESSAGES} messages of 5 levels x {ROUNDS} rounds, top {TOP} of both sides, python {sys.version.split()[0]}"
    )
    print(
        f"{'levels a side':>13}  {'work':<13}" + "".join(f"{name + ' us':>17}" for name in makers) + "   against ours"
    )
    for depth in (20, 100, 500):
        check_agreement(makers, depth)
        for title, run in (("apply + read", both), ("apply", apply_only), ("read", read_only)):
            times = measure(run, makers, depth)
            ours, *others = times.values()
            costs = "".join(f"{median(each):>17.2f}" for each in times.values())
            ratios = [f"{median(b / a for a, b in zip(ours, other, strict=True)):.2f}x" for other in others]
            print(f"{depth:>13}  {title:<13}{costs}   {'  '.join(ratios)}")


if __name__ == "__main__":
    main()
