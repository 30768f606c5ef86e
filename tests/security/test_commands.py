"""The other commands on a real terminal: no argument, path, name, message or answer makes them write more than text."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.security.loopback import Hostile, can_be_read, hostile, profile
from tests.security.messages import benign, frames
from tests.security.payloads import payloads
from tests.security.sequences import foreign
from tests.support.program import PROGRAM, environment
from tests.support.terminal import Terminal

TEXTS = list(payloads(17, 9))
PLACE = "\x1b]0;owned\x07\x9b2J\u202e\n[red] ok"
"""A folder's name."""


def on_terminal(arguments: Sequence[str], home: Path) -> tuple[int, bytes]:
    """Exit code and all that was written to a terminal which is stdout and stderr."""
    with Terminal(arguments, home) as terminal:
        return terminal.ends(20), bytes(terminal.output)


async def written(arguments: Sequence[str], home: Path) -> str:
    """What a command wrote, examined."""
    _, output = await asyncio.to_thread(on_terminal, arguments, home)
    assert not foreign(output, is_screen=False), set(foreign(output, is_screen=False))
    assert output
    return output.decode()


def greet(exchange: Hostile, texts: Sequence[str]) -> list[str]:
    """All that is said to whoever connects."""
    said = [frame for text in texts for frame in frames(text, 1) if isinstance(frame, str) and can_be_read(frame)]
    exchange.manners.greeting = [*said, *benign()]
    return said


def hostile_home(tmp_path: Path) -> Path:
    home = tmp_path / PLACE
    home.mkdir()
    return home


async def test_a_stream_of_events_is_json_and_words(tmp_path: Path) -> None:
    async with hostile() as exchange:
        greet(exchange, TEXTS)
        config = profile(exchange, hostile_home(tmp_path))
        channels = [f"--channel={name}" for name in ("orders", "positions", "balance", "account", "trade")]
        text = await written(["--config", str(config), "stream", *channels, "--count", "60"], tmp_path)
    assert "not understood:" in text
    assert '"event":"order"' in text


async def test_frames_as_received_are_escaped_for_a_terminal_and_left_as_they_are_for_a_pipe(tmp_path: Path) -> None:
    async with hostile() as exchange:
        said = greet(exchange, [*TEXTS[:5], "\x9b2J"])
        assert any("\x9b" in frame for frame in said)
        config = profile(exchange, tmp_path)
        command = ["--config", str(config), "stream", "--raw", "--count", str(len(said))]
        assert "\\u009b2J" in await written(command, tmp_path)
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, *command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, _ = await process.communicate()
    assert out.decode() == "".join(f"{frame}\n" for frame in said)


@pytest.mark.parametrize("status", [200, 429])
async def test_a_check_says_only_text(status: int, tmp_path: Path) -> None:
    async with hostile() as exchange:
        exchange.text = "\x1b[31m\u202e[red]"
        exchange.manners.rest_status = status
        exchange.manners.rest_headers = {"Retry-After": "\x9b31m"}
        said = greet(exchange, TEXTS[:2])
        exchange.manners.greeting = [frame for frame in said if '"event"' not in frame]
        config = profile(exchange, hostile_home(tmp_path))
        json_too = ["--json"] if status == 429 else []
        text = await written(["--config", str(config), "check", *json_too], tmp_path)
        assert "GET" in text
        for line in text.splitlines() if json_too else ():
            json.loads(line)


async def test_a_handshake_refused_in_hostile_words_is_told_in_ours(tmp_path: Path) -> None:
    async with hostile() as exchange:
        exchange.manners.handshake_status = 429
        exchange.manners.handshake_headers = {"Retry-After": "Fri, 31 Dec 99999999999999 23:59:59 GMT\x9b"}
        config = profile(exchange, tmp_path)
        assert "too many requests" in await written(["--config", str(config), "stream"], tmp_path)


async def test_the_configuration_is_shown_and_judged_as_text(tmp_path: Path) -> None:
    async with hostile() as exchange:
        config = profile(exchange, hostile_home(tmp_path))
    for what in ("show", "validate", "path"):
        text = await written(["--config", str(config), "config", what], tmp_path)
        assert "owned" in text
    config.write_text(config.read_text().replace('environment = "demo"', '"\\u001b[2J" = "\\u202e"'))
    assert "unknown key" in await written(["--config", str(config), "config", "validate"], tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--config", "{}"],
        ["--profile", "{}"],
        ["--symbol", "{}"],
        ["{}"],
        ["stream", "--symbol", "{}"],
        ["stream", "--count", "{}"],
        ["simulate", "--scenario", "{}"],
        ["simulate", "--key-file", "{}/key"],
    ],
)
async def test_an_argument_is_repeated_as_text_on_one_line(arguments: list[str], tmp_path: Path) -> None:
    text = await written([one.format(PLACE) for one in arguments], tmp_path)
    assert len(text.splitlines()) == 1, text
