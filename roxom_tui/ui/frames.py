"""The pace of painting: at once in a quiet market, calmly in a busy one, never for nothing.

And how long messages take from the wire to the terminal, measured where the way ends. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Generic, Protocol, TypeVar

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.ports import Mailbox
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView

T = TypeVar("T")


CALM: Final = 2
"""Where nobody is at the keys a stream has so many times fewer frames: each has some thirty changes, and who looks at
it now and then reads no more."""

SLOWEST: Final = 0.5
"""Seconds: no stream is painted more seldom because nobody is there. What stands as live was true a second ago."""

LIVELY: Final = 10.0
"""Seconds after a key, a click, another window that was left for this, or the start, in which somebody is."""

AFTER_A_GAP: Final = 2
"""Frames without delay in a market that was quiet: an answer that comes with a question is no stream."""

FEW: Final = 2
LITTLE: Final = 0.4
"""So much of a lively frame a picture of at most so many messages takes of the pace: what trickles is painted as it
comes."""

GLANCES: Final = 4
"""A picture that says nothing new takes this part of the time of one that is painted, counted from the one before."""

AT_ONCE: Final = 3
"""Frames of what matters that are painted without delay; where more comes of it,"""

MATTERS_FPS: Final = 8
"""so many a second."""

HURRIED: Final = 1.0
"""Seconds after a command of the person's in which its effects are painted as fast as may be."""


class FrameClock(Generic[T]):
    """Takes pictures from the mailbox and paces them: what matters, and what a person waits for, at `max_fps`; a stream
    at `stream_fps` while somebody is at the keys, else more calmly.

    `draw` paints a picture and says how much of a frame that takes of the pace, 0 where it need not be painted; `later`
    runs a callback after some seconds, `is_behind` says whether the terminal has not read what it already got: then the
    frame is skipped and the newest picture waits. `now` counts seconds. Asking says when the next is wanted: no timer
    wakes the screen for what the feed can wait for.
    """

    def __init__(
        self,
        mailbox: Mailbox[T],
        draw: Callable[[T], float],
        later: Callable[[float, Callable[[], None]], object],
        is_behind: Callable[[], bool],
        max_fps: int,
        stream_fps: int,
        now: Callable[[], float],
    ) -> None:
        self._mailbox = mailbox
        self._draw = draw
        self._later = later
        self._is_behind = is_behind
        self._now = now
        self._is_waiting = False
        self._wake: Callable[[], None] | None = None
        self._began = self._hurried_until = -HURRIED
        self._touched_at = now()
        self._due = float(AFTER_A_GAP)
        """The frames that the calm pace has left over."""
        self._at_once = float(AT_ONCE)
        """Those that what matters has left over."""
        self._calm_from = 0.0
        """When a stream was wanted; what came before mattered."""
        self._interval = 1 / max_fps
        self.stream_at(stream_fps)

    def stream_at(self, fps: int) -> None:
        """From now on a stream has so many frames a second, but no more than anything has."""
        self._lively_interval = max(self._interval, 1 / fps)
        self._calm_interval = max(self._lively_interval, min(SLOWEST, self._lively_interval * CALM))

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
        """Paint what is new, and ask for the next one interval after this beginning."""
        if self._is_waiting:
            return
        if self._is_behind():
            # Asking meanwhile keeps the slot fresh: the first frame after the wait is the newest.
            self._is_waiting = True
            self._mailbox.ask()
            self._later(self._interval, self._try_again)
            return
        before, self._began = self._began, self._now()
        picture = self._mailbox.take()
        took = 1.0 if picture is None else self._draw(picture)
        now = self._now()
        calm = self._lively_interval if now - self._touched_at < LIVELY else self._calm_interval
        left_over = min(AFTER_A_GAP, self._due + (self._began - before) / calm)
        # What trickles in is painted as it comes however calm the stream would be.
        self._due = max(0.0, left_over - (took if took >= 1 else took * self._lively_interval / calm))
        if not took:
            # It was not painted: what is new is to be, at once, after some time without pictures.
            self._ask_in(before + self._interval / GLANCES - now)
        elif now < self._hurried_until or self._due >= 1:
            self._ask_in(self._began + self._interval - now)
        else:
            soonest = self._began + self._interval_of_what_matters(self._began - before)
            self._calm_from = max(soonest, self._began + calm)
            self._mailbox.ask(max(0.0, soonest - now), max(0.0, self._calm_from - now))

    def _interval_of_what_matters(self, passed: float) -> float:
        """Seconds until the next frame of it, where so many passed between the last two."""
        took = 1 if self._began < self._calm_from else 0
        self._at_once = max(0.0, min(AT_ONCE, self._at_once + passed * MATTERS_FPS) - took)
        return self._interval if self._at_once >= 1 else max(self._interval, 1 / MATTERS_FPS)

    def touch(self) -> None:
        """Somebody is at the keys."""
        self._touched_at = self._now()

    def hurry(self) -> None:
        """A command of the person's has gone to the feed: its effects are painted as soon as they come."""
        now = self._now()
        self._hurried_until = now + HURRIED
        if not self._is_waiting:
            self._ask_in(self._began + self._interval - now)

    def nudge(self) -> None:
        """About once a second: ask again. Should a wake ever be lost, the screen must not stand still for it."""
        if not self._is_waiting and self._now() - self._began > 2 * self._calm_interval:
            self._mailbox.ask()

    def _ask_in(self, seconds: float) -> None:
        """Ask for whatever comes, in so long."""
        seconds = max(0.0, seconds)
        self._calm_from = 0.0
        self._mailbox.ask(seconds, seconds)

    def _try_again(self) -> None:
        self._is_waiting = False
        if self._wake is not None:
            self._wake()


NEARLY_OLD: Final = 0.9
"""Seconds after which what is on the screen is painted again with the tick or the feed's next picture: ages and the
clock go on even when nothing comes, and once a second is enough of them."""

OLD: Final = 1.1
"""Seconds after which it is painted again by itself: the feed makes a picture each second, and is waited for."""

EACH: Final = 1.0
"""Seconds between those, once no feed does."""

SOON: Final = 0.1
"""Seconds until that is tried again where the terminal has not read what it got."""


class Timer(Protocol):
    """A call that waits for its time."""

    def cancel(self) -> None:
        """Let it be."""


class ScreenAge:
    """How old what is on the screen is for who sits there, and painting it again because of that.

    `repaint` does; the others are those of the `FrameClock`.
    """

    def __init__(
        self,
        repaint: Callable[[], None],
        later: Callable[[float, Callable[[], None]], Timer],
        is_behind: Callable[[], bool],
        now: Callable[[], float],
    ) -> None:
        self._repaint = repaint
        self._later = later
        self._is_behind = is_behind
        self._now = now
        self._painted_at = -OLD
        self._timer: Timer | None = None
        self.is_out_of_step = False
        """Whether it was painted by itself the last time: with the feed's next picture it is painted again whatever
        that says, and from then on with those that come each second."""

    def painted(self) -> None:
        """It is new, and will be old once."""
        self._painted_at = self._now()
        self.is_out_of_step = False
        self._wait(OLD)

    @property
    def is_nearly_old(self) -> bool:
        """Whether whoever looks about once a second is to paint it again."""
        return self._now() - self._painted_at > NEARLY_OLD

    def grow(self) -> None:
        """Paint what is old; tried again soon where that cannot be, or fails."""
        self._wait(SOON)
        if not self._is_behind():
            self._repaint()
            self.is_out_of_step = True
            self._wait(EACH)

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._later(seconds, self.grow)


KEPT: Final = 512
RENEWED_NS: Final = SECOND
"""Quantiles are told anew so often: figures that dance cannot be read."""


class ScreenLatency:
    """The delays of the newest messages painted. Times are monotonic nanoseconds."""

    def __init__(self) -> None:
        self._delays: deque[int] = deque(maxlen=KEPT)
        self._told: tuple[float | None, float | None] = (None, None)
        self._told_at: int | None = None

    def painted(self, arrivals: Iterable[int], now: int) -> None:
        """The frame that shows messages which came at `arrivals` was handed to the terminal."""
        self._delays.extend(now - at for at in arrivals)

    def measured(self, view: ConnectionView, now: int) -> ConnectionView:
        """The view with the screen's own latencies in place of the feed's."""
        if self._told_at is None or now - self._told_at >= RENEWED_NS:
            ordered = sorted(self._delays)
            self._told = (_quantile(ordered, 0.5), _quantile(ordered, 0.99))
            self._told_at = now if ordered else None
        p50, p99 = self._told
        return replace(view, wire_p50_ms=p50, wire_p99_ms=p99, wire_end="screen")


def _quantile(ordered: list[int], fraction: float) -> float | None:
    if not ordered:
        return None
    return ordered[min(int(fraction * len(ordered)), len(ordered) - 1)] / MILLISECOND
