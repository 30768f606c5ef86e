"""The rows of the book: columns that stand still, bars, what is ours."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role, Span, Tint
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import NOW, WALL, board
from tests.ui.drawing import PRICES, SIZES, column_of, drawn, points, rendering, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def bar_of(line: Line) -> Span | None:
    return next((span for span in line if span.role in (Role.BID_BAR, Role.ASK_BAR)), None)


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


def test_prices_with_different_decimals_are_padded_to_line_up() -> None:
    book = board().book
    odd = replace(book.asks[1], price=Price("0.0431285"))
    lines = texts(BookPanel().draw(replace(book, asks=(book.asks[0], odd, *book.asks[2:])), rendering(52, 24)))
    assert len({line.index("0.0431") for line in lines[2:23] if "0.0431" in line and "spread" not in line}) == 1


@pytest.mark.parametrize("width", [36, 44, 52, 60, 100, 133])
def test_where_nothing_soft_lies_behind_digits_bars_stand_in_a_column_beside_them(width: int) -> None:
    tinted = drawn(BookPanel(), board(), rendering(width, 15))
    blocks = drawn(BookPanel(), board(), rendering(width, 15, tints=False))
    assert {span.tint for line in blocks for span in line} == {Tint.NONE}
    assert [re.findall(r"[\d.]+", text) for text in texts(blocks)] == [
        re.findall(r"[\d.]+", text) for text in texts(tinted)
    ], "not a digit is hidden"
    rows = [(line, bar) for line in blocks if (bar := bar_of(line))]
    places = {"".join(span.text for span in line).index(bar.text) for line, bar in rows if bar.text.startswith("█")}
    assert len(rows) == 11
    assert len(places) == len({len(bar.text) for _, bar in rows}) == 1
    assert {bar.role for _, bar in rows} == {Role.BID_BAR, Role.ASK_BAR}


def test_a_bar_of_blocks_is_as_long_as_its_size_beside_the_others() -> None:
    book = board().book
    sizes = ("5", "4", "2.5", "1.25", "0.001")
    bids = tuple(replace(row, size=Size(Decimal(size))) for row, size in zip(book.bids, sizes, strict=False))
    view = replace(book, bids=bids, asks=bids[:0])
    bars = [bar.text for line in BookPanel().draw(view, rendering(60, 15, tints=False)) if (bar := bar_of(line))]
    whole = len(bars[0])
    assert [bar.count("█") for bar in bars] == [whole, whole * 4 // 5, whole // 2, whole // 4, 0]
    assert bars[-1].strip() == "▏", "anything above zero is seen"


def test_of_a_book_that_is_not_live_no_bars_are_drawn() -> None:
    stale = replace(board().book, freshness=STALE)
    for tints in (True, False):
        lines = BookPanel().draw(stale, rendering(60, 24, tints=tints))
        assert not any(bar_of(line) for line in lines)
        assert not any("█" in text or "▌" in text for text in texts(lines))


def test_every_figure_of_a_level_nothing_vouches_for_is_dull() -> None:
    picture = board()
    doubted = tuple(replace(row, within_snapshot=False, mine=None) for row in picture.book.bids)
    line = BookPanel().draw(replace(picture.book, bids=doubted), rendering(52, 24))[14]
    assert {span.role for span in line if any(letter.isdigit() for letter in span.text)} == {Role.STALE}


@pytest.mark.parametrize("unit", list(Unit))
def test_prices_sizes_and_totals_of_the_book_line_up(unit: Unit) -> None:
    picture = board()
    rows = tuple(
        BookRow(Price(price), Size(Decimal(size)), Size(Decimal(size)), Size(Decimal(size)))
        for price, size in zip(PRICES, SIZES, strict=True)
    )
    picture = replace(picture, book=replace(picture.book, bids=rows, asks=()))
    lines = texts(drawn(BookPanel(), picture, rendering(80, 24, options=DisplayOptions(unit=unit))))
    shown = [line.strip("│") for line in lines if "●" in line]
    assert len(shown) == len(PRICES)
    prices = [fmt.price(Price(price), unit) for price in PRICES]
    assert len(points(column_of(shown, prices))) == 1
    sizes = [fmt.size(Size(Decimal(size))) for size in SIZES]
    for part in (slice(0, 18), slice(-44, -18), slice(-20, None)):
        cells = [line[part] for line in shown]
        if all(size in cell for size, cell in zip(sizes, cells, strict=True)):
            assert len(points([cell[: cell.index(size) + len(size)] for size, cell in zip(sizes, cells)])) == 1  # noqa: B905


def test_the_size_of_a_glowing_level_is_brighter_in_the_book() -> None:
    view = board().book
    key = view.asks[3].price.key
    plain, glowing = (
        BookPanel().draw(view, RenderContext(52, 24, DisplayOptions(), NOW, WALL, glowing=keys))
        for keys in (frozenset[int](), frozenset({key}))
    )
    changed = [row for row, (a, b) in enumerate(zip(plain, glowing, strict=True)) if a != b]
    assert len(changed) == 1
    assert any(span.role is Role.CHANGED for span in glowing[changed[0]])


def test_a_level_is_drawn_anew_only_where_it_reads_otherwise() -> None:
    """A size can equal the one before and be written with other digits: what was sent is what is shown."""
    context, view = rendering(52, 13), board().book
    first = BookPanel().body(view, context)
    again = BookPanel().body(view, context)
    assert all(one is other for one, other in zip(first[1:6], again[1:6], strict=True))
    longer = replace(view.bids[0], size=Size(Decimal(f"{view.bids[0].size}0")))
    assert longer == view.bids[0]
    drawn_again = texts(BookPanel().body(replace(view, bids=(longer, *view.bids[1:])), context))
    assert any(f"{longer.size:f}" in line for line in drawn_again)
    assert not any(f"{longer.size:f}" in line for line in texts(first))
