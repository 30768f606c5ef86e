"""The newest trades of a symbol, bounded, each once (protocol 4.2)."""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.state.views.market_views import TapeRow

TAPE_LENGTH: Final = 500
_IDS_KEPT: Final = 4 * TAPE_LENGTH


class Tape:
    """Newest first. `count` is all since the last `clear`, `since` when the first of them came (monotonic ns)."""

    def __init__(self) -> None:
        self._rows: deque[TapeRow] = deque(maxlen=TAPE_LENGTH)
        self._ids: set[str] = set()
        self._id_order: deque[str] = deque()
        self.count = 0
        self.since: int | None = None

    def apply(self, trade: Trade, at: int) -> bool:
        """Put the trade on top; False if its id was seen before."""
        if trade.trade_id is not None and not self._is_new(trade.trade_id):
            return False
        aggressor = trade.aggressor or self._tick_rule(trade)
        estimated = trade.aggressor is None and aggressor is not None
        self._rows.appendleft(TapeRow(trade.exchange_at, trade.price, trade.size, aggressor, estimated))
        self.count += 1
        if self.since is None:
            self.since = at
        return True

    def clear(self) -> None:
        """Forget the rows: after a gap the count would be a lie. Ids stay, in case the gap is replayed."""
        self._rows.clear()
        self.count = 0
        self.since = None

    @property
    def rows(self) -> tuple[TapeRow, ...]:
        return tuple(self._rows)

    def _is_new(self, trade_id: str) -> bool:
        if trade_id in self._ids:
            return False
        self._ids.add(trade_id)
        self._id_order.append(trade_id)
        if len(self._id_order) > _IDS_KEPT:
            self._ids.discard(self._id_order.popleft())
        return True

    def _tick_rule(self, trade: Trade) -> AggressorSide | None:
        """Dearer than the trade before: a buyer crossed; cheaper: a seller; the same price: as before."""
        if not self._rows:
            return None
        before = self._rows[0]
        if trade.price.key > before.price.key:
            return AggressorSide.BUY
        if trade.price.key < before.price.key:
            return AggressorSide.SELL
        return before.aggressor
