"""Twenty lines that fall dead, and an hour of quiet ones: `python -m tests.tools.campaigns.dead_line [RUNS]`."""

from __future__ import annotations

import sys

from tests.faults.dead_line import Course, Quiet


def main(runs: int) -> int:
    courses = [Course(seed) for seed in range(runs)]
    late = [course for course in courses if (course.told or 99) > 2 or (course.live or 99) > 12 or course.hits]
    for name in ("told", "stale", "live"):
        times = sorted(getattr(course, name) or 99.0 for course in courses)
        print(f"{name + ':':<7}median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s")
    print(
        f"{runs - len(late)} of {runs} in time, at {min(course.rate for course in courses)} messages a second and more"
    )
    quiet = [Quiet(pace, 3600).is_well for pace in (0.0001, 0.03)]
    print(f"{sum(quiet)} of {len(quiet)} quiet lines kept for an hour")
    return 1 if late or not all(quiet) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
