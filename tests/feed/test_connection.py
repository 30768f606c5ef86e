"""One connection over a scripted source: what is applied, and that all ends together."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence

import pytest

from roxom_tui.client.client import Client
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.channels import ACCOUNT_LISTS
from roxom_tui.model.connection import Closed, Opened
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import Phase
from roxom_tui.protocol.decode import Frame
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.feed import messages
from tests.support.mailbox_reader import FAST

GOLD = Symbol("GOLD-BTC")


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


def frame(number: int, last: str) -> Frame:
    text = json.dumps(messages.ticker(GOLD, last=last))
    return Frame(time.monotonic_ns(), time.time_ns(), number, text)


@pytest.fixture
def client() -> Client:
    profile = Profile("p", Environment.DEMO, symbols=(GOLD,))
    client = Client(profile, SlotMailbox[ScreenSnapshot](), None, SystemClock(), FAST)
    client.session.connected()
    client.moved(Phase.CONNECTED)
    return client


async def test_a_frame_of_an_older_connection_is_never_applied(client: Client) -> None:
    source = ScriptedSource([frame(1, "0.01000000"), frame(2, "0.02000000"), frame(1, "0.03000000"), Closed(1000, "")])
    closed = await Connection(source, 2, client, SystemClock(), FAST).run()
    assert closed == Closed(1000, "")
    assert client.traffic.messages == 1
    assert source.closed == 1


async def test_the_lists_are_asked_for_once_the_account_is_answered_for_and_a_market_stream_speaks(
    client: Client,
) -> None:
    client.subscriptions.due(time.monotonic_ns())
    acks = [json.dumps(messages.acknowledgement(str(stream))) for stream in ACCOUNT_LISTS]
    settled: list[bool] = []

    class Transport(ScriptedSource):
        async def receive(self) -> Frame | Closed:
            settled.append(connection.account_settled.is_set())
            return await super().receive()

    answers = [Frame(time.monotonic_ns(), time.time_ns(), 1, text) for text in acks]
    source = Transport([*answers, frame(1, "0.01000000"), Closed(1000, "")])
    connection = Connection(source, 1, client, SystemClock(), FAST)
    await connection.run()
    assert settled == [False, False, False, False, True]


async def test_giving_up_ends_it_with_the_reason_given_first(client: Client) -> None:
    source = ScriptedSource([])
    connection = Connection(source, 1, client, SystemClock(), FAST)
    running = asyncio.create_task(connection.run())
    await asyncio.sleep(0)
    connection.give_up("asked to reconnect")
    connection.give_up("something else")
    assert await running == Closed(None, "asked to reconnect")


async def test_a_failure_of_one_part_ends_all_of_it(client: Client) -> None:
    source = ScriptedSource([ZeroDivisionError()])
    with pytest.raises(ExceptionGroup) as caught:
        await Connection(source, 1, client, SystemClock(), FAST).run()
    assert caught.group_contains(ZeroDivisionError)
    assert source.closed == 1
    assert {task for task in asyncio.all_tasks() if task is not asyncio.current_task()} == set()
