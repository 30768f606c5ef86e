"""The whole exchange without sockets: markets, the account and their past, moved on by a clock from outside."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum, auto

from roxom_tui.model.durations import SECOND
from tests.support.second_exchange.account import Account, Order
from tests.support.second_exchange.conventions import Conventions, QuoteTimes
from tests.support.second_exchange.happenings import (
    INSTRUMENTS,
    Change,
    Delta,
    Happening,
    Instrument,
    Level,
    Quote,
    Side,
    Ticker,
)
from tests.support.second_exchange.market import Market, net
from tests.support.second_exchange.truth import Sides, Truth

CHANCE_OF_TRADE = 0.15
CHANCE_OF_TICKER = 0.25
MESSAGES_IN_A_PERIOD = 2 + CHANCE_OF_TRADE + CHANCE_OF_TICKER
FUNDING = Decimal("0.00012")


class _Step(Enum):
    """What is due at a moment."""

    CHANGE = auto()
    QUOTE = auto()
    TRADE = auto()
    TICKER = auto()
    DELTA = auto()
    RETURN = auto()
    ACCOUNT = auto()


class Floor:
    """One contract: its market, its past, and what of it has been published."""

    def __init__(self, instrument: Instrument, seed: int, levels: int) -> None:
        self.instrument = instrument
        self.market = Market(instrument, seed, levels)
        self.truth = Truth(self.market.sides)
        self.published: Sides = {side: dict(held) for side, held in self.market.sides.items()}
        self.published_at = 0
        self.unpublished: list[Change] = []
        self.newest_quote: Quote
        self.newest_ticker: Ticker
        self.random = random.Random(f"{seed}:{instrument.symbol}:floor")
        self.index = instrument.price(instrument.start)
        self.interest = Decimal(600 + self.random.randint(0, 400))

    def note(self, changes: list[Change]) -> None:
        """Changes of the book, to be remembered and published."""
        self.truth.changed(changes)
        self.unpublished += changes

    def measure(self, now: int) -> Ticker:
        """The statistics now."""
        middle = self.instrument.price(self.market.middle())
        self.index = (self.index + (middle - self.index) / 8).quantize(Decimal("0.00000001"))
        self.interest += Decimal(self.random.randint(-20, 20)) / 100
        mark = ((self.index * 3 + middle) / 4).quantize(Decimal("0.00000001"))
        self.newest_ticker = Ticker(self.market.quote(now), self.market.last, mark, self.index, self.interest, FUNDING)
        self.truth.measured(self.newest_ticker)
        return self.newest_ticker


class Venue:
    """Everything that is true. `advance` brings it to a moment and gives what happened, in the order of time."""

    def __init__(self, conventions: Conventions, seed: int, rate: float, now: int) -> None:
        """`rate` is market messages a second over all streams of all contracts."""
        self.conventions = conventions
        self.period = int(SECOND * MESSAGES_IN_A_PERIOD * len(INSTRUMENTS) / rate)
        self.floors = {one.symbol: Floor(one, seed, conventions.levels) for one in INSTRUMENTS}
        self.now = now
        self.account = Account(seed, now)
        self._random = random.Random(f"{seed}:venue")
        self._due: list[tuple[int, int, str, _Step]] = []
        self._count = 0
        self._returning: dict[str, Side] = {}
        for floor in self.floors.values():
            self._open(floor)
        self._endow()
        self._plan(now + 3 * SECOND, "", _Step.ACCOUNT)

    # --- the truth -----------------------------------------------------------------------------------

    def book(self, symbol: str, at: int | None = None) -> dict[Side, dict[Decimal, Decimal]]:
        """All levels at a moment (now, without one): price in BTC to contracts."""
        floor = self.floors[symbol]
        return in_decimals(floor.instrument, floor.truth.book(self.now if at is None else at))

    # --- time ----------------------------------------------------------------------------------------

    @property
    def next_moment(self) -> int:
        """When something happens next."""
        return self._due[0][0]

    def advance(self, until: int) -> Iterator[Happening]:
        """All that happens up to a moment."""
        while self._due and self._due[0][0] <= until:
            self.now, _, symbol, step = heapq.heappop(self._due)
            yield from self._do(step, symbol)
        self.now = max(self.now, until)

    def empty(self, symbol: str, side: Side, seconds: float) -> list[Happening]:
        """Everybody leaves one side, our own orders too, and comes back after a while."""
        floor = self.floors[symbol]
        if floor.market.emptied:
            return []
        told: list[Happening] = []
        for order in self.account.working(symbol):
            if order.side is side and order.kind == "limit":
                told += self._cancel(order)
        floor.note(floor.market.empty(side, self.now))
        self._returning[symbol] = side
        self._plan(self.now + int(seconds * SECOND), symbol, _Step.RETURN)
        return told

    def _do(self, step: _Step, symbol: str) -> Iterator[Happening]:
        if step is _Step.ACCOUNT:
            yield from self._customer_acts()
            return
        floor = self.floors[symbol]
        match step:
            case _Step.CHANGE:
                floor.note(floor.market.stir(self.now))
            case _Step.QUOTE:
                yield self._quote(floor)
            case _Step.TRADE:
                yield from self._trade(floor)
            case _Step.TICKER:
                yield floor.measure(self.now)
            case _Step.RETURN:
                floor.note(floor.market.return_to(self._returning.pop(symbol), self.now))
            case _Step.DELTA:
                yield from self._publish(floor)

    def _publish(self, floor: Floor) -> Iterator[Happening]:
        """The end of a period: its net changes are told, and the next period is planned."""
        changes, floor.unpublished = net(floor.unpublished), []
        for change in changes:
            levels = floor.published[change.side]
            if change.after:
                levels[change.price] = change.after
            else:
                levels.pop(change.price, None)
        floor.published_at = self.now
        if changes:
            yield Delta(floor.instrument.symbol, self.now, changes)
        if self.conventions.quotes is QuoteTimes.WITH_DELTAS:
            yield self._quote(floor)
        self._plan_period(floor)

    def _plan_period(self, floor: Floor) -> None:
        """Moments within the next period, all different and none at its ends."""
        steps = [_Step.CHANGE] * floor.random.choice([1, 1, 2, 2, 3, 4])
        if self.conventions.quotes is QuoteTimes.BETWEEN:
            steps.append(_Step.QUOTE)
        steps += [_Step.TRADE] * (floor.random.random() < CHANCE_OF_TRADE)
        steps += [_Step.TICKER] * (floor.random.random() < CHANCE_OF_TICKER)
        floor.random.shuffle(steps)
        for step, thousandth in zip(steps, floor.random.sample(range(20, 980), len(steps)), strict=True):
            self._plan(self.now + self.period * thousandth // 1000, floor.instrument.symbol, step)
        self._plan(self.now + self.period, floor.instrument.symbol, _Step.DELTA)

    def _plan(self, moment: int, symbol: str, step: _Step) -> None:
        self._count += 1
        heapq.heappush(self._due, (moment, self._count, symbol, step))

    def _open(self, floor: Floor) -> None:
        floor.published_at = self.now
        floor.newest_quote = floor.market.quote(self.now - self.period // 3)
        floor.measure(self.now - self.period // 2)
        self._plan_period(floor)

    def _quote(self, floor: Floor) -> Quote:
        floor.newest_quote = floor.market.quote(self.now)
        return floor.newest_quote

    # --- trades and the account ----------------------------------------------------------------------

    def _trade(self, floor: Floor, side: Side | None = None, size: int | None = None) -> Iterator[Happening]:
        own = dict(floor.market.own)
        changes, trade = floor.market.trade(self.now, side, size)
        floor.note(changes)
        if trade is None:
            return
        floor.truth.traded(trade)
        yield trade
        level = (trade.taken_from, trade.price)
        taken = own.get(level, 0) - floor.market.own.get(level, 0)
        if taken > 0:
            yield from self._filled(floor, level, taken)

    def _filled(self, floor: Floor, level: Level | tuple[Side, int], lots: int) -> Iterator[Happening]:
        price = floor.instrument.price(level[1])
        for order in self.account.working(floor.instrument.symbol):
            if order.kind == "limit" and order.side is level[0] and order.price == price and lots > 0:
                part = min(lots, int(order.left / floor.instrument.lot))
                lots -= part
                yield from self.account.fill(order, floor.instrument.size(part), floor.newest_ticker.mark, self.now)

    def _endow(self) -> None:
        """What the customer holds before anyone looks."""
        us500, us100, gold, oil = self.floors.values()
        for floor, lots, offset in ((us500, 2500, -90), (gold, -150, 60), (oil, 7250, 110)):
            self.account.open_position(
                floor.instrument,
                floor.instrument.size(lots),
                floor.instrument.price(floor.instrument.start + offset),
                self.now,
            )
        self.account.place(
            us500.instrument, Side.ASK, None, us500.instrument.size(2500), self.now,
            trigger=us500.instrument.price(us500.instrument.start - 900),
        )  # fmt: skip
        for floor, side, away, lots in (
            (us500, Side.BID, 30, 500),
            (us100, Side.ASK, 25, 420),
            (gold, Side.BID, 20, 75),
        ):
            self._rest(floor, side, floor.instrument.start + side.outward * away, lots)

    def _rest(self, floor: Floor, side: Side, price: int, lots: int) -> Iterator[Happening]:
        _, events = self.account.place(
            floor.instrument, side, floor.instrument.price(price), floor.instrument.size(lots), self.now
        )
        floor.note(floor.market.join(side, price, lots, self.now))
        return iter(events)

    def _cancel(self, order: Order) -> list[Happening]:
        floor = self.floors[order.instrument.symbol]
        if order.price is not None:
            price = int(order.price / floor.instrument.tick)
            floor.note(floor.market.leave(order.side, price, int(order.left / floor.instrument.lot), self.now))
        return list(self.account.cancel(order, self.now))

    def _customer_acts(self) -> Iterator[Happening]:
        """Joins the best price, cancels what is far away, or is filled by somebody who sells or buys enough."""
        self._plan(self.now + int(self._random.uniform(3, 7) * SECOND), "", _Step.ACCOUNT)
        floor = self._random.choice(list(self.floors.values()))
        resting = [one for one in self.account.working(floor.instrument.symbol) if one.kind == "limit"]
        for order in resting:
            top = floor.market.best(order.side)
            if top and order.price == floor.instrument.price(top[0]):
                yield from self._trade(floor, order.side, top[1] - int(order.left / floor.instrument.lot) // 2)
                return
        if len(resting) > 2:
            yield from self._cancel(resting[0])
            return
        side = self._random.choice([Side.BID, Side.ASK])
        top = floor.market.best(side)
        if top and not floor.market.emptied:
            yield from self._rest(floor, side, top[0], self._random.randint(100, 900))


def in_decimals(instrument: Instrument, sides: Sides) -> dict[Side, dict[Decimal, Decimal]]:
    """A book in BTC and contracts."""
    return {
        side: {instrument.price(price): instrument.size(lots) for price, lots in levels.items()}
        for side, levels in sides.items()
    }
