"""The builder of the pressure line: what rests is weighed only where the book is another one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.market import ImbalanceScope
from roxom_tui.model.money import Size
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import multiply, ratio, to_step
from roxom_tui.state.reading.pressure import FLOW_WINDOW_NS, Imbalance, OrderFlow, imbalance, weighted_mid_offset
from roxom_tui.state.reading.tick_size import in_ticks
from roxom_tui.state.views.derived_figures import BASIS_POINTS, spread_of
from roxom_tui.state.views.pressure_view import EIGHTHS, PressureView

_TENTH: Final = Decimal("0.1")
_HUNDREDTH: Final = Decimal("0.01")


class Sources(Struct, frozen=True):
    """What the line is made of; book and quote are None where they are not live. `revision` changes with the book."""

    book: OrderBook | None
    revision: object
    quote: Quote | None
    flow: OrderFlow
    tick: Decimal | None


class PressureBuilder:
    """Builds the line of the symbol in view; the book is weighed only where it is another one."""

    def __init__(self) -> None:
        self._weighed: tuple[object, Imbalance | None] = (None, None)

    def view(self, sources: Sources, scope: ImbalanceScope, now: int) -> PressureView:
        """The line at `now` (monotonic ns)."""
        weighed = self._weigh(sources, scope)
        bids, asks = ((), ()) if weighed is None else _heights(weighed)
        spread_ticks, spread_bp, offset = _of_quote(sources.quote, sources.tick)
        flow = sources.flow.read(now)
        is_full = flow is None or flow.watched_ns >= FLOW_WINDOW_NS
        return PressureView(
            scope=scope,
            spread_ticks=spread_ticks,
            spread_bp=spread_bp,
            offset=offset,
            is_in_ticks=sources.tick is not None,
            share=None if weighed is None else to_step(weighed.share, _HUNDREDTH),
            is_estimate=weighed is not None and weighed.is_estimate,
            bids=bids,
            asks=asks,
            flow=None if flow is None else to_step(flow.value, _TENTH),
            watched_s=None if flow is None or is_full else flow.watched_ns // SECOND,
        )

    def _weigh(self, sources: Sources, scope: ImbalanceScope) -> Imbalance | None:
        if sources.book is None:
            return None
        key = (sources.revision, scope)
        if key != self._weighed[0]:
            self._weighed = key, imbalance(sources.book, scope)
        return self._weighed[1]


def _of_quote(quote: Quote | None, tick: Decimal | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The spread in ticks and in basis points of the mid, and the weighted mid's offset in the finer of the two."""
    spread, offset = spread_of(quote), weighted_mid_offset(quote)
    if tick is not None:
        leaning = in_ticks(offset, tick)
    elif offset is not None and spread.mid is not None and (share := ratio(offset, spread.mid)) is not None:
        leaning = multiply(share, BASIS_POINTS)
    else:
        leaning = None
    return _tenths(in_ticks(spread.width, tick)), _tenths(spread.basis_points), _tenths(leaning)


def _tenths(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else to_step(figure, _TENTH)


def _heights(weighed: Imbalance) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The thirds of both sides in eighths of the largest, rounded up: what rests at all is seen."""
    scale = max((*weighed.bids, *weighed.asks))
    return _in_eighths(weighed.bids, scale), _in_eighths(weighed.asks, scale)


def _in_eighths(sizes: Sequence[Size], scale: Size) -> tuple[int, ...]:
    return tuple(ceil(size * EIGHTHS / scale) for size in sizes)
