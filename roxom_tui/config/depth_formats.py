"""The depth format of each host as last found out, kept in the state folder as a first guess for the next time.

A guess proves nothing, so a file that is missing, damaged or not ours to write is nothing to speak of.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from roxom_tui.config.private_files import make_private_folder, open_private, state_folder, write_private
from roxom_tui.model.market import READINGS, DepthMode

NAME: Final = "depth-formats.json"
MOST_HOSTS: Final = 32
MOST_BYTES: Final = 16_384

_log = logging.getLogger(__name__)


def recall(host: str, environ: Mapping[str, str]) -> DepthMode | None:
    """The depth format of a host when it was last watched; None where that is not known."""
    path = _path(environ)
    return None if path is None else _read(path).get(host)


def remember(host: str, mode: DepthMode, environ: Mapping[str, str]) -> None:
    """Keep what was found out about a host, the newest 32 of them. Fails without a word but in the log."""
    path = _path(environ)
    if path is None:
        return
    known = _read(path)
    if known.pop(host, None) is mode:
        return
    newest = list(known.items())[-(MOST_HOSTS - 1) :]
    text = orjson.dumps({name: told.value for name, told in (*newest, (host, mode))}).decode()
    try:
        make_private_folder(path.parent)
        write_private(path, text)
    except OSError as error:
        _log.info("the depth format of %s could not be kept: %s", host, error.strerror)


def _path(environ: Mapping[str, str]) -> Path | None:
    folder = state_folder(environ)
    return None if folder is None else folder / NAME


def _read(path: Path) -> dict[str, DepthMode]:
    try:
        # Whatever may lie there: a pipe is not waited for, and a link is not followed.
        with open(open_private(path, os.O_RDONLY), "rb") as file:
            kept = orjson.loads(file.read(MOST_BYTES))
    except (OSError, orjson.JSONDecodeError):
        return {}
    if not isinstance(kept, dict):
        return {}
    modes = {mode.value: mode for mode in READINGS}
    return {host: modes[told] for host, told in kept.items() if isinstance(told, str) and told in modes}
