"""`roxom-tui serve`: the dashboard in a browser on this machine, by textual-serve (the extra `web`).

It listens on 127.0.0.1 alone, and answers nobody who does not know the token in its address. The page fetches nothing
from elsewhere. Each browser has a dashboard of its own, a process that is handed no key but the one of its profile.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Self

from roxom_tui.commands.options import settings_of
from roxom_tui.commands.served_page import HEADERS, PAGE, SCRIPT
from roxom_tui.commands.stdio import put, write_notice
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.settings import Settings
from roxom_tui.model.errors import RoxomError, UsageError

try:
    from aiohttp import WSMsgType, web
    from textual_serve.server import Server
except ImportError as error:
    raise UsageError("the browser needs textual-serve: pip install 'roxom-tui[web]'") from error

HOST: Final = "127.0.0.1"
TOKEN_BYTES: Final = 32
MOST: Final = 4
"""Dashboards at a time."""
GIVEN_UP_AFTER: Final = 0.5
"""Seconds that a dashboard has to end."""
LONGEST: Final = 65_536
"""Bytes of a message of a browser."""

DRIVER: Final = "textual.drivers.web_driver:WebDriver"
BEGINS: Final = b"__GANGLION__\n"
"""What that driver says first."""
PACKET: Final = struct.Struct(">cI")
DRAWN = TYPED = b"D"
TOLD: Final = b"M"

HANDED_DOWN: Final = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV"),
        *("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "ROXOM_TUI_CONFIG"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "NO_COLOR"),
    )
)
"""The variables of ours that a dashboard may need; with those that begin with LC_. Nothing else is handed down."""


def run(options: SimpleNamespace) -> int:
    """Until a signal. The address is the one line on stdout."""
    settings = settings_of(options)
    command = [sys.executable, "-m", "roxom_tui", "--profile", settings.profile]
    for flag in ("config", "symbol", "layout"):
        if getattr(options, flag, None) is not None:
            command += [f"--{flag}", getattr(options, flag)]
    return run_headless(lambda: _serve(command, child_environment(os.environ, settings), options.port))


def child_environment(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """What a dashboard of the profile sees of ours: no other profile's key, and nothing that it has no use for."""
    profile = settings.profiles[settings.profile]
    wanted = HANDED_DOWN | ({profile.api_key_env} if profile.api_key_env is not None else frozenset())
    taken = {name: value for name, value in environ.items() if name in wanted or name.startswith("LC_")}
    return {**taken, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


async def _serve(command: list[str], environment: Mapping[str, str], port: int) -> int:
    with _bound(port) as listening:
        port, token = listening.getsockname()[1], secrets.token_urlsafe(TOKEN_BYTES)
        desk = ServedDashboards(command, environment, port, token)
        runner = web.AppRunner(desk.application(), access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            put(desk.address)
            write_notice("whoever has this address has the screen; it ends with this program")
            await asyncio.Event().wait()
        finally:
            await desk.close()
            await runner.cleanup()
    return 0


def _bound(port: int) -> socket.socket:
    """A socket on loopback. RoxomError where the port is taken."""
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise RoxomError(f"cannot listen on {HOST}:{port}: {error.strerror}") from error
    return listening


class ServedDashboards:
    """The pages of one token, and the processes behind them."""

    def __init__(self, command: list[str], environment: Mapping[str, str], port: int, token: str) -> None:
        self._command, self._environment, self._token = command, environment, token
        self.port = port
        self._running: set[_Dashboard] = set()

    @property
    def address(self) -> str:
        """What is opened in a browser."""
        return f"http://{HOST}:{self.port}/{self._token}/"

    def application(self) -> web.Application:
        """The pages, all of them below the token."""
        application = web.Application(middlewares=[self._guard], client_max_size=LONGEST)
        statics = Path(sys.modules[Server.__module__].__file__ or "").parent / "static"
        application.add_routes(
            [
                web.get("/{token}/", self._page),
                web.get("/{token}/page.js", _script),
                web.get("/{token}/ws", self._screen),
                # One by one: a folder would be listed, and what lies beside it asked for.
                *(
                    web.get(f"/{{token}}/static/{file.relative_to(statics).as_posix()}", _file(file))
                    for file in statics.rglob("*")
                    if file.is_file()
                ),
            ]
        )
        return application

    async def close(self) -> None:
        """End every dashboard."""
        await asyncio.gather(*(dashboard.end() for dashboard in tuple(self._running)))

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Whoever does not know the token, or comes from a page of somebody else's, finds nothing here."""
        here = f"{HOST}:{self.port}"
        token = request.path.split("/")[1]
        knows = compare_digest(token.encode("utf-8", "surrogateescape"), self._token.encode())
        if not knows or request.host != here or request.headers.get("Origin", f"http://{here}") != f"http://{here}":
            raise web.HTTPNotFound
        response: web.StreamResponse = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        socket_address = f"ws://{HOST}:{self.port}/{self._token}/ws"
        return web.Response(text=PAGE.substitute(socket=socket_address, most=MOST), content_type="text/html")

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        if len(self._running) >= MOST:
            raise web.HTTPServiceUnavailable(text=f"{MOST} dashboards are open already")
        wire = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST)
        await wire.prepare(request)
        size = _cells(request, "width", 80), _cells(request, "height", 24)
        dashboard = await _Dashboard.start(self._command, self._environment, wire, size)
        self._running.add(dashboard)
        try:
            await dashboard.follow()
        finally:
            self._running.discard(dashboard)
            await dashboard.end()
        return wire


async def _script(request: web.Request) -> web.Response:
    return web.Response(text=SCRIPT, content_type="text/javascript")


def _cells(request: web.Request, name: str, usual: int) -> int:
    text = request.query.get(name, "")
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() and len(text) < 6 else usual


def _file(path: Path) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return answer


class _Dashboard:
    """One process, and the browser that sees it. They talk in packets: a letter, a length, and as many bytes."""

    def __init__(self, process: Process, wire: web.WebSocketResponse) -> None:
        self._process, self._wire = process, wire
        self._relay = asyncio.create_task(self._hand_on())

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        environment: Mapping[str, str],
        wire: web.WebSocketResponse,
        size: tuple[int, int],
    ) -> Self:
        """Without a shell, and with what it may see of our environment; what it says on stderr, we say."""
        told = {
            "TEXTUAL_DRIVER": DRIVER,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "COLUMNS": str(size[0]),
            "ROWS": str(size[1]),
        }
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env={**environment, **told})
        return cls(process, wire)

    async def _hand_on(self) -> None:
        """What it draws to the browser. However it ends, the browser is told: what no more moves must not look live."""
        said = self._process.stdout
        assert said is not None
        try:
            await said.readuntil(BEGINS)
            while True:
                kind, size = PACKET.unpack(await said.readexactly(PACKET.size))
                drawn = await said.readexactly(size)
                # A browser that is gone is no reason to leave its dashboard with a full pipe.
                with suppress(ConnectionError):
                    if kind == DRAWN:
                        await self._wire.send_bytes(drawn)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._wire.close()

    async def follow(self) -> None:
        """Hand on what the browser says until it is gone; what is no message of its page ends it."""
        async for message in self._wire:
            if message.type is not WSMsgType.TEXT:
                return
            match message.json():
                case ["stdin", str(typed)]:
                    await self._send(TYPED, typed.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await self._send_event("resize", width=max(1, min(width, 1000)), height=max(1, min(height, 1000)))
                case ["ping", data]:
                    await self._wire.send_json(["pong", data])
                case ["blur" | "focus" as change, *_]:
                    await self._send_event(change)
                case _:
                    return

    async def _send_event(self, what: str, **more: int) -> None:
        await self._send(TOLD, json.dumps({"type": what, **more}).encode())

    async def _send(self, kind: bytes, content: bytes) -> None:
        heard = self._process.stdin
        assert heard is not None
        with suppress(ConnectionError):
            heard.write(PACKET.pack(kind, len(content)) + content)
            await heard.drain()

    async def end(self) -> None:
        """Ask it to end, and end it."""
        await self._send_event("quit")
        for harder in (self._process.terminate, self._process.kill):
            with suppress(TimeoutError):
                async with asyncio.timeout(GIVEN_UP_AFTER):
                    await self._process.wait()
            if self._process.returncode is None:
                harder()
        await self._relay
