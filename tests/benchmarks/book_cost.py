"""Goal 5, the book against others: `python -m tests.benchmarks.book_cost`.

One side of the comparison is a process that applies so many deltas of five levels to a book of 500 levels a side, the
other one that applies twice as many: the difference is what a delta costs, in instructions where valgrind is
installed, else in processor time. Each book gets levels as its own pipeline hands them over: ours exact, ccxt's as
floats, the C extension's as Decimal.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from roxom_tui.model.events import BookDelta
from roxom_tui.model.market import DepthMode
from tests.benchmarks.book import TOP, OurBook, deltas_of, snapshot_of
from tests.benchmarks.instructions import instructions
from tests.benchmarks.peers import Levels, PeerBook, c_extension_book, ccxt_book, exact
from tests.benchmarks.table import Figure, at_least, at_most, run, unknown

DEPTH = 500
COUNTED = 400
TIMED = 2_000
NAMES = ("ours", "ccxt", "extension")

Work = Callable[[int], None]


def measure(quick: bool) -> Iterator[Figure]:
    """Others' cost over ours for applying, ours over ccxt's for reading."""
    missing = [name for name in NAMES[1:] if work_of(name, 1) is None]
    names = [name for name in NAMES if name not in missing]
    counting = not quick and shutil.which("valgrind") is not None
    costs = counted(names) if counting else timed(names, 5 if quick else 15)
    unit = "instructions" if counting else "us"
    for name, goal, what in (("ccxt", 2.3, "ccxt's order book"), ("extension", 3.0, "order-book (C, Decimal)")):
        title = f"apply a delta: {what} / ours"
        if name in missing:
            yield unknown(5, title, f">= {goal}x", f"{name} is not installed")
        else:
            note = f"{costs[name]:,.1f}, {costs['ours']:,.1f} {unit}"
            yield at_least(5, title, goal, costs[name] / costs["ours"], note=note)
    if "ccxt" in missing:
        yield unknown(5, f"read the top {TOP}: ours / ccxt's slice", "<= 1.2x", "ccxt is not installed")
    else:
        yield _reading(5 if quick else 15)


def counted(names: list[str]) -> dict[str, float]:
    """Instructions a delta."""
    code = "from tests.benchmarks.book_cost import work_of; work_of({name!r}, {total})({count})"
    pairs = [(name, count) for name in names for count in (COUNTED, 2 * COUNTED)]
    totals = instructions(*(code.format(name=name, total=2 * COUNTED, count=count) for name, count in pairs))
    return {name: (totals[2 * n + 1] - totals[2 * n]) / COUNTED for n, name in enumerate(names)}


def timed(names: list[str], rounds: int) -> dict[str, float]:
    """Microseconds a delta, all in turns; the medians."""
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            work = work_of(name, TIMED)
            assert work is not None
            times[name].append(_microseconds(lambda work=work: work(TIMED), TIMED))  # type: ignore[misc]
    return {name: median(each) for name, each in times.items()}


def work_of(name: str, total: int) -> Work | None:
    """The application of the first so many of `total` deltas, everything ready; None if it cannot be had."""
    messages = deltas_of(DEPTH, total, Random(DEPTH))
    if name == "ours":
        book = OurBook(DepthMode.ABSOLUTE)
        book.apply_snapshot(snapshot_of(DEPTH))
        return lambda count: _apply_ours(book, messages[:count])
    made = _peer(name)
    if made is None:
        return None
    peer, convert = made
    ready = [(convert(_pairs(m.bids)), convert(_pairs(m.asks))) for m in messages]
    return lambda count: _apply_theirs(peer, ready[:count])


def _peer(name: str) -> tuple[PeerBook, Callable[[Levels], Levels]] | None:
    make, convert = (ccxt_book(), _floats) if name == "ccxt" else (c_extension_book(), exact)
    if make is None:
        return None
    first = snapshot_of(DEPTH)
    return make(convert(_pairs(first.bids)), convert(_pairs(first.asks))), convert


def _reading(rounds: int) -> Figure:
    """The slices alone, in turns."""
    ours = OurBook(DepthMode.ABSOLUTE)
    ours.apply_snapshot(snapshot_of(DEPTH))
    made = _peer("ccxt")
    assert made is not None
    theirs = made[0]
    pairs = []
    for _ in range(rounds):
        mine = _microseconds(lambda: _repeat(ours.top), TIMED)
        pairs.append((mine, _microseconds(lambda: _repeat(lambda: theirs.top(TOP)), TIMED)))
    ratio = median(a / b for a, b in pairs)
    note = f"{median(a for a, _ in pairs):.2f}, {median(b for _, b in pairs):.2f} us"
    return at_most(5, f"read the top {TOP}: ours / ccxt's slice", 1.2, ratio, note=note)


def _apply_ours(book: OurBook, messages: list[BookDelta]) -> None:
    for message in messages:
        book.apply_delta(message)


def _apply_theirs(book: PeerBook, messages: list[tuple[Levels, Levels]]) -> None:
    for bids, asks in messages:
        book.apply(bids, asks)


def _repeat(read: Callable[[], object]) -> None:
    for _ in range(TIMED):
        read()


def _microseconds(work: Callable[[], None], count: int) -> float:
    gc.collect()
    started = perf_counter()
    work()
    return (perf_counter() - started) / count * 1e6


def _pairs(levels: Any) -> Levels:
    return [[price, size] for price, size in levels]


def _floats(levels: Levels) -> Levels:
    return [[float(price), float(size)] for price, size in levels]


if __name__ == "__main__":
    run(measure, __doc__)
