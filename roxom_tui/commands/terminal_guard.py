"""Gives the terminal back, whatever ends the program, and ends it in time (reliability 8).

Signals ask the app to leave. If it has not left a moment later (the terminal is not being read, a task hangs), a
thread restores the terminal without it and ends the process. A terminal that is gone counts as a hang-up.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Final, Self

from roxom_tui.commands.headless import SIGNALS, leave_now

PATIENCE: Final = 0.8
"""Seconds from the wish to leave until the terminal is taken back by force."""

LAST_WORDS: Final = 0.1
"""Seconds a terminal that is not being read gets for the restoring sequence."""

INPUT: Final = 0
SCREEN: Final = 2
"""Textual reads keys from stdin and draws on stderr."""

RESTORE: Final = (
    b"\x1b[?2026l"  # no frame half drawn
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?7h"  # paste, resize reports, focus reports, line wrap
    b"\x1b[<u"  # key protocol: before the alternate screen is left
    b"\x1b[0m\x1b[?1049l\x1b[?25h\x1b[23;2t"  # colours, screen, cursor, title
)


class TerminalGuard:
    """`with TerminalGuard() as guard:` around the app. `leave` is what a signal calls, in the main thread."""

    def __init__(self, leave: Callable[[int], None]) -> None:
        self._leave = leave
        self._attributes: list[int | list[bytes | int]] | None = None
        self._watchdog: threading.Timer | None = None
        self._handlers: dict[signal.Signals, object] = {}
        self.code: int | None = None
        """The exit code a signal or the end of the terminal asked for; None if neither came."""

    def __enter__(self) -> Self:
        try:
            self._attributes = termios.tcgetattr(INPUT)
        except termios.error:
            self._attributes = None
        for number in SIGNALS:
            # Whoever started us with a signal ignored (nohup) meant it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        threading.Thread(target=self._await_hang_up, name="roxom-hang-up", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The watchdog stays: what comes after the app (threads, the interpreter's own end) has its patience too.
        self._restore_attributes()

    def leaving(self, code: int) -> None:
        """The app is about to leave with `code`: from now on time runs."""
        if self._watchdog is None:
            self._watchdog = threading.Timer(
                PATIENCE, lambda: self._take_back(code if self.code is None else self.code)
            )
            self._watchdog.daemon = True
            self._watchdog.start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.code is not None:
            self._take_back(self.code)
        self.code = 128 + number
        self.leaving(self.code)
        self._leave(self.code)

    def _await_hang_up(self) -> None:
        """A terminal can vanish without a signal; then reading from it would spin for ever."""
        watch = select.poll()
        # Nothing is asked for: a hang-up is reported all the same.
        watch.register(INPUT, 0)
        events = watch.poll()
        if any(event & select.POLLHUP for _, event in events):
            os.kill(os.getpid(), signal.SIGHUP)

    def _take_back(self, code: int) -> None:
        """Restore the terminal without the app's help, and end."""
        try:
            # What the terminal has not read yet of the last frames is of no use any more.
            termios.tcflush(SCREEN, termios.TCOFLUSH)
        except termios.error:
            leave_now(code)
        words = threading.Thread(target=_write_restore, daemon=True)
        words.start()
        words.join(LAST_WORDS)
        self._restore_attributes()
        leave_now(code)

    def _restore_attributes(self) -> None:
        if self._attributes is not None:
            try:
                termios.tcsetattr(INPUT, termios.TCSANOW, self._attributes)
            except termios.error:
                return  # The terminal is gone.


def _write_restore() -> None:
    try:
        os.write(SCREEN, RESTORE)
    except OSError:
        return  # The terminal is gone.
