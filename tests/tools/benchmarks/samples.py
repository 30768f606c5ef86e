"""Delays gathered in a measured process, and what is told of them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.tools.benchmarks.channel import Line

NAP = 0.01


class Samples:
    """Delays in nanoseconds by name; a report empties them."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[int]] = {}

    def of(self, name: str) -> list[int]:
        return self.by_name.setdefault(name, [])

    def report(self) -> Line:
        """For each name: how many, and the median, the 99th percentile and the worst in milliseconds."""
        taken, self.by_name = self.by_name, {}
        return {name: _summary(sorted(values)) for name, values in taken.items() if values} | {"rss": rss()}


def rss(pid: int | str = "self") -> float:
    """Resident memory in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def pss(pid: int) -> float:
    """Resident memory in MiB, each page divided by the number of processes that have it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def cpu(pid: int) -> float:
    """Seconds of processor time so far, of all threads that run or ran, to the nanosecond."""
    # The kernel's number for the processor clock of another process: its id negated, and 2 for the scheduler's count.
    return time.clock_gettime((~pid << 3) | 2)


def waited(pid: int) -> float:
    """Seconds so far in which the main thread was ready to run and had no core."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


async def watch_lag(samples: Samples, name: str) -> None:
    """How much later than wished this loop wakes up, a hundred times a second."""
    while True:
        started = time.perf_counter_ns()
        await asyncio.sleep(NAP)
        samples.of(name).append(max(0, time.perf_counter_ns() - started - int(NAP * 1e9)))


def _summary(ordered: list[int]) -> list[float]:
    p50, p99 = (ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (0.5, 0.99))
    return [len(ordered), p50 / 1e6, p99 / 1e6, ordered[-1] / 1e6]
