"""All that is known, keyed by symbol: events and the session's facts in, freshness and revisions out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MethodType
from typing import Any, Final

from roxom_tui.model.channels import BALANCE, Channel, Stream
from roxom_tui.model.events import (
    AccountNotice,
    BalanceUpdate,
    BookDelta,
    BookSnapshot,
    CalendarsSeed,
    Event,
    OrderUpdate,
    PositionUpdate,
    Quote,
    Seed,
    Ticker,
    TickerDelta,
    Trade,
)
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import (
    Applied,
    Control,
    ErrorReceived,
    Freshness,
    NeedsResync,
    Outcome,
    Phase,
    Rejected,
    Skipped,
    Subscribed,
    Unsubscribed,
)
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.price_units import PriceUnits
from roxom_tui.state.freshness import Route, StreamClocks
from roxom_tui.state.judge import Judge
from roxom_tui.state.market.markets import Markets
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.reading.own_orders import OwnOrdersInBooks
from roxom_tui.state.stream_clock import StreamClock

BEHIND: Final = Reason(Cause.SOURCES_DISAGREE)

_OF_A_MARKET: Final[Mapping[type, Callable[[SymbolMarket, Any, int], Outcome]]] = {
    BookDelta: SymbolMarket.apply_delta,
    BookSnapshot: SymbolMarket.apply_snapshot,
    Quote: SymbolMarket.apply_quote,
    Trade: SymbolMarket.apply_trade,
    Ticker: SymbolMarket.apply_ticker,
    TickerDelta: SymbolMarket.apply_ticker_delta,
}

_OF_THE_ACCOUNT: Final[Mapping[type, Callable[[AccountLists, Any, int], Outcome]]] = {
    OrderUpdate: AccountLists.apply_order,
    PositionUpdate: AccountLists.apply_position,
    BalanceUpdate: AccountLists.apply_balance,
    AccountNotice: AccountLists.apply_notice,
}


class Store:
    """The one truth. Every `at` and `now` is monotonic ns; nothing here reads a clock."""

    def __init__(self, symbols: Iterable[Symbol], depth_mode: DepthMode, tiers: tuple[Size, ...] = ()) -> None:
        self.symbols = tuple(dict.fromkeys(symbols))
        self.selected: Symbol | None = None
        self.markets = Markets(self.symbols, depth_mode, tiers)
        self.account = AccountLists(self.symbols)
        self.calendars: dict[Symbol, CalendarsSeed] = {}
        """What the exchange told of the markets behind its contracts; it outlives connections."""
        self.units = PriceUnits(self.account, self.markets, self.revision)
        self._own_orders = OwnOrdersInBooks(self.account, self.markets, self.units)
        self.clocks = StreamClocks()
        self.judge = Judge(self.clocks, self.markets, self.account)
        self._routes = self.clocks.routes
        self.was_known = False
        """Whether the newest event only proved once more what had been proven: nobody sees anything of it at once."""

    def apply(self, event: Event, at: int) -> Outcome:
        """Make an event part of the state. `NeedsResync` asks for a snapshot (a book) or a GET (the balance)."""
        self.was_known = False
        known = self._routes.get(type(event))
        # What there are known routes of is of a market, and such an event names its symbol.
        route = None if known is None else known.get(event.symbol)  # type: ignore[union-attr]
        if route is None:
            found = self._route(event)
            if isinstance(found, Skipped):
                return found
            route = found
        clock, take, is_plain = route
        if is_plain and clock.asked_at is None and (clock.proven_at is None or not clock.is_quiet):
            # Nearly always so: it comes of its own accord, and there is no more to it.
            outcome = take(event, at)
            if type(outcome) is Applied:
                clock.messages += 1
                clock.revision += 1
                clock.touch(at)
                return outcome
            return self._taken(event, outcome, clock, at, is_proof=False)
        is_proof = (clock.asked_at is not None or clock.is_quiet) and self.markets.says_the_same(event)
        return self._taken(event, take(event, at), clock, at, is_proof=is_proof)

    def _taken(self, event: Event, outcome: Outcome, clock: StreamClock, at: int, *, is_proof: bool) -> Outcome:
        """Follow up what became of an event. `is_proof`: we asked, and it says what is held already."""
        kind = type(event)
        clock.messages += 1
        if kind is BookSnapshot:
            clock.snapshot_at, clock.hidden = at, None
            self._own_orders.listed(clock.stream.symbol)
        if kind is Quote and type(outcome) is NeedsResync:
            self._changed(outcome.stream)
        if kind is OrderUpdate and isinstance(outcome, Applied):
            # An order binds or frees funds, so the balance's split is history now.
            self._changed(BALANCE)
            if isinstance(event, OrderUpdate):
                self._own_orders.heard(event)
        if type(outcome) is not Skipped or outcome.is_kept:
            if is_proof:
                self.was_known = clock.is_quiet
                clock.prove(at)
            elif kind is BookDelta or kind is TickerDelta:
                # What was applied is shown: a book that is rebuilt keeps a delta, or skips it.
                clock.amend(at, is_shown=type(outcome) is Applied or not self.judge.rebuilding(clock.stream))
            else:
                clock.touch(at)
            clock.revision += 1
        return outcome

    def seed(self, seed: Seed, at: int, asked_at: int) -> Outcome:
        """Take the answer of a GET sent at `asked_at`; reports that came since then win over it.

        `NeedsResync` where the answer knew less than the stream had told before it was asked for.
        """
        stream = self.account.seed(seed, at, asked_at)
        clock = self.clocks.clock(stream)
        clock.touch(at)
        checked_at = self.account.checked_at(stream)
        self._changed(stream)
        self._own_orders.listed(self.selected)
        if self.account.is_behind(stream):
            return NeedsResync(stream, BEHIND)
        if checked_at is not None and checked_at >= clock.seeding_since:
            clock.seeding = clock.missed = None
        return Applied(stream)

    def seeding(self, stream: Stream, reason: Reason | None, since: int = 0) -> None:
        """GETs for an account stream are under way, or failed: STALE for `reason` until seeded; None gives it up.

        Positions are seeded when each configured symbol, and each in which something was held, had its answer. What
        was asked before `since` (monotonic ns) does not count.
        """
        clock = self.clocks.clock(stream)
        clock.seeding, clock.seeding_since = reason, max(clock.seeding_since, since)
        if reason:
            self.account.expect_seed(stream)
        else:
            self.account.give_up_seed(stream)
        self._changed(stream)

    def connection_changed(self, phase: Phase, reason: Reason | None, at: int) -> None:
        """The connection came or went; unless it stands, everything is DOWN for `reason`."""
        if phase is Phase.CONNECTED:
            self.clocks.connected()
        else:
            heard_at = self.clocks.line.last_at
            heard = {symbol: self.clocks.heard_at(symbol) for symbol in self.clocks.symbols()}
            self.clocks.disconnected(reason or Reason(Cause.NOT_CONNECTED))
            self.account.disconnected(at)
            self.markets.disconnected(at, at if heard_at is None else heard_at, heard)
        for clock in self.clocks.all():
            self._changed(clock.stream)

    def subscription(self, stream: Stream, status: Control, at: int) -> None:
        """Take the exchange's answer about one subscription."""
        clock = self.clocks.clock(stream)
        if isinstance(status, Rejected | ErrorReceived):
            clock.refuse(status.code, status.text)
        elif isinstance(status, Subscribed):
            clock.acknowledge()
            self.clocks.join(stream)
            self.note_joined(stream, at)
            if stream.channel.is_account:
                clock.heard = True
                self.account.begin(stream)
        elif isinstance(status, Unsubscribed):
            clock.acknowledged = False
        self._changed(stream)

    def not_subscribed(self, stream: Stream, why: Reason | None) -> None:
        """A fault of the exchange's own left it without a subscription; it is asked for again. None: it answered."""
        clock = self.clocks.find(stream) if why is None else self.clocks.clock(stream)
        if clock is not None and clock.fault != why:
            clock.fault = why
            self._changed(stream)

    def void(self, stream: Stream, reason: Reason) -> None:
        """Stop believing a book: it waits for a snapshot."""
        if stream.symbol is not None and stream.channel is Channel.DEPTH:
            self.markets.made(stream.symbol).void(reason)
        self._changed(stream)

    def leave(self, stream: Stream, at: int) -> None:
        """The stream is left, perhaps to be joined again at once: what happens meanwhile is not told."""
        if stream.channel is Channel.TRADE and stream.symbol is not None:
            self.clocks.left.add(stream)
            self.markets.market(stream.symbol).leave_trades(at)
        elif stream.channel is Channel.LEVEL1 and stream.symbol is not None:
            self.markets.market(stream.symbol).flow.leave()

    def note_joined(self, stream: Stream, at: int) -> None:
        """The stream is joined. If it was left before, what came until now may still have been told then."""
        if stream.channel is Channel.TRADE and stream.symbol is not None:
            was_left = stream in self.clocks.left
            self.clocks.left.discard(stream)
            self.markets.join_trades(stream.symbol, at, was_left=was_left)
            self._changed(stream)
        elif stream.channel is Channel.LEVEL1 and stream.symbol is not None:
            self.markets.market(stream.symbol).flow.join()

    def release(self, stream: Stream, at: int) -> None:
        """The stream is not subscribed any more: drop its book, and whatever still arrives for it."""
        if stream.symbol is not None:
            self.markets.release(stream.symbol, stream.channel, at)
            self.clocks.release(stream)

    def select(self, symbol: Symbol) -> None:
        """The symbol in view: it is followed from now on, also if it is not configured."""
        self.selected = symbol
        self._routes.clear()

    # Silence (client 2.6)

    def overdue(self, now: int) -> tuple[NeedsResync, ...]:
        """Books that time alone has made doubtful; ask about once a second. Where trades may be missing is noted."""
        self.look_for_silence(now)
        found = self.markets.overdue(now)
        for verdict in found:
            self._changed(verdict.stream)
        return found

    def look_for_silence(self, now: int) -> None:
        """Note of which symbols nothing comes for so long that trades may be missing."""
        for tape in self.clocks.tapes():
            if tape.stream.symbol is None:
                continue
            market, since = self.markets.market(tape.stream.symbol), self.clocks.mute_since(tape, now)
            market.history.candles.look(since, now)
            is_silent = since is not None and self.clocks.heard_at(market.symbol) is not None
            if is_silent and market.doubt_trades():
                self._changed(tape.stream)

    def extra_symbols(self) -> tuple[Symbol, ...]:
        """Contracts that are not configured, but held: their quotes and tickers are wanted too."""
        return tuple(sorted(self.account.positions.symbols - frozenset(self.symbols)))

    def revision(self, stream: Stream) -> int:
        """The number of changes of what a stream's panel would show."""
        clock = self.clocks.find(stream)
        return 0 if clock is None else clock.revision

    def freshness(self, stream: Stream, now: int) -> Freshness:
        """How far a stream may be believed now."""
        return self.judge.freshness(stream, now)

    def _route(self, event: Event) -> Route | Skipped:
        clock = self.clocks.of_event(event, self._follows)
        if isinstance(clock, Skipped):
            return clock
        kind, symbol = type(event), clock.stream.symbol
        if symbol is None:
            return clock, MethodType(_OF_THE_ACCOUNT[kind], self.account), False
        route = clock, MethodType(_OF_A_MARKET[kind], self.markets.made(symbol)), kind is not BookSnapshot
        self._routes.setdefault(kind, {})[symbol] = route
        return route

    def _changed(self, stream: Stream) -> None:
        self.clocks.clock(stream).revision += 1

    def _follows(self, symbol: Symbol) -> bool:
        return symbol in self.symbols or symbol == self.selected or symbol in self.account.positions.symbols
