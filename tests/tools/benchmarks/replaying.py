"""Goal 14, a replay: `python -m tests.tools.benchmarks.replaying`.

An hour of a hundred messages a second is played on the dashboard in a terminal, 100 times as fast as it was, until it
stands at its end. A day of the same is opened and sought to its middle, where nothing is wrong and where seeks begin
five minutes before; and a whole program does that from its start, `snapshot FILE --at 50%`.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from roxom_tui.feed.recording_file import FileSource
from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.model.status import PanelState
from roxom_tui.recording.player import TROUBLED_NS, WARM_UP_NS, Player
from roxom_tui.recording.reader import Recording, open_recording
from tests.tools.benchmarks.long_recording import write_day, write_hour
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

SPEED: Final = 100
LONGEST: Final = 40.0
"""Seconds for an hour."""
SOUGHT: Final = 2.0
"""Seconds until the middle of a day is there."""
LOOK: Final = 0.05
STANDS: Final = "‖"
"""What the bar of a replay shows once nothing is played."""


def measure(effort: Effort) -> Iterator[Figure]:
    """Seconds."""
    length, times = (6 * MINUTE, 3) if effort.quick else (HOUR, 5)
    with TemporaryDirectory(prefix="roxom-benchmark-") as folder:
        hour, day, troubled = (Path(folder) / f"{name}.roxrec" for name in ("hour", "day", "troubled"))
        rate = write_hour(hour, length)
        limit = LONGEST * length / HOUR
        what = f"{length // MINUTE} minutes played at {SPEED} times on the dashboard"
        seconds, note = _played(hour, folder)
        yield at_most(14, what, limit, seconds, " s", f"{rate:.0f} msg/s; {note}")
        write_day(day)
        took, used = _sought(day, WARM_UP_NS, times)
        note = f"{used:.2f} s of processor time; {day.stat().st_size / 1e6:.0f} MB"
        yield at_most(14, "a day opened and its middle shown", SOUGHT, took, " s", note)
        yield told(14, "the same by a whole program", [_snapshot(day, folder) for _ in range(times)], " s")
        write_day(troubled, troubled=True)
        took, used = _sought(troubled, TROUBLED_NS, times)
        yield at_most(14, "the same amid trouble", SOUGHT, took, " s", f"{used:.2f} s of processor time")


def _played(path: Path, home: str) -> tuple[float, str]:
    """Seconds; and how much of them its busiest thread worked, and was ready to and had no core."""
    with Screen(PROGRAM, "replay", str(path), "--speed", str(SPEED), HOME=home) as screen:
        screen.shows("REPLAY")
        began = time.perf_counter()
        # Not by the picture, which is long to make of all that was written.
        while STANDS.encode() not in screen.output:
            time.sleep(LOOK)
            assert time.perf_counter() - began < 10 * LONGEST
        seconds, pid = time.perf_counter() - began, screen.child.process.pid
        worked, missed = max(_scheduled(thread) for thread in Path(f"/proc/{pid}/task").iterdir())
    return seconds, f"of them {worked:.0f} s at work, {missed:.0f} s without a core"


def _scheduled(thread: Path) -> tuple[float, float]:
    worked, missed, _ = map(int, (thread / "schedstat").read_text().split())
    return worked / 1e9, missed / 1e9


def _sought(path: Path, warm_up: int, times: int) -> tuple[list[float], float]:
    """Seconds each time, and of processor time in the middle."""
    took, used = [], []
    for _ in range(times):
        gc.collect()
        began, used_before = time.perf_counter(), time.process_time()
        with FileSource(path) as source:
            recording = open_recording(source)
            assert isinstance(recording, Recording)
            player, middle = Player(recording), recording.end // 2
            player.seek(middle)
            picture = player.client.picture(is_first=True)
        took.append(time.perf_counter() - began)
        used.append(time.process_time() - used_before)
        assert warm_up <= middle - player.since <= warm_up + MINUTE + SECOND
        assert picture.book.freshness.state is PanelState.SOUND
        assert picture.book.bids
    return took, median(used)


def _snapshot(path: Path, home: str) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", PROGRAM, "snapshot", str(path), "--at", "50%"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={"HOME": home})
    return time.perf_counter() - began


if __name__ == "__main__":
    run(measure, __doc__)
