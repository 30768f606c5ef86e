"""Whether the market of what a contract stands for is closed, by the exchange's calendars (protocol 5.10, 6.4).

Nothing is taken for granted: without an answer, in a zone that nobody knows, or on a day of which only exceptions are
told, it is not known. An abbreviation such as EST is read as what New York's clocks show, and as what it says; where
the two differ, it is not known either.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import CalendarsSeed, ChangedDay, DailyHours

_NEW_YORK: Final = "America/New_York"
_ABBREVIATED: Final = {"EST": (_NEW_YORK, "EST"), "EDT": (_NEW_YORK, "EDT"), "ET": (_NEW_YORK,)}
_FIRST_OF_WEEKEND: Final = 5
_DAY: Final = timedelta(days=1)


def is_closed(seed: CalendarsSeed | None, wall: int) -> bool | None:
    """At a time of day (wall ns) of the exchange; None where it is not known."""
    if seed is None:
        return None
    if seed.hours:
        told = [_told(one, wall) for one in seed.hours]
        return None if None in told else all(told)
    found = [_on_changed(day, wall) for day in seed.changed]
    return True if True in found else None


def _told(hours: DailyHours, wall: int) -> bool | None:
    told = {None if local is None else not _is_open(hours, local) for local in _locals(hours.zone, wall)}
    return next(iter(told)) if len(told) == 1 else None


def _is_open(hours: DailyHours, local: datetime) -> bool:
    """Whether a session holds that moment: that of its day, of the day before, or of the next."""
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for day in (today - _DAY, today, today + _DAY):
        if day.date().isoformat() in hours.holidays:
            continue
        if not hours.on_weekends and day.weekday() >= _FIRST_OF_WEEKEND:
            continue
        begins = (day - _DAY if hours.opens_day_before else day) + timedelta(minutes=hours.opens)
        ends = day + timedelta(minutes=hours.closes)
        if ends <= begins:
            ends += _DAY
        if begins <= local < ends:
            return True
    return False


def _on_changed(day: ChangedDay, wall: int) -> bool | None:
    """True while a day is closed, or its hours are over; of other moments the usual hours are not told."""
    told = {None if local is None else _is_over(day, local) for local in _locals(day.zone, wall)}
    return True if told == {True} else None


def _is_over(day: ChangedDay, local: datetime) -> bool:
    if local.date().isoformat() != day.date:
        return False
    return day.hours is None or local.hour * 60 + local.minute >= day.hours[1]


def _locals(zone: str, wall: int) -> list[datetime | None]:
    """The time there, by each reading of the zone, without it; None where nobody knows it."""
    moment = datetime.fromtimestamp(wall // SECOND, UTC)
    zones = [_zone(name) for name in _ABBREVIATED.get(zone, (zone,))]
    return [None if one is None else moment.astimezone(one).replace(tzinfo=None) for one in zones]


@lru_cache(64)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name if name != "EDT" else "Etc/GMT+4")
    except (KeyError, ValueError, OSError):
        return None
