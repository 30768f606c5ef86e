"""A widget that holds its rows as ready strips and refreshes only the rows that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import EMPTY, Ground, Ink, Line, Role, Tint, fit, merged, shared_start, unpadded, width_of
from roxom_tui.ui.terminal.strips import LeanStrip
from roxom_tui.ui.theme import DARK, Paint

_LONG: Final = 24
"""Spans from which on it pays to look for those that are as before: rows of the heatmap have more."""


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
        self._styles = _Styles(self._style)
        self._styled_for: tuple[object, ...] = ()
        self._grounded: Set[Role] = frozenset()
        """`Paint.grounded` of those colours."""

    @property
    def size(self) -> Size:
        """All of it is drawn edge to edge. Textual looks for borders and scroll bars, several times a frame."""
        return self.outer_size

    def redraw(self) -> None:
        """Draw what is to be said now."""

    def wheel(self, rows: int) -> None:
        """The mouse wheel turned by so many rows."""

    def on_resize(self) -> None:
        """Draw for the new size at once."""
        self.redraw()

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves as the keys do."""
        self.wheel(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves as the keys do."""
        self.wheel(-3)

    def show_lines(self, lines: Sequence[Line]) -> int:
        """Draw these lines; returns how many rows really changed."""
        width, height = self.size
        fresh = [*lines[:height], *([EMPTY] * (height - len(lines)))]
        if not self.is_drawn_for_its_size:
            return self._replace_all(fresh, width)
        changed = [row for row, line in enumerate(fresh) if line is not self._lines[row] and line != self._lines[row]]
        if changed:
            self.refresh(*_runs(changed, width))
            self._draw(changed, fresh, width)
        return len(changed)

    def _draw(self, changed: Sequence[int], fresh: Sequence[Line], width: int) -> None:
        """Make strips for the rows that changed, but for lines that only moved to another row."""
        before = list(zip(self._lines, self._strips, strict=True))
        moved = {} if self._keep_styles() else {id(line): strip for line, strip in before}
        for row in changed:
            line, (old, strip) = fresh[row], before[row]
            self._lines[row] = line
            self._strips[row] = moved.get(id(line)) or self._grown(line, width, old, strip if moved else None)

    @property
    def is_drawn_for_its_size(self) -> bool:
        """Whether the rows are for the size it has. Textual does not tell every change of it that a layout makes."""
        width, height = self.size
        return len(self._strips) == height and (not self._strips or self._strips[0].cell_length == width)

    def repaint(self, paint: Paint) -> None:
        """Take over new colours and draw everything again in them."""
        if paint != self.paint:
            had_tints, self.paint = self.paint.has_tints, paint
            self._replace_all(self._lines, self.size.width)
            if had_tints != paint.has_tints:
                self.redraw()

    def plain_lines(self) -> list[str]:
        """The rows as text: for tests, and for whoever reads the screen without colours."""
        return ["".join(span.text for span in line) for line in self._lines]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Ready strips; blank ones for rows that a resize made before the next drawing."""
        x, y, width, height = crop
        blank = Strip.blank(self.size.width, self._styles[Role.TEXT, Tint.NONE])
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

    def _grown(self, line: Line, width: int, old: Line, strip: Strip | None) -> Strip:
        """A strip of which the start, where that is long, is taken from the one before."""
        shared = shared_start(line, old) if len(line) > _LONG and strip is not None else 0
        if not shared or strip is None or self._grounded or width_of(line) != width:
            return self._strip(line, width)
        rest, styles = sum([len(span.text) for span in line[:shared]]), self._styles
        segments: list[Segment] = []
        for segment in strip:
            if rest <= 0:
                break
            segments.append(segment)
            rest -= len(segment.text)
        segments += [Segment(span.text, styles[span.role, span.tint]) for span in merged(line[shared:])]
        return LeanStrip(segments, width)

    def _strip(self, line: Line, width: int) -> Strip:
        # Most lines have the width they need: a panel's rows were fitted between the sides of its frame.
        fitting = line if width_of(line) == width else fit(line, width)
        spans, styles = merged(fitting), self._styles
        if self._grounded:
            spans = unpadded(spans, self._grounded)
        return LeanStrip([Segment(span.text, styles[span.role, span.tint]) for span in spans], width)

    def _style(self, role: Ink, tint: Ground) -> Style:
        """The style of a role for this terminal. Textual's filters only change styles: once for each is enough."""
        segments = [Segment(" ", self.paint.style(role, tint))]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self.background_colors[1])
        return segments[0].style or Style.null()

    def _keep_styles(self) -> bool:
        """Forget the styles if they were made for other colours or filters; whether that was so.

        What lies behind the widget counts for dim text alone, which there is only without colours.
        """
        behind = self.background_colors[1] if self.paint.palette.plain else None
        made_for = (self.paint, behind, *self.get_line_filters())
        if made_for == self._styled_for:
            return False
        self._styled_for, self._grounded = made_for, self.paint.grounded
        self._styles.clear()
        return True


class _Styles(dict[tuple[Ink, Ground], Style]):
    """Styles, each made when it is first asked for: a row of the heatmap asks a hundred times."""

    def __init__(self, made: Callable[[Ink, Ground], Style]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, key: tuple[Ink, Ground]) -> Style:
        style = self[key] = self._made(*key)
        return style


def _runs(rows: Sequence[int], width: int) -> list[Region]:
    """Changed rows as regions, neighbours joined."""
    runs: list[Region] = []
    for row in rows:
        if runs and runs[-1].bottom == row:
            runs[-1] = Region(0, runs[-1].y, width, runs[-1].height + 1)
        else:
            runs.append(Region(0, row, width, 1))
    return runs
