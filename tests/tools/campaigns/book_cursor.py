"""The cursor in the book at length: `python -m tests.tools.campaigns.book_cursor [STEPS]`.

A random market and a person who presses anything: nothing but the person moves the cursor, and its row stays on its
line. A hundred thousand steps take some five minutes.
"""

from __future__ import annotations

import sys

from tests.seeded_markets.cursor_walks import CursorWalk

WALK = 2_000


def main(steps: int) -> int:
    in_sight = gone = 0
    for seed in range(max(1, steps // WALK)):
        found = CursorWalk(seed).run(WALK)
        in_sight, gone = in_sight + found.in_sight, gone + found.gone
        print(f"\r{(seed + 1) * WALK:,} steps", end="", file=sys.stderr)
        if found.wrong:
            print(f"\nseed {seed}", *found.wrong, sep="\n")
            return 1
    print(f"\n{steps:,} steps, {in_sight:,} with the cursor in sight, {gone:,} with its level gone: nothing wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
