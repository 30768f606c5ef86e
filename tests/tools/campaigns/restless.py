"""Many restless people: `python -m tests.tools.campaigns.restless --count 200` takes about ten minutes.

Exit code 1 if a value drawn as live was wrong.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.restless import play


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.restless", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many stories")
    parser.add_argument("--seed", type=int, default=100, help="of the first")
    options = parser.parse_args(arguments)
    began, checks, hits = time.monotonic(), 0, 0
    for seed in range(options.seed, options.seed + options.count):
        tally = play(seed)
        checks, hits = checks + tally.total, hits + tally.hits
        for hit in tally.kept:
            print(f"seed {seed}: {hit}", flush=True)
    print(f"{options.count} stories, {checks:,} checks, {hits} hits, {time.monotonic() - began:.0f} s")
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main())
