from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.book.book_against_snapshots import AuditResult
from roxom_tui.state.views.market_views import SymbolsView
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book import BookPanel, audit_words
from roxom_tui.ui.panels.symbols import SymbolsPanel
from roxom_tui.ui.panels.tape import TapePanel
from tests.support.sample_screens import LIVE, NOW, WALL, board, down
from tests.ui.drawing import drawn, inks, rendering, roles, texts

EMPTY_FRESH = Freshness(PanelState.WAITING, "", None, NOW + SECOND)
STALE = Freshness(PanelState.STALE, "mute", NOW - 9 * SECOND, NOW + SECOND)


@pytest.mark.parametrize("kind", PANELS)
def test_every_line_of_every_panel_has_the_width_it_was_given(kind: type[Panel[Any]]) -> None:
    for width in (24, 31, 47, 80, 133):
        for height in (3, 5, 9, 24):
            for options in (DisplayOptions(), DisplayOptions(Unit.SATS, hide_account=True)):
                lines = drawn(kind(), board(), rendering(width, height, options=options))
                assert len(lines) == height
                assert {len(text) for text in texts(lines)} == {width}, (width, height)


@pytest.mark.parametrize("kind", PANELS)
def test_nothing_that_is_down_is_drawn_as_live(kind: type[Panel[Any]]) -> None:
    lines = drawn(kind(), down(board(), "gone"), rendering(100, 24))
    assert "DOWN 4 s" in texts(lines)[0]
    body = roles(lines[1:-1])
    assert body <= {Role.STALE, Role.ERROR, Role.TREND_FLAT, Role.ACCENT}


@pytest.mark.parametrize("kind", PANELS)
def test_a_feed_that_falls_silent_leaves_no_panel_looking_healthy(kind: type[Panel[Any]]) -> None:
    later = NOW + 4 * SECOND
    lines = drawn(kind(), board(), rendering(100, 24, now=later))
    assert "STALE 4 s" in texts(lines)[0]
    assert "LIVE" not in texts(lines)[0]
    assert not roles(lines[1:-1]) & {Role.STRONG, Role.BID, Role.ASK, Role.BID_BEST, Role.ASK_BEST}


def test_the_book_shows_the_best_levels_around_a_spread_that_stays_in_the_middle() -> None:
    lines = texts(drawn(BookPanel(), board(), rendering(52, 24)))
    middle = next(i for i, line in enumerate(lines) if "spread" in line)
    assert middle == 12
    assert "0.04312700" in lines[middle - 1]
    assert "0.04312300" in lines[middle + 1]
    assert "spread 0.00000400 · 0.9 bp · mid 0.04312500" in lines[middle]


def test_columns_of_the_book_stand_still_whatever_the_sizes_are() -> None:
    picture = board()
    grown = tuple(replace(row, size=type(row.size)(row.size * 9)) for row in picture.book.asks)
    places = set()
    for book in (picture.book, replace(picture.book, asks=grown)):
        line = texts(BookPanel().draw(book, rendering(60, 24)))[11]
        places.add(line.index("0.0431"))
    assert len(places) == 1


def test_own_orders_are_marked_in_the_gutter_and_hidden_with_the_account() -> None:
    shown = texts(drawn(BookPanel(), board(), rendering(52, 24)))
    hidden = texts(drawn(BookPanel(), board(), rendering(52, 24, options=DisplayOptions(hide_account=True))))
    assert sum("● 0.50" in line for line in shown) == 2
    assert not any("●" in line for line in hidden)


def test_where_older_orders_are_not_known_the_gutter_says_at_least() -> None:
    partly = replace(board().book, mine_at_least=True)
    shown = texts(BookPanel().draw(partly, rendering(52, 24)))
    assert sum("≥ 0.50" in line for line in shown) == 2
    assert not any("●" in line for line in shown)


def test_of_a_book_too_long_to_be_kept_the_title_says_how_many_of_how_many_levels_there_are() -> None:
    view = replace(
        board().book, levels_held=10_000, left_out=14_800, is_audited=True, audit=AuditResult(NOW - 4 * SECOND, 99, 0)
    )
    assert "best 10,000 of 24,800 levels, verified" in texts(BookPanel().draw(view, rendering(120, 16)))[0]
    assert "best 10,000 of 24,800 levels ·" in texts(BookPanel().draw(view, rendering(68, 16)))[0]


def test_an_empty_side_is_named_and_no_mid_is_made_up() -> None:
    one_sided = replace(board().book, bid=None, bid_size=None, spread=None, spread_bp=None, mid=None, bids=())
    lines = texts(BookPanel().draw(one_sided, rendering(52, 24)))
    assert any("no bid" in line for line in lines)
    assert not any("mid" in line for line in lines)


def test_the_spread_line_says_when_level1_is_less_live_than_the_rows() -> None:
    stale = replace(board().book, quote_freshness=STALE)
    lines = texts(BookPanel().draw(stale, rendering(60, 24)))
    assert any("level1 STALE" in line for line in lines)


def test_an_empty_book_says_why_and_what_would_fill_it() -> None:
    empty = replace(board().book, bids=(), asks=(), freshness=EMPTY_FRESH)
    assert any("first snapshot" in line for line in texts(BookPanel().draw(empty, rendering(52, 24))))


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
    panel.held = board().tape
    newer = replace(board().tape, count=72)
    lines = panel.draw(panel.held, rendering(60, 12, held_back=panel.held_back(newer)))
    assert "PAUSED +12" in texts(lines)[0]
    assert roles(lines[1:-1]) == {Role.STALE}


def test_a_tape_that_began_anew_while_it_was_paused_holds_back_all_it_has() -> None:
    panel = TapePanel()
    panel.held = board().tape
    assert panel.held_back(replace(board().tape, count=40, since=WALL)) == 40


def test_symbol_cards_say_state_in_words_when_they_are_not_live() -> None:
    view = board().symbols
    rows = (replace(view.rows[0], freshness=Freshness(PanelState.REJECTED, "60015", None, NOW)), *view.rows[1:])
    lines = texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(34, 20)))
    assert any("REJECTED" in line for line in lines[1:])


def test_a_change_that_is_not_known_is_two_dashes() -> None:
    view = board().symbols
    rows = (replace(view.rows[0], change=None, last=None), *view.rows[1:])
    lines = texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(34, 20)))
    assert "--" in lines[1]
    assert "--" in lines[2]


def test_the_selected_symbol_is_known_without_colour() -> None:
    lines = drawn(SymbolsPanel(), board(), rendering(34, 20))
    chosen = [line for line in lines if any(span.tint is Tint.CURSOR for span in line)]
    assert any("▸3 GOLD-BTC" in text for text in texts(chosen))


def test_prices_with_different_decimals_are_padded_to_line_up() -> None:
    book = board().book
    odd = replace(book.asks[1], price=Price("0.0431285"))
    lines = texts(BookPanel().draw(replace(book, asks=(book.asks[0], odd, *book.asks[2:])), rendering(52, 24)))
    assert len({line.index("0.0431") for line in lines[2:23] if "0.0431" in line and "spread" not in line}) == 1


@pytest.mark.parametrize(
    ("audit", "now", "words"),
    [
        (AuditResult(10 * SECOND, 40, 0), 14.9, "verified 4 s ago, 40 levels, 0 differences"),
        (AuditResult(10 * SECOND, 1, 1), 10, "verified 0 s ago, 1 level, 1 difference"),
        (AuditResult(10 * SECOND, 40, 2), 200, "verified 3 min ago, 40 levels, 2 differences"),
        (AuditResult(10 * SECOND, 40, None), 12, "renewed 2 s ago, 40 levels"),
        (None, 12, "unaudited"),
    ],
)
def test_a_proof_says_what_was_compared_and_when(audit: AuditResult | None, now: float, words: str) -> None:
    assert ", ".join(audit_words(audit, int(now * SECOND))) == words


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, " verified 4 s ago, 40 levels, 0 differences · LIVE "),
        (60, " verified 4 s ago, 40 levels · LIVE "),
        (48, " verified 4 s ago · LIVE "),
        (30, " LIVE "),
    ],
)
def test_a_proof_is_shortened_from_its_end_to_what_fits(width: int, words: str) -> None:
    picture = board()
    picture = replace(picture, book=replace(picture.book, is_audited=True, audit=AuditResult(NOW - 4 * SECOND, 40, 0)))
    title = texts(drawn(BookPanel(), picture, rendering(width)))[0]
    assert f"─{words}─" in title


def test_what_is_not_proven_yet_is_readable_but_not_drawn_as_live() -> None:
    unproven = Freshness(PanelState.UNPROVEN, "what deltas mean is not decided", NOW, NOW + SECOND)
    lines = BookPanel().draw(replace(board().book, freshness=unproven), rendering(70, 24))
    assert "UNPROVEN" in texts(lines)[0]
    assert roles(lines[1:-1]) == {Role.SOFT, Role.BID_SOFT, Role.ASK_SOFT}


def test_in_a_book_that_is_not_proven_the_sides_can_be_told_apart() -> None:
    unproven = Freshness(PanelState.UNPROVEN, "detecting depth format 7 of 12", NOW, NOW + SECOND)
    lines = BookPanel().draw(replace(board().book, freshness=unproven), rendering(70, 24))
    middle = next(number for number, text in enumerate(texts(lines)) if "spread" in text)
    assert "detecting depth format 7 of 12 · UNPROVEN" in texts(lines)[0]
    for rows, ink, other in (
        (lines[:middle], Role.ASK_SOFT, Role.BID_SOFT),
        (lines[middle:], Role.BID_SOFT, Role.ASK_SOFT),
    ):
        assert ink in roles(rows)
        assert other not in roles(rows)


@pytest.mark.parametrize(("silent", "words"), [(None, "LIVE ─"), (NOW - 2 * SECOND, "LIVE · data 2 s old ─")])
def test_an_unusual_silence_is_told_beside_live(silent: int | None, words: str) -> None:
    picture = board()
    picture = replace(
        picture, book=replace(picture.book, freshness=picture.book.freshness._replace(silent_since=silent))
    )
    lines = drawn(BookPanel(), picture, rendering(80))
    assert words in texts(lines)[0]
    assert (Role.WARNING in {span.role for span in lines[0]}) is (silent is not None)


def test_what_is_not_live_says_its_age_as_ever() -> None:
    stale = STALE._replace(silent_since=NOW - 9 * SECOND)
    assert (
        "data"
        not in texts(drawn(BookPanel(), replace(board(), book=replace(board().book, freshness=stale)), rendering(80)))[
            0
        ]
    )


def test_every_figure_of_a_level_nothing_vouches_for_is_dull() -> None:
    picture = board()
    doubted = tuple(replace(row, within_snapshot=False, mine=None) for row in picture.book.bids)
    line = BookPanel().draw(replace(picture.book, bids=doubted), rendering(52, 24))[14]
    assert {span.role for span in line if any(letter.isdigit() for letter in span.text)} == {Role.STALE}


def test_the_title_of_the_symbols_is_stale_once_the_first_of_them_ran_out() -> None:
    view = board().symbols
    rows = (*view.rows[:-1], replace(view.rows[-1], freshness=view.rows[-1].freshness._replace(valid_until=NOW - 1)))
    assert "LIVE" in texts(SymbolsPanel().draw(view, rendering(40, 12)))[0]
    assert "STALE" in texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(40, 12)))[0]


def test_spread_and_mid_are_dull_while_level1_is_stale_and_the_rows_are_not() -> None:
    lines = BookPanel().draw(replace(board().book, quote_freshness=STALE), rendering(80, 24))
    (spread,) = (line for line in lines if "spread" in texts([line])[0])
    assert {span.role for span in spread if "spread" in span.text} == {Role.STALE}
    assert {Role.ASK_BEST, Role.BID_BEST, Role.STRONG} <= roles(lines)


def partly_live() -> SymbolsView:
    """The first of the symbols is not live, the others are."""
    view = board().symbols
    return replace(view, rows=(replace(view.rows[0], freshness=STALE), *view.rows[1:]))


def test_a_symbol_that_is_not_live_is_dull_alone_and_says_why_on_its_card() -> None:
    lines = SymbolsPanel().draw(partly_live(), rendering(34, 30))
    dull, bright = lines[1:7], lines[8:14]
    assert "STALE 9 s" in texts(dull)[1]
    assert roles([line[1:-1] for line in dull]) == {Role.STALE, Role.WARNING}
    assert inks(dull[0])["▲"] is Role.STALE
    assert inks(bright[0])["▼"] is Role.ASK
    assert Role.STALE not in roles(bright)


def test_the_title_of_the_symbols_says_how_many_are_not_live() -> None:
    assert "─ 1 of 4 · STALE 9 s ─" in texts(SymbolsPanel().draw(partly_live(), rendering(40, 12)))[0]
    assert "─ reset · DOWN 4 s ─" in texts(drawn(SymbolsPanel(), down(board(), "reset"), rendering(40, 12)))[0]
    assert "─ LIVE ─" in texts(drawn(SymbolsPanel(), board(), rendering(40, 12)))[0]


def test_where_no_symbol_is_live_the_title_alone_has_the_colour_of_it() -> None:
    lines = drawn(SymbolsPanel(), down(board(), "reset"), rendering(34, 30))
    assert sum("DOWN 4 s" in text for text in texts(lines)) == 5
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}


def test_a_symbol_that_is_not_proven_yet_is_readable_but_not_drawn_as_live() -> None:
    view = board().symbols
    unproven = Freshness(PanelState.UNPROVEN, "", NOW, NOW + SECOND)
    lines = SymbolsPanel().draw(
        replace(view, rows=(replace(view.rows[0], freshness=unproven), *view.rows[1:])), rendering()
    )
    assert roles([lines[1][1:-1]]) == {Role.SOFT, Role.BID_SOFT}


def test_a_paused_list_of_symbols_is_not_drawn_as_live() -> None:
    lines = SymbolsPanel().draw(board().symbols, rendering(34, 30, held_back=3))
    assert roles([line[1:-1] for line in lines[1:-1]]) == {Role.STALE}


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (100, "─ depth format 7 of 12: detecting whether sizes are absolute or signed · UNPROVEN ─"),
        (52, "─ depth format 7 of 12 · UNPROVEN ─"),
        (40, "─ UNPROVEN ─"),
    ],
)
def test_a_reason_that_does_not_fit_whole_is_told_by_its_head(width: int, words: str) -> None:
    reason = "depth format 7 of 12: detecting whether sizes are absolute or signed"
    unproven = Freshness(PanelState.UNPROVEN, reason, NOW, NOW + SECOND)
    view = replace(board().book, freshness=unproven, is_audited=True)
    assert words in texts(BookPanel().draw(view, rendering(width)))[0]


@pytest.mark.parametrize(("unit", "step"), [(Unit.BTC, "by 0.00005"), (Unit.SATS, "by 5,000")])
def test_the_step_of_grouped_rows_is_told_in_the_unit_in_use(unit: Unit, step: str) -> None:
    panel = BookPanel()
    panel.options = DisplayOptions(unit)
    assert panel.heading(replace(board().book, group=Decimal("0.00005"))).endswith(step)
