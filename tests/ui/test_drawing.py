from __future__ import annotations

from decimal import Decimal

import pytest
from rich.cells import cell_len

from roxom_tui.ui import lines
from roxom_tui.ui.lines import Role, Span, Tint
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.table import Column, table


def text_of(line: lines.Line) -> str:
    return "".join(span.text for span in line)


def test_words_are_cut_with_an_ellipsis_and_numbers_are_hidden_whole() -> None:
    assert lines.cut("Nasdaq 100", 7) == "Nasdaq…"
    assert lines.left("東京", 3) == "東…" or cell_len(lines.left("東京", 3)) == 3
    assert text_of(lines.fit((Span("123456"),), 4)) == "····"


@pytest.mark.parametrize("width", range(30))
def test_a_fitted_line_has_the_exact_width(width: int) -> None:
    line = (Span("GOLD-BTC "), Span("日本"), Span(" 0.04312700"))
    assert lines.width_of(lines.fit(line, width)) == width


def test_leading_and_idle_zeros_that_all_rows_share_are_soft() -> None:
    shared = digits.shared(["0.04312700", "0.04313100", "0.04312300"])
    spans = digits.split("0.04312700", shared, Role.BID, Role.BID_SOFT)
    assert [(span.text, span.role) for span in spans] == [
        ("0.0431", Role.BID_SOFT),
        ("27", Role.BID),
        ("00", Role.BID_SOFT),
    ]


def test_a_lone_number_keeps_all_that_counts_bright() -> None:
    assert [span.text for span in digits.dimmed("0.04312700", Role.TEXT, Role.FAINT)] == ["0.0", "4312700"]
    assert [span.text for span in digits.dimmed("0.00000000", Role.TEXT, Role.FAINT)][-1] == "0"


def test_zeros_before_the_point_are_never_taken_for_idle() -> None:
    assert digits.shared(["4,312,700", "4,312,300"]).after == 0
    assert digits.shared(["100", "200"]).after == 0


@pytest.mark.parametrize(("share", "length"), [("0", 0), ("0.0001", 1), ("0.5", 40), ("1", 80), ("7", 80)])
def test_a_bar_has_the_length_of_its_share_and_is_seen_if_there_is_anything(share: str, length: int) -> None:
    assert bars.eighths(Decimal(share), 10) == length


def test_a_bar_lies_behind_the_digits_and_hides_none() -> None:
    cells = (Span("  "), Span(" 1.50", Role.TEXT), Span("   "))
    for length in range(81):
        drawn = bars.behind(cells, length, Tint.BID_BAR, Role.BID_BAR)
        assert lines.width_of(drawn) == 10
        assert "1.50" in text_of(drawn)
        tinted = sum(len(span.text) for span in drawn if span.tint is Tint.BID_BAR)
        assert tinted == length // 8


def test_a_graph_reaches_from_the_least_to_the_greatest_value() -> None:
    assert bars.chart([Decimal(1), Decimal(2), None, Decimal(3)], 6, 1) == ["  ▁▄ █"]
    assert bars.chart([Decimal(1), Decimal(3)], 2, 2) == [" █", "▁█"]
    assert bars.chart([Decimal(5), Decimal(5)], 2, 2) == ["  ", "▁▁"]
    assert bars.chart([], 3, 1) == ["   "]


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


def test_joined_spans_look_the_same_in_fewer_pieces() -> None:
    line = (
        Span(" ", Role.FAINT),
        Span("a", Role.BID),
        Span("  ", Role.TEXT),
        Span("b", Role.BID),
        Span(" ", Role.TEXT, Tint.BAR),
        Span("", Role.ASK),
        Span("c", Role.TEXT, Tint.BAR),
    )
    joined = lines.merged(line)
    assert joined == (Span(" a  b", Role.BID), Span(" c", Role.TEXT, Tint.BAR))


@pytest.mark.parametrize(
    ("values", "scale"), [(["0.3", "0.41"], "0.5"), (["5"], "5"), (["5.01"], "10"), (["130"], "200"), ([], "1")]
)
def test_the_scale_of_bars_moves_in_steps(values: list[str], scale: str) -> None:
    assert bars.full_scale(map(Decimal, values)) == Decimal(scale)


def test_a_badge_keeps_its_edges() -> None:
    line = (Span(" DEMO ", Role.BADGE), Span(" "), Span("GOLD-BTC", Role.STRONG))
    assert lines.merged(line)[0] == Span(" DEMO ", Role.BADGE)
