"""Goal 1, what the whole dashboard costs against a client without a screen: `python -m tests.tools.benchmarks.cpu`.

Both are connected to one exchange, which sends to one and then to the other, slice by slice; each slice's processor
time is the scheduler's count for all threads of that process. Garbage is collected as each program does.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.tools.benchmarks.rig import BARE, DASHBOARD, rig
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

LIMITS = {1_000: 2.0, 5_000: 1.3, 20_000: 1.3}


def measure(effort: Effort) -> Iterator[Figure]:
    """Processor time a message, ours over theirs, at each pace."""
    slices, seconds = (3, 0.7) if effort.quick else (7, 1.2)
    with rig() as made:
        for rate, limit in LIMITS.items():
            pairs = [(made.cost(DASHBOARD, rate, seconds), made.cost(BARE, rate, seconds)) for _ in range(slices)]
            ours, theirs = (median(costs) for costs in zip(*pairs, strict=True))
            note = f"{ours:.0f} us a message, bare client's {theirs:.0f} us"
            yield at_most(
                1, f"CPU of the dashboard at {rate} msg/s / bare client's", limit, [a / b for a, b in pairs], note=note
            )


if __name__ == "__main__":
    run(measure, __doc__)
