"""100,000 keys, clicks, pastes, sizes and answers in random cuts: `python -m tests.tools.campaigns.typing`.

It stops after ten minutes if that is earlier; another seed then goes on from there.

Exit code 1 if anything raised, hung, went on after leaving had begun, or could not be left.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import time
from functools import partial

from tests.support.frantic import Tally, play

PIECE = 500
"""Events after which a process begins anew: what an app leaves behind is not what is measured here."""


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.typing", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many events in all")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--minutes", type=float, default=10, help="after which no more begins")
    parser.add_argument("--jobs", type=int, default=2, help="side by side")
    options = parser.parse_args(arguments)
    began, sent, sessions, wrong = time.monotonic(), 0, 0, 0
    seeds = range(options.seed, options.seed + -(-options.count // PIECE))
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=1) as pool:
        for tally in pool.imap_unordered(partial(_played, count=PIECE), seeds):
            sent, sessions, wrong = sent + tally.sent, sessions + tally.sessions, wrong + len(tally.wrong)
            for each in tally.wrong:
                print(each, flush=True)
            if time.monotonic() - began > options.minutes * 60:
                break
    print(f"{sent:,} events in {sessions:,} sessions, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _played(seed: int, count: int) -> Tally:
    return asyncio.run(play(seed, count))


if __name__ == "__main__":
    sys.exit(main())
