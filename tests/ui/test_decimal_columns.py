"""Points line up wherever numbers stand below one another, nothing is added to a number, and columns stand still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.market import AggressorSide, Symbol
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.state.views.account_views import BalanceRow
from roxom_tui.state.views.market_views import BookRow, TapeRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role, Span, cut, with_number
from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.panels.symbols import SymbolsPanel
from roxom_tui.ui.panels.tape import TapePanel
from roxom_tui.ui.widgets.digits import ColumnMemory, Shared, in_column, split
from roxom_tui.ui.widgets.table import Column, table
from roxom_tui.ui.widgets.ticker import ticker_lines
from tests.support.sample_screens import WALL, board
from tests.ui.drawing import drawn, rendering, texts

NUMBERS = st.decimals(0, 10**9, places=8, allow_nan=False).flatmap(
    lambda value: st.integers(0, 12).map(lambda places: round(value, min(places, 8)) if places else value // 1)
)
TEXTS = NUMBERS.map(fmt.grouped) | st.sampled_from(["--", "unit?", "••••", "0.0431", "0.04312", "7", "0.125", "-3.5"])


def points(column: Sequence[str]) -> set[int]:
    """Where the points stand, or would."""
    found = set()
    for text in column:
        last = max((i for i, sign in enumerate(text) if sign.isdigit()), default=None)
        if last is not None:
            found.add(text.index(".") if "." in text else last + 1)
    return found


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=12), min_size=1, max_size=5))
def test_any_columns_line_up_say_what_was_sent_and_never_shrink(frames: list[list[str]]) -> None:
    memory, width, point = ColumnMemory(), 0, None
    for frame in frames:
        room = memory.room("price", frame)
        column = [in_column(text, room) for text in frame]
        assert [text.strip() for text in column] == frame
        assert {len(text) for text in column} == {room.width}
        assert len(points(column)) <= 1
        assert room.width >= width
        assert point is None or room.after >= point
        width, point = room.width, room.after
    memory.about("another symbol")
    assert memory.room("price", ["7"]).width == 1


@given(TEXTS, TEXTS)
def test_the_inks_of_a_padded_number_are_those_of_the_number(first: str, second: str) -> None:
    room = ColumnMemory().room("x", (first, second))
    placed = split(in_column(first, room), Shared(1, 0), Role.TEXT, Role.FAINT)
    assert "".join(span.text for span in placed).strip() == first
    bright = "".join(span.text for span in placed if span.role is Role.TEXT)
    assert bright.strip() == first[1:].strip()


@given(st.lists(TEXTS, min_size=1, max_size=8), st.lists(TEXTS, min_size=1, max_size=8))
def test_a_table_lines_up_and_its_columns_stand_still(first: list[str], second: list[str]) -> None:
    memory = ColumnMemory()
    columns = (Column("symbol", 9), Column("size", 7, is_number=True), Column("side", 4))
    before: list[int] = []
    for frame in (first, second, first):
        lines = texts(table(columns, [[Span("GOLD-BTC"), Span(text), Span("buy")] for text in frame], 120, memory))
        cells = [line[len(" GOLD-BTC ") : line.rindex("buy")] for line in lines[1:]]
        assert [cell.strip() for cell in cells] == frame
        assert len(points(cells)) <= 1
        widths = [lines[0].index("side")]
        assert not before or widths[0] >= before[-1]
        before += widths


PRICES = ("0.0431", "0.04312", "0.04313000", "0.043", "1")
SIZES = ("7", "0.125", "12345.5", "0.12345678", "0.50")


BLANK_BARS = str.maketrans(dict.fromkeys("▏▎▍▌▋▊▉", " "))


def column_of(lines: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """The lines with everything but these numbers blanked, each number found in its own line."""
    found = []
    for line, text in zip(lines, numbers, strict=True):
        padded = f" {line.translate(BLANK_BARS)} "
        at = padded.index(f" {text} ") + 1
        found.append(" " * at + text)
    return found


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


def test_lists_of_the_account_line_up() -> None:
    picture = board()
    order, position = picture.orders.rows[0], picture.positions.rows[0]
    orders = tuple(
        replace(order, price=Price(price), size=Size(Decimal(size))) for price, size in zip(PRICES, SIZES, strict=True)
    )
    positions = tuple(
        replace(position, entry=Price(price), size=Size(Decimal(size)))
        for price, size in zip(PRICES, SIZES, strict=True)
    )
    picture = replace(
        picture,
        orders=replace(picture.orders, rows=orders),
        positions=replace(picture.positions, rows=positions),
    )
    sizes = [fmt.size(Size(Decimal(size))) for size in SIZES]
    for panel in (OrdersPanel(), PositionsPanel()):
        lines = [line.strip("│") for line in texts(drawn(panel, picture, rendering(150, 12)))][2:7]
        assert len(points(column_of(lines, sizes))) == 1
        assert len(points(column_of(lines, PRICES))) == 1


def test_prices_of_the_symbols_line_up_and_so_do_those_that_stand_in_the_strip() -> None:
    picture = board()
    rows = tuple(
        replace(picture.symbols.rows[0], symbol=Symbol(f"S{place}-BTC"), last=Price(price))
        for place, price in enumerate(PRICES)
    )
    picture = replace(picture, symbols=replace(picture.symbols, rows=rows))
    lines = [line.strip("│") for line in texts(drawn(SymbolsPanel(), picture, rendering(40, 7)))]
    assert len(points(column_of(lines[1:6], PRICES))) == 1
    strip = replace(picture, ticker=replace(picture.ticker, last=Price("0.0431"), mark=Price("10.04312")))
    stacked = [line for line in texts(ticker_lines(strip, rendering(24, 6))) if "LAST" in line or "MARK" in line]
    assert len(stacked) == 2
    assert len({line.index(".") for line in stacked}) == 1


LONG = "123456.123456789012345678"


def balance(asset: str, total: str) -> BalanceRow:
    value = Btc(Decimal(total))
    return BalanceRow(asset, value, value, value, value, last_reported=False)


def balances(width: int, *rows: BalanceRow) -> list[str]:
    picture = board()
    picture = replace(picture, balances=replace(picture.balances, rows=rows, last_change=None))
    lines = texts(drawn(BalancesPanel(), picture, rendering(width, 4 + 8 * len(rows))))
    return [line[1:-1] for line in lines[1:-1]]


@settings(deadline=None, max_examples=60)
@given(st.integers(20, 60), NUMBERS, st.sampled_from(["BTC", "USDT", "WSTETH2"]))
def test_a_balance_keeps_its_name_and_its_number_is_whole_or_absent(width: int, value: Decimal, asset: str) -> None:
    lines = balances(width, balance(asset, f"{value:f}"))
    words = [f"{asset} total", "available", "in orders", "in margin"]
    assert [word for word in words if not any(line.strip().startswith(word) for line in lines)] == []
    whole = f"{value:f}"
    for line in lines:
        rest = line.strip()
        for word in words:
            rest = rest.removeprefix(word).strip()
        assert rest in ("", "…", whole)
    if len(whole) + 2 <= width - 2:
        assert sum(line.strip().endswith(whole) for line in lines) == 4


def test_an_asset_of_eighteen_decimals_says_what_it_is_at_the_usual_size() -> None:
    lines = balances(30, balance("BTC", "0.8"), balance("WSTETH", LONG))
    assert [line.strip() for line in lines if "WSTETH" in line or LONG in line][:2] == ["WSTETH total", LONG]


@settings(deadline=None)
@given(st.text("ABCDEFG-", min_size=1, max_size=20), NUMBERS.map(fmt.grouped), st.integers(6, 50))
def test_a_label_outlives_its_number(label: str, number: str, width: int) -> None:
    line = "".join(span.text for span in with_number((Span(label),), [(Span(f" {number}"),)], width))
    assert len(line) == width
    if len(label) + 1 + len(number) <= width:
        assert line.split() == [label, number]
    else:
        assert number not in line
        assert line.rstrip().endswith("…")
        assert line.startswith(label if len(label) <= width - 2 else label[: width - 3].rstrip("-"))


@settings(deadline=None)
@given(st.text("abc ", max_size=10), NUMBERS.map(fmt.grouped), st.text("abc ", max_size=10), st.integers(1, 40))
def test_a_number_in_a_sentence_is_whole_or_gone(before: str, number: str, after: str, width: int) -> None:
    shown = cut(f"{before} {number} {after}", width)
    assert len(shown) <= width
    figures = "".join(sign for sign in shown if sign.isdigit() or sign in ".,")
    assert figures in ("", number)


def test_a_name_with_digits_is_cut_as_a_name() -> None:
    assert cut("US500-BTC", 5) == "US50…"
    assert cut("exchange error 60019: internal", 18) == "exchange error…"
    assert cut("GOLD-BTC: buy 0.5 filled at 0.04312 BTC", 33) == "GOLD-BTC: buy 0.5 filled at…"
