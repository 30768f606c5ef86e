"""A widget that holds its rows as ready strips and refreshes only the rows that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import EMPTY, Line, Role, Tint, fit, merged, unpadded
from roxom_tui.ui.theme import DARK, Paint

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
_RESET: Final = "\x1b[0m"


class _Codes(NamedTuple):
    """The parameters of the escape sequence for a style."""

    weight: str
    """`1` bold, `2` dim, or nothing."""
    reverse: bool
    foreground: str
    background: str


_PLAIN: Final = _Codes(weight="", reverse=False, foreground="", background="")


class LeanStrip(Strip):
    """For styles made of two colours, weight and reversal, as our themes' are; begins and ends with nothing set."""

    __slots__ = ("_lean",)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Pieces; where nothing is cut off, itself.

        Textual keeps that answer in the strip: a ring that only the collector of garbage undoes. A hundred rows a
        second were held for it, with seven caches each: 10,000 objects in nine seconds.
        """
        inside = [cut for cut in cuts if cut <= self.cell_length]
        return [self] if inside == [self.cell_length] else super().divide(inside)

    def render(self, console: Console) -> str:
        """The text with its escape sequences, kept for the next time."""
        try:
            return self._lean
        except AttributeError:
            system = _SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
            self._lean: str = self._write(system)
            return self._lean

    def _write(self, system: ColorSystem) -> str:
        written: list[str] = []
        before = _PLAIN
        for text, style, _ in self:
            codes = _PLAIN if style is None else _codes(style, system)
            change = _change(before, codes)
            written.append(f"\x1b[{change}m{text}" if change else text)
            before = codes
        if before != _PLAIN:
            written.append(_RESET)
        return "".join(written)


@lru_cache(maxsize=1024)
def _codes(style: Style, system: ColorSystem) -> _Codes:
    foreground = style.color.downgrade(system).get_ansi_codes() if style.color is not None else ()
    background = style.bgcolor.downgrade(system).get_ansi_codes(foreground=False) if style.bgcolor is not None else ()
    weight = "1" if style.bold else "2" if style.dim else ""
    return _Codes(weight, bool(style.reverse), ";".join(foreground), ";".join(background))


@lru_cache(maxsize=4096)
def _change(before: _Codes, after: _Codes) -> str:
    """The parameters that lead from one to the other; an empty text where nothing changes."""
    parts = []
    if after.weight != before.weight:
        if before.weight:
            parts.append("22")
        if after.weight:
            parts.append(after.weight)
    if after.reverse != before.reverse:
        parts.append("7" if after.reverse else "27")
    if after.foreground != before.foreground:
        parts.append(after.foreground or "39")
    if after.background != before.background:
        parts.append(after.background or "49")
    return ";".join(parts)


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
        changed = [row for row, line in enumerate(fresh) if line != self._lines[row]]
        if changed:
            self.refresh(*_runs(changed, width))
            self._keep_styles()
        for row in changed:
            self._lines[row] = fresh[row]
            self._strips[row] = self._strip(fresh[row], width)
        return len(changed)

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
        spans = unpadded(merged(fit(line, width)), self.paint.grounded)
        return LeanStrip([Segment(text, style(role, tint)) for text, role, tint in spans], width)

    def _style(self, role: Role, tint: Tint) -> Style:
        """The style of a role for this terminal. Textual's filters only change styles: once for each is enough."""
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
