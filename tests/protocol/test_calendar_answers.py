"""Calendars in both documented shapes; what cannot be read is a value and no half a calendar."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from roxom_tui.model.events import CalendarsSeed, ChangedDay, DailyHours
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.calendar_answers import decode_calendars
from roxom_tui.protocol.get_answers import GetRefused
from tests.support.get_bodies import body

SPX = Symbol("US500-BTC")
CALENDAR: dict[str, Any] = {
    "id": "0199c000-0000-7000-8000-000000000002",
    "name": "US Markets",
    "timezone": "America/New_York",
    "openHour": "09:30",
    "closeHour": "16:00",
    "openDayBefore": False,
    "openOnWeekends": False,
    "holidays": [{"date": "2026-12-25", "name": "x"}],
}
EARLY: dict[str, Any] = {
    "date": "2026-11-27",
    "type": "earlyClose",
    "affectsInstruments": ["US500-BTC"],
    "tradingHours": {"start": "09:30:00", "end": "13:00:00", "timezone": "EST"},
}
HOLIDAY: dict[str, Any] = {"date": "2026-11-26", "type": "holiday", "marketStatus": "closed", "tradingHours": None}
HOURS = DailyHours("America/New_York", 570, 960, False, False, frozenset({"2026-12-25"}))


def decoded(data: Any) -> CalendarsSeed | GetRefused:
    return decode_calendars(body(data), 200, SPX)


def test_daily_hours_are_read() -> None:
    assert decoded({"calendars": [CALENDAR]}) == CalendarsSeed(SPX, (HOURS,))


def test_days_that_are_not_as_usual_are_read_and_a_closed_one_has_the_zone_of_the_others() -> None:
    seed = decoded([EARLY, HOLIDAY])
    assert seed == CalendarsSeed(
        SPX, changed=(ChangedDay("2026-11-27", "EST", (570, 780)), ChangedDay("2026-11-26", "EST", None))
    )


def test_days_of_other_contracts_are_left_out() -> None:
    assert decoded([{**EARLY, "affectsInstruments": ["OIL-BTC"]}]) == CalendarsSeed(SPX)


@pytest.mark.parametrize(
    "data",
    [
        {"calendars": [{**CALENDAR, "openHour": "9h30"}]},
        {"calendars": [{**CALENDAR, "timezone": "../../etc/passwd"}]},
        {"calendars": [{**CALENDAR, "timezone": None}]},
        {"calendars": [{**CALENDAR, "openOnWeekends": "no"}]},
        {"calendars": [{**CALENDAR, "holidays": [{}]}]},
        {"calendars": None},
        [HOLIDAY],
        [{**EARLY, "tradingHours": "early"}],
        ["2026-11-27"],
        "closed",
        {},
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_whole(data: Any) -> None:
    assert isinstance(decoded(data), GetRefused)


def test_whatever_is_answered_nothing_raises() -> None:
    random = Random(11)
    texts = [json.dumps({"data": data, "error": False}) for data in ({"calendars": [CALENDAR]}, [EARLY, HOLIDAY])]
    for _ in range(2_000):
        text = bytearray(random.choice(texts).encode())
        for _ in range(random.randrange(1, 4)):
            text[random.randrange(len(text))] = random.randrange(256)
        assert isinstance(decode_calendars(bytes(text), 200, SPX), CalendarsSeed | GetRefused)
