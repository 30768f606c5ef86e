"""Views that say the same: of those there is nothing to draw. Pure.

The feed makes each view anew every second or two, only to say that it still holds. What is asked is whether a drawing
would differ: numbers that are equal and written in two ways do, the moment at which live data last came does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter, is_
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple

from roxom_tui.model.status import Freshness, Phase
from roxom_tui.state.views.market_views import AuditResult
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

_AT_ONCE: Final = attrgetter(
    *("environment", "profile", "phase", "state", "reason", "retry_at", "connected_at", "reconnects"),
    *("since", "attempts", "silent_since", "last_standstill"),
)
"""What the dashboard tells of the connection; its counters, rates and delays follow once a second."""

_PARTS: Final = attrgetter("symbols", "ticker", "book", "tape", "positions", "balances", "orders", "chart", "alerts")


def is_alike(one: object, other: object) -> bool:
    """Whether two views, or parts of them, are drawn the same as long as neither has run out."""
    if one is other or type(one) is not type(other):
        return one is other
    if isinstance(one, Freshness | AuditResult) and isinstance(other, Freshness | AuditResult):
        return _told(one) == _told(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        same_length = len(one) == len(other)
        return same_length and (all(map(is_, one, other)) or all(map(is_alike, one, other)))
    if isinstance(one, Decimal):
        return str(one) == str(other)
    if isinstance(one, Struct) and isinstance(other, Struct):
        return is_alike(astuple(one), astuple(other))
    return bool(one == other)


def _told(part: Freshness | AuditResult) -> tuple[object, ...]:
    """What a drawing tells of it: how old live data is only where it is unusually silent.

    That a check found the same once more is told with the next ages.
    """
    if isinstance(part, AuditResult):
        return part.levels, part.differences
    if part.state.is_live:
        return part.state, part.reason, part.silent_since, part.data_at is None
    return part.state, part.reason, part.silent_since, part.data_at, part.since


def says_the_same(one: ScreenSnapshot, at: int, other: ScreenSnapshot, now: int) -> bool:
    """Whether a picture tells at `now` (monotonic ns) what another told at `at`, but for what time changes, and for
    counters of a connection that stands."""
    before, after = one.connection, other.connection
    is_there = before.phase is after.phase is Phase.CONNECTED
    if not is_there or _AT_ONCE(before) != _AT_ONCE(after) or (before.skew_ms is None) is not (after.skew_ms is None):
        return False
    # In a market that moves the first look at its parts tells.
    return is_alike(_PARTS(one), _PARTS(other)) and _run_out(one, at) == _run_out(other, now)


def _run_out(picture: ScreenSnapshot, now: int) -> list[bool]:
    """Which of its parts are history by then."""
    return [end < now for end in _ends(picture)]


def _ends(picture: ScreenSnapshot) -> Iterator[int]:
    yield picture.valid_until
    for fresh in _dated(picture):
        yield fresh.valid_until
    if picture.book.missing is not None:
        yield picture.book.missing.valid_until
    if picture.book.columns is not None:
        yield picture.book.columns.freshness.valid_until


def _dated(picture: ScreenSnapshot) -> Iterator[Freshness]:
    book, fills = picture.book, picture.orders.fills
    yield from (picture.ticker.freshness, book.freshness, book.quote_freshness, picture.tape.freshness)
    yield from (picture.positions.freshness, picture.balances.freshness, picture.orders.freshness)
    yield picture.chart.freshness
    yield from () if fills is None else (fills.freshness,)
    yield from (row.freshness for row in picture.symbols.rows)
    statistics = (picture.ticker.statistics, *(row.statistics for row in picture.symbols.rows))
    yield from (told.freshness for told in statistics if told is not None)
