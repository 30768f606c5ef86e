"""People at the keys while faults happen. `python -m tests.tools.campaigns.browsing --count 40`: a quarter of an hour.

Exit code 1 if a figure that was read off the screen in live letters was wrong.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.browsing import browse
from tests.faults.reading import PAINTED


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.browsing", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="how many stories")
    parser.add_argument("--seed", type=int, default=100, help="of the first")
    options = parser.parse_args(arguments)
    began, frames, checks, hits = time.monotonic(), 0, 0, 0
    for seed in range(options.seed, options.seed + options.count):
        browsed = browse(seed)
        frames, checks, hits = (
            frames + browsed.frames,
            checks + browsed.tally.checks[PAINTED],
            hits + browsed.tally.hits,
        )
        for hit in browsed.tally.kept:
            print(f"seed {seed}: {hit}", flush=True)
    print(
        f"{options.count} stories, {frames:,} frames, {checks:,} figures read, {hits} hits, "
        f"{time.monotonic() - began:.0f} s"
    )
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main())
