"""What was true at the simulated exchange in the last seconds, to judge pictures by. Prices in sats, sizes in lots."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate, islice, pairwise
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Side, Symbol
from roxom_tui.simulator.contract_market import ContractMarket, Figures, Taken
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.simulator.day_statistics import DayFigures
from roxom_tui.simulator.ledger import (
    AccountHappening,
    AccountOrder,
    BalanceChanged,
    Entry,
    Holding,
    OrderChanged,
    PositionsChanged,
)
from roxom_tui.simulator.matching_engine import Changes
from roxom_tui.simulator.world import World
from tests.faults.timeline import REMEMBERED, Timeline
from tests.faults.units import is_among

OPENING: Final = 2 * SECOND
"""The beginning of a story: so long after it every contract has been seen for the first time."""

POSITIONS_REMEMBERED: Final = MINUTE
"""Longer than a fault keeps silent about them: what is of before it is known as such."""

TRADES_KEPT: Final = 3000
BEST: Final = (5, 10)
"""So many best levels of a side are weighed against those of the other."""


class Top(NamedTuple):
    """Best bid and best ask; None is an empty side."""

    bid: int | None
    bid_lots: int
    ask: int | None
    ask_lots: int


class Funds(NamedTuple):
    """The account's balance, whole and split."""

    total: int
    in_orders: int
    in_margin: int

    @property
    def available(self) -> int:
        return self.total - self.in_orders - self.in_margin


class Execution(NamedTuple):
    """One trade as the tape tells it."""

    at: int
    price: int
    lots: int
    side: str


class Day(NamedTuple):
    """What the exchange told with a trade of a price (in sats) at a time (exchange ns)."""

    at: int
    price: int
    figures: DayFigures


def change_of(day: Day) -> Decimal:
    """The price against the one 24 h before, as a fraction."""
    return Decimal(day.price - day.figures.open) / day.figures.open


class MarketPast:
    """One contract's: levels, top, figures, last prices, and all its trades."""

    def __init__(self, market: ContractMarket, at: int) -> None:
        self.market = market
        self.tick = market.contract.tick
        self.levels = {
            side: {price: Timeline(at, lots) for price, lots in market.book.half(side).levels()} for side in Side
        }
        self.top = Timeline(at, Top(*market.book.top()))
        self.figures = Timeline(at, market.figures())
        self.last: Timeline[int | None] = Timeline(at, market.last)
        self.opening = {market.last}
        """The last prices of the first moments: a session's change is counted from one of them."""
        self.days: Timeline[Day | None] = Timeline(at, None)
        self.trades: Counter[Execution] = Counter()
        self.newest_trades: deque[Execution] = deque(maxlen=TRADES_KEPT)
        self.resting = Timeline(at, self._resting())
        """What rests together at the so many best levels of both sides, by how many."""
        self._at_price: dict[tuple[str, int], list[Execution]] = {}
        """The trades by the taker's side and the price in ticks."""
        self._opened = at
        self.claimed: dict[Side, dict[int, int]] = {side: {} for side in Side}
        """By price in ticks, the lots that a fault told of where the exchange has nothing, for a client to believe."""

    def claim(self, side: Side, prices: Iterable[int], lots: int) -> None:
        """A fault tells of levels that are not there: who was told so is right to show them."""
        self.claimed[side] |= dict.fromkeys(prices, lots)

    def _resting(self) -> dict[int, tuple[int, int]]:
        found = {
            side: list(accumulate(lots for _, lots in islice(self.market.book.half(side).levels(), max(BEST))))
            for side in Side
        }
        bids, asks = ([0, *found[side]] for side in Side)
        return {best: (bids[min(best, len(bids) - 1)], asks[min(best, len(asks) - 1)]) for best in BEST}

    def lots_at(self, side: Side, ticks: int, moment: int) -> list[int]:
        """The sizes a level had since a moment; zero is no level."""
        level = self.levels[side].get(ticks)
        return [0] if level is None else level.since(moment)

    def lots_within(self, side: Side, price: int, width: int, moment: int) -> list[int]:
        """What a row at that price held at each moment since: of one level, or of all in its bucket. Prices in sats.

        The levels of a bucket change at moments of their own, and only what they held together at one of them is true.
        """
        if width <= self.tick:
            return [0] if price % self.tick else self.lots_at(side, price // self.tick, moment)
        first = price if side is Side.BID else price - width + 1
        lines = [line for ticks, line in self.levels[side].items() if first <= ticks * self.tick < first + width]
        held = [line.course(moment) for line in lines]
        total = sum(course[0][1] for course in held)
        changes: dict[int, int] = {}
        for course in held:
            for (_, before), (at, after) in pairwise(course):
                changes[at] = changes.get(at, 0) + after - before
        sums = [total]
        for at in sorted(changes):
            total += changes[at]
            sums.append(total)
        return sums

    def sides_since(self, side: Side, moment: int) -> list[list[tuple[int, int]]]:
        """Every book of that side since a moment, the newest last: prices in sats and lots, best first."""
        held = {ticks: line.course(moment) for ticks, line in self.levels[side].items()}
        lots = {ticks: course[0][1] for ticks, course in held.items()}
        changes: dict[int, dict[int, int]] = {}
        for ticks, course in held.items():
            for at, after in course[1:]:
                changes.setdefault(at, {})[ticks] = after
        sides = [self._levels_of(lots, side)]
        for at in sorted(changes):
            lots |= changes[at]
            sides.append(self._levels_of(lots, side))
        return sides

    def _levels_of(self, lots: dict[int, int], side: Side) -> list[tuple[int, int]]:
        levels = [(ticks * self.tick, held) for ticks, held in lots.items() if held > 0]
        return sorted(levels, reverse=side is Side.BID)

    def figures_since(self, moment: int) -> list[Figures]:
        """What tickers could state since a moment."""
        return self.figures.since(moment)

    def funding_of(self, held: Iterable[Holding], marks: Iterable[int], since: int) -> set[Decimal]:
        """To come, in sats, for any of these at any of those marks and any rate since a moment; a long pays at a
        positive rate."""
        rates = {one.funding_e8 for one in self.figures_since(since)}
        signed = {-one.sign * one.lots * mark for one in held for mark in marks}
        return {Decimal(lots * rate) / LOTS_PER_CONTRACT / 10**8 for lots in signed for rate in rates}

    def in_funding(
        self, told: Decimal, held: Iterable[Holding], marks: Iterable[int], since: int, by: Decimal
    ) -> tuple[Stream, ...]:
        """What else may be of before in a wrong one (sats): the ticker, if it is one at a rate of before. That is seen
        of the rate alone, for a mark goes back and forth: an old one may be among the true ones again."""
        is_old_rate = is_among(told, self.funding_of(held, marks, since - REMEMBERED), by)
        return (Stream(Channel.TICKER, self.market.contract.symbol),) if is_old_rate else ()

    def lots_changed(self, side: Side, prices: tuple[int, int], begin: int, end: int) -> int:
        """What was added to levels of some prices (sats, both ends included), or taken away, trades given back."""
        held = [line for ticks in self._ticks(prices) if (line := self.levels[side].get(ticks)) is not None]
        return sum(line.before(end) - line.before(begin) for line in held) + self.lots_traded(side, prices, begin, end)

    def lots_traded(self, side: Side, prices: tuple[int, int], begin: int, end: int) -> int:
        """What was executed against that side of the book at some prices."""
        return sum(one.lots for one in self._against(side, prices) if begin <= one.at < end)

    def traded_since(self, side: Side, prices: tuple[int, int], since: int, moment: int) -> list[int]:
        """What was executed against that side at some prices since a time, as it was at each moment since another."""
        trades = sorted(one for one in self._against(side, prices) if one.at >= since)
        total = sum(one.lots for one in trades if one.at < moment)
        return list(accumulate((one.lots for one in trades if one.at >= moment), initial=total))

    def _against(self, side: Side, prices: tuple[int, int]) -> list[Execution]:
        """The trades of one side and of some prices, as they came for one price."""
        aggressor, at_price = "sell" if side is Side.BID else "buy", self._at_price
        return [one for ticks in self._ticks(prices) for one in at_price.get((aggressor, ticks), ())]

    def _ticks(self, prices: tuple[int, int]) -> range:
        """Every price between two in sats, both included, in ticks."""
        return range(-(-prices[0] // self.tick), prices[1] // self.tick + 1)

    def moments(self, begin: int, end: int) -> list[int]:
        """A time and those of the trades in it: what is summed since then differs at no other."""
        return [begin, *(one.at + 1 for one in self.newest_trades if begin <= one.at <= end)]

    def note_book(self, changes: Changes, at: int) -> None:
        for side, half in ((Side.BID, changes.bids), (Side.ASK, changes.asks)):
            levels = self.levels[side]
            for change in half:
                level = levels.get(change.price)
                if level is None:
                    level = levels[change.price] = Timeline(0, change.old)
                level.note(at, change.new)
        self.top.note(at, Top(*self.market.book.top()))
        self.resting.note(at, self._resting())

    def note_trades(self, taken: Taken, at: int) -> None:
        for execution, figures in zip(taken.executions, taken.days, strict=True):
            price = execution.price * self.tick
            self.days.note(at, Day(at, price, figures))
            told = Execution(at, price, execution.lots, taken.aggressor.value)
            self.trades[told] += 1
            self.newest_trades.append(told)
            self._at_price.setdefault((told.side, execution.price), []).append(told)
            self.last.note(at, price)
            if at <= self._opened + OPENING:
                self.opening.add(price)

    def sample(self, at: int) -> None:
        self.figures.note(at, self.market.figures())


class Past:
    """Listens to a world. Whoever asks the exchange for something between its events must `sample` first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.markets = {symbol: MarketPast(market, world.now) for symbol, market in world.markets.items()}
        self.funds = Timeline(world.now, self._funds())
        self.entries: set[Entry] = set()
        self.orders: dict[str, Timeline[AccountOrder | None]] = {
            order.id: Timeline(world.now, order) for order in world.account.live.values()
        }
        self._ahead: dict[str, Timeline[int | None]] = {}
        """What of others is served before each own order, in lots; None while it does not rest."""
        self.positions: dict[Symbol, Timeline[Holding | None]] = {
            symbol: Timeline(world.now, world.account.ledger.holdings.get(symbol), POSITIONS_REMEMBERED)
            for symbol in world.markets
        }
        self._lines_in: dict[Symbol, list[Timeline[AccountOrder | None]]] = {symbol: [] for symbol in world.markets}
        for order in world.account.live.values():
            self._lines_in[order.symbol].append(self.orders[order.id])
        world.listen(self)

    def add_order(
        self, order_id: str, symbol: Symbol, line: Timeline[AccountOrder | None]
    ) -> Timeline[AccountOrder | None]:
        """One more of the account's orders."""
        self.orders[order_id] = line
        self._lines_in[symbol].append(line)
        return line

    def orders_in(self, symbol: Symbol) -> list[Timeline[AccountOrder | None]]:
        """The account's orders in a contract."""
        return self._lines_in[symbol]

    def ahead_of(self, symbol: Symbol, side: Side, prices: tuple[int, int], moment: int) -> list[int]:
        """What of others was served before the own orders at some prices, at each moment since."""
        found = []
        for line in self._lines_in[symbol]:
            for order in line.since(moment):
                if order is not None and order.rests and order.price is not None and order.id in self._ahead:
                    is_there = prices[0] <= order.price <= prices[1] and (order.side.value == "buy") is (
                        side is Side.BID
                    )
                    found += [ahead for ahead in self._ahead[order.id].since(moment) if is_there and ahead is not None]
        return found

    def _note_ahead(self, market: ContractMarket, at: int) -> None:
        for order in self._world.account.live.values():
            if order.rests and order.price is not None and order.symbol == market.contract.symbol:
                half, ticks = market.book.home_of(order.side), order.price // market.contract.tick
                ahead = half.before(ticks, order.id) if order.id in half.own(ticks) else None
                self._ahead.setdefault(order.id, Timeline(at, ahead)).note(at, ahead)

    def sample(self) -> None:
        """Somebody is about to be told the figures of this moment."""
        for market in self.markets.values():
            market.sample(self._world.now)

    def traded(self, market: ContractMarket, taken: Taken, at: int) -> None:
        self.markets[market.contract.symbol].note_trades(taken, at)

    def book_changed(self, market: ContractMarket, changes: Changes, at: int) -> None:
        self.markets[market.contract.symbol].note_book(changes, at)
        self._note_ahead(market, at)

    def quote_changed(self, market: ContractMarket, at: int) -> None:
        """Noted with the book."""

    def ticker_due(self, market: ContractMarket, at: int) -> None:
        self.markets[market.contract.symbol].sample(at)

    def account_moved(self, happening: AccountHappening, at: int) -> None:
        match happening:
            case OrderChanged(order):
                self._note_order(order, at)
            case PositionsChanged(holdings):
                for holding, _ in holdings:
                    self.positions[holding.symbol].note(at, holding if holding.lots else None)
            case BalanceChanged(entry):
                self.entries.add(entry)
                self.funds.note(at, self._funds()._replace(total=entry.after))
        self.funds.note(at, self._funds())

    def _note_order(self, order: AccountOrder, at: int) -> None:
        line = self.orders.get(order.id) or self.add_order(order.id, order.symbol, Timeline(0, None))
        line.note(at, order)
        if not order.is_live:
            line.note(at, None)

    def _funds(self) -> Funds:
        account = self._world.account
        return Funds(account.ledger.balance, account.in_orders, account.ledger.in_margin)
