"""Hostile texts for as long as one likes: `python -m tests.tools.campaigns.hostile [--payloads N] [--seed S]`.

The same as the tests do with five hundred, on other seeds: each in every field that an exchange can write, and on
every screen. Ends with what was looked at; a character or a style that is not ours is a traceback.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from itertools import count

from tests.security.payloads import payloads
from tests.security.trial import Tally, try_payloads

SLICE = 500


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.hostile", description=__doc__)
    parser.add_argument("--payloads", type=int, default=20_000, help="how many payloads to try")
    parser.add_argument("--seed", type=int, default=100, help="the first seed; one for each five hundred")
    options = parser.parse_args(arguments)
    tally, tried = Tally(), 0
    for seed in count(options.seed):
        left = min(SLICE, options.payloads - tried)
        if left <= 0:
            break
        tally.add(asyncio.run(try_payloads(list(payloads(left, seed)), first=seed)))
        tried += left
        print(f"\r{tried:,} payloads", end="", file=sys.stderr, flush=True)
    print(f"\n{tally}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
