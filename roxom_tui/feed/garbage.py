"""What a message costs that was not believed (reliability 5).

Where one message lost makes all that is held wrong, its stream is asked for afresh at once. Broken JSON or text, again
and again, says that something on the way is broken: the channel is asked for afresh, then the connection is left. A
shape we do not recognise says neither.
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

_TELLING: Final = frozenset(Channel) - {Channel.TRADE, Channel.ACCOUNT}
"""Where one message that is not believed makes what we hold wrong: until the next, or until it is asked for afresh."""

_UNREAD: Final = frozenset(
    {
        RejectReason.BAD_NUMBER,
        RejectReason.MISSING_FIELD,
        RejectReason.WRONG_TYPE,
        RejectReason.TOO_LARGE,
        RejectReason.TOO_DEEP,
    }
)
"""A message of a known stream that told something, and nobody knows what."""

_TOPIC: Final = re.compile(r'"topic"\s*:\s*"(level1|depth|trade|ticker)\.([A-Za-z0-9._-]{1,64})"')
_TYPE: Final = re.compile(r'\{\s*"type"\s*:\s*"(order|balance|position)"')
_CHANNELS: Final = {"order": Channel.ORDERS, "balance": Channel.BALANCE, "position": Channel.POSITIONS}


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


def lost_from(rejection: FrameRejected) -> Stream | None:
    """The stream of which a part was lost with this message, so that what is held of it is wrong; None if of none."""
    if rejection.reason not in _UNREAD:
        return None
    # What is too large is not parsed, but says at its head what it is.
    stream = rejection.stream or _named(rejection.excerpt)
    return stream if stream is not None and stream.channel in _TELLING else None


def _named(excerpt: str) -> Stream | None:
    """The stream whose name can still be read at the head of what is broken."""
    found = _TOPIC.search(excerpt)
    if found is not None:
        return Stream(Channel(found[1]), Symbol(found[2]))
    found = _TYPE.match(excerpt)
    return None if found is None else Stream(_CHANNELS[found[1]])
