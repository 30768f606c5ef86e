from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp.web import AppRunner, SockSite

from roxom_tui.commands.serve import ServedDashboards, _bound, child_environment
from roxom_tui.commands.served_page import PAGE
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from tests.support.program import PATIENCE, PROGRAM, environment
from tests.support.unfed_screen import settings

OTHERS_KEY = "OTHERS_KEY"
MY_KEY = "MY_KEY"


@contextmanager
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program, and the address that it tells."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--symbol", "GOLD-BTC"],
        env=environment(home, ROXOM_SECRET="canary"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


async def status(session: aiohttp.ClientSession, address: str, **headers: str) -> int:
    async with session.get(address, headers=headers) as answer:
        return answer.status


async def ended(child: int) -> None:
    """Until a process is over that is not ours to wait for."""
    descriptor, gone = os.pidfd_open(child), asyncio.Event()
    try:
        asyncio.get_running_loop().add_reader(descriptor, gone.set)
        await gone.wait()
        asyncio.get_running_loop().remove_reader(descriptor)
    finally:
        os.close(descriptor)


def children(number: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def handed_to(child: int) -> bytes:
    return Path(f"/proc/{child}/environ").read_bytes()


async def test_nobody_without_the_token_finds_anything(tmp_path: Path) -> None:
    assert ServedDashboards([], {}, 9, "t").address == "http://127.0.0.1:9/t/"
    desk = ServedDashboards(["false"], {}, 0, "secret-token")
    runner = AppRunner(desk.application())
    await runner.setup()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    desk.port = listening.getsockname()[1]
    await SockSite(runner, listening).start()
    here = f"http://127.0.0.1:{desk.port}"
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
            assert await status(session, desk.address) == 200
            for named in re.findall(r'(?:src|href)="([^":]+)"', PAGE.template):
                assert await status(session, f"{desk.address}{named}") == 200, named
            for wrong in (here, f"{here}/", f"{here}/x/", f"{here}/secret-toke/", f"{here}/static/js/textual.js"):
                assert await status(session, wrong) == 404, wrong
            assert await status(session, f"{desk.address}static/") == 404
            assert await status(session, desk.address, Host="rebound.example") == 404
            assert await status(session, f"{desk.address}ws", Origin="http://elsewhere.example") == 404
    finally:
        await runner.cleanup()


def test_it_listens_on_this_machine_alone_and_a_port_that_is_taken_is_said() -> None:
    with _bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        listening.listen()
        with pytest.raises(RoxomError, match="cannot listen on 127"):
            _bound(listening.getsockname()[1])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")
async def test_a_browser_has_the_dashboard_which_sees_no_variable_it_does_not_need_and_ends_with_the_server(
    tmp_path: Path,
) -> None:
    with served(tmp_path) as (process, address):
        here, token = address.rstrip("/").rsplit("/", 1)
        assert len(token) > 40
        async with (
            aiohttp.ClientSession() as session,
            asyncio.timeout(PATIENCE),
            session.ws_connect(f"{address}ws?width=120&height=40", origin=here) as wire,
        ):
            seen = b""
            while not all(word in seen for word in (b"GOLD-BTC", b"DEMO", b"LIVE")):
                seen += (await wire.receive()).data
            (child,) = children(process.pid)
            handed = await asyncio.to_thread(handed_to, child)
            assert b"TEXTUAL_DRIVER=" in handed
            assert b"canary" not in handed
            await wire.send_json(["stdin", "?"])
            while b"Too old to trust" not in seen:
                seen += (await wire.receive()).data
            # Its stdin ends, and nobody is left to end it otherwise.
            process.kill()
            await ended(child)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")
async def test_a_browser_is_told_that_its_dashboard_was_killed(tmp_path: Path) -> None:
    with served(tmp_path) as (process, address):
        async with (
            aiohttp.ClientSession() as session,
            asyncio.timeout(PATIENCE),
            session.ws_connect(f"{address}ws?width=80&height=24") as wire,
        ):
            await wire.receive()
            (child,) = children(process.pid)
            os.kill(child, signal.SIGKILL)
            async for message in wire:
                assert message.type is aiohttp.WSMsgType.BINARY
            assert wire.close_code == aiohttp.WSCloseCode.OK


def test_the_key_of_the_profile_is_handed_down_and_no_other() -> None:
    chosen = settings(Environment.SANDBOX)
    profiles = {
        name: replace(profile, api_key_env=MY_KEY if name == chosen.profile else OTHERS_KEY)
        for name, profile in chosen.profiles.items()
    }
    environ = {"HOME": "/h", "LC_ALL": "C", MY_KEY: "a", OTHERS_KEY: "b", "AWS_SECRET": "c", "TEXTUAL": "devtools"}
    handed = child_environment(environ, replace(chosen, profiles=profiles))
    assert set(handed) == {"HOME", "LC_ALL", MY_KEY, "TERM", "COLORTERM"}
