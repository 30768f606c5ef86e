"""The symbol list: every contract's last price, direction and recent course, whatever is in view."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.market import Channel
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views import Board, SymbolRow, SymbolsView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, fit, spread_out, tinted
from roxom_tui.ui.look import Paper, seen
from roxom_tui.ui.panels.base import STATE_ROLES, Panel, state_of
from roxom_tui.ui.widgets import bars, digits

ARROWS = {1: "▲", 0: " ", -1: "▼"}
ARROW_ROLES = {1: Role.BID, 0: Role.SOFT, -1: Role.ASK}


_TREND_ROLES = {1: Role.TREND_UP, 0: Role.TREND_FLAT, -1: Role.TREND_DOWN}
TALLEST = 9


class SymbolsPanel(Panel[SymbolsView]):
    """One card a symbol, as tall as the room allows: price, then description and change, then a sparkline."""

    panel_id = "symbols"
    title = "Symbols"
    about = "Last price, direction and course of every contract; the change is since this program started."
    channels = (Channel.LEVEL1, Channel.TICKER)

    def pick(self, board: Board) -> SymbolsView:
        return board.symbols

    def freshness(self, view: SymbolsView) -> Freshness:
        rows = [row.freshness for row in view.rows]
        if not rows:
            return Freshness(PanelState.WAITING)
        return min(rows, key=lambda fresh: fresh.state.rank)._replace(valid_until=self.good_until(view))

    def good_until(self, view: SymbolsView) -> int:
        return min((row.freshness.valid_until for row in view.rows), default=0)

    def row_count(self, view: SymbolsView) -> int:
        return len(view.rows)

    def body(self, view: SymbolsView, paper: Paper) -> list[Line]:
        tall = card_height(paper.height, len(view.rows))
        first = first_card(paper.height, len(view.rows), paper.offset)
        lines: list[Line] = []
        for index, row in enumerate(view.rows[first:], first + 1):
            lines += _card(row, index, row.symbol == view.selected, tall, paper)
        return lines

    def symbol_at(self, y: int) -> SymbolRow | None:
        """The row under a line of the panel, for the mouse."""
        view = self.shown
        if view is None or not view.rows:
            return None
        height, count = self.size.height - 2, len(view.rows)
        place = (y - 1) // card_height(height, count)
        index = first_card(height, count, self.scrolled) + place
        return view.rows[index] if place >= 0 and index < count else None


def card_height(height: int, count: int) -> int:
    """Lines a card may take: price; description and change; a graph of what is left; from 4 on a blank one below."""
    return max(1, min(TALLEST, height // max(1, count)))


def first_card(height: int, count: int, scrolled: int) -> int:
    """Which symbol stands at the top: the last ones fill the room."""
    return min(scrolled, max(0, count - height // card_height(height, count)))


def _card(row: SymbolRow, index: int, selected: bool, tall: int, paper: Paper) -> list[Line]:
    fresh = seen(row.freshness, paper.now)
    lines = [_headline(row, index, selected, fresh, paper)]
    if tall >= 2:
        lines.append(_second(row, fresh, paper))
    gap = tall >= 4
    if tall >= 3:
        role = _TREND_ROLES[_sign(row)] if fresh.state.is_live else Role.TREND_FLAT
        graph = bars.chart(row.trail, paper.width - 5, tall - 2 - gap)
        lines += [(Span("   "), Span(text, role)) for text in graph]
    if selected:
        lines = [tinted(fit(line, paper.width), Tint.CURSOR) for line in lines]
    return [*lines, EMPTY] if gap else lines


def _headline(row: SymbolRow, index: int, selected: bool, fresh: Freshness, paper: Paper) -> Line:
    live = fresh.state.is_live
    text = fmt.price(row.last, paper.look.unit)
    bright = (Role.STRONG if selected else Role.TEXT) if live else Role.STALE
    start = (
        Span("▸" if selected else " ", Role.ACCENT),
        Span(f"{index} " if index <= 9 else "  ", Role.FAINT),
        Span(row.symbol, Role.STRONG if selected else Role.TEXT),
    )
    end = (
        *digits.dimmed(text, bright, Role.FAINT if live else Role.STALE),
        Span(f" {ARROWS[row.direction]} ", ARROW_ROLES[row.direction] if live else Role.STALE),
    )
    return spread_out(start, end, paper.width)


def _second(row: SymbolRow, fresh: Freshness, paper: Paper) -> Line:
    if not fresh.state.is_live:
        return (Span("   "), Span(state_of(fresh, paper.now), STATE_ROLES[fresh.state]))
    change = f"{fmt.percent(row.change)} %" if row.change is not None else fmt.UNKNOWN
    start = (Span("   "), Span(row.description, Role.FAINT))
    return spread_out(start, (Span(f" {change}   ", ARROW_ROLES[_sign(row)]),), paper.width)


def _sign(row: SymbolRow) -> int:
    """The direction of the change as it is shown: what rounds to nothing has no colour."""
    shown = Decimal(0) if row.change is None else row.change.quantize(Decimal("0.0001"))
    return (shown > 0) - (shown < 0)
