"""How a chart is drawn: the part of its panel that each thing has, its scale, and what the person chose. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.money import SCALE, Price, Unit
from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.scale import PriceScale, decimals_of, kept, labelled, price_of, round_step
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, Tint, width_of
from roxom_tui.ui.panels.chart_picture import Mark
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.digits import Room, in_column

if TYPE_CHECKING:
    from roxom_tui.ui.charts.depth import DepthScale
    from roxom_tui.ui.charts.ramp import HeatScale

BETWEEN_LABELS: Final = 3
"""Rows at least from one price at the side to the next."""


class Aim(Struct, frozen=True):
    """Where the person looks. `start` (wall ns) is the column with the crosshair, `right` that at the right edge while
    it is not the newest; None where there is none. `price` (key) is the row of the heatmap, `away` the column of the
    depth: left of the middle below 0, right of it above."""

    start: int | None = None
    right: int | None = None
    price: int | None = None
    away: int = 0


class ChartScales:
    """The scales that the faces were drawn by last, so that they move seldom; frozen they stand still."""

    def __init__(self, columns: int = 1) -> None:
        self.is_frozen = False
        self.columns = columns
        """The columns of the chart that were drawn."""
        self.prices: PriceScale | None = None
        self.sizes: HeatScale | None = None
        self.depth: DepthScale | None = None

    def of_prices(self, found: tuple[int, int], step: int, dots: int) -> PriceScale:
        """That of these lowest and highest prices: as before where it serves, or is frozen."""
        if self.prices is None or not self.is_frozen or self.prices.dots != dots:
            self.prices = kept(self.prices, *found, step, dots)
        return self.prices

    def of_depth(self, found: DepthScale) -> DepthScale:
        """That of a curve, in the same way."""
        if self.depth is None or not (self.is_frozen or _serves(self.depth, found)):
            self.depth = found
        return self.depth


def _serves(held: DepthScale, found: DepthScale) -> bool:
    """Whether a scale still fits: nothing beyond it, and most of it used."""
    return found.reach <= held.reach <= 2 * found.reach and found.most <= held.most <= 2 * found.most


class Seen(NamedTuple):
    """What of a series is in sight: from `first` up to but without `end`; `cross` is the place with the crosshair."""

    first: int
    end: int
    cross: int | None


def in_sight(starts: Sequence[int], columns: int, aim: Aim) -> Seen:
    """The newest columns, or those that end where it was scrolled to."""
    end = len(starts)
    if aim.right is not None:
        end = next((place + 1 for place in range(end - 1, -1, -1) if starts[place] <= aim.right), end)
        end = max(end, min(columns, len(starts)))
    cross = None if aim.start is None else next((n for n, start in enumerate(starts) if start == aim.start), None)
    return Seen(max(0, end - columns), end, cross)


def moved(aim: Aim, starts: Sequence[int], columns: int, by: int) -> Aim:
    """The crosshair so many columns further; what is in sight follows it at the edges."""
    if not starts:
        return aim
    seen_now = in_sight(starts, columns, aim)
    at = seen_now.end - 1 if seen_now.cross is None else seen_now.cross
    place = max(0, min(len(starts) - 1, at + by))
    end = seen_now.end
    if place < seen_now.first:
        end = min(len(starts), place + columns)
    elif place >= end:
        end = place + 1
    right = None if end >= len(starts) else starts[end - 1]
    return replace(aim, start=starts[place], right=right)


class Side(Struct, frozen=True):
    """The prices at the right: unit, room, decimals."""

    unit: Unit
    room: Room
    places: int

    def text(self, price: Decimal) -> str:
        """A price in its column."""
        return in_column(fmt.price(price, self.unit), self.room)


def side_for(scale: PriceScale, step: int, last: Price | None, rendering: RenderContext) -> Side:
    """Labels have the decimals of their step, the last price its own; the column never gets narrower."""
    places = max(decimals_of(step), decimals_of(round_step(scale, step, 2 * BETWEEN_LABELS)))
    unit = rendering.options.unit
    texts = [fmt.price(price_of(key, places), unit) for key in (scale.top, max(0, scale.bottom))]
    texts += [] if last is None else [fmt.price(last, unit)]
    return Side(unit, rendering.columns.room("axis", texts), places)


def columns_for(rendering: RenderContext, side: Side) -> int:
    """The columns of the chart beside the prices."""
    return max(1, rendering.width - side.room.width - 1)


def columns_so_far(rendering: RenderContext) -> int:
    """The same by the room that the prices needed until now: a scale is chosen before its labels are known."""
    return max(1, rendering.width - rendering.columns.room("axis", ()).width - 1)


def beside(value: tuple[Line, Line]) -> Line:
    """Two lines as one."""
    return (*value[0], *value[1])


def axis_rows(scale: PriceScale, step: int, side: Side, last: Price | None, cells: int) -> list[Line]:
    """The prices at the side of so many rows: round ones, and the last one on a ground of its own, which is first."""
    dots = scale.dots // cells
    rows: list[Line] = [(Span(" " * (side.room.width + 1)),)] * cells
    for key, dot in labelled(scale, step, dots * BETWEEN_LABELS):
        if key >= 0:
            rows[dot // dots] = (Span(f" {side.text(price_of(key, side.places))}", Role.FAINT),)
    if last is not None and 0 <= scale.dot(last.key) < scale.dots:
        rows[scale.dot(last.key) // dots] = (Span(" "), Span(side.text(last), Role.STRONG, Tint.CURSOR))
    return rows


def step_key(step: Decimal | None, prices: Iterable[Price]) -> int:
    """The price step as a key: the finest seen in the book, else the last decimal of the prices."""
    if step:
        return int(step.scaleb(SCALE))
    decimals = max((price.decimals for price in prices), default=0)
    return int(10 ** (SCALE - decimals))


def visible(marks: Iterable[Mark], rendering: RenderContext) -> list[Mark]:
    """Marks whose source is live, without those of the account where that is hidden."""
    return [
        mark
        for mark in marks
        if is_live(mark.fresh, rendering) and not (mark.is_own and rendering.options.hide_account)
    ]


def is_live(fresh: Freshness, rendering: RenderContext) -> bool:
    """Whether it may be drawn as true now."""
    return seen(fresh, rendering.now).state.is_live


class Part(Struct, frozen=True):
    """A piece of a readout; the one with the highest `drop` goes first."""

    drop: int
    spans: Line


def part(drop: int, label: str, text: str, ink: Role = Role.TEXT) -> Part:
    """A label and its figure."""
    return Part(drop, ((Span(f"{label} ", Role.FAINT),) if label else ()) + (Span(text, ink),))


def readout(parts: Sequence[Part], width: int) -> Line:
    """The pieces in their order, as many as have room, each whole."""
    kept = list(parts)
    while kept and width_of(line := _joined(kept)) > width:
        kept.remove(max(kept, key=lambda piece: piece.drop))
    return line if kept else ()


def _joined(parts: Sequence[Part]) -> Line:
    spans = [Span(" ")]
    for place, piece in enumerate(parts):
        spans += [Span("  "), *piece.spans] if place else piece.spans
    return tuple(spans)
