"""Rows as the terminal gets them: lean escape sequences, and of a row that changed only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from roxom_tui.ui.lines import cells_of, is_of_single_cells

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
_RESET: Final = "\x1b[0m"


class _Codes(Struct, frozen=True):
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
    system = _SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
    parts: list[str] = []
    before = _PLAIN
    for text, style, _ in segments:
        codes = _PLAIN if style is None else _codes(style, system)
        if codes is not before and (change := _change(before, codes)):
            parts.append(f"\x1b[{change}m")
        parts.append(text)
        before = codes
    if before != _PLAIN:
        parts.append(_RESET)
    return "".join(parts)


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


class Difference(NamedTuple):
    """What is to be written over a row, and from which cell of it on."""

    start: int
    segments: Sequence[Segment]


def difference(before: Strip, after: Strip) -> Difference:
    """From the first cell in which two strips of one length differ to the last."""
    old, new = list(before), list(after)
    first = _same(old, new)
    start = cells_of("".join([segment.text for segment in new[:first]])) if first else 0
    del old[:first], new[:first]
    if last := _same(reversed(old), reversed(new)):
        del old[-last:], new[-last:]
    if not old or not new:
        return Difference(start, new)
    text, style, _ = new[0]
    if old[0].style is style and (common := _common(old[0].text, text)):
        start += common
        old[0], new[0] = Segment(old[0].text[common:], style), Segment(text[common:], style)
    text, style, _ = new[-1]
    if old[-1].style is style and (common := _common(old[-1].text[::-1], text[::-1])):
        new[-1] = Segment(text[:-common], style)
    return Difference(start, [segment for segment in new if segment.text])


def _same(one: Iterable[object], other: Iterable[object]) -> int:
    """How many of the first, segments or characters, are the same in both."""
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        count += 1
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
        is_lean = isinstance(strip, LeanStrip)
        if is_lean and isinstance(before, LeanStrip) and before.cell_length == strip.cell_length:
            row[x] = strip
            start, segments = difference(before, strip)
            return f"\x1b[{y + 1};{x + start + 1}H{written(segments, console)}" if segments else ""
        for at, other in tuple(row.items()):
            if at < end and x < at + other.cell_length:
                del row[at]
        if is_lean:
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
