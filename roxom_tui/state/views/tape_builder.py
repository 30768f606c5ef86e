"""Builder of the view of a symbol's trades, with what they answer beside their rows (state 3)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.state.market.trade_tape import Gap, Tape
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import PastRows, TapeGap, TapeRow, TapeView
from roxom_tui.state.views.tape_figures import NO_FIGURES, TapeFigures, finer, flow_of
from roxom_tui.state.views.view_builder import ViewBuilder


class _Trades(Struct, frozen=True):
    """A tape's trades, with times of day."""

    rows: tuple[TapeRow, ...] = ()
    count: int = 0
    since: int | None = None
    past: PastRows = ()


class TapeViewBuilder(ViewBuilder[TapeView]):
    """Builds `TapeView`s."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._trades: tuple[object, _Trades] = (None, _Trades())
        self._figures: tuple[object, TapeFigures] = (None, NO_FIGURES)
        self._walls: dict[int, int] = {}
        """Moments (monotonic ns) as wall ns, as first told: they do not wander with what is known of clocks."""

    def view(self, now: int, wall: int, symbol: Symbol) -> TapeView:
        """The trades of a symbol. `wall`, the exchange's, turns monotonic moments of the tape into times of day."""
        stream = Stream(Channel.TRADE, symbol)
        freshness = self._settled("tape", self._store.freshness(stream, now), now)
        key, tape = (symbol, self._store.revision(stream)), self._store.markets.market(symbol).tape
        if key != self._trades[0]:
            self._trades = (key, _Trades() if tape is None else self._read(tape, wall - now))
        # While nothing comes what was summed up is history as it is, and after that until a trade tells it is unknown.
        is_unsure = tape is not None and tape.is_doubted and freshness.state.is_live
        trades, figures = self._trades[1], self._figures_of(tape, now, key, is_unsure=is_unsure)
        return self._renewed(
            (key, freshness, id(figures)),
            lambda: TapeView(symbol, freshness, trades.rows, trades.count, trades.since, trades.past, figures),
        )

    def _figures_of(self, tape: Tape | None, now: int, key: object, *, is_unsure: bool) -> TapeFigures:
        """As of this second; the same object while nothing of it changed."""
        before, figures = self._figures
        if tape is None:
            figures = NO_FIGURES
        elif before != (key, now // SECOND, is_unsure):
            found = _figures(tape, now, is_unsure=is_unsure)
            figures = figures if found == figures else found
        self._figures = (key, now // SECOND, is_unsure), figures
        return figures

    def _read(self, tape: Tape, clock_offset: int) -> _Trades:
        walls, self._walls = self._walls, {}

        def wall_of(at: int) -> int:
            found = self._walls[at] = walls.get(at, at + clock_offset)
            return found

        past = tuple(_dated(one, wall_of) if isinstance(one, Gap) else one for one in tape.past)
        return _Trades(tape.rows, tape.count, None if tape.since is None else wall_of(tape.since), past)


def _figures(tape: Tape, now: int, *, is_unsure: bool) -> TapeFigures:
    counts = tape.counts
    ranks = range(len(counts.tiers) + 1)
    counted = tuple(tuple(counts.reaching(way, rank) for rank in ranks) for way in Join)
    # A sum has as many decimals as the finest size that was sent.
    tiers = tuple(finer(tier, counted[Join.OFF][0].volume) for tier in counts.tiers)
    return TapeFigures(tiers, counted, None if is_unsure else flow_of(tape.flow, now))


def _dated(gap: Gap, wall_of: Callable[[int], int]) -> TapeGap:
    return TapeGap(gap.kind, wall_of(gap.since), None if gap.until is None else wall_of(gap.until), gap.count)
