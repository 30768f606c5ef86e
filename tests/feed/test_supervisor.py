"""The unexpected: written down without secrets, told, started again, and given up in sight."""

from __future__ import annotations

import asyncio
import logging

import pytest

from roxom_tui.feed.supervisor import Supervisor
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.values import replace
from roxom_tui.words.log import log_sentence
from tests.support.mailbox_reader import FAST
from tests.support.standing_clock import FakeClock
from tests.support.virtual_time import VirtualClock, live_through


async def test_unexpected_failures_are_told_logged_without_values_and_started_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[LogEntry] = []
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            hidden = "s3cret"
            raise ValueError(f"with a {hidden}")

    assert await Supervisor(FakeClock(), FAST, told.append).keep("the work", work)
    assert attempts == 3
    assert [(entry.severity, log_sentence(entry)) for entry in told] == [
        ("error", "the work failed unexpectedly (ValueError); the log file says where")
    ] * 2
    assert "ValueError at test_supervisor.py:" in caplog.text
    assert "s3cret" not in caplog.text


async def test_who_waits_for_the_work_hears_what_failed_and_when_it_is_tried_again() -> None:
    heard: list[tuple[str, float]] = []
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise KeyError

    timing = replace(FAST, restart_first=0.001)
    await Supervisor(FakeClock(), timing, lambda _: None).keep("the work", work, lambda *told: heard.append(told))
    assert heard == [("KeyError", 0.001), ("KeyError", 0.002)]


async def test_five_failures_within_a_minute_are_enough() -> None:
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        raise ExceptionGroup("group", [KeyError("x")])

    told: list[LogEntry] = []
    assert not await Supervisor(FakeClock(), FAST, told.append).keep("the work", work)
    assert attempts == 5
    assert log_sentence(told[0]) == "the work failed unexpectedly (KeyError); the log file says where"


def test_after_a_calm_minute_a_failure_costs_no_longer_wait_than_the_first() -> None:
    clock, begun, ended, gaps = VirtualClock(), list[int](), list[int](), iter((0, 5, 5, 90, 5))

    async def work() -> None:
        begun.append(clock.monotonic())
        gap = next(gaps, None)
        if gap is not None:
            clock.pass_(gap * SECOND)
            ended.append(clock.monotonic())
            raise KeyError

    timing = replace(FAST, restart_first=0.5, restart_most=1.5)
    assert live_through(clock, Supervisor(clock, timing, lambda _: None).keep("the work", work))
    waits = [round((again - end) / SECOND, 3) for end, again in zip(ended, begun[1:], strict=True)]
    assert waits == [0.5, 1.0, 1.5, 0.5, 1.0]


async def test_failures_that_are_far_apart_go_on_for_ever() -> None:
    clock = FakeClock()
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        clock.pass_(20)
        if attempts < 12:
            raise KeyError

    async with asyncio.timeout(5):
        assert await Supervisor(clock, FAST, lambda _: None).keep("the work", work)
    assert attempts == 12
