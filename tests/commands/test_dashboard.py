"""The dashboard as a process on a real pseudo-terminal: how it starts, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.commands.terminal_back import restored
from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.terminal import Terminal


def test_without_a_terminal_it_says_so_and_ends(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.returncode == 2
    assert one_sentence(ran) == (
        "the dashboard needs a terminal; roxom-tui dashboard --plain writes lines, roxom-tui stream events"
    )


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


def test_a_dumb_terminal_gets_lines_and_nothing_but_lines(tmp_path: Path) -> None:
    with Terminal([], tmp_path, TERM="dumb") as terminal:
        terminal.shows("CONNECTED", "US500-BTC last")
        terminal.press("q")
        assert terminal.ends() == 0
        assert b"\x1b" not in terminal.output
        assert terminal.modes() == terminal.modes_before


def test_a_symbol_the_profile_does_not_list_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with Terminal(["--symbol", "GOLD-BTX"], tmp_path) as terminal:
        assert terminal.ends() == 2
        assert "did you mean GOLD-BTC?" in terminal.text


def test_the_demo_opens_without_home_network_or_disk_and_q_ends_it_fine(tmp_path: Path) -> None:
    with Terminal(["--symbol", "OIL-BTC"], tmp_path, HOME="/dev/null") as terminal:
        terminal.shows("DEMO", "OIL-BTC", "LIVE")
        assert terminal.modes() != terminal.modes_before
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.modes() == terminal.modes_before
        assert restored(terminal)


def test_a_locale_without_the_glyphs_gets_ascii_in_the_same_cells(tmp_path: Path) -> None:
    with Terminal([], tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as terminal:
        terminal.shows("DEMO", "* ALL LIVE", "+>Order book -", "|>1 US500-BTC")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.output.isascii()
        assert b"\\u" not in terminal.output
