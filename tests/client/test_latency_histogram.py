from __future__ import annotations

from roxom_tui.client.latency_histogram import BOUNDS, LatencyHistogram


def test_each_length_is_in_the_bucket_whose_bound_it_does_not_exceed() -> None:
    histogram = LatencyHistogram()
    for bound in BOUNDS:
        histogram.note(bound)
    assert histogram.counts().counts == (*(1 for _ in BOUNDS), 0)
    histogram.note(BOUNDS[0] + 1)
    histogram.note(BOUNDS[-1] + 1)
    counts, total = histogram.counts()
    assert (counts[1], counts[-1]) == (2, 1)
    assert total == sum(BOUNDS) + BOUNDS[0] + BOUNDS[-1] + 2
