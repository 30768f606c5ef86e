"""The limit on the time of a payload itself: what it forgives a slow machine, and what it forgives nobody."""

from __future__ import annotations

from collections.abc import Sequence
from time import thread_time_ns
from typing import Any

import pytest

from tests.bad_frames.trial import PLAIN_TIMES, Tally, answer, least, limit_of, plainly

FRAME = '{"data": [' + ",".join(f'["0.{n:08}", {n}]' for n in range(3000)) + "]}"


def nothing_after(times: int, payload: str | bytes) -> Sequence[Any]:
    """Has nothing to say, after so many plain readings."""
    for _ in range(times):
        plainly(payload)
    return ()


def test_a_reader_of_many_times_the_cost_of_a_plain_one_is_too_slow_on_any_machine() -> None:
    limit = limit_of(FRAME)

    def decode(payload: str | bytes) -> Sequence[Any]:
        started = thread_time_ns()
        nothing_after(5 * PLAIN_TIMES, payload)
        while thread_time_ns() < started + 2 * limit:
            pass
        return ()

    with pytest.raises(AssertionError, match="ms of CPU"):
        answer(Tally(), decode, FRAME)


def test_on_a_machine_of_no_speed_at_all_a_plain_reader_is_forgiven_and_a_wasteful_one_is_not() -> None:
    tally = Tally()
    answer(tally, lambda payload: nothing_after(1, payload), FRAME, limit=lambda _: 1)
    assert tally.worst == 1
    with pytest.raises(AssertionError, match="ms of CPU"):
        answer(Tally(), lambda payload: nothing_after(5 * PLAIN_TIMES, payload), FRAME, limit=lambda _: 1)


def test_a_plain_reading_makes_every_number_and_stops_at_none() -> None:
    numbers = plainly('{"a": ["1.5", "x7", {"b": 1e-7}], "c": true, "d": "' + "7" * 50 + '", "e": 12}')
    assert sorted(map(str, numbers)) == ["1.5", "12", "1E-7"]
    assert plainly("[1, 2") == []
    assert least(plainly, FRAME) > 0
