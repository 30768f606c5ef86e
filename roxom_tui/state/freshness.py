"""The freshness of each stream: one clock per channel and symbol (client 1.2, 2.6).

Only data moves these clocks, never a pong or an acknowledgement. News makes a stream LIVE; a fresh snapshot that equals
what we hold, asked for because nothing came, proves it QUIET for as long as silence is no cause for suspicion again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from roxom_tui.model.channels import Channel, Stream, stream_of
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.events import Event
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, Outcome, PanelState, Skipped
from roxom_tui.model.values import replace
from roxom_tui.state.stream_clock import ASKED_SILENCE_NS, TOLD_FROM_NS, ConnectionTiming, StreamClock

LEAST_SILENCE_NS: Final = 2 * TOLD_FROM_NS
"""No silence is suspicious before it has lasted so long."""

LONE_SILENCE_NS: Final = 5 * SECOND
"""Silent for this long while the symbol's other channels moved on: suspicious."""

COMMON_SILENCE_NS: Final = 10 * SECOND
"""Nothing from any of the symbol's channels for this long: suspicious."""

SAME_MOMENT_NS: Final = 250 * MILLISECOND
"""Channels that moved this close together told one event: their order says nothing about silence."""

EXPIRY_NS: Final = 3 * SECOND
"""No view is believed for longer than this without being looked at again."""

UNASKED_KEPT: Final = 256
"""Of so many streams that have no clock it is remembered since when they are as they are: before the first connection
those of all symbols that a profile may name. Contracts that come with positions have no end."""

_NOTHING: Final = Reason(Cause.SILENT, seconds=COMMON_SILENCE_NS // SECOND)
_ALONE: Final = Reason(Cause.SILENT_ALONE, seconds=LONE_SILENCE_NS // SECOND)
_ON_THE_LADDER: Final = frozenset((Cause.NO_DATA, Cause.SILENT, Cause.SILENT_ALONE, Cause.SILENT_ASKED))
"""What the next step of the ladder is told of, beside the book that is being rebuilt."""
_ASKED: Final = Reason(Cause.SILENT_ASKED)
_NO_STREAM: Final = Reason(Cause.NO_DATA)
_NOT_RECORDED: Final = Reason(Cause.NOT_RECORDED)
_NEVER: Final = 1 << 62


Judged: TypeAlias = tuple[PanelState, Reason | None, int]
"""A state, why, and until when it is so if nothing more comes (monotonic ns)."""

Route: TypeAlias = tuple[StreamClock, Callable[[Any, int], Outcome], bool]
"""The clock of a kind of event, what takes it, and whether what is applied of that kind has no other consequence."""


class StreamClocks:
    """All streams' clocks and the connection they depend on."""

    def __init__(self) -> None:
        self._clocks: dict[Stream, StreamClock] = {}
        self._released: set[Stream] = set()
        self.left: set[Stream] = set()
        """Tapes that were left and not joined since: they may have a hole, for trades have no numbers."""
        self.routes: dict[type, dict[Symbol, Route]] = {}
        """Remembered by the store while what is followed stays the same: hashing a stream costs more than a level."""
        self._families: dict[Symbol | None, list[StreamClock]] = {}
        self._down: Reason | None = Reason(Cause.NOT_CONNECTED)
        self._began: dict[Stream, tuple[PanelState, int]] = {}
        """The state each stream was last seen in, and since when."""
        self.line = ConnectionTiming()
        self.suspended: Reason | None = None
        """Why nothing at all is believed although there is a connection: this computer stood still."""
        self.recorded: frozenset[Stream] | None = None
        """What a recording holds, where this is one that is played: of nothing else anything is known."""
        self.behind: Reason | None = None
        """Why nothing is believed although it comes: it is old when it comes."""

    def clock(self, stream: Stream) -> StreamClock:
        """The clock of a stream, made on first use."""
        clock = self._clocks.get(stream)
        if clock is None:
            family = self._families.setdefault(stream.symbol, [])
            clock = self._clocks[stream] = StreamClock(stream, family, self.line)
            family.append(clock)
        return clock

    def find(self, stream: Stream) -> StreamClock | None:
        """The clock of a stream, if there is one."""
        return self._clocks.get(stream)

    def of_event(self, event: Event, follows: Callable[[Symbol], bool]) -> StreamClock | Skipped:
        """The clock of the stream that an event came by, if that is followed."""
        stream = stream_of(event)
        if stream.symbol is None:
            return self.clock(stream)
        if stream in self._released or not follows(stream.symbol):
            return Skipped(stream, "not followed")
        return self.clock(stream)

    def all(self) -> tuple[StreamClock, ...]:
        return tuple(self._clocks.values())

    def connected(self) -> None:
        """A connection stands; nothing came by it yet."""
        self._down = self.suspended = self.behind = None

    def disconnected(self, reason: Reason) -> None:
        """No connection, and why."""
        self._down = reason
        self.line.interrupt()
        self.left.clear()
        for clock in self._clocks.values():
            clock.restart()

    def join(self, stream: Stream) -> None:
        """The stream is asked for: it has a clock from now on, and what comes is taken, if it was released before."""
        self.clock(stream)
        self._released.discard(stream)
        self.routes.clear()

    def release(self, stream: Stream) -> None:
        """The stream is not followed any more, and what still arrives of a book or a tape is not wanted."""
        clock = self._clocks.pop(stream, None)
        self._began.pop(stream, None)
        if clock is not None:
            clock.siblings.remove(clock)
            if not clock.siblings:
                self._families.pop(stream.symbol, None)
        if stream.channel in (Channel.DEPTH, Channel.TRADE):
            self._released.add(stream)
        self.routes.clear()

    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols of which any stream has a clock."""
        return tuple(symbol for symbol in self._families if symbol is not None)

    def heard_at(self, symbol: Symbol) -> int | None:
        """When any stream of a symbol said something last, by this connection (monotonic ns)."""
        known = (clock.known_at for clock in self._families.get(symbol, ()))
        return max((at for at in known if at is not None), default=None)

    def speechless(self) -> tuple[Stream, ...]:
        """Market streams that were acknowledged and never said anything by this connection."""
        return tuple(clock.stream for clock in self._of_markets() if clock.acknowledged and clock.known_at is None)

    def has_heard(self) -> bool:
        """Whether any market stream said anything by this connection."""
        return any(clock.known_at is not None for clock in self._of_markets())

    def answered_at(self, stream: Stream) -> int | None:
        """The time a stream last said all it holds, by this connection: of a book its snapshot, else any data."""
        clock = self._clocks.get(stream)
        if clock is None:
            return None
        return clock.snapshot_at if stream.channel.traits.loss_corrupts else clock.known_at

    def silent(self, now: int) -> tuple[Stream, ...]:
        """Streams of which nothing was heard for so long that it is time to ask."""
        return tuple(clock.stream for clock in self._clocks.values() if _is_to_be_asked(clock, now))

    def resting(self, now: int) -> tuple[Stream, ...]:
        """Streams that are quiet, and half as long known to be: who asks one of a market that rests asks them all."""
        return tuple(c.stream for c in self._clocks.values() if c.is_quiet and _is_to_be_asked(c, now, parts=2))

    def of(self, stream: Stream, now: int, rebuilding: Reason | None = None) -> Freshness:
        """The state of a stream. `rebuilding` is why its book is not sound."""
        if self.recorded is not None and self._down is None and stream not in self.recorded:
            return Freshness(PanelState.WAITING, _NOT_RECORDED, None, now + EXPIRY_NS)
        clock = self._clocks.get(stream) or StreamClock(stream, [])
        state, reason, changes_at = self._judge(clock, now, rebuilding)
        if state is PanelState.STALE and clock.data_at is None:
            # What holds nothing has nothing that could be too old.
            state = PanelState.WAITING
        if reason is not None and (state is PanelState.RESYNC or reason.cause in _ON_THE_LADDER):
            # A tape is told the reason of the stream that was asked, with that one's time.
            reason = replace(reason, next_at=reason.next_at if clock.next_at is None else clock.next_at)
        if self.recorded is not None:
            state = state.replayed
        proven_at = _proven_at(clock, now) if state is PanelState.QUIET else None
        return Freshness(state, reason, clock.data_at, min(changes_at, now + EXPIRY_NS), proven_at=proven_at)

    def since(self, stream: Stream, state: PanelState, now: int) -> int:
        """Since when a stream has been in this state, as far as anybody looked; to be asked at each look."""
        began = self._began.get(stream)
        if began is None or began[0] is not state:
            if began is None and len(self._began) >= len(self._clocks) + UNASKED_KEPT:
                self._began = {known: since for known, since in self._began.items() if known in self._clocks}
            began = self._began[stream] = (state, now)
        return began[1]

    def silent_since(self, stream: Stream, now: int) -> int | None:
        """Since when a market stream, or all that comes, has been silent, if that is unusual; None if it is not."""
        clock = self._clocks.get(stream)
        if clock is None or stream.symbol is None:
            return None
        # Trades are sparse by nature, so how long the last is ago says nothing.
        alone = None if stream.channel.traits.is_sparse else clock.gaps.silent_since(now)
        return alone if alone is not None else self.line.silent_since(now)

    def tapes(self) -> tuple[StreamClock, ...]:
        """The clocks of trades that are followed, also where the acknowledgement of a second question never came."""
        trades = (clock for clock in self._of_markets() if clock.stream.channel is Channel.TRADE)
        return tuple(clock for clock in trades if clock.acknowledged or clock.heard)

    def mute_since(self, tape: StreamClock, now: int) -> int | None:
        """Since when nothing came of a tape's symbol, if that is suspicious or nothing ever did by this connection."""
        known = [clock.known_at for clock in tape.siblings if clock.known_at is not None]
        if not known:
            return now
        return max(known) if now >= _suspicious_at(tape)[0] or self._is_line_silent(now) else None

    def _of_markets(self) -> Iterator[StreamClock]:
        return (clock for clock in self._clocks.values() if clock.stream.symbol is not None)

    def _judge(self, clock: StreamClock, now: int, rebuilding: Reason | None) -> Judged:
        if self._down is not None:
            return PanelState.DOWN, self._down, _NEVER
        if clock.refusal:
            return PanelState.REJECTED, clock.refusal, _NEVER
        if self.suspended:
            return PanelState.STALE, self.suspended, _NEVER
        if clock.stream.symbol is not None:
            return self._judge_market(clock, now, rebuilding)
        return self._judge_account(clock, now)

    def _judge_account(self, clock: StreamClock, now: int) -> Judged:
        """Account channels speak when something happens: they are as good as the connection and their seed."""
        silent_at = self._silent_at()
        if now >= silent_at:
            # What said nothing yet has not fallen silent.
            return PanelState.STALE, _NO_STREAM if self.has_heard() else _not_yet(clock), _NEVER
        if self.behind and clock.heard:
            return PanelState.STALE, self.behind, _NEVER
        if clock.seeding:
            return PanelState.STALE, clock.seeding, _NEVER
        return _heard_state(clock, now, silent_at)

    def is_silent(self, now: int) -> bool:
        """Whether of the market streams that were not refused none speaks: suspiciously silent, or never heard."""
        return now >= self._silent_at()

    def is_silent_for_long(self, now: int) -> bool:
        """The same, for so long that something may be lost where no list can be asked for."""
        known = [clock.known_at for clock in self._of_markets()]
        newest = max((at for at in known if at is not None), default=None)
        return self.is_silent(now) and (newest is None or now - newest >= ASKED_SILENCE_NS)

    def _is_line_silent(self, now: int) -> bool:
        """Whether a question to one stream waits while nothing comes by any: then this one is no better."""
        last_at = self.line.last_at
        return last_at is not None and now - last_at >= LEAST_SILENCE_NS and self.is_silent(now)

    def _silent_at(self) -> int:
        """From when on that is so if nothing more comes."""
        followed = [clock for clock in self._of_markets() if not clock.refusal]
        known = _none_speaks_at(followed)
        return known[0] if known is not None else 0 if followed else _NEVER

    def _judge_market(self, clock: StreamClock, now: int, rebuilding: Reason | None) -> Judged:
        if clock.hidden:
            return PanelState.RESYNC, clock.hidden, _NEVER
        changes_at, why = _suspicious_at(clock)
        if now >= changes_at:
            # Where nothing comes by any stream, that it comes by this one neither says less.
            common = _NO_STREAM if self._is_line_silent(now) and not clock.trouble else why
            return PanelState.STALE, clock.unread(now) or common, _NEVER
        if clock.heard and (self._is_line_silent(now) or (self.behind and self.is_silent(now))):
            # While nothing comes it is neither late nor back.
            return PanelState.STALE, _NO_STREAM, _NEVER
        if self.behind and clock.heard:
            return PanelState.STALE, self.behind, _NEVER
        if rebuilding:
            why = None if clock.acknowledged else clock.fault
            return PanelState.RESYNC, why or rebuilding, changes_at
        return _heard_state(clock, now, changes_at)


def _is_to_be_asked(clock: StreamClock, now: int, parts: int = 1) -> bool:
    if clock.asked_at is not None or clock.refusal or clock.stream.channel.traits.is_sparse:
        return False
    known = clock.known_at
    return known is not None and (now - known) * parts >= clock.ask_after


def _suspicious_at(clock: StreamClock) -> tuple[int, Reason | None]:
    """The time at which silence becomes suspicious if nothing more comes, and the reason it then is."""
    mine = clock.known_at
    if clock.stream.channel.traits.is_sparse:
        return _tape_suspicious_at(clock, mine)
    if mine is None:
        return _NEVER, None
    if clock.asked_at is not None:
        return mine + clock.stale_after, clock.trouble or _ASKED
    newest = max(other.moved_at or 0 for other in clock.siblings)
    if newest - mine > SAME_MOMENT_NS:
        return mine + LONE_SILENCE_NS, _ALONE
    return max(mine, newest) + COMMON_SILENCE_NS, _NOTHING


def _tape_suspicious_at(clock: StreamClock, mine: int | None) -> tuple[int, Reason | None]:
    """Trades are sparse: a tape is as suspicious as everything else of its symbol, and alone where there is nothing."""
    others = [other for other in clock.siblings if other is not clock]
    limit, why = _none_speaks_at(others) or _none_speaks_at([clock]) or (_NEVER, None)
    return (limit if mine is None else max(limit, mine + LONE_SILENCE_NS)), why


def _none_speaks_at(clocks: Iterable[StreamClock]) -> tuple[int, Reason] | None:
    """The time at which silence of all of these becomes suspicious, and the reason; None where none ever spoke.

    A question to one is a question to all: another's book may be just being rebuilt, and then is not asked about.
    """
    known = [(at, clock) for clock in clocks if (at := clock.known_at) is not None]
    if not known:
        return None
    newest = max(at for at, _ in known)
    asked = [clock for _, clock in known if clock.asked_at is not None]
    if asked:
        return newest + min(clock.stale_after for clock in asked), asked[0].trouble or replace(
            _ASKED, next_at=asked[0].next_at
        )
    return newest + COMMON_SILENCE_NS, _NOTHING


def _heard_state(clock: StreamClock, now: int, changes_at: int) -> Judged:
    if not clock.heard:
        return PanelState.WAITING, clock.missed or _not_yet(clock), _NEVER
    if clock.moved_at is None and clock.stream.symbol is None:
        # It speaks only when something happens, and nothing has.
        return PanelState.QUIET, None, changes_at
    proven_at = _proven_at(clock, now)
    if proven_at is None or (clock.moved_at is not None and clock.moved_at >= proven_at):
        return PanelState.LIVE, None, changes_at
    return PanelState.QUIET, None, changes_at


def _not_yet(clock: StreamClock) -> Reason:
    return Reason(Cause.NOTHING_YET) if clock.acknowledged else clock.fault or Reason(Cause.PENDING)


def _proven_at(clock: StreamClock, now: int) -> int | None:
    return _tape_proven_at(clock, now) if clock.stream.channel is Channel.TRADE else clock.proven_at


def _tape_proven_at(clock: StreamClock, now: int) -> int | None:
    """A tape without a trade is as quiet as its symbol: proven when all that speaks of it is."""
    others = [other for other in clock.siblings if other is not clock and other.known_at is not None]
    if not others or not all(other.is_quiet for other in others):
        return None
    return min(other.proven_at or 0 for other in others)
