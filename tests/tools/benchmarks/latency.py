"""Goals 2 and 7, from the wire to the state and to the terminal: `python -m tests.tools.benchmarks.latency`.

The exchange stamps each message as it sends it. Ours is stamped again after it was applied, and when the write was
made that brought its picture to the terminal; the bare client's after it was parsed. One clock, one machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.paint import frame_cost
from tests.tools.benchmarks.rig import BARE, DASHBOARD, FPS, PROBE, Rig, rig
from tests.tools.benchmarks.table import Figure, at_most, run

RATE = 1_000
PERIOD_MS = 1000 / FPS
QUIET_RATE = 3.7
"""Messages a second, out of step with the frames and with the clock's ticks."""


def measure(quick: bool) -> Iterator[Figure]:
    """Delays of alternate slices; the medians over the slices of p50 and p99."""
    slices, seconds = (2, 1.5) if quick else (3, 2.0)
    with rig(PROBE, timed=True) as made:
        assert made.bare is not None
        ours, theirs = [], []
        for _ in range(slices):
            ours.append(_delays(made, DASHBOARD, made.screen.child, seconds))
            theirs.append(_delays(made, BARE, made.bare, seconds))
        yield from _to_state([line["state"] for line in ours], [line["state"] for line in theirs])
        yield from _to_paint([line["paint"] for line in ours])
        yield _in_a_quiet_market(made, 3.0 if quick else 6.0)


def _delays(made: Rig, to: str, child: Child, seconds: float, rate: float = RATE) -> dict[str, list[float]]:
    child.ask()
    made.send(to, rate, seconds)
    return child.ask()


def _to_state(ours: list[list[float]], theirs: list[list[float]]) -> Iterator[Figure]:
    p50 = median(a[1] / b[1] for a, b in zip(ours, theirs, strict=True))
    note = f"{median(a[1] for a in ours):.2f} ms, bare client {median(b[1] for b in theirs):.2f} ms"
    yield at_most(2, f"wire to state at {RATE} msg/s, p50 / bare client's", 1.25, p50, note=note)
    mine, peer, frame = median(a[2] for a in ours), median(b[2] for b in theirs), frame_cost()
    note = f"bare client {peer:.2f} ms, a frame {frame:.2f} ms"
    yield at_most(2, "wire to state, p99, bare client's + 2 frames", round(peer + 2 * frame, 2), mine, " ms", note)


def _to_paint(ours: list[list[float]]) -> Iterator[Figure]:
    p50, p99 = (median(line[index] for line in ours) for index in (1, 2))
    yield at_most(7, f"wire to paint at {FPS} fps, p50", 0.7, p50 / PERIOD_MS, " periods", f"{p50:.1f} ms")
    yield at_most(7, f"wire to paint at {FPS} fps, p99", 1.3, p99 / PERIOD_MS, " periods", f"{p99:.1f} ms")


def _in_a_quiet_market(made: Rig, seconds: float) -> Figure:
    delays = _delays(made, DASHBOARD, made.screen.child, seconds, QUIET_RATE)["paint"]
    note = f"{delays[1]:.1f} ms over {delays[0]:.0f} messages"
    return at_most(7, "wire to paint in a quiet market, p50", 0.5, delays[1] / PERIOD_MS, " periods", note)


if __name__ == "__main__":
    run(measure, __doc__)
