"""The log is ours alone, ten megabytes in all whoever else writes it, and never disturbs."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roxom_tui.config.log_file import (
    FILES,
    LARGEST_FILE,
    LONGEST_RECORD,
    ROOM,
    WIRE_LOGGERS,
    FoldingHandler,
    OneLine,
    RotatingFile,
    start_log_file,
)

WRITER = """
import sys
from pathlib import Path
from roxom_tui.config.log_file import RotatingFile
name, lines, largest = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
# Room for all there is, so that nothing is dropped while the one that rotates has to wait for a processor.
handler = RotatingFile(Path("x.log"), largest, 1_000_000)
print("ready", flush=True)
sys.stdin.readline()
for number in range(lines):
    handler.write_line(f"{name} {number:06d} {'.' * 80}")
handler.close()
"""


@contextmanager
def handler(folder: Path, largest: int = 1000, room: int = 200) -> Iterator[RotatingFile]:
    opened = RotatingFile(folder / "x.log", largest, room)
    yield opened
    opened.close()


def say(to: RotatingFile, text: str) -> None:
    to.write_line(text)


def everything(folder: Path) -> list[str]:
    """All lines, the oldest first."""
    files = [folder / f"x.log.{number}" for number in range(FILES - 1, 0, -1)] + [folder / "x.log"]
    return [line for file in files if file.exists() for line in file.read_text().splitlines()]


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def test_all_files_together_stay_within_ten_megabytes(tmp_path: Path) -> None:
    assert FILES * (LARGEST_FILE + ROOM) <= 10_000_000
    before = open_files()
    with handler(tmp_path) as log:
        for number in range(200):
            say(log, f"{number:03d} {'é' * 45}")
        assert open_files() == before + 1
    assert open_files() == before
    files = list(tmp_path.iterdir())
    assert len(files) == FILES
    assert all(file.stat().st_size <= 1000 for file in files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    kept = everything(tmp_path)
    assert [line[:3] for line in kept] == [f"{number:03d}" for number in range(200 - len(kept), 200)]


def test_a_record_of_any_length_and_of_any_characters_is_written_in_bounds(tmp_path: Path) -> None:
    with handler(tmp_path, 100_000) as log:
        say(log, "x" * 1_000_000)
        say(log, "\ud800")
    assert [len(line) for line in everything(tmp_path)] == [LONGEST_RECORD, 6]


def test_two_on_one_file_follow_each_other_and_lose_no_line(tmp_path: Path) -> None:
    with handler(tmp_path) as one, handler(tmp_path) as other:
        for number in range(20):
            say(one, f"one {number:02d} {'.' * 90}")
            say(other, f"other {number:02d} {'.' * 90}")
    files = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert max(files.values()) <= 1000
    assert [line.split(" .")[0] for line in everything(tmp_path)] == [
        f"{who} {number:02d}" for number in range(20) for who in ("one", "other")
    ]


def test_processes_side_by_side_neither_fail_nor_tear_nor_lose(tmp_path: Path) -> None:
    lines, largest = 2000, 60_000
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, name, str(lines), str(largest)],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "abc"
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate()[1] for writer in writers] == [""] * 3
    assert [writer.returncode for writer in writers] == [0] * 3
    files = list(tmp_path.iterdir())
    assert len(files) == FILES
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    kept = everything(tmp_path)
    assert all(len(line) == 89 for line in kept)
    for name in "abc":
        numbers = [int(line[2:8]) for line in kept if line[0] == name]
        assert numbers == sorted(numbers)
        assert not numbers or numbers == list(range(numbers[0], lines))
    # Nearly full files: nobody has moved away what another had just begun.
    assert sum(file.stat().st_size for file in files) > (FILES - 1) * largest * 0.95


def test_one_that_was_stopped_while_it_rotates_holds_nobody_up_and_the_file_stays_bounded(tmp_path: Path) -> None:
    with handler(tmp_path) as log, open(tmp_path / "x.log") as stopped:
        fcntl.flock(stopped, fcntl.LOCK_EX)
        for number in range(50):
            say(log, f"{number} {'.' * 90}")
        assert 1000 < (tmp_path / "x.log").stat().st_size <= 1200
        fcntl.flock(stopped, fcntl.LOCK_UN)
        say(log, "it goes on")
    assert everything(tmp_path)[-1] == "it goes on"
    assert (tmp_path / "x.log.1").exists()


def test_a_line_that_was_cut_off_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("whole\ntor")
    with handler(tmp_path) as log:
        say(log, "new")
        say(log, "newer")
    assert everything(tmp_path) == ["whole", "tor", "new", "newer"]


def test_a_full_disk_loses_records_and_afterwards_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def nearly_full(descriptor: int, data: bytes) -> int:
        return real(descriptor, data[:5])

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "")

    with handler(tmp_path) as log:
        for answer in (nearly_full, full, real):
            monkeypatch.setattr(os, "write", answer)
            say(log, f"told by {answer.__name__}")
    assert everything(tmp_path) == ["told ", "told by write"]


def test_a_log_that_was_taken_away_is_made_anew_and_a_folder_that_was_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    before = open_files()
    with handler(folder) as log:
        say(log, "one")
        (folder / "x.log").unlink()
        say(log, "two")
        assert everything(folder) == ["two"]
        folder.rename(tmp_path / "gone")
        say(log, "three")
        assert open_files() == before + 1
        folder.mkdir()
        say(log, "four")
        assert everything(folder) == ["four"]
    assert open_files() == before


def test_what_is_put_in_place_of_the_log_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.log")
    (tmp_path / "link.log").symlink_to(tmp_path / "victim")
    (tmp_path / "folder.log").mkdir()
    before = open_files()
    for name in ("pipe.log", "link.log", "folder.log"):
        with pytest.raises(OSError, match=r"^\[Errno"):
            RotatingFile(tmp_path / name)
    assert not (tmp_path / "victim").exists()
    assert open_files() == before


def test_who_comes_second_to_a_full_file_moves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fcntl.flock

    def the_other_first(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        say(other, "the other's")
        real(descriptor, operation)

    with handler(tmp_path) as one, handler(tmp_path) as other:
        say(one, "." * 998)
        monkeypatch.setattr(fcntl, "flock", the_other_first)
        say(one, "the one's")
    assert {file.name for file in tmp_path.iterdir()} == {"x.log", "x.log.1"}
    assert (tmp_path / "x.log").read_text() == "the other's\nthe one's\n"


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


ERROR = "exchange error 60019: internal error"


def test_the_file_of_the_log_counts_what_repeats_and_keeps_what_came_between(tmp_path: Path) -> None:
    handler = FoldingHandler(tmp_path / "log")
    handler.setFormatter(OneLine("%(levelname)s %(name)s %(message)s"))
    for number in range(4_000):
        for text in (ERROR, "connected")[: 2 if number == 1_000 else 1]:
            record = logging.LogRecord("a", logging.INFO, "", 1, text, (), None)
            record.created = 1_767_225_600 + number / 40
            handler.handle(record)
    handler.close()
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) <= 14
    assert sum("connected" in line for line in lines) == 1
    counts = [int(line.split(" x")[1].split()[0]) if " x" in line else 1 for line in lines if ERROR in line]
    assert sum(counts) == 4_000
