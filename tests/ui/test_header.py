from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role, fit
from roxom_tui.ui.widgets.header import header, window_title
from roxom_tui.ui.widgets.ticker import ticker_lines
from tests.support.sample_screens import NOW, WALL, board, down


def rendering(width: int, height: int = 1, now: int = NOW, options: DisplayOptions | None = None) -> RenderContext:
    return RenderContext(width, height, options or DisplayOptions(), now, WALL)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


@pytest.mark.parametrize("environment", list(Environment))
@pytest.mark.parametrize("width", [14, 16, 24, 40, 60, 80, 120, 200])
def test_the_badge_is_on_screen_at_every_width(environment: Environment, width: int) -> None:
    line = header(board(environment), rendering(width)).line
    badge = next(span for span in line if span.role is Role.BADGE)
    assert badge.text.strip() == environment.value.upper()
    assert len(text(line)) == width


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_state_and_symbol_are_on_screen_from_40_columns(width: int) -> None:
    line = text(header(board(Environment.PRODUCTION), rendering(width)).line)
    assert "● LIVE" in line
    assert "GOLD-BTC" in line


def test_a_lost_connection_says_why_and_when_the_next_try_is() -> None:
    line = text(header(down(board(), "reset by the exchange"), rendering(120)).line)
    assert "○ DOWN" in line
    assert "reset by the exchange" in line
    assert "next try in 3 s" in line


def test_a_silent_feed_is_stale_whatever_the_last_picture_said() -> None:
    line = text(header(board(), rendering(120, now=NOW + 4 * SECOND)).line)
    assert "STALE" in line
    assert "LIVE" not in line
    assert "STALE" in window_title(board(), Unit.BTC, NOW + 4 * SECOND)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_data_that_lags_says_so_beside_the_state(width: int) -> None:
    late = board()
    late = replace(late, connection=replace(late.connection, reason="lagging 3 s"))
    assert "● LIVE · lagging 3 s" in text(header(late, rendering(width)).line)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_an_unusual_silence_is_told_beside_the_state(width: int) -> None:
    silent = board()
    silent = replace(silent, connection=replace(silent.connection, silent_since=NOW - 2 * SECOND))
    assert "● LIVE · data 2 s old" in text(header(silent, rendering(width)).line)


def test_the_price_on_a_line_that_is_alone_is_as_true_as_the_ticker() -> None:
    for picture, ink in ((board(), Role.STRONG), (down(board(), "gone"), Role.STALE)):
        line = header(picture, rendering(60), alone=True).line
        assert {span.role for span in line if "0.0431" in span.text} == {ink}


def test_the_window_is_named_after_symbol_price_and_state() -> None:
    assert window_title(board(), Unit.BTC, NOW) == "GOLD-BTC 0.04312700 LIVE · roxom-tui"


def test_labels_stand_above_their_values() -> None:
    labels, values = map(text, ticker_lines(board(), rendering(120, 2)))
    assert labels.index("MARK") == values.index("0.04312200")
    assert labels.index("LAST") == values.index("0.04312700 ▲")
    assert "+0.0120 01:37:53 longs pay" in values


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 200])
def test_figures_are_dropped_whole(width: int) -> None:
    whole = {word for line in ticker_lines(board(), rendering(300, 2)) for word in text(line).split()}
    for rows in (1, 2):
        for line in ticker_lines(board(), rendering(width, rows)):
            assert set(text(line).split()) <= whole


def test_bid_and_ask_are_the_last_figures_to_go() -> None:
    line = text(ticker_lines(board(), rendering(40, 1))[0])
    assert "BID 0.04312300" in line
    assert "ASK 0.04312700" in line


def test_negative_funding_is_paid_by_shorts_and_a_rate_beyond_the_cap_is_doubted() -> None:
    picture = board()
    shorts = replace(picture, ticker=replace(picture.ticker, funding_rate=Decimal("-0.0002")))
    assert "shorts pay" in text(ticker_lines(shorts, rendering(120, 2))[1])
    doubted = replace(picture, ticker=replace(picture.ticker, funding_rate=Decimal("0.05"), funding_suspect=True))
    assert "unit?" in text(ticker_lines(doubted, rendering(120, 2))[1])
    gone = ticker_lines(down(doubted, "gone"), rendering(120, 2))[1]
    assert {span.role for span in gone if "unit?" in span.text} == {Role.STALE}


def test_figures_of_a_dead_connection_are_dull() -> None:
    lines = ticker_lines(down(board(), "gone"), rendering(120, 2))
    assert {span.role for span in lines[1] if span.text.strip()} == {Role.STALE}


def test_the_state_beside_the_symbol_is_the_worst_of_what_is_drawn_for_it() -> None:
    picture = board()
    broken = replace(picture, book=replace(picture.book, freshness=Freshness(PanelState.RESYNC, "", NOW, NOW + SECOND)))
    assert "● RESYNC" in text(header(broken, rendering(120)).line)
    assert "RESYNC" in window_title(broken, Unit.BTC, NOW)
    expired = replace(
        picture, ticker=replace(picture.ticker, freshness=picture.ticker.freshness._replace(valid_until=0))
    )
    assert "● STALE" in text(header(expired, rendering(120)).line)


def test_bid_and_ask_are_as_true_as_the_quote_and_the_others_as_the_ticker() -> None:
    picture = board()
    stale = Freshness(PanelState.STALE, "silent", NOW, NOW + SECOND)
    quote_gone = replace(picture, book=replace(picture.book, quote_freshness=stale))
    assert "● STALE" in text(header(quote_gone, rendering(120)).line)
    assert "STALE" in window_title(quote_gone, Unit.BTC, NOW)
    ticker_gone = replace(picture, ticker=replace(picture.ticker, freshness=stale))
    for shown, dull, bright in ((quote_gone, "BID", "LAST"), (ticker_gone, "LAST", "BID")):
        for label, is_dull in ((dull, True), (bright, False)):
            assert (figure_roles(shown, label) == {Role.STALE}) is is_dull, (label, is_dull)


def figure_roles(picture: ScreenSnapshot, label: str) -> set[Role]:
    """The inks of the digits under a label of the strip."""
    labels, values = ticker_lines(picture, rendering(120, 2))
    begin, at, roles = text(labels).index(label), 0, set()
    for span in values:
        if begin <= at < begin + 10 and any(letter.isdigit() for letter in span.text):
            roles.add(span.role)
        at += len(span.text)
    return roles


@pytest.mark.parametrize("width", range(1, 60))
def test_no_figure_of_the_strip_is_ever_cut(width: int) -> None:
    whole = {word for line in ticker_lines(board(), rendering(300, 1)) for word in text(line).split()}
    line = fit(ticker_lines(board(), rendering(width, 1))[0], width)
    for word in text(line).split():
        assert word in whole or not any(character.isdigit() for character in word.rstrip("·…")[3:]), word
