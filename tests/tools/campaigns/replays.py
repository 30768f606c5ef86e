"""Every fault recorded and played again: `python -m tests.tools.campaigns.replays` takes about ten minutes.

What the replay shows as true is held against the truth of then, and against what the screen showed. Exit code 1 if a
value was wrong. `--only WORD` takes the faults with that word in their names.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.faults.recorded import record
from tests.faults.registry import FAULTS

NOT_OF_THE_DATA: Final = "a defect of ours"
"""It is of the program that records, and would be one of the program that plays."""


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.replays", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.lastResort = None
    began, checks, hits, looks = time.monotonic(), 0, 0, 0
    for fault in FAULTS:
        if options.only not in fault.name or fault.name == NOT_OF_THE_DATA:
            continue
        with tempfile.TemporaryDirectory() as folder:
            bench = record(fault, Path(folder) / "story.roxrec", options.seed)
        tally, surer = bench.replayed, bench.surer
        checks, hits, looks = checks + tally.total, hits + tally.hits, looks + len(bench.looks)
        for hit in tally.kept[:3]:
            print(f"{fault.name}: {hit}", flush=True)
        for part, count in bench.other.items():
            print(f"{fault.name}: other than on the screen, {count} of {len(bench.looks)} looks: {part}", flush=True)
        for said, count in surer.most_common(3):
            print(f"{fault.name}: surer than the screen was, {count} of {len(bench.looks)} looks: {said}", flush=True)
    print(f"{looks:,} looks, {checks:,} checks, {hits} hits, {time.monotonic() - began:.0f} s")
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main())
