"""10,000 changes of the terminal's size over all screens: `python -m tests.tools.campaigns.resizes` takes some minutes.

Any size from 1x1 to 500x200, while pictures go on coming. Exit code 1 if a screen fails or loses its badge.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.support.resizing import SCENES, resize


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.resizes", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many changes in all")
    parser.add_argument("--seed", type=int, default=1, help="of the sizes")
    options = parser.parse_args(arguments)
    began, wrong = time.monotonic(), 0
    each = -(-options.count // len(SCENES))
    for number, scene in enumerate(SCENES):
        wrong += _failed(scene, each, options.seed * len(SCENES) + number)
    print(f"{each * len(SCENES):,} sizes over {len(SCENES)} screens, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _failed(scene: str, count: int, seed: int) -> bool:
    try:
        asyncio.run(resize(scene, count, seed))
    except Exception as error:  # noqa: BLE001 - whatever a screen raises is what is looked for
        print(f"WRONG: {scene}, seed {seed}: {error!r}")
        return True
    print(f"{scene}: {count:,} sizes", file=sys.stderr, flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
