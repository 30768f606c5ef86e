"""Goal 8, a terminal that is slow, stands still or is gone: `python -m tests.tools.benchmarks.slow`."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator

from tests.tools.benchmarks.rig import DASHBOARD, PROBE, PROGRAM, Rig, rig
from tests.tools.benchmarks.table import Figure, at_most, run

RATE = 1_000
SLOW_BYTES = 10_000
STALL = 2.0
GONE_WITHIN = 2.0


def measure(quick: bool) -> Iterator[Figure]:
    """State's delay while the terminal is slow, what was lost, how the picture caught up, and the end."""
    with rig(PROBE, bare=False) as made:
        yield from _while_slow(made, 2.0 if quick else 5.0)
        yield from _while_stalled(made)
    with rig(PROGRAM, bare=False) as made:
        yield _after_the_terminal(made)


def _while_slow(made: Rig, seconds: float) -> Iterator[Figure]:
    made.screen.rate = SLOW_BYTES
    made.send(DASHBOARD, RATE, 1.0)
    made.screen.child.ask()
    sent = made.send(DASHBOARD, RATE, seconds)
    seen = made.screen.child.ask()
    note = f"{seen['frames']} frames, {sent - seen['messages']} messages not applied yet or lost"
    yield at_most(8, "terminal of 10 KB/s at 1000 msg/s: wire to state p99", 20, seen["state"][2], " ms", note)
    made.screen.rate = None
    made.send(DASHBOARD, RATE, 1.0)


def _while_stalled(made: Rig) -> Iterator[Figure]:
    made.screen.child.ask()
    made.screen.rate = 0
    timer = threading.Timer(STALL, setattr, (made.screen, "rate", None))
    timer.start()
    sent = made.send(DASHBOARD, RATE, STALL + 1.0)
    timer.join()
    time.sleep(0.1)
    seen = made.screen.child.ask()
    yield at_most(8, f"terminal stalled {STALL:g} s: wire to state p99", 20, seen["state"][2], " ms")
    yield at_most(8, "terminal stalled: messages lost", 0, sent - seen["messages"], "", f"of {sent}")
    note = "frames drawn from a picture of long before"
    yield at_most(8, "terminal stalled: frames until caught up, beyond one", 0, seen["old_frames"], "", note)


def _after_the_terminal(made: Rig) -> Figure:
    made.screen.hang_up()
    started = time.perf_counter()
    try:
        code = f"exit {made.screen.child.process.wait(10)}"
    except subprocess.TimeoutExpired:
        code = "still running"
    seconds = time.perf_counter() - started
    return at_most(8, "terminal gone: the process ends", GONE_WITHIN, seconds, " s", code)


if __name__ == "__main__":
    run(measure, __doc__)
