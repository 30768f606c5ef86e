"""Channels not in step are no reason to doubt a book. `python -m tests.tools.campaigns.book_checks` runs for days."""

from __future__ import annotations

from tests.seeded_markets.runs import SYMBOLS, watch

HOUR = 3600.0
MARKETS = 10
WATCHERS = 5


def test_channels_out_of_step_by_less_than_a_second_raise_no_alarm_in_an_hour() -> None:
    each = HOUR / MARKETS / WATCHERS
    for seed in range(MARKETS):
        for seen in watch(seed, each, SYMBOLS[seed % len(SYMBOLS)], WATCHERS):
            assert seen.alarms == ()
            assert seen.unconfirmed == 0
            assert seen.checks > each / 1.5
