"""Lines in a given width: words are cut with an ellipsis, numbers are whole or gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from roxom_tui.ui import format as fmt
from roxom_tui.ui import lines
from roxom_tui.ui.lines import Role, Span, Tint, cut, is_of_single_cells, with_number
from tests.ui.drawing import NUMBERS


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


def test_joined_spans_look_the_same_in_fewer_pieces() -> None:
    line = (
        Span(" ", Role.FAINT),
        Span("a", Role.BID),
        Span("  ", Role.TEXT),
        Span("b", Role.BID),
        Span(" ", Role.TEXT, Tint.CURSOR),
        Span("", Role.ASK),
        Span("c", Role.TEXT, Tint.CURSOR),
    )
    joined = lines.merged(line)
    assert joined == (Span(" a  b", Role.BID), Span(" c", Role.TEXT, Tint.CURSOR))


PIECES = st.builds(
    Span,
    st.sampled_from(["a", " ", "  ", "", "▀▀", " b "]),
    st.sampled_from([Role.TEXT, Role.BID, Role.BADGE]),
    st.sampled_from([Tint.NONE, Tint.CURSOR]),
)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=6), st.lists(PIECES, max_size=6))
def test_where_two_lines_part_their_joined_spans_part_too(
    start: list[Span], one: list[Span], other: list[Span]
) -> None:
    first, second = (*start, *one), (*start, *other)
    place = lines.shared_start(first, second)
    assert first[:place] == second[:place]
    for line in (first, second):
        assert lines.merged(line) == (*lines.merged(line[:place]), *lines.merged(line[place:]))


def test_most_of_a_start_that_is_shared_is_found() -> None:
    still = tuple(Span("▀", role) for role in (Role.BID, Role.ASK) * 20)
    assert lines.shared_start((*still, Span("x")), (*still, Span("y"))) == 39


def test_characters_that_are_known_to_take_one_cell_do() -> None:
    known = [chr(code) for code in range(0x20, 0x3000) if is_of_single_cells(chr(code))]
    assert len(known) > 1000
    assert {cell_len(character) for character in known} == {1}
    assert lines.width_of((Span("日"), Span("a▀"))) == 4


def test_a_badge_keeps_its_edges() -> None:
    line = (Span(" DEMO ", Role.BADGE), Span(" "), Span("GOLD-BTC", Role.STRONG))
    assert lines.merged(line)[0] == Span(" DEMO ", Role.BADGE)


def test_a_ground_of_its_own_ends_where_the_words_end() -> None:
    line = (Span("  5.1 %  ", Role.WARNING), Span("   ", Role.WARNING, Tint.CURSOR), Span(" a ", Role.TEXT))
    assert lines.unpadded(line, {Role.WARNING}) == (
        Span("  "),
        Span("5.1 %", Role.WARNING),
        Span("  "),
        Span("   ", Role.TEXT, Tint.CURSOR),
        Span(" a ", Role.TEXT),
    )
    assert lines.unpadded(line, set()) == line


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
