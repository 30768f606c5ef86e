"""The feed's small parts: addresses, failures told, pauses noticed, counters, supervision."""

from __future__ import annotations

from roxom_tui.client.journal import LOG_LINES, Journal
from roxom_tui.client.stall_detector import Pause, StallDetector
from roxom_tui.client.subscriptions import wanted_streams
from roxom_tui.client.traffic import Traffic
from roxom_tui.model.connection import Closed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from tests.support.standing_clock import FakeClock


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
