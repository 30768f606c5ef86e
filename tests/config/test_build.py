"""From a document and the environment to settings: a profile over the top of the file, a variable over both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from roxom_tui.model.market import DepthMode
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


def test_a_profile_wins_over_the_top_of_the_file_and_a_variable_over_both(load: Load) -> None:
    plain = good(load(TWO)).profiles
    assert (plain["one"].symbols, plain["two"].symbols) == (("B-BTC",), ("A-BTC",))
    assert plain["one"].depth_mode is DepthMode.SIGNED
    variables = {"ROXOM_TUI_SYMBOLS": "C-BTC, D-BTC", "ROXOM_TUI_DEPTH_MODE": "absolute"}
    strongest = good(load(TWO, environ=variables)).profiles
    assert {profile.symbols for profile in strongest.values()} == {("C-BTC", "D-BTC")}
    assert {profile.depth_mode for profile in strongest.values()} == {DepthMode.ABSOLUTE}


def test_an_unknown_profile_is_refused_with_the_nearest(load: Load) -> None:
    assert said(load(TWO, profile="on")) == ["--profile: there is no profile on; did you mean one?"]


def test_a_profile_is_not_called_missing_when_it_is_only_faulty(load: Load) -> None:
    assert said(load("[profiles.x]\nseed = 1", profile="x")) == [
        "config.toml:1: profiles.x: environment is missing: demo, sandbox or production"
    ]


def test_the_demo_is_there_whatever_the_file_defines(load: Load) -> None:
    assert "demo" in good(load(TWO)).profiles
    assert good(load("[profiles.demo]\nseed = 3\n")).profiles["demo"].seed == 3


def test_a_relative_key_file_starts_at_the_folder_of_the_config(load: Load, tmp_path: Path) -> None:
    text = '[profiles.x]\nenvironment = "demo"\nprivate_key_file = "keys/x.pem"\n'
    assert good(load(text)).profiles["x"].private_key_file == tmp_path / "keys" / "x.pem"


def test_production_has_its_addresses_built_in(load: Load) -> None:
    profile = good(load('[profiles.p]\nenvironment = "production"')).profiles["p"]
    assert (profile.ws_url, profile.rest_url) == ("wss://ws.roxom.com/ws", "https://api.roxom.com/v1")
    only_ws = good(load('[profiles.p]\nenvironment = "production"\nws_url = "wss://ws.roxom.com/ws"')).profiles["p"]
    assert only_ws.rest_url is None


def test_the_ui_judges_rebound_keys_and_its_refusal_has_a_line(load: Load) -> None:
    def check(keys: Mapping[str, str]) -> Mapping[str, str]:
        return {action: f"no action {action}" for action in keys if action != "quit"}

    assert said(load('[keys]\nquit = "q"\nqit = "x"', check_keys=check)) == ["config.toml:3: keys.qit: no action qit"]
    assert good(load('[keys]\nquit = "x"', check_keys=check)).keys == {"quit": "x"}
