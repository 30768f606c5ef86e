"""The log file: rotated, ours alone, and never the reason for a failure."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from roxom_tui.config.paths import make_private_folder, state_folder
from roxom_tui.config.rotation import PrivateRotatingHandler
from roxom_tui.model.visible import escaped

LOG_NAME = "roxom-tui.log"

WIRE_LOGGERS = ("websockets", "httpx2", "httpcore2", "asyncio")
"""Libraries that write headers, so the signature, at DEBUG (protocol 2.2)."""


def start_log(environ: Mapping[str, str] | None = None) -> Path | None:
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
        handler = PrivateRotatingHandler(folder / LOG_NAME)
    except OSError:
        return None
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


class OneLine(logging.Formatter):
    """A record is one line, and harmless to a terminal that shows it, whatever a library put into it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return escaped(super().format(record))
