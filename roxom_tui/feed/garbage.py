"""Broken JSON or text, again and again: the channel is asked for afresh, then the connection is left (reliability 5).

A message that is cut off or garbled says that something on the way is broken, and what it held is lost. A shape we do
not recognise says neither: it never comes here.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Final, NamedTuple

from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.pace import SECOND, Pace

BROKEN: Final = frozenset({RejectReason.BAD_JSON, RejectReason.BAD_TEXT})
AGAIN: Final = 6
"""So many within the window are no accident."""

WINDOW_NS: Final = 60 * SECOND
RECONNECTS: Final = 3
PERIOD_NS: Final = 300 * SECOND
"""So many connections are left for it in this time: what another does not cure, a fourth will not."""

_TOPIC: Final = re.compile(r'"topic"\s*:\s*"(level1|depth|trade|ticker)\.([A-Za-z0-9._-]{1,64})"')


class Remedy(NamedTuple):
    """What is to be done: leave the connection, or ask for a stream afresh (None: it is not known which)."""

    reconnect: bool
    stream: Stream | None


class Garbage:
    """Counts by stream, on one connection after another. `now` is monotonic ns."""

    def __init__(self) -> None:
        self._seen: dict[Stream | None, deque[int]] = {}
        self._resynced: set[Stream | None] = set()
        self._reconnects = Pace(RECONNECTS, PERIOD_NS)

    def connected(self) -> None:
        """Another connection begins with no guilt."""
        self._seen.clear()
        self._resynced.clear()

    def note(self, rejection: FrameRejected, held: frozenset[Stream], now: int) -> Remedy | None:
        """A message was rejected; the remedy, if it is time for one. `held` are the streams there are to blame."""
        if rejection.reason not in BROKEN:
            return None
        stream = rejection.stream or _named(rejection.excerpt)
        stream = stream if stream in held else None
        seen = self._seen.setdefault(stream, deque(maxlen=AGAIN))
        seen.append(now)
        if len(seen) < AGAIN or now - seen[0] > WINDOW_NS:
            return None
        seen.clear()
        if stream not in self._resynced:
            self._resynced.add(stream)
            return Remedy(False, stream)
        return Remedy(True, stream) if self._reconnects.take(now) else None


def _named(excerpt: str) -> Stream | None:
    """The stream whose name can still be read at the head of what is broken."""
    found = _TOPIC.search(excerpt)
    return None if found is None else Stream(Channel(found[1]), Symbol(found[2]))
