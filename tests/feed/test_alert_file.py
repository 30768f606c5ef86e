"""The file of the alerts is ours alone, whole or not there, shared, and never lost without a word."""

from __future__ import annotations

import stat
from pathlib import Path
from threading import Event

import pytest

from roxom_tui.alerts.memory import AlertMemory, Record
from roxom_tui.feed.alert_file import AlertFile, alert_file

KEPT = AlertMemory(("GOLD-BTC last > 1",), {"GOLD-BTC last > 1": Record(2, 5)})


def _nobody(sentence: str) -> None:
    raise AssertionError(sentence)


def kept(path: Path, memory: AlertMemory) -> None:
    file = AlertFile(path)
    file.load()
    file.keep(memory, _nobody)
    file.close(5)


def test_what_is_kept_comes_back_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "alerts.json"
    kept(path, KEPT)
    assert AlertFile(path).load() == (KEPT, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_nothing(tmp_path: Path) -> None:
    assert AlertFile(tmp_path / "a").load() == (AlertMemory(), "")


def test_a_damaged_file_is_set_aside_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "alerts.json"
    path.write_text('{"version": 1, "ru')
    memory, remark = AlertFile(path).load()
    assert memory == AlertMemory()
    assert remark == f"the file of your rules was damaged; it is now {path}.damaged-1"
    assert (tmp_path / "alerts.json.damaged-1").read_text() == '{"version": 1, "ru'
    path.write_bytes(b"\xff")
    assert AlertFile(path).load().remark.endswith("damaged-2")


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "alerts.json"
    path.symlink_to(path)
    file = AlertFile(path)
    assert file.load().remark.startswith("rules made here are not kept: ")
    file.keep(KEPT, _nobody)
    file.close(5)
    assert path.is_symlink()


def test_two_programs_share_the_rules_and_not_what_fired(tmp_path: Path) -> None:
    path = tmp_path / "alerts.json"
    kept(path, AlertMemory(("a", "b")))
    one, other = AlertFile(path), AlertFile(path)
    one.load(), other.load()
    one.keep(AlertMemory(("a", "b", "c"), {"a": Record(1, 5)}), _nobody)
    one.close(5)
    other.keep(AlertMemory(("b", "d"), {"b": Record(4, 5)}), _nobody)
    other.close(5)
    memory = AlertFile(path).load().memory
    assert memory.rules == ("b", "c", "d")
    assert memory.records == {"b": Record(4, 5)}


def test_of_many_changes_the_newest_is_written(tmp_path: Path) -> None:
    path = tmp_path / "alerts.json"
    file = AlertFile(path)
    file.load()
    for number in range(500):
        file.keep(AlertMemory((), {"a": Record(number + 1, 5)}), _nobody)
    file.close(5)
    assert AlertFile(path).load().memory.records["a"].fired == 500


def test_each_profile_has_a_file_of_its_own_whatever_its_name_is(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    for name in ("demo", "../../x", "a/b", "é" * 200):
        file = alert_file(name, environ)
        assert file is not None
        assert file._path.parent == tmp_path / "roxom-tui"


def test_without_a_home_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert alert_file("demo", {"HOME": "nowhere"}) is None


def test_rules_that_cannot_be_written_are_told_once_and_again_once_they_can(tmp_path: Path) -> None:
    told: list[str] = []
    both = Event()

    def report(sentence: str) -> None:
        told.append(sentence)
        if len(told) == 1:
            # The disk has room again, and nobody changes a rule.
            folder.unlink()
        both.set() if len(told) == 2 else None

    folder = tmp_path / "state"
    folder.write_text("no folder")
    file = AlertFile(folder / "alerts.json", again=0.01)
    file.keep(KEPT, report)
    assert both.wait(10)
    file.close(5)
    assert told == [f"rules made here are not kept: {folder / 'alerts.json'}: Not a directory", "rules are kept again"]
    assert AlertFile(folder / "alerts.json").load() == (KEPT, "")
