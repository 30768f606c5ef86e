"""The order book: asks above, bids below, the spread fixed between them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from roxom_tui.model.market import Channel, Symbol
from roxom_tui.model.number import Unit
from roxom_tui.model.status import Freshness
from roxom_tui.state.views import Board, BookRow, BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, cut, number
from roxom_tui.ui.look import Paper, seen
from roxom_tui.ui.panels.base import Panel, in_the_middle
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.glow import Glow

HEADING_FROM = 9
"""Rows inside the frame from which the columns get a heading."""


class _Grid(NamedTuple):
    """Widths of the columns, the same for every row while the size of the panel stands."""

    mine: int
    price: int
    size: int
    total: int
    gap: int

    @property
    def width(self) -> int:
        return self.mine + self.price + self.size + self.total + 3 * self.gap


class BookPanel(Panel[BookView]):
    """Levels with size, running total and a depth bar; our own resting orders in a fixed gutter."""

    panel_id = "book"
    title = "Order book"
    about = "Asks above, bids below, the spread between; best prices come from level1, rows from depth."
    context = Context.BOOK
    channels = (Channel.DEPTH, Channel.LEVEL1)

    def __init__(self) -> None:
        super().__init__()
        self._glow = Glow()
        self._glowing_for: tuple[Symbol, Decimal | None] | None = None

    def pick(self, board: Board) -> BookView:
        return board.book

    def paper(self, width: int, height: int) -> Paper:
        view: BookView | None = self.shown
        if view is None:
            return super().paper(width, height)
        if self._glowing_for != (view.symbol, view.group):
            self._glowing_for = (view.symbol, view.group)
            self._glow.forget()
        glowing = self._glow.take((*view.bids, *view.asks), self.now)
        return replace(super().paper(width, height), glowing=glowing)

    def freshness(self, view: BookView) -> Freshness:
        return view.freshness

    def heading(self, view: BookView) -> str:
        return self.title if view.group is None else f"{self.title} · by {fmt.plain(view.group)}"

    def remark(self, view: BookView, paper: Paper) -> str:
        return view.proof

    def row_count(self, view: BookView) -> int:
        return max(len(view.bids), len(view.asks))

    def move(self, rows: int) -> None:
        """Slide the window: down to deeper bids, up to deeper asks."""
        view = self.shown
        if view is not None:
            reach = self.row_count(view)
            self.scrolled = max(-reach, min(self.scrolled + rows, reach))
            self.redraw()

    def body(self, view: BookView, paper: Paper) -> list[Line]:
        if not view.bids and not view.asks:
            return _empty(view, paper)
        headed = paper.height >= HEADING_FROM
        rows = paper.height - 1 - headed
        above = rows - rows // 2
        asks, bids = _window(view, above - paper.offset, rows)
        grid = _grid(view, paper)
        dim = digits.shared([_price(row, view, paper) for row in (*view.asks[:above], *view.bids[:above])])
        peak = bars.full_scale(row.size for row in (*asks, *bids) if row is not None)
        lines = [_heading(grid, paper)] if headed else []
        lines += [_row(row, view, grid, paper, dim, peak, is_bid=False) for row in reversed(asks)]
        lines.append(_spread(view, paper))
        lines += [_row(row, view, grid, paper, dim, peak, is_bid=True) for row in bids]
        return lines


def rows_wanted(height: int, offset: int) -> int:
    """How many levels a side the feed must send for a panel of this height."""
    return max(10, height // 2 + abs(offset) + 2)


def _window(view: BookView, asks_above: int, rows: int) -> tuple[list[BookRow | None], list[BookRow | None]]:
    """The levels around the spread that fit, best first, None where a side has no more."""
    asks_above = max(0, min(rows, asks_above))
    asks: list[BookRow | None] = list(view.asks[:asks_above])
    bids: list[BookRow | None] = list(view.bids[: rows - asks_above])
    asks += [None] * (asks_above - len(asks))
    bids += [None] * (rows - asks_above - len(bids))
    return asks, bids


def _price(row: BookRow, view: BookView, paper: Paper) -> str:
    decimals = max(row.price.decimals, view.bid.decimals if view.bid else 0)
    return fmt.price(row.price, paper.look.unit, decimals)


def _grid(view: BookView, paper: Paper) -> _Grid:
    rows = (*view.asks, *view.bids)
    price = max(11, *(len(_price(row, view, paper)) for row in rows))
    size = max(8, *(len(fmt.size(row.size)) for row in rows))
    total = max(9, *(len(fmt.size(row.total)) for row in rows))
    mine = 8
    free = paper.width - (mine + price + size + total)
    return _Grid(mine, price, size, total, max(1, min(14, free // 3)))


def _heading(grid: _Grid, paper: Paper) -> Line:
    gap = " " * grid.gap
    unit = "sats" if paper.look.unit is Unit.SATS else "BTC"
    text = f"{'mine':<{grid.mine}}{'price ' + unit:>{grid.price}}{gap}{'size':>{grid.size}}{gap}{'total':>{grid.total}}"
    return (Span(text, Role.FAINT),)


def _row(
    row: BookRow | None, view: BookView, grid: _Grid, paper: Paper, dim: digits.Shared, peak: Decimal, *, is_bid: bool
) -> Line:
    if row is None:
        return EMPTY
    best = row is (view.bids if is_bid else view.asks)[0]
    bright = (Role.BID_BEST if best else Role.BID) if is_bid else (Role.ASK_BEST if best else Role.ASK)
    soft = Role.BID_SOFT if is_bid else Role.ASK_SOFT
    if not row.vouched:
        bright = soft = Role.STALE
    text = number(_price(row, view, paper), grid.price)
    mine = f"● {fmt.size(row.mine)}" if row.mine else ""
    if paper.look.hide_account and mine:
        mine = ""
    behind = (
        Span(" " * grid.gap),
        Span(number(fmt.size(row.size), grid.size), _size_role(row, paper, best=best)),
        Span(" " * grid.gap),
        Span(number(fmt.size(row.total), grid.total), Role.SOFT),
        Span(" " * max(0, paper.width - grid.width + grid.gap)),
    )
    length = bars.eighths(row.size / peak, sum(len(span.text) for span in behind))
    tint, edge = (Tint.BID_BAR, Role.BID_BAR) if is_bid else (Tint.ASK_BAR, Role.ASK_BAR)
    return (
        Span(cut(mine, grid.mine - 1).ljust(grid.mine), Role.OWN),
        *digits.split(text, dim, bright, soft),
        *bars.behind(behind, length, tint, edge),
    )


def _size_role(row: BookRow, paper: Paper, *, best: bool) -> Role:
    if best:
        return Role.STRONG
    return Role.CHANGED if row.price.key in paper.glowing else Role.TEXT


def _spread(view: BookView, paper: Paper) -> Line:
    """Spread and mid from level1, or which side is missing. It says so when level1 is less live than the rows."""
    quote = seen(view.quote_freshness, paper.now).state
    words = _spread_words(view, paper)
    if not quote.is_live and quote is not seen(view.freshness, paper.now).state:
        words = [f"level1 {quote.value}", *words]
    while len(words) > 1 and len(" · ".join(words)) > paper.width - 4:
        words.pop()
    text = cut(f" {' · '.join(words)} ", paper.width)
    before = max(0, (paper.width - len(text)) // 2)
    after = max(0, paper.width - len(text) - before)
    role = Role.TEXT if quote.is_live else Role.STALE
    return (Span("─" * before, Role.BORDER), Span(text, role), Span("─" * after, Role.BORDER))


def _spread_words(view: BookView, paper: Paper) -> list[str]:
    if view.spread is None or view.mid is None:
        return [_missing_side(view)]
    unit = paper.look.unit
    return [
        f"spread {fmt.price(view.spread, unit)}",
        f"{fmt.basis_points(view.spread_bp, signed=False)} bp",
        f"mid {fmt.price(view.mid, unit)}",
    ]


def _missing_side(view: BookView) -> str:
    if view.bid is None and view.ask is None:
        return "no best bid or ask yet"
    return "no bid" if view.bid is None else "no ask"


def _empty(view: BookView, paper: Paper) -> list[Line]:
    """Why there is no book, and what would fill it."""
    return in_the_middle(view.freshness.reason or "waiting for the first snapshot of depth", paper)
