"""How far each stream may be believed now: by its clock, and by what speaks against it though it comes in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.freshness import StreamClocks
from roxom_tui.state.market.markets import Markets
from roxom_tui.state.views.connection_views import StreamRow


class Judge:
    """Changes nothing. Every `now` is monotonic ns."""

    def __init__(self, clocks: StreamClocks, markets: Markets, account: AccountLists) -> None:
        self._clocks = clocks
        self._markets = markets
        self._account = account
        self._judgements: dict[tuple[Stream, int], Freshness] | None = None
        """What was found of streams for the picture that is being built."""

    def freshness(self, stream: Stream, now: int) -> Freshness:
        """The freshness of a stream, with what speaks against it though it comes in time."""
        fresh = self._judged(stream, now)
        return replace(fresh, since=self._clocks.since(stream, fresh.state, now))

    def state(self, stream: Stream, now: int) -> PanelState:
        """The state alone, also of a contract that only an order names: nothing is remembered of it."""
        return self._judged(stream, now).state

    def changes_at(self, symbol: Symbol, now: int) -> int | None:
        """The time at which what is known of a symbol is judged otherwise though nothing comes.

        Its prices are still crossed by then, a trade is still missing, or the silence is unusual.
        """
        channels = (Channel.DEPTH, Channel.LEVEL1, Channel.TRADE)
        doubtful = (self._markets.doubtful_at(Stream(channel, symbol)) for channel in channels)
        moments = (*doubtful, self._clocks.line.unusual_at)
        return min((moment for moment in moments if moment is not None and moment > now), default=None)

    def are_quiet(self, streams: Iterable[Stream]) -> bool:
        """Whether all of these were asked, and said nothing new."""
        clocks = map(self._clocks.find, streams)
        return all(clock is not None and clock.is_quiet for clock in clocks)

    def is_hidden(self, stream: Stream) -> bool:
        """Whether a stream is not to be drawn at all."""
        clock = self._clocks.find(stream)
        return clock is not None and clock.hidden is not None

    def stream_row(self, stream: Stream, now: int) -> StreamRow:
        """A stream for the connection screen, also one that was not asked for yet."""
        clock = self._clocks.find(stream)
        fresh = self.freshness(stream, now)
        if clock is None:
            return StreamRow(stream, fresh, acknowledged=False, messages=0)
        return StreamRow(stream, fresh, clock.acknowledged, clock.messages)

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """While one picture is built nothing changes, so each stream is judged once."""
        self._judgements = {}
        try:
            yield
        finally:
            self._judgements = None

    def silent(self, now: int) -> tuple[Stream, ...]:
        """Streams of which nothing was heard for so long that it is time to ask; ask about once a second."""
        return tuple(stream for stream in self._clocks.silent(now) if not self.rebuilding(stream))

    def resting(self, now: int) -> tuple[Stream, ...]:
        """Quiet streams that can be asked together with one for which it is time, but for books that are rebuilt."""
        return tuple(stream for stream in self._clocks.resting(now) if not self.rebuilding(stream))

    def rebuilding(self, stream: Stream) -> Reason | None:
        """The reason why a book is made anew; None of all that is none, and of one that stands."""
        if stream.channel is not Channel.DEPTH or stream.symbol is None:
            return None
        depth = self._markets.depth(stream.symbol)
        return depth.rebuilding if depth is not None else None

    def _judged(self, stream: Stream, now: int) -> Freshness:
        if self._judgements is None:
            return self._judge(stream, now)
        fresh = self._judgements.get((stream, now))
        if fresh is None:
            fresh = self._judgements[stream, now] = self._judge(stream, now)
        return fresh

    def _judge(self, stream: Stream, now: int) -> Freshness:
        fresh = self._clocks.of(stream, now, self.rebuilding(stream))
        if not fresh.state.is_live:
            return fresh
        doubt = self._doubt(stream, now)
        if doubt:
            return replace(fresh, state=PanelState.UNPROVEN, reason=doubt)
        doubtful_at = self._markets.doubtful_at(stream)
        if doubtful_at is not None:
            fresh = replace(fresh, valid_until=min(fresh.valid_until, doubtful_at))
        since = self._clocks.silent_since(stream, now) if fresh.state.is_moving else None
        return fresh if since is None else replace(fresh, silent_since=since)

    def _doubt(self, stream: Stream, now: int) -> Reason | None:
        """The reason why a stream that comes in time is not proven all the same."""
        clock = self._clocks.find(stream)
        if clock is not None and clock.missed:
            return clock.missed
        if stream.symbol is None:
            return self._account.unchecked(stream, now)
        hole = Reason(Cause.NOT_CONFIRMED) if stream in self._clocks.left else None
        return self._markets.market(stream.symbol).doubt(stream.channel, now) or hole
