"""The log is ours alone, stays within ten megabytes, and never disturbs."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from roxom_tui.config.log_file import WIRE_LOGGERS, start_log_file


@pytest.fixture(autouse=True)
def _logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    for name in WIRE_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_the_log_goes_to_a_private_file_in_a_private_folder(tmp_path: Path) -> None:
    (tmp_path / "roxom-tui").mkdir(mode=0o755)
    file = start_log_file({"XDG_STATE_HOME": str(tmp_path)})
    assert file == tmp_path / "roxom-tui" / "roxom-tui.log"
    logging.getLogger("roxom_tui.test").info("something happened")
    assert "something happened" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_log_left_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "roxom-tui" / "roxom-tui.log"
    file.parent.mkdir()
    file.touch(mode=0o644)
    assert start_log_file({"XDG_STATE_HOME": str(tmp_path)}) == file
    assert file.stat().st_mode & 0o777 == 0o600


def test_libraries_that_write_headers_at_debug_are_kept_at_info(tmp_path: Path) -> None:
    start_log_file({"XDG_STATE_HOME": str(tmp_path)})
    logging.getLogger().setLevel(logging.DEBUG)
    for name in ("websockets.client", "websockets.server", "httpx2", "httpcore2.http11"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


def test_whatever_the_umask_files_are_0600_and_every_folder_made_on_the_way_is_0700(tmp_path: Path) -> None:
    for umask in (0o000, 0o777, 0o022):
        home = tmp_path / f"{umask:o}"
        before = os.umask(umask)
        try:
            file = start_log_file({"XDG_STATE_HOME": str(home / "a" / "b")})
        finally:
            os.umask(before)
        assert file is not None
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for folder in (file.parent, home / "a" / "b", home / "a", home):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folders_that_are_not_ours_to_close_keep_their_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "roxom-tui").mkdir()
    (tmp_path / "roxom-tui").chmod(0o2777)
    assert start_log_file({"XDG_STATE_HOME": str(tmp_path)})
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "roxom-tui").stat().st_mode) == 0o700


@pytest.mark.parametrize("place", ["/dev/null", "/proc", "/dev/null/x/y", "file", "file/x", "loop", "dangling"])
def test_where_no_folder_can_be_made_there_is_no_log_and_nothing_is_touched(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch(mode=0o644)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    named = Path(place) if place.startswith("/") else tmp_path / place
    before = os.stat("/dev/null").st_mode
    for text in (str(named), str(named) + "/"):
        assert start_log_file({"XDG_STATE_HOME": text}) is None
    assert os.stat("/dev/null").st_mode == before
    assert {entry.name for entry in tmp_path.iterdir()} == {"file", "loop", "dangling"}


def test_without_a_writable_disk_there_is_no_log_and_no_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roxom-tui").touch()
    assert start_log_file({"XDG_STATE_HOME": str(tmp_path)}) is None
    logging.getLogger("roxom_tui.test").critical("nobody listens")
    assert capfd.readouterr() == ("", "")


def test_a_link_in_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "roxom-tui").mkdir()
    (tmp_path / "roxom-tui" / "roxom-tui.log").symlink_to(tmp_path / "victim")
    assert start_log_file({"XDG_STATE_HOME": str(tmp_path)}) is None
    assert not (tmp_path / "victim").exists()
