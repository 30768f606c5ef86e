"""Routes of events to streams, the streams that are followed, and those that may have a hole."""

from __future__ import annotations

from collections.abc import Callable

from roxom_tui.model.channels import Channel, Stream, stream_of
from roxom_tui.model.events import Event
from roxom_tui.model.market import Symbol
from roxom_tui.model.outcome import Skipped
from roxom_tui.state.freshness import StreamClocks
from roxom_tui.state.stream_clock import StreamClock


class EventRoutes:
    """From events to clocks. `known` remembers the ways, because hashing a stream costs more than a level."""

    def __init__(self, clocks: StreamClocks, follows: Callable[[Symbol], bool]) -> None:
        self._clocks = clocks
        self._follows = follows
        self._released: set[Stream] = set()
        self._left: set[Stream] = set()
        """Tapes that were left and not joined since: they may have a hole, for trades have no numbers."""
        self.known: dict[tuple[type, Symbol | None], StreamClock] = {}

    def find(self, kind: type, event: Event) -> StreamClock | Skipped:
        """The clock of the stream that an event came by, if it is followed."""
        stream = stream_of(event)
        symbol = stream.symbol
        if symbol is None:
            return self._clocks.clock(stream)
        if stream in self._released or not self._follows(symbol):
            return Skipped(stream, "not followed")
        clock = self.known[kind, symbol] = self._clocks.clock(stream)
        return clock

    def join(self, stream: Stream) -> None:
        """The stream is asked for: it has a state from now on, and what comes is taken."""
        self._clocks.clock(stream)
        self._released.discard(stream)
        self.known.clear()

    def leave(self, stream: Stream) -> None:
        """The stream is left, perhaps to be joined again at once."""
        if stream.channel is Channel.TRADE:
            self._left.add(stream)

    def settle(self, stream: Stream) -> bool:
        """The stream is joined; whether what came of it until now may have a hole."""
        had_left = stream in self._left
        self._left.discard(stream)
        return had_left

    def release(self, stream: Stream) -> None:
        """Whatever still arrives of a book or a tape is not wanted."""
        if stream.channel in (Channel.DEPTH, Channel.TRADE):
            self._released.add(stream)
        self.known.clear()

    def disconnected(self) -> None:
        """Nothing is joined any more."""
        self._left.clear()

    def doubt(self, stream: Stream) -> str:
        """The reason why a stream that comes well may have a hole; empty when nothing speaks for it."""
        return "joined again, and not confirmed yet" if stream in self._left else ""
