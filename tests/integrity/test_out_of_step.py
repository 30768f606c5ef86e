"""Channels that are not in step are no reason to doubt a book. `python -m tests.campaigns.book_checks` runs on."""

from __future__ import annotations

from tests.integrity.runs import SYMBOLS, watch

HOUR = 3600


def test_channels_out_of_step_by_less_than_a_second_raise_no_alarm_in_five_hours() -> None:
    for seed in range(10):
        seen = watch(seed, HOUR / 2, SYMBOLS[seed % len(SYMBOLS)])
        assert seen.alarms == ()
        assert seen.unconfirmed == 0
        assert seen.checks > 1500
