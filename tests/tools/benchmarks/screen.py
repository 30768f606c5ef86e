"""A program in a pseudo-terminal whose other end is read as fast, or as slowly, as a benchmark wants."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
import threading
import time
from types import TracebackType
from typing import Self

from tests.tools.benchmarks.channel import Child

COLUMNS, ROWS = 120, 40
PIECE = 1024


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
        """Seconds from the start until the word was written in one piece."""
        with self._seen:
            assert self._seen.wait_for(lambda: word.encode() in self.output, seconds), f"{word} never came"
        return time.perf_counter() - self.started

    def hang_up(self) -> None:
        """The terminal is gone."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._reader.join()
            os.close(self._master)

    def _read(self) -> None:
        while not self._stopped.is_set():
            rate = self.rate
            if rate == 0 or not select.select([self._master], [], [], 0.05)[0]:
                self._stopped.wait(0.005)
                continue
            try:
                data = os.read(self._master, PIECE if rate else 65536)
            except OSError:
                return
            with self._seen:
                self.output += data
                self.bytes += len(data)
                self._seen.notify_all()
            if rate:
                self._stopped.wait(len(data) / rate)
