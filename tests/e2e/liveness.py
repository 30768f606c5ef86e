"""The oracle of the picture that reached the terminal: while a panel on it says LIVE, it is of now."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Final

from tests.support.terminal import Terminal

OLDEST: Final = 5.0
"""Seconds that the clock on a picture with a live panel may be behind."""

_CLOCK: Final = re.compile(r"(\d\d:\d\d:\d\d) UTC")
_DAY: Final = 86_400


def clock(terminal: Terminal) -> str | None:
    """The time of day in the header."""
    found = _CLOCK.search(terminal.lines[0])
    return found[1] if found else None


def seconds_between(earlier: str, later: str) -> float:
    """From one time of day to another, the shorter way round."""
    apart = datetime.strptime(later, "%H:%M:%S") - datetime.strptime(earlier, "%H:%M:%S")
    return (apart.total_seconds() + _DAY / 2) % _DAY - _DAY / 2


def age(terminal: Terminal) -> float | None:
    """Seconds by which what is on screen is behind now; None where it does not say that anything is live."""
    shown = clock(terminal)
    if shown is None or "LIVE" not in terminal.text:
        return None
    return seconds_between(shown, f"{datetime.now(UTC):%H:%M:%S}")


def stays_alive(terminal: Terminal, changes: int, seconds: float = 30.0) -> None:
    """Reads until the clock on screen has changed so many times; AssertionError where a live picture falls behind."""
    seen, until = [clock(terminal)], time.monotonic() + seconds
    while len(seen) <= changes:
        terminal.read(0.5)
        behind = age(terminal)
        assert behind is None or behind <= OLDEST, f"LIVE, and {behind:.0f} s behind:\n{terminal.text}"
        assert time.monotonic() < until, f"the clock stands:\n{terminal.text}"
        if (shown := clock(terminal)) not in (None, seen[-1]):
            seen.append(shown)
