"""The state fed straight from the second exchange in virtual time: how long until its book is live, by which model."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot, Event
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.status import FrameRejected, NeedsResync, PanelState, Phase
from roxom_tui.protocol.decode import Decoder
from roxom_tui.state.store import Store
from tests.support.second_exchange.conventions import Conventions, Deltas
from tests.support.second_exchange.encoding import Encoder, Message, text
from tests.support.second_exchange.happenings import INSTRUMENTS, AccountEvent
from tests.support.second_exchange.server import stream_of
from tests.support.second_exchange.venue import Venue

START = 1_780_000_000 * SECOND
FOLLOWED = INSTRUMENTS[0].symbol
FOR_GOOD = 3 * SECOND
"""So long must the book be live to count."""
BETWEEN_RESYNCS = 5 * SECOND
NEVER = 1 << 62


class Evidence(NamedTuple):
    """One run. Seconds since the connection; None for what did not happen within the patience."""

    seed: int
    deltas: Deltas
    live: float | None
    decided: float | None
    is_right: bool
    wrong_levels: int


@dataclass(slots=True)
class _Progress:
    """What was seen so far, in ns since the connection."""

    live_since: int | None = None
    decided_at: int | None = None
    resynced_at: int = -BETWEEN_RESYNCS
    audit_at: int = NEVER
    beat_at: int = 0


class Rig:
    """One connection: four symbols' quotes and tickers, one symbol's book and trades."""

    def __init__(self, seed: int, conventions: Conventions, rate: float, *, audited: bool) -> None:
        """`audited`: a fresh snapshot comes when the program usually asks for the first one."""
        self.venue = Venue(conventions, seed, rate, START)
        self.store = Store([Symbol(one.symbol) for one in INSTRUMENTS], DepthMode.AUTO)
        self.store.select(Symbol(FOLLOWED))
        self.store.connection_changed(Phase.CONNECTED, None, 0)
        self.stream = Stream(Channel.DEPTH, Symbol(FOLLOWED))
        self._encoder, self._decoder = Encoder(conventions, seed), Decoder()
        self._progress = _Progress()
        if audited:
            timing = Timing()
            late = Random(seed).uniform(1 - timing.audit_spread, 1 + timing.audit_spread)
            self._progress.audit_at = round(timing.audit_first * late * SECOND)
        for floor in self.venue.floors.values():
            self._take(self._encoder.message(floor.newest_quote), 0)
            self._take(self._encoder.message(floor.newest_ticker), 0)
        self._take(self._snapshot(), 0)

    def run(self, patience: int) -> _Progress:
        """Until the book has been live by a decided model for a while, or the patience is over."""
        progress = self._progress
        while (now := self.venue.next_moment - START) < patience:
            for happening in self.venue.advance(self.venue.next_moment):
                if isinstance(happening, AccountEvent):
                    continue
                stream = stream_of(happening)
                if stream.symbol == FOLLOWED or stream.channel in {"level1", "ticker"}:
                    self._take(self._encoder.message(happening), now)
            self._beat(now)
            if progress.live_since is not None and now - progress.live_since >= FOR_GOOD and progress.decided_at:
                break
        return progress

    @property
    def decided(self) -> DepthMode | None:
        """The model that was chosen."""
        return self.store.markets.reading.decided

    def wrong_levels(self) -> int:
        """Levels of the book that differ from those published last."""
        depth = self.store.markets.depth(Symbol(FOLLOWED))
        (snapshot,) = self._decoder.decode(text(self._snapshot()))
        assert depth is not None
        assert isinstance(snapshot, BookSnapshot)
        return depth.book.differences(snapshot)

    def _snapshot(self) -> Message:
        floor = self.venue.floors[FOLLOWED]
        return self._encoder.snapshot(FOLLOWED, floor.published, floor.published_at)

    def _take(self, message: Message, now: int) -> None:
        for item in self._decoder.decode(text(message)):
            assert not isinstance(item, FrameRejected), item
            assert isinstance(item, Event)
            outcome = self.store.apply(item, now)
            if isinstance(outcome, NeedsResync):
                self._resync(now)

    def _resync(self, now: int) -> None:
        """The feed asks for a snapshot at most every few seconds, and gets it at once."""
        if now - self._progress.resynced_at >= BETWEEN_RESYNCS:
            self._progress.resynced_at = now
            self._take(self._snapshot(), now)

    def _beat(self, now: int) -> None:
        """What time alone changes, about once a second; the state of the book each time."""
        progress = self._progress
        live = self.store.freshness(self.stream, now).state in {PanelState.LIVE, PanelState.QUIET}
        progress.live_since = (progress.live_since or now) if live else None
        if progress.decided_at is None and self.decided is not None:
            progress.decided_at = now
        if now - progress.beat_at >= SECOND:
            progress.beat_at = now
            for _ in self.store.overdue(now):
                self._resync(now)
        if now >= progress.audit_at:
            progress.audit_at = NEVER
            self._take(self._snapshot(), now)


def evidence(seed: int, rate: float, patience: float, *, audited: bool = False) -> Evidence:
    """One run; every second exchange states its deltas as changes."""
    deltas = list(Deltas)[seed % 2]
    rig = Rig(seed, Conventions(deltas=deltas), rate, audited=audited)
    progress = rig.run(round(patience * SECOND))
    return Evidence(
        seed,
        deltas,
        None if progress.live_since is None else progress.live_since / SECOND,
        None if progress.decided_at is None else progress.decided_at / SECOND,
        rig.decided is DepthMode(deltas.value),
        rig.wrong_levels(),
    )
