"""The trades tape: newest first, exchange time, price, size and who was the aggressor."""

from __future__ import annotations

from roxom_tui.model.market import AggressorSide, Channel
from roxom_tui.model.number import Unit
from roxom_tui.model.status import Freshness
from roxom_tui.state.views import Board, TapeRow, TapeView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.lines import Line, Role, Span, number
from roxom_tui.ui.look import Paper
from roxom_tui.ui.panels.base import Panel, in_the_middle
from roxom_tui.ui.widgets import digits

_GLYPHS = {
    (AggressorSide.BUY, False): "▲",
    (AggressorSide.SELL, False): "▼",
    (AggressorSide.BUY, True): "△",
    (AggressorSide.SELL, True): "▽",
}


class TapePanel(Panel[TapeView]):
    """Executions of the symbol in view. Quiet is normal here: the age of the last trade is shown, never STALE alone."""

    panel_id = "trades"
    title = "Trades"
    about = "Newest first. ▲ buyer, ▼ seller crossed the spread; hollow when the exchange did not say."
    context = Context.TAPE
    channels = (Channel.TRADE,)

    def pick(self, board: Board) -> TapeView:
        return board.tape

    def freshness(self, view: TapeView) -> Freshness:
        return view.freshness

    def remark(self, view: TapeView, paper: Paper) -> str:
        if not view.rows:
            return ""
        quiet = paper.wall - view.rows[0].exchange_at
        return f"last {fmt.age(quiet)} ago" if quiet > 10_000_000_000 else ""

    def row_count(self, view: TapeView) -> int:
        return len(view.rows)

    def held_back(self, view: TapeView) -> int:
        if self.held is None:
            return 0
        # A tape that began anew counts from there.
        return view.count - (self.held.count if view.since == self.held.since else 0)

    def body(self, view: TapeView, paper: Paper) -> list[Line]:
        if not view.rows:
            return in_the_middle(view.freshness.reason or "no trade yet since the connection was made", paper)
        headed = paper.height >= 9
        shown = view.rows[paper.offset : paper.offset + paper.height - headed]
        unit = paper.look.unit
        texts = [_price(row, unit) for row in shown]
        width = max(11, *map(len, texts), *(len(_price(row, unit)) for row in view.rows[:60]))
        sizes = max(7, *(len(fmt.size(row.size)) for row in view.rows[:60]))
        dim = digits.shared(texts)
        hundredths = paper.width >= 11 + width + sizes + 6
        gap = _gap(paper.width, width, sizes, hundredths)
        lines = [
            _row(row, t, dim, width, sizes, gap, hundredths=hundredths) for row, t in zip(shown, texts, strict=True)
        ]
        return [_heading(width, sizes, gap, hundredths=hundredths), *lines] if headed else lines


def _price(row: TapeRow, unit: Unit) -> str:
    return fmt.price(row.price, unit)


def _gap(width: int, price: int, size: int, hundredths: bool) -> int:
    return max(1, min(10, (width - (11 if hundredths else 8) - price - size - 4) // 2))


def _heading(price: int, size: int, gap: int, *, hundredths: bool) -> Line:
    time = "time UTC".ljust(11 if hundredths else 8)
    return (Span(f" {time}{' ' * gap}{'price':>{price}}{' ' * gap}{'size':>{size}}", Role.FAINT),)


def _row(row: TapeRow, text: str, dim: digits.Shared, width: int, sizes: int, gap: int, *, hundredths: bool) -> Line:
    buy, sell = row.aggressor is AggressorSide.BUY, row.aggressor is AggressorSide.SELL
    bright = Role.BID if buy else Role.ASK if sell else Role.TEXT
    soft = Role.BID_SOFT if buy else Role.ASK_SOFT if sell else Role.FAINT
    glyph = _GLYPHS[row.aggressor, row.estimated] if row.aggressor else "·"
    return (
        Span(f" {fmt.clock(row.exchange_at, hundredths=hundredths)}{' ' * gap}", Role.FAINT),
        *digits.split(number(text, width), dim, bright, soft),
        Span(" " * gap),
        Span(number(fmt.size(row.size), sizes)),
        Span(f" {glyph}", bright),
    )
