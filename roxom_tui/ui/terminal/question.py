"""Asks a terminal, without a screen, whether it takes notifications by OSC 99."""

from __future__ import annotations

import os
import select
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from roxom_tui.ui.terminal.announce import ANSWER, QUESTION, wrapped
from roxom_tui.ui.terminal.descriptor import Descriptor, write_all
from roxom_tui.ui.terminal.grammar import Grammar
from roxom_tui.ui.terminal.tokens import Answer, Sequence

PATIENCE: Final = 1.0
"""Seconds that the terminal has."""
_WHO_ARE_YOU: Final = "\x1b[c"
"""Every terminal answers this; one that answers it first does not know the other question."""


def takes_osc_99(terminal: int, *, tmux: bool = False) -> bool:
    """Whether the terminal behind a descriptor answers that it does. Nothing of its answers is shown."""
    grammar, until = Grammar(), time.monotonic() + PATIENCE
    with _quiet(terminal):
        write_all((wrapped(QUESTION, tmux=tmux) + _WHO_ARE_YOU).encode(), Descriptor(terminal))
        while (left := until - time.monotonic()) > 0 and select.select([terminal], [], [], left)[0]:
            for token in grammar.feed(os.read(terminal, 256), time.monotonic()):
                if isinstance(token, Answer) and token.text.startswith(ANSWER):
                    return True
                if isinstance(token, Sequence) and token.text.endswith("c"):
                    return False
    return False


@contextmanager
def _quiet(terminal: int) -> Iterator[None]:
    """Without echo and lines, and as it was afterwards; what was not read is dropped."""
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
