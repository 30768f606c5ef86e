"""How long messages take from their arrival until the state holds them, counted in buckets."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from roxom_tui.model.durations import MILLISECOND, SECOND

BOUNDS: Final = (
    *(MILLISECOND // n for n in (10, 4, 2)),
    *(n * MILLISECOND for n in (1, 2, 5, 10, 25, 50, 100, 250, 500)),
    *(n * SECOND for n in (1, 2, 5)),
)
"""The upper bounds of the buckets, each included; what took longer is counted behind the last."""


class LatencyCounts(NamedTuple):
    """Messages by bucket, one more than there are bounds, and the sum of their times (ns)."""

    counts: tuple[int, ...]
    sum_ns: int


class LatencyHistogram:
    """Counts while somebody wants to know; never reset."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self._sum = 0

    def note(self, length: int) -> None:
        """A message took so long (ns)."""
        self._counts[bisect_left(BOUNDS, length)] += 1
        self._sum += length

    def counts(self) -> LatencyCounts:
        """What was counted so far."""
        return LatencyCounts(tuple(self._counts), self._sum)
