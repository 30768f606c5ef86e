"""Goal 8, a terminal that is slow, stands still or is gone: `python -m tests.tools.benchmarks.slow`."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.tools.benchmarks.rig import DASHBOARD, PROBE, PROGRAM, Rig, rig
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

RATE = 1_000
SLOW_BYTES = 10_000
STALL = 2.0
GONE_WITHIN = 2.0


class Stall(NamedTuple):
    """What came of one: the 99th percentile in milliseconds, messages sent and not applied, frames that were late."""

    delay: float
    sent: int
    lost: int
    old_frames: int


def measure(effort: Effort) -> Iterator[Figure]:
    """State's delay while the terminal is slow, what was lost, how the picture caught up, and the end."""
    rounds = 1 if effort.quick else 3
    with rig(PROBE, bare=False, timed=True) as made:
        slow, stalls = [], []
        for _ in range(rounds):
            slow.append(_while_slow(made, 2.0 if effort.quick else 4.0))
            stalls.append(_while_stalled(made))
    yield at_most(8, "terminal of 10 KB/s at 1000 msg/s: wire to state p99", 20, slow, " ms")
    yield at_most(8, f"terminal stalled {STALL:g} s: wire to state p99", 20, [each.delay for each in stalls], " ms")
    sent = sum(each.sent for each in stalls)
    yield at_most(8, "terminal stalled: messages lost", 0, [each.lost for each in stalls], "", f"of {sent}")
    note = "frames drawn from a picture of long before"
    late = [each.old_frames for each in stalls]
    yield at_most(8, "terminal stalled: frames until caught up, beyond one", 0, late, "", note)
    ends = [_after_the_terminal() for _ in range(rounds)]
    note = ", ".join(sorted({code for _, code in ends}))
    yield at_most(8, "terminal gone: the process ends", GONE_WITHIN, [seconds for seconds, _ in ends], " s", note)


def _while_slow(made: Rig, seconds: float) -> float:
    made.screen.rate = SLOW_BYTES
    made.send(DASHBOARD, RATE, 1.0)
    made.screen.child.ask()
    made.send(DASHBOARD, RATE, seconds)
    delay: float = made.screen.child.ask()["state"][2]
    made.screen.rate = None
    made.send(DASHBOARD, RATE, 1.0)
    return delay


def _while_stalled(made: Rig) -> Stall:
    made.screen.child.ask()
    made.screen.rate = 0
    timer = threading.Timer(STALL, setattr, (made.screen, "rate", None))
    timer.start()
    sent = made.send(DASHBOARD, RATE, STALL + 1.0)
    timer.join()
    time.sleep(0.1)
    seen = made.screen.child.ask()
    return Stall(seen["state"][2], sent, sent - seen["messages"], seen["old_frames"])


def _after_the_terminal() -> tuple[float, str]:
    """Seconds until the program was gone, and how it went."""
    with rig(PROGRAM, bare=False) as made:
        made.screen.hang_up()
        started = time.perf_counter()
        try:
            code = f"exit {made.screen.child.process.wait(10)}"
        except subprocess.TimeoutExpired:
            code = "still running"
        return time.perf_counter() - started, code


if __name__ == "__main__":
    run(measure, __doc__)
