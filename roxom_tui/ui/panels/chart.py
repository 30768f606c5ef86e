"""The chart: bars of trades, the curve of the depth, the heatmap of the book, one face at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from roxom_tui.model.channels import Channel
from roxom_tui.model.charting import BAR_SECONDS, COLUMN_SECONDS, ChartFace, ChartRequest, Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import ChartView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.chart_drawing import Aim, ChartScales, moved
from roxom_tui.ui.panels.chart_picture import ChartPicture, chart_picture
from roxom_tui.ui.panels.face import Ageing, Further
from roxom_tui.ui.panels.frame import in_the_middle
from roxom_tui.ui.states import empty_words

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_FACES: Final = tuple(ChartFace)
_OVERLAYS: Final = tuple(Overlay)
_FIRST_HEAT_SECONDS: Final = COLUMN_SECONDS[1]

OVERLAYS: Final = Further(
    "Over the bars",
    (
        ("VWAP", "Average price of all trades of this session, by size."),
        ("SMA 20, EMA 50", "Averages of the closes of so many bars; a gap begins them anew."),
        ("RSI 14", "Rises against falls of the closes, 0 to 100, as Wilder smooths it."),
        ("warming 8/20", "So many bars are there of those that it needs."),
    ),
)

HEATMAP: Final = Further(
    "Heatmap",
    (
        ("heat", "The mean size that rested at a price; the legend tells the least and the most that is drawn."),
        ("▔ ▁", "Best bid and ask at the end of a column."),
        ("· • ●", "Trades, by the root of their size."),
        ("memory", "600 bars and columns of each length: 2 MiB of bars, 4 to 16 of heat a symbol, of four at most."),
    ),
)


class ChartPanel(Panel[ChartPicture]):
    """Where the price has been and where the money waits, as far as this session saw it."""

    panel_id = "chart"
    title = "Chart"
    about = "Bars of this session's trades, the curve of the depth, and what rested in the book over time."
    terms = (
        ("┃ │", "A bar: heavy from open to close, light from low to high."),
        ("┇", "The body of a fall, where there are no tints to tell it."),
        ("║ · not whole", "Trades of it may be missing: it began before us, or has a gap."),
        ("─ ╱", "The last price, while nothing is traded; nothing is known."),
        ("frozen", "The scales stand still, whatever goes beyond them."),
        ("BACK 02:15", "The right edge is so long ago; Esc returns."),
    )
    further = (OVERLAYS, HEATMAP)
    context = Context.CHART
    floor = Floor(30, 8)
    weight = 3
    channels = (Channel.DEPTH, Channel.TRADE)

    def __init__(self) -> None:
        super().__init__()
        self._face = ChartFace.CANDLES
        self._seconds = {ChartFace.CANDLES: BAR_SECONDS[0], ChartFace.HEATMAP: _FIRST_HEAT_SECONDS}
        self._overlay = Overlay.NONE
        self._aim = Aim()
        self._scales = ChartScales()

    # --- what the person chooses --------------------------------------------------------------

    @property
    def is_frozen(self) -> bool:
        """Whether the scales stand still."""
        return self._scales.is_frozen

    @property
    def request(self) -> ChartRequest:
        """What is to be shown."""
        return ChartRequest(self._face, self._seconds.get(self._face, 0), self._overlay)

    def next_face(self) -> None:
        """Bars, depth, heat, and round again."""
        self._face = _FACES[(_FACES.index(self._face) + 1) % len(_FACES)]
        self._begin()

    def resize_bars(self, by: int) -> bool:
        """Longer bars or columns, or shorter ones; false where there are none, or no others."""
        lengths = BAR_SECONDS if self._face is ChartFace.CANDLES else COLUMN_SECONDS
        if self._face is ChartFace.DEPTH:
            return False
        at = lengths.index(self._seconds[self._face]) + by
        if not 0 <= at < len(lengths):
            return False
        self._seconds[self._face] = lengths[at]
        self._begin()
        return True

    def next_overlay(self) -> None:
        """What is laid over the bars."""
        self._overlay = _OVERLAYS[(_OVERLAYS.index(self._overlay) + 1) % len(_OVERLAYS)]

    def freeze(self) -> None:
        """Let the scales stand still, or follow again."""
        self._scales.is_frozen = not self._scales.is_frozen
        self.redraw()

    def _begin(self) -> None:
        self._aim, self._scales = Aim(), ChartScales(self._scales.columns)

    # --- the crosshair ------------------------------------------------------------------------

    def aim(self, columns: int) -> None:
        """Move the crosshair; there is one from then on."""
        view = self.shown
        if view is None:
            return
        if view.chart.depth is not None:
            self._aim = replace(self._aim, away=self._aim.away + columns)
        else:
            self._aim, prices = moved(self._aim, self._starts(view), self._scales.columns, columns), self._scales.prices
            if view.chart.heat is not None and self._aim.price is None and prices is not None:
                self._aim = replace(self._aim, price=prices.low_of(prices.dots // 2))
        self.redraw()

    def move(self, rows: int) -> None:
        """The row of the heatmap's crosshair; elsewhere there are none."""
        prices = self._scales.prices
        if self._aim.price is not None and prices is not None:
            price = self._aim.price - rows * prices.unit
            if prices.holds(price):
                self._aim = replace(self._aim, price=price)
                self.redraw()

    def page(self, pages: int) -> None:
        """By what is in sight."""
        self.aim(-pages * max(1, self._scales.columns - 1))

    def to_end(self, direction: int) -> None:
        """To the oldest, or back to now."""
        if direction < 0:
            self.aim(-len(self._starts(self.shown)) if self.shown is not None else 0)
        else:
            self.let_go()

    def let_go(self) -> bool:
        """Take the crosshair off; false where there was none."""
        had, self._aim = self._aim != Aim(), Aim()
        if had:
            self.redraw()
        return had

    def follow_symbol(self) -> None:
        self._begin()
        super().follow_symbol()

    def _starts(self, view: ChartPicture) -> list[int]:
        if view.chart.heat is not None:
            from roxom_tui.ui.panels.chart_columns import timeline

            return timeline(view.chart.heat, self.wall).starts
        return [] if view.chart.candles is None else [bar.start for bar in view.chart.candles.bars]

    # --- the face -----------------------------------------------------------------------------

    def pick(self, picture: ScreenSnapshot) -> ChartPicture:
        return chart_picture(picture)

    def freshness(self, view: ChartPicture) -> Freshness:
        return view.chart.freshness

    def ends(self, view: ChartPicture) -> Iterable[int]:
        return (view.chart.freshness.valid_until, *(mark.fresh.valid_until for mark in view.marks))

    def table(self, view: ChartPicture, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import chart_table

        return chart_table(view.chart, copying)

    def place_to_copy(self, view: ChartPicture) -> int | None:
        """The bar with the crosshair, else the newest; of the other faces no row stands for a place."""
        bars = () if view.chart.candles is None else view.chart.candles.bars
        starts = [bar.start for bar in bars]
        return starts.index(self._aim.start) if self._aim.start in starts else len(starts) - 1 if starts else None

    def need(self, view: ChartPicture, symbols: int) -> Need:
        """Enough for a shape; more is always welcome."""
        return Need(12)

    def ageing_when_live(self, view: ChartPicture, rendering: RenderContext) -> Ageing:
        """How far back the edge is; a new bar or column comes with a picture."""
        return Ageing.EDGES if self.elsewhen(view, rendering) else Ageing.NOTHING

    def heading(self, view: ChartPicture) -> str:
        request = view.chart.request
        if request is None:
            return self.title
        length = f" {length_text(request.seconds)}" if request.seconds else ""
        return f"{self.title} · {request.face.value}{length}{' · frozen' if self.is_frozen else ''}"

    def remark(self, view: ChartPicture, rendering: RenderContext) -> str:
        """How much there is of the session."""
        candles = view.chart.candles
        if candles is None or not candles.bars:
            return ""
        partial = sum(not bar.is_whole for bar in candles.bars)
        count = len(candles.bars)
        words = f"{count:,} bar{'' if count == 1 else 's'} since {fmt.since(candles.bars[0].start, rendering.wall)}"
        return f"{words} · {partial} not whole" if partial else words

    def elsewhen(self, view: ChartPicture, rendering: RenderContext) -> str:
        right = self._aim.right
        if right is None:
            return ""
        seconds = max(0, rendering.wall - right) // SECOND
        return f"BACK {seconds // 60:02d}:{seconds % 60:02d}"

    def holds(self, view: ChartPicture) -> bool:
        chart = view.chart
        depth = chart.depth is not None and chart.depth.mid is not None
        return depth or bool(chart.candles and chart.candles.bars) or bool(chart.heat and chart.heat.columns)

    def body(self, view: ChartPicture, rendering: RenderContext) -> list[Line]:
        if self.holds(view):
            # Loaded with the first face that is drawn: the first paint at most sizes has none.
            from roxom_tui.ui.panels.chart_faces import face_lines

            lines = face_lines(view, self._aim, self._scales, rendering)
        else:
            lines = []
        return lines or in_the_middle(empty_words(view.chart.freshness, _nothing(view.chart), rendering.now), rendering)


def length_text(seconds: int) -> str:
    """The length of a bar in its own unit."""
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 3600 else f"{seconds // 3600} h"


def _nothing(chart: ChartView) -> str:
    if chart.request is None:
        return "one moment"
    if chart.request.face is ChartFace.CANDLES:
        return "no trade yet since connecting: the chart fills from now on"
    return "the book has one side at most" if chart.depth is not None else "the first column ends in a moment"
