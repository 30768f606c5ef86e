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
from roxom_tui.recording.places import is_within, moment_of
from roxom_tui.recording.reader import Recording, open_recording
from roxom_tui.words.recordings import length_words, time_words

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


def moment_in(recording: Recording, option: str, text: str) -> int:
    """The moment (elapsed ns) that an option means. Raises UsageError for what is none, or is not in the recording."""
    begin, end, wall = recording.begin, recording.end, recording.header.wall
    place = (text, begin, (begin, end), wall + begin)
    at = moment_of(*place)
    if at is None:
        raise UsageError(f"{option}: expected a time such as 12:03 or 12:03:30, +30s or 50%")
    if not is_within(*place):
        held = f"{time_words(wall + begin)} to {time_words(wall + end)} UTC, {length_words(end - begin)}"
        raise UsageError(f"{option}: {shown(text)} is not in the recording, which holds {held}")
    return at


def remark_on(recording: Recording) -> str:
    """What the person must know of a recording that was cut off; mostly nothing."""
    if recording.is_complete:
        return ""
    if recording.torn_bytes:
        lost = f"{recording.torn_bytes:,} bytes of a last piece that is not whole, at most 2 s, are left out"
    else:
        lost = "what came in the last 2 s may be missing"
    return f"it was cut off while it was recorded; {lost}"
