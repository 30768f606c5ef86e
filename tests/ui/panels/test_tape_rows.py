"""Rows of the trades: marks of large prints, joined prints with number and prices, columns that give way whole."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.values import replace
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.views.market_views import TapeRow, TapeView
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role, width_of
from roxom_tui.ui.panels.tape_choice import ShownTape, TapeChoice
from roxom_tui.ui.panels.tape_rows import TIER_MARKS, tape_lines
from tests.support.sample_screens import WALL, board
from tests.support.spellings import size
from tests.ui.drawing import rendering, texts

BUY, SELL = AggressorSide.BUY, AggressorSide.SELL
TIERS = (size("2"), size("5"), size("20"))


def row(quantity: str, price: str = "0.04312700", side: AggressorSide | None = BUY, joined: bool = False) -> TapeRow:
    bits = sum(1 << way for way in Join if way) if joined else 0
    return TapeRow(WALL - SECOND, Price(price), size(quantity), side, False, bits)


SWEEP = (row("1", "0.04313000", joined=True), row("2", "0.04312900", joined=True), row("4", "0.04312700"))


def lines(*rows: TapeRow, width: int = 60, join: Join = Join.OFF, unit: Unit = Unit.BTC) -> list[Line]:
    view: TapeView = replace(board().tape, rows=rows, past=())
    drawing = rendering(width, 20, options=DisplayOptions(unit=unit))
    return tape_lines(ShownTape().of(view, TapeChoice(join=join)), TIERS, drawing, 15)[1:]


def test_large_prints_are_marked_by_a_glyph_and_weight_and_the_largest_by_ink() -> None:
    drawn = lines(*(row(text) for text in ("1.99", "2", "5", "20")))
    assert [text[-1] for text in texts(drawn)] == list(TIER_MARKS)
    inks = [next(span.role for span in line if span.text.strip() in ("1.99", "2", "5", "20")) for line in drawn]
    assert inks == [Role.TEXT, Role.TEXT, Role.STRONG, Role.BID_BEST]
    assert lines(row("20", side=SELL))[0][-1].role is Role.ASK_BEST
    assert lines(row("20", side=None))[0][-1].role is Role.STRONG


def test_joined_prints_tell_their_size_how_many_they_are_and_the_range_of_their_prices() -> None:
    (text,) = texts(lines(*SWEEP, join=Join.SAME_INSTANT))
    assert text.split() == ["14:22:06.81", "0.04312700-3000", "7", "x3", "▲■"]


def test_prints_of_one_price_have_no_range() -> None:
    (text,) = texts(lines(row("1", joined=True), row("1"), join=Join.SAME_INSTANT))
    assert text.split() == ["14:22:06.81", "0.04312700", "2", "x2", "▲▪"]


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("0.09999900", "0.10000100", "0.09999900~"),
        ("0.99", "1.000", "0.99~"),
        ("0.04312700", "0.04312800", "0.04312700-800"),
    ],
)
def test_a_range_whose_end_is_too_long_is_marked_as_one_of_several(low: str, high: str, shown: str) -> None:
    (text,) = texts(lines(row("1", high, joined=True), row("1", low), join=Join.SAME_INSTANT))
    assert text.split()[1] == shown


def test_in_sats_a_range_is_told_as_well() -> None:
    (text,) = texts(lines(*SWEEP, join=Join.SAME_INSTANT, unit=Unit.SATS))
    assert "4,312,700-3,000" in text or "4,312,700~" in text


@pytest.mark.parametrize(
    ("width", "parts"),
    [
        (36, ["14:22:06.81", "0.04312700-3000", "7", "x3", "▲■"]),
        (33, ["14:22:06", "0.04312700-3000", "7", "x3", "▲■"]),
        (29, ["14:22:06", "0.04312700~", "7", "x3", "▲■"]),
        (26, ["0.04312700~", "7", "x3", "▲■"]),
    ],
)
def test_what_has_no_room_gives_way_whole(width: int, parts: list[str]) -> None:
    (line,) = lines(*SWEEP, width=width, join=Join.SAME_INSTANT)
    assert texts([line])[0].split() == parts
    assert width_of(line) <= width


def test_a_guess_among_joined_prints_makes_a_guess_of_all() -> None:
    rows = (replace(SWEEP[0], estimated=True), *SWEEP[1:])
    assert "△" in texts(lines(*rows, join=Join.SAME_INSTANT))[0]


def test_columns_of_joined_prints_stand_below_one_another() -> None:
    drawn = texts(lines(*SWEEP, row("12.5", side=SELL), row("3"), join=Join.SAME_INSTANT))
    assert len({text.index(glyph) for text in drawn for glyph in "▲▼" if glyph in text}) == 1
