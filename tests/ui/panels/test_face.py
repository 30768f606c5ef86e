"""What a panel says at the edges of its frame: why it is not live, since when it is paused, which rows are in sight."""

from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.tape import TapePanel
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.ui.drawing import rendering, texts

ASKED = Freshness(
    PanelState.STALE,
    Reason(Cause.SILENT_ASKED, next_at=NOW + 3 * SECOND),
    NOW - 9 * SECOND,
    NOW + SECOND,
    since=NOW - 4 * SECOND,
)


def test_the_bottom_says_for_how_long_why_and_what_comes_next_and_nothing_while_all_is_well() -> None:
    stale = replace(board().book, freshness=ASKED)
    assert (
        "╰ for 4 s · no data, and no answer yet to a refresh · resubscribing in 3 s ─"
        in (texts(BookPanel().draw(stale, rendering(90)))[-1])
    )
    assert set(texts(BookPanel().draw(board().book, rendering(90)))[-1]) <= set("╰─╯")


def test_a_paused_panel_says_since_when_and_why_what_goes_on_is_not_live() -> None:
    held = replace(rendering(100), held_back=29, paused_at=WALL)
    live = texts(BookPanel().draw(board().book, held))
    assert "PAUSED · 29 changes held · LIVE" in live[0]
    assert "╰ paused since 14:22:07 · 29 changes held ─" in live[-1]
    stale = texts(BookPanel().draw(replace(board().book, freshness=ASKED), held))
    assert "STALE · data 9 s old" in stale[0]
    assert "paused since 14:22:07 · 29 changes held · " in stale[-1]
    assert "resubscribing in 3 s" in stale[-1]


def test_what_holds_nothing_has_no_age_and_says_why_inside() -> None:
    empty = replace(board().orders, rows=(), freshness=ASKED)
    lines = texts(OrdersPanel().draw(empty, rendering(100, 8)))
    assert "STALE · no data, refreshing · resubscribing in 3 s ─" in lines[0]
    assert "data 9 s old" not in lines[0]
    assert "no data, and no answer yet to a refresh · resubscribing in 3 s" in lines[1]
    assert set(lines[-1]) <= set("╰─╯")


def test_of_a_tape_that_is_not_live_the_reason_is_worth_more_room_than_which_rows_are_in_sight() -> None:
    view = board().tape
    assert "1-" in texts(TapePanel().draw(view, rendering(37, 12)))[-1]
    stale = texts(TapePanel().draw(replace(view, freshness=ASKED), rendering(37, 12)))
    assert "resubscribing in 3 s" in stale[-1]
    scrolled = replace(rendering(37, 12), offset=4)
    assert "5-" in texts(TapePanel().draw(replace(view, freshness=ASKED), scrolled))[-1]


def test_in_an_outage_the_bottom_says_the_age_that_the_title_had_no_room_for() -> None:
    lost = replace(ASKED, state=PanelState.DOWN, reason=Reason(Cause.CONNECTION_LOST, next_at=NOW + SECOND))
    lines = texts(TapePanel().draw(replace(board().tape, freshness=lost), rendering(28, 12)))
    assert "DOWN" in lines[0]
    assert "data 9 s old" in lines[0] + lines[-1]
    assert "connection" not in lines[-1]
    assert LIVE.state.is_live
