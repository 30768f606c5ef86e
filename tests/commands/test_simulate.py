"""The simulated exchange alone: what it prints works as it stands, and it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import tomllib
from pathlib import Path

import pytest
from websockets.sync.client import connect

from roxom_tui.config.key_files import KeyLoaded, load_credentials
from roxom_tui.config.load import load_settings
from roxom_tui.model.market import EXCHANGES, Environment
from roxom_tui.protocol.auth import handshake_headers
from tests.support.config_texts import good
from tests.support.endings import PACKAGE_HOME
from tests.support.program import PATIENCE, one_sentence, run
from tests.support.simulated_process import simulated

SLOW_END = """
import asyncio, sys
from roxom_tui.simulator.server import SimulatedServer
async def leave(self, *_):
    print("ending", file=sys.stderr, flush=True)
    await asyncio.Event().wait()
SimulatedServer.__aexit__ = leave
"""


def test_the_printed_profile_opens_the_exchange(tmp_path: Path) -> None:
    with simulated(tmp_path, "--seed", "5") as exchange:
        profile = good(load_settings(str(exchange.config(tmp_path)), environ={})).profiles["simulated"]
        loaded = load_credentials(profile, {})
        assert isinstance(loaded, KeyLoaded)
        assert profile.ws_url is not None
        with connect(profile.ws_url, additional_headers=handshake_headers(loaded.credentials), proxy=None) as socket:
            socket.send('{"op":"subscribe","args":[{"channel":"level1","symbol":"GOLD-BTC"}]}')
            assert '"subscribe"' in str(socket.recv(timeout=PATIENCE))


def test_the_key_is_private_and_goes_when_the_exchange_does(tmp_path: Path) -> None:
    with simulated(tmp_path, "--seed", "5") as exchange:
        key_file = Path(tomllib.loads(exchange.toml)["profiles"]["simulated"]["private_key_file"])
        assert key_file.stat().st_mode & 0o777 == 0o600
        assert key_file.parent.stat().st_mode & 0o777 == 0o700
        exchange.process.send_signal(signal.SIGINT)
        _, words = exchange.process.communicate(timeout=PATIENCE)
        assert exchange.process.returncode == 130
        assert not key_file.parent.exists()
    assert "default (an ordinary day), seed 5" in words
    assert "Traceback" not in words


def test_the_key_goes_also_when_two_signals_leave_no_time(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW_END)
    with simulated(tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}") as exchange:
        key_file = Path(tomllib.loads(exchange.toml)["profiles"]["simulated"]["private_key_file"])
        assert key_file.exists()
        exchange.process.send_signal(signal.SIGTERM)
        assert exchange.process.stderr is not None
        assert any(line == "ending\n" for line in exchange.process.stderr)
        exchange.process.send_signal(signal.SIGTERM)
        assert exchange.process.wait(PATIENCE) == 143
        assert not key_file.parent.exists()


def test_without_a_temporary_folder_the_person_is_asked_for_a_place(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import tempfile\ntempfile._candidate_tempdir_list = lambda: ['/nowhere']\n"
    )
    ran = run(tmp_path, "simulate", PYTHONPATH=str(tmp_path))
    assert ran.returncode == 2
    assert one_sentence(ran) == "there is no temporary folder for the key; name a place for it with --key-file"


def test_a_named_key_file_is_made_once_and_then_used_again(tmp_path: Path) -> None:
    file = tmp_path / "my.pem"
    with simulated(tmp_path, "--key-file", str(file)):
        first = file.read_bytes()
        assert file.stat().st_mode & 0o777 == 0o600
    with simulated(tmp_path, "--key-file", str(file)):
        assert file.read_bytes() == first


def test_the_depth_mode_of_the_scenario_stands_unless_another_is_asked_for(tmp_path: Path) -> None:
    for arguments, mode in [
        (["--scenario", "signed"], "signed"),
        (["--scenario", "signed", "--depth-mode", "absolute"], "absolute"),
        (["--depth-mode", "signed"], "signed"),
    ]:
        with simulated(tmp_path, *arguments) as exchange:
            assert tomllib.loads(exchange.toml)["profiles"]["simulated"]["depth_mode"] == mode


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scenario", "flaping"], "did you mean flapping?"),
        (["--key-file", "/nowhere/x.pem"], "--key-file: /nowhere/x.pem cannot be written: No such file or directory"),
        (["--key-file", "/dev/null"], "is not a regular file"),
    ],
)
def test_what_cannot_be_had_is_refused_in_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    ran = run(tmp_path, "simulate", *arguments)
    assert ran.returncode == 2
    assert words in one_sentence(ran)


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with simulated(tmp_path) as exchange:
        url = tomllib.loads(exchange.toml)["profiles"]["simulated"]["ws_url"]
        port = url.split(":")[2].partition("/")[0]
        ran = run(tmp_path, "simulate", "--port", port)
    assert ran.returncode == 2
    assert one_sentence(ran) == f"port {port} is in use: choose another with --port"


def test_a_key_file_open_to_others_is_refused_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("mine")
    os.chmod(file, 0o644)
    ran = run(tmp_path, "simulate", "--key-file", str(file))
    assert ran.returncode == 2
    assert "chmod 600" in one_sentence(ran)
    assert file.read_text() == "mine"


@pytest.mark.parametrize("environment", EXCHANGES)
def test_every_environment_can_be_rehearsed_with_the_printed_profile(environment: Environment, tmp_path: Path) -> None:
    with simulated(tmp_path, "--environment", environment.value) as exchange:
        config = str(exchange.config(tmp_path))
        profile = good(load_settings(config, environ={})).profiles["simulated"]
        assert profile.environment is environment
        ran = run(tmp_path, "--config", config, "check")
    assert ran.returncode == 0, ran.stdout
    first, *_, last = ran.stdout.splitlines()
    assert first == last
    assert first.startswith("NOTE  this is an exchange on this computer (127.0.0.1:")
    assert "NOTHING OF THE REAL EXCHANGE IS TESTED" in first


def test_rehearsals_of_two_environments_go_into_one_config_file(tmp_path: Path) -> None:
    with simulated(tmp_path, "--environment", "sandbox") as one, simulated(tmp_path) as other:
        config = tmp_path / "both.toml"
        config.write_text(one.toml.replace("simulated", "one", 1) + other.toml.replace("simulated", "other", 1))
        assert set(good(load_settings(str(config), environ={})).profiles) == {"demo", "one", "other"}
