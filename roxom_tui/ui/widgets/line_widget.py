"""A widget that holds its rows as ready strips and refreshes only the rows that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import EMPTY, Line, Role, Tint, fit, merged, without_bars
from roxom_tui.ui.theme import DARK, Paint
from roxom_tui.ui.widgets.lean_strip import LeanStrip


class LineWidget(Widget):
    """Draws `Line`s edge to edge: no border, padding or scroll bar of Textual's own.

    Textual's style cache is passed by, because a line here already is what the terminal gets.
    """

    DEFAULT_CSS = "LineWidget { border: none; padding: 0; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paint = Paint(DARK, Environment.DEMO)
        self._lines: list[Line] = []
        self._strips: list[Strip] = []
        self._styles: dict[tuple[Role, Tint], Style] = {}
        self._styled_for: tuple[object, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> int:
        """Draw these lines; returns how many rows really changed."""
        width, height = self.size
        fresh = [*lines[:height], *([EMPTY] * (height - len(lines)))]
        if len(self._strips) != height or (self._strips and self._strips[0].cell_length != width):
            return self._replace_all(fresh, width)
        changed = [row for row, line in enumerate(fresh) if line != self._lines[row]]
        if changed:
            self.refresh(*_runs(changed, width))
            self._keep_styles()
        for row in changed:
            self._lines[row] = fresh[row]
            self._strips[row] = self._strip(fresh[row], width)
        return len(changed)

    def repaint(self, paint: Paint) -> None:
        """Take over new colours and draw everything again in them."""
        if paint != self.paint:
            self.paint = paint
            self._replace_all(self._lines, self.size.width)

    def plain_lines(self) -> list[str]:
        """The rows as text: for tests, and for whoever reads the screen without colours."""
        return ["".join(span.text for span in line) for line in self._lines]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Ready strips; blank ones for rows that a resize made before the next drawing."""
        x, y, width, height = crop
        blank = Strip.blank(self.size.width, self._style(Role.TEXT, Tint.NONE))
        rows = (self._strips[row] if row < len(self._strips) else blank for row in range(y, y + height))
        if x == 0 and width == self.size.width:
            return list(rows)
        return [strip.crop(x, x + width) for strip in rows]

    def _replace_all(self, lines: Sequence[Line], width: int) -> int:
        self._keep_styles()
        self._lines = list(lines)
        self._strips = [self._strip(line, width) for line in self._lines]
        self.refresh()
        return len(self._lines)

    def _strip(self, line: Line, width: int) -> Strip:
        style = self._style
        if self.paint.palette.plain:
            line = without_bars(line)
        return LeanStrip([Segment(text, style(role, tint)) for text, role, tint in merged(fit(line, width))], width)

    def _style(self, role: Role, tint: Tint) -> Style:
        """What the terminal gets for a role. Textual's filters only change styles: once for each is enough."""
        style = self._styles.get((role, tint))
        if style is None:
            segments = [Segment(" ", self.paint.style(role, tint))]
            for line_filter in self.get_line_filters():
                segments = line_filter.apply(segments, self.background_colors[1])
            style = self._styles[role, tint] = segments[0].style or Style.null()
        return style

    def _keep_styles(self) -> None:
        """Forget the styles if they were made for other colours or filters."""
        made_for = (self.paint, self.background_colors[1], *self.get_line_filters())
        if made_for != self._styled_for:
            self._styled_for = made_for
            self._styles.clear()


def _runs(rows: Sequence[int], width: int) -> list[Region]:
    """Changed rows as regions, neighbours joined."""
    runs: list[Region] = []
    for row in rows:
        if runs and runs[-1].bottom == row:
            runs[-1] = Region(0, runs[-1].y, width, runs[-1].height + 1)
        else:
            runs.append(Region(0, row, width, 1))
    return runs
