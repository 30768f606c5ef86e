"""The first line: badge, symbol and state at any width, and why the connection is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.widgets.header import header, window_title
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


def test_the_state_beside_the_symbol_is_the_worst_of_what_is_drawn_for_it() -> None:
    picture = board()
    broken = replace(picture, book=replace(picture.book, freshness=Freshness(PanelState.RESYNC, "", NOW, NOW + SECOND)))
    assert "● RESYNC" in text(header(broken, rendering(120)).line)
    assert "RESYNC" in window_title(broken, Unit.BTC, NOW)
    expired = replace(
        picture, ticker=replace(picture.ticker, freshness=picture.ticker.freshness._replace(valid_until=0))
    )
    assert "● STALE" in text(header(expired, rendering(120)).line)
