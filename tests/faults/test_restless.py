"""Nothing wrong is drawn as live, however restless one is. `python -m tests.tools.campaigns.restless` plays more."""

from __future__ import annotations

import pytest

from tests.faults.restless import play


@pytest.mark.parametrize("seed", [1, 5])
def test_switching_asking_afresh_and_being_cut_off_at_any_moment_never_shows_a_wrong_value(seed: int) -> None:
    tally = play(seed)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.total > 40_000
