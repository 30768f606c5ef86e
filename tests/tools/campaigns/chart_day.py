"""A chart that is open for a day: `python -m tests.tools.campaigns.chart_day --hours 24`.

What a frame of each face costs at 200x60 and what the chart holds, hour by hour; a day takes some three minutes. The
heat is full after ten hours, for 600 columns of a minute are kept. A frame costs more while much is in sight: what is
late is held against the dearest hour before. Exit code 1 if the last quarter holds more than any hour of the quarter
before by more than a twentieth, or a face's frame costs half as much again as in the dearest hour of the first half.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from statistics import median

from tests.tools.soak.open_chart import Hour, OpenChart

HELD_MOST = 1.05
COST_MOST = 1.5
"""Processor time of a busy machine swings by a third within minutes."""


def wrong(hours: Sequence[Hour]) -> list[str]:
    """What did not stay flat; of less than eight hours nothing can be said."""
    quarter = len(hours) // 4
    if quarter < 2:
        return []
    half, third, last = hours[: 2 * quarter], hours[2 * quarter : 3 * quarter], hours[-quarter:]
    found = []
    held = max(hour.held for hour in last) / max(hour.held for hour in third)
    if held > HELD_MOST:
        found.append(f"it holds {held:.3f} times what it held a quarter before")
    for face in last[0].frames:
        cost = median(hour.frames[face] for hour in last) / max(hour.frames[face] for hour in half)
        if cost > COST_MOST:
            found.append(f"a frame of the {face.value} costs {cost:.2f} times what it did")
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.chart_day", description=__doc__)
    parser.add_argument("--hours", type=int, default=24, help="how long it is open")
    parser.add_argument("--seed", type=int, default=1, help="which market")
    options = parser.parse_args(arguments)
    chart, hours = OpenChart(options.seed), list[Hour]()
    for hour in chart.hours(options.hours):
        hours.append(hour)
        costs = "  ".join(f"{face.value} {cost:5.2f} ms" for face, cost in hour.frames.items())
        print(f"{len(hours):3} h  {costs}  {hour.held / 2**20:6.2f} MiB", flush=True)
    if not chart.is_sound:
        print("WRONG: the market is none that a chart may show")
        return 1
    found = wrong(hours)
    for each in found:
        print(f"WRONG: {each}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
