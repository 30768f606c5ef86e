"""What is copied from the screen: tables of exact values as CSV, each row with its state. Pure.

A number that stands alone in somebody's notes says no more that it was old when it was copied, so each row says it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.model.values import replace
from roxom_tui.model.visible_text import is_visible
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.format import sats
from roxom_tui.ui.states import seen

_FORMULA: Final = ("=", "+", "-", "@")
"""How a text begins that a spreadsheet would work out."""


class Table(Struct, frozen=True):
    """Rows of texts under names."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    def only(self, place: int) -> Table:
        """One of its rows."""
        return replace(self, rows=self.rows[place : place + 1])


NO_TABLE: Final = Table(())


class Copying(Struct, frozen=True):
    """The conditions of a copy: units and what is hidden, the time (monotonic ns) and the time of day (wall ns)."""

    options: DisplayOptions
    now: int
    wall: int

    @property
    def unit(self) -> str:
        """The unit in use, for names of columns."""
        return self.options.unit.value

    def money(self, value: Decimal | None) -> str:
        """A price or an amount in the unit in use, every digit of it; nothing where it is not known."""
        if value is None:
            return ""
        return format(sats(value) if self.options.unit is Unit.SATS else value, "f")

    def private(self, text: str) -> str:
        """A text of the account, unless that is hidden."""
        return self.options.mask(text)

    def state(self, fresh: Freshness, *others: PanelState) -> str:
        """The word of the worst state, as it is now."""
        return worst(seen(fresh, self.now).state, *others).value


def number(value: Decimal | int | None) -> str:
    """Every digit, ungrouped; nothing where it is not known."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def words(text: object) -> str:
    """A text from outside, of what can be seen in it; one that a spreadsheet would work out has a quote before it."""
    said = "" if text is None else "".join(filter(is_visible, str(text)))
    return f"'{said}" if said.startswith(_FORMULA) else said


def moment(wall: int | None) -> str:
    """A time (wall ns) in UTC with all its digits, such as `2026-01-01T14:22:07.810000000Z`."""
    if wall is None:
        return ""
    return f"{datetime.fromtimestamp(wall // SECOND, UTC):%Y-%m-%dT%H:%M:%S}.{wall % SECOND:09d}Z"


def csv_text(table: Table, copied_at: int, *, is_replay: bool = False) -> str:
    """The table as CSV, the last column the time of the copy (wall ns); in a replay that of then, and named for it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*table.names, "replayed_at" if is_replay else "copied_at"))
    writer.writerows(_dated(table.rows, moment(copied_at)))
    return text.getvalue()


def _dated(rows: Iterable[tuple[str, ...]], at: str) -> Iterable[tuple[str, ...]]:
    return ((*row, at) for row in rows)
