"""The exchange's calendars: when the market of what a contract stands for is open (protocol 5.10).

Times of day are minutes since midnight, dates are ISO texts; both are of the time zone beside them.
"""

from __future__ import annotations

from typing import NamedTuple

from roxom_tui.model.market import Symbol


class DailyHours(NamedTuple):
    """Hours of each working day, or of every day. `opens_day_before`: a day's session begins on the day before."""

    zone: str
    opens: int
    closes: int
    opens_day_before: bool
    on_weekends: bool
    holidays: frozenset[str]


class ChangedDay(NamedTuple):
    """A day on which other hours hold; without hours it is closed."""

    date: str
    zone: str
    hours: tuple[int, int] | None


class CalendarsSeed(NamedTuple):
    """The answer for one contract: its calendars, or only the days that are not as usual."""

    symbol: Symbol
    hours: tuple[DailyHours, ...] = ()
    changed: tuple[ChangedDay, ...] = ()
