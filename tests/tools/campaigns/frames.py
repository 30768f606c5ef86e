"""Mutated frames and answers, as long as one likes: `python -m tests.tools.campaigns.frames [--frames N] [--seed S]`.

The same as the tests do with a quarter of a million, on other seeds: what is rarer than that is looked for here. Fifty
million take about half an hour. Ends with what became of them; an exception, something accepted that does not hold,
or a frame that takes over 5 ms is a traceback.
"""

from __future__ import annotations

import argparse
import sys
from itertools import count

from tests.bad_frames.trial import Tally, try_answers, try_frames

SLICE = 500_000
ANSWERS_FOR = 20
"""One answer of a GET for so many frames."""


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.frames", description=__doc__)
    parser.add_argument("--frames", type=int, default=10_000_000, help="how many frames to try")
    parser.add_argument("--seed", type=int, default=100, help="the first seed; one for each half million")
    options = parser.parse_args(arguments)
    frames, answers = Tally(), Tally()
    for seed in count(options.seed):
        left = min(SLICE, options.frames - frames.total)
        if left <= 0:
            break
        frames.add(try_frames(left, seed))
        answers.add(try_answers(left // ANSWERS_FOR, seed))
        print(f"\r{frames.total:,} frames", end="", file=sys.stderr, flush=True)
    print(f"\nframes: {frames}\nanswers: {answers}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
