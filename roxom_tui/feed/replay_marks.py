"""Marks that a person puts into a replay: kept in a file beside the recording, which itself is never changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from roxom_tui.config.private_files import open_private, read_regular
from roxom_tui.recording.entries import Entry, Kind, entry_line, read_entries

SUFFIX: Final = ".marks"
LARGEST: Final = 1024 * 1024


class ReplayMarks:
    """The marks of one recording."""

    def __init__(self, recording: Path | None) -> None:
        """Without a recording's path nothing is kept."""
        self._path = None if recording is None else recording.with_name(recording.name + SUFFIX)
        self._entries = [] if self._path is None else _read(self._path)

    @classmethod
    def none(cls) -> ReplayMarks:
        """No marks, and no file for any."""
        return cls(None)

    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order of time."""
        return tuple(sorted(self._entries, key=lambda entry: entry.elapsed))

    def add(self, elapsed: int, note: str) -> str:
        """One more, at that moment of the recording; a sentence for the person."""
        entry = Entry(elapsed, Kind.MARK, {"note": note})
        self._entries.append(entry)
        if self._path is None:
            return "mark kept until the program ends"
        try:
            descriptor = open_private(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        except OSError as error:
            return f"mark kept until the program ends: {self._path.name}: {error.strerror}"
        try:
            os.write(descriptor, entry_line(*entry))
        except OSError as error:
            return f"mark kept until the program ends: {self._path.name}: {error.strerror}"
        finally:
            os.close(descriptor)
        return f"mark kept in {self._path.name}"


def _read(path: Path) -> list[Entry]:
    try:
        _, data = read_regular(path, LARGEST)
    except (OSError, ValueError):
        return []
    # Each line for itself: they stand in the order in which they were made.
    found = (entry for line in data.split(b"\n") for entry in read_entries(line))
    return [entry for entry in found if entry.kind is Kind.MARK]
