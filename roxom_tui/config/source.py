"""Finds the config file and reads its text, without trusting that it is one."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from roxom_tui.config import paths
from roxom_tui.config.problems import Problem

LARGEST_FILE = 64 * 1024
CONFIG_VARIABLE = "ROXOM_TUI_CONFIG"


class Place(NamedTuple):
    """Where the configuration is looked for. What was asked for must be there; the usual place may be empty."""

    path: Path | None
    asked_for: bool


class SourceText(NamedTuple):
    """A config file's text, and whether others than its owner could read or write it."""

    text: str
    open_to_others: bool


def find_place(config: str | None, environ: Mapping[str, str]) -> Place:
    """The config file: `--config`, then ROXOM_TUI_CONFIG, then the platform's folder."""
    asked = config or environ.get(CONFIG_VARIABLE)
    if asked:
        return Place(Path(os.path.expanduser(asked)), asked_for=True)
    return Place(paths.config_file(environ), asked_for=False)


def read_source(path: Path) -> SourceText | Problem | None:
    """The file's text, why it cannot be had, or None if there is no such file."""
    try:
        # Not to wait for a writer, should the path be a named pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except ValueError:
        return Problem((), "is not a path", source=str(path))
    except OSError as error:
        return Problem((), f"cannot be read: {error.strerror}", source=str(path))
    try:
        return _read_descriptor(descriptor, str(path))
    except OSError as error:
        return Problem((), f"cannot be read: {error.strerror}", source=str(path))
    finally:
        os.close(descriptor)


def _read_descriptor(descriptor: int, source: str) -> SourceText | Problem:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return Problem((), "is not a file", source=source)
    with open(descriptor, "rb", closefd=False) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return Problem((), "is larger than 64 KiB", source=source)
    try:
        return SourceText(data.decode("utf-8-sig"), bool(status.st_mode & 0o077))
    except UnicodeDecodeError as error:
        return Problem((), "is not UTF-8 text", data.count(b"\n", 0, error.start) + 1, source)
