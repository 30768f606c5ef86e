"""Whatever the keys make of the screen, it tells the truth. `python -m tests.tools.campaigns.browsing` presses more."""

from __future__ import annotations

from tests.faults.browsing import browse
from tests.faults.painted_oracle import PANELS
from tests.faults.reading import PAINTED


def test_whatever_keys_are_pressed_while_faults_happen_no_live_figure_on_the_screen_is_wrong() -> None:
    browsed = browse(7, lasts=60.0)
    assert (browsed.tally.hits, browsed.tally.kept) == (0, [])
    assert browsed.tally.checks[PAINTED] > 1_000
    assert browsed.panels == set(PANELS)
    assert len(browsed.boxes) >= 3
