"""The simulated exchange on its sockets with what tests need: a journal, the truth behind it, and faults at will."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple, Self

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from roxom_tui.simulator.client_socket import TRY_AGAIN_LATER, ClientSocket
from roxom_tui.simulator.outgoing_messages import CONTROL, Departing, Outgoing
from roxom_tui.simulator.server import Pacing, ServerConfig, SimulatedServer, let_the_loop_turn
from tests.support.exchange_truth import History, Truth

_KEPT: Final = 10_000


class Asked(NamedTuple):
    """An HTTP request and the status it was answered with; 101 is an accepted handshake."""

    method: str
    target: str
    status: int


class Heard(NamedTuple):
    """A client's frame."""

    connection: int
    payload: str | bytes


class Journal:
    """The newest requests and frames, and counters that forget nothing."""

    def __init__(self) -> None:
        self.requests: deque[Asked] = deque(maxlen=_KEPT)
        self.messages: deque[Heard] = deque(maxlen=_KEPT)
        self.methods: Counter[str] = Counter()
        self.handshakes = 0
        self.overflows = 0

    def asked(self, request: Request, response: Response | None) -> None:
        """Note a request and its answer."""
        status = 101 if response is None else response.status_code
        self.requests.append(Asked(request.method, request.path, status))
        self.methods[request.method] += 1
        self.handshakes += status == 101


class FreezingSocket(ClientSocket):
    """A client's socket that can fall silent altogether. In the journal it notes that it was too slow."""

    def __init__(self, socket: ServerConnection, number: int, limit: int, journal: Journal) -> None:
        super().__init__(socket, number, limit)
        self._journal = journal
        self._thawed = asyncio.Event()
        self._thawed.set()

    @property
    def backlog(self) -> int:
        """How many messages wait."""
        return len(self._queue)

    def freeze(self) -> None:
        """Neither read nor write: pings stay unanswered, data is lost."""
        self._thawed.clear()
        self._queue.clear()
        self.socket.transport.pause_reading()

    def thaw(self) -> None:
        """Go on after `freeze`."""
        self._thawed.set()
        self.socket.transport.resume_reading()

    def offer(self, messages: Iterable[Departing]) -> None:
        super().offer(messages if self._thawed.is_set() else ())

    def close_soon(self, code: int, reason: str = "") -> None:
        self._journal.overflows += code == TRY_AGAIN_LATER
        super().close_soon(code, reason)

    async def _send(self, frames: bytes) -> None:
        await self._thawed.wait()
        await super()._send(frames)


class WatchedServer(SimulatedServer):
    """A simulated server that can be looked into. `remember` is how many seconds `history` goes back."""

    truth: Truth
    history: History
    _clients: dict[int, FreezingSocket]  # type: ignore[assignment]

    def __init__(self, config: ServerConfig | None = None, remember: float = 0.0) -> None:
        super().__init__(config)
        self.journal = Journal()
        self._remember = remember
        self._muted: Collection[str] | None = ()

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.exchange.add_hook(self._unless_muted)
        self.truth = Truth(self.exchange.world)
        if self._remember:
            self.history = History(self.exchange.world, self._remember)
        return self

    @property
    def connections(self) -> tuple[int, ...]:
        """The numbers of the connections that are open."""
        return tuple(self._clients)

    def backlog(self, number: int) -> int:
        """How many messages wait for a connection's socket."""
        client = self._clients.get(number)
        return 0 if client is None else client.backlog

    async def stop_listening(self) -> None:
        """Refuse new connections and cut the open ones, as if the machine had gone."""
        listening = self._listening
        if listening is None:
            return
        self._listening = None
        await let_the_loop_turn()
        listening.server.close()
        self.kill_sockets()
        listening.close()
        await listening.wait_closed()
        await let_the_loop_turn()

    def close_all(self, code: int, reason: str = "") -> None:
        """Close every connection with a code."""
        for client in self._clients.values():
            client.close_soon(code, reason)

    async def ping(self, number: int) -> None:
        """Ask a client for a pong, and return when it came. KeyError or ConnectionClosed when the client has gone."""
        await (await self._clients[number].socket.ping())

    def mute(self, streams: Collection[str] | None = None) -> None:
        """Send no more data of some streams (`depth.GOLD-BTC`, `orders`), or of all; pings are still answered."""
        self._muted = streams

    def unmute(self) -> None:
        """Send data again; what was muted is lost."""
        self._muted = ()

    def freeze(self) -> None:
        """Let every open connection fall silent altogether, without even a pong."""
        for client in self._clients.values():
            client.freeze()

    def thaw(self) -> None:
        """End `freeze`."""
        for client in self._clients.values():
            client.thaw()

    def set_speed(self, speed: float) -> None:
        """Exchange seconds per real second from now on; 0 stands still."""
        self._pacing = Pacing(self._pacing.now(), speed)

    def step(self, nanoseconds: int) -> None:
        """Let exchange time pass at once and queue what it brought. For speed 0."""
        self.exchange.advance(self.exchange.world.now + nanoseconds)
        self._flush()

    def _unless_muted(self, message: Outgoing) -> Iterable[Outgoing]:
        muted = self._muted is None or message.stream in self._muted
        return () if muted and message.stream != CONTROL else (message,)

    def _new_client(self, socket: ServerConnection) -> FreezingSocket:
        return FreezingSocket(socket, self.exchange.connect(), self._config.queue_limit, self.journal)

    def _receive(self, client: ClientSocket, payload: str | bytes) -> None:
        self.journal.messages.append(Heard(client.number, payload))
        super()._receive(client, payload)

    def _answer(self, socket: ServerConnection, request: Request) -> Response | None:
        response = super()._answer(socket, request)
        self.journal.asked(request, response)
        return response

    def _refuse(self, request: Request) -> Response:
        response = super()._refuse(request)
        self.journal.asked(request, response)
        return response
