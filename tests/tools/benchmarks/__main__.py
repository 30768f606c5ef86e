"""Every figure of the performance goals, met or not: `python -m tests.tools.benchmarks [--quick] [name ...]`.

Each is a ratio against a peer of the same run, because absolute times swing on a shared machine. Nothing here fails:
what can be relied on to repeat is in `test_ratios`. The peers ccxt and order-book come with the extra `bench`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence

from tests.tools.benchmarks import (
    book_cost,
    ceiling,
    cpu,
    decode_cost,
    idle,
    latency,
    memory,
    paint,
    slow,
    start,
)
from tests.tools.benchmarks.table import Figure, Measure, print_table

BENCHMARKS: Mapping[str, Measure] = {
    "cpu": cpu.measure,
    "latency": latency.measure,
    "ceiling": ceiling.measure,
    "decode_cost": decode_cost.measure,
    "book_cost": book_cost.measure,
    "paint": paint.measure,
    "slow": slow.measure,
    "idle": idle.measure,
    "start": start.measure,
    "memory": memory.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less than two minutes, more noise")
    parser.add_argument("names", nargs="*", metavar="name", help=f"only these: {', '.join(BENCHMARKS)}")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    started = time.perf_counter()
    print_table(figures(options.names or list(BENCHMARKS), options.quick))
    print(f"{time.perf_counter() - started:.0f} s")


def figures(names: Sequence[str], quick: bool) -> Iterator[Figure]:
    """The rows, as they come."""
    for name in names:
        yield from BENCHMARKS[name](quick)


if __name__ == "__main__":
    main()
