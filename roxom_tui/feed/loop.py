"""The feed's event loop: asyncio's own, but a name that does not resolve cannot hold up the exit."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any


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

    def settle(result: list[Any] | None, error: OSError | None) -> None:
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
            loop.call_soon_threadsafe(settle, result, failure)
        except RuntimeError:
            return  # The loop closed meanwhile: nobody waits for the answer.

    Thread(target=run, name="roxom-lookup", daemon=True).start()
    return await answer
