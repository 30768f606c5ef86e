from __future__ import annotations

import stat
from pathlib import Path

import pytest

from roxom_tui.commands.new_files import new_file, write_lines
from roxom_tui.model.errors import RoxomError, UsageError


def test_it_is_ours_alone_and_holds_what_was_written(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as file:
        file.write(b"all")
    assert (tmp_path / "a").read_bytes() == b"all"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_lines_are_counted_and_each_ends(tmp_path: Path) -> None:
    assert write_lines(tmp_path / "a", iter(("one", "two \ud800"))) == 2
    assert (tmp_path / "a").read_bytes() == b"one\ntwo \\ud800\n"


@pytest.mark.parametrize("name", ["mine", "link", "nowhere/a", "a\0b", ""])
def test_where_there_can_be_none_the_person_can_mend_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "away")
    with pytest.raises(UsageError), new_file(tmp_path / name):
        raise AssertionError("nothing was opened")
    assert (tmp_path / "mine").read_text() == "mine"
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_or_is_broken_off_leaves_nothing(error: BaseException, tmp_path: Path) -> None:
    def fail() -> None:
        with new_file(tmp_path / "a") as file:
            file.write(b"half")
            raise error

    with pytest.raises((RoxomError, KeyboardInterrupt)):
        fail()
    assert list(tmp_path.iterdir()) == []
