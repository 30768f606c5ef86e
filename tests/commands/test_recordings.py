from __future__ import annotations

from pathlib import Path

import pytest

from roxom_tui.commands.recordings import opened, remark_on
from roxom_tui.model.errors import UsageError
from tests.recording.made import file_of, standing
from tests.recording.made import opened as in_memory
from tests.recording.sample import FILE


def test_a_recording_is_open_for_as_long_as_it_is_used() -> None:
    with opened(str(FILE)) as recording:
        assert recording.frame(0) is not None


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "does not begin"), (b"text\n" * 100, "does not begin"), (file_of(), "nothing in it")],
)
def test_what_is_none_is_refused_in_a_sentence(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[2J.roxrec"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=why) as refused, opened(str(path)):
        pass
    assert refused.value.sentence.isprintable()


@pytest.mark.parametrize("path", ["/no/such/file", "/", "", "x\0y"])
def test_a_path_that_leads_to_no_file_is_refused_in_a_sentence(path: str) -> None:
    with pytest.raises(UsageError), opened(path):
        pass


def test_of_one_that_was_cut_off_it_is_said_how_much_is_lost() -> None:
    whole, cut_off = file_of(standing()), file_of(standing(), (1, "frame", "x"), ended=False)  # type: ignore[arg-type]
    assert remark_on(in_memory(whole)) == ""
    assert "the last 2 s may be missing" in remark_on(in_memory(cut_off))
    two = file_of(standing(), (3 * 10**9, "frame", "x"), ended=False)  # type: ignore[arg-type]
    assert "bytes of a last piece" in remark_on(in_memory(two[:-3]))
