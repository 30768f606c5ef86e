"""The cursor in the book: it is at a price of a side, never in a row, and nothing but the person moves it. Pure."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import NO_SIZE
from roxom_tui.state.views.market_views import BookRow, BookView

Rows: TypeAlias = tuple[BookRow, ...]


class BookCursor(Struct, frozen=True):
    """A price of a side. `group` is the step of the rows among which it was chosen."""

    side: Side
    price: Price
    group: Decimal | None = None


class CursorPlace(Struct, frozen=True):
    """Where the cursor is among the rows of its side, best first; the row there is its own, or the next worse one.

    It `is_known` only where the rows in the view go so far.
    """

    side: Side
    place: int
    is_there: bool
    is_known: bool = True

    @property
    def is_gone(self) -> bool:
        """Nothing rests at its price."""
        return self.is_known and not self.is_there


def rows_of(view: BookView, side: Side) -> Rows:
    """The rows of a side, best first."""
    return view.bids if side is Side.BID else view.asks


def place_of(cursor: BookCursor, view: BookView) -> CursorPlace:
    """The row at the cursor's price, or the place where it would be."""
    rows, key = rows_of(view, cursor.side), cursor.price.key
    sign = 1 if cursor.side is Side.ASK else -1
    place = bisect_left(rows, key * sign, key=lambda row: row.price.key * sign)
    is_there = place < len(rows) and rows[place].price.key == key
    return CursorPlace(cursor.side, place, is_there, place < len(rows) or len(rows) < view.levels_asked)


def begun(view: BookView, step: int) -> BookCursor | None:
    """A new cursor: downwards (1) on the best bid, upwards (-1) on the best ask; on the other where a side is empty."""
    sides = (Side.BID, Side.ASK) if step > 0 else (Side.ASK, Side.BID)
    return next((_at(view, side, 0) for side in sides if rows_of(view, side)), None)


def moved(cursor: BookCursor, view: BookView, step: int) -> BookCursor:
    """One row down (1) or up (-1), through the spread to the other side; where there is none it stays."""
    found, rows = place_of(cursor, view), rows_of(view, cursor.side)
    outwards = step > 0 if cursor.side is Side.BID else step < 0
    if outwards:
        place = found.place + found.is_there
        return _at(view, cursor.side, place) if place < len(rows) else cursor
    if found.place:
        return _at(view, cursor.side, found.place - 1)
    other = Side.ASK if cursor.side is Side.BID else Side.BID
    return _at(view, other, 0) if rows_of(view, other) else cursor


def at_the_spread(cursor: BookCursor, view: BookView) -> BookCursor:
    """On the best price of its side."""
    return _at(view, cursor.side, 0) if rows_of(view, cursor.side) else cursor


def regrouped(cursor: BookCursor, view: BookView) -> BookCursor:
    """The cursor after the person chose other rows: on the one that now holds its price, or all that it held."""
    if cursor.group == view.group:
        return cursor
    if view.group is None:
        found = place_of(cursor, view)
        near = _at(view, cursor.side, found.place - 1 + found.is_there) if found.place + found.is_there else cursor
        return replace(near, group=None)
    # The first paint waits for nothing of a book's own room.
    from roxom_tui.state.book.price_buckets import bucket_key, bucket_price, key_of_step

    price = Price(view.group)
    key = bucket_key(cursor.price.key, key_of_step(view.group), cursor.side)
    return BookCursor(cursor.side, bucket_price(key, price.decimals), view.group)


def with_its_row(rows: Rows, cursor: BookCursor, found: CursorPlace) -> Rows:
    """The rows of its side, with one at its price where nothing rests there."""
    if not found.is_gone:
        return rows
    total = rows[found.place - 1].total if found.place else NO_SIZE
    row = BookRow(cursor.price, Size(NO_SIZE), total, within_snapshot=False)
    return (*rows[: found.place], row, *rows[found.place :])


def _at(view: BookView, side: Side, place: int) -> BookCursor:
    return BookCursor(side, rows_of(view, side)[place].price, view.group)
