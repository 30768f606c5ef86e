"""A new user's first hour: a config file to begin with, a rehearsal of sandbox, and words that say what is wrong."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

from roxom_tui.config.config_file import example_text
from roxom_tui.config.load import load_settings
from roxom_tui.model.market import Environment
from tests.support.config_texts import good
from tests.support.program import one_sentence, run
from tests.support.simulated_process import simulated
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]


def usual_place(home: Path) -> Path:
    return home / ".config" / "roxom-tui" / "config.toml"


def test_the_example_in_the_package_is_the_one_that_readers_of_the_source_see() -> None:
    assert example_text() == (ROOT / "config.example.toml").read_text(encoding="utf-8")


def test_init_writes_the_example_for_nobody_else_to_read(tmp_path: Path) -> None:
    ran = run(tmp_path, "config", "init")
    place = usual_place(tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert str(place) in ran.stderr
    assert place.read_text() == example_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    valid = run(tmp_path, "config", "validate")
    assert valid.returncode == 0
    assert valid.stderr == f"{place}: OK; profiles: demo, sandbox, production; default: demo\n"


def test_what_init_wrote_opens_the_demo_with_the_usual_keys(tmp_path: Path) -> None:
    assert run(tmp_path, "config", "init").returncode == 0
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "spread")
        terminal.press("q")
        assert terminal.ends() == 0


@pytest.mark.parametrize("kind", ["file", "link to nothing", "folder"])
def test_init_never_writes_over_anything(kind: str, tmp_path: Path) -> None:
    place = usual_place(tmp_path)
    place.parent.mkdir(parents=True)
    if kind == "file":
        place.write_text("mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "elsewhere")
    ran = run(tmp_path, "config", "init")
    assert ran.returncode == 2
    assert one_sentence(ran) == f"{place} is there already and was left as it is"
    assert not (tmp_path / "elsewhere").exists()
    assert kind != "file" or place.read_text() == "mine"


def test_init_writes_where_it_is_told_to_and_leaves_the_folder_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    for path, more in ((folder / "a.toml", {}), (folder / "b.toml", {"ROXOM_TUI_CONFIG": str(folder / "b.toml")})):
        arguments = [] if more else ["--config", str(path)]
        assert run(tmp_path, *arguments, "config", "init", **more).returncode == 0
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o755
    assert run(tmp_path, "--config", str(tmp_path / "new" / "c.toml"), "config", "init").returncode == 0
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_init_says_why_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file in the way")
    ran = run(tmp_path, "config", "init")
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{usual_place(tmp_path)} cannot be written: ")


@pytest.mark.parametrize("environment", list(Environment))
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


def test_a_check_that_fails_ends_with_what_it_did_not_test_too(tmp_path: Path) -> None:
    with simulated(tmp_path, "--scenario", "auth_rejected", "--environment", "sandbox") as exchange:
        config = str(exchange.config(tmp_path))
        ran = run(tmp_path, "--config", config, "check")
        steps = [json.loads(line) for line in run(tmp_path, "--config", config, "check", "--json").stdout.splitlines()]
    assert ran.returncode == 4
    assert ran.stdout.splitlines()[0] == ran.stdout.splitlines()[-1]
    assert all(step["simulated"] for step in steps)


def test_a_key_file_open_to_others_is_told_once_with_the_command_and_nothing_vaguer(tmp_path: Path) -> None:
    with simulated(tmp_path, "--key-file", str(tmp_path / "k.pem")) as exchange:
        config = exchange.config(tmp_path)
        (tmp_path / "k.pem").chmod(0o644)
        ran = run(tmp_path, "--config", str(config), "check")
    *_, step, _ = ran.stdout.splitlines()
    assert step.endswith(f"close it: chmod 600 {tmp_path / 'k.pem'}")


@pytest.mark.parametrize("variable", [{}, {"TERM": "dumb"}])
def test_a_wrong_config_is_told_before_a_missing_terminal(variable: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[ui]\nunit = 'btc'\n")
    ran = run(tmp_path, "--config", str(config), **variable)
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{config}:2: ui.unit: ")
    assert one_sentence(run(tmp_path, "--profile", "sandbx")).startswith("--profile: there is no profile sandbx")
    assert one_sentence(run(tmp_path, "--symbol", "GOLD-BTX")).startswith("--symbol: GOLD-BTX is not among")


def test_the_example_holds_nothing_that_a_new_user_would_not_choose() -> None:
    document = tomllib.loads(example_text())
    assert document["profile"] == "demo"
    assert document["keys"] == {"quit": "q"}
    sandbox = document["profiles"]["sandbox"]
    assert (sandbox["symbols"], sandbox["depth_mode"]) == (document["symbols"], "auto")


def test_the_package_holds_the_example_as_data() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["roxom_tui"]
    assert any((ROOT / "roxom_tui" / "config" / "config.example.toml") in (ROOT / "roxom_tui").glob(p) for p in data)
    assert os.path.isfile(ROOT / "roxom_tui" / "config" / "config.example.toml")


SANDBOX = """profile = "s"
[profiles.s]
environment = "sandbox"
ws_url = "wss://127.0.0.1:9/ws"
rest_url = "https://127.0.0.1:9/v1"
api_key = "xrxk_key_x"
private_key_file = "k.pem"
"""


@pytest.mark.parametrize("command", [(), ("check",), ("stream",)])
def test_a_log_of_tls_keys_is_refused_by_its_name_and_nothing_is_written(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    config, log = tmp_path / "c.toml", tmp_path / "keys.log"
    config.write_text(SANDBOX)
    config.chmod(0o600)
    for place in (log, tmp_path / "nowhere" / "keys.log"):
        ran = run(tmp_path, "--config", str(config), *command, SSLKEYLOGFILE=str(place))
        assert ran.returncode == 2
        assert one_sentence(ran).startswith("SSLKEYLOGFILE is set: whoever reads ")
        assert one_sentence(ran).endswith("so nothing is connected; unset SSLKEYLOGFILE")
    assert not log.exists()


@pytest.mark.parametrize("command", [("check",), ("stream", "--count", "5")])
def test_the_demo_has_no_tls_and_goes_on_without_a_log_of_keys(command: tuple[str, ...], tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    for place in (log, tmp_path / "nowhere" / "keys.log"):
        ran = run(tmp_path, *command, SSLKEYLOGFILE=str(place))
        assert (ran.returncode, ran.stderr) == (0, "")
    assert not log.exists()
