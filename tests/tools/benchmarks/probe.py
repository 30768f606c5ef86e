"""The real program with a few of its doors watched: `python -m tests.tools.benchmarks.probe` takes its arguments.

Watched are the moment after a message was applied, the picture that covers it, and the write that brought that
picture to the terminal. Only latencies and loop lags are taken here; processor time is that of the plain program.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from roxom_tui.cli import main
from roxom_tui.client.intake import Intake
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.publisher import Publisher
from roxom_tui.protocol.decode import Frame
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.base_app import BaseApp
from roxom_tui.ui.frames import FrameClock
from tests.tools.benchmarks.channel import Line, child_channel
from tests.tools.benchmarks.rig import TIMED
from tests.tools.benchmarks.samples import Samples, watch_lag

FIELD = '"createdTime":'
OLD_NS = 150_000_000
"""A picture older than this when it is drawn was built for an earlier moment: three periods at 20 frames a second."""


class Probe:
    """What was seen. Messages are numbered as they are applied; a picture covers all up to a number."""

    def __init__(self) -> None:
        self.samples = Samples()
        self.messages = 0
        self.frames = 0
        self.old_frames = 0
        self._sent: list[int] = []
        self._covered: dict[int, int] = {}
        self._drawn = self._painted = 0
        self._picture: ScreenSnapshot | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def obey(self, _: Line) -> Line:
        counts = {"messages": self.messages, "frames": self.frames, "old_frames": self.old_frames}
        self.messages = self.frames = self.old_frames = 0
        return counts | self.samples.report()

    def install(self) -> None:
        """Watch the doors of this process."""
        watch(Intake, "take", self._after_take if TIMED in os.environ else self._count)
        watch(SlotMailbox, "put", self._before_put, before=True)
        watch(BaseApp, "show_picture", self._after_show)
        watch(BaseApp, "take_picture", self._after_taken)
        watch(LinuxDriver, "write", self._after_write)
        watch(Publisher, "run", self._beside("feed lag"), before=True)
        watch(FrameClock, "start", self._beside("screen lag"), before=True)

    def _count(self, _: Intake, frame: Frame) -> None:
        self.messages += 1

    def _after_take(self, _: Intake, frame: Frame) -> None:
        payload = frame.payload
        assert isinstance(payload, str)
        found = payload.find(FIELD)
        if found > 0:
            start = found + len(FIELD)
            sent = int(payload[start : start + 19])
            self.messages += 1
            self._sent.append(sent)
            self.samples.of("state").append(time.time_ns() - sent)

    def _before_put(self, _: SlotMailbox[ScreenSnapshot], picture: ScreenSnapshot) -> None:
        self._covered[picture.built_at] = len(self._sent)

    def _after_show(self, app: BaseApp, board: ScreenSnapshot) -> None:
        if board is self._picture:
            return
        self._picture = board
        self._drawn = self._covered.pop(board.built_at, self._drawn)
        self.frames += 1
        self.old_frames += time.monotonic_ns() - board.built_at > OLD_NS
        app.screen.call_after_refresh(self._after_refresh, self._drawn)

    def _after_refresh(self, drawn: int) -> None:
        """What came by a picture of which nothing was written changed nothing that is in sight: it has no delay."""
        self._painted = max(self._painted, drawn)

    def _after_taken(self, _: BaseApp, board: ScreenSnapshot) -> None:
        if board is not self._picture:
            # It says what is on the screen: nothing that came by it is to be seen.
            self._drawn = self._painted = self._covered.pop(board.built_at, self._drawn)

    def _after_write(self, *_: object) -> None:
        now, delays = time.time_ns(), self.samples.of("paint")
        for number in range(self._painted, self._drawn):
            delays.append(now - self._sent[number])
        self._painted = self._drawn

    def _beside(self, name: str) -> Callable[..., None]:
        def begin(*_: object) -> None:
            self._tasks.add(asyncio.create_task(watch_lag(self.samples, name)))

        return begin


def watch(owner: type, name: str, options: Callable[..., None], *, before: bool = False) -> None:
    """Have `options` called with the same arguments whenever that method is."""
    method = getattr(owner, name)

    def watched(*arguments: Any, **named: Any) -> Any:
        if before:
            options(*arguments, **named)
        result: Any | Coroutine[Any, Any, Any] = method(*arguments, **named)
        if not before:
            options(*arguments, **named)
        return result

    setattr(owner, name, watched)


if __name__ == "__main__":
    probe = Probe()
    probe.install()
    threading.Thread(target=child_channel, args=(probe.obey, {}), daemon=True).start()
    sys.exit(main(sys.argv[1:]))
