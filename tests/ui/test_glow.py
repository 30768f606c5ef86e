from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from roxom_tui.model.money import Size
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book import GLOW_NS, BookPanel, Glow
from tests.support.sample_screens import NOW, WALL, board, book_rows

ROWS = book_rows(43123, -1, 5)
GROWN = (replace(ROWS[0], size=Size(Decimal("9.99"))), *ROWS[1:])


def test_a_size_that_changed_glows_for_half_a_second() -> None:
    glow = Glow()
    assert glow.take(ROWS, 0) == frozenset()
    assert glow.take(GROWN, 1) == {ROWS[0].price.key}
    assert glow.take(GROWN, GLOW_NS) == {ROWS[0].price.key}
    assert glow.take(GROWN, GLOW_NS + 1) == frozenset()


def test_a_level_that_comes_into_sight_is_new_and_not_changed() -> None:
    glow = Glow()
    glow.take(ROWS[:2], 0)
    assert glow.take(ROWS, 1) == frozenset()


def test_the_size_of_a_glowing_level_is_brighter_in_the_book() -> None:
    view = board().book
    key = view.asks[3].price.key
    plain, glowing = (
        BookPanel().draw(view, RenderContext(52, 24, DisplayOptions(), NOW, WALL, glowing=keys))
        for keys in (frozenset[int](), frozenset({key}))
    )
    changed = [row for row, (a, b) in enumerate(zip(plain, glowing, strict=True)) if a != b]
    assert len(changed) == 1
    assert any(span.role is Role.CHANGED for span in glowing[changed[0]])
