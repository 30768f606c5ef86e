"""Frozen views of the book's derived columns. None is "not known" and is drawn as `--`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from roxom_tui.model.book_columns import ColumnsRequest
from roxom_tui.model.money import Btc, Size
from roxom_tui.model.status import Freshness

if TYPE_CHECKING:
    from roxom_tui.state.reading.queue_bracket import QueuePlace


class RowReading(Struct, frozen=True):
    """What the derived columns tell of a row. `cost` runs from the best price; sold and bought are at its price."""

    cost: Btc | None = None
    sold: Size | None = None
    bought: Size | None = None
    is_most: bool = False
    """At its price most was traded."""
    change: Decimal | None = None
    queue: QueuePlace | None = None
    """Of the own order that stands first there."""


class Filling(Struct, frozen=True):
    """A window (ns; 0 is since the start) and how full it is: `filled` ns in whole seconds, None once it is full.

    `since` is when what is in it began, as exchange time (wall ns). `is_estimated`: the side of a trade was guessed, or
    depth comes in batches, so that a trade and its change of size may lie on two sides of an end of the window.
    """

    width: int
    filled: int | None = None
    since: int | None = None
    is_estimated: bool = False


class Flow(Struct, frozen=True):
    """All changes of both sides in the window: added, and taken away, which is negative."""

    bid_added: Decimal
    bid_taken: Decimal
    ask_added: Decimal
    ask_taken: Decimal


class BookColumnsView(Struct, frozen=True):
    """The columns that were asked for, their windows, the sums of changes; `freshness` is that of book and trades."""

    request: ColumnsRequest
    freshness: Freshness
    traded: Filling | None = None
    change: Filling | None = None
    flow: Flow | None = None
