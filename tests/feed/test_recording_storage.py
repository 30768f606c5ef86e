from __future__ import annotations

import os
from pathlib import Path

import pytest

from roxom_tui.feed.recording_storage import RecordingStorage
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.ring import Ring
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from tests.feed.recordings import read
from tests.recording.made import HEADER, START


class Storage:
    """A storage, and what it said."""

    def __init__(self, most: int = 1 << 30, *, ring: bool = True) -> None:
        self.said: list[tuple[str, str]] = []
        scribe = Scribe(Selection((), with_account=True))
        self.storage = RecordingStorage(
            scribe, Ring() if ring else None, most, lambda words, severity: self.said.append((words, severity))
        )

    def pass_(self, begin: int, end: int, size: int = 100) -> None:
        """A message a second, and each minute a place to begin."""
        for second in range(begin, end):
            if second % 60 == 0:
                self.storage.take(second * SECOND, Kind.START, START)
            # Packed it is as long as it is: no letter tells of the next.
            self.storage.take(
                second * SECOND, Kind.FRAME, "".join(chr(33 + (n * n * second) % 90) for n in range(size))
            )


def is_recording(storage: Storage) -> bool:
    return storage.storage.begun_at is not None


def test_a_recording_holds_what_came_while_it_lasted(tmp_path: Path) -> None:
    storage = Storage()
    storage.pass_(0, 10)
    assert storage.storage.begin(tmp_path / "a.roxrec", HEADER, 10 * SECOND)
    assert is_recording(storage)
    storage.pass_(10, 30)
    storage.storage.end(30 * SECOND)
    assert not is_recording(storage)
    recording = read(tmp_path / "a.roxrec")
    assert (recording.begin, recording.end) == (10 * SECOND, 29 * SECOND)
    ((words, severity),) = storage.said
    assert words.startswith("recorded a.roxrec: 00:20, ")
    assert words.endswith(f", in {tmp_path}")
    assert severity == "information"


def test_the_last_minutes_are_saved_from_a_place_to_begin_on(tmp_path: Path) -> None:
    storage = Storage()
    storage.storage.save(tmp_path / "none.roxrec", HEADER, 0)
    assert storage.said.pop() == ("there is nothing to save yet", "warning")
    storage.pass_(0, 500)
    storage.storage.save(tmp_path / "a.roxrec", HEADER, 500 * SECOND)
    recording = read(tmp_path / "a.roxrec")
    assert recording.places[0].is_start
    assert recording.begin in (120 * SECOND, 180 * SECOND)
    assert recording.end == 499 * SECOND
    assert storage.said[0][0].startswith("saved a.roxrec: last 0")


def test_at_the_size_limit_it_goes_on_in_another_file_at_a_place_to_begin(tmp_path: Path) -> None:
    storage = Storage(most=6_000, ring=False)
    storage.storage.begin(tmp_path / "a.roxrec", HEADER, 0)
    storage.pass_(0, 200, size=400)
    storage.storage.end(200 * SECOND)
    files = [tmp_path / "a.roxrec", tmp_path / "a-2.roxrec"]
    first, second = (read(file) for file in files)
    assert second.places[0].is_start
    assert first.is_complete
    assert first.end < second.begin
    assert storage.storage.size >= sum(file.stat().st_size for file in tmp_path.iterdir()) - 5000


def test_a_disk_that_takes_nothing_ends_the_recording_and_nothing_else(tmp_path: Path) -> None:
    storage = Storage()
    assert not storage.storage.begin(tmp_path / "no" / "a.roxrec", HEADER, 0)
    assert storage.said.pop()[1] == "error"
    assert storage.storage.begin(tmp_path / "a.roxrec", HEADER, 0)
    assert storage.storage._file is not None
    storage.storage._file.abandon()
    storage.pass_(0, 10)
    assert storage.storage.begun_at is None
    assert storage.said[0][1] == "error"
    assert "can be played" in storage.said[0][0]
    assert len(storage.said) == 1


@pytest.mark.parametrize("room", [0, 1, 2])
def test_what_cannot_be_saved_whole_is_not_left(room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Storage()
    storage.pass_(0, 30)
    real, left = os.write, [room]

    def full(descriptor: int, data: memoryview) -> int:
        if not left[0]:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    storage.storage.save(tmp_path / "a.roxrec", HEADER, 30 * SECOND)
    monkeypatch.undo()
    assert storage.said == [(f"not saved: {tmp_path / 'a.roxrec'}: No space left on device", "error")]
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a.roxrec").write_text("mine")
    storage.storage.save(tmp_path / "a.roxrec", HEADER, 30 * SECOND)
    assert (tmp_path / "a.roxrec").read_text() == "mine"
