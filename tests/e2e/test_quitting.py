"""Leaving takes a second at most, whatever the program is doing and whatever lies on the screen."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.commands.terminal_back import wait_until_full
from tests.support.endings import LONGEST, PACKAGE_HOME, business, is_restored, write_profile
from tests.support.simulated_exchange import nowhere
from tests.support.simulated_process import simulated
from tests.support.terminal import Terminal

INTERRUPT = "\x03"

SLOW_NAMES = """
import socket, time
socket.getaddrinfo = lambda *arguments, **more: time.sleep(60)
"""


@contextmanager
def demo(home: Path, *keys: str, sees: str = "LIVE") -> Iterator[Terminal]:
    """The demo, after some keys."""
    with Terminal([], home) as terminal:
        terminal.shows("DEMO", "LIVE")
        for key in keys:
            terminal.press(key)
        terminal.shows(sees)
        yield terminal


@contextmanager
def starting(home: Path) -> Iterator[Terminal]:
    with Terminal([], home) as terminal:
        terminal.until(lambda seen: b"\x1b[?1049h" in seen.output)
        yield terminal


@contextmanager
def waiting_to_reconnect(home: Path) -> Iterator[Terminal]:
    config = write_profile(home, nowhere())
    with Terminal(["--config", str(config)], home) as terminal:
        terminal.shows("connection refused")
        yield terminal


@contextmanager
def dialling_a_peer_that_says_nothing(home: Path) -> Iterator[Terminal]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = write_profile(home, f"ws://127.0.0.1:{listening.getsockname()[1]}/ws")
        with Terminal(["--config", str(config)], home) as terminal:
            connected, _ = listening.accept()
            with connected:
                terminal.shows("connecting")
                yield terminal


@contextmanager
def before_a_peer_that_froze(home: Path) -> Iterator[Terminal]:
    with (
        simulated(home, "--key-file", str(home / "key.pem")) as exchange,
        Terminal(["--config", str(exchange.config(home))], home) as terminal,
    ):
        terminal.shows("LIVE")
        exchange.process.send_signal(signal.SIGSTOP)
        try:
            yield terminal
        finally:
            exchange.process.send_signal(signal.SIGCONT)


@contextmanager
def looking_up_a_name(home: Path) -> Iterator[Terminal]:
    (home / "sitecustomize.py").write_text(SLOW_NAMES)
    config = write_profile(home, "wss://exchange.invalid/ws")
    path = f"{home}{os.pathsep}{PACKAGE_HOME}"
    with Terminal(["--config", str(config)], home, PYTHONPATH=path) as terminal:
        terminal.shows("connecting")
        yield terminal


@contextmanager
def refused(home: Path) -> Iterator[Terminal]:
    with (
        simulated(home, "--key-file", str(home / "key.pem"), "--scenario", "auth_rejected") as exchange,
        Terminal(["--config", str(exchange.config(home))], home) as terminal,
    ):
        terminal.shows("401")
        yield terminal


@contextmanager
def unread(home: Path) -> Iterator[Terminal]:
    with demo(home) as terminal:
        for width in range(90, 130):
            terminal.resize(width, 40)
        wait_until_full(terminal)
        yield terminal


STATES: dict[str, Callable[[Path], AbstractContextManager[Terminal]]] = {
    "starting": starting,
    "streaming": demo,
    "waiting-to-reconnect": waiting_to_reconnect,
    "dialling-a-silent-peer": dialling_a_peer_that_says_nothing,
    "before-a-frozen-peer": before_a_peer_that_froze,
    "looking-up-a-name": looking_up_a_name,
    "refused": refused,
    "unread": unread,
    "paused": lambda home: demo(home, " ", sees="PAUSED"),
    "choosing-a-symbol": lambda home: demo(home, "s", "g", "o", sees="GOLD-BTC"),
    "reading-help": lambda home: demo(home, "?", sees="Quit"),
    "on-the-connection-screen": lambda home: demo(home, "i", sees="onnection"),
    "in-the-palette": lambda home: demo(home, "\x10", "q", sees="Quit"),
}


@pytest.mark.parametrize("state", STATES)
def test_ctrl_c_leaves_within_a_second(state: str, tmp_path: Path) -> None:
    with STATES[state](tmp_path) as terminal:
        began = time.monotonic()
        terminal.press(INTERRUPT)
        code = terminal.process.wait(timeout=20) if state == "unread" else terminal.ends()
        assert time.monotonic() - began < LONGEST * business()
        terminal.settle()
        assert code == 130
        assert terminal.modes() == terminal.modes_before
        assert is_restored(bytes(terminal.output))
