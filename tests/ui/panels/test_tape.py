"""The tape: who crossed the spread, how quiet it is, what a pause holds back, what is history and what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow, TapeView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.tape import TapePanel
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.ui.drawing import PRICES, SIZES, column_of, drawn, points, rendering, roles, texts

STALE = Freshness(PanelState.STALE, "mute", NOW - 9 * SECOND, NOW + SECOND)


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


def test_a_paused_tape_counts_over_gaps() -> None:
    panel = TapePanel()
    panel.paused_view = board().tape
    newer = with_gaps(TapeGap(GapKind.CONNECTION, WALL, WALL + SECOND), live=5)
    assert panel.held_back(replace(newer, count=panel.paused_view.count + 40, since=WALL)) == 40


RECONNECTED = TapeGap(GapKind.CONNECTION, WALL + 3 * SECOND, WALL + 9 * SECOND)


def with_gaps(*gaps: TapeGap, live: int = 3, between: int = 2) -> TapeView:
    """A tape of some live rows, and below each gap some more."""
    rows = board().tape.rows
    past: list[TapeRow | TapeGap] = []
    for number, gap in enumerate(gaps):
        begin = live + number * between
        past += [gap, *rows[begin : begin + between]]
    return replace(board().tape, rows=rows[:live], past=tuple(past))


def test_what_was_traded_before_a_gap_is_drawn_below_it_and_never_as_live() -> None:
    lines = TapePanel().draw(with_gaps(RECONNECTED), rendering(60, 20))
    place = next(number for number, text in enumerate(texts(lines)) if "gap" in text)
    assert "── gap 14:22:10 to 14:22:16 · reconnected ──" in texts(lines)[place]
    above, below = lines[2:place], lines[place + 1 : place + 3]
    assert len(above) == 3
    assert {Role.BID, Role.ASK} & roles([line[1:-1] for line in above])
    assert roles([line[1:-1] for line in below]) == {Role.STALE}
    assert all(any(glyph in text for glyph in "▲▼△▽·") for text in texts(below))


@pytest.mark.parametrize("scrolled", [0, 2, 3, 4, 5])
def test_history_is_history_wherever_the_tape_is_scrolled_to(scrolled: int) -> None:
    view = with_gaps(RECONNECTED, RECONNECTED)
    lines = TapePanel().draw(view, rendering(60, 20, offset=scrolled))[2:-1]
    past = [line[1:-1] for line in lines[max(0, 3 - scrolled) :]]
    rows = [line for line in past if "gap" not in texts([line])[0]]
    assert len([text for text in texts(rows) if text.strip()]) == len(view.past) - 2 - max(0, scrolled - 4)
    assert roles(rows) <= {Role.STALE}
    assert TapePanel().row_count(view) == len(view.rows) + len(view.past)


@pytest.mark.parametrize("state", [PanelState.DOWN, PanelState.STALE, PanelState.REJECTED, PanelState.WAITING])
def test_without_live_data_what_was_traded_stays_in_sight_as_history(state: PanelState) -> None:
    lasting = TapeGap(GapKind.CONNECTION, WALL + 3 * SECOND, None)
    view = replace(with_gaps(lasting, live=0), freshness=STALE._replace(state=state))
    lines = TapePanel().draw(view, rendering(60, 20))
    assert any("── gap since 14:22:10 · no connection ──" in text for text in texts(lines))
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}
    assert sum("0.0431" in text for text in texts(lines)) == 2


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (RECONNECTED, "gap 14:22:10 to 14:22:16 · reconnected"),
        (replace(RECONNECTED, count=3), "3 gaps 14:22:10 to 14:22:16 · reconnected"),
        (replace(RECONNECTED, until=None), "gap since 14:22:10 · no connection"),
        (replace(RECONNECTED, kind=GapKind.OTHER_SYMBOL), "gap 14:22:10 to 14:22:16 · other symbol"),
        (replace(RECONNECTED, kind=GapKind.OTHER_SYMBOL, until=None), "gap since 14:22:10 · other symbol"),
        (TapeGap(GapKind.REFRESH, WALL, WALL + SECOND // 10), "gap at 14:22:07 · refreshed"),
    ],
)
def test_a_gap_says_since_when_until_when_and_why(gap: TapeGap, words: str) -> None:
    assert any(f"─ {words} ─" in text for text in texts(TapePanel().draw(with_gaps(gap), rendering(60, 20))))


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (42, "gap 14:22:10 to 14:22:16 · reconnected"),
        (41, "6 s gap at 14:22:10 · reconnected"),
        (36, "gap 14:22:10 to 14:22:16"),
        (28, "gap 14:22:10 to 14:22:16"),
        (27, "gap · reconnected"),
    ],
)
def test_a_gap_leaves_out_words_and_never_a_part_of_a_time(width: int, words: str) -> None:
    lines = texts(TapePanel().draw(with_gaps(RECONNECTED), rendering(width, 20)))
    (line,) = (line.strip("│─ ") for line in lines if "gap" in line)
    assert line == words


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
