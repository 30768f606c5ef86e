"""The tape: who crossed the spread, how quiet it is, what a pause holds back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.market_views import TapeRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.tape import TapePanel
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.ui.drawing import PRICES, SIZES, column_of, drawn, points, rendering, roles, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def test_the_tape_tells_buyers_from_sellers_by_glyph_as_well_as_colour() -> None:
    lines = drawn(TapePanel(), board(), rendering(42, 24))
    assert any("▲" in text for text in texts(lines))
    assert any("▼" in text for text in texts(lines))
    assert any("△" in text or "▽" in text for text in texts(lines))


def test_a_quiet_tape_shows_the_age_of_its_last_trade_and_stays_live() -> None:
    tape = replace(board().tape, freshness=LIVE)
    top = texts(TapePanel().draw(tape, rendering(60, 12, wall=WALL + 40 * SECOND)))[0]
    assert "last 41 s ago" in top
    assert "LIVE" in top


def test_a_paused_tape_counts_what_it_holds_back_and_is_not_drawn_as_live() -> None:
    panel = TapePanel()
    panel.paused_view = board().tape
    newer = replace(board().tape, count=72)
    lines = panel.draw(panel.paused_view, rendering(60, 12, held_back=panel.held_back(newer)))
    assert "PAUSED +12" in texts(lines)[0]
    assert roles(lines[1:-1]) == {Role.STALE}


def test_a_tape_that_began_anew_while_it_was_paused_holds_back_all_it_has() -> None:
    panel = TapePanel()
    panel.paused_view = board().tape
    assert panel.held_back(replace(board().tape, count=40, since=WALL)) == 40


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("width", [34, 42, 60])
def test_the_tape_lines_up(width: int, unit: Unit) -> None:
    picture = board()
    rows = tuple(
        TapeRow(WALL, Price(price), Size(Decimal(size)), AggressorSide.BUY, False)
        for price, size in zip(PRICES, SIZES, strict=True)
    )
    picture = replace(picture, tape=replace(picture.tape, rows=rows))
    lines = texts(drawn(TapePanel(), picture, rendering(width, 20, options=DisplayOptions(unit=unit))))
    shown = [line.strip("│") for line in lines if "▲" in line]
    assert len(shown) == len(PRICES)
    assert len(points(column_of(shown, [fmt.price(Price(price), unit) for price in PRICES]))) == 1
    assert len(points(column_of(shown, [fmt.size(Size(Decimal(size))) for size in SIZES]))) == 1
