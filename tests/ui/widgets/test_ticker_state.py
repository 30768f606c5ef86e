"""The strip says which of its streams is not live, and how old its data is."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.lines import Role
from roxom_tui.ui.widgets.ticker import ticker_lines
from roxom_tui.ui.widgets.ticker_state import strip_state
from tests.support.sample_screens import LIVE, NOW, board, down
from tests.ui.drawing import rendering, text

END = NOW + SECOND


WHY = Reason(Cause.SILENT)


def fresh(state: PanelState, age: int = 9) -> Freshness:
    return Freshness(state, None if state.is_live else WHY, NOW - age * SECOND, END)


def with_states(
    ticker: Freshness = LIVE, level1: Freshness = LIVE, trades: Freshness = LIVE, picture: ScreenSnapshot | None = None
) -> ScreenSnapshot:
    picture = picture or board()
    assert picture.ticker.statistics is not None
    strip = replace(picture.ticker, freshness=ticker, statistics=replace(picture.ticker.statistics, freshness=trades))
    return replace(picture, ticker=strip, book=replace(picture.book, quote_freshness=level1))


STALE, DOWN, WAITING, UNPROVEN, QUIET = (
    fresh(state)
    for state in (PanelState.STALE, PanelState.DOWN, PanelState.WAITING, PanelState.UNPROVEN, PanelState.QUIET)
)


@pytest.mark.parametrize(
    ("ticker", "level1", "trades", "words"),
    [
        (LIVE, LIVE, LIVE, "LIVE"),
        (QUIET, LIVE, LIVE, "QUIET"),
        (STALE, LIVE, LIVE, "ticker STALE · data 9 s old"),
        (LIVE, fresh(PanelState.STALE, 4), LIVE, "level1 STALE · data 4 s old"),
        (LIVE, LIVE, Freshness(PanelState.WAITING, WHY, None, END), "trades WAITING"),
        (STALE, fresh(PanelState.STALE, 4), LIVE, "ticker, level1 STALE · data 9 s old"),
        (WAITING, STALE, LIVE, "level1 STALE · data 9 s old · ticker WAITING · data 9 s old"),
        (DOWN, fresh(PanelState.DOWN, 17), DOWN, "DOWN · data 17 s old"),
        (LIVE, fresh(PanelState.UNPROVEN, 1), LIVE, "level1 UNPROVEN · data 1 s old"),
        (LIVE, UNPROVEN, LIVE, "level1 UNPROVEN · data 9 s old"),
        (replace(LIVE, silent_since=NOW - 2 * SECOND), LIVE, LIVE, "ticker LIVE · data 2 s old"),
    ],
)
def test_what_is_not_live_is_named_with_the_age_of_its_data(
    ticker: Freshness, level1: Freshness, trades: Freshness, words: str
) -> None:
    state = strip_state(with_states(ticker, level1, trades), NOW)
    assert state.forms[1] == words
    assert state.is_live is (words in ("LIVE", "QUIET"))


def test_the_richest_words_say_why_and_what_comes_next() -> None:
    asked = Freshness(PanelState.STALE, Reason(Cause.SILENT_ASKED, next_at=NOW + 3 * SECOND), NOW - 9 * SECOND, END)
    told = strip_state(with_states(asked, LIVE, LIVE), NOW)
    assert told.forms[0] == "ticker STALE · data 9 s old · no data · resubscribing in 3 s"
    lost = replace(asked, state=PanelState.DOWN, reason=Reason(Cause.CONNECTION_LOST))
    assert strip_state(with_states(lost, lost, lost), NOW).forms[0] == "DOWN · data 9 s old", "that is told once"


def test_what_ran_out_while_nobody_looked_is_stale() -> None:
    assert strip_state(board(), NOW + 60 * SECOND).told[0].state == "STALE"


def test_the_forms_grow_shorter_and_the_worst_is_told_last() -> None:
    forms = strip_state(with_states(WAITING, STALE), NOW).forms
    assert [len(form) for form in forms] == sorted(map(len, forms), reverse=True)
    assert forms[-1] == "level1 STALE"


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("width", [80, 100, 120, 160, 200])
def test_every_strip_says_what_is_not_live_beside_last_bid_and_ask(width: int, rows: int) -> None:
    lines = ticker_lines(with_states(ticker=STALE), rendering(width, rows))
    together = " ".join(map(text, lines))
    assert "ticker STALE" in together
    assert "data 9 s old" in together
    for price in ("0.04312700", "0.04312300"):
        assert price in together
    assert all(len(text(line).rstrip()) <= width for line in lines)
    assert Role.WARNING in {span.role for line in lines for span in line if "STALE" in span.text}


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("width", [80, 100, 120, 160, 200])
def test_last_bid_and_ask_stand_still_when_the_state_changes(width: int, rows: int) -> None:
    def places(picture: ScreenSnapshot) -> list[int]:
        line = text(ticker_lines(picture, rendering(width, rows))[1 if rows > 1 else 0])
        return [line.index("0.04312700"), line.index("0.04312300"), line.rindex("0.04312700")]

    assert places(board()) == places(with_states(ticker=STALE)) == places(down(board(), "reset"))


def test_where_there_is_room_a_live_strip_says_so() -> None:
    assert text(ticker_lines(board(), rendering(200, 3))[2]).rstrip().endswith("LIVE")
    assert "LIVE" in text(ticker_lines(board(), rendering(300, 2))[0])
    assert "LIVE" not in "".join(map(text, ticker_lines(board(), rendering(80, 1))))


def test_a_strip_of_one_row_tells_nothing_of_trades_and_shows_nothing_that_came_with_them() -> None:
    shown = text(ticker_lines(with_states(trades=WAITING), rendering(80, 1))[0])
    assert "24h" not in shown
    assert "WAITING" not in shown
    assert "level1 STALE" in text(ticker_lines(with_states(trades=WAITING, level1=STALE), rendering(80, 1))[0])


def test_how_long_the_last_trade_is_ago_is_not_the_age_of_the_prices() -> None:
    picture = with_states(DOWN, fresh(PanelState.DOWN, 7), fresh(PanelState.DOWN, 40))
    assert strip_state(picture, NOW).forms[1] == "DOWN · data 9 s old"
