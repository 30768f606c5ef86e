"""The log file: rotated, ours alone, and never the reason for a failure."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from roxom_tui.config.private_files import make_private_folder, state_folder
from roxom_tui.config.rotation import LONGEST_RECORD, PrivateRotatingHandler
from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import RepeatGate, times
from roxom_tui.model.visible_text import escaped

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


class FoldingHandler(PrivateRotatingHandler):
    """Writes a line that repeats once in a while, with how often it came."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
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
        finally:
            self.release()
        super().close()

    def _write_told(self, record: logging.LogRecord, lines: Sequence[tuple[str, int]]) -> None:
        moment = OneLine().formatTime(record)
        for text, count in lines:
            self.write_line(f"{moment} {times(count, text)}")


class OneLine(logging.Formatter):
    """A record is one line, and harmless to a terminal that shows it, whatever a library put into it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return escaped(super().format(record))
