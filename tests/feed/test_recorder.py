from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.recorder import MOST_WAITING, Recorder, RecorderSettings
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.ports import Mark, Record, SaveLast
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Notice, Phase
from roxom_tui.recording.entries import Kind
from tests.feed.recordings import entries, read
from tests.recording.made import quote
from tests.support.rig import DEPTH, Rig
from tests.support.standing_clock import FakeClock

SECRET = "xrxk_key_that_nobody_may_know"


class Beside:
    """A recorder beside a client that does nothing."""

    def __init__(self, folder: Path | None, with_account: bool = False, most_waiting: int = MOST_WAITING) -> None:
        self.clock = FakeClock()
        self.told: list[Notice] = []
        profile = Profile("p", Environment.DEMO, symbols=(Symbol("GOLD-BTC"),))
        self.client = Client(profile, None, self.clock, Timing())
        settings = RecorderSettings(folder, 1 << 30, with_account=with_account, most_waiting=most_waiting)
        self.recorder = Recorder(self.client, (SECRET,), self.clock, settings, self.told.append)

    def pass_(self, seconds: float) -> None:
        for _ in range(round(seconds * 4)):
            self.clock.pass_(0.25)
            self.recorder.put(Kind.FRAME, quote("1", "2"))
            self.recorder.tick()
        self.recorder.writing.drain()

    @property
    def words(self) -> list[str]:
        return [notice.entry.text for notice in self.told]


def test_w_begins_and_ends_and_the_notice_names_file_and_folder(tmp_path: Path) -> None:
    one = Beside(tmp_path / "recordings")
    one.recorder.obey(Record())
    one.pass_(5)
    view = one.recorder.view()
    assert view is not None
    assert (view.account, view.lost) == (False, 0)
    assert view.size > 0
    one.recorder.obey(Record())
    one.pass_(1)
    assert one.recorder.view() is None
    (file,) = (tmp_path / "recordings").iterdir()
    assert one.words == [f"recorded {file.name}: 00:05, {file.stat().st_size / 1000:.0f} KB, in {file.parent}"]
    assert read(file).is_complete
    assert entries(file)[0].kind is Kind.START


def test_what_became_of_a_file_is_in_the_log_whole_for_whoever_missed_the_notice(tmp_path: Path) -> None:
    one = Beside(tmp_path / "recordings")
    one.recorder.obey(Record())
    one.pass_(2)
    one.recorder.obey(Record())
    one.pass_(1)
    one.recorder.tick()
    assert [line.entry.text for line in one.client.journal.lines()] == one.words
    assert one.words[0].endswith(f"in {tmp_path / 'recordings'}")


def test_the_last_minutes_are_there_though_nobody_asked_before(tmp_path: Path) -> None:
    one = Beside(tmp_path)
    one.recorder.start()
    one.pass_(20)
    one.recorder.obey(SaveLast())
    one.recorder.writing.drain()
    (file,) = tmp_path.iterdir()
    assert one.words[0].startswith(f"saved {file.name}: last 00:20")
    assert len(entries(file)) >= 80


def test_without_a_folder_it_is_said_what_was_not_done(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file"):
        one = Beside(folder)
        one.recorder.start()
        one.pass_(1)
        one.recorder.obey(SaveLast())
        one.recorder.obey(Record())
        assert [words.split(":")[0] for words in one.words] == ["not saved", "not recording"]


def ends_of(path: Path) -> list[str]:
    return [entry.payload["at"] for entry in entries(path) if entry.kind is Kind.LINK]


def test_a_recording_that_ends_without_a_connection_says_so_at_its_end_and_one_with_it_does_not(tmp_path: Path) -> None:
    for phase, told in ((Phase.WAITING, ["absent", "absent"]), (Phase.CONNECTING, ["absent"]), (Phase.CONNECTED, [])):
        one = Beside(tmp_path / phase.value)
        one.client.moved(phase, retry_at=one.clock.monotonic() + MINUTE if phase is Phase.WAITING else None)
        one.recorder.obey(Record())
        one.pass_(3)
        one.clock.pass_(5)
        if phase is Phase.CONNECTED:
            # As it is left at the end of the program.
            one.client.disconnected()
        one.recorder.close()
        one.recorder.writing.finish()
        (file,) = (tmp_path / phase.value).iterdir()
        assert ends_of(file) == told
        assert (entries(file)[-1].elapsed >= 8 * SECOND) is bool(told)


def test_the_last_minutes_and_what_w_ends_say_so_too(tmp_path: Path) -> None:
    one = Beside(tmp_path)
    one.recorder.start()
    one.recorder.obey(Record())
    one.pass_(1)
    one.recorder.obey(SaveLast())
    one.recorder.obey(Record())
    one.recorder.writing.drain()
    assert sorted(map(len, map(ends_of, tmp_path.iterdir()))) == [1, 2]


def test_a_mark_has_its_note(tmp_path: Path) -> None:
    one = Beside(tmp_path)
    one.recorder.obey(Record())
    one.recorder.obey(Mark("here"))
    one.recorder.writing.finish()
    (file,) = tmp_path.iterdir()
    assert {"note": "here"} in [entry.payload for entry in entries(file)]


def test_what_finds_the_queue_full_is_counted_and_what_comes_then_begins_anew(
    tmp_path: Path,
) -> None:
    one = Beside(tmp_path, most_waiting=50)
    one.recorder.obey(Record())
    for _ in range(100):
        one.recorder.put(Kind.FRAME, quote("1", "2"))
    lost = one.recorder.lost
    assert lost > 0
    one.recorder.writing.drain()
    one.recorder.put(Kind.FRAME, quote("1", "2"))
    one.recorder.writing.finish()
    (file,) = tmp_path.iterdir()
    (told,) = [entry for entry in entries(file) if entry.kind is Kind.LOST]
    assert told.payload["count"] == lost


def test_what_the_client_has_read_is_not_read_once_more(tmp_path: Path) -> None:
    one = Beside(tmp_path)
    one.recorder.obey(Record())
    said = [f'{{"read":{n}}}' for n in range(3)]
    for number, payload in enumerate(said):
        one.recorder.put(Kind.FRAME, payload)
        one.client.intake.market_payload = said[min(number, 1)]
    secret = f'{{"read":"{SECRET}"}}'
    one.recorder.put(Kind.FRAME, secret)
    one.client.intake.market_payload = secret
    one.recorder.put(Kind.MARK, {"note": "here"})
    one.recorder.writing.finish()
    (file,) = tmp_path.iterdir()
    assert [entry.payload for entry in entries(file) if entry.kind is Kind.FRAME] == said[:2]


def test_no_secret_is_written_whoever_tells_it(tmp_path: Path) -> None:
    one = Beside(tmp_path, with_account=True)
    one.recorder.obey(Record())
    one.recorder.put(Kind.FRAME, f'{{"event":"error","msg":"bad key {SECRET}"}}')
    one.recorder.found(LogEntry(LogKind.LATE, SECRET, seconds=3, reason=Reason(Cause.LATE, SECRET)))
    one.recorder.found(LogEntry(LogKind.STOPPED, reason=Reason(Cause.CONNECTION_FAILED, "the end of the key")))
    one.recorder.writing.finish()
    (file,) = tmp_path.iterdir()
    assert SECRET not in repr(entries(file))
    assert "the end of the key" not in repr(entries(file))


def test_a_standstill_and_a_jump_of_the_clock_are_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Beside(tmp_path)
    one.recorder.obey(Record())
    reason = Reason(Cause.STANDSTILL, "slept", seconds=9)
    one.recorder.found(LogEntry(LogKind.STANDSTILL, reason=reason, seconds=9.0))
    wall = one.clock.wall() + MINUTE
    monkeypatch.setattr(one.clock, "wall", lambda: wall)
    one.recorder.tick()
    one.recorder.writing.finish()
    (file,) = tmp_path.iterdir()
    told = [entry.payload for entry in entries(file) if entry.kind is Kind.CLOCK]
    assert told == [{"stopped": 9.0, "slept": True}, {"wall": wall}]


def test_where_there_is_no_folder_it_says_what_to_do() -> None:
    one = Beside(None)
    one.recorder.obey(Record())
    assert "roxom-tui record FILE" in one.words[0]
    assert one.recorder.view() is None


def test_each_minute_every_stream_is_asked_what_it_holds() -> None:
    rig = Rig(rsa.generate_private_key(65537, 2048).public_key())
    recorder = Recorder(rig.client, (), rig.clock, RecorderSettings(None, 1 << 30), lambda notice: None)
    rig.pass_(3)
    before = rig.asked_for(DEPTH)
    recorder.tick()
    rig.pass_(1)
    recorder.tick()
    rig.pass_(1)
    assert rig.asked_for(DEPTH) == before + 1
    rig.clock.now += MINUTE
    recorder.tick()
    rig.pass_(1)
    assert rig.asked_for(DEPTH) >= before + 2
    assert rig.book_is_true()


def test_a_recording_begun_while_a_later_try_is_made_says_that_there_is_no_connection(tmp_path: Path) -> None:
    for number, phase, is_told in (
        (0, Phase.CONNECTING, False),
        (1, Phase.CONNECTING, True),
        (1, Phase.CONNECTED, False),
    ):
        one = Beside(tmp_path / f"{number}{phase.value}")
        one.client.status.number, one.client.status.phase = number, phase
        one.recorder.obey(Record())
        one.recorder.writing.end()
        one.recorder.writing.drain()
        (file,) = (tmp_path / f"{number}{phase.value}").iterdir()
        said = [entry.payload.get("at") for entry in entries(file) if entry.kind is Kind.LINK]
        assert ("absent" in said) is is_told


def test_the_last_words_of_a_recording_are_in_the_log_too(tmp_path: Path) -> None:
    one = Beside(tmp_path / "recordings")
    one.recorder.obey(Record())
    one.recorder.writing.start()
    one.recorder.close(10)
    assert [line.entry.text for line in one.client.journal.lines()] == one.words
    assert one.words[0].startswith("recorded ")
