"""The rows of the trades: time, price, size, who crossed the spread; joined prints; gaps, and history below. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.state.reading.joined_prints import Entry, JoinedRow, first_print
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, faded, ruled
from roxom_tui.ui.panels.tape_choice import Shown
from roxom_tui.ui.widgets import digits
from roxom_tui.ui.widgets.digits import Room, in_column

TIER_MARKS: Final = (" ", "▪", "■", "◆")
"""By the number of tiers that a size reaches."""

_GLYPHS: Final = {
    (AggressorSide.BUY, False): "▲",
    (AggressorSide.SELL, False): "▼",
    (AggressorSide.BUY, True): "△",
    (AggressorSide.SELL, True): "▽",
}

_LASTING: Final = {
    GapKind.CONNECTION: "connection lost",
    GapKind.OTHER_SYMBOL: "other symbol",
    GapKind.REFRESH: "refreshing",
}
_OVER: Final = _LASTING | {GapKind.CONNECTION: "reconnected", GapKind.REFRESH: "refreshed"}
"""Why a gap is there."""

_DEEPER: Final = 60
"""So many rows have room in the columns before they are in sight."""

_WIDEST_RANGE: Final = 6
"""Cells for the end of a price range; one that needs more is only marked."""

_SEVERAL: Final = "~"
"""Behind a price that is one of several."""


class _Grid(Struct, frozen=True):
    """Cells of the time (11 with hundredths, 8 without, 0 for none), the numbers' columns, and cells between.

    `range` and `prints` are cells for what only joined prints have: the end of their prices, and how many they are.
    """

    time: int
    price: Room
    size: Room
    gap: int
    range: int = 0
    prints: int = 0


class _Drawing(Struct, frozen=True):
    """Shared by all lines of one drawing."""

    unit: Unit
    shared: digits.Shared
    grid: _Grid
    width: int
    tiers: tuple[Size, ...]


class _Line(NamedTuple):
    """All that a line is drawn of."""

    entry: Entry
    drawing: _Drawing
    is_past: bool


def tape_lines(shown: Shown, tiers: tuple[Size, ...], rendering: RenderContext, room: int) -> list[Line]:
    """The heading of the columns, in a room that is high enough, and the rows in sight below it."""
    first = rendering.offset
    in_sight = shown.entries[first : first + room]
    drawing = _drawing(in_sight, shown.entries[:_DEEPER], tiers, rendering)
    return [
        _heading(drawing.grid),
        *(
            rendering.drawn.row(_name(entry), _Line(entry, drawing, is_past=first + place >= shown.live), _line)
            for place, entry in enumerate(in_sight)
        ),
    ]


def _name(entry: Entry) -> int:
    return id(entry if isinstance(entry, TapeGap) else first_print(entry))


def _drawing(
    in_sight: Sequence[Entry], deeper: Sequence[Entry], tiers: tuple[Size, ...], rendering: RenderContext
) -> _Drawing:
    """The columns have room for some rows that are not in sight yet."""
    unit, columns = rendering.options.unit, rendering.columns
    rows, more = ([entry for entry in some if not isinstance(entry, TapeGap)] for some in (in_sight, deeper))
    prices = [fmt.price(price, unit) for price in _prices(rows)]
    price = columns.room("price", (*prices, *(fmt.price(price, unit) for price in _prices(more))))
    size = columns.room("size", (fmt.size(row.size) for row in (*rows, *more)))
    joined = [row for row in (*rows, *more) if isinstance(row, JoinedRow)]
    ranges = columns.room("range", (text for row in joined if (text := _range(row, unit))))
    counts = columns.room("count", (f"x{row.count}" for row in joined))
    grid = _grid(rendering.width, price, size, ranges.width, counts.width)
    return _Drawing(unit, digits.shared(prices), grid, rendering.width, tiers)


def _prices(rows: Iterable[TapeRow | JoinedRow]) -> Iterator[Price]:
    return (row.low if isinstance(row, JoinedRow) else row.price for row in rows)


def _range(row: JoinedRow, unit: Unit) -> str:
    """The end of the highest price, where that is another than the lowest; a mark where it is too long."""
    low, high = fmt.price(row.low, unit), fmt.price(row.high, unit)
    if row.low.key == row.high.key:
        return ""
    differing = next((n for n, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), 0)
    end = high[differing:]
    return f"-{end}" if len(low) == len(high) and len(end) < _WIDEST_RANGE else _SEVERAL


def _line(value: _Line) -> Line:
    entry, drawing, is_past = value
    if isinstance(entry, TapeGap):
        return _gap(entry, drawing.width)
    line = _row(entry, drawing)
    return faded(line, Role.STALE) if is_past else line


def _grid(width: int, price: Room, size: Room, ranges: int, counts: int) -> _Grid:
    """The columns of this drawing. What gives way: blanks, the time's hundredths, the end of a range, then the time."""
    counts += 1 if counts else 0
    roomy = price.at_least(11), size.at_least(7)
    forms = (
        *((time, *roomy, ranges) for time in (11, 8)),
        *((time, price, size, end) for end in (ranges, min(1, ranges)) for time in (11, 8)),
        (0, price, size, min(1, ranges)),
    )
    for time, one, other, end in forms:
        taken = (time + 1 if time else 0) + one.width + end + other.width + counts + 5
        if taken <= width or not time:
            gap = max(1, min(10, 1 + (width - taken) // 2))
            return _Grid(time, one, other, gap, end, counts)
    raise AssertionError


def _heading(grid: _Grid) -> Line:
    time = f" {'time UTC'.ljust(grid.time)}{' ' * grid.gap}" if grid.time else " "
    price = f"{'price':>{grid.price.width}}{' ' * (grid.range + grid.gap)}"
    return (Span(f"{time}{price}{'size':>{grid.size.width}}", Role.FAINT),)


def _row(row: TapeRow | JoinedRow, drawing: _Drawing) -> Line:
    grid, side = drawing.grid, first_print(row).aggressor
    bright, soft = _inks(side)
    rank = bisect_right(drawing.tiers, row.size)
    time = fmt.clock(first_print(row).exchange_at, hundredths=grid.time == 11)
    return (
        Span(f" {time}{' ' * grid.gap}" if grid.time else " ", Role.FAINT),
        *_price(row, drawing, bright, soft),
        Span(" " * grid.gap),
        Span(in_column(fmt.size(row.size), grid.size), _ink_of_size(side, rank)),
        Span(_count(row, grid.prints), Role.SOFT),
        Span(f" {_GLYPHS[side, row.estimated] if side else '·'}", bright),
        Span(TIER_MARKS[rank], _ink_of_size(side, rank)),
    )


def _price(row: TapeRow | JoinedRow, drawing: _Drawing, bright: Role, soft: Role) -> Iterator[Span]:
    """The price, or the lowest of several and the end of the highest."""
    price = row.low if isinstance(row, JoinedRow) else row.price
    yield from digits.split(in_column(fmt.price(price, drawing.unit), drawing.grid.price), drawing.shared, bright, soft)
    if drawing.grid.range:
        end = _range(row, drawing.unit) if isinstance(row, JoinedRow) else ""
        yield Span((end if len(end) <= drawing.grid.range else _SEVERAL).ljust(drawing.grid.range), bright)


def _count(row: TapeRow | JoinedRow, width: int) -> str:
    return (f" x{row.count}" if isinstance(row, JoinedRow) else "").ljust(width) if width else ""


def _inks(side: AggressorSide | None) -> tuple[Role, Role]:
    """The roles of a side: of what tells something, and of what every row has."""
    if side is None:
        return Role.TEXT, Role.SHARED
    return (Role.BID, Role.BID_SHARED) if side is AggressorSide.BUY else (Role.ASK, Role.ASK_SHARED)


def _ink_of_size(side: AggressorSide | None, rank: int) -> Role:
    """Large sizes are bold; the largest have the ink of their side too."""
    if rank < 2:
        return Role.TEXT
    if rank == 2 or side is None:
        return Role.STRONG
    return Role.BID_BEST if side is AggressorSide.BUY else Role.ASK_BEST


def _gap(gap: TapeGap, width: int) -> Line:
    """The time in which trades may be missing, and why, in as many words as fit."""
    name = "gap" if gap.count == 1 else f"{gap.count} gaps"
    words = (_LASTING if gap.until is None else _OVER)[gap.kind]
    whens = _times_of(gap, name)
    forms = (
        *(f"{when} · {words}" for when in whens),
        *_brief_times(gap, words),
        whens[0],
        f"{name} · {words}",
        name,
    )
    fitting = (text for text in forms if len(text) + 2 <= width)
    return ruled(next(fitting, ""), width, Role.SOFT)


def _brief_times(gap: TapeGap, words: str) -> tuple[str, ...]:
    """How long a gap was, when it began and why: the reason is worth more than when it ended."""
    if gap.until is None or gap.count > 1 or fmt.clock(gap.since) == fmt.clock(gap.until):
        return ()
    length = fmt.age((gap.until // SECOND - gap.since // SECOND) * SECOND)
    return (f"{length} gap {fmt.clock(gap.since)} · {words}",)


def _times_of(gap: TapeGap, name: str) -> tuple[str, ...]:
    """When a gap was, in several words and in fewer."""
    since = fmt.clock(gap.since)
    if gap.until is None:
        return (f"{name} since {since}",)
    until = fmt.clock(gap.until)
    if since == until:
        return (f"{name} at {since}",)
    whole, seconds = f"{name} {since} to {until}", gap.until // SECOND - gap.since // SECOND
    return (whole, f"{fmt.age(seconds * SECOND)} {name} at {since}") if gap.count == 1 else (whole,)
