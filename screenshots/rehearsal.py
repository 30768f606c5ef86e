"""The whole client but its sockets and threads, over a simulated exchange, in the exchange's own time.

One seed gives one picture, whenever and wherever it is drawn.
"""

from __future__ import annotations

from random import Random

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.protocol.auth import get_headers
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_answers import GetRefused
from roxom_tui.protocol.get_requests import GetRequest, decode_answer
from roxom_tui.simulator.exchange import FIRST_DAY, Exchange, ExchangeConfig
from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

START = FIRST_DAY + 51_600 * SECOND
"""14:20 UTC on the first of January 2026."""

_KEY_ID = "xrxk_key_of_the_pictures"
_LATENCY_NS = 400_000
_ROUND_TRIP_S = 0.0008
_STEP = 50 * MILLISECOND
_TICK = 250 * MILLISECOND


class Rehearsal:
    """Connects at once; `play` lets time pass; `board` is what the screen would get now. It is its own clock."""

    def __init__(self, seed: int, symbol: Symbol) -> None:
        private_key = rsa.generate_private_key(65537, 2048)
        self._credentials = Credentials(Secret(_KEY_ID), private_key)
        self._exchange = Exchange(ExchangeConfig(DEFAULT_SYMBOLS, seed, START), _KEY_ID, private_key.public_key())
        self.now = 0
        profile = Profile("demo", Environment.DEMO, symbols=DEFAULT_SYMBOLS, depth_mode=DepthMode.ABSOLUTE)
        self._client = Client(profile, ViewRequest(symbol), self, Timing(), Random(seed))
        self._client.opened("127.0.0.1", "…demo", None)
        self._client.status.attempts = 1
        self._connection = self._exchange.connect()
        self._client.connected(1, "none (loopback)", has_gets=True)

    def monotonic(self) -> int:
        """Nanoseconds since the start."""
        return self.now

    def awake(self) -> int:
        """The same: nothing sleeps here."""
        return self.now

    def wall(self) -> int:
        """The time of day, in ns."""
        return START + self.now

    def play(self, seconds: int) -> None:
        """Let the market live for so long."""
        for _ in range(seconds * SECOND // _STEP):
            self.now += _STEP
            self._exchange.advance(self.wall())
            self._drive()
            self._client.traffic.published(self.now + _LATENCY_NS)
            if self.now % _TICK == 0:
                self._client.tick()
                self._drive()

    def board(self, request: ViewRequest) -> ScreenSnapshot:
        """The picture of this moment, of the part of the data that is asked for."""
        self._client.view(request)
        return self._client.picture(is_first=True)

    def _drive(self) -> None:
        client = self._client
        ping = client.to_ping()
        if ping is not None:
            client.ponged(ping, _ROUND_TRIP_S)
        for text in client.to_send():
            self._exchange.receive(self._connection, text)
        for question in client.to_ask():
            client.answered(question, self._answer(question))
        for message in self._exchange.take(self._connection):
            if isinstance(message, Outgoing):
                client.receive(Frame(self.now, self.wall(), self._connection, message.payload.decode()))

    def _answer(self, question: Question) -> Answer:
        asked = GetRequest(question.kind, prefix=self._exchange.rest_prefix, symbol=question.symbol)
        answer = self._exchange.http(HttpRequest("GET", asked.target, get_headers(self._credentials, asked)))
        if answer is None:
            raise RuntimeError("a GET was taken for a handshake")
        decoded = decode_answer(asked, answer.body, answer.status)
        if isinstance(decoded, GetRefused):
            raise RuntimeError(f"the simulated exchange does not answer {asked.target}")
        return decoded
