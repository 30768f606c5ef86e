from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.commands.record import Outages
from roxom_tui.config.settings import Profile
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Notice, Phase
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.moments import gaps, moments
from tests.feed.recordings import entries, read
from tests.support import canaries
from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.simulated_process import simulated
from tests.support.standing_clock import FakeClock


def recording(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """The program, once it says that it records."""
    process = subprocess.Popen(
        [*PROGRAM, "record", *arguments],
        env=environment(home),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("recording ")
    return process


@pytest.mark.parametrize("with_account", [False, True])
def test_it_records_every_market_stream_and_the_account_only_when_asked(with_account: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    ran = run(tmp_path, "record", str(path), "--for", "3s", *(["--with-account"] if with_account else []))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ("THE ACCOUNT IS IN IT" in ran.stderr) is with_account
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path).header.account is with_account
    text = repr(entries(path))
    for symbol in ("US500", "US100", "GOLD", "OIL"):
        assert f'"topic":"depth.{symbol}-BTC"' in text
    kinds = {entry.kind for entry in entries(path)}
    assert (Kind.REST in kinds) is with_account
    assert ('"type":"order' in text or '"availableBalance"' in text or "positionId" in text) is with_account
    assert gaps(moments(read(path).notes, read(path).end)) == ()
    assert "X-API" not in text
    assert "xrxk_key" not in text
    canaries.search(tmp_path)


def test_ctrl_c_ends_it_and_the_file_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    process = recording(tmp_path, str(path))
    while not path.exists() or path.stat().st_size < 2000:
        assert process.poll() is None
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "recorded a.roxrec" in words
    assert read(path).is_complete


def test_killed_at_any_moment_it_can_be_read_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    process = recording(tmp_path, str(path))
    while not path.exists() or path.stat().st_size < 2000:
        assert process.poll() is None
        os.sched_yield()
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert not read(path).is_complete
    ran = run(tmp_path, "replay", str(path), "--check")
    assert ran.returncode == 5
    assert "cut off while it was recorded" in ran.stderr


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    path.write_text("mine")
    ran = run(tmp_path, "record", str(path))
    assert ran.returncode == 2
    assert "no file is written over" in one_sentence(ran)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["nowhere/a.roxrec", "n" * 300], ids=["no folder", "too long"])
def test_where_no_file_can_be_made_it_says_only_that_and_ends_with_2(name: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "record", str(tmp_path / name), "--for", "1s")
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{tmp_path / name} cannot be written: ")


def test_a_disk_that_is_full_is_told_once(tmp_path: Path) -> None:
    words = "recording ended: No space left on device; what is in a.roxrec can be played"
    script = """
import os, sys
from roxom_tui.feed.recording_file import RecordingFile
def full(file, piece):
    raise OSError(28, os.strerror(28))
RecordingFile.put = full
from roxom_tui.cli import main
sys.exit(main(["record", "a.roxrec", "--for", "9s"]))
"""
    ran = subprocess.run(
        [PROGRAM[0], "-c", script],
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONPATH=str(Path.cwd())),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[1:] == [words]


@pytest.mark.parametrize("length", ["10", "0s", "-5s", "1d", "x"])
def test_a_length_that_is_none_is_refused(length: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "record", str(tmp_path / "a"), f"--for={length}")
    assert ran.returncode == 2
    assert "90s, 10m or 2h" in one_sentence(ran)


def test_where_nothing_was_ever_received_it_says_why_and_ends_with_3(tmp_path: Path) -> None:
    with simulated(tmp_path, "--environment", "sandbox", "--key-file", str(tmp_path / "key.pem")) as exchange:
        config = exchange.config(tmp_path)
    ran = run(tmp_path, "record", str(tmp_path / "a.roxrec"), "--for", "2s", "--config", str(config))
    assert ran.returncode == 3
    told = ran.stderr.splitlines()
    assert told[1].endswith("; nothing is recorded until the connection is back")
    assert "127.0.0.1" in told[1]
    assert told[-1].startswith("nothing was received: ")
    assert ran.stderr.count("until the connection is back") == 1
    ran = run(tmp_path, "replay", str(tmp_path / "a.roxrec"), "--check")
    assert ran.returncode == 5
    assert "s  no connection\n" in ran.stdout


def test_a_line_that_is_lost_is_told_at_once_and_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    with simulated(tmp_path, "--environment", "sandbox", "--key-file", str(tmp_path / "key.pem")) as exchange:
        process = recording(tmp_path, str(path), "--config", str(exchange.config(tmp_path)))
        while not path.exists() or path.stat().st_size < 2000:
            assert process.poll() is None
            os.sched_yield()
        exchange.process.kill()
        assert process.stderr is not None
        assert "nothing is recorded until the connection is back" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "recorded a.roxrec" in words
    assert "once without a connection, for " in words
    ran = run(tmp_path, "replay", str(path), "--check")
    assert ran.returncode == 5
    assert "s  connection lost\n" in ran.stdout


def test_each_outage_is_told_once_and_that_it_is_over_and_all_of_them_at_the_end() -> None:
    clock = FakeClock()
    client = Client(Profile("p", Environment.DEMO, symbols=(Symbol("GOLD-BTC"),)), None, clock, Timing())
    outages = Outages(client, clock)
    lost = Notice(clock.wall(), LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.CONNECTION_FAILED, "refused")))
    assert (list(outages.look(())), outages.nothing[:20]) == ([], "nothing was received")
    client.traffic.received("{}", clock.monotonic())
    assert (outages.nothing, outages.remark) == ("", "")
    for number in (1, 2):
        assert len(list(outages.look((lost, lost)))) == 1
        clock.pass_(3)
        assert list(outages.look((lost,))) == []
        assert "00:03" in outages.remark if number == 1 else "00:06" in outages.remark
        client.moved(Phase.CONNECTED)
        assert list(outages.look(())) == ["connected after 00:03: recording goes on"]
        client.moved(Phase.WAITING)
    assert outages.remark == "2 times without a connection, for 00:06: that is not recorded"


def test_where_a_line_stood_and_nothing_came_that_is_said_and_not_how_we_left_it() -> None:
    clock = FakeClock()
    client = Client(Profile("p", Environment.DEMO, symbols=(Symbol("GOLD-BTC"),)), None, clock, Timing())
    outages = Outages(client, clock)
    client.moved(Phase.CONNECTED)
    assert list(outages.look(())) == []
    client.moved(Phase.WAITING, Reason(Cause.CONNECTION_LOST))
    assert outages.nothing == "nothing was received: connected, and nothing came"


def test_an_outage_counts_from_when_the_connection_went_also_where_it_is_back_before_anybody_looks() -> None:
    clock = FakeClock()
    client = Client(Profile("p", Environment.DEMO, symbols=(Symbol("GOLD-BTC"),)), None, clock, Timing())
    outages = Outages(client, clock)
    client.moved(Phase.CONNECTING)
    clock.pass_(10)
    failed = Notice(clock.wall(), LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.CONNECTION_FAILED, "refused")))
    assert len(list(outages.look((failed,)))) == 1
    clock.pass_(2)
    client.moved(Phase.CONNECTED)
    assert list(outages.look(())) == ["connected after 00:12: recording goes on"]
    lost = Notice(clock.wall(), LogEntry(LogKind.DISCONNECTED))
    clock.pass_(0.5)
    assert list(outages.look((lost,)))[1:] == ["connected after less than a second: recording goes on"]
