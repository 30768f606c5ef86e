"""The feed on its own thread, with its own loop.

The screen's loop stands still whenever the terminal is not read; the exchange must not notice. The two meet in the
mailbox and in the queue of commands, and share nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock, Thread
from typing import Any, Final

from roxom_tui.config.settings import Profile
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.profile_runner import OpenProfile, ProfileRunner
from roxom_tui.feed.supervisor import where
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

TURN: Final = 0.0005
"""Seconds for which a thread that computes may keep the interpreter from one that waits for it.

A key passes through a dozen turns of the screen's loop, and each of them asks for the interpreter anew: with the usual
5 ms a feed that is busy would hold up each.
"""


class FeedLoop(asyncio.SelectorEventLoop):
    """Looks names up in threads that end with the process.

    The executor that asyncio uses for it is joined at exit: measured, a pending look-up held the process for 8 s.
    """

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        """As `socket.getaddrinfo`, without blocking."""
        return await _in_daemon(self, partial(socket.getaddrinfo, host, port, family, type, proto, flags))


async def _in_daemon(loop: asyncio.AbstractEventLoop, work: Callable[[], list[Any]]) -> list[Any]:
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def finish(result: list[Any] | None, error: OSError | None) -> None:
        if answer.cancelled():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result or [])

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except OSError as error:
            failure = error
        except UnicodeError as error:
            failure = socket.gaierror(socket.EAI_NONAME, f"not a host name ({type(error).__name__})")
        try:
            loop.call_soon_threadsafe(finish, result, failure)
        except RuntimeError:
            return  # The loop closed meanwhile: nobody waits for the answer.

    Thread(target=run, name="roxom-lookup", daemon=True).start()
    return await answer


_log = logging.getLogger(__name__)


class FeedThread:
    """Starts the feed and ends it."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        profile: str,
        open_profile: OpenProfile,
        commands: CommandQueue,
        mailbox: SlotMailbox[ScreenSnapshot],
        outside: Outside | None = None,
    ) -> None:
        self._commands = commands
        self._mailbox = mailbox
        self._runner = ProfileRunner(profiles, profile, open_profile, commands, mailbox, outside or Outside())
        self._thread = Thread(target=self._run, name="roxom-feed", daemon=True)
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._is_over = False

    def start(self) -> None:
        """Start the thread; the first picture can be asked for at once."""
        sys.setswitchinterval(TURN)
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
                self._runner.leave_a_picture(
                    f"the feed failed unexpectedly ({type(error).__name__}); the log file says where"
                )
            finally:
                with self._lock:
                    self._loop, self._is_over = None, True

    async def _serve(self) -> None:
        with self._lock:
            self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
            if self._is_over:
                return
        self._mailbox.on_ask(lambda: self._hand_over(self._runner.asked))
        self._commands.on_command(lambda: self._hand_over(self._runner.obey_all))
        await self._runner.run()

    def _hand_over(self, call: Callable[[], None]) -> None:
        """Have something done in the feed's loop, from any thread."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(call)


def _log_failure(loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    # The context holds handles and transports, whose texts are not ours to write down.
    error = context.get("exception")
    _log.error("in the feed's loop: %s", where(error) if isinstance(error, BaseException) else "no exception")
