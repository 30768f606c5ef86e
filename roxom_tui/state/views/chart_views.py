"""Frozen views of the chart: bars, the curve of the depth, the heatmap. Times are wall ns, the exchange's."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from roxom_tui.model.charting import ChartRequest, Overlay
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.reading.overlays import Laid

if TYPE_CHECKING:
    from roxom_tui.state.reading.bars import Bar
    from roxom_tui.state.reading.heat import Column
    from roxom_tui.state.reading.past_states import Change


class ChartBar(Struct, frozen=True):
    """A time of the chart, and what was traded then: nothing is quiet. `close` is the last price at its end.

    `is_whole`: all trades of it were told. Where it is not and nothing was traded, nothing is known.
    """

    start: int
    bar: Bar | None
    close: Price | None
    is_whole: bool

    @property
    def is_gap(self) -> bool:
        """Whether nothing is known of it."""
        return self.bar is None and not self.is_whole


class CandlesView(Struct, frozen=True):
    """The bars one after another up to the newest, which runs; none is left out between them. `since` is when trades
    were first followed."""

    seconds: int
    bars: tuple[ChartBar, ...]
    since: int | None
    overlay: Overlay = Overlay.NONE
    laid: Laid = Laid()
    past: tuple[Change, ...] = ()


class DepthPoint(Struct, frozen=True):
    """All that rests from the best price to this one."""

    price: Price
    total: Size


class DepthCurve(Struct, frozen=True):
    """Both sides of the book, best first, and the middle between the best; None where a side is empty."""

    mid: Decimal | None
    bids: tuple[DepthPoint, ...]
    asks: tuple[DepthPoint, ...]


class HeatColumn(Struct, frozen=True):
    """A column, when it began, and the worst state that the book had in it as far as anybody looked.

    `is_whole`: the book was known for all of it, or it runs, or is the first. Of what is not whole nothing is drawn.
    """

    column: Column
    start: int
    state: PanelState | None
    is_whole: bool


class HeatView(Struct, frozen=True):
    """The columns in order; between them some may be missing. The last runs, but where a column is a second."""

    seconds: int
    columns: tuple[HeatColumn, ...]
    past: tuple[Change, ...] = ()


class ChartView(Struct, frozen=True):
    """The face of the chart that is in sight; all None where no chart is."""

    symbol: Symbol
    freshness: Freshness
    request: ChartRequest | None = None
    candles: CandlesView | None = None
    depth: DepthCurve | None = None
    heat: HeatView | None = None


NO_CHART: Final = ChartView(Symbol(""), Freshness(PanelState.DOWN, Reason(Cause.NOT_CONNECTED)))
