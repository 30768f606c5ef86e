"""The feed on its own thread, with its own loop: what the screen holds of it (model's FeedControl and Mailbox).

The screen's loop stands still whenever the terminal is not read; the exchange must not notice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from threading import Lock, Thread

from roxom_tui.config.settings import Profile
from roxom_tui.feed.loop import FeedLoop
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.profile_runner import OpenProfile, ProfileRunner
from roxom_tui.feed.supervisor import where
from roxom_tui.feed.worker import Worker
from roxom_tui.model.ports import FeedCommand, SwitchProfile, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

_log = logging.getLogger(__name__)


class FeedThread:
    """Starts the feed and hands over what the screen asks of it. Every method returns at once, from any thread."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        profile: str,
        open_profile: OpenProfile,
        outside: Outside | None = None,
    ) -> None:
        self._profiles = profiles
        self._profile = profile
        self._view_request: ViewRequest | None = None
        self._open_profile = open_profile
        self._outside = outside or Outside()
        self._mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        self._thread = Thread(target=self._run, name="roxom-feed", daemon=True)
        self._lock = Lock()
        self._runner: ProfileRunner | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._early: list[FeedCommand] = []
        self._is_over = False

    def start(self) -> None:
        """Start the thread; the first picture can be asked for at once."""
        self._thread.start()

    def close(self, timeout: float = 1.0) -> bool:
        """End the feed. Whether it ended within `timeout` seconds; if not, its thread ends with the process."""
        self._mailbox.on_news(None)
        with self._lock:
            self._is_over = True
            if self._loop is not None and self._main is not None:
                self._loop.call_soon_threadsafe(self._main.cancel)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    # FeedControl

    def send(self, command: FeedCommand) -> None:
        """What the screen asks, to be done in the feed's loop."""
        match command:
            case ViewRequest():
                self._view_request = command
            case SwitchProfile(name) if name in self._profiles:
                self._profile = name
        with self._lock:
            if self._loop is not None and self._runner is not None:
                self._loop.call_soon_threadsafe(self._runner.obey, command)
            elif not self._is_over:
                self._early.append(command)

    # Mailbox

    def on_news(self, wake: Callable[[], None] | None) -> None:
        """`wake` is called from the feed's thread, at most once until the next `ask`."""
        self._mailbox.on_news(wake)

    def ask(self) -> None:
        """Say that the next picture is wanted."""
        self._mailbox.ask()

    def take(self) -> ScreenSnapshot | None:
        """The newest picture since the last call, or None."""
        return self._mailbox.take()

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        """Notices since the last call, and how many were dropped because nobody looked."""
        return self._mailbox.notices()

    # The thread

    def _run(self) -> None:
        loop = FeedLoop()
        loop.set_exception_handler(_log_failure)
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            try:
                runner.run(self._serve())
            except asyncio.CancelledError:
                return
            except Exception as error:  # noqa: BLE001 - nothing above this would tell anybody
                _log.error("the feed failed: %s", where(error))
                self._leave_a_picture(f"the feed failed unexpectedly ({type(error).__name__}); the log says where")
            finally:
                with self._lock:
                    self._loop = self._runner = self._main = None
                    self._is_over = True

    async def _serve(self) -> None:
        runner = ProfileRunner(self._profiles, self._open_profile, self._mailbox, self._outside)
        with self._lock:
            self._loop, self._main, self._runner = asyncio.get_running_loop(), asyncio.current_task(), runner
            early, self._early = self._early, []
            is_over = self._is_over
        if is_over:
            return
        self._mailbox.on_ask(self._asked)
        for command in early:
            runner.obey(command)
        await runner.run(self._profile)

    def _asked(self) -> None:
        """The screen waits for a picture. Called from its thread."""
        with self._lock:
            if self._loop is not None and self._runner is not None:
                self._loop.call_soon_threadsafe(self._runner.asked)

    def _leave_a_picture(self, sentence: str) -> None:
        profile = self._profiles[self._profile]
        Worker(profile, self._mailbox, self._view_request, self._outside).leave_a_picture(sentence)


def _log_failure(loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    # The context holds handles and transports, whose texts are not ours to write down.
    error = context.get("exception")
    _log.error("in the feed's loop: %s", where(error) if isinstance(error, BaseException) else "no exception")
