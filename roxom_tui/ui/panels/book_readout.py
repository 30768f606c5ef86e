"""What the cursor and a size read out of the book, in lines of fixed columns below its rows (state 2.1). Pure.

A figure is `--` where what it is made of is not live; the last field says what is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import OrderSide, Side
from roxom_tui.model.money import Size
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.reading.cost_of_size import Taken, slip, slip_bp, up_to
from roxom_tui.state.reading.tick_size import in_ticks
from roxom_tui.state.views.market_views import BookView, WholeBook
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, width_of
from roxom_tui.ui.panels.book_cursor import BookCursor
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.digits import Room, in_column

_BETWEEN: Final = Span(" · ", Role.FAINT)
SATOSHI: Final = 8
"""Decimals to which an amount of BTC is told."""
_PRICE, _SIZE, _BP, _TICKS, _NOTE = 10, 8, 5, 6, 13
"""The least cells of the fields, so that few of them ever grow."""
_NOTHING_OF_OURS: Final = ("mine 0", f"mine {fmt.UNKNOWN}")
_TENTHS_UNTIL: Final = 10_000_000_000
"""How long a level is gone in tenths of a second (ns)."""

_TAKEN_BY: Final = {Side.ASK: OrderSide.BUY, Side.BID: OrderSide.SELL}
_SIDE_WORDS: Final = {Side.ASK: ("ASK", Role.ASK), Side.BID: ("BID", Role.BID)}


def worth(freshness: Freshness, rendering: RenderContext) -> PanelState:
    """The state that counts for figures of this drawing: of one that is held, as it was by then."""
    return freshness.state if rendering.held_back is not None else seen(freshness, rendering.now).state


def can_be_told(state: PanelState) -> bool:
    """Whether figures are derived of data in this state: while it is not proven they share its ink."""
    return state.is_live or state is PanelState.UNPROVEN


def mid_of(view: BookView, rendering: RenderContext) -> Decimal | None:
    """The price between the best ones, where level1 tells it now."""
    return view.mid if can_be_told(worth(view.quote_freshness, rendering)) else None


def what_is_wrong(view: BookView, rendering: RenderContext) -> str:
    """Why figures of this book are not live, or not there; nothing where all is well."""
    state = worth(view.freshness, rendering)
    if not state.is_live:
        return f"book {state.value}"
    # A pause holds what was there when it began: perhaps without the levels.
    return "paused" if view.whole is None and rendering.held_back is not None else ""


class Field(Struct, frozen=True):
    """One figure with its name before it and its unit behind; `name` is that of its column."""

    name: str
    label: str
    text: str
    unit: str = ""
    least: int = 0
    role: Role = Role.TEXT
    label_role: Role = Role.FAINT


def field_line(field: Field, rendering: RenderContext) -> Line:
    """The field in the width of its column."""
    room: Room = rendering.columns.room(f"readout {field.name}", (field.text,)).at_least(field.least)
    number = Span(in_column(field.text, room), field.role if field.text != fmt.UNKNOWN else Role.SOFT)
    return Span(field.label, field.label_role), number, Span(field.unit, Role.FAINT)


def words_line(name: str, words: str, role: Role, least: int, rendering: RenderContext) -> Line:
    """Words at the left of a column of their own."""
    width = rendering.columns.needed(f"readout {name}", max(len(words), least))
    return (Span(f"{words:<{width}}", role),)


def flowing(fields: Sequence[Line], width: int) -> list[Line]:
    """The fields in as many lines as they need, each whole; one that is wider than a line is left out."""
    lines: list[Line] = []
    free = 0
    for field in fields:
        needed = width_of(field)
        if lines and needed + len(_BETWEEN.text) <= free:
            lines[-1] = (*lines[-1], _BETWEEN, *field)
            free -= needed + len(_BETWEEN.text)
        elif needed <= width:
            lines.append(field)
            free = width - needed
    return lines


def money(value: Decimal | None, rendering: RenderContext) -> str:
    """An amount to a satoshi, in the unit in use."""
    return fmt.UNKNOWN if value is None else fmt.price(fmt.rounded(value, SATOSHI), rendering.options.unit)


def ink_of(taken: Taken | None, whole: WholeBook | None) -> Role:
    """History's where levels may be missing, because the newest snapshot did not reach so far."""
    if taken is None or whole is None or taken.worst is None:
        return Role.TEXT
    lowest, highest = whole.within_snapshot
    return Role.TEXT if lowest <= taken.worst.key <= highest else Role.STALE


class CursorReading(Struct, frozen=True):
    """What the cursor's lines are made of; `gone_since` (monotonic ns) where nothing rests at its price."""

    view: BookView
    cursor: BookCursor
    gone_since: int | None = None


def cursor_lines(reading: CursorReading, rendering: RenderContext) -> list[Line]:
    """The cursor's price; what stands up to it, inclusive, and costs; the average against the mid; what is ours."""
    view, cursor, unit = reading.view, reading.cursor, rendering.options.unit
    taken, ink = _taken(reading, rendering), Role.TEXT
    if taken is not None:
        ink = ink_of(taken, view.whole)
    word, role = _SIDE_WORDS[cursor.side]
    size = fmt.UNKNOWN if taken is None else fmt.size(taken.size)
    vwap, cost = (None, None) if taken is None else (taken.vwap, taken.cost)
    fields = (
        Field("price", f"{word} ", fmt.price(cursor.price, unit), "", _PRICE, role, role),
        Field("sum", "sum ", size, "", _SIZE, ink),
        Field("cost", "cost ", money(cost, rendering), f" {fmt.unit_word(unit)}", _PRICE, ink),
        Field("vwap", "vwap ", fmt.price(vwap, unit), "", _PRICE, ink),
    )
    lines = [field_line(field, rendering) for field in fields]
    return flowing([*lines, _slip(reading, taken, ink, rendering), _last(reading, rendering)], rendering.width)


def _taken(reading: CursorReading, rendering: RenderContext) -> Taken | None:
    view, cursor = reading.view, reading.cursor
    if view.whole is None or not can_be_told(worth(view.freshness, rendering)):
        return None
    return up_to(view.whole.side(cursor.side), cursor.side, cursor.price.key)


def _slip(reading: CursorReading, taken: Taken | None, ink: Role, rendering: RenderContext) -> Line:
    """In basis points and, as soon as the tick can be guessed, in ticks."""
    view, side = reading.view, _TAKEN_BY[reading.cursor.side]
    mid = mid_of(view, rendering)
    points = None if taken is None else slip_bp(taken, side, mid)
    ticks = None if taken is None else in_ticks(slip(taken, side, mid), view.tick)
    in_bp = field_line(Field("slip", "slip ", fmt.basis_points(points), " bp ", _BP, ink), rendering)
    if view.tick is None:
        return (*in_bp, Span(" " * (_TICKS + len(" tk est."))))
    return (*in_bp, *field_line(Field("ticks", "", tenths(ticks), " tk est.", _TICKS, ink), rendering))


def tenths(value: Decimal | None) -> str:
    """A signed number to a tenth."""
    if value is None:
        return fmt.UNKNOWN
    rounded = fmt.rounded(value, 1)
    return fmt.with_sign(rounded, format(abs(rounded), "f"))


def _last(reading: CursorReading, rendering: RenderContext) -> Line:
    """What is not well, else how long the level is gone, else our own size there."""
    words = _mine(reading, rendering)
    role = Role.SOFT if words in _NOTHING_OF_OURS else Role.OWN
    if why := what_is_wrong(reading.view, rendering):
        words, role = why, Role.WARNING
    elif reading.gone_since is not None:
        words, role = f"gone {_for(rendering.now - reading.gone_since)}", Role.WARNING
    return words_line("last", words, role, _NOTE, rendering)


def _for(ns: int) -> str:
    """A short time to a tenth of a second, a longer one in its largest unit."""
    return f"{max(0, ns) // 100_000_000 / 10:.1f} s" if ns < _TENTHS_UNTIL else fmt.short_age(ns)


def _mine(reading: CursorReading, rendering: RenderContext) -> str:
    view, cursor = reading.view, reading.cursor
    mine = None if view.whole is None or view.whole.mine is None else view.whole.mine[cursor.side]
    if rendering.options.hide_account:
        return f"mine {fmt.HIDDEN}"
    if mine is None:
        return f"mine {fmt.UNKNOWN}"
    own = mine.get(cursor.price.key, NO_SIZE)
    if view.group is not None:
        from roxom_tui.state.book.price_buckets import bucket_key, key_of_step

        width, own = key_of_step(view.group), NO_SIZE
        for key, size in mine.items():
            own = add_sizes(own, size) if bucket_key(key, width, cursor.side) == cursor.price.key else own
    return f"mine {'≥' if view.mine_at_least else ''}{fmt.size(Size(own))}"
