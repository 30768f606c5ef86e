"""The log is ours alone, stays within ten megabytes, and never disturbs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from roxom_tui.config import logs
from roxom_tui.config.logs import FILES, LARGEST_FILE, WIRE_LOGGERS, PrivateRotatingHandler, start_log


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
    file = start_log({"XDG_STATE_HOME": str(tmp_path)})
    assert file == tmp_path / "roxom-tui" / "roxom-tui.log"
    logging.getLogger("roxom_tui.test").info("something happened")
    assert "something happened" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_log_left_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "roxom-tui" / "roxom-tui.log"
    file.parent.mkdir()
    file.touch(mode=0o644)
    assert start_log({"XDG_STATE_HOME": str(tmp_path)}) == file
    assert file.stat().st_mode & 0o777 == 0o600


def test_libraries_that_write_headers_at_debug_are_kept_at_info(tmp_path: Path) -> None:
    start_log({"XDG_STATE_HOME": str(tmp_path)})
    logging.getLogger().setLevel(logging.DEBUG)
    for name in ("websockets.client", "websockets.server", "httpx2", "httpcore2.http11"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


def test_all_files_of_the_log_together_stay_within_ten_megabytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert FILES * LARGEST_FILE <= 10_000_000
    monkeypatch.setattr(logs, "LARGEST_FILE", 1000)
    handler = PrivateRotatingHandler(tmp_path / "x.log")
    for number in range(200):
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, f"{number} {'.' * 90}", None, None))
    handler.close()
    files = list(tmp_path.iterdir())
    assert len(files) == FILES
    assert sum(file.stat().st_size for file in files) <= FILES * 1000
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_without_a_writable_disk_there_is_no_log_and_no_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roxom-tui").touch()
    assert start_log({"XDG_STATE_HOME": str(tmp_path)}) is None
    logging.getLogger("roxom_tui.test").critical("nobody listens")
    assert capfd.readouterr() == ("", "")


def test_a_link_in_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "roxom-tui").mkdir()
    (tmp_path / "roxom-tui" / "roxom-tui.log").symlink_to(tmp_path / "victim")
    assert start_log({"XDG_STATE_HOME": str(tmp_path)}) is None
    assert not (tmp_path / "victim").exists()
