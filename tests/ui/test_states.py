"""States in words: the age of data, and reasons in as many words as fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import NOW, board
from tests.ui.drawing import drawn, rendering, texts

STALE = Freshness(PanelState.STALE, "mute", NOW - 9 * SECOND, NOW + SECOND)


@pytest.mark.parametrize(("silent", "words"), [(None, "LIVE ─"), (NOW - 2 * SECOND, "LIVE · data 2 s old ─")])
def test_an_unusual_silence_is_told_beside_live(silent: int | None, words: str) -> None:
    picture = board()
    picture = replace(
        picture, book=replace(picture.book, freshness=picture.book.freshness._replace(silent_since=silent))
    )
    lines = drawn(BookPanel(), picture, rendering(80))
    assert words in texts(lines)[0]
    assert (Role.WARNING in {span.role for span in lines[0]}) is (silent is not None)


def test_what_is_not_live_says_its_age_as_ever() -> None:
    stale = STALE._replace(silent_since=NOW - 9 * SECOND)
    assert (
        "data"
        not in texts(drawn(BookPanel(), replace(board(), book=replace(board().book, freshness=stale)), rendering(80)))[
            0
        ]
    )


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (100, "─ depth format 7 of 12: detecting whether sizes are absolute or signed · UNPROVEN ─"),
        (52, "─ depth format 7 of 12 · UNPROVEN ─"),
        (40, "─ UNPROVEN ─"),
    ],
)
def test_a_reason_that_does_not_fit_whole_is_told_by_its_head(width: int, words: str) -> None:
    reason = "depth format 7 of 12: detecting whether sizes are absolute or signed"
    unproven = Freshness(PanelState.UNPROVEN, reason, NOW, NOW + SECOND)
    view = replace(board().book, freshness=unproven, is_audited=True)
    assert words in texts(BookPanel().draw(view, rendering(width)))[0]
