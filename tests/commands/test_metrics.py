from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as parse

from roxom_tui.cli import main
from roxom_tui.commands.metrics import ENDED, followed, replace_file
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import Channel
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.market import Environment, Symbol
from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.simulated_exchange import nowhere

GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")


def test_a_file_is_renewed_until_the_end_and_then_says_only_that(tmp_path: Path) -> None:
    path = tmp_path / "roxom.prom"
    process = subprocess.Popen(
        [*PROGRAM, "metrics", "--output", str(path), "--every", "1s"], env=environment(tmp_path), stderr=subprocess.PIPE
    )
    while not path.exists() or "roxom_bid_price_btc{" not in path.read_text():
        assert process.poll() is None
        os.sched_yield()
    families = {family.name: family for family in parse(path.read_text())}
    assert families["roxom_up"].samples[0].value == 1
    assert families["roxom_latency_seconds"].samples[-2].value > 0
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 143
    assert words.decode() == f"metrics in {path}\n"
    assert path.read_bytes() == ENDED
    assert list(tmp_path.glob(".roxom*")) == []


def test_where_nobody_answers_no_price_is_told_and_the_code_is_5(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profiles.demo]\nenvironment = "demo"\nws_url = "{nowhere()}"\napi_key = "x"\n')
    ran = run(tmp_path, "metrics", "--config", str(config), "--wait", "1s")
    assert ran.returncode != 0
    assert "_price_btc{" not in ran.stdout


def test_what_cannot_be_renewed_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.prom"
    replace_file(path, b"roxom_up 1\n")
    assert path.read_bytes() == b"roxom_up 1\n"
    beside = tmp_path / f".a.prom.{os.getpid()}"
    beside.mkdir()
    with pytest.raises(RoxomError, match="cannot be written"):
        replace_file(path, b"roxom_up 1\n")
    assert not path.exists()


def test_a_place_where_no_file_can_be_is_told_once_and_ends_with_2(tmp_path: Path) -> None:
    ran = run(tmp_path, "metrics", "--output", str(tmp_path / "nowhere" / "x.prom"))
    assert ran.returncode == 2
    assert "cannot be written" in one_sentence(ran)


def test_all_quotes_and_tickers_are_followed_and_one_book() -> None:
    streams = followed(GOLD, Profile("p", Environment.DEMO, symbols=(GOLD, OIL)))
    assert {stream.symbol for stream in streams if stream.channel is Channel.DEPTH} == {GOLD}
    assert {stream.symbol for stream in streams if stream.channel is Channel.TICKER} == {GOLD, OIL}
    assert len(streams) == len(set(streams))


@pytest.mark.parametrize(
    "arguments",
    [("--listen", "0.0.0.0:9464"), ("--output", "a.txt"), ("--listen", "127.0.0.1:0", "--output", "a.prom")],
)
def test_another_machine_another_name_or_two_places_are_refused(
    arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["metrics", *arguments]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
