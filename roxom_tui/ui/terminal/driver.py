"""Textual's driver for a terminal that is shared with a shell: stopped and continued in any way, and its title too.

This is the seam: what is read goes through our reader, what is written through our writer.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from textual.drivers.linux_driver import (
    KITTY_DISAMBIGUATE_ESCAPE_CODES,
    KITTY_REPORT_ALL_KEYS,
    KITTY_REPORT_ALTERNATE_KEYS,
    KITTY_REPORT_ASSOCIATED_TEXT,
    LinuxDriver,
)
from textual.events import Event
from textual.geometry import Size

from roxom_tui.model.visible_text import is_visible
from roxom_tui.ui.terminal.descriptor import RESTORE, Descriptor, write_at_last
from roxom_tui.ui.terminal.reader import End, Reader
from roxom_tui.ui.terminal.writer import Writer

_SAVE_TITLE: Final = "\x1b[22;2t"
_RESTORE_TITLE: Final = "\x1b[23;2t"
_MOUSE_IN_CELLS: Final = "\x1b[?1016l"
_SHAPE_POINTER: Final = "\x1b]22;"
_USUAL_POINTER: Final = f"{_SHAPE_POINTER}default\x07"

_FLAGS: Final = KITTY_DISAMBIGUATE_ESCAPE_CODES | KITTY_REPORT_ALL_KEYS | KITTY_REPORT_ASSOCIATED_TEXT
_KEYS: Final = f"\x1b[>{_FLAGS}u"
_KEYS_AND_PLACES: Final = f"\x1b[>{_FLAGS | KITTY_REPORT_ALTERNATE_KEYS}u"
"""What Textual asks of the kitty keyboard protocol, and the same with each key's place on a US keyboard."""

_A_MOMENT: Final = 0.05
"""Seconds."""

_LAST_WORDS: Final = 0.2
"""Seconds that a terminal has for the restoring sequence where the writer is gone."""


class GuestDriver(LinuxDriver):
    """A driver that also gives back what Textual forgets: the window's title, mouse's pixels, pointer's shape."""

    has_terminal = False
    """From before the first mode is switched until the last is switched back and has been written."""
    _is_in_use = False
    _is_held = False
    _is_switching = False
    _has_shaped_pointer = False
    _title = ""
    _waiting: frozenset[signal.Signals] = frozenset()
    _piece: list[str] | None = None
    """What `in_one_piece` has gathered."""
    writer: Writer | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # Textual's own is looked at ten times a second.
        self.exit_event = self._end = End()

    class Returned(Event):
        """We have the terminal again after a stop. Nothing is painted until `release`: what was drawn is history."""

    class Lost(Event):
        """The terminal is lost: what is written no longer reaches it."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    @property
    def terminal_size(self) -> Size:
        """Columns and rows of the terminal now, whatever the app was told."""
        return Size(*self._get_terminal_size())

    def _get_terminal_size(self) -> tuple[int, int]:
        # The terminal knows; COLUMNS and LINES of an environment know what some terminal was when they were set.
        with suppress(OSError):
            columns, rows = os.get_terminal_size(self.fileno)
            if columns and rows:
                return columns, rows
        return super()._get_terminal_size()

    # --- out ------------------------------------------------------------------------------------

    @property  # type: ignore[override]
    def _writer_thread(self) -> Writer | None:
        # Textual makes a thread that ends at its first error, and keeps it here.
        return self.writer

    @_writer_thread.setter
    def _writer_thread(self, thread: object) -> None:
        screen = self._screen
        way = Descriptor(screen.fileno())
        self.writer = None if thread is None else Writer(way, screen.encoding, screen.errors or "strict", self._lose)

    @property
    def _screen(self) -> TextIO:
        """The stream Textual draws on: stderr, as it was when Python began."""
        if self._file is None:
            raise OSError(errno.EBADF, "no stderr to draw on")
        return self._file

    def _lose(self, error: Exception) -> None:
        # A loop that has ended already needs no telling.
        with suppress(RuntimeError):
            self.send_message(self.Lost(error))

    @property
    def is_lost(self) -> bool:
        """Whether what is written no longer reaches the terminal, though it is ours."""
        return self._is_in_use and self.writer is not None and self.writer.is_lost

    def name_window(self, title: str) -> None:
        """Name the window, now and after each return from the shell. What may not be shown is left out."""
        self._title = "".join(filter(is_visible, title))
        if self._is_in_use:
            self.write(f"\x1b]2;{self._title}\x07")

    def announce(self, sequence: str) -> None:
        """Bell, notification, or the question how to notify, as `announce` makes them."""
        if self._is_in_use:
            self.write(sequence)

    def write(self, data: str) -> None:
        """Write, unless what was drawn before a stop is all there could be, or the terminal is a shell's."""
        self._has_shaped_pointer |= data.startswith(_SHAPE_POINTER)
        piece = self._piece
        if piece is not None:
            piece.append(data)
        elif self.has_terminal and not self._is_held:
            super().write(_KEYS_AND_PLACES if data == _KEYS else data)

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """What is written meanwhile is handed over together: to wake the writer costs as much as to draw a row."""
        self._piece = []
        try:
            yield
        finally:
            piece, self._piece = self._piece, None
            if piece:
                self.write("".join(piece))

    def release(self) -> None:
        """The app has drawn anew for the time it is now."""
        self._is_held = False

    def _run_input_thread(self) -> None:
        # Textual's own reader takes answers of the terminal for typing, and ends at the first byte that is not UTF-8.
        try:
            Reader(self.fileno, self.process_message).run(self._end)
        except Exception as error:  # noqa: BLE001 - in a thread nobody above would tell it
            self._app.call_later(self._app._handle_exception, error)

    def start_application_mode(self) -> None:
        """Take the terminal over. In the background this waits, stopped, for `fg`."""
        with self._undisturbed():
            while not is_in_foreground(self.fileno):
                _stop()
            # Whatever continued us has what it asked for.
            self._waiting -= {signal.SIGCONT}
            self.has_terminal = True
            super().start_application_mode()  # type: ignore[no-untyped-call]
            self._is_in_use = True
            self.write(_SAVE_TITLE)
            if self._title:
                self.name_window(self._title)

    def stop_application_mode(self) -> None:
        """Give the terminal back for good: from now on signals stop and continue us as they would any program."""
        self._auto_restart = False
        self.suspend_application_mode()

    def suspend_application_mode(self) -> None:
        """Give the terminal back; that is done once all is written."""
        with self._undisturbed():
            # What gives it back is never history, and part of no picture: of half a one nothing is written.
            self._is_held = False
            self._piece = None
            if self._is_in_use:
                self._is_in_use = False
                self._give_back_the_forgotten()
            super().stop_application_mode()
            self.close()

    def _give_back_the_forgotten(self) -> None:
        self.write(_RESTORE_TITLE)
        if self._mouse_pixels:
            self.write(_MOUSE_IN_CELLS)
        if self._has_shaped_pointer:
            self.write(_USUAL_POINTER)

    def close(self) -> None:
        """Wait until all is written; then nothing more is. Where the writer failed, it is restored past it."""
        if self.has_terminal:
            super().close()
            if self.writer is not None and self.writer.failure is not None:
                write_at_last(self._screen.fileno(), RESTORE, _LAST_WORDS)
            self.has_terminal = False

    def resume_application_mode(self) -> None:
        """Take the terminal over again. The app hears of it before it hears of the size, and draws all."""
        self.send_message(self.Returned())
        super().resume_application_mode()
        self._is_held = True

    def _sigtstp_application(self, *_: object) -> None:
        if self._may_act(signal.SIGTSTP):
            with self._undisturbed():
                super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        if self._may_act(signal.SIGCONT):
            with self._undisturbed():
                self._return()

    def _return(self) -> None:
        # SIGSTOP, unlike Ctrl+Z, tells nobody: what the shell did to the terminal since is not known, and the
        # thread that reads keys is there already. So it is given back first, and then taken over as after Ctrl+Z.
        if self._is_in_use:
            if not is_in_foreground(self.fileno):
                _stop()
                return
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _may_act(self, number: signal.Signals) -> bool:
        if self._is_switching:
            self._waiting |= {number}
        return not self._is_switching

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """A signal that comes while the terminal changes hands has its turn afterwards: halves do not mix."""
        outermost, self._is_switching = not self._is_switching, True
        try:
            yield
        finally:
            if outermost:
                self._is_switching = False
                waiting, self._waiting = self._waiting, frozenset()
                for number in sorted(waiting):
                    signal.raise_signal(number)


def _stop() -> None:
    """Wait for the shell. What is to end us comes together with what continued us, in no order, and is heard first."""
    time.sleep(_A_MOMENT)
    os.kill(os.getpid(), signal.SIGSTOP)


def is_in_foreground(terminal: int) -> bool:
    """Whether we may use the terminal now, or a shell does. One that is nobody's own terminal is always ours."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True
