"""A source of frames that a test fills."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from roxom_tui.feed.transport.transport import Closed, Opened
from roxom_tui.protocol.decode import Frame


class ScriptedSource:
    """Hands out what it was given; then stays silent until aborted, if it was not given an end."""

    def __init__(self, script: Sequence[Frame | Closed | Exception]) -> None:
        self._script = list(script)
        self._aborted = asyncio.Event()
        self.sent: list[str] = []
        self.closed = 0

    @property
    def is_aborted(self) -> bool:
        return self._aborted.is_set()

    async def open(self) -> Opened:
        return Opened()

    async def receive(self) -> Frame | Closed:
        if not self._script:
            await self._aborted.wait()
            return Closed(None, "")
        item = self._script.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    async def send(self, text: str) -> bool:
        self.sent.append(text)
        return True

    async def ping(self) -> float | None:
        return 0.001

    async def close(self) -> None:
        self.closed += 1

    def abort(self) -> None:
        self._aborted.set()
