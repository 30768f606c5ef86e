"""The volume executed at each price in the last minutes, sold and bought apart (state 2.2).

Keys are those of the side that was hit: a price's key for what was sold into the bids, its negative for what was bought
from the asks. Times are the exchange's, wall ns. A window that has no room any more, or has a gap, begins anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from typing import Final

from msgspec import Struct

from roxom_tui.model.book_columns import TRADED_WINDOWS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price
from roxom_tui.state.decimal_math import add, subtract

_BUY, _SELL = AggressorSide.BUY, AggressorSide.SELL

MOST_PRICES: Final = 20_000
"""In all slots of a window together."""

MOST_PENDING: Final = 1024
"""Prices of the second that runs, before they are counted into the windows whether anybody reads them or not."""

_GONE_KEPT: Final = 16
"""Slots behind the window, for who asks for a time that ended some seconds ago."""

Sums = dict[int, Decimal]


class SlidingSums:
    """Sums by key over the newest slots of a width; of no width, over all that was ever added."""

    def __init__(self, width: int, slots: int) -> None:
        self.sums: Sums = {}
        self._width, self._most = width, slots
        self._slots: deque[tuple[int, Sums]] = deque()
        self._gone: deque[tuple[int, Sums]] = deque(maxlen=_GONE_KEPT)
        self._held = 0

    def add(self, key: int, size: Decimal, at: int) -> bool:
        """Count it in the slot of its time; False where there is no room."""
        sums = self.sums
        if self._width:
            number, slots = at // self._width, self._slots
            slot = slots[-1][1] if slots and slots[-1][0] == number else self._slot(number)
            if slot is None:
                return True
            if key in slot:
                slot[key] = add(slot[key], size)
            else:
                slot[key] = size
                self._held += 1
        sums[key] = add(sums[key], size) if key in sums else size
        return (self._held if self._width else len(sums)) <= MOST_PRICES

    def advance(self, at: int) -> None:
        """Time passes: what is older than the window is taken out."""
        slots, sums, last = self._slots, self.sums, at // self._width - self._most if self._width else 0
        while slots and slots[0][0] <= last:
            self._gone.append(slots.popleft())
            gone = self._gone[-1][1]
            self._held -= len(gone)
            for key, size in gone.items():
                left = subtract(sums[key], size)
                if left:
                    sums[key] = left
                else:
                    del sums[key]

    def oldest(self, at: int) -> int:
        """When the oldest slot of the window that ends at a time began."""
        return (at // self._width - self._most + 1) * self._width

    def between(self, begin: int, end: int) -> Sums:
        """The sums of the slots that begin in that time."""
        found: Sums = {}
        for number, slot in chain(self._gone, self._slots):
            if begin <= number * self._width < end:
                for key, size in slot.items():
                    found[key] = add(found[key], size) if key in found else size
        return found

    def clear(self) -> None:
        """Begin anew."""
        self.sums.clear()
        self._slots.clear()
        self._gone.clear()
        self._held = 0

    def _slot(self, number: int) -> Sums | None:
        """The slot of that number; None for one that is out of the window already."""
        slots = self._slots
        if not slots or slots[-1][0] < number:
            self.advance(number * self._width)
            slots.append((number, {}))
            return slots[-1][1]
        for known, slot in reversed(slots):
            if known == number:
                return slot
            if known < number:
                break
        return self._put(number) if number > slots[-1][0] - self._most else None

    def _put(self, number: int) -> Sums:
        """A slot between others, for what comes late."""
        place = next((i for i, (known, _) in enumerate(self._slots) if known > number), len(self._slots))
        self._slots.insert(place, (number, {}))
        return self._slots[place][1]


class _Window:
    """One of the windows, and since when it counts; None before the first trade of it could come."""

    __slots__ = ("since", "sums", "width")

    def __init__(self, width: int, slot: int) -> None:
        self.width = width
        self.sums = SlidingSums(slot, width // slot if slot else 0)
        self.since: int | None = None

    def begin(self, since: int | None) -> None:
        self.sums.clear()
        self.since = since


class TradedWindow(Struct, frozen=True):
    """What was traded: the sums by the key of the side that was hit, since when, and whether a side was guessed."""

    sums: Mapping[int, Decimal]
    since: int
    is_guessed: bool


_SLOTS: Final = {TRADED_WINDOWS[0]: SECOND, TRADED_WINDOWS[1]: 10 * SECOND, 0: 0}


class TradedAtPrice:
    """Counts trades into three windows, of at most `MOST_PRICES` prices each: a trade costs the same at any time.

    The trades of one second are summed up first: they go into the windows when it is over, or somebody reads one.
    """

    def __init__(self) -> None:
        self._windows = {width: _Window(width, slot) for width, slot in _SLOTS.items()}
        self._all = tuple(self._windows.values())
        self._finest = self._windows[TRADED_WINDOWS[0]]
        self._before: tuple[int, AggressorSide | None] | None = None
        self._guessed_at: int | None = None
        self._second = 0
        """Of which `_pending` are the sums by key that no window has yet."""
        self._pending: Sums = {}
        self._since: int | None = None
        """Since when every window counts; None where one does not."""
        self.revision = 0
        """Rises with each trade, and where the windows begin anew."""
        self.begun = 0
        """How often any of them began."""

    def begin(self, since: int | None) -> None:
        """There was a gap: all begins at that time, or with the next message."""
        self._pending.clear()
        for window in self._all:
            window.begin(since)
        self._since = since
        self._before = self._guessed_at = None
        self.revision += 1
        self.begun += 1

    @property
    def since(self) -> int | None:
        """Since when trades are followed without a gap, as far as the shortest window goes."""
        return self._finest.since

    def note(self, price: Price, size: Decimal, aggressor: AggressorSide | None, at: int) -> int | None:
        """A trade; without a side it counts to the one that the price before suggests, as on the tape.

        The key of the side that was hit, None where nothing suggests one.
        """
        side = aggressor or self._guess(price.key)
        self._before = price.key, side
        self.revision += 1
        if aggressor is None:
            self._guessed_at = at
        if side is None:
            return None
        key = price.key if side is _SELL else price.ask_key
        since, pending, second = self._since, self._pending, at // SECOND
        if second != self._second or len(pending) > MOST_PENDING:
            self._count_pending()
            self._second = second
        if since is None or at < since:
            # Told late, or there was no room in one of the windows a moment ago.
            self._count(key, size, at)
        else:
            pending[key] = add(pending[key], size) if key in pending else size
        return key

    def _count_pending(self) -> None:
        """Count what is pending."""
        pending, at = self._pending, self._second * SECOND + SECOND - 1
        if pending:
            for key, size in pending.items():
                self._count(key, size, at)
            pending.clear()

    def _count(self, key: int, size: Decimal, at: int) -> None:
        for window in self._all:
            if window.since is not None and at >= window.since and not window.sums.add(key, size, at):
                window.begin(at - at % SECOND + SECOND)
                self._since = max(self._since or 0, at - at % SECOND + SECOND)
                self.begun += 1

    def window(self, width: int, now: int) -> TradedWindow | None:
        """One of the windows as it is at a time; None before it has begun."""
        self._count_pending()
        window = self._windows[width]
        if window.since is None:
            return None
        if width:
            window.sums.advance(now)
        oldest = window.sums.oldest(now) if width else window.since
        begin = max(window.since, oldest)
        return TradedWindow(window.sums.sums, begin, self.has_guessed_since(begin))

    def filled(self, width: int, now: int) -> int | None:
        """How long one of the windows counts already, in ns: up to now, as its sums do.

        None once it goes back as far as it is meant to, to a slot; nothing before it has begun.
        """
        window = self._windows[width]
        if window.since is None:
            return 0
        return None if not width or window.since <= window.sums.oldest(now) else max(0, now - window.since)

    def between(self, begin: int, end: int) -> Sums | None:
        """What was traded from one whole second to another; None where not all of that time is known."""
        self._count_pending()
        since = self._finest.since
        return None if since is None or since > begin else self._finest.sums.between(begin, end)

    def has_guessed_since(self, begin: int) -> bool:
        """Whether the side of a trade since then was not told."""
        return self._guessed_at is not None and self._guessed_at >= begin

    def _guess(self, key: int) -> AggressorSide | None:
        if self._before is None:
            return None
        before, side = self._before
        return side if key == before else _BUY if key > before else _SELL


def most_traded(sums: Mapping[int, Decimal]) -> int | None:
    """The key of the price at which most was traded, on either side; None where nothing was."""
    both: Sums = {}
    for key, size in sums.items():
        price = abs(key)
        both[price] = add(both[price], size) if price in both else size
    return max(both, key=both.__getitem__, default=None)
