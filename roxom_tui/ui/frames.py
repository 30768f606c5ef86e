"""When to paint: at once in a quiet market, at most so often in a busy one, never for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from roxom_tui.model.ports import Mailbox

T = TypeVar("T")


class FrameClock(Generic[T]):
    """Takes pictures from the mailbox and paces them.

    `draw` paints a picture, `later` runs a callback after some seconds, `is_behind` says whether the terminal has
    not read what it already got: then the frame is skipped and the newest picture waits. `now` counts seconds.
    """

    def __init__(
        self,
        mailbox: Mailbox[T],
        draw: Callable[[T], None],
        later: Callable[[float, Callable[[], None]], object],
        is_behind: Callable[[], bool],
        max_fps: int,
        now: Callable[[], float],
    ) -> None:
        self._mailbox = mailbox
        self._draw = draw
        self._later = later
        self._is_behind = is_behind
        self._now = now
        self._is_waiting = False
        self._wake: Callable[[], None] | None = None
        self.interval = 1 / max_fps
        self.painted = 0
        self.skipped = 0

    def start(self, wake: Callable[[], None]) -> None:
        """Have `wake` called from the feed's thread when there is something to paint, and ask for the first.

        It must lead to `paint` in the screen's own loop.
        """
        self._wake = wake
        self._mailbox.on_news(wake)
        self._mailbox.ask()

    def stop(self) -> None:
        """No more calls."""
        self._mailbox.on_news(None)

    def paint(self) -> None:
        """Paint what is new, and ask again one interval after this beginning."""
        if self._is_waiting:
            return
        if self._is_behind():
            # Asking meanwhile keeps the slot fresh: the first frame after the wait is the newest.
            self.skipped += 1
            self._is_waiting = True
            self._mailbox.ask()
            self._later(self.interval, self._try_again)
            return
        began = self._now()
        picture = self._mailbox.take()
        if picture is not None:
            self._draw(picture)
            self.painted += 1
        self._later(max(0.0, self.interval - (self._now() - began)), self._mailbox.ask)

    def nudge(self) -> None:
        """About once a second: ask again. Should a timer ever be lost, the screen must not stand still for it."""
        if not self._is_waiting:
            self._mailbox.ask()

    def _try_again(self) -> None:
        self._is_waiting = False
        if self._wake is not None:
            self._wake()
