"""A moment of a recording as a person writes it: `12:03`, `12:03:30`, `+30s`, `-2m`, `50%`."""

from __future__ import annotations

import re
from typing import Final

from roxom_tui.model.durations import HOUR, MINUTE, SECOND

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_SHARE: Final = re.compile(r"(\d{1,3})%", re.ASCII)
_BY: Final = re.compile(r"([+-])(\d{1,6})(s|m|h)?", re.ASCII)
_UNITS: Final = {"s": SECOND, "m": MINUTE, "h": HOUR}
_DAY: Final = 24 * HOUR


def moment_of(text: str, here: int, span: tuple[int, int], wall: int) -> int | None:
    """The moment meant, within the `span` of the recording; None where the text is none.

    `here` and the span are elapsed ns; `wall` is the time of day (wall ns) at the beginning of the span. A time of day
    is the first such in the recording, else the nearest.
    """
    begin, end = span
    at = _meant(text, here, span, wall)
    if at is None or begin <= at <= end:
        return at
    if _CLOCK.fullmatch(text.strip()) and at > end:
        # Not in it: the end it is nearer to.
        return begin if at - end > _DAY - (at - begin) else end
    return min(end, max(begin, at))


def is_within(text: str, here: int, span: tuple[int, int], wall: int) -> bool:
    """Whether a text that is a moment means one that the recording holds."""
    at = _meant(text, here, span, wall)
    return at is not None and span[0] <= at <= span[1]


def _meant(text: str, here: int, span: tuple[int, int], wall: int) -> int | None:
    """The moment meant, wherever it is; a time of day that was before the recording is the next day's."""
    begin, end = span
    text = text.strip()
    if found := _SHARE.fullmatch(text):
        return begin + (end - begin) * int(found[1]) // 100
    if found := _BY.fullmatch(text):
        length = int(found[2]) * _UNITS[found[3] or "s"]
        return here + (length if found[1] == "+" else -length)
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    of_day = (int(found[1]) * 60 + int(found[2])) * MINUTE + int(found[3] or 0) * SECOND
    if (wall - of_day) % _DAY < (MINUTE if found[3] is None else SECOND):
        # The recording begins within the minute or second that is named.
        return begin
    return begin + (of_day - wall % _DAY) % _DAY
