"""The notice in the footer: the newest of the feed's and of the person's own, for some seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roxom_tui.model.ports import Clock, Mailbox
from roxom_tui.model.status import Notice
from roxom_tui.state.views import Board

STANDS_NS: Final = 8_000_000_000


class Notices:
    """What stands there. `key` is what opens the log with the others."""

    def __init__(self, mailbox: Mailbox[Board], clock: Clock, key: str) -> None:
        self.standing: Notice | None = None
        self._mailbox = mailbox
        self._clock = clock
        self._key = key
        self._since = 0
        """Monotonic ns: the time of day can be set."""

    def say(self, text: str, severity: str) -> None:
        """Something of ours."""
        self._show(Notice(self._clock.wall(), text, severity))

    def take(self) -> None:
        """What the feed has told since the last time; the one before goes when its time is over."""
        notices, dropped = self._mailbox.notices()
        if notices:
            others = len(notices) - 1 + dropped
            more = f" (and {others} more: {self._key})" if others else ""
            self._show(replace(notices[-1], text=notices[-1].text + more))
        elif self._clock.monotonic() - self._since > STANDS_NS:
            self.standing = None

    def _show(self, notice: Notice) -> None:
        self.standing, self._since = notice, self._clock.monotonic()
