"""Where keys, mouse and pastes enter the app: one at a time, each once the screen it is meant for stands.

What comes in one read means what it would if it were typed slowly. So an event waits until the one before has been
acted on, and a screen that this opened has been laid out. Once leaving has begun nothing enters.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from textual.events import InputEvent, Key, MouseMove, Paste

INTERRUPT: Final = "ctrl+c"

MOST_WAITING: Final = 4096
"""Events; what comes on top is dropped, but for Ctrl+C."""
LONGEST: Final = 0.5
"""Seconds that one event is waited for, should it never be done."""
HURRY: Final = 0.15
"""Seconds that Ctrl+C waits for its turn."""
CALM: Final = 3
"""Turns of the loop with nothing left to do, after which an event is done: handlers hand on to each other."""

Entering = InputEvent | Paste


class Gate:
    """`let_in` hands an event to the app, `is_calm` says whether nothing of it is left to be done.

    `interrupt` leaves without the app's queue: for a Ctrl+C that does not get through.
    """

    def __init__(
        self, let_in: Callable[[Entering], object], is_calm: Callable[[], bool], interrupt: Callable[[], object]
    ) -> None:
        self._let_in = let_in
        self._is_calm = is_calm
        self._interrupt = interrupt
        self._waiting: deque[Entering] = deque()
        self._task: asyncio.Task[None] | None = None
        self.is_closed = False
        self.patience = LONGEST
        """Seconds, as above."""

    @property
    def is_idle(self) -> bool:
        """Whether all that entered has been acted on."""
        return self._task is None

    def enter(self, event: Entering) -> None:
        """Let it in now, or after those before it. In the loop's thread."""
        is_interrupt = isinstance(event, Key) and event.key == INTERRUPT
        if self.is_closed or (len(self._waiting) >= MOST_WAITING and not is_interrupt):
            return
        if isinstance(event, MouseMove) and self._waiting and isinstance(self._waiting[-1], MouseMove):
            # Where the mouse went through meanwhile has no meaning.
            self._waiting.pop()
        self._waiting.append(event)
        if is_interrupt:
            asyncio.get_running_loop().call_later(HURRY, self._hurry)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._pass_on())

    def close(self) -> None:
        """Nothing enters any more."""
        self.is_closed = True
        self._waiting.clear()

    def _hurry(self) -> None:
        """Whatever stands before a Ctrl+C, or hangs, must not keep it from the end."""
        if not self.is_closed:
            self._interrupt()

    async def _pass_on(self) -> None:
        try:
            await self._until_calm()
            while self._waiting:
                self._let_in(self._waiting.popleft())
                await self._until_calm()
        finally:
            self._task = None

    async def _until_calm(self) -> None:
        loop = asyncio.get_running_loop()
        until, calm = loop.time() + self.patience, 0
        while calm < CALM and loop.time() < until and not self.is_closed:
            calm = calm + 1 if self._is_calm() else 0
            # Where only time helps (a screen waits for its turn to be laid out), turns alone would be a spin.
            await asyncio.sleep(0 if calm else 0.001)
