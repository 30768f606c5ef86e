"""A file that is changed while somebody looks."""

from __future__ import annotations

import os
from pathlib import Path

from roxom_tui.config.file_watch import FileWatch


def test_a_change_is_told_once_and_only_when_nobody_writes_any_more(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("a")
    watch = FileWatch(file)
    assert [watch.has_changed() for _ in range(2)] == [False, False]
    file.write_text("half of")
    assert not watch.has_changed()
    file.write_text("half of it and the rest")
    assert [watch.has_changed() for _ in range(3)] == [False, True, False]


def test_a_file_that_took_the_place_of_another_is_a_change_whatever_its_size_and_time(tmp_path: Path) -> None:
    file, other = tmp_path / "config.toml", tmp_path / "new"
    file.write_text("a")
    watch = FileWatch(file)
    other.write_text("b")
    status = file.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(file)
    assert [watch.has_changed() for _ in range(2)] == [False, True]


def test_a_file_that_goes_and_one_that_comes_are_changes(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    watch = FileWatch(file)
    file.write_text("a")
    assert [watch.has_changed() for _ in range(2)] == [False, True]
    file.unlink()
    assert [watch.has_changed() for _ in range(2)] == [False, True]
    assert not FileWatch(None).has_changed()


def test_what_was_read_is_no_change_any_more(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("a")
    watch = FileWatch(file)
    file.write_text("ab")
    watch.forget()
    assert [watch.has_changed() for _ in range(2)] == [False, False]
