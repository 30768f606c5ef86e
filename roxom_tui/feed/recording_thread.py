"""The thread of a recorder: takes from a queue what happened, and writes it beside the feed (recording 3.3)."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, TypeAlias

from roxom_tui.feed.recording_storage import RecordingStorage
from roxom_tui.model.ports import Clock
from roxom_tui.recording.entries import Header

LOOK: Final = 0.25
"""Seconds between looks into the queue while a file is written, or much comes."""

CALM_LOOK: Final = 1.0
"""The same while little comes, and only the last minutes are kept."""

MUCH: Final = 250
"""So much a second that the next look comes sooner: the thread shares the interpreter, and holds it in small pieces."""

Queued: TypeAlias = list[Any]
"""When (elapsed ns), the kind or None for an order, what, and whether a frame is known to be of the market.

A list, because the last is found out after it was put; whether the thread has taken it by then makes no difference.
"""


class RecordingThread:
    """Works off `queue`, which the feed fills. Orders stand in it behind all that happened before them."""

    def __init__(self, storage: RecordingStorage, clock: Clock) -> None:
        self.queue: deque[Queued] = deque()
        self.is_recording = False
        """Whether a recording was ordered that has not ended."""
        self.storage = storage
        self.origin = clock.monotonic()
        """When elapsed time began (monotonic ns)."""
        self._clock = clock
        self._due = Event()
        self._is_over = False
        self._thread = Thread(target=self._run, name="roxom-recorder", daemon=True)

    def start(self) -> None:
        """From now on the thread does its part; until then, and in tests, `drain` does."""
        self._thread.start()

    def begin(self, path: Path, header: Header) -> None:
        """Have a recording begun in a file of this name."""
        self._order(self.storage.begin, path, header)
        self.is_recording = True

    def save(self, path: Path, header: Header) -> None:
        """Have the last minutes saved."""
        self._order(self.storage.save, path, header)

    def end(self) -> None:
        """Have the recording ended."""
        self._order(self.storage.end)
        self.is_recording = False

    def close(self, timeout: float) -> None:
        """Write what there is and let go, within so many seconds."""
        self._is_over = True
        self._due.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def finish(self) -> None:
        """The last there will be."""
        self.drain()
        self.storage.end(self._elapsed())

    def drain(self) -> None:
        """Work off the queue."""
        queue, storage = self.queue, self.storage
        for _ in range(len(queue)):
            elapsed, kind, payload, is_public = queue.popleft()
            if kind is not None:
                storage.take(elapsed, kind, payload, is_public)
            else:
                order, arguments = payload
                order(*arguments, elapsed)
        storage.due(self._elapsed())
        if storage.begun_at is None and self.is_recording and not queue:
            # It ended by itself: the disk was full.
            self.is_recording = False

    def _run(self) -> None:
        pause = LOOK
        while not self._is_over:
            self._due.wait(pause)
            self._due.clear()
            found = len(self.queue)
            self.drain()
            pause = pause_after(found, pause, is_recording=self.is_recording)
        self.finish()

    def _order(self, order: Any, *arguments: Any) -> None:
        self.queue.append([self._elapsed(), None, (order, arguments), False])
        self._due.set()

    def _elapsed(self) -> int:
        return self._clock.monotonic() - self.origin


def pause_after(found: int, pause: float, *, is_recording: bool) -> float:
    """Seconds until the next look, by how much one finds after a pause."""
    return LOOK if is_recording or found >= MUCH * pause else CALM_LOOK
