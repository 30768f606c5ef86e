"""A loopback exchange made with another library than the feed's. It verifies signatures and writes everything down."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.support.messages import first_message

KEY_ID = "xrxk_key_c4n4ry0123456789abcdef01234567"

JsonMap = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An HTTP request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    signed: bool


@dataclass
class Manners:
    """How the exchange behaves; tests change it while it runs."""

    handshake_status: int = 101
    handshake_headers: dict[str, str] = field(default_factory=dict)
    acknowledges: bool = True
    answers_pings: bool = True
    refuses: dict[str, str] = field(default_factory=dict)
    """Stream ("depth.GOLD-BTC") to the error code it is refused with; such an error names no stream."""
    greeting: list[str] = field(default_factory=list)
    """What every client is sent first."""
    snapshots: bool = True
    rest_prefix: str = "/v1"
    rest_status: int = 200
    rest_headers: dict[str, str] = field(default_factory=dict)


class LoopbackExchange:
    """`async with LoopbackExchange(public_key) as exchange:`."""

    def __init__(self, public_key: rsa.RSAPublicKey, ssl_context: Any = None) -> None:
        self._public_key = public_key
        self._ssl = ssl_context
        self._runner: web.AppRunner | None = None
        self._happened = asyncio.Event()
        self.port = 0
        self.manners = Manners()
        self.asked: list[Asked] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.said: list[tuple[int, JsonMap]] = []
        self.pings: list[int] = []
        self.closes: list[int | None] = []
        self.handshakes = 0
        self.balance = "0.80"
        self._transports: list[asyncio.Transport | None] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{anything:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._ssl)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is being accepted right now would be left open by closing.
        for _ in range(10):
            await asyncio.sleep(0)
        for number in range(len(self.sockets)):
            self.cut(number)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def ws_url(self) -> str:
        return f"{'wss' if self._ssl else 'ws'}://127.0.0.1:{self.port}/ws"

    @property
    def rest_url(self) -> str:
        return f"{'https' if self._ssl else 'http'}://127.0.0.1:{self.port}/v1"

    async def until(self, holds: Callable[[], object], timeout: float = 20.0) -> None:
        """Wait for what clients do to make `holds` true."""
        async with asyncio.timeout(timeout):
            while not holds():
                self._happened.clear()
                await self._happened.wait()

    async def send(self, message: JsonMap | str | bytes, number: int = -1) -> None:
        """Send one frame to a client, the newest unless told."""
        if isinstance(message, bytes):
            await self.sockets[number].send_bytes(message)
        else:
            await self.sockets[number].send_str(message if isinstance(message, str) else json.dumps(message))

    async def close(self, code: int = 1000, number: int = -1) -> None:
        """Close a client's connection with a code."""
        await self.sockets[number].close(code=code)

    def cut(self, number: int = -1) -> None:
        """Cut a client off without a word."""
        transport = self._transports[number]
        if transport is not None:
            transport.abort()

    def control(self, op: str) -> list[list[str]]:
        """The streams of each message with that op, in order."""
        return [
            [".".join(filter(None, (arg["channel"], arg.get("symbol")))) for arg in message["args"]]
            for _, message in self.said
            if message["op"] == op
        ]

    def heard_request(self, method: str, target: str) -> None:
        """A request came: for whoever watches all exchanges of the tests."""

    def heard_frame(self, text: str) -> None:
        """A frame came, likewise."""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.heard_request(request.method, request.raw_path)
        self.asked.append(Asked(request.method, request.raw_path, dict(request.headers), self._is_signed(request)))
        self._pulse()
        if request.path == "/ws":
            return await self._handshake(request)
        return self._rest(request)

    def _is_signed(self, request: web.Request) -> bool:
        payload = f"GET:{request.raw_path}".encode()
        try:
            signature = base64.b64decode(request.headers.get("X-API-Signature", ""), validate=True)
            self._public_key.verify(signature, payload, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return request.headers.get("X-API-Key") == KEY_ID

    async def _handshake(self, request: web.Request) -> web.StreamResponse:
        manners = self.manners
        if manners.handshake_status != 101:
            # An exchange can echo what it was sent; that must not reach a screen or a log.
            echo = f"refused {request.headers.get('X-API-Key')} {request.headers.get('X-API-Signature')}"
            return web.Response(status=manners.handshake_status, headers=manners.handshake_headers, text=echo)
        if not self.asked[-1].signed:
            return web.Response(status=401)
        socket = web.WebSocketResponse(autoping=False, compress=False)
        await socket.prepare(request)
        self._transports.append(request.transport)
        self.sockets.append(socket)
        number = len(self.sockets) - 1
        self.handshakes += 1
        self._pulse()
        for text in manners.greeting:
            await socket.send_str(text)
        try:
            await self._converse(socket, number)
        finally:
            self._transports[number] = None
        self.closes.append(socket.close_code)
        self._pulse()
        return socket

    async def _converse(self, socket: web.WebSocketResponse, number: int) -> None:
        async for message in socket:
            if message.type is WSMsgType.PING:
                self.pings.append(number)
                if self.manners.answers_pings:
                    await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self.heard_frame(message.data)
                said = json.loads(message.data)
                self.said.append((number, said))
                for arg in said["args"]:
                    await self._acknowledge(socket, said["op"], arg)
            self._pulse()

    async def _acknowledge(self, socket: web.WebSocketResponse, op: str, arg: JsonMap) -> None:
        name = ".".join(filter(None, (arg["channel"], arg.get("symbol"))))
        if op == "subscribe" and name in self.manners.refuses:
            await socket.send_json({"event": "error", "code": self.manners.refuses[name], "msg": "refused"})
            return
        if self.manners.acknowledges:
            await socket.send_json({"event": op, "arg": arg, "code": "0", "msg": "", "connId": "c-1"})
        if op == "subscribe" and self.manners.snapshots and arg.get("symbol"):
            await socket.send_str(first_message(arg["channel"], arg["symbol"]))

    def _rest(self, request: web.Request) -> web.Response:
        manners = self.manners
        prefix, path = manners.rest_prefix, request.path
        if manners.rest_status != 200:
            return web.Response(status=manners.rest_status, headers=manners.rest_headers, text="{}")
        if not self.asked[-1].signed:
            return web.json_response({"error": 401, "message": "bad signature"}, status=401)
        if not path.startswith(prefix + "/") or request.method != "GET":
            return web.json_response({"code": "NOT_FOUND", "message": "no such path"}, status=404)
        data = self.rest_data.get(path[len(prefix) :])
        if data is None:
            return web.json_response({"code": "NOT_FOUND", "message": "no such path"}, status=404)
        return web.json_response({"data": data, "error": False})

    @property
    def rest_data(self) -> JsonMap:
        """What the GETs answer, by path."""
        return {
            "/accounts/balance": {
                "balances": [{"asset": "BTC", "available": "0.74", "current": self.balance, "lockedInOrders": "0.01"}],
                "lastUpdated": 1767225600000,
            },
            "/positions": {"positions": []},
            "/orders": [],
        }

    def _pulse(self) -> None:
        self._happened.set()
