"""Rules of alerts against a plain reading of their whole past: nothing missed, nothing false, nothing told twice.

    python -m tests.tools.campaigns.alerts --steps 100000

Random rules over random feeds, with gaps, windows that fill, positions that are closed, sleeps and restarts. Moments
in which a rule could not judge are compared too. 100,000 steps take some six seconds. Ends with 1 and the seed of the
first life that was judged otherwise.
"""

from __future__ import annotations

import argparse
from random import Random

from tests.alerts.reference import disagreement, random_life, random_rule

LIFE = 400
"""Steps."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1_000)
    options = parser.parse_args()
    for life in range(options.steps // LIFE):
        random = Random(options.seed + life)
        if found := disagreement(random_rule(random), random_life(random, LIFE)):
            print(f"seed {options.seed + life}: {found}")
            return 1
    print(f"{options.steps} steps, every one told as the past says")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
