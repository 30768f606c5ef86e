"""The fault bench for as long as one likes: every fault on another day, again and again, until enough was compared.

`python -m tests.tools.campaigns.oracle --checks 50000000` takes about half an hour. The faults that wait for something
to be built are left out. Exit code 1 if a value drawn as live was wrong, or a fault was not borne as it must be.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from tests.faults.fault import Fault
from tests.faults.judgement import problems
from tests.faults.registry import FAULTS
from tests.faults.stories import play


def campaign(least: int, first_seed: int, faults: tuple[Fault, ...]) -> Iterator[tuple[int, Fault, int, list[str]]]:
    """Seed, fault, checks and problems of one story after another, until `least` values were compared."""
    checks, seed = 0, first_seed
    while checks < least:
        for fault in faults:
            report = play(fault, seed)
            checks += report.checks
            yield seed, fault, report.checks, problems(fault, report)
            if checks >= least:
                return
        seed += 1


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.oracle", description=__doc__)
    parser.add_argument("--checks", type=int, default=5_000_000, help="how many values to compare at least")
    parser.add_argument("--seed", type=int, default=100, help="the first day")
    parser.add_argument("--fault", action="append", default=[], help="only faults whose name holds this; repeatable")
    options = parser.parse_args(arguments)
    faults = tuple(
        fault
        for fault in FAULTS
        if not fault.waits_for and (not options.fault or any(word in fault.name for word in options.fault))
    )
    if not faults:
        parser.error("no fault is called so, or it waits for something to be built")
    began, checks, stories, bad = time.monotonic(), 0, 0, 0
    for seed, fault, compared, found in campaign(options.checks, options.seed, faults):
        checks, stories = checks + compared, stories + 1
        for problem in found:
            bad += 1
            print(f"seed {seed}, {fault.name}: {problem}", flush=True)
        if stories % 100 == 0:
            print(f"{stories} stories, {checks:,} checks, {bad} problems", file=sys.stderr, flush=True)
    print(f"{stories} stories, {checks:,} checks, {bad} problems, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
