"""How soon it is said that a line is dead, and how soon another is there; a quiet one is kept (client 2.5)."""

from __future__ import annotations

from typing import Final

import pytest

from tests.faults.dead_line import Course, Quiet

RUNS: Final = 4
"""`python -m tests.tools.campaigns.dead_line` plays twenty, and whole hours."""


@pytest.fixture(scope="module")
def courses() -> list[Course]:
    return [Course(seed) for seed in range(RUNS)]


def test_at_a_hundred_messages_a_second_its_age_stands_beside_live_within_two_seconds(courses: list[Course]) -> None:
    assert min(course.rate for course in courses) >= 100
    assert max(course.told or 99 for course in courses) <= 2


def test_it_is_stale_within_four_seconds(courses: list[Course]) -> None:
    assert max(course.stale or 99 for course in courses) <= 4


def test_another_is_live_within_twelve_seconds(courses: list[Course]) -> None:
    assert max(course.live or 99 for course in courses) <= 12


def test_nothing_is_wrong_as_live_but_what_could_still_be_a_quiet_market(courses: list[Course]) -> None:
    assert [course.hits for course in courses] == [[]] * RUNS


@pytest.mark.parametrize("pace", [0.0001, 0.03])
def test_a_quiet_line_is_kept(pace: float) -> None:
    assert Quiet(pace, 240).is_well
