"""Gives the terminal back, whatever ends the program, and ends it in time (client 8).

Signals ask the app to leave. If it has not left a moment later (the terminal is not being read, a task hangs), a
thread restores the terminal without it, says what was left to say, and ends the process. A terminal that is gone
counts as a hang-up.
"""

from __future__ import annotations

import os
import signal
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Final, NoReturn, Self

from roxom_tui.commands.stdio import is_hung_up, notice_bytes, silence, write_notice
from roxom_tui.commands.without_screen import SIGNALS, leave_now
from roxom_tui.ui.terminal.descriptor import RESTORE, write_at_last
from roxom_tui.ui.terminal.driver import is_in_foreground
from roxom_tui.ui.terminal.writer import NAME as WRITER

PATIENCE: Final = 0.7
"""Seconds from the wish to leave until the terminal is taken back by force."""

LAST_WORDS: Final = 0.2
LAST_WORDS_TRIES: Final = 10
"""Seconds a terminal that is not being read gets for the restoring sequence, and how often its way is cleared."""

INPUT: Final = 0
SCREEN: Final = 2
"""Textual reads keys from stdin and draws on stderr."""

WAKING: Final = signal.SIGURG
"""A signal that nobody sends us and that ends nothing: it makes a stuck write return."""

ENDING: Final = (*SIGNALS, signal.SIGUSR1, signal.SIGUSR2)
"""Some of those that end a program that does nothing about them."""

HANG_UP: Final = 128 + signal.SIGHUP


class TerminalGuard:
    """`with TerminalGuard(leave, is_taken) as guard:` around the app.

    `leave` asks the app to leave, from any thread; `is_taken` says whether the terminal is still in the app's modes.
    """

    def __init__(self, leave: Callable[[int], None], is_taken: Callable[[], bool]) -> None:
        self._leave = leave
        self._is_taken = is_taken
        self._attributes: list[int | list[bytes | int]] = []
        self._screen = os.dup(SCREEN)
        self._watchdog: threading.Timer | None = None
        self._promised = 0
        self.code: int | None = None
        """The exit code a signal or the end of the terminal asked for; None if neither came."""
        self.words = ""
        """What the person is told once the terminal is given back, by the app or without it."""

    def __enter__(self) -> Self:
        self._attributes = termios.tcgetattr(INPUT)
        for number in ENDING:
            # Whoever started us with a signal ignored (nohup) meant it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        signal.signal(WAKING, _nothing)
        threading.Thread(target=self._await_hang_up, name="roxom-hang-up", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The watchdog stays armed: what comes after the app (threads, the interpreter) shares its patience. Without
        # it nothing else may end us; with it keys and signals behind the wish to leave change nothing any more.
        if self._watchdog is not None:
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
        self._restore_attributes()
        if self.words:
            write_notice(self.words)
            self.words = ""

    def leaving(self, code: int) -> None:
        """The app is about to leave with `code`, the last that is told: from the first on time runs."""
        self._promised = code
        if self._watchdog is None:
            self._watchdog = threading.Timer(
                PATIENCE, lambda: self._take_back(self._promised if self.code is None else self.code)
            )
            self._watchdog.daemon = True
            self._watchdog.start()

    def lose(self, error: OSError) -> None:
        """The terminal cannot be written to any more: it is gone, or `error` is told."""
        if self.code is not None:
            return
        if is_hung_up((INPUT, SCREEN)):
            self._ask_to_leave(HANG_UP)
        else:
            self.words = f"roxom-tui stopped: the terminal cannot be written to: {error.strerror}"
            self._ask_to_leave(1)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.code is None and is_in_foreground(INPUT):
            self._ask_to_leave(128 + number)
            return
        # It was asked before, or it was stopped and is ended from the shell: then it cannot have the terminal again,
        # and the signal that continued it, which comes next, is not to have it stopped once more.
        signal.signal(signal.SIGCONT, _nothing)
        self._take_back(128 + number if self.code is None else self.code)

    def _ask_to_leave(self, code: int) -> None:
        self.code = code
        self.leaving(code)
        self._leave(code)

    def _await_hang_up(self) -> None:
        """A terminal can vanish without a signal, or with one that is ignored; it is of no use to anybody any more."""
        if is_hung_up((INPUT, SCREEN), patience=None) and self.code is None:
            self._ask_to_leave(HANG_UP)

    def _take_back(self, code: int) -> NoReturn:
        """Restore the terminal without the app's help, say what is left to say, and end."""
        last = (RESTORE if self._is_taken() else b"") + (notice_bytes(self.words) if self.words else b"")
        if last:
            self._write_at_last(last)
        self._restore_attributes()
        leave_now(code)

    def _write_at_last(self, last: bytes) -> None:
        # The app's writer may be stuck in a terminal that is not read, and keeps others from writing. Once woken it
        # goes on writing to the same number, so that leads nowhere from now on.
        silence(SCREEN)
        writing = threading.Thread(target=self._write, args=(last,), daemon=True)
        writing.start()
        for _ in range(LAST_WORDS_TRIES):
            _wake_writer()
            writing.join(LAST_WORDS / LAST_WORDS_TRIES)
            if not writing.is_alive():
                break

    def _write(self, last: bytes) -> None:
        # A terminal that a shell has now stops whoever sets its modes, and on some systems whoever writes to it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        # It fails where the terminal is gone.
        with suppress(OSError, termios.error):
            if is_in_foreground(INPUT) and self._is_taken():
                # What was not read yet of the last frames is of no use any more, and in the way.
                termios.tcflush(self._screen, termios.TCOFLUSH)
            write_at_last(self._screen, last, LAST_WORDS)

    def _restore_attributes(self) -> None:
        # It fails where the terminal is gone. A shell that has it set its own.
        if is_in_foreground(INPUT):
            with suppress(termios.error):
                termios.tcsetattr(INPUT, termios.TCSANOW, self._attributes)


def _wake_writer() -> None:
    """Have the thread that writes frames return from the write it is in."""
    for thread in threading.enumerate():
        if thread.name == WRITER and thread.ident is not None:
            signal.pthread_kill(thread.ident, WAKING)


def _nothing(number: int, frame: FrameType | None) -> None:
    """A handler, so that the signal interrupts."""
