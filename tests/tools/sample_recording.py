"""Makes the recording that the tests and the README play: `python -m tests.tools.sample_recording` writes it anew.

A minute of the simulated exchange, account and all: a crossed book, a size that is no number, broken JSON, a silence, a
connection that is closed, and a stop of this computer.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Final

from roxom_tui.model.ports import Mark
from tests.faults.bench import Bench, Setting
from tests.faults.fault import Fault
from tests.faults.recorded import RecordedBench
from tests.faults.registry import FAULTS

FILE: Final = Path(__file__).parents[1] / "recording" / "sample.roxrec"
LARGEST: Final = 300_000
SECONDS: Final = 60

STORY: Final = (
    (8.0, "crossed book"),
    (14.0, "corrupt size"),
    (20.0, "broken JSON instead"),
    (25.0, "muted depth for a moment"),
    (32.0, "close 1012"),
    (44.0, "stopped for 2 s"),
    (50.0, "duplicated delta"),
)
"""When what begins, in seconds."""


def named(name: str) -> Fault:
    """A fault by its name."""
    return next(fault for fault in FAULTS if fault.name == name)


async def tell(bench: Bench, seconds: float) -> None:
    """The story, and quiet until so many seconds are over."""
    at = 0.0
    for begins, name in STORY:
        await asyncio.sleep(begins - at)
        fault = named(name)
        fault.begin(bench)
        await asyncio.sleep(fault.lasts)
        fault.end(bench)
        at = begins + fault.lasts
        if name == "close 1012":
            bench.worker.obey(Mark("the exchange restarts"))
    await asyncio.sleep(seconds - at)


def make(path: Path, *, is_judged: bool = False) -> RecordedBench:
    """The story told into a file."""
    bench = RecordedBench(Setting(), path)
    bench.is_judged = is_judged

    async def story(bench: Bench) -> None:
        await tell(bench, SECONDS)

    bench.play(story)
    bench.recorder.writing.finish()
    return bench


def main() -> int:
    """Write it, and say how large it is."""
    FILE.unlink(missing_ok=True)
    make(FILE)
    FILE.chmod(0o644)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")
    return FILE.stat().st_size > LARGEST


if __name__ == "__main__":
    sys.exit(main())
