"""The feed before it is there: its libraries are loaded after the first paint.

What the screen asks meanwhile waits in the queue of commands, which the feed takes over with the mailbox.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Protocol

from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot


class Feed(Protocol):
    """A feed, which begins and ends."""

    def start(self) -> None: ...

    def close(self, timeout: float) -> bool: ...


class LateFeed:
    """Starts the feed that `load` makes, once there is one; tells `mailbox` where there is none."""

    def __init__(self, load: Callable[[], Feed], mailbox: SlotMailbox[ScreenSnapshot]) -> None:
        self._load = load
        self._mailbox = mailbox
        self._lock = Lock()
        self._feed: Feed | None = None
        self._closed = False

    def start(self) -> None:
        """Load the feed and start it, in a thread of its own."""
        Thread(target=self._bring_up, name="roxom-loader", daemon=True).start()

    def close(self, timeout: float) -> bool:
        """End the feed; whether it ended within `timeout` seconds."""
        with self._lock:
            self._closed = True
            feed = self._feed
        return feed is None or feed.close(timeout)

    def _bring_up(self) -> None:
        try:
            feed = self._load()
        except Exception as error:  # noqa: BLE001 - in a thread nobody above would tell it
            sentence = f"the feed cannot be loaded ({type(error).__name__}); reinstall roxom-tui"
            self._mailbox.put_notice(Notice(time.time_ns(), LogEntry(LogKind.NOTE, sentence, told_as="error")))
            return
        with self._lock:
            if not self._closed:
                self._feed = feed
                feed.start()
