"""An exchange that tells of its depth less often than of its best prices."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import orjson

from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.state.book.book_against_quotes import DepthBatching
from tests.seeded_markets.market import Watched, is_delta, is_depth

SIDES: Final = ("bid", "ask")


class BatchedMarket(Watched):
    """Sums up the depth deltas of every so many seconds and sends them as one when that time is over."""

    def __init__(
        self, seed: int, says: DepthMode, symbol: Symbol, every: float, *, reads: DepthMode | None = None
    ) -> None:
        super().__init__(seed, says, reads or says, symbol=symbol)
        self._every = every
        self._adds = says is DepthMode.SIGNED
        self._last: Outgoing | None = None
        self._sums: dict[str, dict[str, Decimal]] = {}
        self.obeys = True
        self.exchange.add_hook(self._hold)

    @property
    def batching(self) -> DepthBatching:
        return self.store.markets.book_checks.batching

    def play_batches(self, seconds: float) -> None:
        """Let the market live for so long."""
        for _ in range(round(seconds / self._every)):
            self.play(self._every)
            if self._last is not None:
                self._take(self._batch(self._last), self.now)
                self._last = None

    def tell_at_once(self) -> None:
        """From now on every delta leaves as it is made."""
        self._every = 0.0

    def lose_batches(self, count: int) -> None:
        """Let the market live, but not tell."""
        for _ in range(count):
            self.play(self._every)
            self._last = None

    def _hold(self, message: Outgoing) -> Iterable[Outgoing]:
        if not is_delta(message) or not self._every:
            if is_depth(message):
                self._last = None
            return (message,)
        if self._last is None:
            self._sums = {side: {} for side in SIDES}
        self._last = message
        data = orjson.loads(message.payload)["data"]
        for side, sums in self._sums.items():
            for price, size in data[side]:
                sums[price] = Decimal(size) + (sums.get(price, Decimal(0)) if self._adds else 0)
        return ()

    def _batch(self, last: Outgoing) -> bytes:
        document: dict[str, Any] = orjson.loads(last.payload)
        for side, sums in self._sums.items():
            document["data"][side] = [[price, str(size)] for price, size in sums.items() if size or not self._adds]
        return orjson.dumps(document)
