"""What is laid over the book: the cursor's line, its absence, what is typed, and the room the readout takes."""

from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui.panels.book_reading import LEAST_ROWS, BookReading
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.size_entry import read_size
from roxom_tui.ui.panels.size_readout import NOTHING_BESIDE
from tests.support.sample_screens import LIVE, NOW, OIL
from tests.ui.drawing import rendering
from tests.ui.opened import renewed
from tests.ui.panels.whole import whole_board, whole_book

WINDOW = BookWindow(20)


def without_best_bid(view: BookView) -> BookView:
    return replace(view, bids=view.bids[1:])


def typed(reading: BookReading, text: str) -> None:
    reading.entry.open()
    for character in text:
        reading.press(character, character)
    reading.press("enter", None)


def on_best_bid() -> BookReading:
    reading = BookReading()
    reading.step(whole_book(), 1)
    reading.place_rows(whole_book(), WINDOW, NOW)
    return reading


def test_the_row_of_the_cursor_stays_on_its_line_when_levels_come_and_go() -> None:
    reading, view = on_best_bid(), whole_book()
    line = WINDOW.line_of(Side.BID, 0)
    assert reading.place_rows(replace(view, bids=view.bids), WINDOW, NOW) == WINDOW
    better = (replace(view.bids[0], price=Price("0.04312400")), *view.bids)
    window = reading.place_rows(replace(view, bids=better), WINDOW, NOW)
    assert window.line_of(Side.BID, 1) == line
    assert reading.is_pinned


def test_a_level_that_left_is_gone_since_then_until_it_returns_or_the_person_moves() -> None:
    reading, view = on_best_bid(), whole_book()
    for at in (NOW + 1, NOW + SECOND):
        reading.place_rows(without_best_bid(view), WINDOW, at)
        assert reading.gone_since == NOW + 1
    reading.place_rows(view, WINDOW, NOW + 2 * SECOND)
    assert reading.gone_since is None
    reading.place_rows(without_best_bid(view), WINDOW, NOW + 3 * SECOND)
    reading.step(without_best_bid(view), 1)
    reading.place_rows(without_best_bid(view), WINDOW, NOW + 3 * SECOND)
    assert reading.gone_since is None


def test_in_a_book_that_is_not_live_nobody_knows_whether_the_level_is_gone() -> None:
    reading, view = on_best_bid(), without_best_bid(whole_book())
    doubted = replace(view, freshness=Freshness(PanelState.RESYNC, Reason(Cause.SILENT), NOW, NOW + SECOND))
    told = []
    for at, seen in enumerate((doubted, view, doubted)):
        reading.place_rows(seen, WINDOW, NOW + at)
        told.append(reading.gone_since)
    assert told == [None, NOW + 1, None]


def test_scrolled_out_of_sight_it_holds_no_row_and_a_step_brings_it_back() -> None:
    reading, view = on_best_bid(), whole_book()
    reading.unpin()
    far = replace(WINDOW, offset=30)
    assert reading.place_rows(view, far, NOW) == far
    assert not reading.is_pinned
    reading.step(view, 1)
    back = reading.place_rows(view, far, NOW)
    assert back.is_in_sight(back.line_of(Side.BID, 1))
    reading.unpin()
    reading.place_rows(view, far, NOW)
    reading.show()
    back = reading.place_rows(view, far, NOW)
    assert back.is_in_sight(back.line_of(Side.BID, 1))


def test_the_cursor_goes_before_the_size_and_then_there_is_nothing_to_let_go() -> None:
    reading = on_best_bid()
    typed(reading, "3.5")
    assert [reading.let_go() for _ in range(3)] == [True, True, False]
    assert not reading.is_on


def test_enter_takes_a_size_that_can_be_read_and_of_nothing_takes_it_off() -> None:
    reading = BookReading()
    typed(reading, "3,5")
    assert (reading.entry.is_open, reading.is_on) == (True, False)
    reading.press("ctrl+u", None)
    for character in "3.5":
        reading.press(character, character)
    reading.press("enter", None)
    assert (reading.entry.is_open, reading.is_on) == (False, True)
    reading.entry.open()
    reading.press("4", "4")
    reading.press("escape", None)
    assert reading.typed_size == read_size("3.5")
    typed(reading, "")
    assert reading.typed_size != read_size("3.5")


def test_a_picture_is_another_for_a_size_only_where_mark_or_position_are() -> None:
    reading, picture = BookReading(), whole_board()
    assert not reading.take(picture)
    typed(reading, "pos")
    assert not reading.take(renewed(picture))
    ticker = replace(picture.ticker, mark=Price("0.05"))
    assert reading.take(replace(picture, ticker=ticker))
    assert reading.take(replace(picture, ticker=ticker, positions=replace(picture.positions, rows=())))
    assert len(reading.ends()) == 2
    assert BookReading().ends() == ()


def test_at_another_symbol_the_cursor_is_off_and_the_size_stays() -> None:
    reading = on_best_bid()
    typed(reading, "3.5")
    reading.begin_anew()
    assert reading.cursor is None
    assert reading.typed_size is not None
    assert reading.beside is None
    reading.take(replace(whole_board(), book=replace(whole_book(), symbol=OIL)))
    assert reading.beside == replace(NOTHING_BESIDE, mark_freshness=LIVE, holdings_freshness=LIVE, is_complete=True), (
        "the strip is of the other symbol"
    )


def test_lines_that_leave_too_few_rows_are_dropped_whole_the_cursor_s_first() -> None:
    reading, view = on_best_bid(), whole_book()
    cursor = len(reading.lines(view, rendering(50, 40)))
    typed(reading, "3.5")
    both = len(reading.lines(view, rendering(50, 40)))
    one = (both - cursor) // 2
    assert both == cursor + 2 * one
    for height in range(3, 40):
        lines = reading.lines(view, rendering(50, height))
        assert len(lines) in {0, cursor, one, 2 * one, both}
        assert not lines or height - len(lines) >= LEAST_ROWS
    assert len(reading.lines(view, rendering(50, LEAST_ROWS + 2 * one))) == 2 * one


def test_lines_are_made_once_for_a_drawing() -> None:
    reading, view, on = on_best_bid(), whole_book(), rendering(50, 30)
    assert reading.lines(view, on) is reading.lines(view, replace(on, offset=4))
    assert reading.lines(view, on) is not reading.lines(view, replace(on, now=on.now + 1))
    assert reading.lines(replace(view), on) is not reading.lines(view, on)


def test_a_click_is_on_a_row_or_on_none() -> None:
    reading, view = on_best_bid(), whole_book()
    assert reading.point(view, Side.ASK, 2)
    assert reading.cursor is not None
    assert reading.cursor.price == view.asks[2].price
    assert not reading.point(view, Side.ASK, 99)
    gone = replace(view, asks=(*view.asks[:2], *view.asks[3:]))
    assert reading.point(gone, Side.ASK, 2), "its own row, though nothing rests there"
    assert reading.cursor.price == view.asks[2].price
    assert reading.point(gone, Side.ASK, 3)
    assert reading.cursor.price == view.asks[3].price
