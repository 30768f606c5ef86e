"""Every second of a recording sought and played: `python -m tests.tools.campaigns.seeks` takes a minute or two.

With `--minutes 10` a longer one is made, of which seeks begin at other places too. Exit code 1 where book,
quote, ticker, account or a state differ.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from roxom_tui.feed.recording_file import FileSource
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.player import Player
from roxom_tui.recording.reader import Recording, open_recording
from tests.faults.bench import Bench, Setting
from tests.faults.recorded import RecordedBench
from tests.recording.sample import FILE, from_anywhere, told
from tests.tools.sample_recording import tell

EACH: Final = 60.0
"""Seconds of one telling of the story."""


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.seeks", description=__doc__)
    parser.add_argument("--minutes", type=int, default=0, help="of a recording that is made for it")
    options = parser.parse_args(arguments)
    logging.lastResort = None
    began = time.monotonic()
    if not options.minutes:
        bad = differing(FILE, near=None)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "long.roxrec"
            make(path, options.minutes)
            bad = differing(path, near=0)
    print(f"{bad} seconds differ, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


def differing(path: Path, near: int | None) -> int:
    """How many seconds show something else sought than played."""
    found, compared = 0, told if near is None else from_anywhere
    with FileSource(path) as source:
        recording = open_recording(source)
        assert isinstance(recording, Recording)
        whole = Player(recording)
        sought = Player(recording) if near is None else Player(recording, near=near)
        played = {}
        for moment in range(recording.begin, recording.end, SECOND):
            whole.play_to(moment)
            played[moment] = compared(whole)
        for moment in reversed(played):
            sought.seek(moment)
            mine = compared(sought)
            if mine != played[moment]:
                found += 1
                parts = [name for name in mine if mine[name] != played[moment][name]]
                print(
                    f"{moment / SECOND:.0f} s, begun at {sought.since / SECOND:.1f} s: {', '.join(parts)}", flush=True
                )
                for name in parts[:1]:
                    print(f"    sought {mine[name]!r}"[:600])
                    print(f"    played {played[moment][name]!r}"[:600])
    return found


def make(path: Path, minutes: int) -> None:
    """The story of the shipped recording, told again and again."""
    bench = RecordedBench(Setting(), path)
    bench.is_judged = False

    async def story(bench: Bench) -> None:
        for _ in range(minutes):
            await tell(bench, EACH)

    bench.play(story)
    bench.recorder.writing.finish()


if __name__ == "__main__":
    sys.exit(main())
