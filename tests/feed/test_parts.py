"""The feed's small parts: addresses, failures told, pauses noticed, counters, supervision."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from roxom_tui.client.journal import LOG_LINES, Journal
from roxom_tui.client.stall_detector import Pause, StallDetector
from roxom_tui.client.subscriptions import wanted_streams
from roxom_tui.client.traffic import Traffic
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.supervisor import Supervisor
from roxom_tui.feed.transport.address import Address, AddressRefused, check_address, is_loopback, shown_host
from roxom_tui.feed.transport.failures import retry_after_seconds
from roxom_tui.feed.transport.network_failures import explain_network
from roxom_tui.model.connection import Closed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from tests.support.mailbox_reader import FAST
from tests.support.standing_clock import FakeClock

WS = ("ws", "wss")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.9", "::1", "localhost", "LOCALHOST"])
def test_this_machine_is_known_by_number_and_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["128.0.0.1", "::2", "::ffff:127.0.0.1", "localhost.com", "0.0.0.0", "", "127.1"])
def test_what_only_resembles_this_machine_is_not(host: str) -> None:
    assert not is_loopback(host)


def test_the_proxy_of_the_environment_is_used_and_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://someone:s3cret@proxy.example:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy == "http://someone:s3cret@proxy.example:3128"
    assert address.shown_proxy == "http://proxy.example:3128"
    monkeypatch.setenv("no_proxy", "exchange.example")
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy is None


def test_a_refused_address_is_told_in_a_sentence() -> None:
    refused = check_address("ws://exchange.example/ws", WS)
    assert refused == AddressRefused("ws:// is allowed to this machine only; exchange.example needs wss://")


def test_the_shown_host_holds_nothing_but_host_and_port() -> None:
    assert shown_host("wss://user:s3cret@exchange.example:444/ws?x=1") == "exchange.example:444"
    assert shown_host("wss://[") == ""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 23:59:00 GMT", -60.0),
        ("soon", None),
        ("٣", None),
        ("9" * 400, None),
        ("Fri, 31 Dec 99999999999 23:59:59 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(text: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(text, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def test_a_failure_is_told_without_the_text_of_the_exception() -> None:
    told = explain_network(OSError("http://user:s3cret@proxy"), "exchange.example").sentence
    assert told == "exchange.example cannot be reached (OSError)"
    told = explain_network(socket.gaierror(socket.EAI_NONAME, "s3cret"), "exchange.example").sentence
    assert told == "the name exchange.example is not known here"


@pytest.mark.parametrize("others", [(), (errno.ENETUNREACH,), (errno.ECONNREFUSED,)])
def test_several_addresses_that_fail_are_told_as_one(others: tuple[int, ...]) -> None:
    numbers = (*others, errno.ECONNREFUSED)
    joined = ", ".join(f"[Errno {number}] Connect call failed ('s3cret', 443)" for number in numbers)
    told = explain_network(OSError(f"Multiple exceptions: {joined}"), "exchange.example").sentence
    assert told == "exchange.example: connection refused"


def test_a_close_is_told_by_who_closed() -> None:
    assert Closed(None, "").sentence == "the connection was cut off"
    assert Closed(None, "nothing came for 60 s").sentence == "nothing came for 60 s"
    assert Closed(1001, "").sentence == "the exchange closed the connection (1001)"


def test_the_symbol_in_view_is_followed_whole_and_the_others_by_quote_and_ticker() -> None:
    gold, oil, extra = Symbol("GOLD-BTC"), Symbol("OIL-BTC"), Symbol("ODD-BTC")
    streams = [str(stream) for stream in wanted_streams(oil, (gold, oil), (extra,))]
    assert streams == [
        "level1.OIL-BTC",
        "depth.OIL-BTC",
        "trade.OIL-BTC",
        "ticker.OIL-BTC",
        "orders",
        "balance",
        "positions",
        "level1.GOLD-BTC",
        "ticker.GOLD-BTC",
        "level1.ODD-BTC",
        "ticker.ODD-BTC",
        "account",
    ]


def test_ever_more_foreign_contracts_do_not_bring_ever_more_streams() -> None:
    gold = Symbol("GOLD-BTC")
    extras = [Symbol(f"X{number}-BTC") for number in range(1000)]
    assert len(wanted_streams(gold, (gold,), extras)) == 4 + 4 + 2 * 16


# The heartbeat


def heartbeat(clock: FakeClock) -> StallDetector:
    return StallDetector(clock, stall=3.0)


def test_even_looks_are_no_pause() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    for seconds in (1.0, 1.2, 2.5, 3.0):
        clock.pass_(seconds)
        assert beats.look() is None


def test_a_gap_between_looks_is_this_computers_fault() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    clock.pass_(3.1)
    paused = beats.look()
    assert paused is not None
    assert paused.pause is Pause.STALLED
    assert paused.sentence == "this computer held the program up for 3 s"
    clock.pass_(1)
    assert beats.look() is None


def test_sleep_is_told_from_a_stall_by_the_clock_that_goes_on() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    clock.pass_(1)
    clock.slept += 3600 * SECOND
    paused = beats.look()
    assert paused is not None
    assert paused.pause is Pause.SLEPT
    assert paused.sentence == "this computer slept for 3600 s"


def test_the_clock_of_this_machine_counts_its_sleep() -> None:
    ahead = SystemClock.monotonic() - SystemClock.awake()
    assert ahead > -SECOND
    if hasattr(time, "CLOCK_BOOTTIME"):
        slept = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
        assert abs(ahead - slept) < SECOND


# The counters


def test_rate_bytes_and_messages_are_counted() -> None:
    traffic = Traffic()
    traffic.tick(0)
    for _ in range(118):
        traffic.received("aé", 0)
    traffic.received(b"1234", 0)
    traffic.tick(2 * SECOND)
    assert (traffic.messages, traffic.bytes_received, traffic.rate) == (119, 118 * 3 + 4, 60)
    traffic.tick(3 * SECOND)
    assert (traffic.messages, traffic.rate) == (119, 0)


def test_delays_from_the_wire_to_the_picture_are_told_as_quantiles() -> None:
    traffic = Traffic()
    traffic.tick(0)
    for number in range(100):
        traffic.received("x", 0)
        traffic.published((number + 1) * 1_000_000)
    traffic.published(SECOND)
    traffic.tick(SECOND)
    quantiles = (traffic.wire_p50_ms, traffic.wire_p99_ms)
    assert quantiles == (51.0, 100.0)


def test_rejections_are_counted_by_reason_with_the_newest_kept() -> None:
    traffic = Traffic()
    for number in range(3):
        traffic.reject(FrameRejected(RejectReason.BAD_JSON, "", f"excerpt {number}"), number)
    traffic.reject(FrameRejected(RejectReason.BINARY, "4 bytes", "...."), 9)
    rows = traffic.reject_rows()
    assert [(row.reason, row.count, row.excerpt) for row in rows] == [
        ("not JSON", 3, "excerpt 2"),
        ("binary frame", 1, "...."),
    ]
    assert traffic.rejected == 4


def test_the_log_is_bounded() -> None:
    journal = Journal("p", FakeClock())
    for number in range(1000):
        journal.log(f"line {number}")
    assert len(journal.lines()) == LOG_LINES == 200
    assert journal.lines()[-1].text == "line 999"


# Supervision


async def test_unexpected_failures_are_told_logged_without_values_and_started_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            hidden = "s3cret"
            raise ValueError(f"with a {hidden}")

    assert await Supervisor(FakeClock(), FAST, told.append).keep("the work", work)
    assert attempts == 3
    assert told == ["the work failed unexpectedly (ValueError); the log says where"] * 2
    assert "ValueError at test_parts.py:" in caplog.text
    assert "s3cret" not in caplog.text


async def test_five_failures_within_a_minute_are_enough() -> None:
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        raise ExceptionGroup("group", [KeyError("x")])

    told: list[str] = []
    assert not await Supervisor(FakeClock(), FAST, told.append).keep("the work", work)
    assert attempts == 5
    assert told[0] == "the work failed unexpectedly (KeyError); the log says where"


async def test_after_a_calm_minute_a_failure_costs_no_longer_wait_than_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, waits, gaps = FakeClock(), list[float](), iter((0, 5, 5, 90, 5))

    async def note(seconds: float) -> None:
        waits.append(seconds)

    async def work() -> None:
        gap = next(gaps, None)
        if gap is not None:
            clock.pass_(gap)
            raise KeyError

    timing = replace(FAST, restart_first=0.5, restart_most=1.5)
    monkeypatch.setattr(asyncio, "sleep", note)
    assert await Supervisor(clock, timing, lambda _: None).keep("the work", work)
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
