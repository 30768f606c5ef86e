"""Two faults at once, many times: `python -m tests.tools.campaigns.pairs --count 500` takes about ten minutes.

Exit code 1 if a value drawn as live was wrong, or if something was not live again long after both were over.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from typing import Final

from tests.faults.fault import Ending
from tests.faults.pairs import pick, play
from tests.tools.soak.repertoire import FITTING

_ALONE: Final = (
    "broken chain of balances",
    "lost balance event",
    "lost end of an order",
    "lost execution",
    "lost position event",
)
"""Seen by what the account's other streams or a GET tell, which the second fault may keep from coming."""

FAULTS: Final = tuple(fault for fault in FITTING if fault.ends is Ending.LIVE and fault.name not in _ALONE)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.pairs", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many pairs")
    parser.add_argument("--seed", type=int, default=100, help="of the first")
    options = parser.parse_args(arguments)
    logging.lastResort = None
    began, checks, hits, ill = time.monotonic(), 0, 0, 0
    for seed in range(options.seed, options.seed + options.count):
        pair = pick(FAULTS, seed)
        try:
            tally, signs = play(pair)
        except Exception:
            print(pair, flush=True)
            raise
        checks, hits, ill = checks + tally.total, hits + tally.hits, ill + bool(signs)
        if (seed + 1 - options.seed) % 100 == 0:
            print(f"{seed + 1 - options.seed} pairs, {checks:,} checks, {hits} hits", file=sys.stderr, flush=True)
        for hit in tally.kept[:3]:
            print(f"{pair}: {hit}", flush=True)
        for sign in signs:
            print(f"{pair}: not well in the end: {sign}", flush=True)
    print(
        f"{options.count} pairs, {checks:,} checks, {hits} hits, {ill} not well in the end, "
        f"{time.monotonic() - began:.0f} s"
    )
    return 1 if hits or ill else 0


if __name__ == "__main__":
    sys.exit(main())
