"""Eleven ways out of the dashboard, and three moments to take them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import roxom_tui
from tests.support.simulated_exchange import nowhere, private_pem
from tests.support.terminal import Terminal

LONGEST: Final = 1.0
"""Seconds from the wish to leave until the program is gone."""

PACKAGE_HOME: Final = Path(roxom_tui.__file__).parents[1]
"""So that the module a patch imports first is the one under test, wherever it is installed."""

OTHER_SCREEN: Final = b"\x1b[?1049h"

SAVE_TITLE: Final = b"\x1b[22;2t"
RESTORE_TITLE: Final = b"\x1b[23;2t"
TAKE_KEYS: Final = b"\x1b[>29u"
GIVE_KEYS: Final = b"\x1b[<u"

MODES: Final = (
    (OTHER_SCREEN, b"\x1b[?1049l"),
    (b"\x1b[?25l", b"\x1b[?25h"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?1003h", b"\x1b[?1003l"),
    (b"\x1b[?1015h", b"\x1b[?1015l"),
    (b"\x1b[?1006h", b"\x1b[?1006l"),
    (b"\x1b[?1016h", b"\x1b[?1016l"),
    (b"\x1b]22;text\x07", b"\x1b]22;default\x07"),
    (b"\x1b[?7l", b"\x1b[?7h"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
    (b"\x1b[?1004h", b"\x1b[?1004l"),
    (b"\x1b[?2048h", b"\x1b[?2048l"),
    (TAKE_KEYS, GIVE_KEYS),
    (SAVE_TITLE, RESTORE_TITLE),
)
"""On and off: the other screen, a hidden cursor, the mouse, its pixels and its pointer, lines that are cut, pasting,
focus, sizes, keys, and the title."""

FAILING_ACTION: Final = """
from roxom_tui.ui.app import RoxomApp
def fail(self):
    raise LookupError("a value")
RoxomApp.action_toggle_units = fail
"""
"""An exception in the screen, at the key u."""

CANCELLED_ACTION: Final = """
import asyncio
from roxom_tui.ui.app import RoxomApp
def fail(self):
    raise asyncio.CancelledError
RoxomApp.action_toggle_units = fail
"""
"""An exception that Textual takes for a wish to end."""

FAILING_FEED: Final = """
import asyncio, os
from roxom_tui.feed.profile_runner import ProfileRunner
run = ProfileRunner.run
async def fail(self):
    running = asyncio.ensure_future(run(self))
    while not os.path.exists(TRIGGER):
        await asyncio.sleep(0.01)
    raise LookupError("a value")
ProfileRunner.run = fail
"""
"""An exception in the feed's thread, once the trigger is there."""

FAILING_TASK: Final = """
import os
from roxom_tui.client.client import Client
tick = Client.tick
def fail(self):
    if os.path.exists(TRIGGER):
        raise LookupError("a value")
    tick(self)
Client.tick = fail
"""
"""An exception in one of the feed's tasks, likewise."""

Act = Callable[["Stand"], None]


@dataclass(frozen=True)
class Way:
    """How the dashboard is ended, and with which code."""

    name: str
    act: Act
    code: int
    patch: str = ""


class Stand:
    """A dashboard in a terminal, and what an ending may need."""

    def __init__(self, terminal: Terminal, trigger: Path) -> None:
        self.terminal = terminal
        self._trigger = trigger

    def press(self, keys: str) -> None:
        self.terminal.press(keys)

    def send(self, number: signal.Signals) -> None:
        self.terminal.process.send_signal(number)

    def fail_and_quit(self) -> None:
        """A failure of the feed ends nothing: it is told, and the person leaves."""
        self._trigger.touch()
        self.terminal.shows("failed unexpectedly (LookupError)")
        self.press("q")


def _press(keys: str) -> Act:
    return lambda stand: stand.press(keys)


def _send(number: signal.Signals) -> Act:
    return lambda stand: stand.send(number)


WAYS: Final = (
    Way("q", _press("q"), 0),
    Way("ctrl-c", _press("\x03"), 130),
    Way("sigterm", _send(signal.SIGTERM), 143),
    Way("sighup", _send(signal.SIGHUP), 129),
    Way("sigquit", _send(signal.SIGQUIT), 131),
    Way("sigusr1", _send(signal.SIGUSR1), 138),
    Way("the-screen-fails", _press("u"), 1, FAILING_ACTION),
    Way("the-screen-is-cancelled", _press("u"), 1, CANCELLED_ACTION),
    Way("the-feed-fails", Stand.fail_and_quit, 0, FAILING_FEED),
    Way("a-task-fails", Stand.fail_and_quit, 0, FAILING_TASK),
    Way("closed", lambda stand: stand.terminal.hang_up(), 129),
)


def write_profile(folder: Path, ws_url: str) -> Path:
    """A config whose exchange is somewhere else, or nowhere."""
    environment = "sandbox" if ws_url.startswith("wss") else "demo"
    key = folder / "key.pem"
    key.write_bytes(private_pem())
    key.chmod(0o600)
    config = folder / "config.toml"
    config.write_text(
        f"""
profile = "gone"
[profiles.gone]
environment = "{environment}"
ws_url = "{ws_url}"
api_key = "xrxk_key_of_the_endings"
private_key_file = "{key}"
"""
    )
    config.chmod(0o600)
    return config


@contextmanager
def stand(moment: str, way: Way, home: Path) -> Iterator[Stand]:
    """The dashboard at a moment of its life."""
    trigger = home / "trigger"
    (home / "sitecustomize.py").write_text(f"TRIGGER = {str(trigger)!r}\n{way.patch}")
    arguments = ["--config", str(write_profile(home, nowhere()))] if moment == "reconnecting" else []
    with Terminal(arguments, home, PYTHONPATH=f"{home}{os.pathsep}{PACKAGE_HOME}") as terminal:
        reach(terminal, moment)
        yield Stand(terminal, trigger)


def reach(terminal: Terminal, moment: str) -> None:
    """Wait for the moment."""
    if moment == "starting":
        terminal.until(lambda seen: OTHER_SCREEN in seen.output)
    elif moment == "streaming":
        terminal.shows("DEMO", "LIVE")
    else:
        terminal.shows("connection refused")


def is_restored(written: bytes) -> bool:
    """Whether each mode of the terminal that was switched is switched back, last of all."""
    return all(written.rfind(off) > written.rfind(on) for on, off in MODES if on in written)


def business() -> float:
    """How many times longer things take on this machine now: tests run side by side, and others beside them."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
