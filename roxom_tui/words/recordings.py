"""Lengths, sizes and times of recordings in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from roxom_tui.model.durations import SECOND

_LATEST: Final = 253_402_300_799
"""Seconds since the epoch, of the last moment that has a date."""


def length_words(nanoseconds: int) -> str:
    """A length as minutes and seconds, `04:11`; with hours where there are any."""
    minutes, seconds = divmod(max(0, nanoseconds) // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def size_words(size: int) -> str:
    """A size in megabytes, or kilobytes below one."""
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB" if size < 10_000_000 else f"{size / 1_000_000:.0f} MB"


def time_words(wall: int) -> str:
    """A date with its time of day, UTC: `2026-11-29 12:03:04`."""
    return datetime.fromtimestamp(min(wall // SECOND, _LATEST), UTC).strftime("%Y-%m-%d %H:%M:%S")
