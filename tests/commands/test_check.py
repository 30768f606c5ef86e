"""check: a line per step, what to do where it fails, and the exit code of the first failure."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from roxom_tui.commands.check import exit_code
from roxom_tui.feed.check import CheckStep
from roxom_tui.model.connection import Trouble
from roxom_tui.words.connection_facts import LOG, REJECTED, REJECTS, SECTIONS, STREAM
from tests.support.program import run
from tests.support.simulated_process import simulated


def test_the_demo_passes_every_step(tmp_path: Path) -> None:
    ran = run(tmp_path, "check")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == lines[-1]
    assert lines[0].startswith("NOTE  this is the built-in simulated exchange: NOTHING OF THE REAL EXCHANGE IS TESTED")
    assert lines[1].startswith("ok    profile")
    assert any(line.startswith("ok    connect and authenticate") and " ms " in line for line in lines)
    assert not any(line.startswith("FAIL") for line in lines)
    assert any(line.startswith("ok    watch") and line.endswith("All data current, all checks pass") for line in lines)
    assert re.search(r"measures +wire to state p50 \d+\.\d ms, p99 \d+\.\d ms; exchange clock -?\d", lines[-3])
    counted = r"verified (1 time|[02-9] times|\d\d+ times), 0 levels corrected"
    assert re.search(rf"book +depth format absolute \(detected\); {counted}", lines[-2])


def test_json_is_one_object_per_step_and_then_all_facts_of_a_connection(tmp_path: Path) -> None:
    *steps, last = [json.loads(line) for line in run(tmp_path, "check", "--json").stdout.splitlines()]
    assert {"step", "ok", "ms", "said", "advice", "trouble", "simulated"} == set(steps[0])
    assert all(line["simulated"] is True for line in (*steps, last))
    by_name = {step["step"]: step for step in steps}
    assert by_name["connect and authenticate"]["ok"] is True
    assert by_name["connect and authenticate"]["ms"] > 0
    assert by_name["watch"]["ok"] is True
    assert_every_fact(last["facts"])


def assert_every_fact(facts: dict[str, Any]) -> None:
    """The schema is the list that the connection screen draws; and here nothing is left unknown that can be known."""
    keys = [fact.key for fact in STREAM]
    lists: dict[str, Any] = {"streams": keys, "rejects": REJECTS, "last_rejected": REJECTED, "log": LOG}
    assert list(facts) == ["verdict", *(section.key for section in SECTIONS), *lists]
    for section in SECTIONS:
        assert list(facts[section.key]) == [fact.key for fact in section.facts]
    for name, told in lists.items():
        assert all(list(row) == list(told) for row in facts[name])
    assert facts["verdict"]["true"] is True
    assert (facts["verdict"]["answer"], facts["verdict"]["troubles"]) == ("all_current", [])
    assert all(row["cause"] is row["ends"] is None for row in facts["streams"])
    traffic, checks = facts["traffic"], facts["checks"]
    assert 0 < traffic["latency_p50_ms"] <= traffic["latency_p99_ms"]
    assert traffic["latency_ends_at"] == "state"
    assert traffic["clock_bound_ms"] == pytest.approx(traffic["round_trip_ms"] / 2, abs=0.001)
    assert checks["depth_format"] == "absolute (detected)"
    assert (checks["audits"] > 0, checks["differences"], checks["rejected"]) == (True, 0, 0)
    streams = {row["stream"]: row for row in facts["streams"]}
    market = {f"{channel}.US500-BTC" for channel in ("level1", "depth", "ticker", "trade")}
    assert market | {"orders", "balance", "positions", "ticker.OIL-BTC"} <= streams.keys()
    assert streams["depth.US500-BTC"]["age_s"] < 10


def test_a_key_of_another_size_than_documented_is_said_to_be_one(tmp_path: Path) -> None:
    key_file = tmp_path / "key.pem"
    key = rsa.generate_private_key(65537, 3072)
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key_file.chmod(0o600)
    with simulated(tmp_path, "--key-file", str(key_file)) as exchange:
        ran = run(tmp_path, "--config", str(exchange.config(tmp_path)), "check")
    assert ran.returncode == 0
    _, _, step, warning, *_ = ran.stdout.splitlines()
    assert step.startswith("ok    key")
    assert warning == f"      -> the private key in {key_file} has 3072 bits; the exchange documents 2048 only"


@pytest.mark.parametrize(
    ("scenario", "code", "step"),
    [
        ("auth_rejected", 4, "connect and authenticate"),
        ("auth_forbidden", 4, "connect and authenticate"),
        ("unavailable", 3, "connect and authenticate"),
        ("handshake_limited", 3, "connect and authenticate"),
    ],
)
def test_a_failure_is_named_with_what_to_do_and_its_code(tmp_path: Path, scenario: str, code: int, step: str) -> None:
    with simulated(tmp_path, "--scenario", scenario) as exchange:
        ran = run(tmp_path, "--config", str(exchange.config(tmp_path)), "check")
    assert (ran.returncode, ran.stderr) == (code, "")
    *_, failure, advice, _ = ran.stdout.splitlines()
    assert failure.startswith(f"FAIL  {step}")
    assert advice.startswith("      -> ")


def test_a_symbol_the_exchange_does_not_know_is_found_wherever_it_stands_in_the_list(tmp_path: Path) -> None:
    with simulated(tmp_path) as exchange:
        config = exchange.config(tmp_path)
        config.write_text(config.read_text().replace('"OIL-BTC"', '"OIL-BTC", "NOPE-BTC"'))
        ran = run(tmp_path, "--config", str(config), "check")
    assert (ran.returncode, ran.stderr) == (5, "")
    refused, watched = (line for line in ran.stdout.splitlines() if line.startswith("FAIL"))
    assert refused.split()[1:3] == ["subscribe", "level1.NOPE-BTC"]
    assert "60015" in refused
    assert "check the symbol in the profile" in ran.stdout
    assert watched.split()[1] == "watch"
    assert "14 of 16 streams OK. level1.NOPE-BTC, ticker.NOPE-BTC REJECTED: exchange error 60015: " in watched


def test_facts_are_told_also_where_something_is_refused(tmp_path: Path) -> None:
    with simulated(tmp_path) as exchange:
        config = exchange.config(tmp_path)
        config.write_text(config.read_text().replace('"OIL-BTC"', '"OIL-BTC", "NOPE-BTC"'))
        ran = run(tmp_path, "--config", str(config), "check", "--json")
    assert ran.returncode == 5
    *steps, last = [json.loads(line) for line in ran.stdout.splitlines()]
    (watched,) = (step for step in steps if step["step"] == "watch")
    assert watched["ms"] < 10_000, "what is refused is not waited for"
    facts = last["facts"]
    assert facts["verdict"]["true"] is False
    assert facts["verdict"]["answer"] == "partly"
    (trouble,) = (trouble for trouble in facts["verdict"]["troubles"] if trouble["state"] == "REJECTED")
    assert trouble["streams"] == ["level1.NOPE-BTC", "ticker.NOPE-BTC"]
    assert (trouble["cause"], trouble["ends"], trouble["next_step_s"]) == ("refused", "accepted", None)
    assert trouble["can_do"] == ["resync"]
    assert trouble["for_s"] >= 0
    assert trouble["sentence"].startswith("level1.NOPE-BTC, ticker.NOPE-BTC REJECTED: exchange error 60015: ")
    (row,) = (row for row in facts["streams"] if row["stream"] == "level1.NOPE-BTC")
    assert (row["cause"], row["ends"], row["next_step_s"]) == ("refused", "accepted", None)
    states = {row["stream"]: row["state"] for row in facts["streams"]}
    assert [stream for stream, state in states.items() if state == "REJECTED"] == ["level1.NOPE-BTC", "ticker.NOPE-BTC"]
    assert states["depth.US500-BTC"] == "LIVE"


async def test_a_server_that_hangs_up_is_not_said_to_have_answered(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    with simulated(tmp_path) as exchange:
        config = exchange.config(tmp_path)
        async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            config.write_text(re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", config.read_text()))
            ran = await asyncio.to_thread(run, tmp_path, "--config", str(config), "check")
    assert ran.returncode == 3
    assert "127.0.0.1 closed the connection without an answer" in ran.stdout


def test_a_key_that_cannot_be_used_is_the_step_that_fails(tmp_path: Path) -> None:
    with simulated(tmp_path, "--key-file", str(tmp_path / "k.pem")) as exchange:
        config = exchange.config(tmp_path)
        (tmp_path / "k.pem").chmod(0o644)
        ran = run(tmp_path, "--config", str(config), "check")
    assert ran.returncode == 2
    assert "FAIL  key" in ran.stdout
    assert "chmod 600" in ran.stdout


@pytest.mark.parametrize(
    ("troubles", "code"),
    [
        ([], 0),
        ([None], 5),
        ([Trouble.UNREACHABLE], 3),
        ([Trouble.CERTIFICATE], 3),
        ([Trouble.THROTTLED], 3),
        ([Trouble.REFUSED], 4),
        ([Trouble.NOT_ALLOWED], 2),
        ([Trouble.REDIRECTED], 2),
        ([Trouble.REFUSED, Trouble.UNREACHABLE], 4),
    ],
)
def test_the_first_failure_gives_the_code(troubles: list[Trouble | None], code: int) -> None:
    passed = [CheckStep("a", True, ""), CheckStep("b", None, "")]
    assert exit_code([*passed, *(CheckStep("c", False, "", trouble=trouble) for trouble in troubles)]) == code


def test_a_check_that_fails_ends_with_what_it_did_not_test_too(tmp_path: Path) -> None:
    with simulated(tmp_path, "--scenario", "auth_rejected", "--environment", "sandbox") as exchange:
        config = str(exchange.config(tmp_path))
        ran = run(tmp_path, "--config", config, "check")
        steps = [json.loads(line) for line in run(tmp_path, "--config", config, "check", "--json").stdout.splitlines()]
    assert ran.returncode == 4
    assert ran.stdout.splitlines()[0] == ran.stdout.splitlines()[-1]
    assert all(step["simulated"] for step in steps)
