"""A terminal is asked whether it takes notifications, and is as it was afterwards."""

from __future__ import annotations

import os
import pty
import termios
from threading import Thread

import pytest

from roxom_tui.ui.terminal.question import takes_osc_99


@pytest.mark.parametrize(
    ("answer", "takes"),
    [
        (b"\x1b]99;i=roxom-tui:p=?;o=always\x1b\\\x1b[?62c", True),
        (b"\x1b]99;i=another:p=?;o=always\x1b\\\x1b[?62c", False),
        (b"\x1b[?62c", False),
        (b"typed\x1b]11;rgb:0/0/0\x07\x1b[?6c", False),
    ],
)
def test_its_answer_counts_and_its_silence_does(answer: bytes, takes: bool) -> None:
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)

    def reply() -> None:
        asked = b""
        while not asked.endswith(b"\x1b[c"):
            asked += os.read(master, 100)
        os.write(master, answer)

    Thread(target=reply, daemon=True).start()
    try:
        assert takes_osc_99(slave) is takes
        assert termios.tcgetattr(slave) == before
    finally:
        os.close(master)
        os.close(slave)
