"""Notices: whose turn it is, how often it came, and what of it is private."""

from __future__ import annotations

from roxom_tui.model.status import Notice
from roxom_tui.ui.display_options import DisplayOptions, redacted_notice
from roxom_tui.ui.notices import ANSWER_NS, STANDS_NS, Notices
from tests.support.unfed_screen import HandMailbox, StillClock


def told(notice: Notice, options: DisplayOptions) -> str:
    shown = redacted_notice(notice, options)
    assert shown is not None
    return shown.text


class Line:
    """The notice line with its mailbox and clock."""

    def __init__(self) -> None:
        self.mailbox, self.clock = HandMailbox(), StillClock()
        self.notices = Notices(self.mailbox, self.clock, "i")

    def told(self, *notices: tuple[str, str]) -> tuple[str, str]:
        """What stands after these, each with its severity, came at once."""
        for text, severity in notices:
            self.mailbox.put_notice(Notice(self.clock.wall(), text, severity))
        self.notices.take()
        standing = self.notices.standing
        return ("", "") if standing is None else (standing.text, standing.more)


FAILED, FILLED, FILLED_TOO = ("it failed", "error"), ("a fill of 1", "information"), ("an order of 2", "information")


def test_an_error_is_not_pushed_out_by_what_is_none_before_its_time_is_over() -> None:
    line = Line()
    assert line.told(FAILED) == ("it failed", "")
    line.clock.advance(STANDS_NS)
    assert line.told(FILLED) == ("it failed", " (and 1 more: i)")
    line.clock.advance(1)
    assert line.told(FILLED_TOO) == ("an order of 2", "")


def test_of_those_that_come_at_once_an_error_stands_first() -> None:
    assert Line().told(FILLED, FAILED, FILLED_TOO) == ("it failed", " (and 2 more: i)")


def test_a_newer_error_takes_the_place_of_an_older() -> None:
    line = Line()
    line.told(FAILED)
    assert line.told(("that failed too", "error")) == ("that failed too", "")


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


def test_the_answer_to_a_key_can_be_read_before_the_feed_says_something_else() -> None:
    line = Line()
    line.notices.add("no symbol 5")
    assert line.told(FILLED) == ("no symbol 5", "")
    line.clock.advance(ANSWER_NS - 1)
    assert line.told(FILLED_TOO) == ("no symbol 5", "")
    line.clock.advance(1)
    assert line.told() == ("an order of 2", " (and 1 more: i)")
