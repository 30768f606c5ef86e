"""The real program on a real terminal, with a person, a terminal and a line that are out of hand."""

from __future__ import annotations

import os
import termios
import time
from pathlib import Path
from random import Random

import pytest

from tests.support.endings import LONGEST, PACKAGE_HOME, business, is_restored
from tests.support.frantic import Session
from tests.support.terminal import Terminal
from tests.ui.terminal.answers import KNOWN

PALETTE, PAGE_UP, CLICK_BESIDE = b"\x10", b"\x1b[5~", b"\x1b[<0;1;1M\x1b[<0;1;1m"

SIGNALS = b"\x1a\x1c"
"""Keys that the terminal itself makes signals of, once it is given back."""

HANGING = """
import asyncio
from roxom_tui.ui.app import RoxomApp
async def hang(self):
    await asyncio.Event().wait()
RoxomApp.action_toggle_units = hang
"""
"""A screen that never comes back from the key u."""

FAILING_END = """
from roxom_tui.ui.app import RoxomApp
def fail(self):
    raise LookupError("a value")
RoxomApp.on_unmount = fail
"""
"""A failure while the screen is taken down."""


def crashes(home: Path) -> list[Path]:
    return list((home / ".local" / "state" / "roxom-tui").glob("crash-*.txt"))


def ends_well(terminal: Terminal, home: Path, code: int) -> None:
    assert terminal.ends() == code
    assert terminal.modes() == terminal.modes_before
    assert is_restored(bytes(terminal.output))
    assert crashes(home) == []


@pytest.mark.parametrize(
    "typed", [PALETTE + PAGE_UP, b"s\r\r", PALETTE + CLICK_BESIDE * 2], ids=["pgup", "enter", "click"]
)
def test_a_screen_that_does_not_stand_or_has_left_ends_nothing(typed: bytes, tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press(typed)
        terminal.settle()
        terminal.press("\x1b[27u")
        terminal.until(lambda seen: "Go to symbol" not in seen.text and "type an action" not in seen.text)
        terminal.press("2")
        terminal.shows("▸2 ")
        terminal.press("q")
        ends_well(terminal, tmp_path, 0)


@pytest.mark.parametrize("behind", [b"sib?P" + PALETTE + PAGE_UP + b"\r" + CLICK_BESIDE, b"\x03"])
def test_what_comes_behind_q_does_nothing(behind: bytes, tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press(b"q" + behind)
        ends_well(terminal, tmp_path, 0)


@pytest.mark.parametrize("size", [100_000, 1], ids=["in one read", "byte by byte"])
def test_no_answer_of_a_terminal_is_a_key(size: int, tmp_path: Path) -> None:
    answers = b"".join(answer for answer in KNOWN if not answer.startswith(b"\x1b[48"))
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE", "Balances")
        for at in range(0, len(answers), size):
            terminal.press(answers[at : at + size])
        terminal.press("2")
        terminal.shows("▸2 ", "Order book")
        assert "•••" not in terminal.text
        terminal.press("\x1b[1081::113;;1081u")
        ends_well(terminal, tmp_path, 0)


@pytest.mark.parametrize("typed", ["\x03", "\x1b[1089::99;5u"])
def test_ctrl_c_leaves_whatever_the_layout_and_whatever_hangs(typed: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HANGING)
    with Terminal([], tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}") as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("u")
        began = time.monotonic()
        terminal.press(typed)
        ends_well(terminal, tmp_path, 130)
        assert time.monotonic() - began < 2 * LONGEST * business()


def test_a_crash_after_the_wish_to_leave_is_a_crash(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILING_END)
    with Terminal([], tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}") as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press("q")
        assert terminal.ends() == 1
        assert is_restored(bytes(terminal.output))
        assert b"unexpected LookupError" in terminal.output
    assert len(crashes(tmp_path)) == 1


@pytest.mark.parametrize("seed", [1])
def test_after_a_while_of_anything_ctrl_c_still_leaves_a_terminal_as_it_was(seed: int, tmp_path: Path) -> None:
    session, random = Session(seed), Random(seed)
    # What is typed once the terminal is given back would be echoed, and is nothing that the program said.
    with Terminal([], tmp_path, before='stty -echo < "$0"; ') as terminal:
        terminal.modes_before[3] &= ~termios.ECHO
        terminal.shows("DEMO", "LIVE")
        for _ in range(150):
            if terminal.process.poll() is None:
                terminal.press(b"".join(session.reads()).translate(None, SIGNALS))
            if random.random() < 0.1:
                terminal.resize(random.randint(1, 200), random.randint(1, 60))
            terminal.read(random.choice((0.001, 0.01, 0.05)))
        if terminal.process.poll() is None:
            terminal.press("\x03")
        assert terminal.ends() in (0, 130)
        assert terminal.modes() == terminal.modes_before
        assert is_restored(bytes(terminal.output))
        assert crashes(tmp_path) == []
