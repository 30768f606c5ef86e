from __future__ import annotations

from pathlib import Path

from roxom_tui.commands.replay import check_lines
from tests.recording.made import recording_of, standing
from tests.recording.sample import FILE, sample
from tests.support.program import one_sentence, run
from tests.support.terminal import Terminal


def test_check_tells_what_it_holds_and_ends_with_5_where_something_is_missing(tmp_path: Path) -> None:
    ran = run(tmp_path, "replay", str(FILE), "--check")
    assert ran.returncode == 5
    assert "gaps        1" in ran.stdout
    assert "connection lost (1012)" in ran.stdout
    assert "mark: the exchange restarts" in ran.stdout
    assert "depth.GOLD-BTC" in ran.stdout
    assert ran.stderr == "1 gap\n"


def test_without_gaps_it_ends_with_0(tmp_path: Path) -> None:
    from tests.recording.made import file_of

    (tmp_path / "a.roxrec").write_bytes(file_of(standing()))
    ran = run(tmp_path, "replay", str(tmp_path / "a.roxrec"), "--check")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_it_holds_is_printable_whatever_was_recorded() -> None:
    with sample() as recording:
        assert all(line.isprintable() for line in check_lines(recording))
    marked = recording_of(standing(), (1, "mark", {"note": "\x1b[2J"}))  # type: ignore[arg-type]
    assert all(line.isprintable() for line in check_lines(marked))


def test_on_the_dashboard_it_cannot_be_taken_for_live(tmp_path: Path) -> None:
    with Terminal(["replay", str(FILE), "--from", "50%"], tmp_path) as terminal:
        terminal.shows("REPLAY 2026-01-01 14:20:3", "╳", "NO CONNECTION")
        terminal.press(" ")
        terminal.shows("paused")
        terminal.press("n")
        terminal.press("N")
        terminal.press(":")
        terminal.shows("Go to time")
        terminal.press("+20s\r")
        terminal.shows("REPLAY 2026-01-01 14:20:5", "paused", "ALL SOUND")
        assert "LIVE" not in terminal.text
        terminal.press("R")
        terminal.shows("nothing is asked")
        terminal.until(lambda seen: seen.title.startswith("REPLAY "))
        terminal.press("q")
        assert terminal.ends() == 0


def test_without_a_terminal_and_with_a_time_that_is_none_it_says_so(tmp_path: Path) -> None:
    assert "needs a terminal" in one_sentence(run(tmp_path, "replay", str(FILE)))
    with Terminal(["replay", str(FILE), "--from", "noon"], tmp_path) as terminal:
        assert terminal.ends() == 2
        assert "--from: expected a time" in terminal.text
    with Terminal(["replay", str(FILE), "--from", "23:59"], tmp_path) as terminal:
        assert terminal.ends() == 2
        assert "--from: 23:59 is not in the recording" in terminal.text


def test_a_check_is_of_the_whole_recording(tmp_path: Path) -> None:
    ran = run(tmp_path, "replay", str(FILE), "--check", "--from", "14:20:30")
    assert ran.returncode == 2
    assert "--from has no meaning with --check" in one_sentence(ran)
