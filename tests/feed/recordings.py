"""Recordings in files, read back."""

from __future__ import annotations

from pathlib import Path

from roxom_tui.feed.recording_file import FileSource
from roxom_tui.recording.entries import Entry
from roxom_tui.recording.reader import Recording, open_recording


def read(path: Path) -> Recording:
    """A recording, with all its frames looked at."""
    with FileSource(path) as source:
        recording = open_recording(source)
        assert isinstance(recording, Recording)
        for number in range(len(recording.places)):
            assert recording.frame(number) is not None
        return recording


def entries(path: Path) -> list[Entry]:
    """All that is in it."""
    with FileSource(path) as source:
        recording = open_recording(source)
        assert isinstance(recording, Recording)
        return list(recording.entries())
