"""Whether the tape lacks a trade that the ticker knows of (state 3.4).

No page says when the ticker's last price was traded: the message has only its own time. But a last price that is
another than in the ticker before was traded between the two, so that a print at that price must be near.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason

PATIENCE_NS: Final = 2 * SECOND
"""So long after the ticker its print may come."""

SKEW_NS: Final = SECOND
"""So much earlier than the ticker before may a print be by the exchange's time, and yet be what this ticker tells."""

PROVEN: Final = 5
"""So often a new last price must have had its print, and for each time that it had none."""

_PRINTS_KEPT: Final = 512

_MISSING: Final = Reason(Cause.PRINT_MISSING)


class _Told(Struct, frozen=True):
    """A last price that the ticker told: by the exchange's time, and when the ticker before had another."""

    price: Price
    exchange_at: int
    before: int
    at: int


class LastAgainstPrints:
    """Holds last prices of the ticker against prints. `at` is monotonic ns."""

    def __init__(self) -> None:
        self._links = 0
        self._breaks = 0
        self.restart()

    def restart(self) -> None:
        """The tape begins anew, or has a gap: what was traded until now need not be on it."""
        self._prints: deque[tuple[int, int]] = deque(maxlen=_PRINTS_KEPT)
        self._printed: dict[int, int] = {}
        """The latest time of a print at each price (key), also of some that are not kept any more."""
        self._newest: tuple[Price, int] | None = None
        """The ticker's last price, and the time of the newest message that told it."""
        self._open: _Told | None = None
        """The oldest last price that has no print yet."""

    def printed(self, trade: Trade, at: int) -> None:
        """A trade came: what has no print yet is found, or was overtaken by a later trade."""
        exchange_at, key, printed = trade.exchange_at, trade.price.key, self._printed
        self._prints.append((exchange_at, key))
        if printed.get(key, 0) < exchange_at:
            printed[key] = exchange_at
            if len(printed) > 2 * _PRINTS_KEPT:
                self._forget_old()
        told = self._open
        if told is None:
            return
        if key == told.price.key and exchange_at >= told.before - SKEW_NS:
            self._links += 1
            self._open = None
        elif exchange_at > told.exchange_at or self._is_due(told, at):
            self._breaks += self._is_due(told, at)
            self._open = None

    def told(self, price: Price | None, exchange_at: int, at: int) -> None:
        """The ticker told a last price."""
        before, self._newest = self._newest, None if price is None else (price, exchange_at)
        if price is None or before is None or not self._prints or price.key == before[0].key or self._open is not None:
            return
        if exchange_at < before[1]:
            # A clock was set back: between the two lies no time.
            return
        told = _Told(price, exchange_at, before[1], at)
        if self._is_printed(told):
            self._links += 1
        elif len(self._prints) < _PRINTS_KEPT:
            self._open = told

    @property
    def doubtful_at(self) -> int | None:
        """The time (monotonic ns) at which the tape is doubted if no print comes; None where nothing is open."""
        if self._open is None or self._links < PROVEN * (1 + self._breaks):
            return None
        return self._open.at + PATIENCE_NS

    def doubt(self, now: int) -> Reason | None:
        """The reason why the tape is not proven."""
        at = self.doubtful_at
        return _MISSING if at is not None and now >= at else None

    def _is_due(self, told: _Told, at: int) -> bool:
        return at - told.at >= PATIENCE_NS

    def _is_printed(self, told: _Told) -> bool:
        sought, since = told.price.key, told.before - SKEW_NS
        # Mostly a price was printed lately or was not, so that nothing has to be sought.
        return self._printed.get(sought, 0) >= since and any(
            key == sought and when >= since for when, key in reversed(self._prints)
        )

    def _forget_old(self) -> None:
        self._printed.clear()
        for when, key in self._prints:
            self._printed[key] = max(when, self._printed.get(key, 0))
