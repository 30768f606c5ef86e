"""The book: levels around a spread that stays, what was verified, what is ours, what changed a moment ago."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import AuditResult, BookRow, BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import NOW, board, book_rows, book_view
from tests.ui.drawing import drawn, rendering, roles, texts
from tests.ui.opened import opened
from tests.ui.panels.on_paper import on_paper, resize, show, text

UNANSWERED = Reason(Cause.SILENT_ASKED)
EMPTY_FRESH = Freshness(PanelState.WAITING, Reason(Cause.NOTHING_YET), None, NOW + SECOND)


STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


ROWS = book_rows(43123, -1, 5)


def test_the_book_shows_the_best_levels_around_a_spread_that_stays_in_the_middle() -> None:
    lines = texts(drawn(BookPanel(), board(), rendering(52, 24)))
    middle = next(i for i, line in enumerate(lines) if "─ spread" in line)
    assert middle == 13, "below the pressure lines"
    assert "0.04312700" in lines[middle - 1]
    assert "0.04312300" in lines[middle + 1]
    assert "spread 0.00000400 · 0.9 bp · mid 0.04312500" in lines[middle]


def test_of_a_book_too_long_to_be_kept_the_title_says_how_many_of_how_many_levels_there_are() -> None:
    view = replace(
        board().book, levels_held=10_000, left_out=14_800, is_audited=True, audit=AuditResult(NOW - 4 * SECOND, 99, 0)
    )
    assert "best 10,000 of 24,800 levels, verified" in texts(BookPanel().draw(view, rendering(120, 16)))[0]
    assert "· best 10,000 of 24,800 levels" in texts(BookPanel().draw(view, rendering(68, 16)))[0]


def test_an_empty_side_is_named_and_no_mid_is_made_up() -> None:
    one_sided = replace(board().book, bid=None, bid_size=None, spread=None, spread_bp=None, mid=None, bids=())
    lines = texts(BookPanel().draw(one_sided, rendering(52, 24)))
    assert any("no bid" in line for line in lines)
    assert not any("mid 0" in line for line in lines)


def test_the_spread_line_says_when_level1_is_less_live_than_the_rows() -> None:
    stale = replace(board().book, quote_freshness=STALE)
    lines = texts(BookPanel().draw(stale, rendering(60, 24)))
    assert any("level1 STALE" in line for line in lines)


def test_the_spread_line_has_the_state_of_level1_where_the_panel_is_in_the_same_and_where_it_alone_is_live() -> None:
    both = texts(BookPanel().draw(replace(board().book, freshness=STALE, quote_freshness=STALE), rendering(60, 24)))
    assert any("─ level1 STALE · data 9 s old · spread" in line for line in both)
    alone = texts(BookPanel().draw(replace(board().book, freshness=STALE), rendering(60, 24)))
    assert any("── level1 LIVE · spread" in line for line in alone)
    assert not any("level1" in line for line in texts(BookPanel().draw(board().book, rendering(60, 24))))


@pytest.mark.parametrize("state", [PanelState.LIVE, PanelState.QUIET])
def test_a_live_book_without_a_level_has_no_bids_and_no_asks(state: PanelState) -> None:
    empty = replace(board().book, bids=(), asks=(), freshness=Freshness(state, None, NOW, NOW + SECOND))
    lines = texts(drawn(BookPanel(), replace(board(), book=empty), rendering(52, 24)))
    assert [line.strip("│ ") for line in lines[1:-1] if line.strip("│ ")] == ["no bids, no asks"]


@pytest.mark.parametrize("state", [state for state in PanelState if not state.is_live])
def test_of_a_book_that_is_not_live_it_is_not_said_that_it_has_no_levels(state: PanelState) -> None:
    empty = replace(board().book, bids=(), asks=(), freshness=Freshness(state, UNANSWERED, NOW, NOW + SECOND))
    lines = texts(BookPanel().draw(empty, rendering(52, 24)))[1:-1]
    whole = state is PanelState.UNPROVEN
    assert any(("no bids, no asks" if whole else "no answer yet") in line for line in lines)


@pytest.mark.parametrize(("side", "words", "below"), [("bids", "no bids", 1), ("asks", "no asks", -1)])
def test_a_side_without_a_level_is_named_beside_the_spread(side: str, words: str, below: int) -> None:
    whole = board().book
    view = replace(whole, bids=()) if side == "bids" else replace(whole, asks=())
    lines = texts(BookPanel().draw(view, rendering(52, 24)))
    middle = next(number for number, line in enumerate(lines) if "─ spread" in line)
    assert lines[middle + below].strip("│ ") == words
    assert sum(words in line for line in lines) == 1
    stale = replace(view, freshness=STALE)
    assert not any(words in line for line in texts(BookPanel().draw(stale, rendering(52, 24))))


def test_the_spread_line_tells_the_best_price_there_is_where_the_other_side_has_none() -> None:
    view = replace(board().book, bid=None, bid_size=None, spread=None, spread_bp=None, mid=None)
    assert any("no best bid · best ask 0.04312700" in line for line in texts(BookPanel().draw(view, rendering(52, 24))))
    none = replace(view, ask=None, ask_size=None)
    assert any("no best bid, no best ask" in line for line in texts(BookPanel().draw(none, rendering(52, 24))))
    never = replace(none, quote_freshness=EMPTY_FRESH)
    assert any("no best bid or ask yet" in line for line in texts(BookPanel().draw(never, rendering(52, 24))))


def test_an_empty_book_says_why_and_what_would_fill_it() -> None:
    empty = replace(board().book, bids=(), asks=(), freshness=EMPTY_FRESH)
    assert any(
        "subscribed; no data since connecting" in line for line in texts(BookPanel().draw(empty, rendering(52, 24)))
    )


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, " LIVE · verified 4 s ago, 40 levels, 0 differences "),
        (60, " LIVE · verified 4 s ago, 40 levels "),
        (48, " LIVE · verified 4 s ago "),
        (30, " LIVE "),
    ],
)
def test_a_proof_is_shortened_from_its_end_to_what_fits(width: int, words: str) -> None:
    picture = board()
    picture = replace(picture, book=replace(picture.book, is_audited=True, audit=AuditResult(NOW - 4 * SECOND, 40, 0)))
    title = texts(drawn(BookPanel(), picture, rendering(width)))[0]
    assert f"─{words}─" in title


def test_what_is_not_proven_yet_is_readable_but_not_drawn_as_live() -> None:
    unproven = Freshness(PanelState.UNPROVEN, Reason(Cause.FORMAT_OPEN, done=7, of=12), NOW, NOW + SECOND)
    lines = BookPanel().draw(replace(board().book, freshness=unproven), rendering(70, 24))
    assert "UNPROVEN" in texts(lines)[0]
    assert roles(lines[1:-1]) == {Role.SOFT, Role.BID_SOFT, Role.ASK_SOFT}


def test_in_a_book_that_is_not_proven_the_sides_can_be_told_apart() -> None:
    unproven = Freshness(PanelState.UNPROVEN, Reason(Cause.FORMAT_OPEN, done=7, of=12), NOW, NOW + SECOND)
    lines = BookPanel().draw(replace(board().book, freshness=unproven), rendering(70, 24))
    middle = next(number for number, text in enumerate(texts(lines)) if "spread 0" in text)
    assert "UNPROVEN · data 0 s old · depth format 7 of 12" in texts(lines)[0]
    for rows, ink, other in (
        (lines[:middle], Role.ASK_SOFT, Role.BID_SOFT),
        (lines[middle:], Role.BID_SOFT, Role.ASK_SOFT),
    ):
        assert ink in roles(rows)
        assert other not in roles(rows)


def test_spread_and_mid_are_dull_while_level1_is_stale_and_the_rows_are_not() -> None:
    lines = BookPanel().draw(replace(board().book, quote_freshness=STALE), rendering(80, 24))
    (spread,) = (line for line in lines if "─ level1 STALE · data 9 s old · spread" in texts([line])[0])
    assert {span.role for span in spread if "spread" in span.text} == {Role.STALE}
    assert {Role.ASK_BEST, Role.BID_BEST, Role.STRONG} <= roles(lines)


@pytest.mark.parametrize(("unit", "step"), [(Unit.BTC, "by 0.00005"), (Unit.SATS, "by 5,000")])
def test_the_step_of_grouped_rows_is_told_in_the_unit_in_use(unit: Unit, step: str) -> None:
    panel = BookPanel()
    panel.options = DisplayOptions(unit)
    assert panel.heading(replace(board().book, group=Decimal("0.00005"))).endswith(step)


def book(levels: int, asked: int | None = None) -> BookView:
    """A book of so many levels a side, of which so many were asked for."""
    view = book_view(levels)
    asked = levels + 1 if asked is None else asked
    return replace(view, bids=view.bids[:asked], asks=view.asks[:asked], levels_asked=asked)


def prices(panel: Any) -> list[str]:
    return [found[0] for line in text(panel)[2:-1] if "spread" not in line and (found := re.search(r"0\.04\d+", line))]


def test_the_window_moves_over_all_levels_to_their_real_ends() -> None:
    panel = on_paper(BookPanel, book(40), 60, 24)
    panel.to_end(1)
    assert prices(panel)[-1] == "0.04308400"
    assert len(prices(panel)) == 19, "the spread is out of sight, levels are not"
    panel.to_end(-1)
    assert prices(panel)[0] == "0.04316600"
    panel.page(1)
    assert prices(panel)[0] == "0.04314900"
    panel.go_home()
    assert "─ spread" in text(panel)[13]


def test_a_book_away_from_its_spread_says_so_and_how_to_come_back() -> None:
    panel = on_paper(BookPanel, replace(book(40), is_audited=True), 60, 24)
    panel.wheel(1)
    assert "─ LIVE · off centre · m ─" in text(panel)[0]
    assert "─ spread" in text(panel)[12]
    panel.wheel(-1)
    assert "off centre" not in text(panel)[0]


def test_every_level_is_met_once_on_the_way_from_end_to_end() -> None:
    panel = on_paper(BookPanel, book(40), 60, 12)
    panel.to_end(-1)
    met = [prices(panel)[0]]
    for _ in range(100):
        panel.wheel(1)
        met += [price for price in prices(panel) if price not in met]
    rows = [*reversed(panel.view.asks), *panel.view.bids]
    assert met == [fmt.price(row.price, Unit.BTC) for row in rows]


def test_a_book_that_fits_does_not_move() -> None:
    panel = on_paper(BookPanel, book(5), 60, 24)
    before = text(panel)
    for move in (panel.wheel, panel.to_end, panel.page):
        move(1)
        assert text(panel) == before


def test_a_window_past_the_levels_in_the_view_asks_for_more_until_there_are_no_more() -> None:
    panel = on_paper(BookPanel, book(40, asked=13), 60, 24)
    assert panel.levels_wanted == 14
    panel.to_end(1)
    assert prices(panel)[-1] == "0.04311100", "as far as the view goes"
    assert panel.levels_wanted > 80
    show(panel, book(40, asked=panel.levels_wanted))
    assert prices(panel)[-1] == "0.04308400"
    assert panel.levels_wanted == 45, "no more than is to be seen"


def test_a_book_that_lost_levels_is_bounded_again() -> None:
    panel = on_paper(BookPanel, book(40), 60, 24)
    panel.to_end(1)
    show(panel, book(15))
    assert prices(panel)[-1] == "0.04310900"
    resize(panel, 60, 60)
    assert "off centre" not in text(panel)[0]


class Looked(tuple[BookRow, ...]):
    """Levels that note how many of them were looked at."""

    looked_at = 0

    def __getitem__(self, places: Any) -> Any:
        found = super().__getitem__(places)
        self.looked_at += len(found) if isinstance(places, slice) else 1
        return found

    def __iter__(self) -> Any:
        self.looked_at += len(self)
        return super().__iter__()


def test_only_levels_in_sight_are_looked_at() -> None:
    view = book(5_000)
    panel = on_paper(BookPanel, replace(view, bids=Looked(view.bids), asks=Looked(view.asks)), 60, 24)
    for move in (panel.to_end, panel.wheel):
        move(1)
        move(-1)
    assert panel.view.bids.looked_at + panel.view.asks.looked_at < 6 * 2 * 24


async def test_keys_move_the_book_and_m_brings_it_back_from_anywhere() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("pagedown")
        assert "off centre · m" in desk.panel("book")
        assert desk.control.wishes[-1].levels > 30
        await pilot.press("tab", "m")
        assert "off centre" not in desk.panel("book")
        await pilot.press("shift+tab", "j", "escape")
        assert "off centre" not in desk.panel("book")


def test_a_zoomed_book_has_all_the_room_there_is_for_its_bars() -> None:
    assert BookPanel().inside(rendering(200, 60)).width == 198
