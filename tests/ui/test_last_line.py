"""The last line: fills in few words, and what became of an error of ours."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.log_entries import LogEntry, LogKind, OrderOutcome
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.last_line import said_of
from roxom_tui.ui.widgets.footer import Said
from tests.support.sample_screens import NOW, WALL, board, down, partly_refused

FAILED = LogEntry(LogKind.TASK_FAILED, "the connection failed unexpectedly (ZeroDivisionError)")
FILLED = OrderOutcome(
    Symbol("US500-BTC"),
    OrderSide.BUY,
    OrderStatus.FILLED,
    Size(Decimal("2.06")),
    Price(Decimal("0.00680140")),
    "",
)


def told(entry: LogEntry, picture: ScreenSnapshot, count: int = 1, options: DisplayOptions | None = None) -> Said:
    notice = Notice(WALL - 3 * SECOND, entry, count=count)
    said = said_of(notice, picture, options or DisplayOptions(), "i", NOW, WALL)
    assert said is not None
    return said


def connected(seconds: int) -> ScreenSnapshot:
    return replace(board(), connection=replace(board().connection, connected_at=NOW - seconds * SECOND))


def test_an_error_of_ours_that_is_over_says_since_when_all_is_well_and_is_red_no_more() -> None:
    said = told(FAILED, connected(1), count=2)
    assert said.severity == "warning"
    assert "recovered: well since 14:22:0" in said.text
    assert "ZeroDivisionError" in said.text
    assert "2 times" in said.text
    assert min(map(len, said.briefs)) < 36


def test_an_error_of_ours_that_is_not_over_stays_an_error() -> None:
    assert told(FAILED, connected(5)).severity == "error", "this connection stood before it"
    assert told(FAILED, down(board(), "gone")).severity == "error"


def test_a_fill_has_forms_for_narrow_places_and_none_while_the_account_is_hidden() -> None:
    fill = LogEntry(LogKind.ORDER, order=FILLED)
    assert told(fill, board()).briefs == ("US500-BTC buy 2.06 filled", "US500 buy 2.06 filled", "US500 buy filled")
    assert told(fill, board(), options=DisplayOptions(hide_account=True)).briefs == ()


def test_a_cause_needs_room_for_its_parts_and_for_what_ends_it() -> None:
    told = said_of(None, partly_refused(board()), DisplayOptions(), "i", NOW, WALL)
    assert told is not None
    assert told.needs == len("OIL-BTC: error 60015 · not retrying")
