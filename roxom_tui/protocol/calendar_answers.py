"""Decodes the answer of the calendars, in both documented shapes (protocol 5.10).

    {"data": {"calendars": [{"timezone": "America/New_York", "openHour": "09:30", "closeHour": "16:00",
                             "openDayBefore": false, "openOnWeekends": false, "holidays": [{"date": "2026-12-25"}]}]}}
    {"data": [{"date": "2026-11-27", "marketStatus": "earlyClose", "affectsInstruments": ["US500-BTC"],
               "tradingHours": {"start": "09:30:00", "end": "13:00:00", "timezone": "EST"}}]}

What cannot be read refuses the answer: of a calendar with a gap nobody could tell whether the market is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from roxom_tui.model.events import CalendarsSeed, ChangedDay, DailyHours
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.get_answers import GetRefused, answered
from roxom_tui.protocol.refusal import Message, missing, wrong_type

MOST_LISTED: Final = 1_000
"""Calendars, holidays and days; more belong to no year."""

_TIME: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?").fullmatch
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d").match
_ZONE: Final = re.compile(r"[A-Za-z]{1,20}(?:[/_+-][A-Za-z0-9]{1,20}){0,4}").fullmatch


def decode_calendars(body: bytes, status: int, symbol: Symbol) -> CalendarsSeed | GetRefused:
    """The calendars that hold for `symbol`."""

    def read(data: Any) -> CalendarsSeed:
        if type(data) is dict:
            return CalendarsSeed(symbol, tuple([_hours(item) for item in _items(data, "calendars")]))
        return CalendarsSeed(symbol, changed=tuple(_changed(_list_of(data, "data"), symbol)))

    return answered(body, status, read)


def _hours(item: Message) -> DailyHours:
    return DailyHours(
        _zone(item),
        _minutes(item, "openHour"),
        _minutes(item, "closeHour"),
        _flag(item, "openDayBefore"),
        _flag(item, "openOnWeekends"),
        frozenset(_date(day) for day in _items(item, "holidays")) if item.get("holidays") else frozenset(),
    )


def _changed(days: list[Message], symbol: Symbol) -> Iterator[ChangedDay]:
    """A day that is closed names no zone: it is that of the other days."""
    hours = [day.get("tradingHours") for day in days]
    zones = {_zone(one) for one in hours if type(one) is dict}
    for day, told in zip(days, hours, strict=True):
        named = day.get("affectsInstruments")
        if type(named) is list and named and symbol not in named:
            continue
        if type(told) is dict:
            yield ChangedDay(_date(day), _zone(told), (_minutes(told, "start"), _minutes(told, "end")))
        elif told is None:
            if len(zones) != 1:
                raise missing("timezone")
            yield ChangedDay(_date(day), next(iter(zones)), None)
        else:
            raise wrong_type("tradingHours", told)


def _items(data: Message, key: str) -> list[Message]:
    return _list_of(data.get(key), key)


def _list_of(items: Any, key: str) -> list[Message]:
    if type(items) is not list or len(items) > MOST_LISTED:
        raise wrong_type(key, items)
    for item in items:
        if type(item) is not dict:
            raise wrong_type(key, item)
    return items


def _zone(item: Message) -> str:
    zone = item.get("timezone")
    if type(zone) is not str or _ZONE(zone) is None:
        raise wrong_type("timezone", zone)
    return zone


def _minutes(item: Message, key: str) -> int:
    told = item.get(key)
    found = _TIME(told) if type(told) is str else None
    if found is None:
        raise wrong_type(key, told)
    return min(int(found[1]) * 60 + int(found[2]), 24 * 60)


def _date(item: Message) -> str:
    told = item.get("date")
    found = _DATE(told) if type(told) is str else None
    if found is None:
        raise wrong_type("date", told)
    return found[0]


def _flag(item: Message, key: str) -> bool:
    told = item.get(key, False)
    if type(told) is not bool:
        raise wrong_type(key, told)
    return told
