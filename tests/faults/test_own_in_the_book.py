"""An own order that the book lacks is named, and in an ordinary life there is none (client 3.8)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import orjson
import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.ports import Resync
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import SCENARIOS
from roxom_tui.state.views.market_views import BookView, MissingOrder
from roxom_tui.state.views.missing_orders import PATIENCE_NS
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.bench import GOLD, OIL, US500, Bench, Setting
from tests.faults.hooks import DEPTH, Batches

MINUTES: Final = 2
BEFORE: Final = 4.0
"""Seconds until an order of ours rests behind the best prices, on that day."""
SHORT: Final = 8.0
"""Seconds after which it must have been seen, and after which it must be over."""


class Onlooker:
    """Counts the looks with an own order in sight, and keeps what was said to be missing, with its time in ns."""

    def __init__(self, bench: Bench) -> None:
        self.with_ours = 0
        self.told: list[tuple[int, MissingOrder]] = []
        bench.watchers.append(self._look)

    def _look(self, board: ScreenSnapshot, now: int) -> None:
        book = board.book
        self.with_ours += any(row.mine for row in (*book.bids, *book.asks))
        if book.missing is not None:
            self.told.append((now, book.missing))


@pytest.mark.parametrize(
    "setting",
    [
        Setting(with_tools=False, seed=1),
        Setting(with_tools=False, seed=2, symbols=(OIL, GOLD)),
        Setting(with_tools=False, seed=3, symbols=(US500, GOLD)),
        Setting(with_tools=False, seed=4, scenario=SCENARIOS["signed"]),
        Setting(with_tools=False, seed=5, has_gets=False),
    ],
    ids=lambda one: f"{one.symbols[0]} {one.seed}",
)
def test_in_an_undisturbed_market_no_own_order_is_missing(setting: Setting) -> None:
    bench = Bench(setting)
    onlooker = Onlooker(bench)

    async def story(bench: Bench) -> None:
        await asyncio.sleep(60 * MINUTES)

    bench.play(story)
    assert onlooker.told == []
    assert onlooker.with_ours > 60 * MINUTES, "own orders were in sight"


def test_nor_where_depth_is_told_in_batches() -> None:
    bench = Bench(Setting(with_tools=False, seed=6))
    bench.exchange.add_hook(Batches(DEPTH, 1.0))
    onlooker = Onlooker(bench)

    async def story(bench: Bench) -> None:
        await asyncio.sleep(60 * MINUTES)

    bench.play(story)
    assert onlooker.told == []


def marked(book: BookView) -> list[Price]:
    """Prices of ours that are no best ones."""
    return [row.price for row in (*book.bids[3:], *book.asks[3:]) if row.mine]


class Removed:
    """The exchange's depth without one level of ours, which is not a best one: everything else is told as it is."""

    def __init__(self, bench: Bench) -> None:
        assert bench.board is not None
        self.price = marked(bench.board.book)[-1]
        self.is_over = False
        bench.exchange.add_hook(self)

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if message.stream != DEPTH or self.is_over:
            return (message,)
        document = orjson.loads(message.payload)
        for side in ("bid", "ask"):
            document["data"][side] = self._without(document["data"][side])
        return (replace(message, payload=orjson.dumps(document)),)

    def _without(self, levels: list[Any]) -> list[Any]:
        return [level for level in levels if Decimal(level[0]) != self.price]


def test_a_level_of_ours_that_the_exchange_does_not_tell_is_named_and_not_when_it_does() -> None:
    bench = Bench(Setting(with_tools=False, seed=3))
    onlooker = Onlooker(bench)
    moments: list[int] = []

    async def story(bench: Bench) -> None:
        await asyncio.sleep(BEFORE)
        removed = Removed(bench)
        moments.append(bench.clock.monotonic())
        bench.worker.obey(Resync(Stream(Channel.DEPTH, GOLD)))
        await asyncio.sleep(SHORT)
        removed.is_over = True
        moments.append(bench.clock.monotonic())
        bench.worker.obey(Resync(Stream(Channel.DEPTH, GOLD)))
        await asyncio.sleep(SHORT)

    bench.play(story)
    began, over = moments
    times = [at for at, _ in onlooker.told]
    assert began + PATIENCE_NS <= times[0] <= began + SHORT * SECOND
    assert times[-1] <= over + SECOND
    assert {(one.held, one.others) for _, one in onlooker.told} == {(None, 0)}
