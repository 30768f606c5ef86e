"""The card of a symbol: price, description and change, what came with its trades, a graph. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness
from roxom_tui.state.views.market_views import (
    HISTORY_INTERVAL_NS,
    HISTORY_SPAN_NS,
    SymbolRow,
    SymbolsView,
    TradeStatistics,
)
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import (
    ARROW_ROLES,
    ARROWS,
    EMPTY,
    Line,
    Role,
    Span,
    Tint,
    cut,
    fit,
    spread_out,
    tinted,
    width_of,
    with_number,
)
from roxom_tui.ui.states import STATE_ROLES, dulled, seen, state_of
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.digits import Room, in_column
from roxom_tui.ui.widgets.header import CLOSED
from roxom_tui.ui.widgets.ticker_figures import A_MOMENT, is_of_a_live_trade, is_of_now, trade_age, turnover_text
from roxom_tui.words.reasons import brief_ending, ending, short, tag, whole

_ROOM_FOR_CLOSED: Final = 34
"""Columns of a card from which it is whole beside the change."""

_TREND_ROLES = {1: Role.TREND_UP, 0: Role.TREND_FLAT, -1: Role.TREND_DOWN}
BESIDE_GRAPH: Final = 5
"""Cells of a card's width that the graph leaves free."""

STATISTICS: Final = {
    "change_24h": "24h",
    "volume_24h": "volume 24h",
    "turnover_24h": "turnover 24h",
    "high_24h": "high 24h",
    "low_24h": "low 24h",
    "volume": "volume",
    "total_volume": "total volume",
}
"""What came with trades, the most wanted first."""


class Shape(Struct, frozen=True):
    """Of all cards: their lines, the room of prices, the statistics they tell, and the beginning that is told below."""

    tall: int
    prices: Room
    statistics: tuple[str, ...]
    since: str

    @property
    def graph(self) -> int:
        """Lines of the graph; from 4 on a blank one stands below."""
        return max(0, self.tall - 2 - len(self.statistics) - self.gap)

    @property
    def gap(self) -> int:
        return int(self.tall >= 4)


class Mark(Struct, frozen=True):
    """Of a card: whether it is the symbol in view, and whether the cursor is on it."""

    in_view: bool
    cursor: bool

    @classmethod
    def of(cls, place: int, row: SymbolRow, view: SymbolsView, rendering: RenderContext) -> Mark:
        """While the panel has no keys, the cursor is on the symbol in view."""
        in_view = row.symbol == view.selected
        return cls(in_view, in_view if rendering.cursor is None else place == rendering.cursor)

    @property
    def glyph(self) -> str:
        """The cursor's, or that of a symbol in view which the cursor has left."""
        return "▸" if self.cursor else "•" if self.in_view else " "


def beginning(row: SymbolRow, wall: int) -> str:
    """Since when the change is counted; nothing where there is none."""
    return "" if row.change is None or row.change_since is None else fmt.since(row.change_since, wall)


class _Statistic(Struct, frozen=True):
    """A label, its figure, and how that looks."""

    label: str
    text: str
    role: Role


class _Card(Struct, frozen=True):
    """All that a card is drawn of: `beginning` is since when the change is counted, `old` the age of the price where
    nothing else tells it."""

    number: int
    symbol: Symbol
    description: str
    price: str
    direction: int
    change: Decimal | None
    beginning: str
    old: str
    history: tuple[Decimal | None, ...]
    history_slot: int
    statistics: tuple[_Statistic, ...]
    mark: Mark
    shape: Shape
    width: int


def symbol_card(row: SymbolRow, place: int, mark: Mark, shape: Shape, rendering: RenderContext) -> list[Line]:
    """A symbol that is not live is dull as a whole, but for the words that say so, and for a last price that a live
    trade told."""
    fresh = seen(row.freshness, rendering.now)
    is_price_live = fresh.state.is_live or is_of_a_live_trade(row.last, row.statistics, rendering.now)
    card = _Card(
        place + 1,
        row.symbol,
        CLOSED if row.is_underlying_closed and rendering.width >= _ROOM_FOR_CLOSED else row.description,
        fmt.price(row.last, rendering.options.unit),
        row.direction,
        row.change,
        beginning(row, rendering.wall),
        # A card of one line has no other place to tell how old it is.
        "" if shape.tall > 1 or is_price_live else _short_age(fresh, rendering.now),
        row.price_history,
        row.history_slot,
        tuple(_statistic(row.statistics, name, line, rendering) for line, name in enumerate(shape.statistics)),
        mark,
        shape,
        rendering.width,
    )
    drawn = rendering.drawn.row(row.symbol, card, _drawn)
    lines = dulled(list(drawn), fresh.state)
    if is_price_live:
        lines[0] = drawn[0]
    if not fresh.state.is_live:
        start = "   else " if is_price_live else "   "
        told = state_of(fresh, rendering, rendering.width - len(start))
        lines[1] = (Span(start, Role.SOFT), Span(told, STATE_ROLES[fresh.state]))
        # A graph of nothing may give way as well.
        room = len(shape.statistics) + (shape.graph if not any(row.price_history) else 0)
        why = _why(fresh, room, rendering)
        lines[2 : 2 + len(why)] = why
    if mark.cursor:
        # A ground that is not soft shouts where it is as tall as a card.
        marked = len(lines) if rendering.tints else 1
        lines[:marked] = [tinted(fit(line, rendering.width), Tint.CURSOR) for line in lines[:marked]]
    return [*lines[: shape.tall - shape.gap], *[EMPTY] * shape.gap]


def _drawn(card: _Card) -> tuple[Line, ...]:
    shape = card.shape
    width = card.width - BESIDE_GRAPH
    graph = bars.chart(course(card.history, card.history_slot, width), width, shape.graph) if shape.graph else ()
    return (
        _headline(card),
        _second(card),
        *(_statistic_line(statistic, card.width) for statistic in card.statistics),
        *((Span("   "), Span(text, _TREND_ROLES[_sign(card.change)])) for text in graph),
    )


def course(history: Sequence[Decimal | None], newest: int, width: int) -> list[Decimal | None]:
    """The last price known in each of as many even times of the graph's span as fit; a time has one place among them
    for as long as it is drawn, so what is over never changes. `newest` is the number of the newest interval."""
    of_span = HISTORY_SPAN_NS // HISTORY_INTERVAL_NS
    each = -(-of_span // max(1, width))
    drawn: list[Decimal | None] = [None] * -(-of_span // each)
    first = newest // each - len(drawn) + 1
    for number, price in enumerate(history, newest - len(history) + 1):
        if price is not None and number // each >= first:
            drawn[number // each - first] = price
    return drawn


def _why(fresh: Freshness, count: int, rendering: RenderContext) -> list[Line]:
    """The cause and what comes next, in so many lines, in place of figures that are history anyway."""
    if not count or fresh.reason is None or fresh.reason.is_of_connection:
        return []
    room = rendering.width - 4
    reason, ends = fresh.reason, ending(fresh.reason, rendering.now)
    causes = ((whole(reason), ends), (short(reason), ends), (tag(reason), brief_ending(reason, rendering.now)))
    wraps = [textwrap.wrap(" · ".join(words), max(8, room)) for words in causes]
    words = next((wrap for wrap in wraps if len(wrap) <= count), wraps[-1])
    if len(words) > count:
        words = [*words[: count - 1], cut(" ".join(words[count - 1 :]), room)]
    return [(Span(f"   {line}", Role.SOFT),) for line in words]


def _short_age(fresh: Freshness, now: int) -> str:
    return "" if fresh.data_at is None else fmt.short_age(now - fresh.data_at)


def _headline(card: _Card) -> Line:
    bright = Role.STRONG if card.mark.in_view else Role.TEXT
    start: Line = (
        Span(card.mark.glyph, Role.ACCENT),
        Span(f"{card.number} " if card.number <= 9 else "  ", Role.FAINT),
        Span(card.symbol, bright),
    )
    arrow = Span(f" {ARROWS[card.direction]} ", ARROW_ROLES[card.direction])
    texts = (in_column(card.price, card.shape.prices), card.price)
    forms = [(Span(" "), *digits.dimmed(text, bright, Role.SHARED), arrow) for text in texts]
    if card.old and width_of(start) + 1 + len(card.old) + width_of(forms[-1]) <= card.width:
        start = (*start, Span(f" {card.old}", Role.SOFT))
    return with_number(start, forms, card.width)


def _second(card: _Card) -> Line:
    """Description and change; in place of the one since when the other is counted, where that stands nowhere else."""
    change = f"{fmt.percent(card.change)} %" if card.change is not None else fmt.UNKNOWN
    is_told = card.beginning in ("", card.shape.since)
    start = (Span("   "), Span(card.description if is_told else f"since {card.beginning}", Role.FAINT))
    return spread_out(start, (Span(f" {change}   ", ARROW_ROLES[_sign(card.change)]),), card.width)


def _statistic(told: TradeStatistics | None, name: str, place: int, rendering: RenderContext) -> _Statistic:
    """A figure that came with the newest trade; behind the first label the age of that, once it is not of now."""
    if told is None:
        return _Statistic(STATISTICS[name], fmt.UNKNOWN, Role.FAINT)
    age = trade_age(told, rendering.wall)
    is_late = not place and age is not None and age >= A_MOMENT
    label = f"{STATISTICS[name]} · {fmt.short_age(age or 0)} ago" if is_late else STATISTICS[name]
    role = ARROW_ROLES[_sign(told.change_24h)] if name == "change_24h" else Role.SOFT
    text = _statistic_text(told, name, rendering)
    return _Statistic(label, text, role if is_of_now(told, rendering) else Role.STALE)


def _statistic_line(statistic: _Statistic, width: int) -> Line:
    number: Line = (Span(f" {statistic.text}   ", statistic.role),)
    return with_number((Span("   "), Span(statistic.label, Role.FAINT)), (number,), width)


def _statistic_text(told: TradeStatistics, name: str, rendering: RenderContext) -> str:
    if name == "turnover_24h":
        return turnover_text(told, rendering)
    if name == "change_24h":
        return fmt.UNKNOWN if told.change_24h is None else f"{fmt.percent(told.change_24h)} %"
    value = getattr(told, name)
    return fmt.size(value) if "volume" in name else fmt.price(value, rendering.options.unit)


def _sign(change: Decimal | None) -> int:
    """The direction of a change as it is shown: what rounds to nothing has no colour."""
    shown = Decimal(0) if change is None else fmt.rounded(change, 4)
    return (shown > 0) - (shown < 0)
