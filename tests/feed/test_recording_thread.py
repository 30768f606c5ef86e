from __future__ import annotations

from pathlib import Path

from roxom_tui.feed.recording_storage import RecordingStorage
from roxom_tui.feed.recording_thread import CALM_LOOK, LOOK, MUCH, RecordingThread, pause_after
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from tests.feed.recordings import entries, read
from tests.recording.made import HEADER, quote
from tests.support.standing_clock import FakeClock


def made() -> RecordingThread:
    """A thread that is not started, before a storage without a ring."""
    scribe = Scribe(Selection((), with_account=True))
    return RecordingThread(RecordingStorage(scribe, None, 1 << 30, lambda *_: None), FakeClock())


def is_recording(thread: RecordingThread) -> bool:
    return thread.is_recording


def put(thread: RecordingThread, second: int) -> None:
    thread.queue.append([second * SECOND, Kind.FRAME, quote("1", str(second + 2)), False])


def test_an_order_stands_behind_what_happened_before_it(tmp_path: Path) -> None:
    one = made()
    put(one, 0)
    one.begin(tmp_path / "a.roxrec", HEADER)
    put(one, 1)
    one.end()
    put(one, 2)
    one.finish()
    assert [entry.payload for entry in entries(tmp_path / "a.roxrec")] == [quote("1", "3")]


def test_nothing_is_written_until_the_queue_is_worked_off(tmp_path: Path) -> None:
    one = made()
    one.begin(tmp_path / "a.roxrec", HEADER)
    assert is_recording(one)
    assert not list(tmp_path.iterdir())
    one.drain()
    one.end()
    assert not is_recording(one)
    assert one.storage.begun_at == 0


def test_a_recording_for_which_no_file_could_be_made_is_over(tmp_path: Path) -> None:
    one = made()
    one.begin(tmp_path / "missing" / "a.roxrec", HEADER)
    one.drain()
    assert not is_recording(one)


def test_the_thread_writes_and_ends(tmp_path: Path) -> None:
    one = made()
    one.start()
    one.begin(tmp_path / "a.roxrec", HEADER)
    put(one, 0)
    one.close(20)
    assert Kind.FRAME in [entry.kind for entry in entries(tmp_path / "a.roxrec")]
    assert read(tmp_path / "a.roxrec").is_complete


def test_the_thread_looks_seldom_while_little_comes_and_often_while_a_file_is_written() -> None:
    assert pause_after(MUCH - 1, CALM_LOOK, is_recording=False) == CALM_LOOK
    assert pause_after(MUCH, CALM_LOOK, is_recording=False) == LOOK
    assert pause_after(int(MUCH * LOOK) + 1, LOOK, is_recording=False) == LOOK
    assert pause_after(0, LOOK, is_recording=True) == LOOK
