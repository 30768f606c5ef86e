"""The log file: ours alone, within ten megabytes also when several instances write it, never the reason for a failure.

Each record is one write at the file's end, so lines of two processes never mix. Who rotates holds a lock on the file
that is moved away; the others notice that the name stands for another file now, and follow.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from roxom_tui.config.private_files import make_private_folder, open_private, state_folder
from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import RepeatGate, times
from roxom_tui.model.visible_text import escaped

FILES: Final = 5
LARGEST_FILE: Final = 1_900_000
"""Bytes at which a file is moved away."""
ROOM: Final = 100_000
"""Bytes by which a file may be larger: for what is written while another process moves it. Ten megabytes in all."""
LONGEST_RECORD: Final = 8_000
"""Characters."""


class RotatingFile:
    """Writes lines to `path`, 0600. Raises OSError if it cannot be opened; later faults of the disk lose lines only."""

    def __init__(self, path: Path, largest: int = LARGEST_FILE, room: int = ROOM) -> None:
        self._path = path
        self._largest = largest
        self._room = room
        self._torn = False
        self._descriptor = self._open()

    def write_line(self, text: str) -> None:
        """A line, or nothing if the disk does not take it."""
        # A full disk, or a folder that is gone: the log is never the reason for a failure.
        with suppress(OSError):
            self._write(text[:LONGEST_RECORD].encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, line: bytes) -> None:
        if self._descriptor < 0:
            return
        if not self._is_current():
            self._reopen()
        if self._size() + len(line) > self._largest:
            self._rotate()
        if self._torn:
            line = b"\n" + line
        if self._size() + len(line) <= self._largest + self._room:
            self._torn = os.write(self._descriptor, line) < len(line)

    def _rotate(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Another process is at it. Not waited for: it may have been stopped there.
            return
        except OSError:
            # A disk without locks: two that rotate at once lose an old file, no more.
            pass
        if self._is_current():
            for number in range(FILES - 1, 0, -1):
                with suppress(FileNotFoundError):
                    os.replace(self._numbered(number - 1), self._numbered(number))
        self._reopen()

    def _numbered(self, number: int) -> str:
        return f"{self._path}.{number}" if number else str(self._path)

    def _is_current(self) -> bool:
        """Whether the name still stands for the file that is open."""
        try:
            return os.path.samestat(os.lstat(self._path), os.fstat(self._descriptor))
        except FileNotFoundError:
            return False

    def _reopen(self) -> None:
        opened = self._open()
        os.close(self._descriptor)
        self._descriptor = opened

    def _open(self) -> int:
        descriptor = open_private(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        size = os.fstat(descriptor).st_size
        # A line that was cut off, by a full disk or the end of the power, is not gone on with.
        self._torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        return descriptor

    def _size(self) -> int:
        return os.fstat(self._descriptor).st_size


LOG_NAME = "roxom-tui.log"

REPEATED_EVERY_NS: Final = 10 * SECOND
"""A line that repeats is written so often."""

WIRE_LOGGERS = ("websockets", "httpx2", "httpcore2", "asyncio")
"""Libraries that write headers, so the signature, at DEBUG (protocol 2.2)."""


def start_log_file(environ: Mapping[str, str] | None = None) -> Path | None:
    """Sends the log to its file and nowhere else; answers the file, or None where no log can be kept."""
    # Nothing but the screen writes to the terminal: no last-resort handler, no complaint about a full disk.
    logging.lastResort = None
    logging.raiseExceptions = False
    for name in WIRE_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    folder = state_folder(os.environ if environ is None else environ)
    handler = _open_handler(folder) if folder is not None else None
    if folder is None or handler is None:
        return None
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return folder / LOG_NAME


def _open_handler(folder: Path) -> logging.Handler | None:
    try:
        make_private_folder(folder)
        handler = FoldingHandler(folder / LOG_NAME)
    except OSError:
        return None
    handler.setFormatter(OneLine("%(levelname)s %(name)s %(message)s"))
    return handler


class FoldingHandler(logging.Handler):
    """Writes a line that repeats once in a while, with how often it came."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = RotatingFile(path)
        self._gate = RepeatGate(REPEATED_EVERY_NS)
        self._newest: logging.LogRecord | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """One record: the line, and those that were counted long enough."""
        self._newest = record
        try:
            lines = self._gate.pass_(self.format(record)[:LONGEST_RECORD], int(record.created * 1e9))
        except Exception:  # noqa: BLE001 - as every handler of the library: a record that cannot be formatted
            self.handleError(record)
            return
        self._write_told(record, lines)

    def close(self) -> None:
        """Write what was only counted so far, and let go of the file."""
        self.acquire()
        try:
            if self._newest is not None:
                self._write_told(self._newest, self._gate.rest())
                self._newest = None
            self._file.close()
        finally:
            self.release()
        super().close()

    def _write_told(self, record: logging.LogRecord, lines: Sequence[tuple[str, int]]) -> None:
        moment = OneLine().formatTime(record)
        for text, count in lines:
            self._file.write_line(f"{moment} {times(count, text)}")


class OneLine(logging.Formatter):
    """A record is one line, and harmless to a terminal that shows it, whatever a library put into it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return escaped(super().format(record))
