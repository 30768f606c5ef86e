from __future__ import annotations

import stat
from pathlib import Path

from roxom_tui.feed.replay_marks import ReplayMarks


def test_marks_are_kept_beside_the_recording_which_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.roxrec"
    path.write_bytes(b"recording")
    marks = ReplayMarks(path)
    assert marks.add(9, "later") == "mark kept in a.roxrec.marks"
    marks.add(3, "first")
    assert [(mark.elapsed, mark.payload["note"]) for mark in marks.entries()] == [(3, "first"), (9, "later")]
    assert ReplayMarks(path).entries() == marks.entries()
    assert path.read_bytes() == b"recording"
    assert stat.S_IMODE((tmp_path / "a.roxrec.marks").stat().st_mode) == 0o600


def test_where_nothing_can_be_kept_a_mark_lasts_until_the_end(tmp_path: Path) -> None:
    marks = ReplayMarks(tmp_path / "no" / "a.roxrec")
    assert "until the program ends" in marks.add(1, "x")
    assert len(marks.entries()) == 1


def test_a_file_of_marks_that_is_none_is_no_marks(tmp_path: Path) -> None:
    (tmp_path / "a.roxrec.marks").write_bytes(b'garbage\n[1,"frame","x"]\n[2,"mark",{"note":"here"}]\n')
    assert [mark.elapsed for mark in ReplayMarks(tmp_path / "a.roxrec").entries()] == [2]
    none = ReplayMarks.none()
    assert none.add(1, "x") == "mark kept until the program ends"
    assert len(none.entries()) == 1
