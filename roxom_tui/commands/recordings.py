"""Opens a recording for a command: one sentence says what is wrong with it, or how much of it was lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from roxom_tui.commands.stdio import write_notice
from roxom_tui.config.problems import shown
from roxom_tui.feed.recording_file import FileSource
from roxom_tui.model.errors import UsageError
from roxom_tui.recording.entries import BadRecording
from roxom_tui.recording.reader import Recording, open_recording

_LONGEST_PATH: Final = 200


@contextmanager
def opened(path: str) -> Iterator[Recording]:
    """The recording in a file. Raises UsageError where it is none, or cannot be read."""
    named = shown(path, _LONGEST_PATH)
    try:
        source = FileSource(Path(path).expanduser())
    except OSError as error:
        raise UsageError(f"{named}: {error.strerror}") from error
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"{named} is not a file") from error
    with source:
        recording = open_recording(source)
        if isinstance(recording, BadRecording):
            raise UsageError(f"{named} is not a recording: {recording.sentence}")
        if not recording.places:
            raise UsageError(f"{named} is a recording with nothing in it")
        remark = remark_on(recording)
        if remark:
            write_notice(f"{named}: {remark}")
        yield recording


def remark_on(recording: Recording) -> str:
    """What the person must know of a recording that was cut off; mostly nothing."""
    if recording.is_complete:
        return ""
    if recording.torn_bytes:
        lost = f"{recording.torn_bytes:,} bytes of a last piece that is not whole, at most 2 s, are left out"
    else:
        lost = "what came in the last 2 s may be missing"
    return f"it was cut off while it was recorded; {lost}"
