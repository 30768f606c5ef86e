"""The past of one symbol: bars, heat, the states that its streams had (state 5), how far its mark goes (state 2.4)."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import Trade
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.reading.candles import Candles
from roxom_tui.state.reading.heat import Heat
from roxom_tui.state.reading.mark_moves import MarkMoves
from roxom_tui.state.reading.past_states import PastStates

HEATS_KEPT: Final = 3
"""Of so many symbols that are not followed any more the heat is kept, which is most of it all."""


class ChartHistory:
    """Kept while the symbol is followed, and for a while after. `at` is monotonic ns."""

    def __init__(self) -> None:
        self.candles = Candles()
        self.heat = Heat()
        self.trade_states = PastStates()
        self.depth_states = PastStates()
        self.moves = MarkMoves()

    def cool(self) -> None:
        """Forget the heat."""
        self.heat = Heat()

    def note_trade(self, trade: Trade, at: int, missed: tuple[int, int] | None) -> None:
        """A trade that was not told before; `missed` is between which times it shows that others must have been."""
        self.candles.apply(trade, at)
        if missed is not None:
            self.candles.miss(*missed)
        self.heat.note_trade(trade)

    def unread(self, at: int | None) -> None:
        """A message could not be read that may have been a trade; None where it was none."""
        if at is not None:
            self.candles.unread(at)

    def count_until(self, depth: VerifiedBook | None, at: int) -> None:
        """The book stood as it stands until now, and may change; None where there is none."""
        self.heat.count_until(depth, at)

    def replaces_book(self, depth: VerifiedBook | None, at: int) -> None:
        """A snapshot is about to replace the book."""
        self.heat.count_until(depth, at)
        self.heat.is_replaced = True

    def disconnected(self, depth: VerifiedBook | None, at: int, heard_at: int) -> None:
        """The connection went, at that time; something last came by it at `heard_at`."""
        self.heat.count_until(depth, heard_at)
        self.heat.count_until(None, at)
        self.candles.disconnected(heard_at)
        self.moves.miss()
