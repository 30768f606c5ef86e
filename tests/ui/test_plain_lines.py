from __future__ import annotations

import re
from decimal import Decimal

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.plain_lines import STILL_THERE_NS, PlainLines
from tests.support.sample_screens import GOLD, NOW, US500, WALL, board
from tests.ui.alerted import news, told, with_alerts

SHOWN = DisplayOptions()
HIDDEN = DisplayOptions(hide_account=True)


def at(picture: ScreenSnapshot, now: int) -> ScreenSnapshot:
    """The picture as it is made at another time: nothing in it is too old then."""

    def renewed(fresh: Freshness) -> Freshness:
        return replace(fresh, valid_until=now + 3 * SECOND)

    return replace(
        picture,
        built_at=now,
        valid_until=now + 3 * SECOND,
        symbols=replace(
            picture.symbols,
            rows=tuple(replace(row, freshness=renewed(row.freshness)) for row in picture.symbols.rows),
        ),
        ticker=replace(picture.ticker, freshness=renewed(picture.ticker.freshness)),
        book=replace(
            picture.book,
            freshness=renewed(picture.book.freshness),
            quote_freshness=renewed(picture.book.quote_freshness),
        ),
        positions=replace(picture.positions, freshness=renewed(picture.positions.freshness)),
        orders=replace(picture.orders, freshness=renewed(picture.orders.freshness)),
        balances=replace(picture.balances, freshness=renewed(picture.balances.freshness)),
    )


def priced(picture: ScreenSnapshot, last: str, symbol: str = GOLD) -> ScreenSnapshot:
    rows = tuple(replace(row, last=Price(last)) if row.symbol == symbol else row for row in picture.symbols.rows)
    ticker = replace(picture.ticker, last=Price(last)) if symbol == GOLD else picture.ticker
    return replace(picture, symbols=replace(picture.symbols, rows=rows), ticker=ticker)


def begun(options: DisplayOptions = HIDDEN) -> PlainLines:
    lines = PlainLines()
    lines.everything(board(), options, NOW, WALL)
    return lines


def said(lines: PlainLines, picture: ScreenSnapshot, later: int, options: DisplayOptions = HIDDEN) -> list[str]:
    """What is said so much later (ns), without environment and time."""
    now = NOW + later
    told = lines.changes(at(picture, now), options, now, WALL + later)
    assert all(re.match(r"DEMO \d\d:\d\d:\d\d \S", line) for line in told)
    return [line.split(" ", 2)[2] for line in told]


def test_everything_is_said_once_and_then_only_what_changes() -> None:
    lines = PlainLines()
    first = lines.everything(board(), SHOWN, NOW, WALL)
    assert [line for line in first if "GOLD-BTC last 0.04312700 BTC up, bid 0.043123" in line]
    assert said(lines, board(), 2 * SECOND, SHOWN) == []


def test_of_a_symbol_at_most_one_line_a_second_is_said_and_the_newest() -> None:
    lines, told = begun(), []
    for tenth in range(1, 31):
        picture = priced(board(), f"0.0431{tenth:02d}")
        told += [(tenth, line) for line in said(lines, picture, tenth * 100 * MILLISECOND)]
    assert [tenth for tenth, _ in told] == [10, 20, 30]
    assert all(f"last 0.0431{tenth:02d} BTC" in line for tenth, line in told)


def test_of_a_symbol_that_is_not_in_view_a_hundredth_of_a_percent_is_worth_saying() -> None:
    (row,) = [row for row in board().symbols.rows if row.symbol == US500]
    last = row.last
    assert last is not None
    lines = begun()
    assert said(lines, priced(board(), f"{last * Decimal('1.00009'):.12f}", US500), 2 * SECOND) == []
    (line,) = said(lines, priced(board(), f"{last * Decimal('1.00011'):.12f}", US500), 3 * SECOND)
    assert line.startswith("US500-BTC last ")


def test_what_is_not_live_says_so_with_why_and_its_price_is_past() -> None:
    picture = board()
    stale = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW - 9 * SECOND, NOW + 9 * SECOND)
    rows = tuple(replace(row, freshness=stale) if row.symbol == GOLD else row for row in picture.symbols.rows)
    (line,) = said(begun(), replace(picture, symbols=replace(picture.symbols, rows=rows)), 2 * SECOND)
    assert line.startswith("GOLD-BTC STALE, data 11 s old, ")
    assert line.endswith("last was 0.04312700 BTC")
    (line,) = said(begun(), replace(picture, book=replace(picture.book, quote_freshness=stale)), 2 * SECOND)
    assert "bid and ask STALE" in line
    assert "0.043123" not in line


def test_a_feed_that_says_nothing_any_more_is_said_at_once() -> None:
    lines = begun()
    told = lines.changes(board(), HIDDEN, NOW + 20 * SECOND, WALL)
    assert "Nothing new from the feed: what was said is history" in told[0]


def test_a_minute_without_a_change_is_said_to_be_one() -> None:
    lines = begun()
    assert said(lines, board(), STILL_THERE_NS - 1) == []
    (line,) = said(lines, board(), STILL_THERE_NS)
    assert line.startswith("CONNECTED. ")


def test_orders_and_positions_are_told_when_they_change_and_when_they_are_gone() -> None:
    picture, lines = board(), begun(SHOWN)
    order = picture.orders.rows[0]
    filled = replace(order, executed=order.size)
    changed = replace(picture, orders=replace(picture.orders, rows=(filled, *picture.orders.rows[1:])))
    (line,) = said(lines, changed, 2 * SECOND, SHOWN)
    assert line.startswith(f"order {order.symbol} ")
    gone = replace(picture, orders=replace(picture.orders, rows=picture.orders.rows[1:]))
    (line,) = said(lines, gone, 4 * SECOND, SHOWN)
    assert line.endswith(" is no longer open")
    lines = begun(SHOWN)
    flat = replace(picture, positions=replace(picture.positions, rows=()))
    told = said(lines, flat, 2 * SECOND, SHOWN)
    assert any(line.startswith("position ") and line.endswith(" is closed") for line in told)


def test_lists_that_are_not_believed_end_no_order() -> None:
    picture, lines = board(), begun(SHOWN)
    fresh = Freshness(PanelState.STALE, Reason(Cause.LIST_FAILED), NOW, NOW + 99 * SECOND)
    lost = replace(picture, orders=replace(picture.orders, rows=(), freshness=fresh))
    assert not any("no longer" in line for line in said(lines, lost, 2 * SECOND, SHOWN))


def test_a_hidden_account_is_not_told() -> None:
    told = PlainLines().everything(board(), HIDDEN, NOW, WALL)
    assert not any(word in line for line in told for word in ("position", "order", "balance"))


def test_paused_it_tells_the_connection_and_alerts_and_no_price() -> None:
    lines = begun()
    lines.is_paused = True
    picture = with_alerts(told(news()))
    (line,) = said(lines, priced(picture, "0.05"), 2 * SECOND)
    assert line.startswith("alert: ")
    assert said(lines, priced(picture, "0.05"), 3 * SECOND) == []
    lines.is_paused = False
    assert any("last 0.05 BTC" in line for line in said(lines, priced(picture, "0.05"), 4 * SECOND))


def test_amounts_are_in_the_unit_in_use() -> None:
    told = PlainLines().everything(board(), DisplayOptions(Unit.SATS), NOW, WALL)
    assert any("GOLD-BTC last 4,312,700 sats" in line for line in told)
