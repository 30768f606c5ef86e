"""One connection over a scripted transport: what is handed to a client, and that all ends together."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence

import pytest

from roxom_tui.client.client import Client
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.connection import MOST_PINGS, Connection
from roxom_tui.feed.mailbox import GIVEN, Way
from roxom_tui.model.connection import Closed, Opened
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.protocol.decode import Frame
from tests.support import messages
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST

GOLD = Symbol("GOLD-BTC")


class ScriptedTransport:
    """Hands out what it was given; then stays silent until aborted, if it was not given an end."""

    def __init__(self, script: Sequence[Frame | Closed | Exception], *, failing: str = "") -> None:
        """`failing` is the part of it that raises."""
        self._script = list(script)
        self._failing = failing
        self._aborted = asyncio.Event()
        self.sent: list[str] = []
        self.pings = 0
        self.given_up = 0
        self.answers_pings = True
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

    def arrived(self) -> Frame | None:
        frame = self._script[0] if self._script else None
        if not isinstance(frame, Frame):
            return None
        del self._script[0]
        return frame

    async def send(self, text: str) -> bool:
        if self._failing == "send":
            raise ZeroDivisionError
        self.sent.append(text)
        return True

    async def ping(self) -> float | None:
        if self._failing == "ping":
            raise ZeroDivisionError
        self.pings += 1
        try:
            while not self.answers_pings:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return 0.001

    async def close(self) -> None:
        self.closed += 1

    def abort(self) -> None:
        self._aborted.set()


def frame(number: int, last: str) -> Frame:
    text = json.dumps(messages.ticker(GOLD, last=last))
    return Frame(time.monotonic_ns(), time.time_ns(), number, text)


async def run(transport: ScriptedTransport, number: int, client: Client) -> Closed:
    """A connection from its beginning to its end."""
    async with Connection(transport, number, client, SystemClock()) as connection:
        return await connection.run()


async def settle() -> None:
    """Let everything run that does not wait for time."""
    for _ in range(20):
        await asyncio.sleep(0)


def nothing_runs_on() -> bool:
    return asyncio.all_tasks() == {asyncio.current_task()}


@pytest.fixture
def client() -> Client:
    client = Client(Profile("p", Environment.DEMO, symbols=(GOLD,)), None, SystemClock(), FAST)
    client.connected(2)
    return client


async def test_a_frame_of_an_older_connection_is_never_applied(client: Client) -> None:
    frames = [frame(1, "0.01000000"), frame(2, "0.02000000"), frame(1, "0.03000000")]
    transport = ScriptedTransport([*frames, Closed(1000, "")])
    assert await run(transport, 2, client) == Closed(1000, "")
    assert client.traffic.messages == 1
    assert transport.closed == 1
    assert nothing_runs_on()


async def test_what_the_client_wants_out_goes_out_at_once_and_whenever_something_happened(client: Client) -> None:
    transport = ScriptedTransport([])
    async with Connection(transport, 2, client, SystemClock()) as connection:
        await settle()
        assert ["subscribe" in text for text in transport.sent] == [True]
        assert transport.pings == 1
        assert client.traffic.round_trip_ms == 1
        client.keep_alive.probe(time.monotonic_ns())
        connection.step()
        await settle()
        assert transport.pings == 2


async def test_while_the_screen_acts_for_the_person_a_flood_waits_and_then_all_of_it_is_taken(client: Client) -> None:
    way = Way()
    transport = ScriptedTransport([frame(2, f"0.0{number}000000") for number in range(1, 9)])
    async with Connection(transport, 2, client, SystemClock(), None, way) as connection:
        await connection.next()
        way.make(time.monotonic_ns())
        began = time.monotonic_ns()
        await connection.next()
        assert time.monotonic_ns() >= way.until, "the next message is not asked for before"
        for _ in range(6):
            way.make(time.monotonic_ns())
            await connection.next()
        assert way.until < began + GIVEN + GIVEN, "a key held down stops no feed"
        assert client.traffic.messages == 8


async def test_what_else_follows_is_told_whenever_something_happened_to_the_client(client: Client) -> None:
    after: list[int] = []
    transport = ScriptedTransport([frame(2, "0.01000000"), frame(1, "0.02000000"), frame(2, "0.03000000")])
    told_to = Connection(transport, 2, client, SystemClock(), lambda: after.append(client.traffic.messages))
    async with told_to as connection:
        await connection.next()
        await connection.next()
        assert after == [1, 2]
        connection.step()
        assert after == [1, 2, 2]
        await settle()
        assert len(after) > 3, "texts went out, and a pong came"


async def test_a_connection_that_the_client_leaves_ends_with_the_reason_given_first(client: Client) -> None:
    transport = ScriptedTransport([])
    async with Connection(transport, 2, client, SystemClock()) as connection:
        running = asyncio.create_task(connection.run())
        await asyncio.sleep(0)
        client.reconnect()
        client.status.leave(Reason(Cause.PONG_MISSING, seconds=5))
        aborted = [transport.is_aborted]
        connection.step()
        aborted.append(transport.is_aborted)
        assert aborted == [False, True]
        closed = await running
        assert closed == Closed(None, "", Reason(Cause.ASKED))
        assert in_words(closed.reason) == "reconnect requested"
    assert transport.closed == 1


async def test_a_frame_because_of_which_the_client_leaves_is_the_last(client: Client) -> None:
    refusal = Frame(time.monotonic_ns(), time.time_ns(), 2, json.dumps(messages.error("600010")))
    transport = ScriptedTransport([refusal])
    assert await run(transport, 2, client) == Closed(None, "", Reason(Cause.KEY_REFUSED))


async def test_only_some_pings_may_be_under_way_and_the_oldest_is_given_up(client: Client) -> None:
    transport = ScriptedTransport([])
    transport.answers_pings = False
    async with Connection(transport, 2, client, SystemClock()) as connection:
        for _ in range(MOST_PINGS + 3):
            client.keep_alive.probe(time.monotonic_ns())
            connection.step()
            await settle()
        assert (transport.pings, transport.given_up) == (MOST_PINGS + 3, 3)
    assert transport.given_up == MOST_PINGS + 3
    assert nothing_runs_on()


@pytest.mark.parametrize("part", ["receive", "send", "ping"])
async def test_a_failure_of_one_part_ends_all_of_it(client: Client, part: str) -> None:
    transport = ScriptedTransport([ZeroDivisionError()] if part == "receive" else [], failing=part)
    with pytest.raises(ZeroDivisionError):
        await run(transport, 2, client)
    assert transport.closed == 1
    assert nothing_runs_on()


async def test_a_client_that_fails_at_a_frame_ends_all_of_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(frame: Frame) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(client, "receive", fail)
    transport = ScriptedTransport([frame(2, "0.01000000")])
    with pytest.raises(ZeroDivisionError):
        await run(transport, 2, client)
    assert transport.closed == 1
    assert nothing_runs_on()
