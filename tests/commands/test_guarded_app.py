"""A crash of the app shows nothing of what was being handled."""

from __future__ import annotations

from pathlib import Path

from tests.commands.terminal_back import restored
from tests.support.terminal import Terminal

CANARY = "canary-77aa01"


def test_a_crash_gives_the_terminal_back_and_shows_no_value(tmp_path: Path) -> None:
    # The simplest way into a program that offers none: a module that Python itself imports at its start.
    (tmp_path / "sitecustomize.py").write_text(
        "from roxom_tui.ui.app import RoxomApp\n"
        "def fail(self):\n"
        f"    secret = {CANARY!r}\n"
        "    raise LookupError(secret)\n"
        "RoxomApp.action_toggle_units = fail\n"
    )
    with Terminal([], tmp_path, PYTHONPATH=str(tmp_path)) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("u")
        assert terminal.ends() == 1
        assert terminal.modes() == terminal.modes_before
        assert restored(terminal)
        assert b"stopped on an unexpected LookupError; a report without secrets is in" in terminal.output
        assert CANARY.encode() not in terminal.output
    (report,) = (tmp_path / ".local" / "state" / "roxom-tui").glob("crash-*.txt")
    assert "builtins.LookupError" in report.read_text()
    assert CANARY not in report.read_text()
