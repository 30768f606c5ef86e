"""The GETs that the client wants, made as it wants them, for as long as a connection lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from roxom_tui.client.client import Client
from roxom_tui.client.questions import Question
from roxom_tui.feed.connection import wait_for_event
from roxom_tui.feed.outside import Gets, Recording
from roxom_tui.model.connection import Failed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock


class Asking:
    """Each question on its own: a slow answer holds up no other. `answered` is called after each."""

    def __init__(self, client: Client, clock: Clock, answered: Callable[[], None]) -> None:
        self._client = client
        self._clock = clock
        self._answered = answered
        self._due = asyncio.Event()

    def look(self) -> None:
        """There may be a question."""
        self._due.set()

    async def run(self, gets: Gets, recorder: Recording | None) -> None:
        """Until cancelled. What is asked and answered is told to the recorder."""
        client = self._client
        client.forget_questions()
        async with asyncio.TaskGroup() as group:
            while True:
                self._due.clear()
                for question in client.to_ask():
                    group.create_task(self._ask(gets, recorder, question))
                at = client.poller.next_at(self._clock.monotonic())
                patience = None if at is None else max(0.0, (at - self._clock.monotonic()) / SECOND)
                await wait_for_event(self._due, patience)

    async def _ask(self, gets: Gets, recorder: Recording | None, question: Question) -> None:
        if recorder is not None:
            recorder.asking(question)
        answer = await gets.get(question.kind, question.symbol)
        if recorder is not None and isinstance(answer, Failed):
            recorder.failed(question)
        self._client.answered(question, answer)
        self._answered()
