"""The single slot between the feed's thread and the screen's (model's Mailbox).

Nothing is built that nobody will look at: the screen asks, and the feed builds one picture when it has news. A screen
that stands still costs the feed nothing, and a flood costs as many pictures as the screen paints.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final, Generic, TypeVar

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.folded_lines import FoldedLines
from roxom_tui.model.ports import FeedCommand
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace

NOTICES_KEPT: Final = 100

T = TypeVar("T")


GIVEN: Final = 50 * MILLISECOND
APART: Final = 250 * MILLISECOND


class Way:
    """The moments in which a flood waits, because the screen has something to do for the person.

    Two threads share one interpreter. Each is at most `GIVEN` long, and the next begins `APART` after it: whoever holds
    a key down must not stop the feed, and what a connection buffers meanwhile is a few hundred messages. Times are
    monotonic nanoseconds.
    """

    def __init__(self) -> None:
        self.until = 0
        """Read with every message, so a plain attribute."""

    def make(self, now: int) -> None:
        """From now on, unless a moment ago it was so already."""
        if now >= self.until - GIVEN + APART:
            self.until = now + GIVEN

    def seconds_left(self, now: int) -> float:
        """So long a message waits that would be taken now."""
        return max(0, self.until - now) / SECOND


class SlotMailbox(Generic[T]):
    """Newest wins. The screen's end is `on_news`, `ask`, `take`, `notices`; the feed's the others.

    `now` counts the seconds in which the screen says when it wants the next picture.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._slot: T | None = None
        self._wake: Callable[[], None] | None = None
        self._asked: Callable[[], None] | None = None
        self._notices = _no_notices()
        self.way = Way()
        self.is_asked = False
        """Whether the screen waits for a picture. Read by the feed after each message, so a plain attribute."""
        self.has_news = False
        """Whether the feed knows more than the newest picture says. Its mark, which the screen only reads."""
        self._soonest = self._calmly = 0.0
        """From when on the screen wants what matters, and from when on anything."""

    # The screen's end

    def on_news(self, wake: Callable[[], None] | None) -> None:
        """`wake` is called from the feed's thread, at most once until the next `ask`; None to be left alone."""
        self._wake = wake

    def ask(self, soonest: float = 0.0, calmly: float = 0.0) -> None:
        """Say that the next picture is wanted, and in how many seconds. One that came unasked is announced at once."""
        now = self._now()
        with self._lock:
            self._soonest, self._calmly = now + soonest, now + calmly
            self.is_asked = True
            waits = self._slot is not None
        if waits:
            self._ring()
        # A feed that has no news looks at `is_asked` once it does: to wake it before would tell it nothing.
        asked = self._asked
        if asked is not None and self.has_news:
            asked()

    def make_way(self, now: int) -> None:
        """A key was pressed: for a moment what comes of it goes first."""
        self.way.make(now)

    def take(self) -> T | None:
        """The newest picture since the last call, or None."""
        with self._lock:
            picture, self._slot = self._slot, None
        return picture

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        """Notices since the last call, equal ones once, and how many were dropped because nobody looked."""
        with self._lock:
            told, self._notices = self._notices, _no_notices()
        return tuple(replace(entry.line, count=entry.count) for entry in told.entries()), told.left_out

    # The feed's end

    @property
    def is_empty(self) -> bool:
        """Whether the screen has taken the last picture."""
        return self._slot is None

    def on_ask(self, asked: Callable[[], None] | None) -> None:
        """`asked` is called from the screen's thread when it asks and there is news: hand it over thread-safely."""
        self._asked = asked

    def seconds_left(self, *, matters: bool) -> float:
        """So long until the screen wants a picture of what it has to be told, at once where that `matters`."""
        return (self._soonest if matters else self._calmly) - self._now()

    def put(self, picture: T) -> None:
        """Place a picture and wake the screen, which is then left alone until it asks again."""
        with self._lock:
            self._slot = picture
            waited_for, self.is_asked = self.is_asked, False
        if waited_for:
            self._ring()

    def put_notice(self, notice: Notice) -> None:
        """Add what must not be lost; when the queue is full, one of the kind that is told most goes."""
        with self._lock:
            self._notices.add(notice, notice.at)

    def _ring(self) -> None:
        wake = self._wake
        if wake is not None:
            # A screen that is just closing cannot be woken; that is its affair, not the feed's.
            with suppress(RuntimeError):
                wake()


def _no_notices() -> FoldedLines[Notice]:
    return FoldedLines(NOTICES_KEPT, lambda notice: notice.entry.key)


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
