"""A row of cells that tells the terminal only what changes from one run of text to the next.

Textual states every colour before each run and resets after it, which is twice the bytes: felt over a slow line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
_RESET: Final = "\x1b[0m"


class _Codes(NamedTuple):
    """What a style asks of the terminal, as parameters of one escape sequence."""

    weight: str
    """`1` bold, `2` dim, or nothing."""
    reverse: bool
    foreground: str
    background: str


_PLAIN: Final = _Codes(weight="", reverse=False, foreground="", background="")


class LeanStrip(Strip):
    """For styles made of two colours, weight and reversal, as our themes' are; begins and ends with nothing set."""

    __slots__ = ("_lean",)

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
