"""A real pseudo-terminal with a program in it, and an emulator that says what a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.support import canaries

QUIET = 0.02

AS_ITS_OWN = 'exec <"$0" >"$0" 2>&1; exec "$@"'
"""A shell that leads a session and opens a terminal has it for its own: keys and changes of size become signals."""


class Terminal:
    """`with Terminal([...]) as terminal:` runs the program; everything waits for what is on screen, never for time."""

    def __init__(
        self,
        arguments: Sequence[str],
        home: Path,
        *,
        size: tuple[int, int] = (120, 40),
        before: str = "",
        **environment: str,
    ) -> None:
        """`before` is what a shell does first."""
        self.columns, self.rows = size
        self._arguments = [sys.executable, "-m", "roxom_tui", *arguments]
        self._as_its_own = before + AS_ITS_OWN
        self._slave = -1
        self._environment = clean_environment(home, environment)
        self._screen = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: dict[int, str] = {}
        self.output = bytearray()
        self.process: subprocess.Popen[bytes]
        self.modes_before: list[int] = []
        self._master = -1

    def __enter__(self) -> Self:
        self._master, self._slave = pty.openpty()
        self._set_size()
        self.modes_before = self.modes()
        self.process = subprocess.Popen(
            ["sh", "-c", self._as_its_own, os.ttyname(self._slave), *self._arguments],
            stdin=subprocess.DEVNULL,
            env=self._environment,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        self._let_go_of_slave()
        if self._master >= 0:
            os.close(self._master)
        if canaries.is_in(bytes(self.output)):
            canaries.leaks.append("the terminal")

    # --- what a person does ---------------------------------------------------------------------

    def press(self, keys: str | bytes) -> None:
        """Type; control keys as their bytes."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def hang_up(self) -> None:
        """Close the window, the program in it still running."""
        self._let_go_of_slave()
        os.close(self._master)
        self._master = -1

    def resize(self, columns: int, rows: int) -> None:
        """Drag the corner of the window."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._screen.dirty.update(range(rows))
        self._set_size()

    # --- what a person sees ---------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The rows on screen. Only those that changed are read anew: a program that paints is looked at often."""
        screen = self._screen
        for row in screen.dirty:
            if row < self.rows:
                cells = screen.buffer[row]
                self._lines[row] = "".join(cells[column].data for column in range(self.columns))
        screen.dirty.clear()
        return [self._lines.get(row, "") for row in range(self.rows)]

    @property
    def text(self) -> str:
        """All of the screen."""
        return "\n".join(self.lines)

    def ink(self, row: int, column: int) -> str:
        """The colour in which a cell is written: `rrggbb`, or a name."""
        return str(self._screen.buffer[row][column].fg)

    @property
    def title(self) -> str:
        """The title of the window."""
        return str(self._screen.title)

    def until(self, condition: Callable[[Terminal], bool], seconds: float = 20.0) -> None:
        """Read until the screen fulfils the condition; AssertionError with the screen if it never does."""
        deadline = time.monotonic() + seconds
        while not condition(self):
            if not self.read(deadline - time.monotonic()):
                raise AssertionError(f"not on screen within {seconds} s (exit {self.process.poll()}):\n{self.text}")

    def shows(self, *words: str, seconds: float = 20.0) -> None:
        """Wait until all these words are on screen at once."""
        self.until(lambda seen: all(word in seen.text for word in words), seconds)

    def read(self, seconds: float) -> bool:
        """Take in what came, waiting at most so long; False when nothing did or the program is gone."""
        if seconds <= 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        # From the first word on the program holds it; our hold would hide that it is gone.
        self._let_go_of_slave()
        self.output += data
        self._stream.feed(data)
        return bool(data)

    def settle(self) -> None:
        """Take in all that is on its way right now: a frame is not looked at half painted."""
        while self.read(QUIET):
            pass

    def ends(self, seconds: float = 10.0) -> int:
        """The exit code, once the program is gone; what it still writes is read."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read(0.05)
        self.settle()
        return self.process.wait(timeout=max(0.1, deadline - time.monotonic()))

    def modes(self) -> list[int]:
        """The terminal's local modes (echo, line editing), as the kernel holds them."""
        return [int(flag) for flag in termios.tcgetattr(self._master)[:4]]

    def _set_size(self) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def _let_go_of_slave(self) -> None:
        if self._slave >= 0:
            os.close(self._slave)
            self._slave = -1


def clean_environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the tester's own: an empty home, a capable terminal, UTF-8."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        **more,
    }
