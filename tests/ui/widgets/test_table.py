"""Tables: numbers on their point, columns that go whole and stand still."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.ui import lines
from roxom_tui.ui.lines import Span
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.table import ESSENTIAL, Column, fitted, measured, table
from tests.ui.drawing import TEXTS, points, texts


def text_of(line: lines.Line) -> str:
    return "".join(span.text for span in line)


COLUMNS = (
    Column("symbol", 8),
    Column("price", 8, drop=1, is_number=True),
    Column("note", 6, drop=2),
)


def test_numbers_of_a_column_stand_on_their_point() -> None:
    rows = [(Span("a"), Span("1.5"), Span("")), (Span("b"), Span("10.25"), Span("")), (Span("c"), Span("7"), Span(""))]
    drawn = [text_of(line) for line in table(COLUMNS, rows, 60)[1:]]
    assert {line.index(".") for line in drawn[:2]} == {drawn[2].index("7") + 1}


def test_columns_are_dropped_whole_and_in_the_declared_order() -> None:
    rows = [(Span("GOLD-BTC"), Span("0.043127"), Span("working"))]
    headings = [text_of(table(COLUMNS, rows, width)[0]).split() for width in (40, 22, 10)]
    assert headings == [["symbol", "price", "note"], ["symbol", "price"], ["symbol"]]


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


ESSENTIALS = (
    Column("symbol", 9, drop=1, least=6),
    Column("price", 8, is_number=True),
    Column("note", 6, drop=ESSENTIAL),
)


def test_before_an_essential_column_goes_gaps_are_narrow_and_words_are_cut() -> None:
    rows = [(Span("GOLD-BTC"), Span("0.043127"), Span("working"))]
    drawn = {width: [text_of(line) for line in table(ESSENTIALS, rows, width)] for width in (29, 28, 19, 17, 15, 8)}
    assert drawn[29][1] == " GOLD-BTC   0.043127  working"
    assert drawn[28][1] == " GOLD-BTC   0.043127"
    assert drawn[19][1] == " GOLD-BTC  0.043127"
    assert drawn[17][1] == " GOLD-B… 0.043127"
    assert drawn[15][1] == " 0.043127"
    assert drawn[8][1] == " GOLD-B…", "what is too wide by itself leaves its place to the others"


def test_the_other_unit_counts_for_what_fits_and_not_for_the_room_of_what_is_shown() -> None:
    rows = [measured((Span("a"), Span("1"), Span("x")))]
    longer = [measured((Span("a"), Span("1234567890.5"), Span("x")))]
    assert fitted(COLUMNS, rows, 26).headings == ("symbol", "price", "note")
    drawn = fitted(COLUMNS, rows, 26, also=longer)
    assert drawn.headings == ("symbol", "price")
    assert text_of(drawn.line(rows[0])) == " a" + " " * 15 + "1"


def test_a_word_that_stood_behind_a_number_takes_no_room_and_moves_no_heading_once_it_is_gone() -> None:
    memory = ColumnMemory()
    columns = (
        Column("symbol", 8),
        Column("entry", 10, drop=13, is_number=True),
        Column("PnL at mark", 11, is_number=True),
    )
    rows = [[Span("GOLD"), Span("0.04304169"), Span("+0.00010252")]]
    disputed = [[Span("GOLD"), Span("0.04304169"), Span("+0.00010252 or -0.00009000")]]
    before = texts(table(columns, rows, 40, memory))
    meanwhile = texts(table(columns, disputed, 40, memory))
    assert "entry" not in meanwhile[0]
    assert meanwhile[1].rstrip().endswith("+0.00010252 or -0.00009000")
    assert texts(table(columns, rows, 40, memory)) == before


def test_a_heading_ends_where_the_numbers_below_it_do_whatever_stands_behind_them() -> None:
    columns = (Column("PnL at mark", 11, is_number=True), Column("lev", 5, is_number=True))
    rows = [[Span(f"+0.00010252{behind}"), Span("10x")] for behind in ("*", "", " or -0.1")]
    heading, *lines = texts(table(columns, rows, 60))
    end = heading.index("PnL at mark") + len("PnL at mark")
    assert [line.index("0252") + 4 for line in lines] == [end] * 3
