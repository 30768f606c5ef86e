"""The configuration read once more."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from roxom_tui.commands.config_reader import ConfigReader
from roxom_tui.config.problems import ConfigProblems
from tests.support.config_texts import good, said


def reader(file: Path, layout: str | None = None) -> ConfigReader:
    return ConfigReader(SimpleNamespace(config=str(file), profile=None, layout=layout))


def test_it_is_read_with_the_options_of_the_start(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[ui]\nlayout = "book"\n')
    assert good(reader(file, "chart").read()).ui.layout == "chart"
    assert good(reader(file).read()).ui.layout == "book"


def test_a_slip_is_told_with_its_line_and_key_and_raises_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[ui]\ntheme = "drak"\n')
    (line,) = said(reader(file).read())
    assert line.startswith("config.toml:2: ui.theme: ")


def test_a_layout_that_the_command_line_names_and_that_is_gone_is_a_problem_too(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[layouts]\nmine = "book tape"\n')
    one = reader(file, "mine")
    assert good(one.read()).ui.layout == "mine"
    file.write_text("")
    assert "--layout" in str(one.read())


def test_a_file_that_is_gone_is_no_wish_for_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[ui]\nunits = "sats"\n')
    one = reader(file)
    file.unlink()
    assert [one.has_changed() for _ in range(2)] == [False, True]
    assert isinstance(one.read(), ConfigProblems)


def test_where_there_is_no_home_there_is_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ROXOM_TUI_CONFIG", raising=False)
    one = ConfigReader(SimpleNamespace(config=None, profile=None))
    assert "there is no config file" in str(one.read())
