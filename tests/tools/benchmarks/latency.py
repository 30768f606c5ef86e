"""Goals 2 and 7, from the wire to the state and to the terminal: `python -m tests.tools.benchmarks.latency`.

The exchange stamps each message as it sends it. Ours is stamped again after it was applied, and when the write was
made that brought its picture to the terminal; the bare client's after it was parsed. One clock, one machine. A stream
is painted at the calm pace, and its delays are told in periods of that; in a quiet market nothing waits for a pace.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from roxom_tui.config.settings import UiSettings
from roxom_tui.ui.frames import CALM, LIVELY
from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.paint import frame_cost
from tests.tools.benchmarks.rig import BARE, DASHBOARD, FPS, PROBE, Rig, rig
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

RATE = 1_000
CALM_FPS = UiSettings().stream_fps / CALM
PERIOD_MS = 1000 / min(FPS, CALM_FPS)
QUIET_RATE = 3.7
"""Messages a second, out of step with the frames and with the clock's ticks."""

AT_ONCE_MS = 25
"""Half a period of the fastest pace."""


def measure(effort: Effort) -> Iterator[Figure]:
    """Delays of alternate slices: p50 and p99 of each."""
    slices, seconds = (2, 1.5) if effort.quick else (5, 2.0)
    with rig(PROBE, timed=True) as made:
        assert made.bare is not None
        ours, theirs = [], []
        # Until then it is painted as for somebody at the keys.
        time.sleep(LIVELY)
        for _ in range(slices):
            ours.append(_delays(made, DASHBOARD, made.screen.child, seconds))
            theirs.append(_delays(made, BARE, made.bare, seconds))
        yield from _to_state([line["state"] for line in ours], [line["state"] for line in theirs])
        yield from _to_paint([line["paint"] for line in ours])
        yield _in_a_quiet_market(made, 3.0 if effort.quick else 6.0)


def _delays(made: Rig, to: str, child: Child, seconds: float, rate: float = RATE) -> dict[str, list[float]]:
    child.ask()
    made.send(to, rate, seconds)
    return child.ask()


def _to_state(ours: list[list[float]], theirs: list[list[float]]) -> Iterator[Figure]:
    ratios = [a[1] / b[1] for a, b in zip(ours, theirs, strict=True)]
    note = f"{median(a[1] for a in ours):.2f} ms, bare client's {median(b[1] for b in theirs):.2f} ms"
    yield at_most(2, f"wire to state at {RATE} msg/s, p50 / bare client's", 1.25, ratios, note=note)
    peer, frame = median(b[2] for b in theirs), frame_cost()
    note = f"bare client's {peer:.2f} ms, a frame {frame:.2f} ms"
    yield at_most(
        2, "wire to state, p99, bare client's + 2 frames", round(peer + 2 * frame, 2), [a[2] for a in ours], " ms", note
    )


def _to_paint(ours: list[list[float]]) -> Iterator[Figure]:
    for index, name, limit in ((1, "p50", 0.6), (2, "p99", 1.2)):
        note = f"{median(line[index] for line in ours):.1f} ms"
        periods = [line[index] / PERIOD_MS for line in ours]
        yield at_most(7, f"wire to paint at the calm {CALM_FPS:.0f} fps, {name}", limit, periods, " periods", note)


def _in_a_quiet_market(made: Rig, seconds: float) -> Figure:
    delays = [_delays(made, DASHBOARD, made.screen.child, seconds, QUIET_RATE)["paint"] for _ in range(3)]
    note = f"{sum(each[0] for each in delays):.0f} messages, with the answers to what a calm market is asked"
    return at_most(7, "wire to paint in a quiet market, p50", AT_ONCE_MS, [each[1] for each in delays], " ms", note)


if __name__ == "__main__":
    run(measure, __doc__)
