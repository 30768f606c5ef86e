"""A client that lives for a week: 50 messages a second, a fault every five minutes, the oracle beside it.

`python -m tests.tools.campaigns.week --hours 168` takes about an hour and a quarter on an idle core: half a minute
for each hour of the client's life. Exit code 1 if a value drawn as live was wrong, a fault was not borne as it must be,
work of the client failed, or a life of a day or more holds more in the end than it did before the last quarter.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time

from tests.tools.soak.life import FIFTY_A_SECOND, Chronicle, Life
from tests.tools.soak.repertoire import FITTING, LEFT_OUT
from tests.tools.soak.verdict import GROWTH_MOST, flaws, growth


class Progress:
    """Prints an hour as it has passed, and what it brought."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._told = 0

    def hour(self, chronicle: Chronicle) -> None:
        """One line, and one for each thing that was wrong."""
        figures = chronicle.figures[-1]
        print(
            f"{chronicle.seconds / 3600:6.1f} h  {chronicle.messages:,} messages  {chronicle.played.total()} faults  "
            f"{chronicle.checks:,} checks  {chronicle.excused:,} excused  {chronicle.hits} hits  "
            f"{figures.resident / 2**20:.1f} MiB resident  {figures.held / 2**20:.2f} MiB held  "
            f"{figures.blocks:,} blocks  {figures.tasks} tasks  {time.monotonic() - self._began:.0f} s",
            flush=True,
        )
        wrongs = [*chronicle.problems, *chronicle.failures, *map(str, chronicle.kept)]
        for wrong in wrongs[self._told :]:
            print(f"         {wrong}", flush=True)
        self._told = len(wrongs)


def summary(chronicle: Chronicle) -> str:
    """What the whole life was."""
    first, last = chronicle.figures[0], chronicle.figures[-1]
    faults = ", ".join(f"{name} {count}" for name, count in sorted(chronicle.played.items()))
    return "\n".join(
        (
            f"{chronicle.seconds / 3600:.1f} h awake, {chronicle.slept / 3600:.1f} h asleep or stopped",
            f"{chronicle.messages:,} messages, {chronicle.messages / chronicle.seconds:.1f} a second",
            f"{chronicle.checks:,} checks, {chronicle.excused:,} excused, {chronicle.hits} hits",
            f"{chronicle.played.total()} faults of {len(chronicle.played)} kinds: {faults}",
            f"left out: {', '.join(f'{name} ({why})' for name, why in LEFT_OUT.items())}",
            f"tasks {first.tasks} -> {last.tasks}, threads {first.threads} -> {last.threads}, "
            f"descriptors {first.files} -> {last.files}",
            f"growth in the last quarter: {growth(chronicle.figures) / 2**20:.2f} MiB resident, "
            f"at most {GROWTH_MOST / 2**20:.0f}",
        )
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.week", description=__doc__)
    parser.add_argument("--hours", type=float, default=168.0, help="how long the client is awake")
    parser.add_argument("--seed", type=int, default=1, help="which market, and in which order the faults come")
    parser.add_argument("--fault", action="append", default=[], help="only faults whose name holds this; repeatable")
    options = parser.parse_args(arguments)
    faults = tuple(fault for fault in FITTING if not options.fault or any(word in fault.name for word in options.fault))
    if not faults:
        parser.error("no fault is called so, or it cannot come in the middle of a life")
    logging.lastResort = None
    print(f"{options.hours} h, seed {options.seed}, pace {FIFTY_A_SECOND.scenario.pace}, {len(faults)} kinds of faults")
    chronicle = Life(options.hours * 3600, options.seed, Progress().hour, faults).live()
    wrong = flaws(chronicle)
    print(summary(chronicle))
    for flaw in wrong:
        print(f"WRONG: {flaw}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
