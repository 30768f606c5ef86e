"""The moment after `fg`, when what is painted is held back until it is true again: nothing else may be held back."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.e2e.key_readers import import_counting, key_readers
from tests.e2e.shell import Shell
from tests.support.endings import GIVE_KEYS, RESTORE_TITLE, SAVE_TITLE, TAKE_KEYS, is_restored

CTRL_Z = "\x1a"
PROMPT_BEGINS = "\x1b[?2004hREADY$"
LIVE = ("DEMO", "● ALL LIVE", "Order book", "Positions")

FAILING_REPAINT = """
import os
from roxom_tui.ui.base_app import BaseApp
show = BaseApp.show_picture
def fail(self, board):
    if os.path.exists(os.environ["HOME"] + "/trigger"):
        raise LookupError("a value")
    show(self, board)
BaseApp.show_picture = fail
"""


def gave_back(shell: Shell, last: str) -> bool:
    """Whether what the job wrote ends with every mode as it was; the shell's own modes come after that."""
    return is_restored(bytes(shell.output).rpartition(last.encode())[0])


def await_count(shell: Shell, written: bytes, times: int) -> None:
    """Wait until something was written so often."""
    shell.until(lambda seen: seen.output.count(written) >= times)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP])
def test_a_signal_at_the_moment_of_return_gives_the_terminal_back(number: signal.Signals, shell: Shell) -> None:
    before = shell.modes()
    pid = shell.start_job()
    shell.await_dashboard(*LIVE)
    os.kill(pid, signal.SIGCONT)
    os.kill(pid, number)
    shell.await_prompt()
    assert shell.modes() == before
    assert gave_back(shell, PROMPT_BEGINS)


def test_a_failure_at_the_moment_of_return_gives_the_terminal_back_and_is_told(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILING_REPAINT)
    before = shell.modes()
    shell.start_job()
    shell.await_dashboard(*LIVE)
    shell.press(CTRL_Z)
    shell.await_prompt("Stopped")
    (tmp_path / "trigger").touch()
    shell.type("fg")
    shell.await_prompt("unexpected LookupError")
    assert shell.modes() == before
    assert gave_back(shell, "roxom-tui stopped")


def test_a_return_in_the_middle_of_another_leaves_one_reader_of_keys_and_nothing_taken_twice(
    shell: Shell, tmp_path: Path
) -> None:
    import_counting(tmp_path)
    pid = shell.start_job()
    shell.await_dashboard(*LIVE)
    assert key_readers(shell, pid, tmp_path) == 1
    for times in range(1, 4):
        # The second comes while the first is still giving the terminal back.
        os.kill(pid, signal.SIGCONT)
        await_count(shell, RESTORE_TITLE, times)
        os.kill(pid, signal.SIGCONT)
        await_count(shell, SAVE_TITLE, times + 1)
        shell.await_dashboard(*LIVE)
    for number in (2, 3, 4, 1):
        shell.press(str(number))
        shell.shows(f"▸{number} ")
    assert key_readers(shell, pid, tmp_path) == 1
    assert shell.output.count(TAKE_KEYS) == shell.output.count(GIVE_KEYS) + 1
    assert shell.output.count(SAVE_TITLE) == shell.output.count(RESTORE_TITLE) + 1
    shell.press("q")
    shell.await_prompt()
