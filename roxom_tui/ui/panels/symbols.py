"""The symbol list: every contract's last price, direction and recent course, whatever is in view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from roxom_tui.model.channels import Channel
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.market_views import SymbolRow, SymbolsView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import ARROW_ROLES, ARROWS, EMPTY, Line, Role, Span, Tint, fit, spread_out, tinted, with_number
from roxom_tui.ui.panels.base import at_the_top
from roxom_tui.ui.panels.row_panel import NOTHING_MATCHES, RowPanel, rows_in_sight
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import STATE_ROLES, dulled, seen, state_of
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.digits import Room, in_column

_TREND_ROLES = {1: Role.TREND_UP, 0: Role.TREND_FLAT, -1: Role.TREND_DOWN}
TALLEST = 9


class SymbolsPanel(RowPanel[SymbolsView]):
    """One card a symbol, as tall as the room allows: price, then description and change, then a sparkline."""

    panel_id = "symbols"
    title = "Symbols"
    about = "Last price, direction and course of every contract, whichever is in view."
    terms = (
        ("▸", "The symbol in view; its number is the key that goes there. In focus: what Enter goes to."),
        ("•", "The symbol in view, while ▸ is on another."),
        ("▲ ▼", "The last price is above, below the one before."),
        ("%", "Change since this program started; the graph is the price over that time."),
        ("1 of 4", "So many symbols are in the state named; the others are well."),
    )
    floor = Floor(28, 3)
    widest = 60
    channels = (Channel.LEVEL1, Channel.TICKER)
    each_by_itself = True

    def pick(self, picture: ScreenSnapshot) -> SymbolsView:
        return picture.symbols

    def freshness(self, view: SymbolsView) -> Freshness:
        """The worst, from when the first of them runs out; why is said by a card where others are well."""
        rows = [row.freshness for row in view.rows]
        if not rows:
            return Freshness(PanelState.WAITING)
        worst = min(rows, key=lambda fresh: fresh.state.rank)._replace(valid_until=min(self.ends(view)))
        return worst._replace(reason="") if any(fresh.state.is_live for fresh in rows) else worst

    def ends(self, view: SymbolsView) -> Iterable[int]:
        return [row.freshness.valid_until for row in view.rows]

    def remark(self, view: SymbolsView, rendering: RenderContext) -> str:
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
        prices = rendering.columns.room("price", (fmt.price(row.last, rendering.options.unit) for row in view.rows))
        lines: list[Line] = []
        for place in places:
            row = view.rows[place]
            lines += _card(row, place, _Mark.of(place, row, view, rendering), tall, prices, rendering)
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


def _card(row: SymbolRow, place: int, mark: _Mark, tall: int, prices: Room, rendering: RenderContext) -> list[Line]:
    """A symbol that is not live is dull as a whole, but for the words that say so."""
    fresh = seen(row.freshness, rendering.now)
    live, gap = fresh.state.is_live, tall >= 4
    graph = bars.chart(row.price_history, rendering.width - 5, tall - 2 - gap) if tall >= 3 else ()
    lines = [
        _headline(row, place + 1, mark, prices, rendering),
        _second(row, rendering),
        *((Span("   "), Span(text, _TREND_ROLES[_sign(row)])) for text in graph),
    ]
    lines = dulled(lines, fresh.state)
    if not live:
        lines[1] = (Span("   "), Span(state_of(fresh, rendering.now), STATE_ROLES[fresh.state]))
    if mark.cursor:
        # A ground that is not soft shouts where it is as tall as a card.
        marked = len(lines) if rendering.tints else 1
        lines[:marked] = [tinted(fit(line, rendering.width), Tint.CURSOR) for line in lines[:marked]]
    return [*lines[: tall - gap], *[EMPTY] * gap]


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


def _second(row: SymbolRow, rendering: RenderContext) -> Line:
    change = f"{fmt.percent(row.change)} %" if row.change is not None else fmt.UNKNOWN
    start = (Span("   "), Span(row.description, Role.FAINT))
    return spread_out(start, (Span(f" {change}   ", ARROW_ROLES[_sign(row)]),), rendering.width)


def _sign(row: SymbolRow) -> int:
    """The direction of the change as it is shown: what rounds to nothing has no colour."""
    shown = Decimal(0) if row.change is None else fmt.rounded(row.change, 4)
    return (shown > 0) - (shown < 0)
