"""A recording's file: ours alone, appended frame by frame, read at any place (recording 1)."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from roxom_tui.config.private_files import make_private_folder, open_private, open_to_read
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Header
from roxom_tui.recording.writer import Piece, RecordingWriter

SUFFIX: Final = ".roxrec"


class FileSource:
    """The bytes of a file that is open for reading."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and ValueError for what is no regular file, or no path."""
        self._descriptor = open_to_read(path)
        status = os.fstat(self._descriptor)
        self.size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise ValueError("is not a file")

    def read_at(self, offset: int, size: int) -> bytes:
        """Those from a place on; fewer at the end."""
        try:
            return os.pread(self._descriptor, max(0, size), max(0, offset))
        except OSError:
            # A disk that cannot be read here: to the reader that is a frame that is damaged.
            return b""

    def close(self) -> None:
        """Let go of it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RecordingFile:
    """A file being written. Whatever ends the program, all frames that `put` returned from are in it."""

    def __init__(self, path: Path, header: Header) -> None:
        """A new file; one of that name that is there already is never written over. Raises OSError."""
        self.path = path
        self._writer = RecordingWriter()
        self._descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            self._append(self._writer.begin(header))
        except OSError:
            self.remove()
            raise

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._writer.size

    def put(self, piece: Piece) -> None:
        """One frame more. Raises OSError; then what was there before is whole."""
        self._append(self._writer.put(piece))

    def end(self) -> None:
        """Complete it with its table, and let go. Raises OSError; without a table it is readable all the same."""
        try:
            self._append(self._writer.end())
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of it as it is."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def remove(self) -> None:
        """Let go of it, and leave none: what is in it is of no use to anybody."""
        self.abandon()
        with suppress(OSError):
            self.path.unlink()

    def _append(self, data: bytes) -> None:
        at = os.lseek(self._descriptor, 0, os.SEEK_CUR)
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            # No half of a frame stays: the table, or the next frame, would stand behind it.
            os.ftruncate(self._descriptor, at)
            os.lseek(self._descriptor, at, os.SEEK_SET)
            raise


def following(path: Path, number: int) -> Path:
    """The name of the nth file of one recording: `-2` before the suffix for the second."""
    return path if number < 2 else path.with_name(f"{path.stem}-{number}{path.suffix}")


MOST_OF_A_SECOND: Final = 1000
"""Recordings that begin in one second, and have a number each."""


def new_path(folder: Path, word: str, wall: int) -> Path:
    """A file that is not there yet, named by the time (wall ns); its folder is made. Raises OSError."""
    make_private_folder(folder)
    stamp = datetime.fromtimestamp(wall // SECOND, UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"{word}-{stamp}{f'-{n}' if n else ''}{SUFFIX}" for n in range(MOST_OF_A_SECOND))
    free = next((path for name in names if not (path := folder / name).exists()), None)
    if free is None:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    return free
