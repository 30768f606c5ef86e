"""How long a connection may say nothing at all (protocol 3.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from random import Random

import pytest

from roxom_tui.client.client import Client
from roxom_tui.client.keepalive import KeepAlive
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.connection import Closed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.protocol.decode import Frame
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.feed import messages
from tests.feed.peers import Pongs, SlowPeer
from tests.feed.test_connection import ScriptedSource
from tests.support.standing_clock import FakeClock

DEAD = "no answer to a ping within 5 s"
DEAD_FROM_THE_START = "no answer to a ping within 10 s"
LOOK = 0.25


class PingsLost(ScriptedSource):
    """No ping is answered."""

    async def ping(self) -> float | None:
        await asyncio.Event().wait()
        return None


class Line:
    """A connection that is kept alive, and time that passes by hand, looked at four times a second."""

    def __init__(self) -> None:
        self.clock, self.peer, self.reasons, self.pongs = FakeClock(), SlowPeer(), list[str](), Pongs()
        self.keep_alive = KeepAlive(self.peer, self.clock, Timing(), self.reasons.append)
        self.pings = 0

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def answer(self) -> None:
        """A pong for each ping that waits."""
        while not self.peer.pings.empty():
            self.pings += 1
            ping = self.peer.pings.get_nowait()
            if not ping.done():
                ping.set_result(0.1)
        await self.settle()

    async def pass_(self, seconds: float, *, usually: int | None = None, answered: bool = False) -> None:
        """Let time go by; `usually` is after how long a silence is unusual (ns)."""
        for _ in range(round(seconds / LOOK)):
            self.clock.pass_(LOOK)
            self.keep_alive.check(self.clock.monotonic(), usually)
            await self.settle()
            if answered:
                await self.answer()

    def hear(self) -> None:
        """A frame comes."""
        self.keep_alive.heard_at = self.clock.monotonic()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    line = Line()
    running = asyncio.create_task(line.keep_alive.run(line.pongs))
    await line.settle()
    await line.answer()
    line.hear()
    yield line
    running.cancel()


async def test_a_silent_line_is_asked_at_once_and_left_five_seconds_later(line: Line) -> None:
    await line.pass_(2.75)
    assert line.peer.pings.empty()
    await line.pass_(0.25)
    assert line.peer.pings.qsize() == 1
    await line.pass_(4.75)
    assert line.reasons == []
    await line.pass_(0.25)
    assert line.reasons == [DEAD]


async def test_where_much_comes_it_is_asked_sooner(line: Line) -> None:
    await line.pass_(1.5, usually=3 * SECOND // 2)
    assert line.peer.pings.qsize() == 1
    await line.pass_(5, usually=3 * SECOND // 2)
    assert line.reasons == [DEAD]


async def test_a_quiet_line_that_answers_is_not_left_in_an_hour_and_is_asked_each_three_seconds(line: Line) -> None:
    await line.pass_(3600, answered=True)
    assert line.reasons == []
    assert 1200 * 0.9 <= line.pings <= 1201


async def test_frames_are_an_answer_too(line: Line) -> None:
    for _ in range(30):
        await line.pass_(4)
        line.hear()
    await line.pass_(0.25)
    assert line.reasons == []


async def test_a_ping_that_waits_already_does_not_make_a_dead_line_live_longer(line: Line) -> None:
    line.keep_alive.check(line.clock.monotonic())
    line.keep_alive._due.set()
    await line.settle()
    assert line.peer.pings.qsize() == 1, "an ordinary one, which may wait for ten seconds"
    await line.pass_(8)
    assert line.reasons == [DEAD]


async def test_whenever_it_falls_dead_a_line_is_left_within_nine_seconds(line: Line) -> None:
    random = Random(3)
    for _ in range(20):
        line.reasons.clear()
        await line.answer()
        line.hear()
        await line.pass_(random.uniform(0, 40), answered=True)
        died_at = line.clock.monotonic()
        while not line.reasons:
            await line.pass_(LOOK)
        assert line.clock.monotonic() - died_at <= 8.5 * SECOND


async def test_one_that_never_says_anything_is_left_after_eight_seconds() -> None:
    line = Line()
    running = asyncio.create_task(line.keep_alive.run(line.pongs))
    await line.settle()
    await line.pass_(8)
    assert line.reasons == [DEAD]
    running.cancel()


def test_the_time_this_program_stood_still_is_no_silence_of_the_exchange() -> None:
    line = Line()
    line.clock.pass_(3600)
    line.keep_alive.probe()
    line.keep_alive.check(line.clock.monotonic())
    assert line.reasons == []
    line.clock.pass_(2)
    line.keep_alive.check(line.clock.monotonic())
    assert line.reasons == ["no answer to a ping within 2 s"]


async def test_any_frame_of_the_connection_counts() -> None:
    clock = FakeClock()
    gold = Symbol("GOLD-BTC")
    client = Client(
        Profile("p", Environment.DEMO, symbols=(gold,)), SlotMailbox[ScreenSnapshot](), None, clock, Timing()
    )
    late = Frame(clock.monotonic() + 2 * SECOND, clock.wall(), 1, json.dumps(messages.acknowledgement("orders")))
    source = PingsLost([late])
    connection = Connection(source, 1, client, clock, Timing())
    running = asyncio.create_task(connection.run())
    for _ in range(10):
        await asyncio.sleep(0)
    assert client.traffic.messages == 1
    for seconds, aborted in ((4.9, False), (0.1, False), (4.9, False), (0.1, True)):
        clock.pass_(seconds)
        connection.check(clock.monotonic())
        assert source.is_aborted is aborted
    assert await running == Closed(None, DEAD, is_dead=True)
