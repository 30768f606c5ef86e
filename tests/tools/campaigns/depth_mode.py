"""What deltas mean, decided in 1,000 seeded markets: `python -m tests.tools.campaigns.depth_mode [RUNS]`."""

from __future__ import annotations

import sys
from statistics import median, quantiles

from tests.seeded_markets.runs import decide


def main(runs: int) -> int:
    decisions = [decide(seed) for seed in range(runs)]
    wrong = [seed for seed, decision in enumerate(decisions) if not decision.is_right]
    deltas = [decision.deltas for decision in decisions]
    seconds = [decision.seconds for decision in decisions]
    print(f"{runs} runs, {runs - len(wrong)} right")
    print(f"deltas:  median {median(deltas):.0f}, 95 % {quantiles(deltas, n=20)[-1]:.0f}, most {max(deltas)}")
    print(f"seconds: median {median(seconds):.1f}, 95 % {quantiles(seconds, n=20)[-1]:.1f}, most {max(seconds):.1f}")
    if wrong:
        print(f"wrong or undecided: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
