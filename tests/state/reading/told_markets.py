"""A market in which one thing after another happens, what the channels tell of each, and what truly happened.

The messages of one happening come in any order of channels, as on a line where they do not wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import NamedTuple, TypeAlias

from roxom_tui.model.channels import ORDERS, Channel, Stream
from roxom_tui.model.events import BookDelta, OrdersSeed, OrderUpdate, Trade
from roxom_tui.model.market import AggressorSide, DepthMode, OrderSide, Side
from roxom_tui.model.status import Phase, Subscribed
from roxom_tui.simulator.contract_market import ContractMarket, Taken
from roxom_tui.simulator.ledger import AccountHappening, OrderChanged
from roxom_tui.simulator.matching_engine import Changes
from roxom_tui.simulator.scenarios import Scenario
from roxom_tui.simulator.world import World
from roxom_tui.state.reading.book_past import BookPast
from roxom_tui.state.store import Store
from tests.support.exchange_truth import Truth, level_of, order_of
from tests.support.spellings import GOLD, WALL

Told: TypeAlias = BookDelta | Trade | OrderUpdate

OURS = 10**12
"""Our clock's zero, as exchange time: WALL."""


class Happened(NamedTuple):
    """A change of a level in lots, `traded` of it by executions; `at` is exchange ns, `key` that of its side."""

    at: int
    key: int
    change: Decimal
    traded: Decimal


class ToldMarket:
    """GOLD of a seed, and the store that hears of it. With a `batch` (ns) depth is told so seldom, at its end."""

    def __init__(self, seed: int, *, pace: float = 3.0, batch: int = 0) -> None:
        self._random = Random(f"told {seed}")
        self.world = World((GOLD,), seed, WALL, Scenario("test", "", pace=pace))
        self.truth = Truth(self.world)
        self.happened: list[Happened] = []
        self._told: list[Told] = []
        self._traded: defaultdict[int, Decimal] = defaultdict(Decimal)
        self._batch, self._waiting, self._flushed = batch, dict[int, tuple[Side, int]](), 0
        self._trades = 0
        self.store = Store((GOLD,), DepthMode.ABSOLUTE)
        self.store.select(GOLD)
        self.store.connection_changed(Phase.CONNECTED, None, self.now)
        for stream in (Stream(Channel.TRADE, GOLD), Stream(Channel.DEPTH, GOLD), ORDERS):
            self.store.subscription(stream, Subscribed((stream,)), self.now)
        self.store.seed(OrdersSeed(self.truth.orders()), self.now, self.now)
        self.store.apply(self.truth.book(GOLD), self.now)
        self.world.listen(self)

    @property
    def now(self) -> int:
        """Monotonic ns."""
        return self.world.now - WALL + OURS

    @property
    def past(self) -> BookPast:
        return self.store.markets.market(GOLD).past

    def play(self, seconds: float) -> Iterator[None]:
        """Let time pass, one happening after the other, each told at once."""
        end = self.world.now + round(seconds * 10**9)
        while self.world.next_at <= end:
            self.world.advance(self.world.next_at)
            self._flush()
            told, self._told = self._told, []
            for event in self._shuffled(told):
                self.store.apply(event, self.now)
            yield

    def _shuffled(self, told: list[Told]) -> list[Told]:
        """The channels in any order, each in its own."""
        kinds: list[type[Told]] = [Trade, BookDelta, OrderUpdate]
        self._random.shuffle(kinds)
        return [event for kind in kinds for event in told if type(event) is kind]

    def _flush(self) -> None:
        if not self._batch or self.world.now - self._flushed < self._batch or not self._waiting:
            return
        self._flushed = self.world.now
        market, tick = self.world.markets[GOLD], self.world.markets[GOLD].contract.tick
        levels = {
            side: tuple(
                level_of(price * tick, market.book.half(side).size(price))
                for where, price in self._waiting.values()
                if where is side
            )
            for side in Side
        }
        self._waiting.clear()
        self._told.append(BookDelta(GOLD, levels[Side.BID], levels[Side.ASK], self.world.now))

    # What the world tells

    def traded(self, market: ContractMarket, taken: Taken, at: int) -> None:
        side = AggressorSide(taken.aggressor.value)
        for execution in taken.executions:
            level = level_of(execution.price * market.contract.tick, execution.lots)
            self._trades += 1
            self._told.append(Trade(GOLD, level.price, level.size, side, f"trade {self._trades}", at))
            key = level.price.key if taken.aggressor is OrderSide.SELL else -level.price.key
            self._traded[key] += level.size

    def book_changed(self, market: ContractMarket, changes: Changes, at: int) -> None:
        tick = market.contract.tick
        told = []
        for side, half, sign in ((Side.BID, changes.bids, 1), (Side.ASK, changes.asks, -1)):
            told.append(tuple(level_of(change.price * tick, change.new) for change in half))
            for change, level in zip(half, told[-1], strict=True):
                key = level.price.key * sign
                moved = Decimal(change.new - change.old) / 100
                self.happened.append(Happened(at, key, moved, self._traded.pop(key, Decimal(0))))
                self._waiting[key] = side, change.price
        for key, size in self._traded.items():
            self.happened.append(Happened(at, key, Decimal(0), size))
        self._traded.clear()
        if not self._batch:
            self._told.append(BookDelta(GOLD, told[0], told[1], at))

    def quote_changed(self, market: ContractMarket, at: int) -> None:
        """Not told here."""

    def ticker_due(self, market: ContractMarket, at: int) -> None:
        """Not told here."""

    def account_moved(self, happening: AccountHappening, at: int) -> None:
        if isinstance(happening, OrderChanged):
            self._told.append(order_of(happening.order))
