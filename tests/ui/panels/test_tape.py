"""The tape: who crossed the spread, how quiet it is, what a pause holds back, what is history and what is missing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.size_tiers import Counted
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow, TapeView
from roxom_tui.state.views.tape_figures import NO_FIGURES, TapeFigures
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.tape import TapePanel
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.support.screen_host import rebound
from tests.support.spellings import size
from tests.ui.drawing import PRICES, SIZES, column_of, drawn, points, rendering, roles, texts
from tests.ui.opened import opened
from tests.ui.panels.on_paper import on_paper, resize, show, text

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
    assert "PAUSED · 12 changes held" in texts(lines)[0]
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
    above, below = lines[4:place], lines[place + 1 : place + 3]
    assert len(above) == 3
    assert {Role.BID, Role.ASK} & roles([line[1:-1] for line in above])
    assert roles([line[1:-1] for line in below]) == {Role.STALE}
    assert all(any(glyph in text for glyph in "▲▼△▽·") for text in texts(below))


@pytest.mark.parametrize("scrolled", [0, 2, 3, 4, 5])
def test_history_is_history_wherever_the_tape_is_scrolled_to(scrolled: int) -> None:
    view = with_gaps(RECONNECTED, RECONNECTED)
    entries = (*view.rows, *view.past)
    room = len(entries) - 5
    lines = TapePanel().draw(view, rendering(60, room + 2, offset=scrolled))[1:-1]
    past = [line[1:-1] for line in lines[max(0, 3 - scrolled) :]]
    rows = [line for line in past if "gap" not in texts([line])[0]]
    assert len(rows) == sum(isinstance(entry, TapeRow) for entry in entries[scrolled:][:room][max(0, 3 - scrolled) :])
    assert roles(rows) <= {Role.STALE}
    assert "gap" in "".join(texts(past))


@pytest.mark.parametrize("state", [PanelState.DOWN, PanelState.STALE, PanelState.REJECTED, PanelState.WAITING])
def test_without_live_data_what_was_traded_stays_in_sight_as_history(state: PanelState) -> None:
    lasting = TapeGap(GapKind.CONNECTION, WALL + 3 * SECOND, None)
    view = replace(with_gaps(lasting, live=0), freshness=replace(STALE, state=state))
    lines = TapePanel().draw(view, rendering(60, 20))
    assert any("── gap since 14:22:10 · connection lost ──" in text for text in texts(lines))
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}
    assert sum("0.0431" in text for text in texts(lines)) == 2


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (RECONNECTED, "gap 14:22:10 to 14:22:16 · reconnected"),
        (replace(RECONNECTED, count=3), "3 gaps 14:22:10 to 14:22:16 · reconnected"),
        (replace(RECONNECTED, until=None), "gap since 14:22:10 · connection lost"),
        (replace(RECONNECTED, kind=GapKind.OTHER_SYMBOL), "gap 14:22:10 to 14:22:16 · other symbol"),
        (replace(RECONNECTED, kind=GapKind.OTHER_SYMBOL, until=None), "gap since 14:22:10 · other symbol"),
        (TapeGap(GapKind.REFRESH, WALL, WALL + SECOND // 10), "gap at 14:22:07 · refreshed"),
    ],
)
def test_a_gap_says_since_when_until_when_and_why(gap: TapeGap, words: str) -> None:
    assert any(f"─ {words} ─" in text for text in texts(TapePanel().draw(with_gaps(gap), rendering(60, 20))))


def test_the_length_of_a_gap_is_that_between_its_times_as_they_are_told() -> None:
    short = TapeGap(GapKind.CONNECTION, WALL + SECOND // 10, WALL + SECOND // 4)
    assert any("1 s gap at 14:22:07" in text for text in texts(TapePanel().draw(with_gaps(short), rendering(38, 20))))


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (42, "gap 14:22:10 to 14:22:16 · reconnected"),
        (41, "6 s gap at 14:22:10 · reconnected"),
        (36, "6 s gap 14:22:10 · reconnected"),
        (34, "6 s gap 14:22:10 · reconnected"),
        (33, "gap 14:22:10 to 14:22:16"),
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


def tape(newest: int, kept: int = 40, first: int = 0) -> TapeView:
    """A tape whose trades have their numbers as sizes."""
    made = [TapeRow(WALL, Price("0.0431"), Size(Decimal(100 + n)), AggressorSide.BUY, False) for n in range(newest)]
    rows = tuple(reversed(made[max(first, newest - kept) :]))
    return replace(board().tape, rows=rows, count=newest, figures=NO_FIGURES)


def with_newer(view: TapeView, *numbers: int, kept: int = 40) -> TapeView:
    new = [TapeRow(WALL, Price("0.0431"), Size(Decimal(100 + n)), AggressorSide.SELL, False) for n in numbers]
    return replace(view, rows=(*reversed(new), *view.rows)[:kept], count=view.count + len(new))


def sizes(panel: Any) -> list[int]:
    return [int(found[1]) - 100 for line in text(panel)[1:-1] if (found := re.search(r" (1\d\d)\b", line))]


def test_newer_trades_do_not_move_what_is_read_and_the_title_counts_them() -> None:
    panel = on_paper(TapePanel, tape(30), 60, 12)
    panel.move(4)
    before = sizes(panel)
    assert before[0] == 25
    assert "· 4 newer · g ─" in text(panel)[0]
    show(panel, with_newer(panel.view, 30, 31, 32))
    assert sizes(panel) == before
    assert "· 7 newer · g ─" in text(panel)[0]
    assert "8-16 of 33" in text(panel)[-1]
    panel.to_end(-1)
    assert sizes(panel)[0] == 32
    assert "newer" not in text(panel)[0]
    show(panel, with_newer(panel.view, 33))
    assert sizes(panel)[0] == 33


def test_where_the_row_that_was_read_fell_off_the_oldest_there_are_are_shown() -> None:
    panel = on_paper(TapePanel, tape(40), 60, 12)
    panel.to_end(1)
    assert "32-40 of 40" in text(panel)[-1]
    show(panel, with_newer(panel.view, *range(40, 60)))
    assert sizes(panel) == list(range(28, 19, -1))
    assert "31 newer · g" in text(panel)[0]
    assert "32-40 of 40" in text(panel)[-1]


def test_a_tape_that_began_anew_and_fits_follows_the_newest_again() -> None:
    panel = on_paper(TapePanel, tape(40), 60, 12)
    panel.move(9)
    show(panel, tape(3))
    assert sizes(panel) == [2, 1, 0]
    assert "newer" not in text(panel)[0]
    show(panel, with_newer(panel.view, 3))
    assert sizes(panel)[0] == 3


def test_a_panel_that_grows_shows_what_there_is_room_for() -> None:
    panel = on_paper(TapePanel, tape(40), 60, 12)
    panel.to_end(1)
    resize(panel, 60, 30)
    assert sizes(panel) == list(range(24, -1, -1))
    resize(panel, 60, 50)
    assert sizes(panel)[0] == 39
    assert " of " not in text(panel)[-1]


def test_the_title_names_the_key_that_is_bound() -> None:
    panel = on_paper(TapePanel, tape(40), 60, 12)
    panel.keymap = rebound(move_first="U")
    panel.move(2)
    assert "2 newer · U" in text(panel)[0]


async def test_another_symbol_begins_at_its_newest_trade() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("tab", "j", "j")
        assert "2 newer · g" in desk.panel("trades")
        await pilot.press("1")
        assert "newer" not in desk.panel("trades")


def test_a_gap_above_does_not_move_what_is_read_and_is_no_newer_trade() -> None:
    panel = on_paper(TapePanel, tape(30), 60, 12)
    panel.move(4)
    before = sizes(panel)
    view = panel.view
    gap = TapeGap(GapKind.CONNECTION, WALL, None)
    show(panel, replace(view, rows=(), past=(gap, *view.rows)))
    assert sizes(panel) == before
    assert "4 newer · g" in text(panel)[0]
    new = with_newer(replace(view, rows=()), 30, 31).rows
    show(panel, replace(view, rows=new, past=(replace(gap, until=WALL + SECOND), *view.rows), count=32))
    assert sizes(panel) == before
    assert "6 newer · g" in text(panel)[0]
    panel.move(-3)
    at_the_gap = text(panel)[2:-1]
    panel.move(-1)
    panel.move(1)
    assert text(panel)[2:-1] == at_the_gap


def test_a_narrow_tape_says_what_ends_its_state_in_the_place_of_its_oldest_row() -> None:
    fresh = Freshness(PanelState.UNPROVEN, Reason(Cause.UNREADABLE, "no price"), NOW, NOW + SECOND)
    rows = texts(TapePanel().draw(replace(board().tape, freshness=fresh), rendering(32, 8)))
    assert rows[-1].startswith("╰ data 0 s old · unreadable ")
    assert rows[-2].strip("│ ") == "until data comes"
    wide = texts(TapePanel().draw(replace(board().tape, freshness=fresh), rendering(60, 8)))
    assert not any("until" in row for row in wide[:-1])
    assert "until data comes" in wide[-1]


# What is chosen


def with_tiers(view: TapeView) -> TapeView:
    """The same with tiers at 120 and 130 of the sizes that `tape` gives, and what reaches them."""
    counted = (Counted(1204, size("99999")), Counted(143, size("4500.50")), Counted(9, size("1234")))
    return replace(view, figures=TapeFigures((size("120"), size("130")), (counted,) * len(Join)))


def test_the_least_size_hides_rows_and_the_title_says_what() -> None:
    panel = on_paper(TapePanel, with_tiers(tape(40)), 76, 12)
    panel.raise_least(1)
    assert sizes(panel) == list(range(39, 30, -1))
    assert "Trades ≥ 120 · 143 of 1,204 · hidden 95,498.50 ─" in text(panel)[0]
    panel.raise_least(1)
    panel.raise_least(1)
    assert "Trades ≥ 130 · 9 of 1,204" in text(panel)[0]
    assert sizes(panel) == list(range(39, 30, -1))
    panel.raise_least(-2)
    assert "≥" not in text(panel)[0]


@pytest.mark.parametrize(
    ("width", "title", "bottom"), [(46, "143 of 1,204", "hidden 95,498.50"), (38, "≥ 120 ", "143 of 1,204")]
)
def test_what_the_title_has_no_room_for_stands_at_the_bottom_and_the_state_stays(
    width: int, title: str, bottom: str
) -> None:
    panel = on_paper(TapePanel, with_tiers(tape(40)), width, 12)
    panel.raise_least(1)
    assert title in text(panel)[0]
    assert "LIVE" in text(panel)[0]
    assert bottom in text(panel)[-1]


def test_before_there_are_tiers_nothing_is_hidden_and_that_is_said() -> None:
    panel = on_paper(TapePanel, tape(40), 38, 12)
    panel.raise_least(1)
    assert "≥ --" in text(panel)[0]
    assert "tiers after 100 prints" in text(panel)[-1]
    assert sizes(panel)[0] == 39
    show(panel, with_tiers(panel.view))
    assert "≥ 120" in text(panel)[0]


def test_what_is_read_is_let_go_when_other_rows_are_chosen_but_not_when_the_bar_counts_otherwise() -> None:
    panel = on_paper(TapePanel, with_tiers(tape(40)), 60, 12)
    panel.move(4)
    panel.choose(panel.choice.measured_next())
    assert "4 newer" in text(panel)[0]
    panel.raise_least(1)
    assert sizes(panel)[0] == 39
    assert "newer" not in text(panel)[0]


def test_hidden_trades_are_not_among_those_that_are_newer_than_what_is_read() -> None:
    panel = on_paper(TapePanel, with_tiers(tape(40)), 60, 12)
    panel.raise_least(1)
    panel.move(2)
    before = sizes(panel)
    show(panel, with_newer(panel.view, 3, 4, 60))
    assert sizes(panel) == before
    assert "3 newer" in text(panel)[0]


def test_letting_go_shows_all_prints_again() -> None:
    panel = on_paper(TapePanel, with_tiers(tape(40)), 60, 12)
    assert not panel.let_go()
    panel.raise_least(1)
    assert panel.let_go()
    assert "≥" not in text(panel)[0]


def test_newer_counts_the_prints_of_joined_rows() -> None:
    view = tape(30)
    bits = 1 << Join.SAME_INSTANT
    rows = tuple(replace(row, joined=0 if n % 3 == 2 else bits) for n, row in enumerate(view.rows))
    panel = on_paper(TapePanel, replace(view, rows=rows), 60, 9)
    panel.choose(panel.choice.joined_next())
    panel.move(2)
    assert "6 newer" in text(panel)[0]
    assert "joined same instant" in text(panel)[0]


def test_the_head_stands_only_where_there_are_rows_enough_for_both() -> None:
    for height, has_head in ((15, False), (16, True)):
        lines = texts(drawn(TapePanel(), board(), rendering(60, height)))
        assert any("CVD" in line for line in lines) is has_head


def test_a_tape_that_is_not_live_has_a_head_of_history() -> None:
    view = replace(board().tape, freshness=STALE)
    lines = TapePanel().draw(view, rendering(60, 20))
    assert roles([line[1:-1] for line in lines[1:3]]) == {Role.STALE}


async def test_keys_raise_and_lower_the_least_size_join_prints_and_change_the_bar() -> None:
    async with opened() as (desk, pilot):
        desk.app.dashboard.focus_panel("trades")
        await pilot.press("f")
        assert "≥ 3.20" in desk.panel("trades")
        await pilot.press("f", "F", "F")
        assert "≥" not in desk.panel("trades")
        await pilot.press("e", "e")
        assert "joined 50 ms" in desk.panel("trades")
        await pilot.press("c")
        assert "5m count" in desk.panel("trades")
        await pilot.press("f", "escape")
        assert "≥" not in desk.panel("trades")


def test_the_line_of_a_gap_is_not_counted_among_the_trades_in_sight() -> None:
    panel = TapePanel()
    view = board().tape
    gap = TapeGap(GapKind.CONNECTION, WALL - SECOND, WALL)
    told = replace(view, rows=view.rows[:2], past=(gap, *view.rows[2:]))
    count = len(view.rows)
    inner = rendering(50, 8)
    assert f"1-6 of {count} ─╯" in texts(panel.draw(view, inner))[-1]
    assert f"1-5 of {count} ─╯" in texts(panel.draw(told, inner))[-1]
