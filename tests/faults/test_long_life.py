"""Half an hour of a client's life, a fault every five minutes. `python -m tests.tools.campaigns.week` plays a week.

Six faults are some of the registry's; the bounded containers are small, so that after a third of the time all of
them are full and nothing has a reason to grow.
"""

from __future__ import annotations

import pytest

from tests.faults.registry import FAULTS
from tests.tools.soak.life import Chronicle, Life
from tests.tools.soak.repertoire import FITTING, LEFT_OUT
from tests.tools.soak.small import small_bounds
from tests.tools.soak.verdict import broken

LIFE = 1800.0
SEED = 1
GROWTH_MOST = 32 * 1024
"""Bytes of about 2,400,000 that the last third may hold more than the second: a book and a tape are never the same. By
which faults are drawn it is 25 KiB less to 27 KiB more, in eleven lives."""


@pytest.fixture(scope="module")
def life() -> Chronicle:
    with small_bounds():
        return Life(LIFE, SEED).live()


@pytest.mark.whole
def test_nothing_wrong_is_drawn_as_true_and_every_fault_has_healed_before_the_next(life: Chronicle) -> None:
    assert broken(life) == []


@pytest.mark.whole
def test_it_was_a_life_worth_judging(life: Chronicle) -> None:
    assert life.played.total() == len(life.played) == 6
    assert 45 < life.messages / life.seconds < 60
    assert life.checks > 150_000


@pytest.mark.whole
def test_it_holds_no_more_late_in_life_than_in_the_middle(life: Chronicle) -> None:
    third = len(life.figures) // 3
    middle, late = life.figures[third:-third], life.figures[-third:]
    assert max(one.held for one in late) - max(one.held for one in middle) < GROWTH_MOST


@pytest.mark.whole
def test_tasks_threads_and_descriptors_stay_the_same(life: Chronicle) -> None:
    assert len({(one.tasks, one.threads, one.files) for one in life.figures}) == 1


def test_every_fault_of_the_registry_fits_or_says_why_not() -> None:
    assert {fault.name for fault in FITTING} | set(LEFT_OUT) == {fault.name for fault in FAULTS}
    assert len(FITTING) > 80
