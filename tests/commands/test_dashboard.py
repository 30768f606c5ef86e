"""The dashboard as a process on a real pseudo-terminal: how it starts, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.terminal import Terminal

CANARY = "canary-77aa01"
NORMAL_SCREEN = b"\x1b[?1049l"
CURSOR = b"\x1b[?25h"
MOUSE_OFF = b"\x1b[?1003l"


def restored(terminal: Terminal) -> bool:
    """Whether the last word on screen, cursor and mouse is that they are as before."""
    written = bytes(terminal.output)
    return (
        written.rfind(NORMAL_SCREEN) > written.rfind(b"\x1b[?1049h")
        and written.rfind(CURSOR) > written.rfind(b"\x1b[?25l")
        and written.rfind(MOUSE_OFF) > written.rfind(b"\x1b[?1003h")
    )


def test_without_a_terminal_it_says_so_and_ends(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.returncode == 2
    assert one_sentence(ran) == "the dashboard needs a terminal; roxom-tui stream writes events for other programs"


def test_a_terminal_only_on_stdout_is_none(tmp_path: Path) -> None:
    master, slave = os.openpty()
    ran = subprocess.run(
        PROGRAM,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(slave)
    os.close(master)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


def test_a_dumb_terminal_is_refused_untouched(tmp_path: Path) -> None:
    with Terminal([], tmp_path, TERM="dumb") as terminal:
        assert terminal.ends() == 2
        assert "this terminal cannot draw (TERM=dumb)" in terminal.text
        assert b"\x1b" not in terminal.output


def test_a_symbol_the_profile_does_not_list_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with Terminal(["--symbol", "GOLD-BTX"], tmp_path) as terminal:
        assert terminal.ends() == 2
        assert "did you mean GOLD-BTC?" in terminal.text


def test_the_demo_opens_without_home_network_or_disk_and_q_ends_it_fine(tmp_path: Path) -> None:
    with Terminal(["--symbol", "OIL-BTC"], tmp_path, HOME="/dev/null") as terminal:
        before = terminal.modes()
        terminal.shows("DEMO", "OIL-BTC", "LIVE")
        assert terminal.modes() != before
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.modes() == before
        assert restored(terminal)


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
        before = terminal.modes()
        terminal.shows("DEMO", "LIVE")
        terminal.process.send_signal(number)
        assert terminal.ends() == code
        assert terminal.modes() == before
        assert restored(terminal)
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("how", ["q", "SIGTERM"])
def test_a_terminal_that_is_not_being_read_does_not_hold_up_the_end(tmp_path: Path, how: str) -> None:
    with Terminal([], tmp_path) as terminal:
        before = terminal.modes()
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
        assert terminal.modes() == before
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


def test_no_core_of_it_is_written_whatever_the_shell_allows(tmp_path: Path) -> None:
    with Terminal([], tmp_path, before="ulimit -c $(ulimit -H -c);") as terminal:
        terminal.shows("DEMO", "LIVE")
        limits = Path(f"/proc/{terminal.process.pid}/limits")
        if not limits.exists():
            pytest.skip("this system does not tell the limits of a process")
        (line,) = (line for line in limits.read_text().splitlines() if line.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]


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
        before = terminal.modes()
        assert terminal.ends() == 143
        assert terminal.modes() == before
        assert restored(terminal) or b"\x1b[?1049h" not in terminal.output
        assert b"unexpected" not in terminal.output
    assert not [*tmp_path.glob(".local/state/roxom-tui/crash-*")]


def test_a_locale_without_the_glyphs_gets_ascii_in_the_same_cells(tmp_path: Path) -> None:
    with Terminal([], tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as terminal:
        terminal.shows("DEMO", "* LIVE", "+ Order book -", "|>1 US500-BTC")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.output.isascii()
        assert b"\\u" not in terminal.output


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
        before = terminal.modes()
        terminal.shows("DEMO", "LIVE")
        terminal.press("u")
        assert terminal.ends() == 1
        assert terminal.modes() == before
        assert restored(terminal)
        assert b"stopped on an unexpected LookupError; a report without secrets is in" in terminal.output
        assert CANARY.encode() not in terminal.output
    (report,) = (tmp_path / ".local" / "state" / "roxom-tui").glob("crash-*.txt")
    assert "builtins.LookupError" in report.read_text()
    assert CANARY not in report.read_text()


def wait_until_full(terminal: Terminal) -> None:
    """Wait until the program is stuck in a write: then its output thread sleeps in the kernel's `n_tty_write`."""
    tasks = Path(f"/proc/{terminal.process.pid}/task")
    if not tasks.is_dir():
        pytest.skip("this system does not tell where a thread sleeps")
    for _ in range(200_000):
        if any(_is_stuck(task) for task in tasks.iterdir()):
            return
    pytest.fail("the terminal never filled up")


def _is_stuck(task: Path) -> bool:
    try:
        name = (task / "wchan").read_text()
    except OSError:
        return False
    return "tty_write" in name or "n_tty_write" in name or "wait_woken" in name
