"""What is typed, pasted and answered by the terminal, from bytes to events. Nothing of it can end the program."""

from __future__ import annotations

import logging
import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from threading import Event
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

MOST_AT_ONCE: Final = 4096
PATIENCE: Final = 0.1
"""Seconds until the beginning of a sequence is taken for a key, and until the wish to end is heard."""

_log = logging.getLogger(__name__)


class Keyboard:
    """Reads a terminal until it is told to end, and delivers each event as soon as it is whole."""

    def __init__(self, terminal: int, deliver: Callable[[Message], None]) -> None:
        self._terminal = terminal
        self._deliver = deliver
        # Not every terminal speaks UTF-8, and a line is not always clean.
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._parser = XTermParser()

    def run(self, ended: Event) -> None:
        """Until `ended` is set; that a terminal is gone is for others to act on."""
        while not ended.is_set():
            if select.select([self._terminal], [], [], PATIENCE)[0]:
                data = self._read()
                for char in self._decoder.decode(data):
                    self._take(self._parser.feed(char))
                if not data:
                    # It stays readable, and nothing comes: that must not become a spin.
                    ended.wait(PATIENCE)
            self._take(self._parser.tick())

    def _read(self) -> bytes:
        try:
            return os.read(self._terminal, MOST_AT_ONCE)
        except OSError:
            return b""

    def _take(self, events: Iterable[Message]) -> None:
        try:
            for event in events:
                self._deliver(event)
        except Exception as error:  # noqa: BLE001 - a report of a key that cannot be, of a size of nothing: whatever it is
            _log.warning("at the keyboard, not understood: %s", type(error).__name__)
            self._begin_anew()

    def _begin_anew(self) -> None:
        """A parser that failed takes no more; how the mouse is reported stays as it was."""
        failed, self._parser = self._parser, XTermParser()
        self._parser.mouse_pixels = failed.mouse_pixels
        self._parser.terminal_size = failed.terminal_size
        self._parser.terminal_pixel_size = failed.terminal_pixel_size
