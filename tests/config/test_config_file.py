"""Where the config file is, and what may stand there."""

from __future__ import annotations

import errno
import os
import socket
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from roxom_tui.config.config_file import example_text, find_config
from roxom_tui.config.load import load_settings
from tests.support.config_texts import good, said


def test_the_config_flag_wins_over_the_variable_and_that_over_the_xdg_folder(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "ROXOM_TUI_CONFIG": "/there/x.toml"}
    assert find_config("/here/y.toml", environ).path == Path("/here/y.toml")
    assert find_config(None, environ).path == Path("/there/x.toml")
    del environ["ROXOM_TUI_CONFIG"]
    place = find_config(None, environ)
    assert (place.path, place.asked_for) == (tmp_path / "roxom-tui" / "config.toml", False)


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
def test_what_is_no_config_file_is_refused_by_its_reason_in_the_usual_place_too(
    usual: Path, tmp_path: Path, put: Callable[[Path], None], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The path of a socket must be short.
    monkeypatch.chdir(usual.parent)
    put(Path(usual.name) if put is socket_file else usual)
    (asked,) = said(load_settings(str(usual), environ={}))
    place = "config.toml:2" if put is binary else "config.toml"
    assert asked == f"{place}: {sentence}"
    assert said(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)})) == [asked]
    assert said(load_settings(profile="sandbox", environ={"XDG_CONFIG_HOME": str(tmp_path)})) == [asked]


def test_a_file_we_may_not_read_is_told_by_its_reason(usual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    sentences = ["config.toml: cannot be read: Permission denied"]
    assert said(load_settings(str(usual), environ={})) == sentences
    assert said(load_settings(environ={"XDG_CONFIG_HOME": str(usual.parents[1])})) == sentences


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "config.toml")
    assert said(load_settings(missing, environ={})) == ["config.toml: there is no such file"]
    assert said(load_settings(environ={"ROXOM_TUI_CONFIG": missing})) == ["config.toml: there is no such file"]


def test_a_link_to_a_folder_that_is_there_and_holds_no_config_is_no_problem(usual: Path, tmp_path: Path) -> None:
    usual.parent.rmdir()
    (tmp_path / "elsewhere").mkdir()
    usual.parent.symlink_to(tmp_path / "elsewhere")
    settings = good(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)}))
    assert (settings.path, settings.profile) == (None, "demo")


def test_a_folder_further_up_that_is_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "xdg").symlink_to(tmp_path / "nowhere")
    (problem,) = said(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path / "xdg")}))
    assert problem == "config.toml: xdg is a link to what is not there"


def test_a_pipe_in_place_of_the_file_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    assert said(load_settings(str(tmp_path / "config.toml"), environ={})) == ["config.toml: is not a file"]


def test_text_that_is_not_utf8_or_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"# a\n# \xff\n")
    assert said(load_settings(str(file), environ={})) == ["config.toml:2: is not UTF-8 text"]
    file.write_bytes(b"#" * 65_537)
    assert said(load_settings(str(file), environ={})) == ["config.toml: is larger than 64 KiB"]


ROOT = Path(__file__).parents[2]


def test_the_example_in_the_package_is_the_one_that_readers_of_the_source_see() -> None:
    assert example_text() == (ROOT / "config.example.toml").read_text(encoding="utf-8")


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
