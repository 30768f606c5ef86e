"""Whether an underlying is closed: by its hours, its holidays and its zone, or not known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from roxom_tui.model.events import CalendarsSeed, ChangedDay, DailyHours
from roxom_tui.model.values import replace
from roxom_tui.state.reading.trading_hours import is_closed
from tests.support.spellings import SPX

HOURS = DailyHours("America/New_York", 570, 960, False, False, frozenset({"2026-12-25"}))


def wall(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**9


def told(at: str, *hours: DailyHours) -> bool | None:
    return is_closed(CalendarsSeed(SPX, hours or (HOURS,)), wall(at))


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        ("2026-12-01T14:29", True),
        ("2026-12-01T14:30", False),
        ("2026-12-01T20:59", False),
        ("2026-12-01T21:00", True),
        ("2026-07-01T13:30", False),
        ("2026-07-01T20:00", True),
        ("2026-12-05T16:00", True),
        ("2026-12-25T16:00", True),
    ],
)
def test_it_is_closed_outside_its_hours_by_its_own_clock_in_winter_and_in_summer(at: str, closed: bool) -> None:
    assert told(at) is closed


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        ("2026-12-06T22:59", True),
        ("2026-12-06T23:00", False),
        ("2026-12-07T12:00", False),
        ("2026-12-07T22:30", True),
        ("2026-12-07T23:00", False),
        ("2026-12-11T23:30", True),
    ],
)
def test_a_session_that_begins_on_the_day_before_belongs_to_its_own_day(at: str, closed: bool) -> None:
    assert told(at, replace(HOURS, opens=18 * 60, closes=17 * 60, opens_day_before=True)) is closed


def test_round_the_clock_every_day_it_is_never_closed() -> None:
    always = replace(HOURS, opens=0, closes=24 * 60, on_weekends=True, holidays=frozenset())
    assert {told(f"2026-12-{day:02d}T{hour:02d}:59", always) for day in range(1, 29) for hour in range(24)} == {False}


def test_of_several_calendars_one_that_is_open_is_enough() -> None:
    always = replace(HOURS, opens=0, closes=24 * 60, on_weekends=True)
    assert told("2026-12-05T16:00", HOURS, always) is False


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "XYZ"])
def test_in_a_zone_that_nobody_knows_it_is_not_known(zone: str) -> None:
    assert told("2026-12-01T12:00", replace(HOURS, zone=zone)) is None
    assert told("2026-12-01T12:00", HOURS, replace(HOURS, zone=zone)) is None


def test_an_abbreviation_that_may_mean_two_things_is_not_known_where_they_differ() -> None:
    eastern = replace(HOURS, zone="EST")
    assert told("2026-12-01T14:30", eastern) is False
    assert told("2026-07-01T13:45", eastern) is None, "open in New York, an hour before by what the letters say"
    assert told("2026-07-01T15:00", eastern) is False


def test_without_an_answer_or_with_an_empty_one_nothing_is_known() -> None:
    assert is_closed(None, wall("2026-12-05T16:00")) is None
    assert is_closed(CalendarsSeed(SPX), wall("2026-12-05T16:00")) is None


@pytest.mark.parametrize(
    ("at", "closed"),
    [("2026-11-26T15:00", True), ("2026-11-27T17:59", None), ("2026-11-27T18:00", True), ("2026-11-28T18:00", None)],
)
def test_of_days_that_are_not_as_usual_only_what_they_say_is_known(at: str, closed: bool | None) -> None:
    changed = (ChangedDay("2026-11-26", "EST", None), ChangedDay("2026-11-27", "EST", (570, 780)))
    assert is_closed(CalendarsSeed(SPX, changed=changed), wall(at)) is closed
