"""The newest trade of a symbol by the exchange's time, for the figures that came with it (protocol 4.2)."""

from __future__ import annotations

from roxom_tui.model.events import Trade
from roxom_tui.state.timestamp_guard import TimestampGuard


class NewestTrade:
    """`trade` is None until one came. An older one that comes later is not the newest."""

    def __init__(self) -> None:
        self.trade: Trade | None = None
        self._times = TimestampGuard()

    def note(self, trade: Trade) -> None:
        """One more trade."""
        if self._times.admits(trade.exchange_at):
            self.trade = trade

    def disconnected(self) -> None:
        """It stays, as history; the clock at the other end of the next connection may be another."""
        self._times = TimestampGuard()

    def forget(self) -> None:
        """Trades may have been missed: what came with the last one we know of says nothing of now."""
        self.disconnected()
        self.trade = None
