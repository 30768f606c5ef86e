"""A recording killed at any moment: `python -m tests.tools.campaigns.kills --count 200` takes about ten minutes.

Each is read, and must end no more than two seconds (and a frame) before it was killed. Exit code 1 where one does not.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from roxom_tui.feed.recording_file import FileSource
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import BadRecording
from roxom_tui.recording.reader import open_recording
from tests.support.program import PROGRAM, environment

LOST_AT_MOST: Final = 3.0
"""Seconds: a frame of two, the look into the queue, and what a busy machine takes for it."""
LONGEST: Final = 6.0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance, bad, most = random.Random(options.seed), 0, 0.0
    for number in range(options.count):
        with tempfile.TemporaryDirectory() as folder:
            lost, why = killed(Path(folder), chance.uniform(0.0, LONGEST))
        most = max(most, lost)
        if why or lost > LOST_AT_MOST:
            bad += 1
            print(f"{number}: {why or f'{lost:.1f} s lost'}", flush=True)
    print(f"{options.count} killed, {bad} badly, at most {most:.1f} s lost")
    return 1 if bad else 0


def killed(home: Path, after: float) -> tuple[float, str]:
    """Record, kill after so many seconds of it, and tell how much of them is lost; or why it cannot be read."""
    path = home / "a.roxrec"
    command = [*PROGRAM, "record", str(path)]
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL) as process:
        while not path.exists():
            time.sleep(0.01)
        began = time.monotonic()
        time.sleep(after)
        process.kill()
        lasted = time.monotonic() - began
        process.wait()
    with FileSource(path) as source:
        recording = open_recording(source)
        if isinstance(recording, BadRecording):
            return 0.0, recording.sentence if source.size else ""
        if any(recording.frame(number) is None for number in range(len(recording.places))):
            return 0.0, "a frame is damaged"
        return max(0.0, lasted - recording.end / SECOND), ""


if __name__ == "__main__":
    sys.exit(main())
