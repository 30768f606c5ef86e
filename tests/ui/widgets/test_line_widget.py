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
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from roxom_tui.model.market import Environment
from roxom_tui.ui.color_fallback import for_terminal
from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.theme import LIGHT, Paint
from roxom_tui.ui.widgets.line_widget import LeanStrip, LineWidget

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


class Sheet(App[None]):
    """A book and a warning on a terminal of few colours."""

    def compose(self) -> ComposeResult:
        yield Written()


class Written(LineWidget):
    """Says whether there are tints, and warns between blanks."""

    def redraw(self) -> None:
        words = "tinted" if self.paint.has_tints else "blocks"
        self.show_lines([(Span(words), Span("  5.1 %  ", Role.WARNING), Span("|"))])


async def test_in_few_colours_a_row_is_drawn_for_them_and_no_ground_runs_on_behind_blanks() -> None:
    app = Sheet()
    async with app.run_test(size=(30, 2)):
        written = app.query_one(Written)
        assert written.plain_lines()[0].startswith("tinted")
        written.repaint(Paint(for_terminal(LIGHT, "standard"), Environment.DEMO))
        assert written.plain_lines()[0].startswith("blocks")
        strip = written.render_lines(Region(0, 0, 30, 1))[0]
        grounds = {text: style.bgcolor.name for text, style, _ in strip if style and style.bgcolor}
        assert grounds.pop("5.1 %") == "#ffff55"
        assert set(grounds.values()) == {"#ffffff"}
        assert strip.text == "blocks  5.1 %  |".ljust(30)
