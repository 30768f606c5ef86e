"""How long a connection may say nothing at all (protocol 3.2)."""

from __future__ import annotations

import asyncio
import json

from roxom_tui.config.settings import Profile
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.desk import Desk
from roxom_tui.feed.keepalive import KeepAlive
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.source import Closed
from roxom_tui.feed.timing import Timing
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.protocol.frame import Frame
from roxom_tui.state.views import Board
from tests.feed import messages
from tests.feed.clock import SECOND, FakeClock
from tests.feed.peers import Pongs, SlowPeer
from tests.feed.test_connection import ScriptedSource

LEFT = "nothing came for 60 s"


class PingsLost(ScriptedSource):
    """No ping is answered."""

    async def ping(self) -> float | None:
        await asyncio.Event().wait()
        return None


def checked(keep_alive: KeepAlive, clock: FakeClock, reasons: list[str], seconds: float) -> list[str]:
    """What was said by the end of a check after so many seconds more."""
    clock.pass_(seconds)
    keep_alive.check(clock.monotonic())
    return list(reasons)


def test_a_connection_is_left_after_sixty_seconds_without_a_frame_and_no_sooner() -> None:
    clock, reasons = FakeClock(), list[str]()
    keep_alive = KeepAlive(SlowPeer(), clock, Timing(), reasons.append)
    assert checked(keep_alive, clock, reasons, 59.9) == []
    assert checked(keep_alive, clock, reasons, 0.1) == [LEFT]


async def test_a_pong_counts_as_something_that_came() -> None:
    clock, reasons, peer, pongs = FakeClock(), list[str](), SlowPeer(), Pongs()
    keep_alive = KeepAlive(peer, clock, Timing(), reasons.append)
    running = asyncio.create_task(keep_alive.run(pongs))
    ping = await peer.pings.get()
    clock.pass_(5)
    ping.set_result(5.0)
    await pongs.next()
    assert checked(keep_alive, clock, reasons, 59.9) == []
    assert checked(keep_alive, clock, reasons, 0.1) == [LEFT]
    running.cancel()


def test_the_time_this_program_stood_still_is_no_silence_of_the_exchange() -> None:
    clock, reasons = FakeClock(), list[str]()
    keep_alive = KeepAlive(SlowPeer(), clock, Timing(), reasons.append)
    clock.pass_(3600)
    keep_alive.probe()
    assert checked(keep_alive, clock, reasons, 59.9) == []
    assert checked(keep_alive, clock, reasons, 0.1) == [LEFT]


async def test_any_frame_of_the_connection_counts() -> None:
    clock = FakeClock()
    gold = Symbol("GOLD-BTC")
    desk = Desk(Profile("p", Environment.DEMO, symbols=(gold,)), SlotMailbox[Board](), None, clock, Timing())
    late = Frame(clock.monotonic() + 50 * SECOND, clock.wall(), 1, json.dumps(messages.acknowledgement("orders")))
    source = PingsLost([late])
    connection = Connection(source, 1, desk, clock, Timing())
    running = asyncio.create_task(connection.run())
    for _ in range(10):
        await asyncio.sleep(0)
    assert desk.traffic.messages == 1
    clock.pass_(109.9)
    connection.check(clock.monotonic())
    assert not source.is_aborted
    clock.pass_(0.1)
    connection.check(clock.monotonic())
    assert await running == Closed(None, LEFT)
