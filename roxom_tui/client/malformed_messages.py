"""What a message costs that was not believed (client 5.4).

Where one message lost makes all that is held wrong, its stream is asked for afresh at once. Broken JSON or text, again
and again, says that something on the way is broken: the channel is asked for afresh, then the connection is left. A
shape we do not recognise says neither.
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

from roxom_tui.client.rate_limiter import RateLimiter
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import MINUTE
from roxom_tui.model.status import FrameRejected, RejectReason

BROKEN: Final = frozenset({RejectReason.BAD_JSON, RejectReason.BAD_TEXT})
AGAIN: Final = 6
"""So many within the window are no accident."""

WINDOW_NS: Final = MINUTE
RECONNECTS: Final = 3
PERIOD_NS: Final = 5 * MINUTE
"""So many connections are left for it in this time: what another does not cure, a fourth will not."""

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


class Remedy(NamedTuple):
    """What is to be done: leave the connection, or ask for a stream afresh (None: it is not known which)."""

    reconnect: bool
    stream: Stream | None


class MalformedMessagePolicy:
    """Counts by stream, on one connection after another. `now` is monotonic ns."""

    def __init__(self) -> None:
        self._seen: dict[Stream | None, deque[int]] = {}
        self._resynced: set[Stream | None] = set()
        self._reconnects = RateLimiter(RECONNECTS, PERIOD_NS)

    def connected(self) -> None:
        """Another connection begins with no guilt."""
        self._seen.clear()
        self._resynced.clear()

    def note(self, rejection: FrameRejected, held: frozenset[Stream], now: int) -> Remedy | None:
        """A message was rejected; the remedy, if it is time for one. `held` are the streams there are to blame."""
        if rejection.reason not in BROKEN:
            return None
        stream = rejection.stream if rejection.stream in held else None
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
    stream = rejection.stream
    return stream if stream is not None and not stream.channel.traits.is_optional else None
