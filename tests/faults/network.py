"""The way between the real client and the simulated exchange, without sockets: delays, silence, refusals, cuts.

Exchange time passes in small steps, and whatever an exchange says in one arrives `latency` later.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Iterable
from typing import Final

from roxom_tui.client.timing import Timing
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import explain_network, explain_status
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.http_answer import Answer
from roxom_tui.model.connection import Closed, Failed, Opened
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock
from roxom_tui.model.values import replace
from roxom_tui.protocol.auth import get_headers, handshake_headers
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetRequest
from roxom_tui.simulator.exchange import Exchange
from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.outgoing_messages import CONTROL, Departing, Leave, Outgoing
from roxom_tui.simulator.scenarios import HttpRefusal
from tests.faults.arrivals import Arrivals
from tests.faults.past import Past
from tests.faults.timeline import Timeline
from tests.support.virtual_time import VirtualClock

STEP: Final = SECOND // 40
_HOST: Final = "127.0.0.1"


class Network:
    """Everything between the two. Its fields are what faults turn; `latency` is one way, in ns."""

    def __init__(self, exchange: Exchange, past: Past, clock: VirtualClock) -> None:
        self.exchange = exchange
        self.past = past
        self.clock = clock
        self.latency = STEP
        self.step_every = STEP
        self.refusals: deque[HttpRefusal | OSError] = deque()
        """What the next handshakes are answered with."""
        self._mutes: list[Collection[str] | None] = []
        self._freezes = 0
        self.gets_hang = False
        """GETs are never answered."""
        self.flaps = 0
        """So many of the next connections are accepted and closed at once."""
        self.sources: dict[int, SimulatedTransport] = {}
        self.lines = Timeline(clock.true(), 0)
        """How many connections there are, as the client could know."""
        self.arrivals = Arrivals()
        self._said: deque[tuple[int, int, str]] = deque()
        exchange.add_hook(self._unless_muted)

    async def run(self) -> None:
        """Let exchange time pass with everybody else's, until cancelled."""
        while True:
            self.step()
            await asyncio.sleep(self.step_every / SECOND)

    def step(self) -> None:
        """Bring the exchange to this moment: what was said to it, what happened, what it says."""
        now = self.clock.true()
        while self._said and self._said[0][0] <= now:
            at, number, text = self._said.popleft()
            self.advance(at)
            self.past.sample()
            self.exchange.receive(number, text)
        self.advance(now)
        self.hand_out()

    def advance(self, to: int) -> None:
        """Let the exchange live up to a moment; it never goes back."""
        self.exchange.advance(max(to, self.exchange.world.now))

    def hand_out(self) -> None:
        """Put what the exchange says on its way."""
        for number, source in list(self.sources.items()):
            for message in self.exchange.take(number):
                source.arrive(message, self.clock.true() + self.latency)

    def say(self, number: int, text: str) -> None:
        """A client's frame sets out."""
        self._said.append((self.clock.true() + self.latency, number, text))

    def close_all(self, code: int | None, reason: str = "") -> None:
        """The exchange ends every connection: with a close code, or by a cut."""
        for number, source in list(self.sources.items()):
            source.arrive(Leave(number, code, reason), self.clock.true() + self.latency)

    def mute(self, streams: Collection[str] | None) -> None:
        """From now on their data is lost, as of `depth.GOLD-BTC` or `orders`; None is all of them."""
        self._mutes.append(streams)

    def unmute(self, streams: Collection[str] | None) -> None:
        """That silence ends; another goes on."""
        self._mutes.remove(streams)

    def freeze(self) -> None:
        """Nothing comes any more, not even a pong."""
        self._freezes += 1

    def thaw(self) -> None:
        """That ends, where nothing else keeps it so."""
        self._freezes -= 1

    @property
    def is_frozen(self) -> bool:
        """Whether nothing comes at all."""
        return self._freezes > 0

    def kill_lines(self) -> None:
        """Nothing comes by the connections there are any more, not even a pong; others can be made."""
        for source in self.sources.values():
            source.is_dead = True

    def tell_all(self, payload: bytes) -> None:
        """The exchange says something of its own accord to every connection."""
        for number, source in list(self.sources.items()):
            now = self.clock.true()
            source.arrive(Outgoing(number, CONTROL, payload, now), now + self.latency)

    def count_lines(self) -> None:
        """A connection came or went."""
        self.lines.note(self.clock.true(), len(self.sources))

    def transport(self, endpoint: Endpoint, number: int, clock: Clock, timing: Timing) -> SimulatedTransport:
        """In the place of `WebSocketTransport`."""
        return SimulatedTransport(self, endpoint, number, clock)

    def get_client(self, endpoint: Endpoint, rest_url: str, timing: Timing) -> GetClient:
        """In the place of `GetClient`, which it is but for the socket."""
        return SimulatedGetClient(self, endpoint, rest_url, timing)

    async def there(self) -> None:
        """One way to the exchange."""
        await asyncio.sleep(self.latency / SECOND)
        self.step()

    async def back(self) -> None:
        """One way back."""
        await asyncio.sleep(self.latency / SECOND)

    def _unless_muted(self, message: Outgoing) -> Iterable[Outgoing]:
        is_muted = any(streams is None or message.stream in streams for streams in self._mutes)
        return () if is_muted and message.stream != CONTROL else (message,)


class SimulatedTransport:
    """One connection (the feed's `Transport`)."""

    def __init__(self, network: Network, endpoint: Endpoint, number: int, clock: Clock) -> None:
        self._network = network
        self._endpoint = endpoint
        self._generation = number
        self._clock = clock
        self._number = 0
        self.is_dead = False
        self._queue: deque[tuple[int, Frame | Closed, str]] = deque()
        self._arrived = asyncio.Event()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> Opened | Failed:
        """Shake hands, with headers that are signed and verified."""
        network = self._network
        await network.there()
        if network.is_frozen:
            await asyncio.sleep(10)
            return explain_network(TimeoutError(), _HOST)
        refusal = network.refusals.popleft() if network.refusals else None
        if isinstance(refusal, OSError):
            return explain_network(refusal, _HOST)
        if isinstance(refusal, HttpRefusal):
            return self._refused(refusal.status, refusal.retry_after)
        answer = network.exchange.http(HttpRequest("GET", "/ws", handshake_headers(self._endpoint.credentials)))
        if answer is not None:
            wait = dict(answer.headers).get("Retry-After")
            return self._refused(answer.status, None if wait is None else int(wait))
        self._number = network.exchange.connect()
        network.sources[self._number] = self
        network.count_lines()
        if network.flaps:
            network.flaps -= 1
            self.arrive(Leave(self._number, 1011, "flapping"), network.clock.true())
        await network.back()
        return Opened("")

    async def receive(self) -> Frame | Closed:
        while True:
            now = self._network.clock.true()
            if self._queue and self._queue[0][0] <= now:
                return self._take()
            self._arrived.clear()
            wait = (self._queue[0][0] - now) / SECOND if self._queue else None
            try:
                async with asyncio.timeout(wait):
                    await self._arrived.wait()
            except TimeoutError:
                continue

    def arrived(self) -> Frame | None:
        if not self._queue or self._queue[0][0] > self._network.clock.true():
            return None
        taken = self._queue[0][1]
        frame = self._take() if isinstance(taken, Frame) else None
        return frame if isinstance(frame, Frame) else None

    async def send(self, text: str) -> bool:
        if self._over.done():
            return False
        if not (self._network.is_frozen or self.is_dead):
            self._network.say(self._number, text)
        return True

    async def ping(self) -> float | None:
        if self._over.done():
            return None
        began = self._clock.monotonic()
        await self._network.there()
        if self._network.is_frozen or self.is_dead:
            await asyncio.wait([self._over])
            return None
        await self._network.back()
        return None if self._over.done() else (self._clock.monotonic() - began) / SECOND

    async def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        self._leave(Closed(None, ""))

    def arrive(self, message: Departing, at: int) -> None:
        """Something is on its way from the exchange and arrives `at` (true ns)."""
        if (self._network.is_frozen or self.is_dead) and not isinstance(message, Leave):
            return
        if isinstance(message, Leave):
            self._queue.append((at, Closed(message.code, message.reason), CONTROL))
        else:
            payload = message.payload if message.binary else message.payload.decode("utf-8", "surrogateescape")
            self._queue.append((at, Frame(0, 0, self._generation, payload), message.stream))
            self._network.arrivals.send(message, at)
        self._arrived.set()

    def _take(self) -> Frame | Closed:
        _, taken, stream = self._queue.popleft()
        if isinstance(taken, Closed):
            self._leave(taken)
            return taken
        if stream != CONTROL:
            self._network.arrivals.note(stream, self._network.clock.true())
        return replace(taken, received_at=self._clock.monotonic(), received_wall=self._clock.wall())

    def _leave(self, closed: Closed) -> None:
        if self._over.done():
            return
        self._over.set_result(None)
        self._network.sources.pop(self._number, None)
        self._network.count_lines()
        self._network.arrivals.restart()
        self._network.exchange.disconnect(self._number)
        self._queue.clear()
        self._queue.append((0, closed, CONTROL))
        self._arrived.set()

    def _refused(self, status: int, retry_after: int | None) -> Failed:
        wait = None if retry_after is None else str(retry_after)
        return explain_status(status, wait, self._endpoint, _HOST, "ws_url")


class SimulatedGetClient(GetClient):
    """The real client of the GETs; only the way to the exchange and back is another."""

    def __init__(self, network: Network, endpoint: Endpoint, rest_url: str, timing: Timing) -> None:
        super().__init__(endpoint, rest_url, timing)
        self._network = network

    async def _exchange(self, address: object, asked: GetRequest) -> Answer:
        network = self._network
        await network.there()
        if network.gets_hang or network.is_frozen:
            await asyncio.Event().wait()
        network.past.sample()
        headers = get_headers(self._endpoint.credentials, asked)
        answer = network.exchange.http(HttpRequest("GET", asked.target, headers))
        if answer is None:
            raise RuntimeError("a GET was taken for a handshake")
        await network.back()
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body)
