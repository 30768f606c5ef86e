"""Which trades were told already: by their ids, by all they say, and by a running total of before (client 3.7)."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import TypeAlias

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Size
from roxom_tui.state.reading.volume_chain import VolumeChain, total_of
from roxom_tui.state.views.market_views import TapeRow

_Said: TypeAlias = tuple[int, int, Size, AggressorSide | None]


class ToldTrades:
    """Remembers `most` trades. `chain` tells whether the total that comes with them is a running one."""

    def __init__(self, chain: VolumeChain, most: int) -> None:
        self._chain = chain
        self._most = most
        self._known: set[Hashable] = set()
        self._order: deque[Hashable] = deque()
        self._repeatable: Counter[_Said] = Counter()
        """What was told before the newest gap, for trades that have no id."""

    def behind_a_gap(self, rows: Iterable[TapeRow]) -> None:
        """From now on these may be told again, each once."""
        self._repeatable = Counter(_said_by(row) for row in rows)

    def is_repeated(self, trade: Trade) -> bool:
        """Whether it was told before; of two that are equal in all, two may be repeated, unless their total is."""
        if trade.trade_id is not None:
            return not self._is_new(trade.trade_id)
        said = (trade.exchange_at, trade.price.key, trade.size, trade.aggressor)
        total = total_of(trade)
        is_new = total is None or self._is_new(_with_total(said, total))
        is_likely = bool(self._repeatable) and self._repeatable[said] > 0
        is_repeated = not is_new if total is not None and self._chain.is_proven else is_likely
        if is_repeated and is_likely:
            self._repeatable[said] -= 1
        return is_repeated

    def _is_new(self, trade: Hashable) -> bool:
        if trade in self._known:
            return False
        self._known.add(trade)
        self._order.append(trade)
        if len(self._order) > self._most:
            self._known.discard(self._order.popleft())
        return True


def _with_total(said: _Said, total: Decimal) -> Hashable:
    return *said, total


def _said_by(row: TapeRow) -> _Said:
    return row.exchange_at, row.price.key, row.size, None if row.estimated else row.aggressor
