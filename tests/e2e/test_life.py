"""The whole program in a real terminal: it opens, follows the keys, loses its exchange, finds it again, and leaves."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.simulated_exchange import running_exchange, write_profile
from tests.support.terminal import Terminal, clean_environment

SHOW_CURSOR, LEAVE_SCREEN = b"\x1b[?25h", b"\x1b[?1049l"


def test_with_no_config_and_an_empty_home_a_living_market_opens(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "US500-BTC", "● ALL LIVE", "spread", "Positions", "BTC total")
        before = terminal.text
        terminal.until(lambda seen: seen.text != before)
        terminal.press("3")
        terminal.until(lambda seen: "▸3 GOLD-BTC" in seen.text)
        terminal.until(lambda seen: "LIVE" in seen.title and "GOLD-BTC" in seen.title)
        terminal.press("q")
        assert terminal.ends() == 0
        assert SHOW_CURSOR in terminal.output
        assert LEAVE_SCREEN in terminal.output
    assert not (tmp_path / ".config").exists(), "a demo writes no configuration"


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 10)])
def test_it_is_good_at_other_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    with Terminal([], tmp_path, size=size) as terminal:
        terminal.shows("DEMO", "LIVE", "US500-BTC", "0.006")
        terminal.press("\x03")
        assert terminal.ends() == 130


def test_a_terminal_that_changes_its_size_keeps_its_dashboard(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        terminal.shows("● ALL LIVE", "Order book", "Orders")
        terminal.resize(80, 24)
        terminal.shows("LIVE", "Order book", "Positions")
        terminal.resize(140, 45)
        terminal.shows("● ALL LIVE", "Orders", "Balances")


async def test_a_killed_socket_is_seen_at_once_and_the_screen_is_right_again_by_itself(tmp_path: Path) -> None:
    async with running_exchange() as server:
        config = write_profile(server, tmp_path)
        with Terminal(["--config", str(config)], tmp_path) as terminal:
            await asyncio.to_thread(terminal.shows, "● ALL LIVE", "spread", "reconnects 0")
            await server.stop_listening()
            await asyncio.to_thread(terminal.shows, "○ DOWN", "next try in", seconds=5)
            await asyncio.to_thread(terminal.settle)
            assert "LIVE" not in terminal.text
            await server.start_listening()
            await asyncio.to_thread(terminal.shows, "● ALL LIVE", "spread", "reconnects")
            await asyncio.to_thread(terminal.until, lambda seen: re.search(r"reconnects [1-9]", seen.text) is not None)


async def test_a_refused_key_is_said_and_asked_about_once(tmp_path: Path) -> None:
    async with running_exchange() as server:
        config = write_profile(server, tmp_path)
        config.write_text(config.read_text().replace(server.key_id, "xrxk_key_of_somebody_else"))
        with Terminal(["--config", str(config)], tmp_path) as terminal:
            await asyncio.to_thread(terminal.shows, "○ STOPPED", "not retrying", "refuses the key")
            await asyncio.to_thread(terminal.shows, "belongs to another environment")
            assert sum(asked.target == "/ws" for asked in server.journal.requests) == 1
            terminal.press("q")
            assert await asyncio.to_thread(terminal.ends) == 0


async def test_a_symbol_the_exchange_does_not_know_is_refused_alone(tmp_path: Path) -> None:
    async with running_exchange() as server:
        config = write_profile(server, tmp_path)
        config.write_text(config.read_text().replace('"OIL-BTC"]', '"OIL-BTC", "NOPE-BTC"]'))
        with Terminal(["--config", str(config)], tmp_path) as terminal:
            await asyncio.to_thread(terminal.shows, "● CONNECTED · NOPE-BTC REJECTED")
            await asyncio.to_thread(terminal.until, lambda seen: is_live(seen, "Positions"))
            terminal.press("5")
            await asyncio.to_thread(terminal.shows, "▸5 NOPE-BTC", "REJECTED · exchange error 60015")


def is_live(terminal: Terminal, title: str) -> bool:
    """Whether the panel of that title says so."""
    return any(f"╭ {title}" in line and "LIVE" in line.partition(f"╭ {title}")[2] for line in terminal.lines)


async def test_stream_prints_one_object_per_event_with_exact_decimals_as_text(tmp_path: Path) -> None:
    async with running_exchange() as server:
        config = write_profile(server, tmp_path)
        command = [sys.executable, "-m", "roxom_tui", "--config", str(config), "stream", "--count", "200"]
        process = await asyncio.create_subprocess_exec(
            *command, env=clean_environment(tmp_path, {}), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        events = [json.loads(line) for line in out.splitlines()]
        assert len(events) == 200
        assert b"." in out
        assert not [number for event in events for number in floats_in(event)]


def floats_in(value: object) -> list[float]:
    """Every binary floating point number inside."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, dict):
        return [number for part in value.values() for number in floats_in(part)]
    if isinstance(value, list):
        return [number for part in value for number in floats_in(part)]
    return []
