"""Reports of a terminal that are no keys: the mouse, its size, its modes, its focus. Pure."""

from __future__ import annotations

import re
from typing import Final

from textual import constants
from textual._xterm_parser import IS_ITERM
from textual.events import (
    AppBlur,
    AppFocus,
    MouseDown,
    MouseEvent,
    MouseMove,
    MouseScrollDown,
    MouseScrollLeft,
    MouseScrollRight,
    MouseScrollUp,
    MouseUp,
    Resize,
)
from textual.geometry import Size
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from roxom_tui.ui.terminal.announce import ANSWER

MOST_CELLS: Final = 4096
"""Columns or rows beyond which a report of the size is not believed."""
MOST_PIXELS: Final = 1_000_000

_MOUSE: Final = r"\x1b\[<(\d{1,4});(\d{1,7});(\d{1,7})([Mm])"
_SIZE: Final = r"\x1b\[48;(\d{1,7})(?::\d*)*;(\d{1,7})(?::\d*)*;(\d{1,7})(?::\d*)*;(\d{1,7})(?::\d*)*t"
_MODE: Final = r"\x1b\[\?(2026|2048);(\d)\$y"
_FOCUS: Final[dict[str, type[Message]]] = {"\x1b[I": AppFocus, "\x1b[O": AppBlur}

_SHIFT, _META, _CTRL, _MOVED, _WHEEL, _MORE_BUTTONS = 4, 8, 16, 32, 64, 128
_WHEELS: Final[tuple[type[MouseEvent], ...]] = (MouseScrollUp, MouseScrollDown, MouseScrollLeft, MouseScrollRight)


class TakesNotifications(Message):
    """The terminal answered that it takes desktop notifications by OSC 99."""


class Reports:
    """Reads reports. It remembers where the mouse was, and how many pixels a cell has."""

    def __init__(self) -> None:
        self._last = (0, 0)
        self._is_in_pixels = False
        self._size = Size(0, 0)
        self._pixels = Size(0, 0)

    def read(self, sequence: str) -> Message | None:
        """The report as an event, or None where it is none that we know."""
        if sequence in _FOCUS:
            return _FOCUS[sequence]()
        if (mode := re.fullmatch(_MODE, sequence)) is not None:
            return _mode(mode[1], int(mode[2]))
        if (size := re.fullmatch(_SIZE, sequence)) is not None:
            return self._resized(*map(int, size.groups()))
        if (mouse := re.fullmatch(_MOUSE, sequence)) is not None:
            return self._mouse(int(mouse[1]), int(mouse[2]), int(mouse[3]), mouse[4])
        return None

    def answer(self, text: str) -> tuple[Message, ...]:
        """What the terminal answered to the question of ours."""
        return (TakesNotifications(),) if text.startswith(ANSWER) else ()

    def _resized(self, rows: int, columns: int, height: int, width: int) -> Resize | None:
        if not (0 < rows <= MOST_CELLS and 0 < columns <= MOST_CELLS and max(height, width) <= MOST_PIXELS):
            return None
        event = Resize.from_dimensions((columns, rows), (width, height))
        # From now on the mouse is reported in pixels too.
        self._is_in_pixels = True
        self._size, self._pixels = Size(columns, rows), Size(width, height)
        return event

    def _mouse(self, code: int, column: int, row: int, end: str) -> MouseEvent | None:
        if not (0 < column <= MOST_PIXELS and 0 < row <= MOST_PIXELS) or code & _MORE_BUTTONS:
            return None
        if self._is_in_pixels and not (self._pixels.width and self._pixels.height):
            return None
        x, y = self._in_cells(column - 1, row - 1)
        if max(x, y) >= MOST_CELLS:
            return None
        moved = int(x) - self._last[0], int(y) - self._last[1]
        self._last = int(x), int(y)
        kind, button = _what_the_mouse_did(code, end)
        held = bool(code & _SHIFT), bool(code & _META), bool(code & _CTRL)
        return kind(None, x, y, *moved, button, *held, screen_x=x, screen_y=y)

    def _in_cells(self, x: int, y: int) -> tuple[float, float]:
        if not self._is_in_pixels:
            return float(x), float(y)
        return x * self._size.width / self._pixels.width, y * self._size.height / self._pixels.height


def _what_the_mouse_did(code: int, end: str) -> tuple[type[MouseEvent], int]:
    """The kind of event and the button: 1 left, 2 middle, 3 right, 0 none."""
    if code & _WHEEL:
        return _WHEELS[code & 3], 0
    button = (code + 1) & 3
    # A movement without a button looks like a press of none.
    if code & _MOVED or not button:
        return MouseMove, button
    return (MouseDown if end == "M" else MouseUp), button


def _mode(mode: str, setting: int) -> Message | None:
    """The answer of the terminal to the question whether it has a mode."""
    if mode == "2026":
        return TerminalSupportsSynchronizedOutput() if setting else None
    if constants.SMOOTH_SCROLL and not IS_ITERM:
        return InBandWindowResize.from_setting_parameter(setting)
    return None
