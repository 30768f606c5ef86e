"""Goal 10, from the start of the process to the first paint: `python -m tests.tools.benchmarks.start`.

The first paint of a minimal Textual app and ours, in turns. What is imported before it is counted in instructions
where valgrind is installed (it repeats to a thousandth), else in processor time, in turns.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.tools.benchmarks.instructions import instructions, seconds_of
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

OURS = "import roxom_tui.cli as c; c.load_command('dashboard').load_app(); import roxom_tui.feed.clock"
THEIRS = "import textual.app"

DRAWN = "\x1b[38;2;"
"""The first colour: both apps draw something now."""


def measure(effort: Effort) -> Iterator[Figure]:
    """Ours over theirs."""
    triples = []
    with TemporaryDirectory() as home:
        for _ in range(3 if effort.quick else 8):
            minimal, _ = _paints("tests.tools.benchmarks.minimal", "minimal", home)
            triples.append((minimal, *_paints(PROGRAM, "LIVE", home)))
    theirs, ours, full = (median(times) * 1000 for times in zip(*triples, strict=True))
    note = f"{ours:.0f} ms, {theirs:.0f} ms; with the demo's data {full:.0f} ms"
    yield at_most(10, "first paint / minimal Textual app's", 1.24, [b / a for a, b, _ in triples], note=note)
    yield _imports(effort.quick)


def _imports(quick: bool) -> Figure:
    what = "imported before the first paint / import textual.app"
    if quick or shutil.which("valgrind") is None:
        times = [(seconds_of(OURS), seconds_of(THEIRS)) for _ in range(5)]
        ours, theirs = (median(each) for each in zip(*times, strict=True))
        note = f"processor time, {ours * 1000:.0f} ms, {theirs * 1000:.0f} ms"
        return at_most(10, what, 1.25, [a / b for a, b in times], note=note)
    mine, peer = instructions(OURS, THEIRS)
    return at_most(10, what, 1.25, mine / peer, note=f"{mine / 1e6:.0f} M, {peer / 1e6:.0f} M instructions")


def _paints(module: str, word: str, home: str) -> tuple[float, float]:
    """Seconds to the first paint, and to a word that says there is something to see."""
    with Screen(module, HOME=str(Path(home))) as screen:
        return screen.shows(DRAWN), screen.shows(word)


if __name__ == "__main__":
    run(measure, __doc__)
