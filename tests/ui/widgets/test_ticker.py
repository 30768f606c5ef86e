"""The strip of figures, down to the smallest window: what a person must know is there, and no number is cut."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import HEADER, TICKER, Arrangement
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.lines import Ink, Line, Role, fit
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.widgets.header import header, window_title
from roxom_tui.ui.widgets.ticker import ticker_lines
from tests.support.sample_screens import NOW, WALL, board, down

UNIT = re.compile(r"0\.\d+")


WHOLE = {"0.04312700", "0.04312300", "0.04312200", "0.04311900"}


ENVIRONMENTS = pytest.mark.parametrize("environment", Environment)


STATES = pytest.mark.parametrize("state", [PanelState.LIVE, PanelState.UNPROVEN, PanelState.STALE])


def doubted(environment: Environment, state: PanelState) -> ScreenSnapshot:
    """A board in which the book has that state, and so the symbol."""
    picture = board(environment)
    return replace(
        picture,
        book=replace(
            picture.book, freshness=Freshness(state, None if state.is_live else Reason(Cause.SILENT), NOW, NOW + SECOND)
        ),
    )


def seen(picture: ScreenSnapshot, width: int, height: int) -> list[str]:
    """The header and the strip as a terminal of that size gets them."""
    regions = Arrangement(TRADE, PANELS).regions(width, height, {}, "book")
    lines = [header(picture, on_terminal(width, 1), alone=TICKER not in regions).line]
    if TICKER in regions:
        lines += ticker_lines(picture, on_terminal(width, regions[TICKER].height))
    assert regions[HEADER].y == 0
    return [text(line)[:width] for line in lines]


def on_terminal(width: int, height: int) -> RenderContext:
    return RenderContext(width, height, DisplayOptions(), NOW, WALL)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def rendering(width: int, height: int = 1, now: int = NOW, options: DisplayOptions | None = None) -> RenderContext:
    return RenderContext(width, height, options or DisplayOptions(), now, WALL)


def figure_roles(picture: ScreenSnapshot, label: str) -> set[Ink]:
    """The inks of the digits under a label of the strip."""
    labels, values = ticker_lines(picture, rendering(120, 2))
    begin, at, roles = text(labels).index(label), 0, set()
    for span in values:
        if begin <= at < begin + 10 and any(letter.isdigit() for letter in span.text):
            roles.add(span.role)
        at += len(span.text)
    return roles


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


def test_labels_stand_above_their_values() -> None:
    labels, values = map(text, ticker_lines(board(), rendering(120, 2)))
    assert labels.index("MARK") == values.index("0.04312200")
    assert labels.index("LAST") == values.index("0.04312700 ▲")
    assert "+0.0120 01:37:53 longs pay" in values


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 200])
def test_figures_are_dropped_whole(width: int) -> None:
    lines = [line for rows in (1, 2, 3) for line in ticker_lines(board(), rendering(300, rows))]
    whole = {word for line in lines for word in text(line).split()}
    for rows in (1, 2, 3):
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
    figures = [span for span in lines[1] if any(map(str.isdigit, span.text)) and "data" not in span.text]
    assert {span.role for span in figures} == {Role.STALE}


def test_bid_and_ask_are_as_true_as_the_quote_the_last_price_as_who_told_it_and_the_others_as_the_ticker() -> None:
    picture = board()
    stale = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW, NOW + SECOND)
    quote_gone = replace(picture, book=replace(picture.book, quote_freshness=stale))
    assert "● CONNECTED · level1 STALE" in text(header(quote_gone, rendering(120)).line)
    assert "STALE" in window_title(quote_gone, Unit.BTC, NOW)
    ticker_gone = replace(picture, ticker=replace(picture.ticker, freshness=stale))
    told = picture.ticker.statistics
    assert told is not None
    assert told.trade is not None
    assert told.trade.price == picture.ticker.last
    both_gone = replace(
        picture, ticker=replace(picture.ticker, freshness=stale, statistics=replace(told, freshness=stale))
    )
    older = replace(told, trade=replace(told.trade, price=Price("0.04300000")))
    of_another = replace(picture, ticker=replace(picture.ticker, freshness=stale, statistics=older))
    for shown, dull, bright in (
        (quote_gone, ("BID", "ASK"), ("LAST", "MARK")),
        (ticker_gone, ("MARK", "INDEX"), ("LAST", "BID")),
        (both_gone, ("LAST", "MARK"), ("BID",)),
        (of_another, ("LAST", "MARK"), ("BID",)),
    ):
        for label in (*dull, *bright):
            assert (figure_roles(shown, label) == {Role.STALE}) is (label in dull), label


@pytest.mark.parametrize("width", range(1, 60))
def test_no_figure_of_the_strip_is_ever_cut(width: int) -> None:
    whole = {word for line in ticker_lines(board(), rendering(300, 1)) for word in text(line).split()}
    line = fit(ticker_lines(board(), rendering(width, 1))[0], width)
    for word in text(line).split():
        assert word in whole or not any(character.isdigit() for character in word.rstrip("·…")[3:]), word
