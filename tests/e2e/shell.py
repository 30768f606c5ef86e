"""A shell with job control in a pseudo-terminal, as a person has it, and an emulator with a second screen."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pyte

from tests.support.terminal import Terminal

PROMPT = "READY$ "
COMMAND = f"{sys.executable} -m roxom_tui"

_OTHER_SCREEN = 1049
_PID = re.compile(rb"pid=(\d+)\r")


class TwoScreens(pyte.Screen):
    """pyte knows no second screen: here going to it keeps the first, and coming back brings that again."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._kept: tuple[dict[int, Any], int, int] | None = None

    @property
    def on_second(self) -> bool:
        """Whether a program has the screen for its own."""
        return self._kept is not None

    def set_mode(self, *modes: int, **more: Any) -> None:
        super().set_mode(*modes, **more)
        if _OTHER_SCREEN in modes and more.get("private"):
            if self._kept is None:
                kept = {row: dict(cells) for row, cells in self.buffer.items()}
                self._kept = (kept, self.cursor.x, self.cursor.y)
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **more: Any) -> None:
        super().reset_mode(*modes, **more)
        if _OTHER_SCREEN in modes and more.get("private") and self._kept is not None:
            kept, x, y = self._kept
            self._kept = None
            self.erase_in_display(2)
            for row, cells in kept.items():
                self.buffer[row].update(cells)
            self.cursor_position(y + 1, x + 1)


class Shell(Terminal):
    """An interactive bash that reads no start-up file."""

    def __init__(self, home: Path, *, size: tuple[int, int] = (100, 30), **environment: str) -> None:
        super().__init__([], home, size=size, PS1=PROMPT, **environment)
        self._arguments = ["bash", "--norc", "--noprofile", "-i"]
        self._screen = TwoScreens(*size)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def in_dashboard(self) -> bool:
        """Whether the dashboard has the screen."""
        return isinstance(self._screen, TwoScreens) and self._screen.on_second

    def type(self, line: str) -> None:
        """A line for the shell."""
        self.press(f"{line}\r")

    def start_job(self, command: str = COMMAND) -> int:
        """Run a program as the shell's job; its process id."""
        self.type(f"sh -c 'echo pid=$$; exec {command}'")
        self.until(lambda seen: _PID.search(bytes(seen.output)) is not None)
        found = _PID.findall(bytes(self.output))
        return int(found[-1])

    def await_prompt(self, *words: str) -> None:
        """Wait until the shell has its screen back, has said these words, and asks for more."""
        self.until(
            lambda seen: (
                not self.in_dashboard
                and all(word in seen.text for word in words)
                and seen.text.rstrip().endswith(PROMPT.rstrip())
            )
        )
        self.settle()

    def await_dashboard(self, *words: str) -> None:
        """Wait until the dashboard has the screen, with these words on it."""
        self.until(lambda seen: self.in_dashboard and all(word in seen.text for word in words))
