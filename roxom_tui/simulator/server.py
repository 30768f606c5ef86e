"""The loopback WebSocket and REST server around the simulated exchange, both on one port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import errno
import http
import logging
import time
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec import Struct
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from roxom_tui.model.credentials import WireLog
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import DEFAULT_SYMBOLS, Symbol
from roxom_tui.simulator.client_socket import ClientSocket, connection_that_refuses
from roxom_tui.simulator.exchange import Exchange, ExchangeConfig
from roxom_tui.simulator.http import HttpAnswer, HttpRequest, failure, not_allowed
from roxom_tui.simulator.scenarios import DEFAULT, Scenario

HOST: Final = "127.0.0.1"
DEMO_KEY_ID: Final = "xrxk_key_demo"
CALM_NAP: Final = 0.2
"""Seconds. A wake of the loop costs more than a message, and at its own pace a dashboard shows nothing within less."""
_LONGEST_NAP: Final = 0.25
_NAPS_A_STEP: Final = 2
"""What a late wake left undone is made up for."""
_TOO_FAR_BEHIND: Final = 2 * SECOND
_STOP_PATIENCE: Final = 1.0

_log = logging.getLogger(__name__)


class ServerConfig(Struct, frozen=True):
    """The configuration of the server. `port` 0 takes any; `start` (ns) None is the wall clock's now.

    `speed` is exchange seconds per real second, 0 for time that only moves by `step`. Without a public key a
    throw-away pair is made. `queue_limit` messages may wait for a slow client. What happened in `nap` seconds is sent
    together.
    """

    symbols: tuple[Symbol, ...] = DEFAULT_SYMBOLS
    seed: int = 1
    scenario: Scenario = DEFAULT
    port: int = 0
    start: int | None = None
    speed: float = 1.0
    key_id: str = DEMO_KEY_ID
    public_key: rsa.RSAPublicKey | None = None
    queue_limit: int = 8192
    nap: float = 0.1


class Pacing:
    """The pace of exchange time from `start` (ns) on: `speed` exchange seconds a real second, 0 stands still."""

    def __init__(self, start: int, speed: float) -> None:
        self._origin = start
        self._since = time.monotonic_ns()
        self.speed = speed

    def now(self) -> int:
        """Exchange time in ns."""
        return self._origin + round((time.monotonic_ns() - self._since) * self.speed)

    def seconds_until(self, moment: int) -> float:
        """Real seconds until a moment of exchange time; an hour when time stands still."""
        if self.speed <= 0:
            return 3600.0
        return (moment - self.now()) / self.speed / SECOND


class SimulatedServer:
    """`async with SimulatedServer(config) as server:` then `ws_url`, `rest_url`, `key_id`, `private_key`.

    Raises UsageError when the port cannot be had. All methods are for the loop that entered it.
    """

    exchange: Exchange

    def __init__(self, config: ServerConfig | None = None) -> None:
        self._config = config or ServerConfig()
        self.private_key: rsa.RSAPrivateKey | None = None
        self.port = self._config.port
        self._clients: dict[int, ClientSocket] = {}
        self._listening: Server | None = None
        self._driver: asyncio.Task[None] | None = None

    @property
    def key_id(self) -> str:
        """The key that may enter."""
        return self._config.key_id

    @property
    def ws_url(self) -> str:
        """The address of the WebSocket."""
        return f"ws://{HOST}:{self.port}/ws"

    @property
    def rest_url(self) -> str:
        """The address of the GETs, with their prefix."""
        return f"http://{HOST}:{self.port}{self.exchange.rest_prefix}"

    async def __aenter__(self) -> Self:
        config = self._config
        public_key = config.public_key or await self._make_key()
        start = time.time_ns() if config.start is None else config.start
        self._pacing = Pacing(start, config.speed)
        exchange_config = ExchangeConfig(config.symbols, config.seed, start, config.scenario)
        self.exchange = Exchange(exchange_config, config.key_id, public_key)
        await self.start_listening()
        self._driver = asyncio.create_task(self._drive(), name="simulated exchange")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._driver is not None:
                self._driver.cancel()
                with suppress(asyncio.CancelledError):
                    await self._driver
        finally:
            await self._stop()

    async def start_listening(self) -> None:
        """Listen, on the same port as before if there was one."""
        try:
            self._listening = await serve(
                self._serve_client,
                HOST,
                self.port,
                process_request=self._answer,
                compression=None,
                ping_interval=None,
                close_timeout=_STOP_PATIENCE,
                logger=WireLog(f"{__name__}.sockets"),
                server_header=None,
                create_connection=connection_that_refuses(self._refuse),
            )
        except OSError as error:
            raise UsageError(_why_no_port(self.port, error), str(error)) from error
        self.port = self._listening.sockets[0].getsockname()[1]

    def kill_sockets(self) -> None:
        """Cut every connection without a close frame."""
        for client in self._clients.values():
            client.abort()

    async def _make_key(self) -> rsa.RSAPublicKey:
        # In a thread: making a key takes longer than a first picture may wait.
        self.private_key = await asyncio.to_thread(rsa.generate_private_key, 65537, 2048)
        return self.private_key.public_key()

    async def _drive(self) -> None:
        """Keep exchange time at the pace of real time; if that fails, nobody may think the market is calm."""
        try:
            while True:
                self._catch_up()
                self._flush()
                nap = self._pacing.seconds_until(self.exchange.next_at)
                await asyncio.sleep(min(max(nap, self._config.nap), _LONGEST_NAP))
        except Exception:
            _log.exception("the simulated exchange failed")
            self.kill_sockets()
            raise

    def _catch_up(self) -> None:
        """Advance to now, in bounded steps; what a sleeping computer missed never happened."""
        if self._pacing.speed <= 0:
            return
        world, target, scale = self.exchange.world, self._pacing.now(), max(1.0, self._pacing.speed)
        if target - world.now > _TOO_FAR_BEHIND * scale:
            self.exchange.skip(target - world.now)
        step = round(_NAPS_A_STEP * self._config.nap * scale * SECOND)
        self.exchange.advance(max(world.now, min(target, world.now + step)))

    def _flush(self) -> None:
        for client in list(self._clients.values()):
            self._flush_to(client)

    def _flush_to(self, client: ClientSocket) -> None:
        client.offer(self.exchange.take(client.number))

    def _answer(self, socket: ServerConnection, request: Request) -> Response | None:
        answer = self.exchange.http(_asked(request))
        return None if answer is None else _response(answer)

    def _refuse(self, request: Request) -> Response:
        """Another verb, or a body where none belongs."""
        answer = failure(400, "No body is expected") if request.method == "GET" else self.exchange.http(_asked(request))
        answer = answer or not_allowed()
        # The answer to a HEAD has the headers of one with a body, and none.
        return _response(answer, with_body=request.method != "HEAD")

    async def _serve_client(self, socket: ServerConnection) -> None:
        client = self._new_client(socket)
        self._clients[client.number] = client
        writer = asyncio.create_task(client.write())
        try:
            self._flush_to(client)
            async for payload in socket:
                self._receive(client, payload)
        except ConnectionClosed:
            pass
        finally:
            del self._clients[client.number]
            self.exchange.disconnect(client.number)
            writer.cancel()

    def _new_client(self, socket: ServerConnection) -> ClientSocket:
        return ClientSocket(socket, self.exchange.connect(), self._config.queue_limit)

    def _receive(self, client: ClientSocket, payload: str | bytes) -> None:
        self._catch_up()
        self.exchange.receive(client.number, payload)
        self._flush_to(client)

    async def _stop(self) -> None:
        listening, self._listening = self._listening, None
        if listening is None:
            return
        await let_the_loop_turn()
        listening.close()
        try:
            async with asyncio.timeout(_STOP_PATIENCE):
                await listening.wait_closed()
        except TimeoutError:
            self.kill_sockets()
            await listening.wait_closed()
        await let_the_loop_turn()


def _asked(request: Request) -> HttpRequest:
    return HttpRequest(request.method, request.path, dict(request.headers.raw_items()))


def _response(answer: HttpAnswer, *, with_body: bool = True) -> Response:
    headers = Headers(answer.headers)
    headers["Content-Type"] = "application/json"
    headers["Content-Length"] = str(len(answer.body))
    headers["Connection"] = "close"
    return Response(answer.status, http.HTTPStatus(answer.status).phrase, headers, answer.body if with_body else b"")


async def let_the_loop_turn() -> None:
    """Accepting a connection and giving an aborted one's socket back take some turns, of which there may be no more."""
    for _ in range(10):
        await asyncio.sleep(0)


def _why_no_port(port: int, error: OSError) -> str:
    why = "is in use" if error.errno == errno.EADDRINUSE else "cannot be listened on"
    return f"port {port} {why}: choose another with --port"
