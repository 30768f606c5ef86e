"""A row of cells as the terminal gets it: the same picture as Textual's own, in fewer bytes."""

from __future__ import annotations

import gc
import io
import weakref

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from roxom_tui.ui.terminal.strips import LeanStrip, WrittenRows, difference

COLOURS = st.sampled_from(["#bcc4ce", "#f2f5f8", "#6cb08a", "#d17f83"])


STYLES = st.builds(lambda fg, bg, bold: Style(color=fg, bgcolor=bg, bold=bold), COLOURS, COLOURS, st.booleans())


RUNS = st.lists(st.tuples(st.text("abc 0123.█▍", min_size=1, max_size=6), st.none() | STYLES), max_size=12)


Cell = tuple[str, str, str, bool]


def console(system: str) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, color_system=system)  # type: ignore[arg-type]


def seen(text: str) -> list[Cell]:
    """What a terminal makes of it, cell by cell, with a mark after it that must be plain."""
    screen = pyte.Screen(90, 1)
    pyte.Stream(screen).feed(text + "|")
    return [(c.data, c.fg, c.bg, c.bold) for c in (screen.buffer[0][x] for x in range(90))]


@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
@given(runs=RUNS)
def test_a_terminal_shows_the_same_cells_as_of_textuals_own_strip(system: str, runs: list[tuple[str, Style]]) -> None:
    segments = [Segment(text, style) for text, style in runs]
    assert seen(LeanStrip(segments).render(console(system))) == seen(Strip(segments).render(console(system)))


@pytest.mark.parametrize("cuts", [[10], [10, 30], [4, 10], [4]])
def test_a_row_is_cut_as_textuals_own_is(cuts: list[int]) -> None:
    segments = [Segment("0.0431"), Segment("23 1")]
    assert LeanStrip(segments, 10).divide(cuts) == Strip(segments, 10).divide(cuts)


def test_a_row_that_nothing_was_cut_off_is_gone_with_its_last_use() -> None:
    """Textual's own holds itself then, so that only the collector of garbage ends it."""

    class Watched(LeanStrip):
        """As ours, but that it can be watched."""

    row = Watched([Segment("0.0431")], 6)
    assert row.divide([6, 9]) == [row]
    seen_again = weakref.ref(row)
    gc.disable()
    del row
    gc.enable()
    assert seen_again() is None


def test_a_row_of_the_book_takes_less_than_three_quarters_of_the_bytes() -> None:
    dark = "#0f1216"
    segments = [
        Segment("│", Style(color="#8f9fd8", bgcolor=dark)),
        Segment("          0.0431", Style(color="#3d5b4b", bgcolor=dark)),
        Segment("23", Style(color="#6cb08a", bgcolor=dark)),
        Segment("00", Style(color="#3d5b4b", bgcolor=dark)),
        Segment("      2.50", Style(color="#bcc4ce", bgcolor="#22312d")),
        Segment("      9.45   ", Style(color="#8b95a3", bgcolor=dark)),
        Segment("│", Style(color="#8f9fd8", bgcolor=dark)),
    ]
    lean = LeanStrip(segments).render(console("truecolor"))
    assert len(lean) < len(Strip(segments).render(console("truecolor"))) * 3 / 4


WIDTH, HEIGHT = 24, 3
FEW_STYLES = [Style(color=colour, bgcolor="#0f1216") for colour in ("#bcc4ce", "#6cb08a", "#d17f83")]


@st.composite
def strips(draw: st.DrawFn, width: int) -> LeanStrip:
    """A strip of exactly so many cells, of text that repeats much from one to the next."""
    segments, left = [], width
    while left:
        text = draw(st.sampled_from(["0.0431", "0.0432", "12", "7", " ", "   ", "▍", "●", "████", "ab", "日", "日本"]))
        text = text if cells(text) <= left else " " * left
        segments.append(Segment(text, draw(st.sampled_from(FEW_STYLES))))
        left -= cells(text)
    return LeanStrip(segments, width)


def cells(text: str) -> int:
    return Segment(text).cell_length


@st.composite
def updates(draw: st.DrawFn) -> list[tuple[int, int, Strip]]:
    """What changes at once: some rows, at the columns that one layout or another has; rarely a strip of Textual's."""
    changes: list[tuple[int, int, Strip]] = []
    for y in draw(st.lists(st.integers(0, HEIGHT - 1), unique=True, max_size=HEIGHT)):
        x, width = draw(st.sampled_from([(0, WIDTH), (0, 10), (10, 14), (4, 12)]))
        strip = draw(strips(width))
        changes.append((y, x, strip if draw(st.integers(0, 5)) else Strip(list(strip), width)))
    return changes


def update_of(changes: list[tuple[int, int, Strip]]) -> ChopsUpdate:
    chops: list[dict[int, Strip | None]] = [{0: None} for _ in range(HEIGHT)]
    ends = [[WIDTH] for _ in range(HEIGHT)]
    for y, x, strip in changes:
        chops[y], ends[y] = {x: strip}, [x + strip.cell_length]
    return ChopsUpdate(chops, [(y, x, x + strip.cell_length) for y, x, strip in changes] or [(0, 0, 0)], ends)


class Paper:
    """A terminal, and what it shows cell by cell."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)
        self.written = 0

    def feed(self, text: str) -> None:
        self._stream.feed(text)
        self.written += len(text)

    @property
    def cells(self) -> list[list[tuple[str, str, str]]]:
        rows = (self.screen.buffer[y] for y in range(HEIGHT))
        return [[(row[x].data, row[x].fg, row[x].bg) for x in range(WIDTH)] for row in rows]


@given(story=st.lists(updates(), min_size=1, max_size=8), forgets=st.sets(st.integers(0, 7)))
def test_rows_written_as_changes_show_what_rows_written_whole_do(
    story: list[list[tuple[int, int, Strip]]], forgets: set[int]
) -> None:
    whole, changed, rows, out = Paper(), Paper(), WrittenRows(), console("truecolor")
    for at, changes in enumerate(story):
        if at in forgets:
            rows.forget()
        for y, x, strip in changes:
            whole.feed(f"\x1b[{y + 1};{x + 1}H{strip.render(out)}")
        changed.feed(rows.changes(update_of(changes)).render_segments(out))
        assert changed.cells == whole.cells
    assert changed.written <= whole.written


def row(price: str, size: str) -> LeanStrip:
    soft, bright, plain = FEW_STYLES
    return LeanStrip([Segment("│ 0.04", soft), Segment(price, bright), Segment(size.rjust(8), plain)], 16)


def test_of_a_row_only_what_lies_between_its_first_and_last_change_is_written() -> None:
    assert difference(row("31", "1.50"), row("31", "1.75")) == (14, [Segment("75", FEW_STYLES[2])])
    assert difference(row("31", "1.50"), row("42", "1.50")) == (6, [Segment("42", FEW_STYLES[1])])
    assert difference(row("31", "1.50"), row("31", "1.50")).segments == []
    assert difference(row("31", "1.50"), row("31", "1.70")) == (14, [Segment("7", FEW_STYLES[2])])
    bars = [LeanStrip([Segment(text, FEW_STYLES[1])], 7) for text in ("███▌   ", "████▌  ")]
    assert difference(*bars) == (3, [Segment("█▌", FEW_STYLES[1])])


def test_a_row_that_stands_there_already_is_not_written() -> None:
    rows, out, strip = WrittenRows(), console("truecolor"), row("31", "1.50")
    assert rows.sequence((0, 0), strip, out) == f"\x1b[1;1H{strip.render(out)}"
    assert rows.sequence((0, 0), strip, out) == ""
    assert rows.sequence((0, 0), row("31", "1.50"), out) == ""


def test_what_was_written_over_is_written_again() -> None:
    """A box over the dashboard, or another layout: the row below is not what stands there any more."""
    rows, out, strip = WrittenRows(), console("truecolor"), row("31", "1.50")
    rows.sequence((4, 0), strip, out)
    rows.sequence((0, 0), row("99", "9.99"), out)
    assert rows.sequence((4, 0), strip, out) == f"\x1b[1;5H{strip.render(out)}"


def test_once_forgotten_a_row_is_written_whole() -> None:
    rows, out, strip = WrittenRows(), console("truecolor"), row("31", "1.50")
    rows.sequence((0, 0), strip, out)
    rows.forget()
    assert rows.sequence((0, 0), strip, out) == f"\x1b[1;1H{strip.render(out)}"
