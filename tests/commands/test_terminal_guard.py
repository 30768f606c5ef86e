"""The terminal is given back whatever ends the program, and it ends in time (client 8)."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.commands.terminal_back import restored, wait_until_full
from tests.support.program import PATIENCE, PROGRAM, environment
from tests.support.terminal import Terminal


def test_the_key_ctrl_c_ends_it_as_the_signal_does(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("\x03")
        assert terminal.ends() == 130
        assert restored(terminal)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_a_signal_gives_the_terminal_back_and_its_code(tmp_path: Path, number: int, code: int) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.process.send_signal(number)
        assert terminal.ends() == code
        assert terminal.modes() == terminal.modes_before
        assert restored(terminal)
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("how", ["q", "SIGTERM"])
def test_a_terminal_that_is_not_being_read_does_not_hold_up_the_end(tmp_path: Path, how: str) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        # From here on nobody reads; every change of size has the whole screen drawn, until the terminal is full.
        for width in range(90, 130):
            terminal.resize(width, 40)
        wait_until_full(terminal)
        if how == "q":
            terminal.press("q")
        else:
            terminal.process.send_signal(signal.SIGTERM)
        code = terminal.process.wait(timeout=3)
        terminal.settle()
        assert code == (0 if how == "q" else 143)
        assert terminal.modes() == terminal.modes_before
        assert restored(terminal)


def test_a_terminal_that_vanishes_without_a_signal_ends_it(tmp_path: Path) -> None:
    master, slave = os.openpty()
    process = subprocess.Popen(
        PROGRAM, env=environment(tmp_path), stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        assert os.read(master, 1)
        os.close(master)
        assert process.wait(timeout=PATIENCE) == 129
    finally:
        process.kill()
        process.wait()


def test_a_window_closed_while_the_market_moves_ends_it_with_the_code_of_a_hang_up(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.hang_up()
        assert terminal.process.wait(timeout=PATIENCE) == 129


def test_a_window_closed_on_a_program_that_is_to_ignore_hang_ups_ends_it_all_the_same(tmp_path: Path) -> None:
    with Terminal([], tmp_path, before="trap '' HUP;") as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.hang_up()
        assert terminal.process.wait(timeout=PATIENCE) == 129


KILL = "os.kill(os.getpid(), signal.SIGTERM)"


@pytest.mark.parametrize(
    ("moment", "first", "then"),
    [
        ("TerminalGuard.__enter__", "done = before(self)", KILL),
        ("BaseApp.on_mount", KILL, "done = before(self)"),
        ("BaseApp._start", KILL, "done = before(self)"),
    ],
)
def test_a_signal_before_the_first_paint_is_no_crash(tmp_path: Path, moment: str, first: str, then: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal\n"
        "from roxom_tui.commands.terminal_guard import TerminalGuard\n"
        "from roxom_tui.ui.base_app import BaseApp\n"
        f"before = {moment}\n"
        f"def interrupted(self):\n    {first}\n    {then}\n    return done\n"
        f"{moment} = interrupted\n"
    )
    with Terminal([], tmp_path, PYTHONPATH=str(tmp_path)) as terminal:
        assert terminal.ends() == 143
        assert terminal.modes() == terminal.modes_before
        assert restored(terminal) or b"\x1b[?1049h" not in terminal.output
        assert b"unexpected" not in terminal.output
    assert not [*tmp_path.glob(".local/state/roxom-tui/crash-*")]
