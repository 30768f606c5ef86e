"""What the screen asks of the feed, from the first key on, in order until the feed takes it (model's FeedControl)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

from roxom_tui.model.ports import FeedCommand

MOST_KEPT: Final = 256
"""Commands that nobody took; the oldest goes for a newer one."""


class CommandQueue:
    """The screen's end is `send`; the feed's `on_command` and `take`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._commands: deque[FeedCommand] = deque(maxlen=MOST_KEPT)
        self._wake: Callable[[], None] | None = None

    def send(self, command: FeedCommand) -> None:
        """Returns at once, from any thread; commands are obeyed in the order in which they came."""
        with self._lock:
            self._commands.append(command)
            wake = self._wake
        if wake is not None:
            wake()

    def on_command(self, wake: Callable[[], None]) -> None:
        """`wake` is called from the screen's thread after each command from now on; those before wait for `take`."""
        with self._lock:
            self._wake = wake

    def take(self) -> tuple[FeedCommand, ...]:
        """The commands since the last call."""
        with self._lock:
            taken = tuple(self._commands)
            self._commands.clear()
        return taken
