"""The folders of our files; and homes that are none."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import NoReturn

import pytest

from roxom_tui.config.load import load_settings
from roxom_tui.config.private_files import config_file, state_folder
from tests.support.config_texts import good, said


@pytest.mark.parametrize("home", ["/dev/null", "/proc", "/nowhere", "relative", ""])
@pytest.mark.parametrize("variable", ["HOME", "XDG_CONFIG_HOME"])
def test_a_home_that_is_none_is_no_reason_for_a_word(monkeypatch: pytest.MonkeyPatch, home: str, variable: str) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", "/nowhere")
    monkeypatch.setenv(variable, home)
    settings = good(load_settings(environ=dict(os.environ)))
    assert (settings.path, settings.remarks, set(settings.profiles)) == (None, (), {"demo"})


@pytest.fixture
def unknown_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of whom the system knows neither name nor home."""

    def nobody(uid: int) -> NoReturn:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)


@pytest.mark.usefixtures("unknown_user")
def test_without_any_home_there_is_no_usual_place_and_the_demo_stands() -> None:
    assert config_file(os.environ) is None
    assert state_folder(os.environ) is None
    settings = good(load_settings(environ={}))
    assert (settings.path, settings.remarks) == (None, ())


@pytest.mark.usefixtures("unknown_user")
def test_without_any_home_a_path_that_starts_with_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[profiles.demo]\nprivate_key_file = "~/k.pem"\n')
    assert said(load_settings(str(file), environ={})) == [
        "config.toml:2: profiles.demo.private_key_file: starts with ~ but there is no home folder; give the whole path"
    ]
    assert said(load_settings("~/config.toml", environ={})) == ["config.toml: there is no such file"]


@pytest.mark.parametrize("home", ["", "relative"])
def test_a_home_that_is_no_place_puts_nothing_into_another(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home)
    assert (config_file(os.environ), state_folder(os.environ)) == (None, None)
