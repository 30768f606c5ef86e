"""The simulated day: every market and the account, moved by events at exact virtual times.

How far each step goes does not matter: the events between two moments are the same however they are cut.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Final, Protocol

from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.bot import Bot
from roxom_tui.simulator.contract_market import ContractMarket, Taken
from roxom_tui.simulator.contracts import contract_for
from roxom_tui.simulator.demo_account import DemoAccount
from roxom_tui.simulator.ledger import AccountHappening
from roxom_tui.simulator.matching_engine import Changes
from roxom_tui.simulator.price_factors import STEP, Weather
from roxom_tui.simulator.scenarios import DEFAULT, Scenario

FUNDING_EVERY: Final = 8 * HOUR
OPENING_BALANCE: Final = 80_000_000
_BUSIEST_TICKER: Final = 5.0


class Listener(Protocol):
    """Whoever tells the world's news on; times are exchange nanoseconds."""

    def traded(self, market: ContractMarket, taken: Taken, at: int) -> None: ...

    def book_changed(self, market: ContractMarket, changes: Changes, at: int) -> None: ...

    def quote_changed(self, market: ContractMarket, at: int) -> None: ...

    def ticker_due(self, market: ContractMarket, at: int) -> None: ...

    def account_moved(self, happening: AccountHappening, at: int) -> None: ...


class World:
    """Truth itself. `now` is exchange time in ns."""

    def __init__(self, symbols: Iterable[Symbol], seed: int, start: int, scenario: Scenario = DEFAULT) -> None:
        self.now = start
        self._pace = scenario.pace
        self._shift = 0
        self._weather = Weather(Random(f"{seed}/weather"), scenario.volatility)
        self.markets = {
            symbol: ContractMarket(contract_for(symbol), str(seed), start, scenario.more_levels) for symbol in symbols
        }
        self.account = DemoAccount(self.markets, OPENING_BALANCE, Random(f"{seed}/account"))
        self._bot = Bot(self.account, Random(f"{seed}/bot"))
        self._bot.open_the_day(start)
        self._bot.rest_far_away(scenario.more_orders, start)
        self.account.drain()
        for market in self.markets.values():
            market.book.drain()
        self._listeners: list[Listener] = []
        self._tops = {symbol: market.book.top() for symbol, market in self.markets.items()}
        self._queue: list[tuple[int, int, Callable[[int], int]]] = []
        self._scheduled = 0
        self._fill_queue(start)

    def listen(self, listener: Listener) -> None:
        """Say who else hears the news."""
        self._listeners.append(listener)

    @property
    def next_at(self) -> int:
        """The time of the next event of the world."""
        return self._queue[0][0] + self._shift

    def advance(self, to: int) -> None:
        """Let everything happen that is due up to and including a moment."""
        while self._queue[0][0] + self._shift <= to:
            due, _, event = heapq.heappop(self._queue)
            self.now = due + self._shift
            delay = event(self.now)
            self._schedule(due + delay, event)
        self.now = max(self.now, to)

    def skip(self, gap: int) -> None:
        """Let time pass in which nothing happened: the exchange itself was asleep."""
        self._shift += gap
        self.now += gap

    def _fill_queue(self, start: int) -> None:
        self._schedule(start + STEP, self._drift)
        for number, market in enumerate(self.markets.values()):
            stagger = start + number * SECOND // 97
            self._schedule(stagger, partial(self._rustle, market))
            self._schedule(stagger + SECOND // 3, partial(self._strike, market))
            self._schedule(stagger + SECOND // 50, partial(self._tick, market))
        self._schedule(start + SECOND, self._bot_acts)
        self._schedule(start + FUNDING_EVERY - start % FUNDING_EVERY, self._fund)

    def _schedule(self, at: int, event: Callable[[int], int]) -> None:
        self._scheduled += 1
        heapq.heappush(self._queue, (at, self._scheduled, event))

    def _drift(self, at: int) -> int:
        self._weather.step()
        for symbol, market in self.markets.items():
            market.drift(self._weather)
            self._follow(market, self.account.liquidate_if_due(symbol, at), at)
        return STEP

    def _rustle(self, market: ContractMarket, at: int) -> int:
        self._follow(market, market.rustle(), at)
        rate = market.contract.book_rate * self._pace * (0.4 + 0.6 * self._weather.activity)
        return max(1, round(market.rng.expovariate(rate) * SECOND))

    def _strike(self, market: ContractMarket, at: int) -> int:
        self._follow(market, market.strike(), at)
        return max(1, round(market.next_trade_in(self._pace * self._weather.activity) * SECOND))

    def _tick(self, market: ContractMarket, at: int) -> int:
        for listener in self._listeners:
            listener.ticker_due(market, at)
        return round(market.contract.ticker_every / min(max(self._pace, 1.0), _BUSIEST_TICKER))

    def _bot_acts(self, at: int) -> int:
        taken, symbol = self._bot.act(at)
        self._follow(self.markets[symbol], taken, at)
        return self._bot.next_in()

    def _fund(self, at: int) -> int:
        self.account.settle_funding(at)
        self._announce_account(at)
        return FUNDING_EVERY - at % FUNDING_EVERY

    def _follow(self, market: ContractMarket, taken: list[Taken], at: int) -> None:
        """Follow an event to its end: trades, fills of ours, stops they set off, then the book as it stands."""
        while taken:
            taken = [market.dated(one, at) for one in taken]
            for listener in self._listeners:
                for one in taken:
                    listener.traded(market, one, at)
            self.account.absorb(taken, at)
            taken = self.account.trigger_stops(market.contract.symbol, at)
        self._announce_book(market, at)
        self._announce_account(at)

    def _announce_book(self, market: ContractMarket, at: int) -> None:
        changes = market.book.drain()
        if not (changes.bids or changes.asks):
            return
        symbol, top = market.contract.symbol, market.book.top()
        moved = top != self._tops[symbol]
        self._tops[symbol] = top
        for listener in self._listeners:
            listener.book_changed(market, changes, at)
            if moved:
                listener.quote_changed(market, at)

    def _announce_account(self, at: int) -> None:
        for happening in self.account.drain():
            for listener in self._listeners:
                listener.account_moved(happening, at)
