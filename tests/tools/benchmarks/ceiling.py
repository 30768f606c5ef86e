"""Goal 3, how much it can take: `python -m tests.tools.benchmarks.ceiling`.

The exchange sends as fast as it is read, to each client in turn. The stock pipeline is what one would write first:
`json`, ccxt's book, and a `DataTable` whose cells are updated by each message.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from tests.tools.benchmarks.channel import Child, Line
from tests.tools.benchmarks.rig import BARE, DASHBOARD, PROBE, Rig, rig
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_least, at_most, run

STOCK = "/stock"
LAG_MS = 50


def measure(effort: Effort) -> Iterator[Figure]:
    """Messages a second of the three, and how late the loops ran meanwhile."""
    slices, seconds = (2, 1.0) if effort.quick else (5, 1.5)
    with rig(PROBE) as made:
        assert made.bare is not None
        triples, lags = [], []
        for _ in range(slices):
            seen = _flood(made, DASHBOARD, made.screen.child, seconds)
            bare = _flood(made, BARE, made.bare, seconds)
            stock = _flood_stock(made, seconds)
            triples.append((seen["rate"], bare["rate"], stock["rate"]))
            lags.append(seen)
    mine, least, slowest = (median(rates) for rates in zip(*triples, strict=True))
    note = f"{mine:,.0f} msg/s, bare client's {least:,.0f}"
    yield at_least(3, "ceiling / bare client's", 0.5, [a / b for a, b, _ in triples], note=note)
    note = f"{slowest:,.0f} msg/s: json, {stock['book']}, DataTable"
    yield at_least(3, "ceiling / stock pipeline's", 15, [a / c for a, _, c in triples], note=note)
    for name in ("feed lag", "screen lag"):
        yield at_most(3, f"ceiling: {name} of the loop, p99", LAG_MS, [line[name][2] for line in lags], " ms")


def _flood(made: Rig, to: str, child: Child, seconds: float) -> Line:
    """What the client counted as handled, not what still waits in front of it."""
    child.ask()
    started = time.perf_counter()
    made.send(to, 0, seconds)
    elapsed = time.perf_counter() - started
    seen = child.ask()
    return {**seen, "rate": seen["messages"] / elapsed}


def _flood_stock(made: Rig, seconds: float) -> Line:
    """A new one each time: what waits in its socket would last it for many seconds."""
    with Screen("tests.tools.benchmarks.stock", f"ws://127.0.0.1:{made.port}{STOCK}") as screen:
        stock = screen.child.hear()
        return stock | _flood(made, STOCK, screen.child, seconds)


if __name__ == "__main__":
    run(measure, __doc__)
