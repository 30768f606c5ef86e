"""How long messages take from the wire to the terminal, measured where the way ends. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.state.views.connection_views import ConnectionView

KEPT: Final = 512
RENEWED_NS: Final = SECOND
"""Quantiles are told anew so often: figures that dance cannot be read."""


class ScreenLatency:
    """The delays of the newest messages painted. Times are monotonic nanoseconds."""

    def __init__(self) -> None:
        self._delays: deque[int] = deque(maxlen=KEPT)
        self._told: tuple[float | None, float | None] = (None, None)
        self._told_at: int | None = None

    def painted(self, arrivals: Iterable[int], now: int) -> None:
        """The frame that shows messages which came at `arrivals` was handed to the terminal."""
        self._delays.extend(now - at for at in arrivals)

    def measured(self, view: ConnectionView, now: int) -> ConnectionView:
        """The view with the screen's own latencies in place of the feed's."""
        if self._told_at is None or now - self._told_at >= RENEWED_NS:
            ordered = sorted(self._delays)
            self._told = (_quantile(ordered, 0.5), _quantile(ordered, 0.99))
            self._told_at = now if ordered else None
        p50, p99 = self._told
        return replace(view, wire_p50_ms=p50, wire_p99_ms=p99, wire_end="screen")


def _quantile(ordered: list[int], fraction: float) -> float | None:
    if not ordered:
        return None
    return ordered[min(int(fraction * len(ordered)), len(ordered) - 1)] / MILLISECOND
