"""What comes in at the keyboard and is no key: a byte of another encoding, a report of a key that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.endings import PACKAGE_HOME, is_restored
from tests.support.terminal import Terminal

FAILING_KEYBOARD = """
from roxom_tui.ui.terminal.reader import Reader
def fail(self, ended):
    raise LookupError("a value")
Reader.run = fail
"""


@pytest.mark.parametrize(
    "typed",
    [b"\xe9", b"\xff\xfe", b"\x1b[97;1:3u", b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[99999999999999999999u"],
    ids=lambda typed: ascii(typed)[2:-1],
)
def test_what_is_no_key_is_passed_over_and_the_keys_after_it_count(typed: bytes, tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        terminal.press(typed + b"2")
        terminal.shows("▸2 ")
        terminal.press(typed)
        terminal.press("3")
        terminal.shows("▸3 ")
        terminal.press("q")
        assert terminal.ends() == 0
        assert is_restored(bytes(terminal.output))


def test_a_failure_of_the_keyboard_itself_is_reported_by_its_name_and_place(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILING_KEYBOARD)
    with Terminal([], tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}") as terminal:
        assert terminal.ends() == 1
        assert is_restored(bytes(terminal.output))
        assert b"unexpected LookupError" in terminal.output
    (report,) = (tmp_path / ".local" / "state" / "roxom-tui").glob("crash-*.txt")
    assert "builtins.LookupError\n  " in report.read_text()
