"""The whole client but its sockets and threads, over a simulated exchange, in the exchange's own time.

One seed gives one picture, whenever and wherever it is drawn.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.subscriptions import wanted_streams
from roxom_tui.client.traffic import Traffic
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import ErrorReceived, FrameRejected, Phase, Rejected, Subscribed, Unsubscribed
from roxom_tui.protocol import encode
from roxom_tui.protocol.auth import get_headers
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import GetRefused
from roxom_tui.protocol.get_requests import GetKind, GetRequest, decode_answer
from roxom_tui.simulator.exchange import FIRST_DAY, Exchange, ExchangeConfig
from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder

START = FIRST_DAY + 51_600 * SECOND
"""14:20 UTC on the first of January 2026."""

_KEY_ID = "xrxk_key_of_the_pictures"
_LATENCY_NS = 400_000
_ROUND_TRIP_MS = 0.8
_GETS = {Channel.ORDERS: GetKind.ORDERS, Channel.BALANCE: GetKind.BALANCE, Channel.POSITIONS: GetKind.POSITIONS}


class Rehearsal:
    """Connects at once; `play` lets time pass, with an audit each minute; `board` is what the screen would get now."""

    def __init__(self, seed: int, symbol: Symbol) -> None:
        private_key = rsa.generate_private_key(65537, 2048)
        self._credentials = Credentials(Secret(_KEY_ID), private_key)
        config = ExchangeConfig(DEFAULT_SYMBOLS, seed, START)
        self._exchange = Exchange(config, _KEY_ID, private_key.public_key())
        self._decoder = Decoder()
        self._store = Store(DEFAULT_SYMBOLS, DepthMode.ABSOLUTE)
        self._builder = SnapshotBuilder(self._store)
        self._traffic = Traffic()
        self._link = ConnectionStatus(
            "demo", Environment.DEMO, host="127.0.0.1", key_tail="…demo", proxy="none (loopback)"
        )
        self._symbol = symbol
        self.now = 0
        self._streams: tuple[Stream, ...] = ()
        self._connect()

    @property
    def wall(self) -> int:
        """The time of day, in ns."""
        return START + self.now

    def play(self, seconds: int) -> None:
        """Let the market live for so long, a tenth of a second at a time."""
        for tenth in range(1, seconds * 10 + 1):
            self.now += SECOND // 10
            self._exchange.advance(self.wall)
            if self.now % (60 * SECOND) == 56 * SECOND:
                self._exchange.receive(self._connection, encode.subscribe([Stream(Channel.DEPTH, self._symbol)]))
            self._receive()
            self._traffic.published(self.now + _LATENCY_NS)
            if tenth % 10 == 0:
                self._traffic.beat(self.now)
        self._seed()

    def board(self, levels: int) -> ScreenSnapshot:
        """The picture of this moment."""
        view = self._link.view(self.now, self._traffic, self._store, self._streams)
        return self._builder.build(self.now, self.wall, ViewRequest(self._symbol, levels), view)

    def _connect(self) -> None:
        self._connection = self._exchange.connect()
        self._link.move(Phase.CONNECTED)
        self._link.connected_at = self._link.data_at = self.now
        self._link.attempts = self._link.number = 1
        self._traffic.round_trip_ms = _ROUND_TRIP_MS
        self._link.skew_ms = 0.0
        self._store.connection_changed(Phase.CONNECTED, "", self.now)
        self._store.select(self._symbol)
        self._streams = wanted_streams(self._symbol, DEFAULT_SYMBOLS, ())
        self._exchange.receive(self._connection, encode.subscribe(self._streams))
        self._traffic.log("connected to 127.0.0.1", self.wall)
        self._receive()
        self._seed()

    def _receive(self) -> None:
        for message in self._exchange.take(self._connection):
            if isinstance(message, Outgoing):
                self._take(message.payload.decode())

    def _take(self, payload: str) -> None:
        self._traffic.received(payload, self.now)
        self._link.data_at = self.now
        for item in self._decoder.decode(payload):
            if isinstance(item, Subscribed):
                for stream in item.streams:
                    self._store.subscription(stream, item)
            elif isinstance(item, FrameRejected | Rejected | ErrorReceived | Unsubscribed):
                raise RuntimeError(f"the simulated exchange is not understood: {item}")
            else:
                self._store.apply(item, self.now)

    def _seed(self) -> None:
        for stream in ACCOUNT_LISTS:
            symbols = DEFAULT_SYMBOLS if stream.channel is Channel.POSITIONS else (None,)
            for symbol in symbols:
                self._get(_GETS[stream.channel], symbol)

    def _get(self, kind: GetKind, symbol: Symbol | None) -> None:
        asked = GetRequest(kind, prefix=self._exchange.rest_prefix, symbol=symbol)
        headers = get_headers(self._credentials, asked)
        answer = self._exchange.http(HttpRequest("GET", asked.target, headers))
        if answer is None:
            raise RuntimeError("a GET was taken for a handshake")
        seed = decode_answer(asked, answer.body, answer.status)
        if isinstance(seed, GetRefused | BookSnapshot):
            raise RuntimeError(f"the simulated exchange does not answer {asked.target}")
        self._store.seed(seed, self.now, self.now)
