"""The recording that ships: what the README says of it, and what a copy of the source pays for it."""

from __future__ import annotations

from collections import Counter

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.moments import gaps, moments
from roxom_tui.recording.rerun import standstill
from tests.recording.sample import FILE, sample
from tests.tools.sample_recording import LARGEST, SECONDS, STORY


def test_it_is_a_minute_and_small() -> None:
    with sample() as recording:
        assert recording.is_complete
        # The stop of the computer is on top.
        assert SECONDS <= (recording.end - recording.begin) / SECOND < SECONDS + 3
    assert FILE.stat().st_size <= LARGEST == 300_000
    assert SECONDS == 60


def test_its_faults_are_in_it() -> None:
    with sample() as recording:
        entries = list(recording.entries())
        found = moments(recording.notes, recording.end)
    assert len(STORY) >= 7
    (gap,) = gaps(found)
    assert 31 < (gap.at - entries[0].elapsed) / SECOND < 34
    (stop,) = [stop for entry in entries if (stop := standstill(entry)) is not None]
    assert abs(stop[1] - stop[0] - 2 * SECOND) < SECOND
    told = Counter(entry.payload["what"] for entry in entries if entry.kind is Kind.FINDING)
    assert told["rejected"] == 2
    assert told["resubscribed"] >= 3
    assert [entry.payload["note"] for entry in entries if entry.kind is Kind.MARK] == ["the exchange restarts"]
