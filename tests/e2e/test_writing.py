"""The way to the terminal: shared with other jobs, full, or broken. A picture that reaches nobody does not go on."""

from __future__ import annotations

import itertools
import os
import select
import time
from pathlib import Path

import pytest

from tests.e2e.liveness import stays_alive
from tests.support.endings import PACKAGE_HOME, is_restored
from tests.support.terminal import Terminal

SIBLING = """
import os, subprocess, sys
if "roxom_tui" in " ".join(sys.orig_argv) and not os.environ.get("IS_SIBLING"):
    script = '''
import os, sys, time
while not os.path.exists(sys.argv[1]):
    time.sleep(0.02)
os.set_blocking(2, False)
open(sys.argv[1] + ".done", "w").close()
'''
    environment = {**os.environ, "IS_SIBLING": "1"}
    subprocess.Popen([sys.executable, "-c", script, TRIGGER], env=environment, stdin=subprocess.DEVNULL)
"""
"""Another job of the same shell: it has the same descriptor, and changes the flags that all share."""

FAILING = """
import errno, os, threading
from roxom_tui.ui.terminal.descriptor import Descriptor
write = Descriptor.write
def fail(self, data):
    if os.path.exists(TRIGGER) and threading.current_thread().name in WHERE:
        raise OSError(errno.ERRNO, os.strerror(errno.ERRNO))
    return write(self, data[:97])
Descriptor.write = fail
"""
"""A terminal that takes little at a time, and one day nothing any more."""

DYING = """
import os
from roxom_tui.ui.terminal.writer import Writer
take = Writer._take
def die(self):
    if os.path.exists(TRIGGER):
        raise LookupError("a value")
    return take(self)
Writer._take = die
"""
"""A writer that ends for a reason of its own."""


def patched(home: Path, patch: str) -> tuple[Path, str]:
    """A file whose coming sets it off, and the path of the patch."""
    trigger = home / "trigger"
    (home / "sitecustomize.py").write_text(f"TRIGGER = {str(trigger)!r}\n{patch}")
    return trigger, f"{home}{os.pathsep}{PACKAGE_HOME}"


def wait_for(terminal: Terminal, file: Path) -> None:
    terminal.until(lambda _: file.exists())


def leave_unread_until_full(terminal: Terminal) -> None:
    """Changes of size are pictures of their own: some of them, and there is no room for more."""
    way = os.open(f"/proc/{terminal.process.pid}/fd/2", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        for width in itertools.islice(itertools.cycle(range(60, 140)), 1000):
            terminal.resize(width, 40)
            time.sleep(0.02)
            if not select.select([], [way], [], 0)[1]:
                return
    finally:
        os.close(way)
    raise AssertionError("the terminal never filled up")


def test_a_job_that_makes_the_shared_terminal_non_blocking_while_nobody_reads_stops_no_picture(tmp_path: Path) -> None:
    trigger, path = patched(tmp_path, SIBLING)
    with Terminal([], tmp_path, PYTHONPATH=path) as terminal:
        terminal.shows("DEMO", "LIVE", "spread")
        trigger.touch()
        wait_for(terminal, tmp_path / "trigger.done")
        leave_unread_until_full(terminal)
        terminal.resize(120, 40)
        terminal.press("i")
        terminal.shows("Connection", "Esc back")
        terminal.press("\x1b")
        terminal.shows("LIVE", "spread")
        stays_alive(terminal, changes=3)
        terminal.press("q")
        assert terminal.ends() == 0
        assert is_restored(bytes(terminal.output))
        assert terminal.modes() == terminal.modes_before


@pytest.mark.parametrize(
    ("error", "where"),
    [("EIO", "the writer"), ("EIO", "everywhere"), ("EPIPE", "the writer"), ("ENXIO", "everywhere")],
)
def test_an_error_of_the_terminal_ends_the_program_with_a_sentence_and_restores_what_can_be(
    error: str, where: str, tmp_path: Path
) -> None:
    threads = "('textual-output',)" if where == "the writer" else "('textual-output', 'MainThread')"
    trigger, path = patched(tmp_path, FAILING.replace("ERRNO", error).replace("WHERE", threads))
    with Terminal([], tmp_path, PYTHONPATH=path) as terminal:
        terminal.shows("DEMO", "LIVE")
        stays_alive(terminal, changes=1)
        trigger.touch()
        assert terminal.ends() == 1
        assert terminal.modes() == terminal.modes_before
        assert b"Traceback" not in terminal.output
        if where == "the writer":
            assert is_restored(bytes(terminal.output))
            assert b"the terminal cannot be written to" in terminal.output


def test_a_writer_that_dies_ends_the_program_with_a_report_and_the_terminal_is_restored_without_it(
    tmp_path: Path,
) -> None:
    trigger, path = patched(tmp_path, DYING)
    with Terminal([], tmp_path, PYTHONPATH=path) as terminal:
        terminal.shows("DEMO", "LIVE")
        trigger.touch()
        assert terminal.ends() == 1
        assert terminal.modes() == terminal.modes_before
        assert is_restored(bytes(terminal.output))
        assert b"unexpected LookupError" in terminal.output
    assert list((tmp_path / ".local" / "state" / "roxom-tui").glob("crash-*.txt"))


def test_what_reaches_the_terminal_is_of_now_while_all_is_well(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "LIVE")
        stays_alive(terminal, changes=3)
