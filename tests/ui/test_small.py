"""What a person must know is on screen in any window: first the environment, then the state, the symbol, the price."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import HEADER, TICKER, Arrangement
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.widgets.header import header
from roxom_tui.ui.widgets.ticker import ticker_lines
from tests.support.sample_screens import NOW, WALL, board

UNIT = re.compile(r"0\.\d+")
WHOLE = {"0.04312700", "0.04312300", "0.04312200", "0.04311900"}

ENVIRONMENTS = pytest.mark.parametrize("environment", Environment)
STATES = pytest.mark.parametrize("state", [PanelState.LIVE, PanelState.UNPROVEN, PanelState.STALE])


def doubted(environment: Environment, state: PanelState) -> ScreenSnapshot:
    """A board in which the book has that state, and so the symbol."""
    picture = board(environment)
    return replace(picture, book=replace(picture.book, freshness=Freshness(state, "", NOW, NOW + SECOND)))


def seen(picture: ScreenSnapshot, width: int, height: int) -> list[str]:
    """The header and the strip as a terminal of that size gets them."""
    regions = Arrangement(TRADE, PANELS).regions(width, height, 4, "book")
    lines = [header(picture, on_terminal(width, 1), alone=TICKER not in regions).line]
    if TICKER in regions:
        lines += ticker_lines(picture, on_terminal(width, regions[TICKER].height))
    assert regions[HEADER].y == 0
    return [text(line)[:width] for line in lines]


def on_terminal(width: int, height: int) -> RenderContext:
    return RenderContext(width, height, DisplayOptions(), NOW, WALL)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


@ENVIRONMENTS
@STATES
@pytest.mark.parametrize("size", [(40, 10), (30, 8), (24, 6), (20, 5), (16, 5)])
def test_environment_state_symbol_and_price_are_there(
    size: tuple[int, int], state: PanelState, environment: Environment
) -> None:
    rows = seen(doubted(environment, state), *size)
    together = "\n".join(rows)
    assert environment.value.upper() in rows[0]
    assert state.value in together
    assert "GOLD" in together
    assert "0.04312700" in together


@ENVIRONMENTS
@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_window_of_one_line_has_the_price_in_it(width: int, environment: Environment) -> None:
    (line,) = seen(board(environment), width, 1)
    assert environment.value.upper() in line
    assert "GOLD" in line
    assert "0.04312700" in line
    assert "LIVE" in line


@ENVIRONMENTS
def test_no_window_shows_a_part_of_a_number_or_nothing_of_the_badge(environment: Environment) -> None:
    word = environment.value.upper()
    for width in range(1, 45):
        for height in (1, 2, 3, 5, 8):
            rows = seen(board(environment), width, height)
            assert rows[0].split()[0] == word[:width], (width, height)
            assert {figure for row in rows for figure in UNIT.findall(row)} <= WHOLE, (width, height, rows)


def test_what_a_window_shows_grows_with_it() -> None:
    picture = board()
    shown = [len(seen(picture, 20, height)) for height in range(1, 6)]
    assert shown == sorted(shown)
    assert [row.split()[0] for row in seen(picture, 20, 5)[1:]] == ["LAST", "BID", "ASK", "MARK"]
