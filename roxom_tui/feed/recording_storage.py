"""What the recorder's thread does: frames into the ring, and into a file while there is one (recording 3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from roxom_tui.feed.recording_file import RecordingFile, following
from roxom_tui.recording.entries import Header, Kind
from roxom_tui.recording.ring import Ring
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.writer import Piece
from roxom_tui.words.recordings import length_words, size_words

MOST_FILES: Final = 999
"""Of one recording; then it ends."""

Notify = Callable[[str, str], None]
"""A sentence for the person, and its severity."""


class RecordingStorage:
    """One exchange's. Sizes are bytes, times elapsed ns. `notify` is called when the person must know something."""

    def __init__(self, scribe: Scribe, ring: Ring | None, most: int, notify: Notify) -> None:
        self._scribe = scribe
        self._ring = ring
        self._most = most
        self._notify = notify
        self._file: RecordingFile | None = None
        self._header: Header | None = None
        self._path: Path | None = None
        self._number = 1
        self._before = 0
        self.begun_at: int | None = None
        """When the recording began that is being written; None while none is."""

    @property
    def size(self) -> int:
        """Bytes written, in all files of the recording."""
        return self._before + (0 if self._file is None else self._file.size)

    @property
    def withheld(self) -> int:
        """Frames that were not written since the beginning."""
        return self._scribe.withheld

    def take(self, elapsed: int, kind: Kind, payload: Any, is_public: bool = False) -> None:
        """One thing that happened. `is_public`: a frame that is known to tell of the market."""
        pieces = self._scribe.take(elapsed, kind, payload, is_public)
        if pieces:
            self._store(pieces)

    def due(self, elapsed: int) -> None:
        """Time passed: what is gathered for long enough is written."""
        self._store(self._scribe.due(elapsed))

    def begin(self, path: Path, header: Header, elapsed: int) -> bool:
        """Write from now on; False, and the person is told, where no file can be made."""
        self._store(self._scribe.close())
        try:
            self._file = RecordingFile(path, header)
        except (OSError, ValueError) as error:
            self._notify(f"not recording: {path}: {_why(error)}", "error")
            return False
        self._header, self._path, self._number, self._before, self.begun_at = header, path, 1, 0, elapsed
        return True

    def end(self, elapsed: int) -> None:
        """Complete the file; the person is told where it is."""
        self._store(self._scribe.close())
        file, began = self._file, self.begun_at
        if file is None or began is None:
            return
        size = self.size
        self._file = self.begun_at = None
        try:
            file.end()
        except OSError as error:
            self._notify(
                f"recording ended without its table, readable all the same: {_why(error)}: {file.path}", "warning"
            )
            return
        files = f" (and {self._number - 1} before it)" if self._number > 1 else ""
        held = f"{length_words(elapsed - began)}, {size_words(size)}"
        self._notify(f"recorded {file.path.name}{files}: {held}, in {file.path.parent}", "information")

    def save(self, path: Path, header: Header, elapsed: int) -> None:
        """Write the last minutes to a file of their own."""
        self._store(self._scribe.close())
        pieces = () if self._ring is None else self._ring.saved()
        if not pieces:
            self._notify("there is nothing to save yet", "warning")
            return
        try:
            size = _saved(path, header, pieces)
        except (OSError, ValueError) as error:
            self._notify(f"not saved: {path}: {_why(error)}", "error")
            return
        held = length_words(elapsed - pieces[0].head.first)
        self._notify(f"saved {path.name}: last {held}, {size_words(size)}, in {path.parent}", "information")

    def _store(self, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            if self._ring is not None:
                self._ring.add(piece)
            if self._file is not None:
                self._write(self._file, piece)

    def _write(self, file: RecordingFile, piece: Piece) -> None:
        try:
            if piece.head.is_start and self.size > 0 and file.size + piece.length >= self._most:
                file = self._next_file(file)
            file.put(piece)
        except OSError as error:
            self._file = self.begun_at = None
            file.abandon()
            self._notify(f"recording ended: {_why(error)}; what is in {file.path} can be played", "error")

    def _next_file(self, full: RecordingFile) -> RecordingFile:
        """Where the file is full, the next one: it begins with a place to begin. Raises OSError."""
        full.end()
        if self._header is None or self._path is None or self._number >= MOST_FILES:
            raise OSError(0, "too many files")
        self._before += full.size
        self._number += 1
        self._file = RecordingFile(following(self._path, self._number), self._header)
        return self._file


def _saved(path: Path, header: Header, pieces: tuple[Piece, ...]) -> int:
    """Bytes of a file with all of them. Raises OSError or ValueError; then there is none."""
    file = RecordingFile(path, header)
    try:
        for piece in pieces:
            file.put(piece)
        size = file.size
        file.end()
    except OSError:
        file.remove()
        raise
    return size


def _why(error: OSError | ValueError) -> str:
    return (error.strerror or "it cannot be written") if isinstance(error, OSError) else "not a path"
