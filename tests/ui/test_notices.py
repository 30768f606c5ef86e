"""Notices: whose turn it is, how often it came, and what of it is private."""

from __future__ import annotations

from dataclasses import replace

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.status import Notice, outcome_of
from roxom_tui.state.views.connection_views import LogLine
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.notices import NEWS, STANDS_NS, Notices, discreet_notice, discreet_view
from tests.support.unfed_screen import HandMailbox, StillClock
from tests.ui.connection_views import WALL, connection_view

FILL = OrderUpdate(
    "o-1",
    Symbol("GOLD-BTC"),
    OrderStatus.FILLED,
    side=OrderSide.BUY,
    executed=Size(Price("0.50")),
    average_price=Price("0.043123456789"),
)


IN_BTC = "GOLD-BTC: buy 0.50 filled at 0.043123456789 BTC"


IN_SATS = "GOLD-BTC: buy 0.50 filled at 4,312,345.6789 sats"


def notice_of(order: OrderUpdate) -> Notice:
    outcome = outcome_of(order)
    return Notice(0, outcome.plain_sentence, private=True, order=outcome)


def told(notice: Notice, options: DisplayOptions) -> str:
    shown = discreet_notice(notice, options)
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
            self.mailbox.notify(Notice(self.clock.wall(), text, severity))
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


def test_a_fill_is_told_in_the_unit_in_use() -> None:
    assert told(notice_of(FILL), DisplayOptions()) == IN_BTC
    assert told(notice_of(FILL), DisplayOptions(unit=Unit.SATS)) == IN_SATS
    assert told(replace(notice_of(FILL), count=3, more=" (and 2 more: i)"), DisplayOptions(unit=Unit.SATS)) == (
        f"x3 {IN_SATS} (and 2 more: i)"
    )


def test_a_fill_is_hidden_with_the_account_in_either_unit() -> None:
    for unit in Unit:
        assert told(notice_of(FILL), DisplayOptions(unit=unit, hide_account=True)) == NEWS


def test_the_log_of_the_connection_tells_it_in_the_unit_in_use_too() -> None:
    outcome = outcome_of(FILL)
    log = (LogLine(WALL, outcome.plain_sentence, True, outcome), LogLine(WALL, "connected"))
    shown = {unit: discreet_view(connection_view(log=log), DisplayOptions(unit=unit)).log for unit in Unit}
    assert [line.text for line in shown[Unit.BTC]] == [IN_BTC, "connected"]
    assert [line.text for line in shown[Unit.SATS]] == [IN_SATS, "connected"]
    hidden = discreet_view(connection_view(log=log), DisplayOptions(unit=Unit.SATS, hide_account=True)).log
    assert [line.text for line in hidden] == [NEWS, "connected"]


def test_what_the_exchange_left_out_is_left_out_of_the_sentence() -> None:
    bare = OrderUpdate("o", Symbol("X"), OrderStatus.REJECTED, reason="margin", average_price=Price("0"))
    assert outcome_of(bare).plain_sentence == "X: order rejected (margin)"
    assert told(notice_of(bare), DisplayOptions(unit=Unit.SATS)) == "X: order rejected (margin)"
