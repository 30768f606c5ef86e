"""Two dashboards of one person, on one state folder."""

from __future__ import annotations

from pathlib import Path

from roxom_tui.config.log_file import FILES, LARGEST_FILE, ROOM
from tests.support.terminal import Terminal


def test_two_dashboards_share_a_log_that_is_full(tmp_path: Path) -> None:
    folder = tmp_path / ".local" / "state" / "roxom-tui"
    folder.mkdir(parents=True, mode=0o755)
    for name in ("roxom-tui.log", *(f"roxom-tui.log.{number}" for number in range(1, FILES))):
        (folder / name).write_text("x" * (LARGEST_FILE - 1) + "\n")
    with Terminal([], tmp_path) as one, Terminal(["--symbol", "OIL-BTC"], tmp_path) as other:
        one.shows("DEMO", "LIVE")
        other.shows("DEMO", "LIVE")
        one.press("q")
        assert one.ends() == 0
        other.press("q")
        assert other.ends() == 0
    files = {file.name: file.stat() for file in folder.iterdir()}
    assert len(files) == FILES
    assert sum(status.st_size for status in files.values()) <= FILES * (LARGEST_FILE + ROOM)
    assert folder.stat().st_mode & 0o777 == 0o700
    # Moved away once, though both came upon it full; and both speak in the new one.
    lines = (folder / "roxom-tui.log").read_text().splitlines()
    assert sum(" demo: " in line for line in lines) >= 2
    assert files["roxom-tui.log"].st_mode & 0o777 == 0o600
    assert files["roxom-tui.log.1"].st_size == LARGEST_FILE
    assert not any("Traceback" in terminal.text for terminal in (one, other))
