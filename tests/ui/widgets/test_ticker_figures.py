"""Figures that come with trades: named as they were sent, dated, in their places, and dropped in a declared order."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Ink, Role
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.ticker import ticker_lines
from roxom_tui.ui.widgets.ticker_figures import WANTED, is_of_a_live_trade, market_figures, trade_figures
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.ui.drawing import rendering, text

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW - 9 * SECOND, NOW + SECOND)


def changed(**changes: Any) -> ScreenSnapshot:
    """The board with other statistics."""
    picture = board()
    assert picture.ticker.statistics is not None
    return replace(picture, ticker=replace(picture.ticker, statistics=replace(picture.ticker.statistics, **changes)))


def aged(age: int) -> ScreenSnapshot:
    """The board with statistics of a trade so long ago (ns)."""
    told = board().ticker.statistics
    assert told is not None
    assert told.trade is not None
    return changed(trade=replace(told.trade, exchange_at=WALL - age))


def strip(picture: ScreenSnapshot, width: int, rows: int, **context: Any) -> list[str]:
    return [text(line).rstrip() for line in ticker_lines(picture, rendering(width, rows, **context))]


def roles_of(picture: ScreenSnapshot, figure: str, width: int, rows: int) -> set[Ink]:
    lines = ticker_lines(picture, rendering(width, rows))
    return {span.role for line in lines for span in line if figure in span.text}


def test_a_big_terminal_has_all_of_them_each_by_the_name_it_was_sent_by() -> None:
    third = strip(board(), 200, 3)[2]
    assert re.sub(" +", " ", third) == (
        " CHANGE 24h % +0.60 HIGH 24h 0.04340000 LOW 24h 0.04270500 VOLUME 24h 75,111.08"
        " TURNOVER 24h BTC 3237.11900215 VOLUME 1,204.50 TOTAL VOLUME 3,004,442.81 AS OF TRADE now LIVE"
    )


def test_in_sats_prices_and_turnover_are_sats_and_volumes_stay_contracts() -> None:
    third = strip(board(), 200, 3, options=DisplayOptions(Unit.SATS))[2]
    assert "HIGH 24h 4,340,000" in third
    assert "TURNOVER 24h sats 323,711,900,215" in third
    assert "VOLUME 24h 75,111.08" in third


def test_what_the_exchange_never_sends_has_no_place_and_what_is_not_known_is_two_dashes() -> None:
    told = frozenset({"volume", "high_24h"})
    third = strip(changed(told=told, volume=None), 200, 3)[2]
    assert re.sub(" +", " ", third) == " HIGH 24h 0.04340000 VOLUME -- AS OF TRADE now LIVE"
    nothing = {"change_24h": None, "high_24h": None, "low_24h": None, "volume_24h": None, "turnover_24h": None}
    before = strip(changed(trade=None, told=frozenset(), **nothing), 200, 3)[2]
    assert before.count("--") == 6
    assert "VOLUME 24h" in before
    assert " VOLUME --" not in before


@pytest.mark.parametrize(
    ("age", "words"),
    [(SECOND, "now"), (9 * SECOND, "9 s ago"), (65 * SECOND, "1 min 05 s ago"), (3 * HOUR, "3 h 00 min ago")],
)
def test_they_are_as_old_as_their_trade(age: int, words: str) -> None:
    assert f"AS OF TRADE {words}" in strip(aged(age), 200, 3)[2]
    short = {9 * SECOND: "24h % · 9 s ago", 65 * SECOND: "24h % · 1 min ago", 3 * HOUR: "24h % · 3 h ago"}
    assert short.get(age, "24h %") in strip(aged(age), 120, 2)[0]


@pytest.mark.parametrize(("width", "rows"), [(80, 1), (120, 2), (200, 3)])
def test_what_came_with_a_trade_a_while_ago_is_history_for_the_next_one_may_be_lost(width: int, rows: int) -> None:
    assert roles_of(aged(9 * SECOND), "+0.60", width, rows) == {Role.TEXT}
    assert roles_of(aged(10 * SECOND), "+0.60", width, rows) == {Role.STALE}


def test_what_came_with_a_trade_before_a_suspicious_silence_is_history_and_so_is_its_price() -> None:
    assert roles_of(changed(outdated=True), "+0.60", 120, 2) == {Role.STALE}
    told = board().ticker.statistics
    assert told is not None
    assert told.trade is not None
    assert is_of_a_live_trade(told.trade.price, told, NOW)
    assert not is_of_a_live_trade(told.trade.price, replace(told, outdated=True), NOW)


@pytest.mark.parametrize(("width", "rows"), [(80, 1), (120, 2), (200, 3)])
def test_they_are_as_live_as_their_trades_whatever_the_ticker_is(width: int, rows: int) -> None:
    assert roles_of(changed(freshness=STALE), "+0.60", width, rows) <= {Role.STALE}
    picture = replace(board(), ticker=replace(board().ticker, freshness=STALE))
    assert roles_of(picture, "+0.60", width, rows) <= {Role.TEXT}


def test_they_stand_still_while_they_change() -> None:
    columns = ColumnMemory()
    places = []
    for volume, high in (("75111.08", "0.04340000"), ("9.5", "0.1"), ("75112", "0.04340001")):
        shown = changed(volume_24h=Decimal(volume), high_24h=Decimal(high))
        third = text(ticker_lines(shown, replace(rendering(200, 3), columns=columns))[2])
        places.append([third.index(label) for label in ("HIGH", "LOW", "VOLUME 24h", "TURNOVER", "AS OF")])
    assert places[0] == places[1] == places[2]


def test_the_age_that_grows_moves_nothing() -> None:
    for rows, width in ((2, 120), (3, 200)):
        lines = [strip(aged(age), width, rows) for age in (0, 9 * SECOND, 59 * MINUTE, 23 * HOUR)]
        assert len({line[rows - 1].index("0.04340000") for line in lines if rows == 3}) <= 1
        assert len({line[1].index("812.50") for line in lines}) == 1


def test_a_turnover_that_cannot_be_btc_says_that_its_unit_is_in_doubt() -> None:
    assert "TURNOVER 24h BTC 3237.11900215 unit?" in strip(changed(is_turnover_doubtful=True), 220, 3)[2]


def test_numbers_of_any_length_are_whole_or_not_there() -> None:
    huge = Decimal("9" * 18 + "." + "9" * 18)
    for width in (80, 120, 200, 300):
        for rows in (1, 2, 3):
            for line in strip(changed(volume_24h=huge, change_24h=huge, turnover_24h=huge), width, rows):
                assert len(line) <= width
                assert "999,999.999999" not in line or f"{huge:,f}" in line


def test_the_order_in_which_figures_go_is_declared_for_all_of_them() -> None:
    context = rendering(300, 3)
    names = [one.name for one in (*market_figures(board(), context), *trade_figures(board().ticker, context))]
    assert sorted(names) == sorted(WANTED)
    assert [name for name in WANTED if name in strip(board(), 80, 1)[0]] == ["BID", "ASK", "LAST", "MARK"]
    assert "24h % +0.60" in strip(board(), 80, 1)[0]


def test_the_last_price_says_which_stream_told_it_where_only_one_of_them_is_live() -> None:
    def heading(ticker: Freshness, trades: Freshness, by: Channel) -> str:
        picture = changed(freshness=trades)
        strip_view = replace(picture.ticker, freshness=ticker, last_by=by)
        return strip(replace(picture, ticker=strip_view), 200, 3)[0]

    assert heading(LIVE, LIVE, Channel.TRADE).split()[:2] == ["LAST", "BID"]
    assert heading(STALE, STALE, Channel.TRADE).split()[:2] == ["LAST", "BID"]
    assert "LAST trade" in heading(STALE, LIVE, Channel.TRADE)
    assert "LAST ticker" in heading(LIVE, STALE, Channel.TICKER)
