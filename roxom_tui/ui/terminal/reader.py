"""Reads the terminal: keys, pastes and answers, from bytes to events. Nothing of it can end the program."""

from __future__ import annotations

import logging
import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Final
from weakref import finalize

from textual.events import Key, Paste
from textual.message import Message

from roxom_tui.ui.terminal.grammar import Grammar
from roxom_tui.ui.terminal.keys import keys_of_character, keys_of_sequence, keys_with_alt
from roxom_tui.ui.terminal.reports import Reports
from roxom_tui.ui.terminal.tokens import Alt, Answer, Escape, Pasted, Sequence, Text, Token

MOST_AT_ONCE: Final = 4096
PATIENCE: Final = 0.1
"""Seconds between looks at a terminal that is readable and says nothing."""

_log = logging.getLogger(__name__)


class Translator:
    """From bytes to Textual's events; time (seconds) is passed in."""

    def __init__(self) -> None:
        self._grammar = Grammar()
        self._reports = Reports()
        self.ignored = 0
        """Whole sequences that mean nothing here."""

    @property
    def deadline(self) -> float | None:
        """The time at which `tick` is next due, if it is."""
        return self._grammar.deadline

    @property
    def swallowed(self) -> int:
        """Sequences that were broken, too long, strings, or unknown."""
        return self._grammar.swallowed + self.ignored

    def feed(self, data: bytes, now: float) -> list[Message]:
        """The events of bytes that came in one read."""
        return self._events(self._grammar.feed(data, now))

    def tick(self, now: float) -> list[Message]:
        """The events of nothing having come."""
        return self._events(self._grammar.tick(now))

    def _events(self, tokens: list[Token]) -> list[Message]:
        return [event for token in tokens for event in self._translated(token)]

    def _translated(self, token: Token) -> list[Message]:
        match token:
            case Text(character):
                return [*keys_of_character(character)]
            case Alt(character):
                return [*keys_with_alt(character)]
            case Escape():
                return [Key("escape", "\x1b")]
            case Pasted(text):
                return [Paste(text)]
            case Answer(text):
                return [*self._reports.answer(text)]
            case Sequence(text, is_late):
                return self._meaning(text, is_late=is_late)

    def _meaning(self, sequence: str, *, is_late: bool) -> list[Message]:
        report = self._reports.read(sequence)
        if report is not None:
            return [report]
        # A key whose beginning was taken for Esc is not pressed again.
        keys = [] if is_late else keys_of_sequence(sequence)
        self.ignored += not keys
        return [*keys]


class End(Event):
    """The wish to end, which is heard also by a thread that waits for a terminal: then `heard` can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.heard, self._bell = os.pipe()
        os.set_blocking(self.heard, False)
        os.set_blocking(self._bell, False)
        finalize(self, _close, self.heard, self._bell)

    def set(self) -> None:
        """Let it end."""
        super().set()
        # It is rung already where there is no room.
        with suppress(BlockingIOError):
            os.write(self._bell, b".")

    def clear(self) -> None:
        """The next may begin."""
        super().clear()
        with suppress(BlockingIOError):
            while os.read(self.heard, MOST_AT_ONCE):
                pass


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


class Reader:
    """Reads a terminal until it is told to end, and delivers each event as soon as it is whole."""

    def __init__(self, terminal: int, deliver: Callable[[Message], None]) -> None:
        self._terminal = terminal
        self._deliver = deliver
        self._translator = Translator()

    def run(self, ended: End) -> None:
        """Until `ended` is set; that a terminal is gone is for others to act on."""
        while not ended.is_set():
            readable = select.select([self._terminal, ended.heard], [], [], self._patience())[0]
            if self._terminal in readable:
                data = self._read()
                self._deliver_all(self._translator.feed(data, time.monotonic()))
                if not data:
                    # It stays readable, and nothing comes: that must not become a spin.
                    ended.wait(PATIENCE)
            else:
                self._deliver_all(self._translator.tick(time.monotonic()))
        if self._translator.swallowed:
            _log.info("from the terminal, not understood: %d sequences", self._translator.swallowed)

    def _patience(self) -> float | None:
        """Seconds until the translator has to be asked, if it has to be though nothing comes."""
        deadline = self._translator.deadline
        return None if deadline is None else max(0.0, deadline - time.monotonic())

    def _read(self) -> bytes:
        try:
            return os.read(self._terminal, MOST_AT_ONCE)
        except OSError:
            return b""

    def _deliver_all(self, events: list[Message]) -> None:
        for event in events:
            self._deliver(event)
