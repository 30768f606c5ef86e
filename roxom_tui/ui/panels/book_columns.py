"""The columns right of the sizes of the book, the line that sums what changed, and how full windows are. Pure.

A column is as wide as its widest cell has been and its heading may become: nothing moves while data flows. As many
stand as have room, from the left; the others are left out whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from msgspec import Struct

from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.money import Unit
from roxom_tui.state.views.book_column_views import BookColumnsView, Filling, Flow, RowReading
from roxom_tui.state.views.market_views import BookRow, BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, Tint
from roxom_tui.ui.panels.column_choice import window_words
from roxom_tui.ui.panels.face import Further
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets import bars
from roxom_tui.ui.widgets.digits import ColumnMemory, Room, in_column

if TYPE_CHECKING:
    from roxom_tui.state.reading.queue_bracket import QueuePlace

_ONLY_TOTAL: Final = (BookColumn.TOTAL,)

_LEAST: Final = {
    BookColumn.TOTAL: 9,
    BookColumn.COST: 10,
    BookColumn.TRADED: 16,
    BookColumn.CHANGE: 15,
    BookColumn.QUEUE: 10,
}
"""Cells that the headings of a column need, whatever its window tells."""
_NARROW: Final = {**_LEAST, BookColumn.TRADED: 12, BookColumn.CHANGE: 11}
"""Where there are not so many: the window alone is told."""

_NO_BARS: Final = Decimal(1)
_GAUGE: Final = 4
"""Cells between the bounds of a place in a queue."""
_EST: Final = " est."

COLUMNS: Final = Further(
    "Columns and large levels",
    (
        ("cost", "What everything from the best price to this row would cost."),
        ("traded", "Executed at this price in the window: sold left, bought right, ◂ where the most was."),
        ("5m 3:10", "A window of five minutes of which so much is full; alone once it is full."),
        ("change", "Added or taken away in the window, what was traded there given back, up to a whole second."),
        ("--", "In `change`: not in view at both ends of the window, or a rebuild or a gap in it."),
        ("bid +2 -1", "The sum of all changes of a side, also where nothing rests any more."),
        (
            "0.4─┼──1.9",
            "Before your order: at most, if trades alone moved it up; at least, if all else left before it.",
        ),
        ("┼", "Between them by share: of what left, as the cubes of what stands before and behind it."),
        ("<= 2.31", "It was there before the book was watched, or something was missed since."),
        ("est.", "As far as the feed tells: a trade takes from the front, and has the time of its change of size."),
        ("◆", "Beside a size: at least three times the median of the best 30 of its side."),
    ),
)

Cell: TypeAlias = tuple[str, ...]
"""The texts of one column of a row."""


class ColumnRoom(NamedTuple):
    """A column that has room: its width, and the rooms of its numbers."""

    column: BookColumn
    width: int
    rooms: tuple[Room, ...]


def columns_of(view: BookView) -> tuple[BookColumn, ...]:
    """The columns that the view has figures for."""
    return _ONLY_TOTAL if view.columns is None else view.columns.request.columns


def traded_scale(rows: Iterable[BookRow], columns: Iterable[BookColumn]) -> Decimal:
    """The volume that fills a bar, where there are any."""
    if BookColumn.TRADED not in columns:
        return _NO_BARS
    readings = [row.reading for row in rows if row.reading is not None]
    return bars.full_scale(size for one in readings for size in (one.sold, one.bought) if size)


def cells_of(row: BookRow, columns: Iterable[BookColumn], unit: Unit, *, hides_mine: bool) -> tuple[Cell, ...]:
    """The texts of a row's columns."""
    if columns is _ONLY_TOTAL:
        return ((fmt.size(row.total),),)
    reading = row.reading or _NOTHING
    return tuple([_cell(row, reading, column, unit, hides_mine=hides_mine) for column in columns])


def _cell(row: BookRow, reading: RowReading, column: BookColumn, unit: Unit, *, hides_mine: bool) -> Cell:
    match column:
        case BookColumn.TOTAL:
            return (fmt.size(row.total),)
        case BookColumn.COST:
            cost = reading.cost
            return (fmt.price(None if cost is None else fmt.rounded(cost, _MONEY_PLACES), unit),)
        case BookColumn.TRADED:
            return _traded_cell(reading)
        case BookColumn.CHANGE:
            return (_signed(reading.change),)
        case BookColumn.QUEUE:
            return () if hides_mine or not row.mine else _queue_cell(reading.queue)


def _traded_cell(reading: RowReading) -> Cell:
    """Nothing where nothing was traded, which most rows would say else."""
    if reading.sold == reading.bought == 0:
        return "", "", ""
    return fmt.size(reading.sold), fmt.size(reading.bought), "◂" if reading.is_most else ""


def _queue_cell(place: QueuePlace | None) -> Cell:
    """The upper bound and, where there is one, the lower, with the place of the estimate between them."""
    if place is None:
        return (fmt.UNKNOWN,)
    high = _plain(place.high)
    if place.low is None or place.likely is None:
        return high, "", ""
    if place.low == place.high:
        return high, high, ""
    at = int((place.likely - place.low) / (place.high - place.low) * _GAUGE)
    at = min(_GAUGE - 1, at)
    return high, _plain(place.low), "─" * at + "┼" + "─" * (_GAUGE - 1 - at)


def rooms_for(
    columns: Sequence[BookColumn], cells: Sequence[tuple[Cell, ...]], memory: ColumnMemory, free: int
) -> tuple[ColumnRoom, ...]:
    """The columns that fit into so many cells, each with one before it, and their rooms."""
    rooms: list[ColumnRoom] = []
    for place, column in enumerate(columns):
        told = [cell[place] for cell in cells]
        room = _room(column, told, memory, _LEAST[column])
        if room.width >= free:
            room = _room(column, told, memory, _NARROW[column])
        free -= room.width + 1
        if free < 0:
            break
        rooms.append(room)
    return tuple(rooms)


def _room(column: BookColumn, cells: Sequence[Cell], memory: ColumnMemory, least: int) -> ColumnRoom:
    if column is BookColumn.QUEUE:
        high = memory.room("queue high", (cell[0] for cell in cells if cell))
        low = memory.room("queue low", (cell[1] for cell in cells if len(cell) > 1 and cell[1]))
        return ColumnRoom(column, max(least, low.width + _GAUGE + high.width + len(_EST)), (low, high))
    if column is BookColumn.TRADED:
        sides = memory.room("sold", (cell[0] for cell in cells)), memory.room("bought", (cell[1] for cell in cells))
        half = max((least - 2) // 2, *(room.width for room in sides))
        return ColumnRoom(column, 2 * half + 2, tuple(room.at_least(half) for room in sides))
    room = memory.room(column.value, (cell[0] for cell in cells)).at_least(least)
    return ColumnRoom(column, room.width, (room,))


class Told(Struct, frozen=True):
    """A row's part in a column, as it is drawn: texts, amounts as parts of the greatest, and whether it is history."""

    cell: Cell
    room: ColumnRoom
    shares: tuple[Decimal, Decimal]
    is_history: bool


def drawn(told: Told) -> Line:
    """The spans of a cell, exactly as wide as its column."""
    column, width, rooms = told.room
    if column is BookColumn.TRADED:
        return _traded(told)
    if column is BookColumn.QUEUE:
        return (Span(_queue_text(told.cell, rooms).rjust(width), Role.STALE if told.is_history else Role.OWN),)
    text = told.cell[0]
    role = Role.SOFT if column is not BookColumn.CHANGE or text == "0" else Role.TEXT
    if text == fmt.UNKNOWN or (told.is_history and column is BookColumn.CHANGE):
        role = Role.STALE
    return (Span(in_column(text, rooms[0]), role),)


def _queue_text(cell: Cell, rooms: tuple[Room, ...]) -> str:
    if len(cell) < 2:
        return "".join(cell)
    high = rooms[1]
    if not cell[1]:
        return f"<= {cell[0]}"
    if not cell[2]:
        return in_column(cell[0], high) + _EST
    return cell[1] + cell[2] + in_column(cell[0], high).strip() + _EST


def _traded(told: Told) -> Line:
    """Sold at the left of the middle, bought at the right, each with a bar that begins there."""
    (sold, bought, mark), (left, right) = told.cell, told.room.rooms
    if sold == fmt.UNKNOWN:
        return (Span(fmt.UNKNOWN.rjust(told.room.width), Role.STALE),)
    before, behind = in_column(sold, left), in_column(bought, right)
    one, other = (0, 0) if told.is_history else [_cells(share, left.width) for share in told.shares]
    return (
        Span(before[: left.width - one], _ink(sold, told)),
        Span(before[left.width - one :], _ink(sold, told), Tint.ASK_BAR),
        Span(" "),
        Span(behind[:other], _ink(bought, told), Tint.BID_BAR),
        Span(behind[other:], _ink(bought, told)),
        Span(mark or " ", Role.STRONG),
    )


def _ink(text: str, told: Told) -> Role:
    return Role.STALE if told.is_history else Role.FAINT if text == "0" else Role.TEXT


def _cells(share: Decimal, width: int) -> int:
    """A bar in whole cells: anything above zero is seen."""
    return max(1, min(width, round(share * width))) if share > 0 else 0


def heading_of(room: ColumnRoom, view: BookColumnsView | None, unit: Unit, wall: int) -> str:
    """The heading of a column, in the first form that has room."""
    column, width = room.column, room.width
    if column is BookColumn.COST:
        return f"cost {fmt.unit_word(unit)}".rjust(width)
    filling = None if view is None else view.traded if column is BookColumn.TRADED else view.change
    if column not in _WINDOWED or filling is None:
        return column.value.rjust(width)
    told = filling_words(filling, wall)
    forms = (f"{column.value} {told}", told, "est." if filling.is_estimated else column.value)
    return next(form for form in forms if len(form) <= width).rjust(width)


def filling_words(filling: Filling, wall: int) -> str:
    """A window and how full it is: `5m 3:10`, `30s`, `since 11:40`; `est.` behind it where it is an estimate."""
    words = [window_words(filling.width)]
    if not filling.width and filling.since is not None:
        words = ["since", fmt.since(filling.since, wall)]
    elif filling.filled is not None:
        words.append(fmt.filled(filling.filled))
    return " ".join(words + (["est."] if filling.is_estimated else []))


def is_history(view: BookColumnsView | None, now: int) -> bool:
    """Whether what looks back may not be believed any more."""
    return view is not None and not seen(view.freshness, now).state.is_live


_WINDOWED: Final = frozenset({BookColumn.TRADED, BookColumn.CHANGE})
_NOTHING: Final = RowReading()
_MONEY_PLACES: Final = 8
_BEFORE: Final = 28
"""Cells that own size, price and size take at least."""

_FLOW_FROM: Final = 12
"""Rows from which there is one for the sums of what changed."""


def flow_rows(columns: Sequence[BookColumn], inner: RenderContext) -> int:
    """Whether there is a line for the sums, as a number of lines: where the column that they are of has room."""
    if BookColumn.CHANGE not in columns or inner.height < _FLOW_FROM:
        return 0
    shown = columns[: columns.index(BookColumn.CHANGE) + 1]
    return int(_BEFORE + sum(_NARROW[column] + 1 for column in shown) <= inner.width)


def flow_line(view: BookView, inner: RenderContext) -> Line:
    """What was added and taken away on each side in the window."""
    columns = view.columns
    if columns is None or columns.change is None:
        return ()
    words = _flow_words(columns.flow)
    window = filling_words(columns.change, inner.wall)
    form = next((one for one in (f"{window} {words}", words) if len(one) <= inner.width), "")
    is_known = columns.flow is not None and not is_history(columns, inner.now)
    return (Span(form, Role.SOFT if is_known else Role.STALE),)


def _flow_words(flow: Flow | None) -> str:
    if flow is None:
        return f"bid {fmt.UNKNOWN} · ask {fmt.UNKNOWN}"
    sides = (("bid", flow.bid_added, flow.bid_taken), ("ask", flow.ask_added, flow.ask_taken))
    return " · ".join(f"{side} +{_plain(added)} -{_plain(abs(taken))}" for side, added, taken in sides)


def _signed(value: Decimal | None) -> str:
    if value is None:
        return fmt.UNKNOWN
    return "0" if not value else ("+" if value > 0 else "-") + _plain(abs(value))


def _plain(value: Decimal) -> str:
    return fmt.grouped(value)
