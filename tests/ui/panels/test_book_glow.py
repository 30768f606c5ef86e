"""What changed a moment ago is known by its price."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.money import Size
from roxom_tui.model.values import replace
from roxom_tui.ui.panels.book_glow import GLOW_NS, Glow
from tests.support.sample_screens import book_rows

ROWS = book_rows(43123, -1, 5)
GROWN = (replace(ROWS[0], size=Size(Decimal("9.99"))), *ROWS[1:])


def test_a_size_that_changed_glows_for_half_a_second() -> None:
    glow = Glow()
    assert glow.take("gold", ROWS, 0) == frozenset()
    assert glow.take("gold", GROWN, 1) == {ROWS[0].price.key}
    assert glow.take("gold", GROWN, GLOW_NS) == {ROWS[0].price.key}
    assert glow.take("gold", GROWN, GLOW_NS + 1) == frozenset()


def test_a_level_that_comes_into_sight_is_new_and_not_changed() -> None:
    glow = Glow()
    glow.take("gold", ROWS[:2], 0)
    assert glow.take("gold", ROWS, 1) == frozenset()
