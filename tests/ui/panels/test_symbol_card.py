"""The card of a symbol: what it tells, and how old that is."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import SymbolsView
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.panels.symbol_card import course
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import NOW, WALL, board
from tests.ui.drawing import drawn, inks, rendering, roles, text, texts
from tests.ui.panels.symbol_lists import STALE, aged, gold_with, partly_live, symbols_panel


def test_a_change_that_is_not_known_is_two_dashes() -> None:
    view = board().symbols
    rows = (replace(view.rows[0], change=None, last=None), *view.rows[1:])
    lines = texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(34, 20)))
    assert "--" in lines[1]
    assert "--" in lines[2]


def test_where_no_ground_is_soft_only_the_headline_of_the_chosen_card_has_one() -> None:
    for tints, expected in ((True, 4), (False, 1)):
        lines = drawn(SymbolsPanel(), board(), rendering(34, 22, tints=tints))
        chosen = [line for line in lines if any(span.tint is Tint.CURSOR for span in line)]
        assert len(chosen) == expected
        assert "▸3 GOLD-BTC" in texts(chosen)[0]


def test_a_symbol_that_is_not_live_is_dull_alone_and_says_why_on_its_card() -> None:
    lines = SymbolsPanel().draw(partly_live(), rendering(34, 30))
    dull, bright = lines[1:7], lines[8:14]
    assert "STALE · data 9 s old" in texts(dull)[1]
    assert roles([line[1:-1] for line in dull]) == {Role.STALE, Role.WARNING, Role.SOFT}
    assert "no data · until data comes" in texts(dull)[2], "in place of figures that are history"
    assert inks(dull[0])["▲"] is Role.STALE
    assert inks(bright[0])["▼"] is Role.ASK
    assert Role.STALE not in roles(bright)


def test_a_symbol_that_is_not_proven_yet_is_readable_but_not_drawn_as_live() -> None:
    view = board().symbols
    unproven = Freshness(PanelState.UNPROVEN, Reason(Cause.CROSSED), NOW, NOW + SECOND)
    lines = SymbolsPanel().draw(
        replace(view, rows=(replace(view.rows[0], freshness=unproven), *view.rows[1:])), rendering()
    )
    assert roles([lines[1][1:-1]]) == {Role.SOFT, Role.BID_SOFT}


def test_where_the_cards_leave_no_line_free_each_says_it_itself() -> None:
    lines = symbols_panel(board().symbols, 34, 14)
    assert sum("since 11:40" in line for line in lines) == 4
    assert not any("graph" in line for line in lines)


def test_a_card_whose_change_is_counted_from_another_time_says_so() -> None:
    view = board().symbols
    later = replace(view.rows[1], change_since=WALL - 120 * SECOND)
    lines = symbols_panel(replace(view, rows=(view.rows[0], later, *view.rows[2:])), 34, 22)
    assert [line.strip() for line in lines if "since" in line] == [
        "since 14:20        -0.04 %",
        "% since 11:40 · graph 15 min",
    ]


def test_a_change_counted_since_another_day_has_its_date() -> None:
    view = board().symbols
    rows = tuple(replace(row, change_since=WALL - 86400 * SECOND) for row in view.rows)
    assert "since 31 Dec 14:22" in symbols_panel(replace(view, rows=rows), 52, 35)[-2]


def test_where_no_change_is_known_no_time_is_told() -> None:
    view = board().symbols
    rows = tuple(replace(row, change=None) for row in view.rows)
    assert not any("since" in line for line in symbols_panel(replace(view, rows=rows), 52, 35))


def test_the_card_in_view_tells_what_came_with_its_trades_and_the_others_two_dashes() -> None:
    lines = symbols_panel(board().symbols, 52, 35)
    gold = next(place for place, line in enumerate(lines) if "GOLD" in line)
    assert lines[gold + 2].split() == ["24h", "+0.60", "%"]
    assert lines[gold + 3].split() == ["volume", "24h", "75,111.08"]
    spx = next(place for place, line in enumerate(lines) if "US500" in line)
    assert lines[spx + 2].split() == ["24h", "--"]
    assert lines[spx + 3].split() == ["volume", "24h", "--"]
    assert not any("24h" in line for line in symbols_panel(board().symbols, 34, 18))


def test_what_came_with_trades_is_as_old_and_as_live_as_they_are() -> None:
    told = board().ticker.statistics
    assert told is not None
    assert told.trade is not None
    aged = gold_with(trade=replace(told.trade, exchange_at=WALL - 130 * SECOND))
    assert any("24h · 2 min ago" in line for line in symbols_panel(aged, 52, 35))
    for history in (gold_with(freshness=STALE), aged):
        lines = SymbolsPanel().draw(history, rendering(52, 35))
        inked = {span.role for line in lines for span in line if "75,111.08" in span.text or "+0.60" in span.text}
        assert inked == {Role.STALE}


def test_a_card_tells_what_the_exchange_sends_and_leaves_out_the_rest() -> None:
    lines = symbols_panel(gold_with(told=frozenset({"total_volume"})), 52, 35)
    assert any(line.split() == ["total", "volume", "3,004,442.81"] for line in lines)
    assert not any("24h" in line for line in lines)


def test_a_card_of_one_line_tells_its_own_age_beside_the_symbol_and_loses_no_digit_for_it() -> None:
    view = without_trades(aged(PanelState.STALE, 9, 68, 3, None))
    live = texts(SymbolsPanel().draw(board().symbols, rendering(34, 6)))[1:-1]
    old = texts(SymbolsPanel().draw(view, rendering(34, 6)))[1:-1]
    assert [row[4:19].rstrip() for row in old] == ["US500-BTC 9 s", "US100-BTC 1 min", "GOLD-BTC 3 s", "OIL-BTC"]
    assert [row[19:] for row in old] == [row[19:] for row in live]
    assert all(" s " not in row and " min " not in row for row in live)


def test_a_price_that_a_live_trade_told_is_live_whatever_becomes_of_the_symbols_other_streams() -> None:
    stale = aged(PanelState.STALE, 9, 9, 9, 9)
    for height in (6, 32):
        card = next(row for row in SymbolsPanel().draw(stale, rendering(34, height)) if "GOLD-BTC" in text(row))
        assert {span.role for span in card if "430" in span.text} <= {Role.STRONG, Role.TEXT}, card
        assert " 9 s" not in text(card)
        dull = SymbolsPanel().draw(without_trades(stale), rendering(34, height))
        card = next(row for row in dull if "GOLD-BTC" in text(row))
        assert {span.role for span in card if any(map(str.isdigit, span.text))} <= {Role.STALE, Role.SOFT}
    cards = texts(SymbolsPanel().draw(stale, rendering(34, 32)))
    gold = next(place for place, row in enumerate(cards) if "GOLD-BTC" in row)
    assert "else STALE · data 9 s old" in cards[gold + 1]
    assert "else" not in cards[next(place for place, row in enumerate(cards) if "OIL-BTC" in row) + 1]


def without_trades(view: SymbolsView) -> SymbolsView:
    return replace(view, rows=tuple(replace(row, statistics=None) for row in view.rows))


def test_an_age_that_would_cost_a_digit_is_left_out() -> None:
    lines = texts(SymbolsPanel().draw(aged(PanelState.STALE, 9, 9, 9, 9), rendering(28, 6)))
    assert "US500-BTC 0.00684210" in lines[1]
    assert not any("9 s" in line for line in lines[1:-1])


def test_a_card_tells_the_whole_cause_with_its_end_or_a_shorter_one_but_never_half_of_either() -> None:
    view = board().symbols
    why = Reason(Cause.UNREADABLE, "wrong type: data is a int")
    row = replace(view.rows[0], freshness=Freshness(PanelState.UNPROVEN, why, NOW - 2 * SECOND, NOW + SECOND))
    told = {30: "unreadable message · until data comes", 52: "wrong type: data is a int · until data comes"}
    for width, said in told.items():
        panel = SymbolsPanel().draw(replace(view, rows=(row, *view.rows[1:])), rendering(width, 32))
        card = [line.strip("│ ") for line in texts(panel)[1:7]]
        assert "UNPROVEN · data 2 s old" in card[1]
        assert said in " ".join(card)


def prices(*texts: str) -> list[Decimal | None]:
    return [None if text == "-" else Decimal(text) for text in texts]


def test_a_graph_has_the_last_price_of_each_even_time_and_a_blank_where_none_was_known() -> None:
    history = prices("1", "2", "-", "-", "-", "-", "-", "-", "5", "-", "7")
    assert course(history, 4 * 200 + 2, 45)[-3:] == prices("2", "-", "7")
    assert course(history, 4 * 200 + 2, 45)[:-3] == [None] * 42


@given(st.integers(0, 400), st.integers(1, 200))
def test_what_is_over_never_changes_in_a_graph_and_keeps_its_distance_to_the_others(start: int, width: int) -> None:
    prices = [Decimal(n) if n % 7 else None for n in range(start + 250)]
    each = -(-180 // width)
    before = course(prices[start : start + 192], start + 191, width)
    after = course(prices[start + 1 : start + 193], start + 192, width)
    shifted = (start + 192) // each - (start + 191) // each
    assert len(before) == len(after) <= max(1, width)
    assert after[: len(after) - 1 - shifted] == before[shifted:-1]
    assert None not in before[:-1] or each < 2, "it is full"


def test_that_the_underlying_is_closed_stands_in_place_of_the_description_or_not_at_all() -> None:
    view = board().symbols
    rows = tuple(replace(row, is_underlying_closed=True) for row in view.rows)
    for width in range(26, 60):
        lines = texts(SymbolsPanel().draw(replace(view, rows=rows), rendering(width, 22)))
        told = [line for line in lines if "underlying" in line]
        assert all("underlying closed" in line for line in told)
        assert len(told) == (4 if width >= 36 else 0)
