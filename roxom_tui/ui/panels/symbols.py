"""The symbol list: every contract's last price, direction and recent course, whatever is in view."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.market_views import (
    HISTORY_INTERVAL_NS,
    HISTORY_LENGTH,
    SymbolRow,
    SymbolsView,
    TradeStatistics,
)
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
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
    with_number,
)
from roxom_tui.ui.panels.frame import at_the_top
from roxom_tui.ui.panels.row_panel import NOTHING_MATCHES, RowPanel, rows_in_sight
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import STATE_ROLES, dulled, seen, state_of
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.digits import Room, in_column
from roxom_tui.ui.widgets.ticker_figures import A_MOMENT, is_of_now, trade_age, turnover_text
from roxom_tui.words.reasons import ending, whole

_TREND_ROLES = {1: Role.TREND_UP, 0: Role.TREND_FLAT, -1: Role.TREND_DOWN}
TALLEST = 9

_BESIDE_GRAPH: Final = 5
"""Cells of a card's width that the graph leaves free."""

_ONE_STATISTIC_FROM: Final = 5
_TWO_FROM: Final = 7
"""Lines of a card from which it tells what came with the trades."""

_STATISTICS: Final = {
    "change_24h": "24h",
    "volume_24h": "volume 24h",
    "turnover_24h": "turnover 24h",
    "high_24h": "high 24h",
    "low_24h": "low 24h",
    "volume": "volume",
    "total_volume": "total volume",
}
"""What came with trades, the most wanted first."""

_USUAL: Final = ("change_24h", "volume_24h")


class _Shape(NamedTuple):
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


class SymbolsPanel(RowPanel[SymbolsView]):
    """One card a symbol, as tall as the room allows: price, then description and change, what came with its trades
    where they are followed, then a graph. Below all cards stands since when changes and graphs are counted."""

    panel_id = "symbols"
    title = "Symbols"
    about = "Last price, direction and course of every contract, whichever is in view."
    terms = (
        ("▸", "The symbol in view; its number is the key that goes there. In focus: what Enter goes to."),
        ("•", "The symbol in view, while ▸ is on another."),
        ("▲ ▼", "The last price is above, below the one before."),
        ("% since", "Change since the time shown, when a price was first seen here."),
        ("24h", "What the exchange sends with its trades, of the contract in view; -- of the others."),
        ("graph", "The price over the time named in the last line; blank where it was not known."),
        ("1 of 4", "So many symbols are in the state named; the others are well."),
    )
    floor = Floor(28, 3)
    widest = 50
    channels = (Channel.LEVEL1, Channel.TICKER)
    each_by_itself = True

    def pick(self, picture: ScreenSnapshot) -> SymbolsView:
        return picture.symbols

    def freshness(self, view: SymbolsView) -> Freshness:
        """The worst, from when the first of them runs out."""
        rows = [row.freshness for row in view.rows]
        if not rows:
            return Freshness(PanelState.WAITING, Reason(Cause.NOTHING_YET))
        return min(rows, key=lambda fresh: fresh.state.rank)._replace(
            valid_until=min(row.freshness.valid_until for row in view.rows)
        )

    def ends(self, view: SymbolsView) -> Iterable[int]:
        traded = (row.statistics.freshness.valid_until for row in view.rows if row.statistics is not None)
        return [*(row.freshness.valid_until for row in view.rows), *traded]

    def scope(self, view: SymbolsView, rendering: RenderContext) -> str:
        """The number of symbols meant by the state, where it is not all of them."""
        count, live = len(view.rows), self._live_count(view, rendering)
        return f"{count - live} of {count}" if 0 < live < count else ""

    def _live_count(self, view: SymbolsView, rendering: RenderContext) -> int:
        return sum(seen(row.freshness, rendering.now).state.is_live for row in view.rows)

    def rows(self, view: SymbolsView) -> Sequence[SymbolRow]:
        return view.rows

    def key_of(self, row: SymbolRow) -> Symbol:
        return row.symbol

    def words_of(self, row: SymbolRow) -> str:
        return f"{row.symbol} {row.description}"

    def resting_key(self, view: SymbolsView) -> Symbol:
        """The symbol in view."""
        return view.selected

    def follow_symbol(self) -> None:
        self._key = None
        super().follow_symbol()

    def on_blur(self) -> None:
        """The mark goes back to the symbol in view."""
        self._key = None
        super().on_blur()

    def window(self, view: SymbolsView, inner: RenderContext) -> RowWindow:
        return RowWindow(len(self.kept(view)), inner.height // card_height(inner.height, len(view.rows)))

    def body(self, view: SymbolsView, rendering: RenderContext) -> list[Line]:
        tall = card_height(rendering.height, len(view.rows))
        places = rows_in_sight(len(view.rows), -(-rendering.height // tall), rendering)
        if not places and rendering.kept is not None:
            return at_the_top(NOTHING_MATCHES, rendering)
        # The last line is free where the cards leave one, or end with a blank one.
        is_free = tall * len(places) - (tall >= 4) < rendering.height
        common = _common_beginning(view, rendering) if is_free else ""
        prices = rendering.columns.room("price", (fmt.price(row.last, rendering.options.unit) for row in view.rows))
        shape = _Shape(tall, prices, _told(view, tall), common)
        lines: list[Line] = []
        for place in places:
            row = view.rows[place]
            lines += _card(row, place, _Mark.of(place, row, view, rendering), shape, rendering)
        if common and tall > 1:
            lines = [*lines, *[EMPTY] * (rendering.height - len(lines))][: rendering.height]
            lines[-1] = _caption(shape, rendering)
        if self._live_count(view, rendering):
            return lines
        return dulled(lines, seen(self.freshness(view), rendering.now).state)

    def need(self, view: SymbolsView, symbols: int) -> Need:
        return Need(symbols + 2, TALLEST * symbols + 2)

    def symbol_at(self, y: int) -> Symbol | None:
        view = self.shown
        if view is None or not view.rows:
            return None
        places = self.kept(view)
        place = self.scrolled + (y - 1) // card_height(self.size.height - 2, len(view.rows))
        return view.rows[places[place]].symbol if y > 0 and place < len(places) else None


def card_height(height: int, count: int) -> int:
    """Lines a card may take: price; description and change; a graph of what is left; from 4 on a blank one below."""
    return max(1, min(TALLEST, height // max(1, count)))


class _Mark(NamedTuple):
    """Of a card: whether it is the symbol in view, and whether the cursor is on it."""

    in_view: bool
    cursor: bool

    @classmethod
    def of(cls, place: int, row: SymbolRow, view: SymbolsView, rendering: RenderContext) -> _Mark:
        """While the panel has no keys, the cursor is on the symbol in view."""
        in_view = row.symbol == view.selected
        return cls(in_view, in_view if rendering.cursor is None else place == rendering.cursor)

    @property
    def glyph(self) -> str:
        """The cursor's, or that of a symbol in view which the cursor has left."""
        return "▸" if self.cursor else "•" if self.in_view else " "


def _told(view: SymbolsView, tall: int) -> tuple[str, ...]:
    """The statistics that cards so tall tell: of those that the exchange sends, or the usual ones."""
    told = next((row.statistics.told for row in view.rows if row.statistics is not None), frozenset[str]())
    names = [name for name in _STATISTICS if name in (told or _USUAL)]
    return tuple(names[: (tall >= _ONE_STATISTIC_FROM) + (tall >= _TWO_FROM)])


def _beginning(row: SymbolRow, wall: int) -> str:
    """Since when the change is counted; nothing where there is none."""
    return "" if row.change is None or row.change_since is None else fmt.since(row.change_since, wall)


def _common_beginning(view: SymbolsView, rendering: RenderContext) -> str:
    """That of most cards."""
    times = [time for row in view.rows if (time := _beginning(row, rendering.wall))]
    return max(times, key=times.count, default="")


def _caption(shape: _Shape, rendering: RenderContext) -> Line:
    """What changes and graphs are counted over."""
    span = min(rendering.width - _BESIDE_GRAPH, HISTORY_LENGTH) * HISTORY_INTERVAL_NS
    length = f"{span // MINUTE} min" if span % MINUTE == 0 else f"{span // SECOND} s"
    graph = (f" · graph {length}", f" · {length}") if shape.graph else ("", "")
    forms = (
        f"change since {shape.since}{graph[0]}",
        f"% since {shape.since}{graph[0]}",
        f"since {shape.since}{graph[1]}",
    )
    return (Span(f" {next((form for form in forms if len(form) < rendering.width), forms[-1])}", Role.FAINT),)


def _card(row: SymbolRow, place: int, mark: _Mark, shape: _Shape, rendering: RenderContext) -> list[Line]:
    """A symbol that is not live is dull as a whole, but for the words that say so."""
    fresh = seen(row.freshness, rendering.now)
    graph = bars.chart(row.price_history, rendering.width - _BESIDE_GRAPH, shape.graph) if shape.graph else ()
    lines = [
        _headline(row, place + 1, mark, shape.prices, rendering),
        _second(row, shape, rendering),
        *(_statistic(row.statistics, name, line, rendering) for line, name in enumerate(shape.statistics)),
        *((Span("   "), Span(text, _TREND_ROLES[_sign(row.change)])) for text in graph),
    ]
    lines = dulled(lines, fresh.state)
    if not fresh.state.is_live:
        lines[1] = (Span("   "), Span(state_of(fresh, rendering, rendering.width - 3), STATE_ROLES[fresh.state]))
        why = _why(fresh, len(shape.statistics), rendering)
        lines[2 : 2 + len(why)] = why
    if mark.cursor:
        # A ground that is not soft shouts where it is as tall as a card.
        marked = len(lines) if rendering.tints else 1
        lines[:marked] = [tinted(fit(line, rendering.width), Tint.CURSOR) for line in lines[:marked]]
    return [*lines[: shape.tall - shape.gap], *[EMPTY] * shape.gap]


def _why(fresh: Freshness, count: int, rendering: RenderContext) -> list[Line]:
    """The cause and what comes next, in so many lines, in place of figures that are history anyway."""
    if not count or fresh.reason is None or fresh.reason.is_of_connection:
        return []
    room = rendering.width - 4
    words = textwrap.wrap(f"{whole(fresh.reason)} · {ending(fresh.reason, rendering.now)}", max(8, room))
    if len(words) > count:
        words = [*words[: count - 1], cut(" ".join(words[count - 1 :]), room)]
    return [(Span(f"   {line}", Role.SOFT),) for line in words]


def _headline(row: SymbolRow, number: int, mark: _Mark, prices: Room, rendering: RenderContext) -> Line:
    bright = Role.STRONG if mark.in_view else Role.TEXT
    start = (
        Span(mark.glyph, Role.ACCENT),
        Span(f"{number} " if number <= 9 else "  ", Role.FAINT),
        Span(row.symbol, bright),
    )
    text = fmt.price(row.last, rendering.options.unit)
    arrow = Span(f" {ARROWS[row.direction]} ", ARROW_ROLES[row.direction])
    forms = [(Span(" "), *digits.dimmed(form, bright, Role.SHARED), arrow) for form in (in_column(text, prices), text)]
    return with_number(start, forms, rendering.width)


def _second(row: SymbolRow, shape: _Shape, rendering: RenderContext) -> Line:
    """Description and change; in place of the one since when the other is counted, where that stands nowhere else."""
    change, since = (
        f"{fmt.percent(row.change)} %" if row.change is not None else fmt.UNKNOWN,
        _beginning(row, rendering.wall),
    )
    words = row.description if since in ("", shape.since) else f"since {since}"
    start = (Span("   "), Span(words, Role.FAINT))
    return spread_out(start, (Span(f" {change}   ", ARROW_ROLES[_sign(row.change)]),), rendering.width)


def _statistic(told: TradeStatistics | None, name: str, place: int, rendering: RenderContext) -> Line:
    """A figure that came with the newest trade; behind the first label the age of that, once it is not of now."""
    age = None if told is None else trade_age(told, rendering.wall)
    label = _STATISTICS[name] + (
        f" · {fmt.short_age(age)} ago" if not place and age is not None and age >= A_MOMENT else ""
    )
    text = fmt.UNKNOWN if told is None else _statistic_text(told, name, rendering)
    role = ARROW_ROLES[_sign(told.change_24h)] if told is not None and name == "change_24h" else Role.SOFT
    if told is None:
        role = Role.FAINT
    elif not is_of_now(told, rendering):
        role = Role.STALE
    number: Line = (Span(f" {text}   ", role),)
    return with_number((Span("   "), Span(label, Role.FAINT)), (number,), rendering.width)


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
