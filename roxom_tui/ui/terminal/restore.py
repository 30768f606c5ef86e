"""Giving a terminal back without anybody's help: every mode that may have been switched, switched back."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

from roxom_tui.ui.terminal.descriptor import Descriptor, write_all

RESTORE: Final = (
    b"\x1b[?2026l"  # no frame half drawn
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?7h"  # paste, resize reports, focus reports, line wrap
    b"\x1b[<u"  # key protocol: before the alternate screen is left
    b"\x1b[0m\x1b[?1049l\x1b[?25h\x1b[23;2t\x1b]22;default\x07"  # colours, screen, cursor, title, pointer
)


def write_at_last(number: int, last: bytes, patience: float) -> None:
    """Write past every queue and thread, to a descriptor that may take it, or not, within so many seconds."""
    until = time.monotonic() + patience
    # It fails where the terminal is gone.
    with suppress(OSError):
        write_all(last, Descriptor(number), lambda: time.monotonic() < until)
