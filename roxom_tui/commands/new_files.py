"""Files that a command makes: never over another, ours alone, and whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from roxom_tui.config.private_files import open_private
from roxom_tui.model.errors import RoxomError, UsageError


def path_of(named: str) -> Path:
    """The path that a person wrote. UsageError where it begins with a home that nobody has."""
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{named} is not a path: nobody has that home folder") from error


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file (0600) that was not there. UsageError where there can be none; what fails later leaves none behind."""
    try:
        file = os.fdopen(open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")
    except FileExistsError as error:
        raise UsageError(f"{path} is there already, and no file is written over") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path} is not a path") from error
    try:
        with file:
            yield file
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise RoxomError(f"{path} cannot be written: {error.strerror or error}") from error
        raise


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """A new file of these lines; how many there are. Fails as `new_file` does."""
    count = 0
    with new_file(path) as file:
        for line in lines:
            file.write(line.encode("utf-8", "backslashreplace") + b"\n")
            count += 1
    return count
