from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from roxom_tui.feed.recording_file import FileSource, RecordingFile, following, new_path
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.writer import FrameMaker, Piece
from tests.feed.recordings import read
from tests.recording.made import HEADER


def piece(at: int, text: str = "{}") -> Piece:
    maker = FrameMaker()
    maker.add(at, Kind.FRAME, text)
    made = maker.close()
    assert made is not None
    return made


def test_a_file_is_ours_alone_and_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    file = RecordingFile(path, HEADER)
    file.put(piece(1))
    file.end()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == file.size
    with pytest.raises(FileExistsError):
        RecordingFile(path, HEADER)
    assert read(path).is_complete


def test_what_was_put_is_there_though_nobody_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    file = RecordingFile(path, HEADER)
    for at in range(3):
        file.put(piece(at))
    assert [place.last for place in read(path).places] == [0, 1, 2]
    file.abandon()


def test_of_a_frame_for_which_there_is_no_room_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.roxrec"
    file = RecordingFile(path, HEADER)
    file.put(piece(1))
    size = path.stat().st_size
    real, room = os.write, [10]

    def full(descriptor: int, data: memoryview) -> int:
        if not room[0]:
            raise OSError(28, "No space left on device")
        written = real(descriptor, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        file.put(piece(2))
    monkeypatch.undo()
    assert path.stat().st_size == size
    file.put(piece(3))
    file.end()
    assert [place.last for place in read(path).places] == [1, 3]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="file"):
        FileSource(tmp_path)
    with pytest.raises(FileNotFoundError):
        FileSource(tmp_path / "none")


def test_the_next_file_of_a_recording_has_its_number_before_the_suffix() -> None:
    assert following(Path("/a/x.roxrec"), 1) == Path("/a/x.roxrec")
    assert following(Path("/a/x.roxrec"), 2) == Path("/a/x-2.roxrec")


def test_recordings_of_one_second_have_names_of_their_own_in_a_folder_that_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    first = new_path(folder, "rec", 1_767_277_327 * 10**9)
    assert first == folder / "rec-20260101-142207.roxrec"
    first.touch()
    assert new_path(folder, "rec", 1_767_277_327 * 10**9).name == "rec-20260101-142207-1.roxrec"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
