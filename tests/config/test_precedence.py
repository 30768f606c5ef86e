"""Flag, then environment, then profile, then file, then default; and what happens without a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roxom_tui.config.config_file import find_config
from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import DEFAULT_SYMBOLS
from roxom_tui.model.market import DepthMode, Environment
from tests.support.config_texts import Load, good, said

TWO = """\
profile = "one"
symbols = ["A-BTC"]
depth_mode = "signed"
[profiles.one]
environment = "demo"
symbols = ["B-BTC"]
[profiles.two]
environment = "demo"
[ui]
units = "sats"
"""


def test_the_flag_wins_over_the_variable_and_that_over_the_file(load: Load) -> None:
    variable = {"ROXOM_TUI_PROFILE": "two"}
    assert good(load(TWO)).profile == "one"
    assert good(load(TWO, environ=variable)).profile == "two"
    assert good(load(TWO, profile="demo", environ=variable)).profile == "demo"
    assert good(load("")).profile == "demo"


def test_a_profile_wins_over_the_top_of_the_file_and_a_variable_over_both(load: Load) -> None:
    plain = good(load(TWO)).profiles
    assert (plain["one"].symbols, plain["two"].symbols) == (("B-BTC",), ("A-BTC",))
    assert plain["one"].depth_mode is DepthMode.SIGNED
    variables = {"ROXOM_TUI_SYMBOLS": "C-BTC, D-BTC", "ROXOM_TUI_DEPTH_MODE": "absolute"}
    strongest = good(load(TWO, environ=variables)).profiles
    assert {profile.symbols for profile in strongest.values()} == {("C-BTC", "D-BTC")}
    assert {profile.depth_mode for profile in strongest.values()} == {DepthMode.ABSOLUTE}


def test_variables_of_the_screen_win_over_the_file(load: Load) -> None:
    variables = {
        "ROXOM_TUI_UNITS": "btc",
        "ROXOM_TUI_MAX_FPS": "7",
        "ROXOM_TUI_MOUSE": "false",
        "ROXOM_TUI_THEME": "light",
    }
    assert good(load(TWO)).ui.units == "sats"
    ui = good(load(TWO, environ=variables)).ui
    assert (ui.units, ui.max_fps, ui.mouse, ui.theme) == ("btc", 7, False, "light")
    assert good(load(TWO, environ=dict.fromkeys(variables, ""))).ui.units == "sats"


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("ROXOM_TUI_MAX_FPS", "99", "ROXOM_TUI_MAX_FPS: expected a whole number from 1 to 60"),
        ("ROXOM_TUI_MOUSE", "yes", "ROXOM_TUI_MOUSE: expected true or false, not a string"),
        ("ROXOM_TUI_SYMBOLS", "a", "ROXOM_TUI_SYMBOLS: a is not a symbol; one looks like GOLD-BTC"),
        ("ROXOM_TUI_PROFILE", "tow", "ROXOM_TUI_PROFILE: there is no profile tow; did you mean two?"),
    ],
)
def test_a_bad_variable_is_refused_by_name(load: Load, variable: str, value: str, problem: str) -> None:
    assert said(load(TWO, environ={variable: value})) == [problem]


def test_an_unknown_profile_is_refused_with_the_nearest(load: Load) -> None:
    assert said(load(TWO, profile="on")) == ["--profile: there is no profile on; did you mean one?"]


def test_a_profile_is_not_called_missing_when_it_is_only_faulty(load: Load) -> None:
    assert said(load("[profiles.x]\nseed = 1", profile="x")) == [
        "config.toml:1: profiles.x: environment is missing: demo, sandbox or production"
    ]


def test_the_config_flag_wins_over_the_variable_and_that_over_the_xdg_folder(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "ROXOM_TUI_CONFIG": "/there/x.toml"}
    assert find_config("/here/y.toml", environ).path == Path("/here/y.toml")
    assert find_config(None, environ).path == Path("/there/x.toml")
    del environ["ROXOM_TUI_CONFIG"]
    place = find_config(None, environ)
    assert (place.path, place.asked_for) == (tmp_path / "roxom-tui" / "config.toml", False)


def test_without_a_file_the_demo_stands(tmp_path: Path) -> None:
    settings = good(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)}))
    assert (settings.profile, settings.path, settings.remarks) == ("demo", None, ())
    assert settings.profiles["demo"].environment is Environment.DEMO
    assert settings.profiles["demo"].symbols == DEFAULT_SYMBOLS


def test_the_demo_is_there_whatever_the_file_defines(load: Load) -> None:
    assert "demo" in good(load(TWO)).profiles
    assert good(load("[profiles.demo]\nseed = 3\n")).profiles["demo"].seed == 3


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "config.toml")
    assert said(load_settings(missing, environ={})) == ["config.toml: there is no such file"]
    assert said(load_settings(environ={"ROXOM_TUI_CONFIG": missing})) == ["config.toml: there is no such file"]


def test_an_unreadable_usual_place_is_a_remark_and_the_demo_still_opens(tmp_path: Path) -> None:
    (tmp_path / "roxom-tui" / "config.toml").mkdir(parents=True)
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    (remark,) = good(load_settings(environ=environ)).remarks
    assert "is not a file" in remark
    assert "demo" in remark
    assert len(said(load_settings(profile="sandbox", environ=environ))) == 2
    assert said(load_settings(str(tmp_path / "roxom-tui" / "config.toml"), environ={})) == [
        "config.toml: is not a file"
    ]


def test_a_pipe_in_place_of_the_file_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    assert said(load_settings(str(tmp_path / "config.toml"), environ={})) == ["config.toml: is not a file"]


def test_text_that_is_not_utf8_or_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"# a\n# \xff\n")
    assert said(load_settings(str(file), environ={})) == ["config.toml:2: is not UTF-8 text"]
    file.write_bytes(b"#" * 65_537)
    assert said(load_settings(str(file), environ={})) == ["config.toml: is larger than 64 KiB"]


def test_a_relative_key_file_starts_at_the_folder_of_the_config(load: Load, tmp_path: Path) -> None:
    text = '[profiles.x]\nenvironment = "demo"\nprivate_key_file = "keys/x.pem"\n'
    assert good(load(text)).profiles["x"].private_key_file == tmp_path / "keys" / "x.pem"


def test_production_has_its_addresses_built_in(load: Load) -> None:
    profile = good(load('[profiles.p]\nenvironment = "production"')).profiles["p"]
    assert (profile.ws_url, profile.rest_url) == ("wss://ws.roxom.com/ws", "https://api.roxom.com/v1")
    only_ws = good(load('[profiles.p]\nenvironment = "production"\nws_url = "wss://ws.roxom.com/ws"')).profiles["p"]
    assert only_ws.rest_url is None


def test_a_readable_file_with_a_key_in_it_earns_a_remark(load: Load, tmp_path: Path) -> None:
    text = '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h/ws"\napi_key = "0123456789abcdef"'
    load(text)
    (tmp_path / "config.toml").chmod(0o644)
    (remark,) = good(load(text)).remarks
    assert remark.endswith("others can read it: chmod 600 it")
    (tmp_path / "config.toml").chmod(0o600)
    assert good(load(text)).remarks == ()


def test_problems_of_environment_and_file_come_together(load: Load) -> None:
    problems = load("x = 1", environ={"ROXOM_TUI_UNITS": "x"})
    assert isinstance(problems, ConfigProblems)
    assert len(problems.problems) == 2
