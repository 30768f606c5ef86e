"""Whether a terminal was given back as it was, and whether nobody reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal

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
