"""The strip of figures under the header: a label above each value, in columns that never move. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from roxom_tui.state.views.market_views import TickerView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import ARROW_ROLES, ARROWS, EMPTY, Line, Role, Span, width_of
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.digits import dimmed, room_of
from roxom_tui.ui.widgets.header import glance, header

MOST_URGENT = Decimal("0.0005")
"""A funding rate beyond this is worth a warning colour."""

_LAST = "LAST"
_SIDES = ("BID", "ASK")
_PRICES = 5
"""The number of figures, from the first, that are prices: those stand below one another."""


class Figure(NamedTuple):
    """A label, the spans of a value, the least width, and how early it is dropped."""

    label: str
    value: Line
    width: int
    drop: int


def ticker_lines(picture: ScreenSnapshot, rendering: RenderContext) -> list[Line]:
    """Two rows, or one with the labels before the values; where bid and ask do not fit side by side, one below another.

    In a terminal with no room for a panel the strip has all the rows there are.
    """
    figures = [_kept_wide(figure, rendering) for figure in _figures(picture, rendering)]
    labelled = rendering.height < 2
    if rendering.width <= sum(_room(figure, labelled) for figure in figures if figure.label in _SIDES):
        return _stack(picture, figures, rendering)
    if rendering.height >= 2:
        return _two_rows(figures, rendering.width)
    return [_one_row(figures, rendering.width)]


def _stack(picture: ScreenSnapshot, figures: list[Figure], rendering: RenderContext) -> list[Line]:
    """State and symbol where the header has no room for them, and then a figure a row: whole, or not at all."""
    told = header(picture, rendering)
    rows: list[Line] = []
    if not told.names_state:
        rows.append((Span(glance(picture, rendering.now).value, Role.TEXT),))
    if not told.names_symbol:
        symbol = picture.symbols.selected
        rows.append((Span(symbol if len(symbol) <= rendering.width else symbol.partition("-")[0], Role.STRONG),))
    room = rendering.height - len(rows)
    if room < 1 and rows:
        rows[-1] = _joined(rows[-1], figures[0], rendering.width)
    fitting = [line for figure in _below_one_another(figures[:_PRICES]) if (line := _row(figure, rendering.width))]
    # Two rows are bid and ask; one, or three and more, begin with the last price.
    rows.extend(fitting[1:] if room == 2 and len(fitting) > 2 else fitting)
    kept = [row for row in rows if width_of(row) <= rendering.width][: rendering.height]
    margin = (Span(" "),) if all(width_of(row) < rendering.width for row in kept) else ()
    return [(*margin, *row) for row in kept] or [EMPTY]


def _kept_wide(figure: Figure, rendering: RenderContext) -> Figure:
    """The figure with as much room as it has needed so far, so that those behind it stand still."""
    room = rendering.columns.room(figure.label, ("".join(span.text for span in figure.value),))
    return figure._replace(width=max(figure.width, room.width))


def _below_one_another(figures: list[Figure]) -> list[Figure]:
    """The same with blanks before the shorter ones, so that all points stand in one column."""
    rooms = [room_of("".join(span.text for span in figure.value)) for figure in figures]
    before = max((room.before for room in rooms if room is not None), default=0)
    return [
        figure if room is None else figure._replace(value=(Span(" " * (before - room.before)), *figure.value))
        for figure, room in zip(figures, rooms, strict=True)
    ]


def _row(figure: Figure, width: int) -> Line:
    """Label and value, or nothing; the last price is known without its label."""
    labelled: Line = (Span(f"{figure.label:<4} ", Role.FAINT), *figure.value)
    for line in (labelled, figure.value, _bare(figure)) if figure.label == _LAST else (labelled,):
        if width_of(line) <= width:
            return line
    return ()


def _bare(figure: Figure) -> Line:
    """The value without the arrow behind it."""
    return tuple(span for span in figure.value if span.text.strip() not in ARROWS.values() or not span.text.strip())


def _joined(name: Line, last: Figure, width: int) -> Line:
    """Two rows' worth in the only one there is."""
    short = (Span(name[0].text.partition("-")[0], name[0].role), Span(" "))
    for line in ((*short, *last.value), (*short, *_bare(last)), last.value, _bare(last)):
        if width_of(line) <= width:
            return line
    return name


def _figures(picture: ScreenSnapshot, rendering: RenderContext) -> list[Figure]:
    view, book, unit = picture.ticker, picture.book, rendering.options.unit
    live = seen(view.freshness, rendering.now).state.is_live
    quoted = seen(book.quote_freshness, rendering.now).state.is_live
    wide = 11

    def price(value: Decimal | None, role: Role, believed: bool) -> Line:
        text = fmt.price(value, unit)
        return dimmed(text, role if believed else Role.STALE, Role.SHARED if believed else Role.STALE)

    arrow = Span(f" {ARROWS[view.last_direction]}", ARROW_ROLES[view.last_direction] if live else Role.STALE)
    return [
        Figure(_LAST, (*price(view.last, Role.STRONG, live), arrow), wide + 2, 0),
        Figure("BID", price(book.bid, Role.BID_BEST, quoted), wide, 0),
        Figure("ASK", price(book.ask, Role.ASK_BEST, quoted), wide, 0),
        Figure("MARK", price(view.mark, Role.TEXT, live), wide, 1),
        Figure("INDEX", price(view.index, Role.TEXT, live), wide, 4),
        Figure("BASIS bp", (_plain(fmt.basis_points(view.basis_bp), live),), 9, 5),
        Figure("FUNDING %", _funding(view, rendering.wall, live, picture.connection.skew_ms is not None), 28, 2),
        Figure("OPEN INTEREST", (_plain(fmt.size(view.open_interest), live),), 13, 3),
        Figure(f"OI VALUE {fmt.unit_word(unit)}", (_plain(fmt.price(view.open_interest_value, unit), live),), 15, 6),
        Figure("SPREAD bp", (_plain(fmt.basis_points(view.spread_bp, signed=False), quoted),), 9, 7),
    ]


def _plain(text: str, live: bool) -> Span:
    return Span(text, Role.TEXT if live else Role.STALE)


def _funding(view: TickerView, wall: int, live: bool, timed: bool) -> Line:
    """The rate, when it is next paid, and by whom. `wall` is the exchange's time of day, ours while not `timed`."""
    if view.funding_rate is None:
        return (_plain(fmt.UNKNOWN, live),)
    rate = fmt.percent(view.funding_rate, 4)
    if view.funding_suspect:
        return (Span(f"{rate} unit?", Role.WARNING if live else Role.STALE),)
    payer = "longs pay" if view.funding_rate > 0 else "shorts pay" if view.funding_rate < 0 else "none pays"
    role = Role.WARNING if abs(view.funding_rate) > MOST_URGENT else Role.TEXT
    return (
        Span(rate, role if live else Role.STALE),
        Span(f" {fmt.countdown(view.next_funding_at - wall)}", Role.SOFT if live and timed else Role.STALE),
        Span(f" {payer}", Role.SOFT if live else Role.STALE),
    )


def _kept(figures: list[Figure], width: int, labelled: bool) -> list[Figure]:
    """The figures that fit, dropped whole, least wanted first."""
    kept = list(figures)
    while len(kept) > 1 and sum(_room(figure, labelled) for figure in kept) > width:
        kept.remove(max(kept, key=lambda figure: figure.drop))
    return kept


def _room(figure: Figure, labelled: bool) -> int:
    content = max(figure.width, width_of(figure.value))
    return content + (len(figure.label) + 2 if labelled else 1)


def _two_rows(figures: list[Figure], width: int) -> list[Line]:
    kept = _kept(figures, width - 1, labelled=False)
    labels: list[Span] = [Span(" ")]
    values: list[Span] = [Span(" ")]
    spare = max(0, min(3, (width - 1 - sum(_room(figure, False) for figure in kept)) // max(1, len(kept))))
    for figure in kept:
        room = _room(figure, False) + spare
        labels.append(Span(figure.label.ljust(room), Role.FAINT))
        values.extend((*figure.value, Span(" " * (room - width_of(figure.value)))))
    return [tuple(labels), tuple(values)]


def _one_row(figures: list[Figure], width: int) -> Line:
    kept = _kept(figures, width - 1, labelled=True)
    spans: list[Span] = [Span(" ")]
    for figure in kept:
        room = max(figure.width, width_of(figure.value)) + 1
        spans.extend((Span(f"{figure.label} ", Role.FAINT), *figure.value))
        spans.append(Span(" " * (room - width_of(figure.value))))
    return tuple(spans)
