"""The fault bench: the real worker over a simulated exchange in virtual time, a screen that looks, an oracle beside it.

The whole worker runs, with its tasks, timers, sessions and backoff; only the sockets of the stream and of the GETs are
others, passed in where it takes them. So what is proved here is proved of the program, not of a copy of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec import Struct

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.worker import Worker
from roxom_tui.model.book_columns import TOTAL_ONLY, TRADED_WINDOWS, BookColumn, ColumnsRequest
from roxom_tui.model.charting import ChartRequest
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.simulator.exchange import Exchange, ExchangeConfig
from roxom_tui.simulator.scenarios import DEFAULT, Scenario
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.alert_oracle import AlertOracle, rules_for
from tests.faults.chart_oracle import ChartOracle
from tests.faults.network import Network
from tests.faults.oracle import WINDOW, Oracle
from tests.faults.past import Past
from tests.faults.verdicts import Tally
from tests.support.virtual_time import START, VirtualClock, live_through

GOLD: Final = Symbol("GOLD-BTC")
US500: Final = Symbol("US500-BTC")
OIL: Final = Symbol("OIL-BTC")
LOOKS_A_SECOND: Final = 5
ALL_COLUMNS: Final = ColumnsRequest(tuple(BookColumn), TRADED_WINDOWS[0], 10 * SECOND)
"""So that all of them are judged; the shortest window is full soonest."""
KEY_ID: Final = "xrxk_key_of_the_fault_bench"

Watcher = Callable[[ScreenSnapshot, int], None]
Story = Callable[["Bench"], Coroutine[Any, Any, None]]


class Setting(Struct, frozen=True):
    """What a bench is made of. `skew` is how far the client's wall clock is ahead, in seconds."""

    symbols: tuple[Symbol, ...] = (GOLD, US500)
    seed: int = 1
    scenario: Scenario = DEFAULT
    depth_mode: DepthMode = DepthMode.AUTO
    skew: float = 0.0
    levels: int = 12
    group: Decimal | None = None
    window: int = WINDOW
    has_gets: bool = True
    """Whether the profile says where the GETs are."""
    with_tools: bool = True
    """Whether every tool to read, chart and alert is on, and judged."""

    def with_seed(self, seed: int) -> Setting:
        """The same on another day."""
        return replace(self, seed=seed)


class Bench:
    """One client and one exchange. Faults turn what `network`, `exchange`, `clock` and `worker` let them."""

    worker: Worker

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.clock = VirtualClock()
        self.clock.skew = round(setting.skew * SECOND)
        config = ExchangeConfig(setting.symbols, setting.seed, START, setting.scenario)
        self.exchange = Exchange(config, KEY_ID, _key().public_key())
        self.past = Past(self.exchange.world)
        self.network = Network(self.exchange, self.past, self.clock)
        self.tally = Tally(START)
        self.oracle = Oracle(self.past, self.tally, self.network.lines, setting.window)
        self.charts = ChartOracle(self.past, self.tally, setting.window)
        self.alerts = AlertOracle(self.past, self.tally, self.clock.true, setting.window)
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        self.board: ScreenSnapshot | None = None
        self.screen_sleeps = False
        self.watchers: list[Watcher] = []

    @property
    def seconds(self) -> float:
        """True time since the story began."""
        return (self.clock.true() - START) / SECOND

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something in so many seconds. For what runs inside the story."""
        asyncio.get_running_loop().call_later(seconds, act)

    def play(self, story: Story) -> None:
        """Run an async story against this bench, in virtual time, to its end."""
        live_through(self.clock, self._play(story))

    async def _play(self, story: Story) -> None:
        self.worker = self._make_worker()
        self.mailbox.on_ask(self.worker.asked)
        running = [
            asyncio.create_task(self.network.run()),
            asyncio.create_task(self.worker.run(self._open)),
            asyncio.create_task(self._look()),
        ]
        told = asyncio.create_task(story(self))
        try:
            await asyncio.wait([told, *running], return_when=asyncio.FIRST_COMPLETED)
            for task in [told, *running]:
                if task.done():
                    task.result()
        finally:
            for task in [told, *running]:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def _make_worker(self) -> Worker:
        setting = self.setting
        profile = Profile(
            "bench",
            Environment.SANDBOX,
            symbols=setting.symbols,
            depth_mode=setting.depth_mode,
            alerts=rules_for(setting.symbols) if setting.with_tools else (),
        )
        # Every column, a cursor, a size, the overview and a chart are on, as on the painted screen.
        view_request = ViewRequest(
            setting.symbols[0],
            setting.levels,
            setting.group,
            whole=setting.with_tools,
            columns=ALL_COLUMNS if setting.with_tools else TOTAL_ONLY,
            overview=setting.with_tools,
            chart=ChartRequest() if setting.with_tools else None,
        )
        return Worker(profile, self.mailbox, view_request, self._outside())

    def _outside(self) -> Outside:
        network, random = self.network, Random(self.setting.seed)
        return Outside(self.clock, random=random, transport=network.transport, gets=network.get_client)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Endpoint]:
        setting = self.setting
        yield Endpoint(
            profile="bench",
            environment=Environment.SANDBOX,
            ws_url="ws://127.0.0.1:9/ws",
            rest_url="http://127.0.0.1:9/v1" if setting.has_gets else None,
            credentials=Credentials(Secret(KEY_ID), _key()),
            symbols=setting.symbols,
            depth_mode=setting.depth_mode,
            deliver_alerts=self.alerts.tell,
        )

    async def _look(self) -> None:
        """The screen: asks, takes what there is, and paints; a picture stays on it until there is a newer one."""
        while True:
            if not self.screen_sleeps:
                self.mailbox.ask()
                for _ in range(3):
                    await asyncio.sleep(0)
                self.paint()
            await asyncio.sleep(1 / LOOKS_A_SECOND)

    def paint(self) -> None:
        """What the terminal shows from now on."""
        board = self.mailbox.take() or self.board
        if board is None:
            return
        self.board = board
        now = self.clock.monotonic()
        self.oracle.judge(board, now, self.clock.true())
        if self.setting.with_tools:
            self.charts.judge(board, self.worker.client.store, now, self.clock.true())
            self.alerts.look(board, now)
        for watcher in self.watchers:
            watcher(board, now)


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)
