"""A configuration that could hand a key to the wrong host ends the program before it opens any socket."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import one_sentence, run
from tests.support.terminal import Terminal

WATCHING = """
import os, sys
place = os.environ["AUDIT"]
def note(event, arguments):
    if event.startswith("socket."):
        with open(place, "a") as file:
            file.write(event + "\\n")
sys.addaudithook(note)
"""
"""Every socket that is made, every name that is looked up, is written down."""

SANDBOX = '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://127.0.0.1:1/ws"\n'
PRODUCTION = '[profiles.p]\nenvironment = "production"\n'

UNSAFE = {
    "plain ws": (
        '[profiles.s]\nenvironment = "sandbox"\nws_url = "ws://h.example/ws"\n',
        ":3: profiles.s.ws_url: ws:// is for loopback addresses only; use wss://",
    ),
    "plain http": (
        SANDBOX + 'rest_url = "http://h.example/v1"\n',
        ":4: profiles.s.rest_url: http:// is for loopback addresses only; use https://",
    ),
    "one key": (
        f'{SANDBOX}api_key = "0123456789abcdef"\n{PRODUCTION}api_key = "0123456789abcdef"\n',
        ":7: profiles.p.api_key: profile s (sandbox) has the same key; production and sandbox must not share one",
    ),
    "one key in two variables": (
        f'{SANDBOX}api_key_env = "ONE"\n{PRODUCTION}api_key_env = "OTHER"\n',
        ":7: profiles.p.api_key_env: profile s (sandbox) has the same key; production and sandbox must not share one",
    ),
    "one key file": (
        f'{SANDBOX}private_key_file = "k.pem"\n{PRODUCTION}private_key_file = "./x/../k.pem"\n',
        ":7: profiles.p.private_key_file: profile s (sandbox) has the same key file;"
        " production and sandbox must not share one",
    ),
    "the production host under another badge": (
        '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://ws.roxom.com/ws"\n',
        ":3: profiles.s.ws_url: ws.roxom.com is the production exchange, not sandbox",
    ),
    "a demo that is elsewhere": (
        '[profiles.s]\nenvironment = "demo"\nws_url = "wss://h.example/ws"\n',
        ":3: profiles.s.ws_url: a demo profile connects to loopback addresses only",
    ),
}


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """The environment of a program whose sockets are noted."""
    (tmp_path / "sitecustomize.py").write_text(WATCHING)
    (tmp_path / "x").mkdir()
    return {
        "PYTHONPATH": str(tmp_path),
        "AUDIT": str(tmp_path / "sockets"),
        "ONE": "0123456789abcdef",
        "OTHER": "0123456789abcdef",
    }


@pytest.mark.parametrize("fault", UNSAFE)
def test_an_unsafe_configuration_ends_it_with_2_and_no_socket_was_made(
    tmp_path: Path, watched: dict[str, str], fault: str
) -> None:
    text, sentence = UNSAFE[fault]
    file = tmp_path / "c.toml"
    file.touch(mode=0o600)
    file.write_text(text)
    # Whichever profile is opened, be it the demo, which would do no harm.
    ran = run(tmp_path, "--config", str(file), "--profile", "demo", "stream", **watched)
    assert ran.returncode == 2
    assert one_sentence(ran) == f"{file}{sentence}"
    assert not (tmp_path / "sockets").exists()


@pytest.mark.parametrize("command", ["check", "stream"])
def test_so_does_every_command_that_connects(tmp_path: Path, watched: dict[str, str], command: str) -> None:
    text, sentence = UNSAFE["one key in two variables"]
    (tmp_path / "c.toml").write_text(text)
    ran = run(tmp_path, "--config", str(tmp_path / "c.toml"), "--profile", "p", command, **watched)
    assert (ran.returncode, one_sentence(ran)) == (2, f"{tmp_path / 'c.toml'}{sentence}")
    assert not (tmp_path / "sockets").exists()


def test_so_does_the_dashboard_before_it_touches_the_terminal(tmp_path: Path, watched: dict[str, str]) -> None:
    text, sentence = UNSAFE["plain ws"]
    (tmp_path / "c.toml").write_text(text)
    with Terminal(
        ["--config", str(tmp_path / "c.toml"), "--profile", "s"], tmp_path, size=(200, 10), **watched
    ) as terminal:
        assert terminal.ends() == 2
        assert sentence in terminal.text.replace("\n", "")
        assert b"\x1b" not in terminal.output
    assert not (tmp_path / "sockets").exists()


def test_a_safe_one_does_make_sockets(tmp_path: Path, watched: dict[str, str]) -> None:
    assert run(tmp_path, "stream", "--count", "1", **watched).returncode == 0
    assert "socket.connect" in (tmp_path / "sockets").read_text()
