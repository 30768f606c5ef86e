"""The feed as the screen holds it before the feed is there: its libraries are loaded after the first paint.

What the screen asks meanwhile is kept, and handed over in order.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock, Thread
from typing import Final, Protocol, TypeAlias

from roxom_tui.model.ports import FeedCommand, FeedControl, Mailbox
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

MOST_KEPT: Final = 256


class Feed(FeedControl, Mailbox[ScreenSnapshot], Protocol):
    """Both ends the screen knows, and the beginning and end that only the wiring knows."""

    def start(self) -> None: ...

    def close(self, timeout: float) -> bool: ...


Call: TypeAlias = Callable[[Feed], None]


class LateFeed:
    """Passes everything on to the feed that `load` makes, once there is one. Every method returns at once."""

    def __init__(self, load: Callable[[], Feed]) -> None:
        self._load = load
        self._lock = Lock()
        self._feed: Feed | None = None
        self._kept: deque[Call] = deque(maxlen=MOST_KEPT)
        self._failed: Notice | None = None
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

    # FeedControl

    def send(self, command: FeedCommand) -> None:
        """What the screen asks."""
        self._pass_on(lambda feed: feed.send(command))

    # Mailbox

    def on_news(self, wake: Callable[[], None] | None) -> None:
        """Whom to wake when there is a picture."""
        self._pass_on(lambda feed: feed.on_news(wake))

    def ask(self) -> None:
        """Say that the next picture is wanted."""
        self._pass_on(lambda feed: feed.ask())

    def take(self) -> ScreenSnapshot | None:
        """The newest picture, or None."""
        return None if self._feed is None else self._feed.take()

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        """Notices since the last call; among them, once, that there will be no feed."""
        if self._feed is not None:
            return self._feed.notices()
        with self._lock:
            failed, self._failed = self._failed, None
        return (() if failed is None else (failed,)), 0

    def _pass_on(self, call: Call) -> None:
        with self._lock:
            if self._feed is None:
                self._kept.append(call)
                return
        call(self._feed)

    def _bring_up(self) -> None:
        try:
            feed = self._load()
        except Exception as error:  # noqa: BLE001 - in a thread nobody above would tell it
            sentence = f"the feed cannot be loaded ({type(error).__name__}); reinstall roxom-tui"
            with self._lock:
                self._failed = Notice(time.time_ns(), sentence, "error")
            return
        with self._lock:
            if self._closed:
                return
            for call in self._kept:
                call(feed)
            self._kept.clear()
            feed.start()
            self._feed = feed
