"""What may stand where a config file is looked for, and homes that are none."""

from __future__ import annotations

import errno
import os
import pwd
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from roxom_tui.config.load import load_settings
from roxom_tui.config.private_files import config_file, state_folder
from tests.support.config_texts import good, said


def fifo(file: Path) -> None:
    os.mkfifo(file)


def device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def loop(file: Path) -> None:
    file.symlink_to(file.name)


def dangling(file: Path) -> None:
    file.symlink_to("/nowhere/at/all.toml")


def dangling_folder(file: Path) -> None:
    file.parent.rmdir()
    file.parent.symlink_to("/nowhere/at/all")


def huge(file: Path) -> None:
    file.touch()
    os.truncate(file, 1 << 40)


def binary(file: Path) -> None:
    file.write_bytes(bytes(range(256)))


def socket_file(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(file))


UNREADABLE: dict[Callable[[Path], None], str] = {
    Path.mkdir: "is not a file",
    fifo: "is not a file",
    device: "is not a file",
    socket_file: "cannot be read: No such device or address",
    loop: "cannot be read: Too many levels of symbolic links",
    dangling: "config.toml is a link to what is not there",
    dangling_folder: "roxom-tui is a link to what is not there",
    huge: "is larger than 64 KiB",
    binary: "is not UTF-8 text",
}


@pytest.fixture
def usual(tmp_path: Path) -> Path:
    """The usual place under an XDG folder, still empty."""
    (tmp_path / "roxom-tui").mkdir()
    return tmp_path / "roxom-tui" / "config.toml"


@pytest.mark.parametrize(("put", "sentence"), UNREADABLE.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_no_config_file_is_refused_when_asked_for_and_else_remarked_while_the_demo_opens(
    usual: Path, tmp_path: Path, put: Callable[[Path], None], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The path of a socket must be short.
    monkeypatch.chdir(usual.parent)
    put(Path(usual.name) if put is socket_file else usual)
    (problem,) = said(load_settings(str(usual), environ={}))
    assert problem.split(": ", 1)[1] == sentence
    settings = good(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)}))
    (remark,) = settings.remarks
    place = f"{usual}:2" if put is binary else str(usual)
    assert remark == f"{place}: {sentence}; only the built-in demo is there"
    assert set(settings.profiles) == {"demo"}


def test_a_file_we_may_not_read_is_told_by_its_reason(usual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    assert said(load_settings(str(usual), environ={})) == ["config.toml: cannot be read: Permission denied"]


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
