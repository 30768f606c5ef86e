"""What a size costs, side by side, in lines of fixed columns below the rows of the book (state 2.1). Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.decimal_math import multiply
from roxom_tui.state.reading.cost_of_size import Taken, contracts_for, cost_of_contracts, side_taken, slip_bp
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.panels.book_readout import (
    SATOSHI,
    Field,
    can_be_told,
    field_line,
    flowing,
    ink_of,
    mid_of,
    money,
    what_is_wrong,
    words_line,
    worth,
)
from roxom_tui.ui.panels.size_entry import Measure, TypedSize

_PRICE, _SIZE, _BP = 10, 8, 5
_NOTE: Final = len("positions UNPROVEN")
_SIDES: Final = {OrderSide.BUY: Role.BID, OrderSide.SELL: Role.ASK}
_NEVER: Final = Freshness(PanelState.WAITING)


class Holding(Struct, frozen=True):
    """A position in the symbol: the side that closes it, and its size; None where that is not known."""

    closed_by: OrderSide | None
    size: Size | None


class Beside(Struct, frozen=True):
    """What a size is held against besides the book: the mark and the positions in its symbol."""

    mark: Price | None = None
    mark_freshness: Freshness = _NEVER
    holdings: tuple[Holding, ...] = ()
    holdings_freshness: Freshness = _NEVER
    is_complete: bool = False
    """All positions are known, not only what came since the connection was made."""


NOTHING_BESIDE: Final = Beside()


def beside(picture: ScreenSnapshot, symbol: Symbol) -> Beside:
    """The mark and the positions of a symbol in a picture."""
    ticker, positions = picture.ticker, picture.positions
    rows = (row for row in positions.rows if row.symbol == symbol)
    holdings = tuple(Holding(None if row.side is None else row.side.closed_by, row.size) for row in rows)
    mark = ticker.mark if ticker.symbol == symbol else None
    return Beside(mark, ticker.freshness, holdings, positions.freshness, not positions.since_connect)


class SizeReading(Struct, frozen=True):
    """What the lines of a size are made of."""

    view: BookView
    typed_size: TypedSize
    beside: Beside


class _Asked(Struct, frozen=True):
    """One order of which the cost is told; `size` is in the measure's unit, None where it is not known."""

    side: OrderSide | None
    size: Decimal | None
    note: str = ""
    """Why it is not known."""
    ink: Role = Role.TEXT


def size_lines(reading: SizeReading, rendering: RenderContext) -> list[list[Line]]:
    """For each side that is asked of: contracts, cost, average, worst price, slip against mid and mark, levels."""
    if reading.typed_size.measure is Measure.POSITION and rendering.options.hide_account:
        return [_masked(rendering)]
    return [_lines(reading, asked, rendering) for asked in _asked(reading, rendering)]


def _asked(reading: SizeReading, rendering: RenderContext) -> list[_Asked]:
    typed_size = reading.typed_size
    if typed_size.measure is not Measure.POSITION:
        sides = tuple(OrderSide) if typed_size.side is None else (typed_size.side,)
        return [_Asked(side, typed_size.amount) for side in sides]
    held, state = reading.beside, worth(reading.beside.holdings_freshness, rendering)
    if not can_be_told(state):
        return [_Asked(None, None, f"positions {state.value}")]
    if not held.holdings:
        return [_Asked(None, None, "no position" if held.is_complete else "position not known")]
    note, ink = ("", Role.TEXT) if state.is_live else (f"positions {state.value}", Role.SOFT)
    return [_of_position(one, typed_size.amount, note, ink) for one in held.holdings]


def _of_position(holding: Holding, share: Decimal, note: str, ink: Role) -> _Asked:
    if holding.size is None or holding.closed_by is None:
        return _Asked(None, None, "its size is not known", ink)
    return _Asked(holding.closed_by, multiply(holding.size, share), note, ink)


def _lines(reading: SizeReading, asked: _Asked, rendering: RenderContext) -> list[Line]:
    view, unit = reading.view, rendering.options.unit
    taken = _taken(reading, asked, rendering)
    ink = ink_of(taken, view.whole) if asked.ink is Role.TEXT else asked.ink
    told = None if taken is None or taken.less_than is not None else taken
    cost, vwap, worst = (None, None, None) if told is None else (told.cost, told.vwap, told.worst)
    side = asked.side
    role = Role.SOFT if side is None else _SIDES[side]
    label = "pos  " if side is None else f"{side.value:<4} "
    fields = (
        Field("size", label, _size(reading.typed_size, asked, taken), "", _SIZE, ink, role),
        Field("cost of size", "cost ", money(cost, rendering), f" {fmt.unit_word(unit)}", _PRICE, ink),
        Field("vwap of size", "vwap ", fmt.price(vwap, unit), "", _PRICE, ink),
        Field("worst", "worst ", fmt.price(worst, unit), "", _PRICE, ink),
    )
    size, *others = (field_line(field, rendering) for field in fields)
    widest = max(_NOTE, len(_covers(reading.typed_size, asked.size, asked.size)))
    note = words_line("note of size", *_note(reading, asked, taken, rendering), widest, rendering)
    return flowing([size, note, *others, _slips(reading, asked, taken, ink, rendering)], rendering.width)


def _taken(reading: SizeReading, asked: _Asked, rendering: RenderContext) -> Taken | None:
    whole = reading.view.whole
    if asked.side is None or asked.size is None or whole is None:
        return None
    if not can_be_told(worth(reading.view.freshness, rendering)):
        return None
    levels = whole.side(side_taken(asked.side))
    if reading.typed_size.measure in (Measure.BTC, Measure.SATS):
        return contracts_for(levels, Btc(asked.size))
    return cost_of_contracts(levels, Size(asked.size))


def _size(typed_size: TypedSize, asked: _Asked, taken: Taken | None) -> str:
    """The contracts that were asked for; of an amount those that it pays for."""
    if typed_size.measure in (Measure.BTC, Measure.SATS):
        return fmt.UNKNOWN if taken is None or taken.less_than is not None else fmt.size(taken.size)
    return fmt.UNKNOWN if asked.size is None else fmt.size(Size(asked.size))


def _slips(reading: SizeReading, asked: _Asked, taken: Taken | None, ink: Role, rendering: RenderContext) -> Line:
    """Against the mid and against the mark; plus is worse for who takes."""
    held = reading.beside
    mark = held.mark if can_be_told(worth(held.mark_freshness, rendering)) else None
    points = [
        None if taken is None or asked.side is None else slip_bp(taken, asked.side, reference)
        for reference in (mid_of(reading.view, rendering), mark)
    ]
    mid, against_mark = (fmt.basis_points(one) for one in points)
    return (
        *field_line(Field("slip to mid", "slip ", mid, " bp mid ", _BP, ink), rendering),
        *field_line(Field("slip to mark", "", against_mark, " bp mark", _BP, ink), rendering),
    )


def _note(reading: SizeReading, asked: _Asked, taken: Taken | None, rendering: RenderContext) -> tuple[str, Role]:
    """What is not well, else how far the book goes, else how many levels it takes."""
    if why := what_is_wrong(reading.view, rendering):
        return why, Role.WARNING
    if asked.note:
        return asked.note, Role.WARNING if asked.size is not None else Role.SOFT
    if taken is None:
        return "", Role.SOFT
    if taken.less_than is not None:
        return f"less than {fmt.size(taken.less_than)}", Role.WARNING
    if not taken.is_all:
        is_amount = reading.typed_size.measure in (Measure.BTC, Measure.SATS)
        return _covers(reading.typed_size, taken.cost if is_amount else taken.size, asked.size), Role.WARNING
    return f"{taken.levels} level{'' if taken.levels == 1 else 's'}", Role.SOFT


def _covers(typed_size: TypedSize, held: Decimal | None, wanted: Decimal | None) -> str:
    """How much of what was asked for the book holds, in the unit in which it was typed."""
    both = (held or Decimal(0), wanted or Decimal(0))
    if typed_size.measure is Measure.SATS:
        texts, unit = [fmt.grouped(fmt.rounded(fmt.sats(one), 0)) for one in both], " sats"
    elif typed_size.measure is Measure.BTC:
        texts, unit = [fmt.price(fmt.rounded(one, SATOSHI), Unit.BTC) for one in both], " BTC"
    else:
        texts, unit = [fmt.size(Size(one)) for one in both], ""
    return f"covers {' of '.join(texts)}{unit}"


def _masked(rendering: RenderContext) -> list[Line]:
    return [(Span("pos  ", Role.SOFT), Span(fmt.HIDDEN, Role.SOFT), Span("  account hidden", Role.FAINT))]
