"""The person's choices: units, hidden figures of the account, grouping; and what a drawing may know. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct, field

from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.format import HIDDEN, price_with_unit
from roxom_tui.ui.lines import Role
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.words.log import log_sentence


class DisplayOptions(Struct, frozen=True):
    """Switches that hold for the whole screen."""

    unit: Unit = Unit.BTC
    hide_account: bool = False

    def mask(self, private: str) -> str:
        """A text of the account as it may be shown; nothing stays nothing."""
        return HIDDEN if self.hide_account and private else private

    def ink(self, role: Role) -> Role:
        """The role of a private figure: one for all while they are hidden, because a colour tells the sign."""
        return Role.SOFT if self.hide_account else role


class RenderContext(Struct, frozen=True):
    """All a drawing knows besides its view. `now` is monotonic ns, `wall` the exchange's time of day in wall ns."""

    width: int
    height: int
    options: DisplayOptions
    now: int
    wall: int
    focused: bool = False
    offset: int = 0
    """The first row shown, moved by the keys of the focused panel."""
    cursor: int | None = None
    """The place in its list of the row with the cursor, while the panel has the keys."""
    kept: Sequence[int] | None = None
    """The places in their list of the rows that match the filter. None where there is none."""
    held_back: int | None = None
    """While paused: how much has come since. None when not paused."""
    paused_at: int | None = None
    """When the pause began, wall ns."""
    held_unit: str = "change"
    """What `held_back` counts, one of it."""
    glowing: frozenset[int] = frozenset()
    """Keys of prices whose size changed a moment ago."""
    columns: ColumnMemory = field(default_factory=ColumnMemory)
    """The widths that columns have had so far."""
    drawn: DrawnRows = field(default_factory=DrawnRows)
    """The rows of the drawing before."""
    tints: bool = True
    """There are soft colours to lay behind digits."""

    @property
    def held_words(self) -> str:
        """What a pause holds back, such as `29 trades held`; empty when not paused."""
        if self.held_back is None:
            return ""
        return f"{self.held_back:,} {self.held_unit}{'' if self.held_back == 1 else 's'} held"


STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Multiples of the finest price step; the first shows every level."""


class Grouping(Struct, frozen=True):
    """The chosen step of each symbol; one not named shows every level. `finest` are the steps that were seen."""

    chosen: Mapping[Symbol, int] = field(default_factory=dict)
    """Places in `STEPS`."""
    finest: Mapping[Symbol, Decimal] = field(default_factory=dict)

    def step(self, symbol: Symbol) -> Decimal | None:
        """The price step in BTC, None for every level: also while the symbol's finest is not known."""
        index, finest = self.chosen.get(symbol, 0), self.finest.get(symbol)
        return None if index == 0 or finest is None else finest * STEPS[index]

    def learned(self, symbol: Symbol, finest: Decimal | None) -> Grouping:
        """The same, once more is known of a symbol."""
        if finest is None or self.finest.get(symbol) == finest:
            return self
        return replace(self, finest={**self.finest, symbol: finest})

    def moved(self, symbol: Symbol, by: int) -> Grouping:
        """Coarser (1) or finer (-1), within the steps there are."""
        index = max(0, min(len(STEPS) - 1, self.chosen.get(symbol, 0) + by))
        return replace(self, chosen={**self.chosen, symbol: index})


NEWS: Final = "account update (hidden)"


def shown_text(entry: LogEntry, options: DisplayOptions) -> str:
    """What happened, as it may be shown, in the unit in use."""
    if entry.is_private and options.hide_account:
        return NEWS
    return log_sentence(entry, lambda outcome: price_with_unit(outcome.price, options.unit))


def redacted_view(view: ConnectionView, options: DisplayOptions) -> ConnectionView:
    """The connection as it may be shown: its log, in the unit in use, and the messages that were not understood."""
    log = tuple(replace(line, entry=LogEntry(LogKind.NOTE, shown_text(line.entry, options))) for line in view.log)
    if not options.hide_account:
        return replace(view, log=log)
    # A message without a symbol may be of the account.
    rejected = (
        row if row.stream is not None and row.stream.symbol is not None else replace(row, detail="", excerpt=HIDDEN)
        for row in view.last_rejected
    )
    return replace(view, log=log, last_rejected=tuple(rejected))
