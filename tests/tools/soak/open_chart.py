"""A chart that stays open: a market of some six messages a second, and every so often a frame of each face.

Virtual time, so a day takes a minute or two. What a frame costs and what the chart holds are told hour by hour.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from statistics import median
from time import process_time
from typing import Final, NamedTuple

from roxom_tui.model.charting import ChartFace, ChartRequest, Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote, Trade
from roxom_tui.model.market import AggressorSide, DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState, Phase, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.chart_builders import ChartViewBuilder
from roxom_tui.state.views.chart_views import ChartView
from roxom_tui.ui.panels.chart import ChartPanel
from roxom_tui.ui.panels.chart_picture import ChartPicture
from tests.support.spellings import DEPTH, GOLD, LEVEL1, TRADE, WALL
from tests.tools.soak.weighing import reach
from tests.ui.drawing import rendering

LEVELS: Final = 60
AUDIT_EVERY: Final = 60
"""Seconds."""
SIZE: Final = (200, 60)
FACES: Final = (
    ChartRequest(ChartFace.CANDLES, 5, Overlay.VWAP),
    ChartRequest(ChartFace.DEPTH, 0),
    ChartRequest(ChartFace.HEATMAP, 5),
)


class Hour(NamedTuple):
    """What the chart cost in an hour: processor milliseconds of a frame, the median by face; and bytes it holds."""

    frames: dict[ChartFace, float]
    held: int


class _OnPaper(ChartPanel):
    """Without an app."""

    def __init__(self, wish: ChartRequest) -> None:
        super().__init__()
        while self.request.face is not wish.face:
            self.next_face()
        self.sheet = rendering(*SIZE)

    def put(self, picture: ChartPicture, now: int, wall: int) -> None:
        """A frame: the rows that read otherwise are drawn again, the others are kept."""
        self.draw(picture, replace(self.sheet, now=now, wall=wall))
        self.sheet.drawn.turn()


class OpenChart:
    """One symbol and one chart, from the seed."""

    def __init__(self, seed: int, frame_each: int = 60) -> None:
        self._random = Random(seed)
        self._frame_each = frame_each
        self.store = Store((GOLD,), DepthMode.ABSOLUTE)
        self.store.select(GOLD)
        self.store.connection_changed(Phase.CONNECTED, None, 0)
        for stream in (DEPTH, LEVEL1, TRADE):
            self.store.subscription(stream, Subscribed((stream,)), 0)
        self._builder = ChartViewBuilder(self.store)
        self._panels = [(wish, _OnPaper(wish)) for wish in FACES]
        self._mid = 43_000
        self._second = 0
        self._begin_book()

    def hours(self, count: int, seconds: int = 3600) -> Iterator[Hour]:
        """Live so many hours of so many seconds."""
        for _ in range(count):
            costs: dict[ChartFace, list[float]] = {wish.face: [] for wish in FACES}
            for _ in range(seconds):
                self._live_second()
                if self._second % self._frame_each == 0:
                    for wish, panel in self._panels:
                        costs[wish.face].append(self._frame(wish, panel))
            yield Hour({face: median(each) for face, each in costs.items()}, self.weigh())

    def weigh(self) -> int:
        """Bytes that hang on the past, on what the builder keeps of it, and on the panels with their rows."""
        gc.collect()
        kept = (value for name, value in vars(self._builder).items() if name != "_store")
        roots = (self.store.markets.market(GOLD).history, *kept, *(one for _, one in self._panels))
        return sum(sys.getsizeof(thing) for thing in reach(roots))

    def _frame(self, wish: ChartRequest, panel: _OnPaper) -> float:
        now = self._second * SECOND
        began = process_time()
        view: ChartView = self._builder.view(now, WALL + now, ViewRequest(GOLD, chart=wish))
        panel.put(ChartPicture(view, (), Decimal("0.000001")), now, WALL + now)
        return (process_time() - began) * 1000

    # --- the market ---------------------------------------------------------------------------

    def _live_second(self) -> None:
        random = self._random
        for part in range(4):
            at = self._second * SECOND + part * SECOND // 4
            self._move(at)
            self.store.apply(BookDelta(GOLD, (self._level(-1),), (self._level(1),), WALL + at), at)
        at = self._second * SECOND + SECOND - 1
        self.store.apply(self._quote(at), at)
        for _ in range(random.choice((0, 1, 1, 2))):
            price = _price(self._mid + random.choice((-1, 1)))
            side = random.choice(tuple(AggressorSide))
            self.store.apply(Trade(GOLD, price, _size(random.randint(1, 400)), side, None, WALL + at), at)
        if self._second % AUDIT_EVERY == 0:
            self.store.apply(self._told(at), at)
        self._second += 1
        self.store.overdue(self._second * SECOND)

    def _begin_book(self) -> None:
        sides = [[self._fresh(sign * n) for n in range(1, LEVELS + 1)] for sign in (-1, 1)]
        self.store.apply(BookSnapshot(GOLD, tuple(sides[0]), tuple(sides[1]), WALL), 0)

    def _told(self, at: int) -> BookSnapshot:
        """The book as it is, told whole: an audit, by which it is known how far it reaches."""
        depth = self.store.markets.depth(GOLD)
        assert depth is not None
        bids, asks = (tuple(depth.book.levels(side)) for side in (Side.BID, Side.ASK))
        return BookSnapshot(GOLD, bids, asks, WALL + at)

    def _move(self, at: int) -> None:
        """One tick further now and then: a level of one side ends, and the other has one more."""
        by = self._random.choice((-1, 0, 0, 0, 1))
        if not by or not 42_000 < self._mid + by < 44_000:
            return
        self._mid += by
        gone, come = Level(_price(self._mid), _size(0)), self._fresh(-by)
        far = Level(_price(self._mid - by * (LEVELS + 1)), _size(0))
        grown, shrunk = (come, far), (gone, self._fresh(by * LEVELS))
        bids, asks = (grown, shrunk) if by > 0 else (shrunk, grown)
        self.store.apply(BookDelta(GOLD, bids, asks, WALL + at), at)

    def _fresh(self, away: int) -> Level:
        return Level(_price(self._mid + away), _size(self._random.randint(1, 900)))

    def _level(self, sign: int) -> Level:
        return self._fresh(sign * self._random.randint(1, LEVELS))

    def _quote(self, at: int) -> Quote:
        depth = self.store.markets.depth(GOLD)
        assert depth is not None
        bid, ask = depth.book.best
        return Quote(GOLD, bid and Level(*bid), ask and Level(*ask), WALL + at)

    @property
    def is_sound(self) -> bool:
        """Whether the market is one that a chart may show."""
        now = self._second * SECOND
        return self.store.judge.state(DEPTH, now) is PanelState.LIVE and self.store.judge.state(TRADE, now).is_live


def _price(ticks: int) -> Price:
    return Price(f"0.{ticks:06d}")


def _size(lots: int) -> Size:
    return Size(Decimal(lots) / 100)
