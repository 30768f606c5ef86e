"""A recording made on the dashboard, of which nothing is lost, whatever ends the program, and no secret is in it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from roxom_tui.recording.entries import Kind
from tests.feed.recordings import entries, read
from tests.support import canaries
from tests.support.terminal import Terminal


def folder(home: Path) -> Path:
    return home / ".local" / "share" / "roxom-tui"


def is_complete(place: Path) -> bool:
    return any(read(file).is_complete for file in place.iterdir() if file.stat().st_size > 1000)


@pytest.mark.parametrize("end", [None, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_what_is_recorded_is_complete_however_the_program_ends(end: signal.Signals | None, tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("ALL LIVE")
        terminal.press("w")
        terminal.shows("● rec")
        terminal.press("p")
        terminal.shows("a note, or nothing")
        terminal.press("what was that?\r")
        terminal.until(lambda seen: "a note, or nothing" not in seen.text)
        if end is None:
            terminal.press("q")
        else:
            terminal.process.send_signal(end)
        assert terminal.ends() == (0 if end is None else 128 + end)
    (file,) = folder(tmp_path).iterdir()
    assert read(file).is_complete
    found = entries(file)
    assert {"note": "what was that?"} in [entry.payload for entry in found]
    assert sum(entry.kind is Kind.FRAME for entry in found) > 20
    assert not any('"type":"order' in entry.payload for entry in found if entry.kind is Kind.FRAME)
    canaries.search(tmp_path)


def test_the_last_minutes_are_saved_although_nobody_recorded(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("ALL LIVE", "verified")
        terminal.press("W")
        # The notice may have given way to one of the account by now.
        terminal.until(lambda _: folder(tmp_path).exists() and is_complete(folder(tmp_path)))
        terminal.press("q")
        assert terminal.ends() == 0
    (file,) = folder(tmp_path).iterdir()
    assert read(file).places[0].is_start
    with Terminal(["replay", str(file)], tmp_path) as terminal:
        terminal.shows("REPLAY", "SOUND")
        assert "LIVE" not in terminal.text
