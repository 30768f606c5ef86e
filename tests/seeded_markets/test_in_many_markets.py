"""The book's proofs over many markets. `python -m tests.tools.campaigns.depth_mode` and `.book_checks` run more."""

from __future__ import annotations

from statistics import median

from tests.seeded_markets.runs import decide, lose_a_second

DECISIONS = 100
LOSSES = 60


def test_what_deltas_mean_is_found_out_rightly_in_every_market() -> None:
    decisions = [decide(seed) for seed in range(DECISIONS)]
    assert [seed for seed, decision in enumerate(decisions) if not decision.is_right] == []
    assert median(decision.deltas for decision in decisions) <= 170
    assert max(decision.seconds for decision in decisions) < 60


def test_a_second_of_lost_deltas_is_found_within_moments() -> None:
    found = [detection for seed in range(LOSSES) if (detection := lose_a_second(seed)).lost]
    noticed = [detection for detection in found if detection.verdict is not None]
    assert len(found) > LOSSES * 0.9
    assert len(noticed) >= 0.98 * len(found)
    assert median(detection.seconds for detection in noticed) <= 1.5
