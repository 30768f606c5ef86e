"""Whether a file was changed since it was last looked at."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct


class _Mark(Struct, frozen=True):
    """What tells one content of a file from another without reading it."""

    inode: int
    size: int
    changed_at: int


class FileWatch:
    """One question to the system a look. A file that cannot be seen, or is none, is one more content."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = self._seen = self._mark()

    def has_changed(self) -> bool:
        """To be asked about once a second: whether the file is another one, and has been the same at two looks: then
        whoever writes it is done. True once for each change."""
        mark = self._mark()
        is_settled, self._seen = mark == self._seen, mark
        if not is_settled or mark == self._known:
            return False
        self._known = mark
        return True

    def forget(self) -> None:
        """The file is read now, so what it is now is no news."""
        self._known = self._seen = self._mark()

    def _mark(self) -> _Mark | None:
        if self._path is None:
            return None
        try:
            status = os.stat(self._path)
        except (OSError, ValueError):
            return None
        return _Mark(status.st_ino, status.st_size, status.st_mtime_ns)
