"""A program in a pseudo-terminal whose other end is read as fast, or as slowly, as a benchmark wants."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import threading
import time
from itertools import takewhile
from types import TracebackType
from typing import Self

import pyte

from tests.tools.benchmarks.channel import Child

COLUMNS, ROWS = 120, 40
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
PIECE = 1024
IN_ONE_PIECE = 5.0
"""Seconds until the picture itself is looked at for a word, which takes a while."""


class Screen:
    """`with Screen("roxom_tui", ...) as screen:`. `child` is the process, `bytes` counts what it wrote so far."""

    def __init__(self, module: str, *arguments: str, **environment: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self.child = Child(module, *arguments, stdio=slave, **(terminal | environment))
        os.close(slave)
        self.bytes = 0
        self.rate: float | None = None
        """Bytes a second that are read; None for all, 0 for none."""
        self.output = bytearray()
        self.arrivals: list[tuple[float, int]] = []
        """When something came (`time.perf_counter`), and how long the output was with it."""
        self._seen = threading.Condition()
        self._stopped = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.end()
        self.hang_up()

    def shows(self, word: str, seconds: float = 20.0) -> float:
        """Seconds from the start until the word was written in one piece, or stands there: of a row that changed only
        what changed is written."""
        with self._seen:
            if self._seen.wait_for(lambda: word.encode() in self.output, IN_ONE_PIECE):
                return time.perf_counter() - self.started
            assert self._seen.wait_for(lambda: word in "\n".join(self.rows()), seconds), f"{word} never came"
        return time.perf_counter() - self.started

    def rows(self) -> list[str]:
        """The picture that the terminal shows."""
        terminal = pyte.Screen(COLUMNS, ROWS)
        pyte.ByteStream(terminal).feed(bytes(self.output))
        return list(terminal.display)

    def press(self, key: str) -> float:
        """Type; when that was."""
        pressed = time.perf_counter()
        os.write(self._master, key.encode())
        return pressed

    def came(self, what: re.Pattern[bytes], since: int, seconds: float) -> float | None:
        """When there was something that looks like this, colours aside, in the output after so many bytes."""

        def is_there(length: int) -> bool:
            return what.search(COLOURS.sub(b"", self.output[since:length])) is not None

        with self._seen:
            if not self._seen.wait_for(lambda: is_there(self.bytes), seconds):
                return None
            later = takewhile(lambda arrival: arrival[1] > since, reversed(self.arrivals))
            return next(at for at, length in reversed(list(later)) if is_there(length))

    def hang_up(self) -> None:
        """The terminal is gone."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._reader.join()
            os.close(self._master)

    def _read(self) -> None:
        while not self._stopped.is_set():
            rate = self.rate
            if rate == 0:
                self._stopped.wait(0.005)
                continue
            if not select.select([self._master], [], [], 0.05)[0]:
                continue
            try:
                data = os.read(self._master, PIECE if rate else 65536)
            except OSError:
                return
            now = time.perf_counter()
            with self._seen:
                self.output += data
                self.arrivals.append((now, len(self.output)))
                self.bytes += len(data)
                self._seen.notify_all()
            if rate:
                self._stopped.wait(len(data) / rate)
