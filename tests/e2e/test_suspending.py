"""Ctrl+Z, `fg` and the other things a shell does to a program, in a shell with job control on a real terminal."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from tests.e2e.key_readers import import_counting, key_readers
from tests.e2e.shell import COMMAND, Shell
from tests.support.endings import is_restored

CTRL_Z = "\x1a"
OTHER_SCREEN = b"\x1b[?1049h"
FRAME_END = b"\x1b[1;1H"
SAVE_TITLE, RESTORE_TITLE = b"\x1b[22;2t", b"\x1b[23;2t"
TITLE_AGAIN = re.compile(rb"\x1b\[22;2t\x1b\]2;US500-BTC [\d.]+ \w+ ")
LIVE = ("DEMO", "● ALL LIVE", "Order book", "Positions")
STALE_AFTER = 3.2
"""Seconds without the feed after which nothing on screen may call itself live."""


@contextmanager
def running(shell: Shell) -> Iterator[tuple[list[int], list[int]]]:
    """The dashboard as the shell's job; the modes of the terminal before and with it."""
    before = shell.modes()
    shell.type(COMMAND)
    shell.await_dashboard(*LIVE)
    yield before, shell.modes()
    shell.await_dashboard("LIVE")
    shell.press("q")
    shell.await_prompt()
    shell.type("echo code=$?")
    shell.await_prompt("code=0")
    assert shell.modes() == before


def is_whole(shell: Shell) -> bool:
    """Whether every line of the picture is there: each frame has its corners, and nothing of the shell is left."""
    text = shell.text
    return (
        shell.in_dashboard
        and text.count("╭") == text.count("╮") == text.count("╰") == text.count("╯") >= 4
        and "Stopped" not in text
        and "spread" in text
    )


def gave_back(shell: Shell) -> bool:
    """Whether what the last job wrote ends with every mode as it was; the shell's own modes come after that."""
    return is_restored(bytes(shell.output).rpartition(b"Stopped")[0])


def test_ctrl_z_and_fg_five_times_leave_no_trace(shell: Shell) -> None:
    with running(shell) as (of_shell, of_dashboard):
        assert of_shell != of_dashboard
        shell.until(lambda seen: "US500-BTC" in seen.title)
        for times in range(1, 6):
            shell.press(CTRL_Z)
            shell.await_prompt("Stopped")
            assert shell.output.count(SAVE_TITLE) == shell.output.count(RESTORE_TITLE) == times
            returned = len(shell.output)
            assert shell.modes() == of_shell
            assert gave_back(shell)
            shell.type("fg")
            shell.until(lambda _: is_whole(shell))
            assert shell.modes() == of_dashboard
            assert TITLE_AGAIN.search(bytes(shell.output[returned:]))
    assert b"Traceback" not in shell.output


def test_ctrl_z_pressed_twice_stops_twice_and_leaves_no_trace(shell: Shell) -> None:
    with running(shell):
        shell.press(CTRL_Z + CTRL_Z)
        shell.await_prompt("Stopped")
        shell.type("fg")
        shell.until(lambda seen: seen.output.count(RESTORE_TITLE) == 2)
        shell.await_prompt("Stopped")
        assert gave_back(shell)
        shell.type("fg")
        shell.await_dashboard(*LIVE)


def test_the_first_frame_after_a_long_stop_says_that_it_is_history(shell: Shell) -> None:
    with running(shell):
        shell.press(CTRL_Z)
        shell.await_prompt("Stopped")
        returned = len(shell.output)
        shell.type(f"sleep {STALE_AFTER}; fg")
        shell.await_dashboard(*LIVE)
        first = _first_frame(bytes(shell.output[returned:]), shell)
        assert "DEMO" in first
        assert "STALE" in first
        assert "LIVE" not in first


def test_a_job_that_is_killed_while_it_is_stopped_ends_and_leaves_the_shell_alone(shell: Shell) -> None:
    before = shell.modes()
    shell.type(COMMAND)
    shell.await_dashboard(*LIVE)
    shell.press(CTRL_Z)
    shell.await_prompt("Stopped")
    written = len(shell.output)
    shell.type("kill %1; while kill -0 %1 2>/dev/null; do sleep 0.05; done")
    shell.await_prompt("Exit 143")
    assert shell.modes() == before
    assert b"\x1b[?1049" not in shell.output[written:]
    assert b"\x1b[?1003" not in shell.output[written:]


@pytest.mark.parametrize(("how", "code"), [("TERM", 143), ("HUP", 129)])
def test_a_job_that_is_killed_after_a_stop_that_nobody_announces_gives_the_terminal_back(
    how: str, code: int, shell: Shell
) -> None:
    before = shell.modes()
    pid = shell.start_job()
    shell.await_dashboard(*LIVE)
    os.kill(pid, signal.SIGSTOP)
    shell.until(lambda seen: "Stopped" in seen.text)
    shell.type(f"kill -{how} %1; while kill -0 %1 2>/dev/null; do sleep 0.05; done")
    shell.await_prompt(f"Exit {code}")
    assert is_restored(bytes(shell.output).rpartition(b"Exit")[0])
    assert shell.modes() == before


def test_a_stop_that_nobody_announces_is_made_good_on_return(shell: Shell, tmp_path: Path) -> None:
    import_counting(tmp_path)
    pid = shell.start_job()
    shell.await_dashboard(*LIVE)
    of_dashboard = shell.modes()
    assert key_readers(shell, pid, tmp_path) == 1
    os.kill(pid, signal.SIGSTOP)
    shell.until(lambda seen: "Stopped" in seen.text)
    shell.type("clear; fg")
    shell.until(lambda _: is_whole(shell))
    assert shell.modes() == of_dashboard
    # Two threads that read keys would each get part of what is typed.
    assert key_readers(shell, pid, tmp_path) == 1
    for number in (2, 3, 4, 1) * 2:
        shell.press(str(number))
        shell.shows(f"▸{number} ")
    shell.press(CTRL_Z)
    shell.await_prompt("Stopped")
    assert gave_back(shell)
    shell.type("fg")
    shell.await_dashboard(*LIVE)


def test_a_job_started_in_the_background_waits_for_fg(shell: Shell) -> None:
    shell.type(f"{COMMAND} & until jobs | grep -q Stopped; do sleep 0.05; done; echo it waits")
    shell.await_prompt("it waits")
    assert OTHER_SCREEN not in shell.output
    shell.type("fg")
    shell.await_dashboard(*LIVE)
    shell.press("q")
    shell.await_prompt()


def _first_frame(written: bytes, shell: Shell) -> str:
    """The screen after the first frame with a header: a notice on the last line may be painted before."""
    screen = pyte.Screen(shell.columns, shell.rows)
    stream = pyte.ByteStream(screen)
    for part in written[written.index(OTHER_SCREEN) :].split(FRAME_END):
        stream.feed(part)
        if screen.display[0].strip():
            break
    return "\n".join(screen.display)
