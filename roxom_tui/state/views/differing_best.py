"""Best prices of a book that are not those of `level1`, while both are live: what no delay of one of them explains.

A quote that the book never told within a second makes it suspect (client 3.5). But where both stand still nothing is
compared any more until the next audit.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.market import PricedSize, Symbol
from roxom_tui.state.views.market_views import DifferingBest

PATIENCE_NS: Final = SECOND
"""As far as the channels may be apart."""

_Best = tuple[PricedSize | None, PricedSize | None]


class DifferingBests:
    """Remembers since when book and quote stand as they do, for the symbol that is looked at (monotonic ns)."""

    def __init__(self) -> None:
        self._seen: object = None
        self._since = 0

    def look(
        self, symbol: Symbol, quote: Quote | None, best: _Best, now: int, valid_until: int
    ) -> DifferingBest | None:
        """That the prices differ, once neither has moved for as long as the channels may be apart."""
        if quote is None:
            self.forget()
            return None
        told, held = _prices((quote.bid, quote.ask)), _prices(best)
        if self._seen != (symbol, told, held):
            self._seen, self._since = (symbol, told, held), now
        if told == held or now - self._since < PATIENCE_NS:
            return None
        return DifferingBest(self._since, valid_until)

    def forget(self) -> None:
        """Nothing can be said now, so nothing has stood until now."""
        self._seen = None


def _prices(best: _Best) -> tuple[int | None, ...]:
    return tuple(None if level is None else level[0].key for level in best)
