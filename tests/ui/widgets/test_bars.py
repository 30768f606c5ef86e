"""Bars behind digits, and graphs, in eighths of a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.ui import lines
from roxom_tui.ui.lines import Role, Span, Tint
from roxom_tui.ui.widgets import bars


def text_of(line: lines.Line) -> str:
    return "".join(span.text for span in line)


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


@pytest.mark.parametrize(
    ("length", "drawn"), [(0, "      "), (1, "▏     "), (8, "█     "), (20, "██▌   "), (48, "██████"), (99, "██████")]
)
def test_a_bar_of_blocks_stands_in_a_column_of_its_own(length: int, drawn: str) -> None:
    assert bars.block(length, 6, Role.ASK_BAR) == Span(drawn, Role.ASK_BAR)


def test_a_graph_reaches_from_the_least_to_the_greatest_value() -> None:
    assert bars.chart([Decimal(1), Decimal(2), None, Decimal(3)], 6, 1) == ["  ▁▄ █"]
    assert bars.chart([Decimal(1), Decimal(3)], 2, 2) == [" █", "▁█"]
    assert bars.chart([Decimal(5), Decimal(5)], 2, 2) == ["  ", "▁▁"]
    assert bars.chart([], 3, 1) == ["   "]


@pytest.mark.parametrize(
    ("values", "scale"), [(["0.3", "0.41"], "0.5"), (["5"], "5"), (["5.01"], "10"), (["130"], "200"), ([], "1")]
)
def test_the_scale_of_bars_moves_in_steps(values: list[str], scale: str) -> None:
    assert bars.full_scale(map(Decimal, values)) == Decimal(scale)
