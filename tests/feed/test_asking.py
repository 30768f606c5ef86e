"""The GETs that the client wants, made as it wants them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from roxom_tui.client.client import Client
from roxom_tui.client.questions import Answer
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.asking import Asking
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.transport.get_client import GetListener
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.protocol.get_requests import GetKind
from tests.support.spellings import GOLD


class RefusingGets:
    """Answers nothing before it may, and then that it will not."""

    def __init__(self) -> None:
        self.asked = asyncio.Queue[GetKind]()
        self.may_answer = asyncio.Event()

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answer:
        self.asked.put_nowait(kind)
        await self.may_answer.wait()
        return Failed(Trouble.REFUSED, "not for this key", 403)

    def listen(self, listener: GetListener) -> None: ...

    async def close(self) -> None: ...


class Asked:
    """A client whose questions are made, and how often it was told of an answer."""

    def __init__(self) -> None:
        clock = SystemClock()
        profile = Profile("test", Environment.SANDBOX, "wss://exchange.invalid/ws", symbols=(GOLD,))
        self.client = Client(profile, ViewRequest(GOLD), clock, Timing())
        self.client.connected(1, has_gets=True)
        self.gets = RefusingGets()
        self.answers = asyncio.Queue[None]()
        self.asking = Asking(self.client, clock, lambda: self.answers.put_nowait(None))


@asynccontextmanager
async def asked() -> AsyncIterator[Asked]:
    made = Asked()
    running = asyncio.create_task(made.asking.run(made.gets, None))
    try:
        async with asyncio.timeout(5):
            yield made
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_a_question_is_made_when_there_is_one_and_its_answer_reaches_the_client() -> None:
    async with asked() as made:
        await asyncio.sleep(0)
        assert made.gets.asked.empty(), "nothing of the account is asked for before its streams stand"
        made.client.poller.account_is_settled()
        made.asking.look()
        await made.gets.asked.get()
        assert made.answers.empty()
        made.gets.may_answer.set()
        await made.answers.get()
        assert not made.client.poller.can_ask, "the exchange will not tell this key"


async def test_a_question_that_nobody_answers_any_more_holds_up_none_of_the_next_run() -> None:
    async with asked() as made:
        made.client.poller.account_is_settled()
        made.asking.look()
        await made.gets.asked.get()
    again = asyncio.create_task(made.asking.run(made.gets, None))
    try:
        async with asyncio.timeout(5):
            await made.gets.asked.get()
    finally:
        again.cancel()
        with suppress(asyncio.CancelledError):
            await again
