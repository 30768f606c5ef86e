"""How far each stream may be believed now: one clock per channel and symbol (reliability 1, 2).

Only data moves these clocks, never a pong or an acknowledgement. Silence is judged in `_silence`; a proof that a silent
channel is right (a fresh snapshot that equals what we hold) would answer QUIET there.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.status import Freshness, PanelState

LONE_SILENCE_NS: Final = 5_000_000_000
"""Silent for this long while the symbol's other channels moved on: suspicious."""

COMMON_SILENCE_NS: Final = 10_000_000_000
"""Nothing from any of the symbol's channels for this long: suspicious."""

SAME_MOMENT_NS: Final = 250_000_000
"""Channels that moved this close together told one event: their order says nothing about silence."""

EXPIRY_NS: Final = 3_000_000_000
"""No view is believed for longer than this without being looked at again."""

_NEVER: Final = 1 << 62


class StreamClock:
    """What is known of one stream. Times are monotonic ns.

    `data_at` survives the connection, so that an age can be shown; `moved_at` is of this connection. `heard`: something
    came by this connection, which for account channels may be a seed or the acknowledgement.
    """

    __slots__ = (
        "acknowledged",
        "data_at",
        "heard",
        "messages",
        "moved_at",
        "refusal",
        "revision",
        "seeding",
        "siblings",
        "stream",
    )

    def __init__(self, stream: Stream, siblings: list[StreamClock]) -> None:
        self.stream = stream
        self.siblings = siblings
        self.data_at: int | None = None
        self.moved_at: int | None = None
        self.messages = 0
        self.revision = 0
        self.acknowledged = False
        self.heard = False
        self.refusal = ""
        self.seeding = ""

    def touch(self, at: int) -> None:
        """Data came."""
        self.data_at = self.moved_at = at
        self.heard = True
        self.refusal = ""

    def restart(self) -> None:
        """The connection went: nothing of it counts for the next."""
        self.moved_at = None
        self.acknowledged = self.heard = False
        self.refusal = self.seeding = ""


class Clocks:
    """All streams' clocks and the connection they depend on."""

    def __init__(self) -> None:
        self._clocks: dict[Stream, StreamClock] = {}
        self._families: dict[Symbol | None, list[StreamClock]] = {}
        self._down: str | None = "not connected yet"

    def clock(self, stream: Stream) -> StreamClock:
        """The clock of a stream, made on first use."""
        clock = self._clocks.get(stream)
        if clock is None:
            family = self._families.setdefault(stream.symbol, [])
            clock = self._clocks[stream] = StreamClock(stream, family)
            family.append(clock)
        return clock

    def all(self) -> tuple[StreamClock, ...]:
        return tuple(self._clocks.values())

    def connected(self) -> None:
        """A connection stands; nothing came by it yet."""
        self._down = None

    def disconnected(self, reason: str) -> None:
        """No connection, and why."""
        self._down = reason
        for clock in self._clocks.values():
            clock.restart()

    def forget(self, stream: Stream) -> None:
        """The stream is not followed any more."""
        clock = self._clocks.pop(stream, None)
        if clock is not None:
            clock.siblings.remove(clock)

    def of(self, stream: Stream, now: int, bound: int = EXPIRY_NS, rebuilding: str = "") -> Freshness:
        """The state of a stream. `rebuilding` is why its book is not sound; `bound` limits `valid_until`."""
        clock = self.clock(stream)
        state, reason, changes_at = self._judge(clock, now, rebuilding)
        return Freshness(state, reason, clock.data_at, min(changes_at, now + bound))

    def _judge(self, clock: StreamClock, now: int, rebuilding: str) -> tuple[PanelState, str, int]:
        if self._down is not None:
            return PanelState.DOWN, self._down, _NEVER
        if clock.refusal:
            return PanelState.REJECTED, clock.refusal, _NEVER
        if clock.stream.symbol is None:
            return _account_state(clock)
        changes_at, silence = _silence(clock, now)
        if silence:
            return PanelState.STALE, silence, _NEVER
        if rebuilding:
            return PanelState.RESYNC, rebuilding, changes_at
        return _heard_state(clock, changes_at)


def _silence(clock: StreamClock, now: int) -> tuple[int, str]:
    """When silence becomes suspicious if nothing more comes, and what is suspicious already."""
    mine = clock.moved_at
    if mine is None:
        return _NEVER, ""
    newest = max(other.moved_at for other in clock.siblings if other.moved_at is not None)
    if clock.stream.channel is not Channel.TRADE and newest - mine > SAME_MOMENT_NS:
        limit, why = mine + LONE_SILENCE_NS, "silent while other channels move"
    else:
        limit, why = newest + COMMON_SILENCE_NS, "nothing came for 10 s"
    return limit, why if now >= limit else ""


def _account_state(clock: StreamClock) -> tuple[PanelState, str, int]:
    """Account channels speak when something happens, so they are as good as the connection and their seed."""
    if clock.seeding:
        return PanelState.STALE, clock.seeding, _NEVER
    return _heard_state(clock, _NEVER)


def _heard_state(clock: StreamClock, changes_at: int) -> tuple[PanelState, str, int]:
    if clock.heard:
        return PanelState.LIVE, "", changes_at
    return PanelState.WAITING, "nothing yet" if clock.acknowledged else "not confirmed yet", _NEVER
