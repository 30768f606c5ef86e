"""How long until the meaning of deltas is known at an exchange whose quotes never share a moment with its deltas.

`python -m tests.tools.campaigns.depth_evidence --runs 200`, in virtual time. Exit code 1 unless every book was live
within 15 s, by the right model and without a wrong level.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from statistics import median, quantiles

from tests.second_exchange.evidence import Evidence, evidence
from tests.support.second_exchange.conventions import Deltas

GOAL = 15.0


def failures(found: Sequence[Evidence]) -> list[Evidence]:
    """The runs that miss the goal."""
    return [one for one in found if one.live is None or one.live > GOAL or not one.is_right or one.wrong_levels]


def summary(name: str, found: Sequence[Evidence]) -> str:
    """One line about some runs."""
    live = [one.live for one in found if one.live is not None]
    if len(live) < 2:
        return f"{name:<10}{len(found):>5} runs, live in {len(live)}"
    spread = f"median {median(live):.1f} s, 95 % {quantiles(live, n=20)[-1]:.1f} s, longest {max(live):.1f} s"
    within, right = sum(one <= GOAL for one in live), sum(one.is_right for one in found)
    wrong = sum(bool(one.wrong_levels) for one in found)
    return (
        f"{name:<10}{len(found):>5} runs, live in {len(live)}: {spread}; within {GOAL:.0f} s {within}; "
        f"right model {right}; books with wrong levels {wrong}"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.depth_evidence", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="the first run")
    parser.add_argument("--rate", type=float, default=40.0, help="market messages a second at the exchange")
    parser.add_argument("--patience", type=float, default=120.0, help="seconds until a run is given up")
    parser.add_argument("--audited", action="store_true", help="with the first audit, a fresh snapshot of the book")
    options = parser.parse_args(arguments)
    seeds = range(options.seed, options.seed + options.runs)
    found = [evidence(seed, options.rate, options.patience, audited=options.audited) for seed in seeds]
    for deltas in Deltas:
        print(summary(deltas.value, [one for one in found if one.deltas is deltas]))
    missed = failures(found)
    for one in missed[:20]:
        print(
            f"seed {one.seed} {one.deltas}: live {one.live}, decided {one.decided}, right {one.is_right}, "
            f"wrong levels {one.wrong_levels}"
        )
    print(f"{len(found) - len(missed)} of {len(found)} within the goal")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
