"""A terminal that is not read: the feed goes on as if nothing were, and the next look shows the present."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import DEFAULT
from roxom_tui.simulator.server import ServerConfig
from tests.support.simulated_exchange import write_profile
from tests.support.terminal import Terminal
from tests.support.watched_server import WatchedServer

UNREAD: Final = 20.0
"""Seconds that nobody reads."""

A_SECOND: Final = 200
"""Messages the exchange sends at least."""

PACE: Final = 3.5
"""Makes that, with some to spare."""

PONG_PATIENCE: Final = 5.0

WAITING: Final = 128 * 1024
"""Bytes that may lie between the last look and the present: what the system keeps for a terminal, and some frames."""

A_TRADE_AGO: Final = 2.0
"""Seconds that the newest trade may be old."""

IN_ONE_PIECE: Final = 2.0
"""Seconds after which the present is here whole at most."""

DAY: Final = 86_400
CLOCK: Final = re.compile(r"(\d\d:\d\d:\d\d) UTC")
TRADE: Final = re.compile(r"(\d\d:\d\d:\d\d)(?:\.\d+)? +\d+\.\d{8} ")


class Traffic:
    """What the exchange sends, counted for some seconds."""

    def __init__(self, seconds: float) -> None:
        self.messages = 0
        self.over = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, self.over.set)

    def __call__(self, message: Outgoing) -> tuple[Outgoing]:
        self.messages += not self.over.is_set()
        return (message,)


async def test_twenty_seconds_unread_cost_no_connection_and_the_next_look_shows_the_present(tmp_path: Path) -> None:
    scenario = replace(DEFAULT, pace=DEFAULT.pace * PACE)
    async with WatchedServer(ServerConfig(seed=11, scenario=scenario)) as server:
        config = write_profile(server, tmp_path)
        with Terminal(["--config", str(config)], tmp_path) as terminal:
            await asyncio.to_thread(terminal.shows, "● ALL LIVE", "spread", "reconnects 0")
            await asyncio.to_thread(terminal.settle)
            before, left_at = len(terminal.output), _clock(terminal)
            connections = server.connections
            traffic = Traffic(UNREAD)
            server.exchange.add_hook(traffic)
            await traffic.over.wait()
            async with asyncio.timeout(PONG_PATIENCE):
                await server.ping(*connections)
            assert traffic.messages > UNREAD * A_SECOND
            assert server.backlog(*connections) == 0, "the feed took all of it"
            now = f"{datetime.now(UTC):%H:%M:%S}"
            shown = await asyncio.to_thread(_read_until, terminal, now)
            assert server.connections == connections
            assert server.journal.handshakes == 1
    assert len(terminal.output) - before < WAITING
    between = [each for each in shown if _seconds(left_at, each.clock) > 1 and _seconds(each.clock, now) > 0]
    assert not between, "nothing of the time in between is shown"
    assert _seconds(now, shown[-1].clock) <= IN_ONE_PIECE, "figures of now come with the clock's"
    assert "● ALL LIVE" in terminal.text
    assert "reconnects 0" in terminal.text


class _Shown(NamedTuple):
    """Times of day on the screen: the clock's, and that of the newest trade."""

    clock: str
    trade: str


def _read_until(terminal: Terminal, moment: str) -> list[_Shown]:
    """The times on screen while what was waiting is read, until neither is before the moment."""
    shown: list[_Shown] = []

    def is_present(_: Terminal) -> bool:
        # Between two reads a frame may be here by half: the clock of now above the trades of before.
        clock, trades = _clock(terminal), TRADE.findall(terminal.text)
        if not clock or not trades:
            return False
        shown.append(_Shown(clock, trades[0]))
        return _seconds(moment, clock) >= 0 and _seconds(moment, trades[0]) >= -A_TRADE_AGO

    terminal.until(is_present)
    return shown


def _clock(terminal: Terminal) -> str:
    found = CLOCK.search(terminal.lines[0])
    return found[1] if found else ""


def _seconds(earlier: str, later: str) -> float:
    """From one time of day to another, the shorter way round."""
    apart = datetime.strptime(later, "%H:%M:%S") - datetime.strptime(earlier, "%H:%M:%S")
    return (apart.total_seconds() + DAY / 2) % DAY - DAY / 2
