"""Slices of the long campaigns against the second exchange: a troubled time, and the meaning of deltas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.second_exchange.evidence import evidence
from tests.support.second_exchange.faults import Fault
from tests.tools.campaigns.depth_evidence import failures, summary
from tests.tools.campaigns.troubled import Course, told, troubled

QUICK = (
    Fault.LOST_DELTA,
    Fault.STALE_DELTA,
    Fault.SHUFFLED,
    Fault.WRONG_SYMBOL,
    Fault.BINARY,
    Fault.FRAGMENTS,
    Fault.ERROR_60019,
    Fault.END,
)


def test_nothing_on_the_screen_is_wrong_in_a_troubled_time(tmp_path: Path) -> None:
    course = Course(12.0, 3, pause=(1.5, 3.0), faults=QUICK)
    report = troubled(course, tmp_path)
    lines = "\n".join(told(report))
    assert report.wrong == 0, lines
    assert len(report.looks) > 10, lines
    assert len(report.troubles) > 2, lines
    assert report.values > 100, lines


@pytest.mark.parametrize("seed", range(6))
def test_with_an_audit_the_meaning_of_deltas_is_known_in_time_and_right(seed: int) -> None:
    found = evidence(seed, 40, 60, audited=True)
    assert failures([found]) == [], summary(str(seed), [found])


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_decided_without_one_is_not_the_wrong_meaning(seed: int) -> None:
    found = evidence(seed, 150, 60)
    assert found.decided is None or found.is_right
