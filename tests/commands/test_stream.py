"""stream: one JSON object per event, as it comes, and every way it can end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import typing
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from roxom_tui.client.protocol_client import Received
from roxom_tui.commands.raw_frames import tells_of
from roxom_tui.commands.stream import LineWriter, RepeatedWords, event_line, event_lines, raw_lines, wanted
from roxom_tui.config.settings import Profile
from roxom_tui.model import events
from roxom_tui.model.channels import EVENT_NAMES, Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.errors import NotFresh, RoxomError, UsageError
from roxom_tui.model.events import BalanceUpdate, BookDelta, OrderStatus, OrderUpdate, TickerDelta, Trade
from roxom_tui.model.market import AggressorSide, Environment, Level, OrderSide, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import ErrorReceived, FrameRejected, RejectReason
from roxom_tui.protocol.decode import Frame
from roxom_tui.recording.entries import Kind
from tests.recording.sample import FILE, sample
from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.simulated_process import simulated

DEMO = Profile("demo", Environment.DEMO)


def lines_of(ran: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.stdout.splitlines()]


def streaming(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """A stream that has written its first line."""
    process = subprocess.Popen(
        [*PROGRAM, "stream", *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("{")
    return process


def test_the_demo_streams_events_with_exact_decimals_and_stops_after_count(tmp_path: Path) -> None:
    ran = run(tmp_path, "stream", "--count", "30")
    assert (ran.returncode, ran.stderr) == (0, "")
    events = lines_of(ran)
    assert len(events) == 30
    quote = next(event for event in events if event["event"] == "quote")
    assert isinstance(quote["bid"]["price"], str)
    assert Decimal(quote["bid"]["price"]) < Decimal(quote["ask"]["price"])
    assert isinstance(quote["exchange_at"], int)
    assert isinstance(quote["received_at"], int)


def test_only_the_channel_and_symbol_asked_for_come(tmp_path: Path) -> None:
    ran = run(tmp_path, "stream", "--channel", "depth", "--channel", "ticker", "--symbol", "GOLD-BTC", "--count", "20")
    kinds = {(event["event"], event["symbol"]) for event in lines_of(ran)}
    assert {symbol for _, symbol in kinds} == {"GOLD-BTC"}
    assert {kind for kind, _ in kinds} <= {"book_snapshot", "book_delta", "ticker", "ticker_delta"}


def test_account_events_that_come_unasked_are_left_out_and_faults_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    balance = BalanceUpdate("BTC", None, None, None, None, 1)
    fault = FrameRejected(RejectReason.BAD_JSON, "column 3", "{x")
    error = ErrorReceived("60019", ErrorClass.TEMPORARY, "later")
    received = Received(Frame(1, 2, 1, ""), (balance, fault, error), (Stream(Channel.BALANCE),))
    assert list(event_lines(received, {Stream(Channel.ORDERS)}, RepeatedWords())) == []
    assert capsys.readouterr().err == "not understood: not JSON, column 3: {x\nexchange error 60019: later\n"
    (line,) = event_lines(received, {Stream(Channel.BALANCE)}, RepeatedWords())
    assert json.loads(line)["event"] == "balance"


def test_raw_prints_the_frames_as_received(tmp_path: Path) -> None:
    ran = run(tmp_path, "stream", "--raw", "--channel", "level1", "--symbol", "GOLD-BTC", "--count", "2")
    acknowledgement, first = lines_of(ran)
    assert acknowledgement["event"] == "subscribe"
    assert first["topic"] == "level1.GOLD-BTC"


def test_raw_frames_are_of_the_streams_asked_for_and_without_a_word_all(tmp_path: Path) -> None:
    ran = run(tmp_path, "stream", str(FILE), "--raw", "--channel", "ticker", "--symbol", "US500-BTC")
    assert ran.returncode == 0
    assert {line.get("topic", line.get("event")) for line in lines_of(ran)} == {"ticker.US500-BTC", "subscribe"}
    whole = run(tmp_path, "stream", str(FILE), "--raw")
    with sample() as recording:
        frames = [entry.payload for entry in recording.entries() if entry.kind is Kind.FRAME]
    assert whole.stdout.splitlines() == frames
    assert '"type":"balance"' in whole.stdout


def test_live_nothing_is_printed_that_the_choice_leaves_out() -> None:
    received = Received(Frame(1, 2, 1, "{}"), (BalanceUpdate("BTC", None, None, None, None, 1),), ())
    assert list(raw_lines(received, partial(tells_of, {Stream(Channel.ORDERS)}))) == []
    assert list(raw_lines(received, partial(tells_of, {Stream(Channel.BALANCE)}))) == ["{}"]


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    process = streaming(tmp_path)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=PATIENCE) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def test_a_reader_that_leaves_a_channel_that_says_nothing_ends_it_too(tmp_path: Path) -> None:
    command = [*PROGRAM, "stream", "--channel", "account"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            process.stdout.close()
            assert process.wait(PATIENCE) == 0
            assert process.stderr is not None
            assert process.stderr.read() == b""
        finally:
            process.kill()


def test_a_full_disk_ends_it_with_one_sentence(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [*PROGRAM, "stream"],
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "the output cannot be written: No space left on device\n")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_a_signal_ends_it_with_its_code(tmp_path: Path, number: int, code: int) -> None:
    process = streaming(tmp_path)
    process.send_signal(number)
    _, words = process.communicate(timeout=PATIENCE)
    assert (process.returncode, words) == (code, "")


def test_a_pipe_that_is_not_read_does_not_hold_up_a_signal(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    process = subprocess.Popen([*PROGRAM, "stream"], env=environment(tmp_path), stdout=writing)
    os.close(writing)
    try:
        assert os.read(reading, 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 143
    finally:
        process.kill()
        process.wait()
        os.close(reading)


def test_an_exchange_that_leaves_is_exit_3(tmp_path: Path) -> None:
    with simulated(tmp_path) as exchange:
        config = exchange.config(tmp_path)
        process = streaming(tmp_path, "--config", str(config))
        exchange.process.kill()
        _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert len(words.splitlines()) == 1


def test_nothing_listening_is_exit_3_and_a_refused_key_exit_4(tmp_path: Path) -> None:
    with simulated(tmp_path, "--scenario", "auth_rejected") as exchange:
        config = exchange.config(tmp_path)
        refused = run(tmp_path, "--config", str(config), "stream")
        assert refused.returncode == 4
        assert "refuses the key" in one_sentence(refused)
        exchange.process.kill()
        exchange.process.wait()
        # The key went with the exchange only if it could say goodbye; killed, it left the file behind.
        gone = run(tmp_path, "--config", str(config), "stream")
        assert gone.returncode == 3
        assert "connection refused" in one_sentence(gone)


def test_a_key_that_cannot_be_used_is_exit_2(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h.example/ws"\napi_key_env = "NO_SUCH_KEY"\n'
    )
    ran = run(tmp_path, "--config", str(file), "--profile", "s", "stream")
    assert ran.returncode == 2
    assert "NO_SUCH_KEY is not set" in one_sentence(ran)


def test_a_symbol_outside_the_profile_is_refused_with_the_nearest(tmp_path: Path) -> None:
    ran = run(tmp_path, "stream", "--symbol", "GOLD-BT")
    assert ran.returncode == 2
    assert "did you mean GOLD-BTC?" in one_sentence(ran)


def test_without_a_wish_every_documented_channel_is_followed() -> None:
    streams = [str(stream) for stream in wanted(DEMO, None, None)]
    assert len(streams) == 4 * 4 + 3
    assert {"trade.OIL-BTC", "orders", "balance", "positions"} <= set(streams)
    assert "account" not in streams


def test_a_symbol_alone_means_its_market_channels() -> None:
    assert [str(stream) for stream in wanted(DEMO, None, ["GOLD-BTC"])] == [
        "level1.GOLD-BTC",
        "trade.GOLD-BTC",
        "depth.GOLD-BTC",
        "ticker.GOLD-BTC",
    ]
    assert [str(stream) for stream in wanted(DEMO, ["orders", "orders"], ["GOLD-BTC"])] == ["orders"]
    with pytest.raises(UsageError):
        wanted(DEMO, None, ["XXX"])


GOLD = Symbol("GOLD-BTC")


AT = 1_750_000_000_123_456_789


def test_decimals_are_strings_as_sent_and_times_are_integers() -> None:
    delta = BookDelta(GOLD, (Level(Price("0.00000001"), Size(Decimal("-1.50"))),), (), AT)
    assert json.loads(event_line(delta, AT + 1)) == {
        "event": "book_delta",
        "received_at": AT + 1,
        "symbol": "GOLD-BTC",
        "bids": [{"price": "0.00000001", "size": "-1.50"}],
        "asks": [],
        "exchange_at": AT,
    }


def test_what_is_not_known_is_null_and_words_are_the_exchanges() -> None:
    trade = Trade(GOLD, Price("0.04"), Size(Decimal(1)), AggressorSide.BUY, None, AT, (("volume", Decimal("1e2")),))
    line = json.loads(event_line(trade, AT))
    assert (line["aggressor"], line["trade_id"], line["statistics"]) == ("buy", None, [["volume", "100"]])
    order = OrderUpdate("1", GOLD, OrderStatus.FILLED, side=OrderSide.SELL)
    assert json.loads(event_line(order, AT)) == {
        "event": "order",
        "received_at": AT,
        **dict.fromkeys(OrderUpdate.__struct_fields__),
        "order_id": "1",
        "symbol": "GOLD-BTC",
        "status": "filled",
        "side": "sell",
        "unread": [],
    }


def test_a_change_to_unknown_is_a_null_and_not_an_absence() -> None:
    line = json.loads(event_line(TickerDelta(GOLD, {"mark_price": None, "last_price": Price("1.10")}, AT), AT))
    assert line["changes"] == {"mark_price": None, "last_price": "1.10"}


def test_a_line_is_one_line_whatever_the_text() -> None:
    assert "\n" not in event_line(events.AccountNotice("a\nb\u2028c"), AT)


def test_a_float_is_refused_rather_than_written() -> None:
    with pytest.raises(TypeError):
        event_line(TickerDelta(GOLD, {"mark_price": cast(Any, 0.1)}, AT), AT)


def test_every_event_has_a_name() -> None:
    assert set(EVENT_NAMES) == set(typing.get_args(events.Event)) | set(typing.get_args(events.Seed))
    assert len(set(EVENT_NAMES.values())) == len(EVENT_NAMES)


ERROR = "exchange error 60019: internal error"


def test_words_beside_a_stream_count_what_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    words = RepeatedWords()
    for number in range(400):
        words.add(ERROR, number * SECOND // 40)
        if number == 100:
            words.add("trade.GOLD-BTC refused: 60015", number * SECOND // 40)
    words.finish()
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == [ERROR, "trade.GOLD-BTC refused: 60015"]
    assert lines[2:] == [f"x399 {ERROR}"]


def everything(descriptor: int) -> bytes:
    """All that is in a pipe whose other end is closed."""
    with open(descriptor, "rb") as pipe:
        return pipe.read()


async def test_lines_go_out_in_order_and_whole() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing)
    for number in range(500):
        out.put(f"line {number} é\udcff")
    await out.close()
    os.close(writing)
    assert everything(reading).decode() == "".join(f"line {number} é\\udcff\n" for number in range(500))


async def test_a_pipe_that_another_job_made_non_blocking_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    out = LineWriter(writing)
    for number in range(5000):
        out.put(f"{number:0>100}")
    received = bytearray()
    while not received.endswith(b"4999\n"):
        received += await asyncio.to_thread(os.read, reading, 65536)
    await out.close()
    assert received.decode().split() == [f"{number:0>100}" for number in range(5000)]
    assert not os.get_blocking(writing)
    os.close(reading)
    os.close(writing)


def test_data_and_words_wait_for_a_pipe_that_is_non_blocking() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    script = (
        "from roxom_tui.commands.stdio import put, write_notice\n"
        "for n in range(2000): put(f'{n:0>99}'); write_notice(f'{n:0>99}')"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=writing, stderr=writing) as process:
        os.close(writing)
        received = everything(reading).decode().split()
        assert process.wait(PATIENCE) == 0
    assert received == [f"{number:0>99}" for number in range(2000) for _ in range(2)]


async def test_a_reader_that_left_is_noticed_without_another_line() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    out = LineWriter(writing)
    out.put("x")
    with pytest.raises(BrokenPipeError):
        await out.ended
    os.close(writing)


async def test_a_reader_that_left_is_noticed_without_any_line() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing, look=0.01)
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        async with asyncio.timeout(PATIENCE):
            await out.ended
    os.close(writing)


async def test_a_failing_disk_is_told_in_one_sentence() -> None:
    reading, writing = os.pipe()
    out = LineWriter(reading)
    out.put("x")
    with pytest.raises(RoxomError, match="the output cannot be written: Bad file descriptor"):
        await out.close()
    os.close(reading)
    os.close(writing)


async def test_a_reader_too_far_behind_is_told() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing, most_waiting=20)
    line = "x" * 100_000

    def flood() -> None:
        for _ in range(1000):
            out.put(line)

    with pytest.raises(NotFresh, match="20 lines behind"):
        flood()
    read = os.read(reading, 10_000)
    assert read == line.encode()[: len(read)]
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        await out.close()
    os.close(writing)
