"""Times of the wire: their magnitude tells their unit."""

from __future__ import annotations

from math import nan
from typing import Any

import pytest

from roxom_tui.protocol.timestamps import to_ns


@pytest.mark.parametrize(
    ("value", "ns"),
    [
        (1767225600.5, 1_767_225_600_500_000_000),
        (1767225600123.0, 1_767_225_600_123_000_000),
        (nan, None),
        (-1.5, None),
    ],
)
def test_a_time_may_be_a_fraction_too(value: Any, ns: int | None) -> None:
    assert to_ns(value) == ns


@pytest.mark.parametrize(
    ("value", "ns"),
    [
        (1_767_225_600, 1_767_225_600_000_000_000),
        (99_999_999_999, None),
        (100_000_000_000, 100_000_000_000_000_000),
        (1_767_225_600_123, 1_767_225_600_123_000_000),
        (100_000_000_000_000, 100_000_000_000_000_000),
        (1_767_225_600_123_456, 1_767_225_600_123_456_000),
        (100_000_000_000_000_000, 100_000_000_000_000_000),
        (1_767_225_600_123_456_789, 1_767_225_600_123_456_789),
        (2**63 - 1, 2**63 - 1),
        (2**63, None),
        (0, None),
        (-5, None),
        ("1767225600123", 1_767_225_600_123_000_000),
        ("2026-01-01", 1_767_225_600_000_000_000),
        ("2026-01-01T00:00:00.123456Z", 1_767_225_600_123_456_000),
        ("2026-01-01T01:00:00+01:00", 1_767_225_600_000_000_000),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("soon", None),
        ("", None),
        ("٣٣", None),
        ("1" * 41, None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_the_magnitude_tells_the_unit_of_a_time(value: Any, ns: int | None) -> None:
    assert to_ns(value) == ns
