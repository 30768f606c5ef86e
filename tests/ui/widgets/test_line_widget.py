"""A widget that holds its rows as ready strips."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Region

from roxom_tui.model.market import Environment
from roxom_tui.ui.color_fallback import for_terminal
from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.theme import DARK, LIGHT, Paint
from roxom_tui.ui.widgets.line_widget import LineWidget


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


async def test_a_long_row_that_grows_at_its_end_is_the_row_drawn_whole() -> None:
    app = Sheet()
    async with app.run_test(size=(60, 2)):
        written = app.query_one(Written)
        still = tuple(Span("▀ "[n % 5 == 4], Role.BID if n % 2 else Role.ASK) for n in range(40))
        for end in (
            (Span("x" * 20),),
            (Span("y"), Span(" " * 19)),
            (Span(" " * 20, Role.BID),),
            (Span("too long" * 9),),
        ):
            line = (*still, *end)
            written.show_lines([line])
            grown = written.render_lines(Region(0, 0, 60, 1))[0]
            written.repaint(Paint(LIGHT, Environment.DEMO))
            written.repaint(Paint(DARK, Environment.DEMO))
            whole = written.render_lines(Region(0, 0, 60, 1))[0]
            assert list(grown) == list(whole)
