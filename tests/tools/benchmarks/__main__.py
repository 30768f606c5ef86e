"""Every figure of the performance goals, met or not: `python -m tests.tools.benchmarks [--quick] [name ...]`.

Each is a ratio against a peer of the same run, because absolute times swing on a shared machine. Nothing here fails:
what can be relied on to repeat is in `test_ratios`. The peers ccxt and order-book come with the extra `bench`.
The sections of what was measured are written anew in RESULTS.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence

from tests.tools.benchmarks import (
    book_cost,
    ceiling,
    chart,
    cpu,
    day,
    decode_cost,
    hand,
    idle,
    latency,
    machine,
    memory,
    paint,
    reading,
    recording_cost,
    replaying,
    results,
    slow,
    start,
)
from tests.tools.benchmarks.table import Effort, Measure, add_effort, effort_of, print_table

BENCHMARKS: Mapping[str, Measure] = {
    "cpu": cpu.measure,
    "latency": latency.measure,
    "ceiling": ceiling.measure,
    "decode": decode_cost.measure,
    "book": book_cost.measure,
    "paint": paint.measure,
    "slow": slow.measure,
    "idle": idle.measure,
    "start": start.measure,
    "memory": memory.measure,
    "day": day.measure,
    "hand": hand.measure,
    "reading": reading.measure,
    "chart": chart.measure,
    "recording": recording_cost.measure,
    "replay": replaying.measure,
}
"""In the order of the goals; `latency` is goals 2 and 7, every other one goal."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.tools.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_effort(parser)
    parser.add_argument("--print-only", action="store_true", help="leave RESULTS.md as it is")
    parser.add_argument("names", nargs="*", metavar="name", help=f"only these: {', '.join(BENCHMARKS)}")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    names = [name for name in BENCHMARKS if name in options.names] or list(BENCHMARKS)
    measure(names, effort_of(options), keeps=not options.print_only)


def measure(names: Sequence[str], effort: Effort, *, keeps: bool) -> None:
    """One after the other; each is kept as soon as it is known, so that a run broken off has not been for nothing."""
    for name in names:
        started, about = time.perf_counter(), machine.about()
        print(f"\n{name}: {about}")
        figures = list(print_table(BENCHMARKS[name](effort)))
        took = f"{time.perf_counter() - started:.0f} s{', quick' if effort.quick else ''}"
        print(took)
        if keeps:
            results.write({name: results.section(name, f"{about}; {took}", figures)}, list(BENCHMARKS))


if __name__ == "__main__":
    main()
