"""The app as the program runs it: a crash shows nothing of what was being handled, and leaving is announced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.console import RenderableType

from roxom_tui.model.errors import RoxomError
from roxom_tui.ui.app import RoxomApp


class GuardedApp(RoxomApp):
    """Textual prints a crash with its local variables, which may hold a secret; here the wiring reports it."""

    on_leaving: Callable[[int], None] | None = None
    on_crash: Callable[[BaseException], None] | None = None
    on_lost: Callable[[OSError], None] | None = None
    has_crashed = False

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, within the guard's patience."""
        if self.on_leaving is not None and not self.is_leaving:
            self.on_leaving(return_code if result is None else result)
        super().exit(result, return_code, message)

    def lose_terminal(self, error: Exception) -> None:
        """The way to the terminal is broken; anything but the system's word for that is a failure of ours."""
        if not isinstance(error, OSError):
            self._handle_exception(error)
        elif self.on_lost is not None:
            self.on_lost(error)
        else:
            super().lose_terminal(error)

    def panic(self, *renderables: RenderableType) -> None:
        """Leave after an error that was already turned into something to print, and is not printed."""
        errors = (each for each in renderables if isinstance(each, Exception))
        self._stop_after(next(errors, RoxomError("the screen failed; the reason went to the terminal only")))

    async def _process_messages_loop(self) -> None:
        try:
            await super()._process_messages_loop()
        except asyncio.CancelledError as error:
            # Nobody cancels the app: it came out of a handler, and Textual takes it for a wish to end.
            self._stop_after(error)
            raise

    def _handle_exception(self, error: Exception) -> None:
        # Textual's own hook for tests; without it a pilot would not see the error.
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._stop_after(error)

    def _stop_after(self, error: BaseException) -> None:
        self.leave_off()
        self.has_crashed = True
        self._return_code = 1
        if self.on_leaving is not None:
            self.on_leaving(1)
        if self.on_crash is not None:
            # The first is the cause of those that follow.
            self.on_crash(error)
            self.on_crash = None
        self._close_messages_no_wait()
