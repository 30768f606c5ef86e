"""Who bought and who sold how much, over minutes and since trades are whole, and how fast they come (state 3.3).

A trade counts for the second in which it happened, not for that in which it came: after a hold-up of the line all come
at once, and a window over arrivals would hold a burst that nobody traded. When it happened is told by the exchange's
clock, which may be set; so it is read as a delay against the fastest trade so far, and where that cannot be a delay the
windows begin anew. Times without a word are monotonic ns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import IntEnum
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes, subtract

SHORT: Final = MINUTE
LONG: Final = 5 * MINUTE
USUAL: Final = 15 * MINUTE
"""What the pace of the last minute is held against."""

ENOUGH_FOR_USUAL: Final = 5 * MINUTE

LATEST: Final = 10 * SECOND
"""A trade that is later than this was not delayed: a clock was set. Data so late is no live data either."""

_MOST_SECONDS: Final = 2 * USUAL // SECOND
"""Records that are kept before those beyond the longest window are dropped."""

OPENING: Final = 2 * SECOND
"""So long after it was joined a stream may tell what happened before."""

FASTER: Final = SECOND
"""A trade that is faster by this than the first of some minutes shows that it was late, or that a clock was set."""


class Told(IntEnum):
    """What is known of the side of a print."""

    BOUGHT = 0
    SOLD = 1
    BOUGHT_GUESSED = 2
    SOLD_GUESSED = 3
    NOT_KNOWN = 4


_KINDS: Final = len(Told)
_SELL: Final = AggressorSide.SELL


class Flow(Struct, frozen=True):
    """What was traded, in contracts and in prints, by what is known of its side."""

    volumes: tuple[Size, ...]
    counts: tuple[int, ...]

    @property
    def bought(self) -> Size:
        """By buyers who crossed the spread, guessed ones included."""
        return add_sizes(self.volumes[Told.BOUGHT], self.volumes[Told.BOUGHT_GUESSED])

    @property
    def sold(self) -> Size:
        """By sellers, likewise."""
        return add_sizes(self.volumes[Told.SOLD], self.volumes[Told.SOLD_GUESSED])

    @property
    def buys(self) -> int:
        """Prints of `bought`."""
        return self.counts[Told.BOUGHT] + self.counts[Told.BOUGHT_GUESSED]

    @property
    def sells(self) -> int:
        """Prints of `sold`."""
        return self.counts[Told.SOLD] + self.counts[Told.SOLD_GUESSED]

    @property
    def guessed(self) -> Size:
        """The part of both of which the side was guessed."""
        return add_sizes(self.volumes[Told.BOUGHT_GUESSED], self.volumes[Told.SOLD_GUESSED])

    @property
    def guesses(self) -> int:
        """Prints of `guessed`."""
        return self.counts[Told.BOUGHT_GUESSED] + self.counts[Told.SOLD_GUESSED]

    @property
    def delta(self) -> Size:
        """Bought less sold."""
        return Size(subtract(self.bought, self.sold))


NOTHING: Final = Flow((NO_SIZE,) * _KINDS, (0,) * _KINDS)


class _Sums(NamedTuple):
    """All that was traded before a second, since trades are whole."""

    volumes: tuple[Size, ...]
    counts: tuple[int, ...]


class _Delays:
    """How late trades are, against the fastest of the last minutes: two clocks drift apart."""

    def __init__(self) -> None:
        self._fastest: int | None = None
        """The least time from a trade to us (ns, by two clocks)."""
        self._lately = 0
        self._since = 0
        """The least since then, which counts alone once it is some minutes old."""
        self._too_fast = 0
        """Less than this shows that the trades of that time were placed too late. Not measured by the fastest: of what
        had queued up, and comes at once, each is a little faster than the one before."""

    def happened(self, exchange_at: int, at: int) -> int | None:
        """When a trade happened, by our clock; None where what was told so of the trades before was wrong."""
        took, fastest = at - exchange_at, self._fastest
        if fastest is None or not self._too_fast <= took <= fastest + LATEST:
            self._fastest = self._lately = took
            self._since, self._too_fast = at, took - FASTER
            return at if fastest is None else None
        if took < self._lately:
            self._lately = took
        if at - self._since > LONG:
            self._fastest, self._lately, self._since = self._lately, took, at
            self._too_fast = self._fastest - FASTER
        elif took < fastest:
            self._fastest = took
        # Without `min` and `max`, here and in `note`: a call costs more than all that is compared.
        return exchange_at + (took if took < fastest else fastest)


class TradeFlow:
    """The flow of one symbol's trades since they are whole: from a trade on that happened at `since` (wall ns).

    That is None where they are not. `windows_since` is when its windows begin: later, if a clock was set meanwhile.
    Kept are the sums before each second: a window is what came since one of them. Bounded by a record for each second
    of twice the longest window.
    """

    def __init__(self) -> None:
        self.restarts = 0
        """How often a gap made it begin anew."""
        self._begin(None)

    def end(self) -> None:
        """Trades may be missing from now on."""
        self.restarts += self.since is not None
        self._begin(None)

    def note(self, size: Size, kind: int, exchange_at: int, at: int) -> None:
        """One more trade, that came at `at`; `kind` as of `kind_of`."""
        if self.since is None:
            self._begin(exchange_at, at)
        happened = self._delays.happened(exchange_at, at)
        if happened is None:
            happened = self._begin_again(exchange_at, at)
        since, newest = self.windows_since, self._seconds[-1]
        second = (happened if happened > since else since) // SECOND
        if second > newest:
            self._open(second)
        elif second < newest:
            self._note_late(size, kind, second)
        volumes = self._volumes
        volumes[kind] = add_sizes(volumes[kind], size)
        self._counts[kind] += 1

    def window(self, span: int, now: int) -> Flow:
        """What was traded in the last `span`, no longer than `USUAL`."""
        first = bisect_right(self._seconds, (now - span) // SECOND)
        if first == len(self._seconds):
            return NOTHING
        volumes, counts = self._before[first]
        return Flow(
            tuple(Size(subtract(*pair)) for pair in zip(self._volumes, volumes, strict=True)),
            tuple(now - then for now, then in zip(self._counts, counts, strict=True)),
        )

    @property
    def cvd(self) -> Size:
        """Bought less sold since `since`."""
        return Flow(tuple(self._volumes), tuple(self._counts)).delta

    def filled(self, span: int, now: int) -> int:
        """How much of a window (ns) there is by now."""
        return max(0, min(span, now - self.windows_since))

    def _begin(self, since: int | None, at: int = 0) -> None:
        self.since, self._began_at = since, at
        self._delays = _Delays()
        self._volumes, self._counts = [NO_SIZE] * _KINDS, [0] * _KINDS
        self._begin_windows(at)

    def _begin_windows(self, at: int) -> None:
        self.windows_since = at
        self._seconds, self._before = list[int](), list[_Sums]()
        self._open(at // SECOND)

    def _begin_again(self, exchange_at: int, at: int) -> int:
        """Trades before were not placed where they belong; at the very beginning they were of a time before it."""
        if at - self._began_at <= OPENING:
            self.since = exchange_at
            self._volumes, self._counts = [NO_SIZE] * _KINDS, [0] * _KINDS
        self._begin_windows(at)
        return at

    def _open(self, second: int) -> None:
        """Another second; those before the longest window go, many at a time."""
        self._seconds.append(second)
        self._before.append(_Sums(tuple(self._volumes), tuple(self._counts)))
        if len(self._seconds) > _MOST_SECONDS:
            gone = bisect_right(self._seconds, second - USUAL // SECOND)
            del self._seconds[:gone], self._before[:gone]

    def _note_late(self, size: Size, kind: int, second: int) -> None:
        """What came late was traded before the seconds after its own."""
        place = bisect_left(self._seconds, second)
        if self._seconds[place] != second:
            self._seconds.insert(place, second)
            self._before.insert(place, self._before[place])
        for later in range(place + 1, len(self._seconds)):
            before = self._before[later]
            volumes, counts = list(before.volumes), list(before.counts)
            volumes[kind] = add_sizes(volumes[kind], size)
            counts[kind] += 1
            self._before[later] = _Sums(tuple(volumes), tuple(counts))


def kind_of(aggressor: AggressorSide | None, *, estimated: bool) -> int:
    """A place in the sums of a `Flow`."""
    if aggressor is None:
        return 4
    return (2 if estimated else 0) + (aggressor is _SELL)
