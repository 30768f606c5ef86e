"""The cross-check with quotes at length: `python -m tests.tools.campaigns.book_checks [HOURS] [LOSSES]`.

So many symbol-hours with channels up to 0.9 s out of step, of which the tests watch one, then so many losses of a
second's deltas.
"""

from __future__ import annotations

import sys
from statistics import median

from tests.seeded_markets.runs import SYMBOLS, lose_a_second, watch

SLICE_S = 1800
WATCHERS = 3


def main(hours: float, losses: int) -> int:
    alarms = unconfirmed = checks = 0
    slices = round(hours * 3600 / SLICE_S / WATCHERS)
    for seed in range(slices):
        for seen in watch(seed, SLICE_S, SYMBOLS[seed % len(SYMBOLS)], WATCHERS):
            alarms += len(seen.alarms)
            unconfirmed += seen.unconfirmed
            checks += seen.checks
        print(f"\r{(seed + 1) * SLICE_S * WATCHERS / 3600:.1f} h", end="", file=sys.stderr)
    watched = slices * SLICE_S * WATCHERS / 3600
    print(f"{watched:.1f} symbol-hours: {checks:,} quotes, {unconfirmed} unconfirmed, {alarms} alarms")
    found = [detection for seed in range(losses) if (detection := lose_a_second(seed)).lost]
    times = [detection.seconds for detection in found if detection.verdict is not None]
    print(
        f"{len(found)} losses of a second: {len(times)} noticed, median {median(times):.2f} s, worst {max(times):.2f} s"
    )
    return 1 if alarms or len(times) < 0.98 * len(found) or median(times) > 1.5 else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(float(arguments[0]) if arguments else 100.0, int(arguments[1]) if len(arguments) > 1 else 1000))
