"""Were the tops of a rebuilt book ever quoted? The other way round of asking whether book and quotes agree.

Asked only when quotes speak against the book, so until then what happened is written down and no more.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.state.confirmation import WINDOW_NS, Best, Confirmation, top_of

MOST_NOTED: Final = 8192


class QuotedTops:
    """Tops as claims, quotes as their witness. Times are monotonic ns, of arrival."""

    __slots__ = ("_ask", "_bid", "_confirmation", "_notes", "_since")

    def __init__(self, begin: int | None) -> None:
        self._confirmation = Confirmation(begin)
        self._notes: deque[tuple[int, Best, Best, bool]] = deque(maxlen=MOST_NOTED)
        self._since = 0
        self._bid: Best = None
        self._ask: Best = None

    def note(self, bid: Best, ask: Best, at: int, *, is_quote: bool) -> None:
        """A top of the book, or a quote."""
        self._notes.append((at, bid, ask, is_quote))

    def unquoted(self, now: int) -> int | None:
        """How many tops in a row nobody quoted; None where too much happened to tell."""
        notes, confirmation = self._notes, self._confirmation
        overflowed = len(notes) == MOST_NOTED and notes[0][0] > now - 2 * WINDOW_NS
        while notes:
            self._follow(*notes.popleft())
        confirmation.settle(now)
        if self._is_left_behind(now):
            confirmation.missed += 1
        return None if overflowed else confirmation.missed

    def _follow(self, at: int, bid: Best, ask: Best, is_quote: bool) -> None:
        confirmation = self._confirmation
        confirmation.settle(at)
        if is_quote:
            confirmation.tell(bid, ask, at)
            if top_of(bid, ask) == top_of(self._bid, self._ask):
                confirmation.missed = 0
        else:
            self._bid, self._ask, self._since = bid, ask, at
            confirmation.claim(top_of(bid, ask), at)

    def _is_left_behind(self, now: int) -> bool:
        """Whether the top stands although no quote has told of it for longer than the channels may be apart."""
        top = top_of(self._bid, self._ask)
        return self._since < now - WINDOW_NS and not self._confirmation.knows(top, now)
