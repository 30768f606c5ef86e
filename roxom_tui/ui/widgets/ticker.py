"""The strip of figures under the header: a label above each value, in columns that never move. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import ARROWS, EMPTY, Line, Role, Span, spread_out, width_of
from roxom_tui.ui.widgets.digits import room_of
from roxom_tui.ui.widgets.header import glance, header
from roxom_tui.ui.widgets.ticker_figures import (
    ESSENTIAL,
    LAST,
    SIDES,
    Figure,
    market_figures,
    trade_figures,
    with_age_above,
)
from roxom_tui.ui.widgets.ticker_state import StripState, strip_state

_PRICES: Final = 5
"""The number of figures, from the first, that are prices: those stand below one another."""

_FOR_WORDS: Final = 12
"""Of a row's blanks so many are left to words at its end, whether there are any or not."""

_LEAST: Final = 3
"""So many figures under labels are not given up for words about their state."""


def ticker_lines(picture: ScreenSnapshot, rendering: RenderContext) -> list[Line]:
    """Labels above values, and what came with trades in a third row; in one row, labels before the values.

    Where bid and ask do not fit side by side they stand below one another: in a terminal with no room for a panel the
    strip has all the rows there are.
    """
    width = rendering.width - 1
    figures = [_kept_wide(figure, rendering) for figure in market_figures(picture, rendering)]
    cells = _under_label if rendering.height >= 2 else _ONLY_ROW.cells
    if rendering.height > 3 or width < sum(cells(figure) for figure in figures if figure.name in SIDES):
        return _stack(picture, figures, rendering)
    traded = [_kept_wide(figure, rendering) for figure in trade_figures(picture.ticker, rendering)]
    state = strip_state(picture, rendering.now)
    if rendering.height == 2:
        both = [*figures, *with_age_above(traded, picture.ticker, rendering.wall)]
        return _two_rows(_kept(both, width, _under_label), state, width)
    if rendering.height < 3:
        if not state.is_live:
            # What comes with trades gives way to words: that it is not live need not be among them.
            traded, state = [], strip_state(picture, rendering.now, with_trades=False)
        return [_written(*_one_row([*figures, *traded], state, _ONLY_ROW, width), _ONLY_ROW, width)]
    above = _under_labels(_kept(figures, width, _under_label), width)
    return [*above, _written(*_one_row(traded, state, _THIRD_ROW, width), _THIRD_ROW, width)]


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
    room = rendering.columns.room(figure.name, ("".join(span.text for span in figure.value),)).width
    return replace(figure, room=room) if room > figure.room else figure


def _below_one_another(figures: list[Figure]) -> list[Figure]:
    """The same with blanks before the shorter ones, so that all points stand in one column."""
    rooms = [room_of("".join(span.text for span in figure.value)) for figure in figures]
    before = max((room.before for room in rooms if room is not None), default=0)
    return [
        figure if room is None else replace(figure, value=(Span(" " * (before - room.before)), *figure.value))
        for figure, room in zip(figures, rooms, strict=True)
    ]


def _row(figure: Figure, width: int) -> Line:
    """Label and value, or nothing; the last price is known without its label."""
    labelled: Line = (Span(f"{figure.short:<4} ", Role.FAINT), *figure.value)
    for line in (labelled, figure.value, _bare(figure)) if figure.name == LAST else (labelled,):
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


def _under_label(figure: Figure) -> int:
    """Cells of a value below its label, with a blank behind."""
    return max(figure.room, len(figure.label)) + 1


def _kept(figures: list[Figure], room: int, cells: Callable[[Figure], int]) -> list[Figure]:
    """The figures that fit, each whole, in their places; the most wanted first have room.

    A smaller one may have what is left, but none stands where a price that is wanted more did not fit.
    """
    kept = set()
    for figure in sorted(figures, key=lambda one: one.order):
        if cells(figure) <= room:
            kept.add(figure.name)
            room -= cells(figure)
        elif figure.name in ESSENTIAL:
            break
    return [figure for figure in figures if figure.name in kept]


class _Kind(Struct, frozen=True):
    """A row with labels before the values: which labels, and how many figures, the most wanted, are not given up for
    words about its state."""

    label: Callable[[Figure], str]
    least: int

    def cells(self, figure: Figure) -> int:
        """Label and value side by side, with a blank between and one behind."""
        return figure.room + len(self.label(figure)) + 2


_ONLY_ROW: Final = _Kind(lambda figure: figure.short, least=3)
_THIRD_ROW: Final = _Kind(lambda figure: figure.label, least=2)


def _one_row(
    figures: list[Figure], state: StripState, kind: _Kind, width: int
) -> tuple[list[Figure], int, Span | None]:
    """The figures of a row, blanks more behind each, and words about its state for the end.

    Where all is well the figures have what room is left; what is wrong comes before all but the most wanted of them.
    Where these stand does not depend on it.
    """
    kept = _kept(figures, width, kind.cells)
    taken = sum(map(kind.cells, kept))
    spare = max(0, min(2, (width - _FOR_WORDS - taken) // max(1, len(kept))))
    if state.is_live:
        left = width - taken - spare * len(kept)
        return kept, spare, next((state.span(form) for form in state.forms if len(form) < left), None)

    def spaced(figure: Figure) -> int:
        return kind.cells(figure) + spare

    least = sum(map(spaced, sorted(figures, key=lambda one: one.order)[: kind.least]))
    for form in state.forms:
        if least + len(form) < width:
            return _kept(figures, width - len(form) - 1, spaced), spare, state.span(form)
    return kept, spare, None


def _written(figures: list[Figure], spare: int, words: Span | None, kind: _Kind, width: int) -> Line:
    """Figures behind their labels, and words at the right."""
    spans: list[Span] = [Span(" ")]
    for figure in figures:
        spans.extend((Span(f"{kind.label(figure)} ", Role.FAINT), *figure.value))
        spans.append(Span(" " * (figure.room + 1 + spare - width_of(figure.value))))
    return tuple(spans) if words is None else spread_out(spans, (words, Span(" ")), width + 1)


def _two_rows(figures: list[Figure], state: StripState, width: int) -> list[Line]:
    """Labels above values, and the worst state above the age of its data at the right: in what room is left, but where
    something is wrong before the figures there."""
    told, spare = state.told[0], _spare(figures, width)
    forms = [(told.whole, why) for why in (told.why, told.brief_why) if why]
    for ends in (*forms, (told.state, told.age)):
        room = width - max(map(len, ends)) - 1
        kept = list(figures)
        while kept and sum(map(_under_label, kept)) + spare * len(kept) > room:
            kept.pop()
        if len(kept) == len(figures) or (not state.is_live and len(kept) >= _LEAST):
            break
    else:
        return _under_labels(figures, width)
    labels, values = _under_labels(kept, width, spare)
    ends = (ends[0], ends[1].ljust(len(ends[0])) if ends[1] else "")
    return [
        spread_out(line, (Span(end.rjust(width - room - 1), told.role), Span(" ")), width + 1)
        for line, end in zip((labels, values), ends, strict=True)
    ]


def _spare(figures: list[Figure], width: int) -> int:
    """Blanks more behind each."""
    return max(0, min(3, (width - sum(map(_under_label, figures))) // max(1, len(figures))))


def _under_labels(figures: list[Figure], width: int, spare: int | None = None) -> list[Line]:
    labels: list[Span] = [Span(" ")]
    values: list[Span] = [Span(" ")]
    spare = _spare(figures, width) if spare is None else spare
    for figure in figures:
        cells = _under_label(figure) + spare
        labels.append(Span(figure.label.ljust(cells), Role.FAINT))
        values.extend((*figure.value, Span(" " * (cells - width_of(figure.value)))))
    return [tuple(labels), tuple(values)]
