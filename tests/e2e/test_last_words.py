"""The last moments: what is said once the screen is given back, and that nothing is given back twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.commands.terminal_back import wait_until_full
from tests.support.endings import CANCELLED_ACTION, FAILING_ACTION, OTHER_SCREEN, PACKAGE_HOME, is_restored
from tests.support.terminal import Terminal

FIRST_SCREEN, RESTORE_TITLE = b"\x1b[?1049l", b"\x1b[23;2t"
SENTENCE = b"roxom-tui stopped on an unexpected LookupError; a report without secrets is in"

SLOW_GOODBYE = """
import time
from roxom_tui.commands.late_feed import LateFeed
LateFeed.close = lambda self, timeout: time.sleep(60)
"""
"""As behind a peer that froze, but never done in time."""

FAILING_RESIZE = """
import os
from roxom_tui.ui.base_app import BaseApp
def fail(self):
    if os.path.exists(os.environ["HOME"] + "/trigger"):
        raise LookupError("a value")
BaseApp.on_panel_room_changed = fail
"""


def patched(home: Path, patch: str) -> str:
    """The path on which Python finds the patch before anything else."""
    (home / "sitecustomize.py").write_text(patch)
    return f"{home}{os.pathsep}{PACKAGE_HOME}"


def is_told_last(terminal: Terminal, home: Path) -> bool:
    """Whether the sentence comes after the restoring, once, and names a report that is there."""
    (report,) = (home / ".local" / "state" / "roxom-tui").glob("crash-*.txt")
    before, _, after = bytes(terminal.output).partition(SENTENCE)
    return is_restored(before) and report.name.encode() in after and SENTENCE not in after and b"\x1b" not in after


def test_a_crash_while_the_goodbye_takes_too_long_is_told_and_reported(tmp_path: Path) -> None:
    with Terminal([], tmp_path, PYTHONPATH=patched(tmp_path, SLOW_GOODBYE + FAILING_ACTION)) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("u")
        assert terminal.ends() == 1
        assert is_told_last(terminal, tmp_path)
        assert terminal.modes() == terminal.modes_before


def test_a_cancelled_handler_is_a_crash_and_the_report_says_where(tmp_path: Path) -> None:
    with Terminal([], tmp_path, PYTHONPATH=patched(tmp_path, CANCELLED_ACTION)) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("u")
        assert terminal.ends() == 1
        assert b"stopped on an unexpected CancelledError" in terminal.output
    (report,) = (tmp_path / ".local" / "state" / "roxom-tui").glob("crash-*.txt")
    assert "sitecustomize.py:" in report.read_text()


def test_a_crash_on_a_terminal_that_is_not_read_is_told_once_it_is(tmp_path: Path) -> None:
    with Terminal([], tmp_path, PYTHONPATH=patched(tmp_path, FAILING_RESIZE)) as terminal:
        terminal.shows("DEMO", "LIVE")
        for width in range(90, 130):
            terminal.resize(width, 40)
        wait_until_full(terminal)
        (tmp_path / "trigger").touch()
        terminal.resize(77, 33)
        assert terminal.process.wait(timeout=20) == 1
        terminal.settle()
        assert is_told_last(terminal, tmp_path)


def test_what_was_given_back_in_order_is_not_given_back_by_force(tmp_path: Path) -> None:
    with Terminal([], tmp_path, PYTHONPATH=patched(tmp_path, SLOW_GOODBYE)) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("q")
        assert terminal.ends() == 0
        assert is_restored(bytes(terminal.output))
        assert terminal.output.count(FIRST_SCREEN) == terminal.output.count(RESTORE_TITLE) == 1


@pytest.mark.parametrize("number", [signal.SIGCONT, signal.SIGTSTP])
def test_a_signal_after_the_screen_was_given_back_takes_it_no_more(number: signal.Signals, tmp_path: Path) -> None:
    with Terminal([], tmp_path, PYTHONPATH=patched(tmp_path, SLOW_GOODBYE)) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("q")
        terminal.until(lambda seen: FIRST_SCREEN in seen.output)
        terminal.process.send_signal(number)
        if number == signal.SIGTSTP:
            os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED)
            terminal.process.send_signal(signal.SIGCONT)
        assert terminal.ends() == 0
        assert terminal.output.count(OTHER_SCREEN) == terminal.output.count(FIRST_SCREEN) == 1
        assert terminal.modes() == terminal.modes_before
