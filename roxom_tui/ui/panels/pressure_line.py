"""The lines under the title of the book: spread, weighted mid, imbalance and order flow, in fixed columns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, width_of
from roxom_tui.ui.panels.face import Further
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.digits import Room, in_column

TERMS: Final = Further(
    "Pressure on the price",
    (
        ("tk", "Ticks. The tick is not told: it is the smallest distance of prices seen here."),
        ("wmid", "The mid weighted by the size of the other side, from the mid: it leans to where less rests."),
        ("imb", "(bids - asks) / (bids + asks) of the part named; bars: its near, farther, farthest levels."),
        ("10 bp", "All levels within ten basis points of the mid. `c` changes the part."),
        ("est.", "Some of it lies beyond the newest snapshot, where levels may be missing."),
        ("ofi", "Order flow: added at the bid and taken at the ask counts up, in mean sizes of a best price."),
        ("10s 0:03", "So much of the ten seconds was watched; quotes that were missed begin it anew."),
    ),
)
"""For the help of the book."""

FROM_HEIGHT: Final = 14
"""Rows inside the frame from which a book has these lines."""

ONE_LINE: Final = 90
"""Columns in which all stands in one line."""

_SEPARATOR: Final = Span(" · ", Role.FAINT)
_WINDOW: Final = "10s"
_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
_NO_BARS: Final = (0, 0, 0)
_LEAST: Final = {"spread tk": 3, "spread bp": 4, "wmid": 5, "imb": 5, "est.": 0, "ofi": 5}
"""Cells that the figures are given from the start, so that they seldom need more."""


def rows_for(inner: RenderContext) -> int:
    """How many lines a book in so much room has above its rows."""
    if inner.height < FROM_HEIGHT:
        return 0
    return 1 if inner.width >= ONE_LINE else 2


class _Shown(Struct, frozen=True):
    """All that the lines are drawn of: figures, and the room of each by its name."""

    view: PressureView
    rooms: tuple[tuple[str, Room], ...]
    width: int
    rows: int

    def figure(self, name: str) -> Span:
        """A figure in its column."""
        text = _texts(self.view)[name]
        return Span(in_column(text, dict(self.rooms)[name]))


def pressure_lines(view: BookView, inner: RenderContext) -> list[Line]:
    """The lines for a book; the figures of a part that is not live are `--`, and of a book without levels nothing."""
    if not view.bids and not view.asks:
        return [EMPTY] * rows_for(inner)
    told = _believed(view, inner)
    texts = _texts(told)
    rooms = tuple((name, inner.columns.room(name, [text]).at_least(_LEAST[name])) for name, text in texts.items())
    shown = _Shown(told, rooms, inner.width, rows_for(inner))
    return list(inner.drawn.row("pressure", shown, _drawn))


def _believed(view: BookView, inner: RenderContext) -> PressureView:
    """The figures, without those that have run out since; of a held picture those that it was held with."""
    told = view.pressure
    if inner.held_back is not None:
        return told
    is_book_live, are_quotes_live = (
        seen(fresh, inner.now).state.is_live for fresh in (view.freshness, view.quote_freshness)
    )
    if is_book_live and are_quotes_live:
        return told
    of_book, of_quotes = (told if is_live else PressureView() for is_live in (is_book_live, are_quotes_live))
    return PressureView(
        told.scope,
        of_quotes.spread_ticks,
        of_quotes.spread_bp,
        of_quotes.offset,
        told.is_in_ticks,
        of_book.share,
        of_book.is_estimate,
        of_book.bids,
        of_book.asks,
        of_quotes.flow,
        of_quotes.watched_s,
    )


def _texts(told: PressureView) -> dict[str, str]:
    return {
        "spread tk": _ticks(told.spread_ticks),
        "spread bp": fmt.basis_points(told.spread_bp, signed=False),
        "wmid": fmt.basis_points(told.offset),
        "imb": _signed(told.share),
        "est.": " est." if told.is_estimate else "",
        "ofi": _signed(told.flow),
    }


def _ticks(count: Decimal | None) -> str:
    """Whole ticks without a point; the tick is an estimate, so there can be others."""
    if count is None:
        return fmt.UNKNOWN
    return format(count.to_integral_value() if count == count.to_integral_value() else count, "f")


def _signed(figure: Decimal | None) -> str:
    return fmt.UNKNOWN if figure is None else fmt.with_sign(figure, format(abs(figure), "f"))


def _drawn(shown: _Shown) -> tuple[Line, ...]:
    quotes, book, flow = _of_quotes(shown), _of_book(shown), _of_flow(shown)
    bars = _bars(shown.view)
    # Bars tell what the figure beside them does: they go before the last part, and each is whole or gone.
    ways = ((*book, *bars), flow), (book, flow), ((*book, *bars),), (book,)
    if shown.rows == 1:
        return (_first_that_fits([(*quotes, *way) for way in ways], shown.width),)
    return (
        _first_that_fits((quotes, quotes[:1]), shown.width),
        _first_that_fits(ways, shown.width),
    )


def _of_quotes(shown: _Shown) -> tuple[Line, ...]:
    """The spread, and the weighted mid."""
    told, unit = shown.view, " tk" if shown.view.is_in_ticks else " bp"
    in_ticks = (Span(" "), shown.figure("spread tk"), _soft(" tk")) if told.is_in_ticks else ()
    spread = (_soft("spread"), *in_ticks, Span(" "), shown.figure("spread bp"), _soft(" bp"))
    return spread, (_soft("wmid "), shown.figure("wmid"), _soft(unit))


def _of_book(shown: _Shown) -> Line:
    """The imbalance, and of which part of the book it is."""
    scope = _soft(f" {shown.view.scope.value}")
    return _soft("imb "), shown.figure("imb"), scope, replace(shown.figure("est."), role=Role.SOFT)


def _of_flow(shown: _Shown) -> Line:
    """The order flow, its window, and how much of that was watched, for which there is always room."""
    watched = "" if shown.view.watched_s is None else fmt.filled(shown.view.watched_s * SECOND)
    return _soft("ofi "), shown.figure("ofi"), _soft(f" {_WINDOW} {watched:4}")


def _soft(text: str) -> Span:
    return Span(text, Role.SOFT)


def _bars(told: PressureView) -> Line:
    """What rests in the scope: bids at the left and asks at the right of the mid, the nearest beside it."""
    bids = "".join(_HEIGHTS[height] for height in reversed(told.bids or _NO_BARS))
    asks = "".join(_HEIGHTS[height] for height in told.asks or _NO_BARS)
    return (Span(f" {bids}", Role.BID_SHARED), Span("│", Role.BORDER), Span(asks, Role.ASK_SHARED))


def _first_that_fits(ways: Sequence[Sequence[Line]], width: int) -> Line:
    """The parts of the first way that has room; nothing where none has."""
    lines = (_joined(parts) for parts in ways)
    return next((line for line in lines if width_of(line) <= width), EMPTY)


def _joined(parts: Sequence[Line]) -> Line:
    first, *others = parts
    return (*first, *(span for part in others for span in (_SEPARATOR, *part)))
