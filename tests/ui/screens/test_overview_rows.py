"""The rows of the overview: whole columns, each figure in the ink of its own stream, and the state in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.overview_view import OverviewRow, OverviewView
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.lines import Ink, Line, Role, Span, width_of
from roxom_tui.ui.screens.overview_rows import COLUMNS, Conditions, cells, said_of, table_lines
from roxom_tui.ui.widgets.digits import ColumnMemory
from tests.support.sample_screens import NOW, WALL, board, with_overview
from tests.ui.drawing import texts

SHOWN = Conditions(DisplayOptions(), NOW, WALL)
STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)
UNPROVEN = Freshness(PanelState.UNPROVEN, Reason(Cause.FORMAT_OPEN, done=7, of=12), NOW, NOW + SECOND)
GONE_FIRST = ["open int", "basis", "imb", "/min"]


def view() -> OverviewView:
    shown = with_overview(board()).overview
    assert shown is not None
    return shown


def gold(**changes: Any) -> OverviewRow:
    return replace(view().rows[2], **changes)


def drawn(width: int, shown: OverviewView | None = None, conditions: Conditions = SHOWN) -> list[str]:
    return texts(table_lines(shown or view(), conditions, width, ColumnMemory(), DrawnRows()))


def cell(row: OverviewRow, heading: str, conditions: Conditions = SHOWN) -> tuple[str, Ink]:
    """Text and ink of the cell below a heading."""
    found = cells(row, view().positions, conditions)[[column.heading for column in COLUMNS].index(heading)]
    spans: Line = (found,) if isinstance(found, Span) else found
    return "".join(span.text for span in spans), spans[0].role


def test_a_row_has_all_figures_of_its_symbol() -> None:
    words = drawn(200)[3].split()
    assert words[:9] == ["GOLD-BTC", "0.04312700", "▲", "+0.07", "+0.60", "75,111.08", "0.04312700", "+0.7", "+0.0120"]
    assert words[9:] == ["2,437.50", "0.9", "+0.31", "1,204.50", "34.2", "long", "1.50", "+0.00018300", "5.3", "LIVE"]


def test_what_is_not_followed_is_not_known() -> None:
    oil = view().rows[3]
    for heading in ("24h %", "24h vol", "imb", "volume", "/min"):
        assert cell(oil, heading)[0] == "--"
    for heading in ("position", "PnL", "liq %"):
        assert cell(oil, heading)[0] == "", "nothing is held"


@pytest.mark.parametrize("width", range(30, 200))
def test_columns_go_whole_and_in_their_order(width: int) -> None:
    heading, *rows = drawn(width)
    named = [column.heading for column in COLUMNS if column.heading and f" {column.heading}" in heading]
    gone = [heading for heading in GONE_FIRST if heading not in named]
    assert gone == GONE_FIRST[: len(gone)]
    assert all(len(row) <= width for row in rows)
    assert {"symbol", "last"} <= set(named)


def test_everything_has_room_in_a_hundred_and_sixty_columns() -> None:
    assert all(f" {column.heading}" in drawn(156)[0] for column in COLUMNS)


def test_which_columns_fit_is_the_same_in_either_unit() -> None:
    for width in (76, 116, 136):
        btc, sats = (drawn(width, conditions=replace(SHOWN, options=DisplayOptions(unit)))[0].split() for unit in Unit)
        assert btc == sats


def test_each_figure_is_as_good_as_its_own_stream() -> None:
    assert cell(gold(), "mark") == ("0.04312700", Role.TEXT)
    assert cell(gold(ticker=STALE), "mark")[1] is Role.STALE
    assert cell(gold(ticker=STALE), "sprd")[1] is Role.TEXT
    assert cell(gold(quotes=STALE), "sprd")[1] is Role.STALE
    assert cell(gold(ticker=UNPROVEN), "fund %")[1] is Role.SOFT
    assert cell(gold(), "last")[1] is Role.STRONG
    assert cell(gold(listed=replace(gold().listed, freshness=STALE)), "last")[1] is Role.STALE


def test_a_figure_that_ran_out_is_history() -> None:
    later = replace(SHOWN, now=NOW + 60 * SECOND)
    assert {
        role for heading in ("last", "mark", "sprd", "volume", "24h %") for _, role in [cell(gold(), heading, later)]
    } == {Role.STALE}
    assert cell(gold(), "imb", later)[0] == "--"
    assert cell(gold(), "state", later)[0] == "STALE"


def test_the_word_at_the_end_says_which_part_is_not_live() -> None:
    row = gold()
    assert row.leaning is not None
    assert row.session is not None
    assert row.holding is not None
    assert cell(row, "state")[0] == "LIVE"
    assert cell(replace(row, leaning=replace(row.leaning, freshness=UNPROVEN)), "state")[0] == "book UNPROVEN"
    assert cell(replace(row, session=replace(row.session, freshness=STALE)), "state")[0] == "trades STALE"
    assert cell(replace(row, holding=replace(row.holding, state=PanelState.STALE)), "state")[0] == "own STALE"
    assert cell(replace(row, listed=replace(row.listed, freshness=STALE)), "state")[0] == "STALE"


def test_a_position_that_may_be_there_and_is_not_known_is_no_part_of_a_live_row() -> None:
    oil = view().rows[3]
    assert oil.holding is None
    assert cells(oil, view().positions, SHOWN)[-1] == Span("LIVE", Role.SOFT)
    assert cells(oil, STALE, SHOWN)[-1] == Span("own STALE", Role.WARNING)
    left_out = replace(STALE, state=PanelState.WAITING, reason=Reason(Cause.NOT_RECORDED))
    assert cells(oil, left_out, SHOWN)[-1] == Span("LIVE", Role.SOFT)


def test_of_a_book_that_is_not_live_there_is_no_imbalance() -> None:
    row = gold()
    assert row.leaning is not None
    assert cell(row, "imb") == ("+0.31", Role.TEXT)
    assert cell(replace(row, leaning=replace(row.leaning, freshness=STALE)), "imb")[0] == "--"
    assert cell(replace(row, leaning=replace(row.leaning, is_estimate=True)), "imb")[0] == "+0.31 est."


def test_figures_of_the_account_are_hidden_with_it_and_have_one_ink() -> None:
    hidden = replace(SHOWN, options=DisplayOptions(hide_account=True))
    for row in view().rows[:3]:
        if row.holding is not None:
            assert {cell(row, heading, hidden) for heading in ("position", "PnL", "liq %")} == {("••••", Role.SOFT)}
    assert not any("0.00018300" in line or "1.50" in line for line in drawn(200, conditions=hidden))


def test_that_nothing_is_held_is_not_said_while_the_list_of_positions_is_not_live() -> None:
    shown = view()
    lines = drawn(200, replace(shown, positions=STALE, rows=tuple(replace(row, holding=None) for row in shown.rows)))
    assert all(line.split()[-5:] == ["--", "--", "--", "own", "STALE"] for line in lines[1:])


def test_a_position_near_its_liquidation_stands_out() -> None:
    row = gold()
    assert row.holding is not None
    assert cell(replace(row, holding=replace(row.holding, distance=Decimal("0.02"))), "liq %") == ("2.0", Role.WARNING)
    assert cell(row, "liq %")[1] is Role.TEXT


def test_positions_on_both_sides_are_counted() -> None:
    row = gold()
    assert row.holding is not None
    both = replace(row.holding, count=2, side=None, size=None, pnl=None)
    assert cell(replace(row, holding=both), "position")[0] == "2 positions"
    assert cell(replace(row, holding=both), "PnL")[0] == "--"


def test_the_least_that_was_traded_says_so() -> None:
    row = gold()
    assert row.session is not None
    assert cell(replace(row, session=replace(row.session, at_least=True)), "volume")[0] == "≥1,204.50"
    assert cell(replace(row, session=replace(row.session, a_minute=None)), "/min")[0] == "--"


def test_a_funding_rate_beyond_its_cap_is_in_doubt() -> None:
    assert cell(gold(funding_suspect=True), "fund %") == ("+0.0120?", Role.WARNING)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_what_is_said_of_a_row_fits_and_ends_with_its_state(width: int) -> None:
    line = said_of(gold(ticker=STALE, listed=replace(gold().listed, freshness=STALE)), SHOWN, width)
    assert width_of(line) <= width
    if width >= 80:
        assert "Gold · 1 PAXG · change since 11:40 · STALE · data 9 s old" in texts([line])[0]
