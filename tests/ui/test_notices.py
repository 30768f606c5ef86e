"""Notices: whose turn it is, how often it came, and what of it is private."""

from __future__ import annotations

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, Notice, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.notices import ANSWER_NS, STANDS_NS, Notices, notice_words
from tests.support.sample_screens import OIL, WALL, board, down
from tests.support.unfed_screen import HandMailbox, StillClock


class Line:
    """The notice line with its mailbox and clock."""

    def __init__(self) -> None:
        self.mailbox, self.clock = HandMailbox(), StillClock()
        self.notices = Notices(self.mailbox, self.clock)

    def told(self, *notices: tuple[str, str]) -> tuple[str, int]:
        """What stands after these, each with its severity, came at once; and how many more there were."""
        for text, severity in notices:
            self.mailbox.put_notice(Notice(self.clock.wall(), LogEntry(LogKind.NOTE, text, told_as=severity)))
        self.notices.take()
        standing = self.notices.standing
        return ("", 0) if standing is None else (standing.entry.text, standing.more)


FAILED, FILLED, FILLED_TOO = ("it failed", "error"), ("a fill of 1", "information"), ("an order of 2", "information")


def test_an_error_is_not_pushed_out_by_what_is_none_before_its_time_is_over() -> None:
    line = Line()
    assert line.told(FAILED) == ("it failed", 0)
    line.clock.advance(STANDS_NS)
    assert line.told(FILLED) == ("it failed", 1)
    line.clock.advance(1)
    assert line.told(FILLED_TOO) == ("an order of 2", 0)


def test_of_those_that_come_at_once_an_error_stands_first() -> None:
    assert Line().told(FILLED, FAILED, FILLED_TOO) == ("it failed", 2)


def test_a_newer_error_takes_the_place_of_an_older() -> None:
    line = Line()
    line.told(FAILED)
    assert line.told(("that failed too", "error")) == ("that failed too", 0)


def test_what_an_error_kept_from_its_place_has_its_turn_afterwards_however_often_the_error_comes_again() -> None:
    line = Line()
    line.told(FAILED)
    line.clock.advance(1)
    line.told(FILLED)
    for _ in range(3):
        line.clock.advance(STANDS_NS // 4)
        assert line.told(FAILED)[0] == "it failed"
    line.clock.advance(STANDS_NS // 4)
    assert line.told(FAILED)[0] == "a fill of 1"
    line.clock.advance(STANDS_NS)
    assert line.told(FAILED)[0] == "a fill of 1"
    line.clock.advance(1)
    assert line.told(FAILED)[0] == "it failed"


def test_what_came_at_once_with_an_error_has_its_turn_too() -> None:
    line = Line()
    line.told(FILLED, FAILED)
    line.clock.advance(STANDS_NS + 1)
    assert line.told()[0] == "a fill of 1"


def test_a_notice_says_how_often_it_came_and_where_the_others_are() -> None:
    notice = Notice(0, LogEntry(LogKind.NOTE, "it failed"), count=3, more=2)
    assert notice_words(notice, DisplayOptions(), "i", 0) == "x3 it failed (and 2 more: i)"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.CONNECTION_LOST), seconds=3.5),
            ["next try in 3.5 s", "next try in 1.5 s", "connection lost; reconnecting"],
        ),
        (
            LogEntry(LogKind.LIST_FAILED, "HTTP 503", Stream(Channel.ORDERS), 3.5),
            ["next try in 4 s", "next try in 2 s", "orders: HTTP 503; trying again"],
        ),
    ],
    ids=["connection", "list"],
)
def test_a_notice_says_how_long_it_is_still_until_the_next_try(entry: LogEntry, told: list[str]) -> None:
    notice = Notice(WALL, entry)
    for later, words in zip((0, 2 * SECOND, 4 * SECOND), told, strict=True):
        assert notice_words(notice, DisplayOptions(), "i", WALL + later).endswith(words)


def standing(entry: LogEntry, picture: ScreenSnapshot) -> bool:
    """Whether a notice still stands on this picture."""
    line = Line()
    line.mailbox.put_notice(Notice(0, entry))
    line.notices.take()
    line.notices.look(picture)
    return line.notices.standing is not None


LOST = LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.CONNECTION_LOST), seconds=0.4)
OIL_TICKER = Stream(Channel.TICKER, OIL)


def test_what_is_said_of_an_outage_goes_with_it() -> None:
    assert standing(LOST, down(board(), "reset"))
    assert not standing(LOST, board())
    assert not standing(LogEntry(LogKind.CONNECTED, "host"), down(board(), "reset"))


def test_a_refusal_is_told_as_long_as_the_stream_is_refused() -> None:
    refusal = LogEntry(LogKind.REFUSED, stream=OIL_TICKER, reason=Reason(Cause.REFUSED, "no", "60015"))
    picture = board()
    rows = tuple(
        replace(row, freshness=Freshness(PanelState.REJECTED, refusal.reason)) if row.stream == OIL_TICKER else row
        for row in picture.connection.streams
    )
    assert not standing(refusal, picture)
    assert standing(refusal, replace(picture, connection=replace(picture.connection, streams=rows)))


def test_what_happened_once_stands_for_its_time() -> None:
    assert standing(LogEntry(LogKind.STANDSTILL, seconds=4.0), board())


def test_the_answer_to_a_key_can_be_read_before_the_feed_says_something_else() -> None:
    line = Line()
    line.notices.add("no symbol 5")
    assert line.told(FILLED) == ("no symbol 5", 0)
    line.clock.advance(ANSWER_NS - 1)
    assert line.told(FILLED_TOO) == ("no symbol 5", 0)
    line.clock.advance(1)
    assert line.told() == ("an order of 2", 1)
