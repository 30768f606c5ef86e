"""A recording of a fault shows what the screen showed, and nothing wrong as true; all of them are a campaign."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from roxom_tui.recording.entries import Kind
from tests.faults.fault import Fault
from tests.faults.recorded import opened, record
from tests.faults.registry import FAULTS

PLAYED = ("crossed book", "close 1012", "lost execution")
"""One of the book, of the connection, of the account."""


@pytest.mark.parametrize("name", PLAYED)
def test_a_replay_shows_what_the_screen_showed_and_no_more(name: str, tmp_path: Path) -> None:
    fault: Fault = next(fault for fault in FAULTS if fault.name == name)
    bench = record(fault, tmp_path / "story.roxrec")
    assert bench.replayed.total > 5_000
    assert bench.replayed.hits == 0, bench.replayed.kept[0]
    assert not bench.other
    assert not bench.surer
    with opened(tmp_path / "story.roxrec") as recording:
        assert recording.is_complete
        found = Counter(entry.payload["what"] for entry in recording.entries() if entry.kind is Kind.FINDING)
    assert found
    assert bench.found_again == found
