"""The cursor's figures: exact, in fixed columns, and `--` where what they are made of is not live."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book_cursor import BookCursor
from roxom_tui.ui.panels.book_readout import CursorReading, cursor_lines, flowing, tenths
from tests.support.sample_screens import NOW
from tests.ui.drawing import rendering, roles, text, texts
from tests.ui.panels.whole import whole_book

ASK = BookCursor(Side.ASK, Price("0.04312900"))
BID = BookCursor(Side.BID, Price("0.04312200"))


def read(
    cursor: BookCursor = ASK,
    view: BookView | None = None,
    on: RenderContext | None = None,
    gone_since: int | None = None,
) -> str:
    reading = CursorReading(view or whole_book(), cursor, gone_since)
    return " ".join(" | ".join(texts(cursor_lines(reading, on or rendering(100, 20)))).split())


def state(state: PanelState) -> Freshness:
    return Freshness(state, None if state.is_live else Reason(Cause.SILENT), NOW, NOW + SECOND)


def test_it_tells_what_stands_up_to_the_price_and_what_that_costs() -> None:
    # 0.65 at 0.043127, 1.02 at 0.043128, 1.39 at 0.043129
    sums = "ASK 0.04312900 · sum 3.06 · cost 0.13197242 BTC · vwap 0.04312824"
    assert read() == f"{sums} · slip +0.8 bp +3.2 tk est. | mine 0"


def test_a_bid_is_worse_the_lower_it_is() -> None:
    sums = "BID 0.04312200 · sum 1.67 · cost 0.07201439 BTC · vwap 0.04312239"
    assert read(BID) == f"{sums} · slip +0.6 bp +2.6 tk est. | mine 0"


def test_our_own_size_at_the_price_is_told_and_hidden() -> None:
    own = BookCursor(Side.BID, Price("0.04312100"))
    assert read(own).endswith("mine 0.50")
    assert read(own, replace(whole_book(), mine_at_least=True)).endswith("mine ≥0.50")
    assert read(own, on=rendering(100, 20, options=DisplayOptions(hide_account=True))).endswith("mine ••••")
    view = whole_book()
    assert view.whole is not None
    assert read(own, replace(view, whole=replace(view.whole, mine=None))).endswith("mine --")


def test_in_a_grouped_book_our_size_is_that_of_the_group_and_the_sums_are_of_its_levels() -> None:
    grouped = BookCursor(Side.BID, Price("0.043120"), Decimal("0.000005"))
    told = read(grouped, whole_book(group=Decimal("0.000005")))
    assert told.endswith("mine 0.50")
    assert re.search(r"sum (\S+)", told)[1] == f"{sum(row.size for row in whole_book().bids[:4])}"  # type: ignore[index]


def test_amounts_are_told_in_the_unit_in_use() -> None:
    told = read(on=rendering(100, 20, options=DisplayOptions(Unit.SATS)))
    assert told.startswith("ASK 4,312,900 · sum 3.06 · cost 13,197,242 sats · vwap 4,312,824")


@pytest.mark.parametrize("bad", [one for one in PanelState if not one.is_live and one is not PanelState.UNPROVEN])
def test_of_a_book_that_is_not_live_there_is_no_figure_and_the_state_in_words(bad: PanelState) -> None:
    told = read(view=whole_book(freshness=state(bad)))
    assert told == f"ASK 0.04312900 · sum -- · cost -- BTC · vwap -- · slip -- bp -- tk est. | book {bad.value}"


def test_a_book_that_ran_out_is_stale() -> None:
    assert "sum -- " in read(on=rendering(100, 20, now=NOW + 9 * SECOND))
    assert read(on=rendering(100, 20, now=NOW + 9 * SECOND)).endswith("book STALE")


def test_while_the_book_is_not_proven_figures_stand_beside_that() -> None:
    told = read(view=whole_book(freshness=state(PanelState.UNPROVEN)))
    assert "sum 3.06" in told
    assert told.endswith("book UNPROVEN")


def test_the_slip_needs_a_mid_of_now() -> None:
    assert "slip -- bp -- tk est." in read(view=whole_book(quote_freshness=state(PanelState.STALE)))
    assert "slip -- bp -- tk est." in read(view=whole_book(mid=None))


def test_before_the_tick_is_known_its_place_is_blank() -> None:
    with_tick, without = (
        texts(cursor_lines(CursorReading(view, ASK), rendering(120, 20)))
        for view in (whole_book(), replace(whole_book(), tick=None))
    )
    assert "tk" not in without[0]
    assert [line.index("mine") for line in with_tick] == [line.index("mine") for line in without]


@pytest.mark.parametrize(("ns", "words"), [(0, "0.0 s"), (2_149_999_999, "2.1 s"), (61 * SECOND, "1 min")])
def test_a_level_that_left_is_gone_for_so_long(ns: int, words: str) -> None:
    fresh = whole_book(freshness=replace(state(PanelState.LIVE), valid_until=NOW + 100 * SECOND))
    assert read(view=fresh, gone_since=NOW, on=rendering(100, 20, now=NOW + ns)).endswith(f"gone {words}")


def test_what_a_pause_holds_is_told_as_it_was_and_levels_it_does_not_hold_are_not() -> None:
    held = rendering(100, 20, now=NOW + 9 * SECOND, held_back=3)
    assert "sum 3.06" in read(on=held)
    assert read(view=replace(whole_book(), whole=None), on=held).endswith("paused")


def test_beyond_the_newest_snapshot_figures_are_in_the_ink_of_rows_there() -> None:
    view = whole_book()
    assert view.whole is not None
    near = (BID.price.key, Price("0.04312800").key)
    beyond = replace(view, whole=replace(view.whole, within_snapshot=near))
    assert Role.STALE in roles(cursor_lines(CursorReading(beyond, ASK), rendering(100, 20)))
    assert Role.STALE not in roles(cursor_lines(CursorReading(beyond, BID), rendering(100, 20)))


@pytest.mark.parametrize("width", [34, 44, 50, 76, 100])
def test_the_fields_stand_in_the_same_cells_whatever_they_tell(width: int) -> None:
    on = rendering(width, 20)
    first = texts(cursor_lines(CursorReading(whole_book(), ASK), on))
    for view in (whole_book(freshness=state(PanelState.STALE)), whole_book(mid=None), replace(whole_book(), bids=())):
        other = texts(cursor_lines(CursorReading(view, ASK), on))
        assert len(other) == len(first)
        for one, again in zip(first, other, strict=True):
            assert len(one) <= width
            assert [at.start() for at in re.finditer(r"·|[a-z]{3,} ", one.split("mine")[0])] == [
                at.start() for at in re.finditer(r"·|[a-z]{3,} ", again.split("book")[0].split("mine")[0])
            ]


def test_fields_flow_whole_into_lines_and_one_that_is_too_wide_is_left_out() -> None:
    fields = [cursor_lines(CursorReading(whole_book(), ASK), rendering(14, 20))]
    assert all(len(text(line)) <= 14 for line in fields[0])
    assert flowing([], 10) == []


def test_a_number_to_a_tenth_has_its_sign() -> None:
    assert [tenths(one) for one in (None, Decimal("1.25"), Decimal("-0.04"))] == ["--", "+1.2", " 0.0"]
