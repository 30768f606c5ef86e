"""The cursor in some random markets; the campaign `book_cursor` walks it a hundred thousand steps."""

from __future__ import annotations

import pytest

from tests.seeded_markets.cursor_walks import CursorWalk


@pytest.mark.parametrize("seed", range(4))
def test_nothing_but_the_person_moves_the_cursor_and_its_row_stays_on_its_line(seed: int) -> None:
    found = CursorWalk(seed).run(600)
    assert found.wrong == ()
    assert found.in_sight > 200
    assert found.gone > 10
