"""Rows as the terminal gets them: lean escape sequences, and of a row that changed only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from roxom_tui.ui.lines import cells_of_known, is_of_single_cells

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
_RESET: Final = "\x1b[0m"


MOST_PENS: Final = 1024
"""Styles of which it is remembered how they are written; a theme has some fifty."""


class _Pen:
    """How a style is written: the parameters of its escape sequence, and those that lead to it from other styles."""

    __slots__ = ("background", "foreground", "reverse", "style", "turns", "weight")

    def __init__(self, style: Style | None, system: ColorSystem) -> None:
        self.style = style
        """Held, because a pen is looked up by the identity of its style: to hash one costs as much as to write it."""
        self.weight = "" if style is None else "1" if style.bold else "2" if style.dim else ""
        self.reverse = style is not None and bool(style.reverse)
        front, behind = (None, None) if style is None else (style.color, style.bgcolor)
        self.foreground = "" if front is None else ";".join(front.downgrade(system).get_ansi_codes())
        self.background = "" if behind is None else ";".join(behind.downgrade(system).get_ansi_codes(foreground=False))
        self.turns: dict[_Pen, str] = {}

    def turn(self, other: _Pen) -> str:
        """The sequence after which the other writes, who has not been written after this one before."""
        parts = []
        if other.weight != self.weight:
            if self.weight:
                parts.append("22")
            if other.weight:
                parts.append(other.weight)
        if other.reverse != self.reverse:
            parts.append("7" if other.reverse else "27")
        if other.foreground != self.foreground:
            parts.append(other.foreground or "39")
        if other.background != self.background:
            parts.append(other.background or "49")
        turn = self.turns[other] = f"\x1b[{';'.join(parts)}m" if parts else ""
        return turn


class _Pens(dict[int, _Pen]):
    """The pens of one colour system, by the identity of their style."""

    def __init__(self, system: ColorSystem) -> None:
        super().__init__()
        self._system = system
        self.plain = _Pen(None, system)

    def cut(self, style: Style | None) -> _Pen:
        """One more."""
        if len(self) >= MOST_PENS:
            self.clear()
            self.plain = _Pen(None, self._system)
        pen = self[id(style)] = self.plain if style is None else _Pen(style, self._system)
        return pen


_PENS: Final = {name: _Pens(system) for name, system in _SYSTEMS.items()}


class LeanStrip(Strip):
    """For styles made of two colours, weight and reversal, as our themes' are; begins and ends with nothing set."""

    __slots__ = ("_lean",)

    @property
    def segments(self) -> list[Segment]:
        """What it is made of; Textual's own way to them takes three calls."""
        return self._segments

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Pieces; where nothing is cut off, itself.

        Textual keeps that answer in the strip: a ring that only the collector of garbage undoes. A hundred rows a
        second were held for it, with seven caches each: 10,000 objects in nine seconds.
        """
        inside = [cut for cut in cuts if cut <= self.cell_length]
        if inside == [self.cell_length]:
            return [self]
        return [LeanStrip(list(piece), piece.cell_length) for piece in super().divide(inside)]

    def render(self, console: Console) -> str:
        """The text with its escape sequences, kept for the next time."""
        try:
            return self._lean
        except AttributeError:
            self._lean: str = written(self, console)
            return self._lean


def written(segments: Iterable[Segment], console: Console) -> str:
    """Text with its escape sequences; begins and ends with nothing set."""
    pens = _PENS.get(console.color_system or "", _PENS["truecolor"])
    parts: list[str] = []
    before = plain = pens.plain
    for text, style, _ in segments:
        pen = pens.get(id(style)) or pens.cut(style)
        if pen is not before:
            turn = before.turns.get(pen)
            parts.append(before.turn(pen) if turn is None else turn)
            before = pen
        parts.append(text)
    if before is not plain and before.turn(plain):
        parts.append(_RESET)
    return "".join(parts)


class Difference(NamedTuple):
    """What is to be written over a row, and from which cell of it on."""

    start: int
    segments: Sequence[Segment]


def difference(before: LeanStrip, after: LeanStrip) -> Difference:
    """From the first cell in which two strips of one length differ to the last."""
    old, new = before.segments, after.segments
    first = _same(old, new)
    start = _cells(new[:first]) if first else 0
    last = min(len(old), len(new)) - first
    if last:
        last = min(last, _same(reversed(old), reversed(new)))
    changed, were = new[first : len(new) - last], old[first : len(old) - last]
    if not were or not changed:
        return Difference(start, changed)
    text, style, _ = changed[0]
    if were[0].style is style and (common := _common(were[0].text, text)):
        start += common
        were[0], changed[0] = Segment(were[0].text[common:], style), Segment(text[common:], style)
    text, style, _ = changed[-1]
    if were[-1].style is style and (common := _common(were[-1].text[::-1], text[::-1])):
        changed[-1] = Segment(text[:-common], style)
    return Difference(start, [segment for segment in changed if segment.text])


def _same(one: Iterable[object], other: Iterable[object]) -> int:
    """How many of the first, segments or characters, are the same in both."""
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _cells(segments: Iterable[Segment]) -> int:
    count = 0
    for text, _, _ in segments:
        count += len(text) if text.isascii() else cells_of_known(text)
    return count


def _common(one: str, other: str) -> int:
    """Cells that both begin with; none where a character may not take just one."""
    if one[:1] != other[:1]:
        return 0
    if not (one.isascii() and other.isascii()) and not (is_of_single_cells(one) and is_of_single_cells(other)):
        return 0
    return _same(one, other)


class WrittenRows:
    """What we wrote to the terminal, row by row, as far as nothing else was written over it."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """What the terminal shows is not known any more: every row is written whole again."""
        self._rows.clear()

    def changes(self, update: ChopsUpdate) -> ChopsUpdate:
        """The same update, written as changes of what stands there."""
        return _Changes(update, self)

    def sequence(self, place: tuple[int, int], strip: Strip, console: Console) -> str:
        """The sequence that has the terminal show the strip at a column and a row."""
        x, y = place
        row = self._rows.setdefault(y, {})
        before = row.get(x)
        if before is strip:
            return ""
        end = x + strip.cell_length
        if isinstance(strip, LeanStrip) and isinstance(before, LeanStrip) and before.cell_length == strip.cell_length:
            row[x] = strip
            start, segments = difference(before, strip)
            return f"\x1b[{y + 1};{x + start + 1}H{written(segments, console)}" if segments else ""
        for at, other in tuple(row.items()):
            if at < end and x < at + other.cell_length:
                del row[at]
        if isinstance(strip, LeanStrip):
            row[x] = strip
        return f"\x1b[{y + 1};{x + 1}H{strip.render(console)}"


class _Changes(ChopsUpdate):
    """An update that knows what stands there."""

    def __init__(self, update: ChopsUpdate, rows: WrittenRows) -> None:
        super().__init__(update.chops, update.spans, update.chop_ends)
        self._rows = rows

    def render_segments(self, console: Console) -> str:
        """Escape sequences for what differs."""
        parts: list[str] = []
        for y, x1, x2 in self.spans:
            chops: Mapping[int, Strip | None] = self.chops[y]
            for end, (x, strip) in zip(self.chop_ends[y], chops.items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                shown = strip if end <= x2 else strip.crop(0, x2 - x)
                parts.append(self._rows.sequence((x, y), shown, console))
        return "".join(parts)
