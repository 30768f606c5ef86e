"""Goal 5, the book against others: `python -m tests.tools.benchmarks.book_cost`.

Processes apply once, twice and three times so many deltas of five levels to a book of 500 levels a side: the
differences are what a delta costs, in instructions where valgrind is installed, else in processor time. Each book
gets levels as its own pipeline hands them over: ours exact, ccxt's as floats, the C extension's as Decimal.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from roxom_tui.model.market import DepthMode
from roxom_tui.state.book.order_book import OrderBook
from tests.tools.benchmarks.book import TOP, snapshot_of
from tests.tools.benchmarks.book_work import DEPTH, peer, work_of
from tests.tools.benchmarks.instructions import instructions
from tests.tools.benchmarks.table import Effort, Figure, at_least, at_most, run, unknown

COUNTED = 200
AGREED = 0.05
"""By how much of the whole two halves may differ."""
TIMED = 2_000
NAMES = ("ours", "ccxt", "extension")


def measure(effort: Effort) -> Iterator[Figure]:
    """Others' cost over ours for applying, ours over ccxt's for reading."""
    missing = [name for name in NAMES[1:] if work_of(name, 1) is None]
    names = [name for name in NAMES if name not in missing]
    counting = not effort.quick and shutil.which("valgrind") is not None
    unit = "instructions" if counting else "us"
    try:
        costs = counted(names) if counting else timed(names, 5 if effort.quick else 15)
    except ValueError as doubt:
        yield unknown(5, "apply a delta: others' order books / ours", ">= 2.3x", f"not believed: {doubt}")
        return
    for name, goal, what in (("ccxt", 2.3, "ccxt's order book"), ("extension", 3.0, "order-book (C, Decimal)")):
        title = f"apply a delta: {what} / ours"
        if name in missing:
            yield unknown(5, title, f">= {goal}x", f"{name} is not installed")
        else:
            theirs, ours = costs[name], costs["ours"]
            note = f"{median(theirs):,.1f}, {median(ours):,.1f} {unit}"
            yield at_least(5, title, goal, [a / b for a, b in zip(theirs, ours, strict=True)], note=note)
    if "ccxt" in missing:
        yield unknown(5, f"read the top {TOP}: ours / ccxt's slice", "<= 1.5x", "ccxt is not installed")
    else:
        yield _reading(5 if effort.quick else 15)


def counted(names: list[str]) -> dict[str, list[float]]:
    """Instructions a delta. ValueError where the two halves of a count disagree: then a file changed meanwhile."""
    code = "from tests.tools.benchmarks.book_work import work_of; work_of({name!r}, {total})({count})"
    counts = [COUNTED, 2 * COUNTED, 3 * COUNTED]
    pairs = [(name, count) for name in names for count in counts]
    totals = instructions(*(code.format(name=name, total=counts[-1], count=count) for name, count in pairs))
    costs = {}
    for n, name in enumerate(names):
        one, two, three = totals[3 * n : 3 * n + 3]
        if abs((two - one) - (three - two)) > AGREED * abs(three - one):
            raise ValueError(f"{name}: {two - one:,} and then {three - two:,} instructions for as many deltas")
        costs[name] = [(two - one) / COUNTED, (three - two) / COUNTED]
    return costs


def timed(names: list[str], rounds: int) -> dict[str, list[float]]:
    """Microseconds of processor time a delta, all in turns."""
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            work = work_of(name, TIMED)
            assert work is not None
            times[name].append(_microseconds(lambda work=work: work(TIMED), TIMED))  # type: ignore[misc]
    return times


def _reading(rounds: int) -> Figure:
    """The slices alone, in turns."""
    ours = OrderBook(DepthMode.ABSOLUTE)
    ours.apply_snapshot(snapshot_of(DEPTH))
    made = peer("ccxt")
    assert made is not None
    theirs = made[0]
    pairs = []
    for _ in range(rounds):
        mine = _microseconds(lambda: _repeat(lambda: ours.tops(TOP)), TIMED)
        pairs.append((mine, _microseconds(lambda: _repeat(lambda: theirs.top(TOP)), TIMED)))
    note = f"{median(a for a, _ in pairs):.2f}, {median(b for _, b in pairs):.2f} us"
    return at_most(5, f"read the top {TOP}: ours / ccxt's slice", 1.5, [a / b for a, b in pairs], note=note)


def _repeat(read: Callable[[], object]) -> None:
    for _ in range(TIMED):
        read()


def _microseconds(work: Callable[[], None], count: int) -> float:
    gc.collect()
    started = process_time()
    work()
    return (process_time() - started) / count * 1e6


if __name__ == "__main__":
    run(measure, __doc__)
