"""The configuration read once more."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

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


def fifo(file: Path) -> None:
    os.mkfifo(file)


def huge(file: Path) -> None:
    file.write_text("#" * 70_000)


def dangling(file: Path) -> None:
    file.symlink_to("/nowhere/at/all.toml")


@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        (Path.mkdir, "is not a file"),
        (fifo, "is not a file"),
        (huge, "is larger than 64 KiB"),
        (dangling, "config.toml is a link to what is not there"),
    ],
)
def test_a_file_in_the_usual_place_that_cannot_be_read_any_more_is_no_wish_for_the_defaults(
    put: Callable[[Path], None], sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = in_usual_place(monkeypatch, tmp_path)
    file.write_text('[ui]\nunits = "sats"\n')
    one = ConfigReader(SimpleNamespace(config=None, profile=None))
    assert good(one.read()).ui.units == "sats"
    file.unlink()
    put(file)
    assert said(one.read()) == [f"config.toml: {sentence}"]


def test_a_file_in_a_folder_that_was_closed_to_us_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    in_usual_place(monkeypatch, tmp_path)
    one = ConfigReader(SimpleNamespace(config=None, profile=None))

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "stat", refuse)
    assert said(one.read()) == ["config.toml: cannot be read: Permission denied"]


def test_a_profile_of_a_file_that_is_gone_is_told_by_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = in_usual_place(monkeypatch, tmp_path)
    file.write_text('[profiles.mine]\nenvironment = "demo"\n')
    one = ConfigReader(SimpleNamespace(config=None, profile="mine"))
    assert good(one.read()).profile == "mine"
    file.unlink()
    assert "there is no config file" in str(one.read())


def in_usual_place(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Where the config file is to be put, in a folder that is there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.delenv("ROXOM_TUI_CONFIG", raising=False)
    file = folder / "roxom-tui" / "config.toml"
    file.parent.mkdir()
    return file


def test_where_there_is_no_home_there_is_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ROXOM_TUI_CONFIG", raising=False)
    one = ConfigReader(SimpleNamespace(config=None, profile=None))
    assert "there is no config file" in str(one.read())
