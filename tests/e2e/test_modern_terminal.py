"""A terminal that reports its size and pixels when asked, and shapes its pointer: what it was asked for ends too."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.shell import COMMAND, Shell
from tests.support.endings import is_restored
from tests.support.terminal import Terminal

REPORTS_SIZES = "\x1b[?2048;2$y"
IN_PIXELS, AS_TEXT = b"\x1b[?1016h", b"\x1b]22;text\x07"


def answer_and_point(terminal: Terminal) -> None:
    """The terminal's answer, and the mouse over a line to type in."""
    terminal.press(REPORTS_SIZES)
    terminal.until(lambda seen: IN_PIXELS in seen.output)
    terminal.press("s")
    terminal.until(lambda seen: _place_of_input(seen) is not None)
    terminal.press("\x1b[<35;{};{}M".format(*_place_of_input(terminal) or ()))
    terminal.until(lambda seen: AS_TEXT in seen.output)


def _place_of_input(terminal: Terminal) -> tuple[int, int] | None:
    """Column and row of where one types, once its box has found its place."""
    for row, line in enumerate(terminal.lines, 1):
        before, found, _ = line.partition(" › type to filter")
        if found and before.endswith("│"):
            return len(before) + 5, row
    return None


@pytest.mark.parametrize("how", ["key", "signal"])
def test_an_ending_gives_back_the_pixels_and_the_pointer(how: str, tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        answer_and_point(terminal)
        if how == "key":
            terminal.press("\x03")
        else:
            terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == (130 if how == "key" else 143)
        assert is_restored(bytes(terminal.output))


def test_ctrl_z_gives_back_the_pixels_and_the_pointer_and_fg_takes_the_pixels_again(tmp_path: Path) -> None:
    with Shell(tmp_path) as shell:
        shell.await_prompt()
        shell.type(COMMAND)
        shell.await_dashboard("LIVE")
        answer_and_point(shell)
        shell.press("\x1a")
        shell.await_prompt("Stopped")
        assert is_restored(bytes(shell.output).rpartition(b"Stopped")[0])
        shell.type("fg")
        shell.await_dashboard("LIVE")
        shell.press(REPORTS_SIZES)
        shell.until(lambda seen: seen.output.count(IN_PIXELS) == 2)
        shell.press("\x03")
        shell.await_prompt()
