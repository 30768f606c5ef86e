"""Commands without a screen end at a signal: cleanly, with its exit code, within a second, whatever hangs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.program import PATIENCE, environment

PREAMBLE = """
import asyncio, signal, sys, time, threading
from roxom_tui.commands.without_screen import run_headless
def ready():
    print("ready", flush=True)
"""
WAITING = """
async def command():
    ready()
    try:
        await asyncio.Event().wait()
    finally:
        print("closed", flush=True)
"""
STUCK_IN_THE_LOOP = """
async def command():
    ready()
    time.sleep(60)
"""
STUCK_IN_A_THREAD = """
async def command():
    asyncio.get_running_loop().run_in_executor(None, lambda: (ready(), time.sleep(60)))
    await asyncio.Event().wait()
"""
DEAF = """
async def command():
    ready()
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass
"""
END = "sys.exit(run_headless(command))"


@contextmanager
def started(home: Path, body: str, *before: str) -> Iterator[subprocess.Popen[str]]:
    """A child that has said it is ready."""
    child = subprocess.Popen(
        [*before, sys.executable, "-c", PREAMBLE + body + END],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child
    finally:
        child.kill()
        child.communicate()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_a_signal_closes_what_is_open_and_gives_its_code(tmp_path: Path, number: int, code: int) -> None:
    with started(tmp_path, WAITING) as child:
        child.send_signal(number)
        out, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, out, err) == (code, "closed\n", "")


@pytest.mark.parametrize("body", [STUCK_IN_THE_LOOP, STUCK_IN_A_THREAD, DEAF], ids=["loop", "thread", "deaf"])
def test_nothing_that_hangs_holds_up_the_end(tmp_path: Path, body: str) -> None:
    with started(tmp_path, body) as child:
        begun = time.monotonic()
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=PATIENCE)
        took = time.monotonic() - begun
    assert (child.returncode, err) == (143, "")
    assert took < 3


def test_a_command_that_ends_does_not_wait_for_its_threads(tmp_path: Path) -> None:
    body = (
        "async def command():\n"
        "    started = asyncio.Event()\n"
        "    loop = asyncio.get_running_loop()\n"
        "    def work():\n"
        "        loop.call_soon_threadsafe(started.set)\n"
        "        time.sleep(60)\n"
        "    loop.run_in_executor(None, work)\n"
        "    await started.wait()\n"
        "    ready()\n"
        "    return 3\n"
    )
    with started(tmp_path, body) as child:
        child.communicate(timeout=PATIENCE)
    assert child.returncode == 3


def test_a_signal_that_was_ignored_from_the_start_stays_ignored(tmp_path: Path) -> None:
    with started(tmp_path, WAITING, "nohup") as child:
        child.send_signal(signal.SIGHUP)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=PATIENCE)
    assert child.returncode == 143
