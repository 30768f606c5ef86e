"""What readers of figures have in common: what they read from, and how far that may be believed (alerts 1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.rule import Rule
from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Symbol
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import PositionsViewBuilder
from roxom_tui.state.views.alert_views import CannotJudge

Read: TypeAlias = Callable[[int], Sample]
"""The sample at a time (monotonic ns)."""

Peek: TypeAlias = Callable[[int], Decimal | None]
"""The value alone, whether or not it is to be believed."""

Both: TypeAlias = tuple[Read, Peek | None]

NOT_TOLD: Final = Sample(Soundness.UNSOUND, why=CannotJudge(words="the exchange does not tell it"))


class Source(Struct, frozen=True):
    """A rule, and where its figure comes from."""

    rule: Rule
    store: Store
    positions: PositionsViewBuilder
    streams: tuple[Stream, ...]

    @property
    def market(self) -> SymbolMarket:
        """The market of its symbol as it is now."""
        return self.store.markets.market(self.rule.symbol or Symbol(""))


def judged(store: Store, streams: Iterable[Stream], now: int) -> Sample | None:
    """Why these streams are not to be believed now; None where they are."""
    for stream in streams:
        if not store.judge.state(stream, now).is_live:
            return Sample(Soundness.UNSOUND, why=CannotJudge(store.freshness(stream, now).reason))
    return None


def sample_of(value: Decimal | None) -> Sample:
    """A sound value; one that is not told cannot be judged."""
    return NOT_TOLD if value is None else Sample(Soundness.SOUND, value)


def told(source: Source, peek: Peek) -> Both:
    """A figure that is told as it is: sound while its streams are."""

    def read(now: int) -> Sample:
        return judged(source.store, source.streams, now) or sample_of(peek(now))

    return read, peek


def at_ticks(source: Source, figure: Callable[[int], Sample]) -> Both:
    """A figure that costs much, or that time moves: read at each tick, not with each message."""
    return (lambda now: judged(source.store, source.streams, now) or figure(now)), None
