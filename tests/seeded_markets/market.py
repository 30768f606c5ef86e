"""A market and the state that follows it, in virtual time, without sockets: what tests of the book's proofs need.

Every message reaches the state at the very moment the exchange sent it, later by what a hook delays it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from random import Random

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.status import NeedsResync, Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol import encode
from roxom_tui.protocol.decode import Decoder
from roxom_tui.simulator.exchange import FIRST_DAY, Exchange, ExchangeConfig
from roxom_tui.simulator.outgoing_messages import CONTROL, Outgoing
from roxom_tui.simulator.scenarios import Scenario
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.store import Store
from tests.support.exchange_truth import Truth

GOLD = Symbol("GOLD-BTC")
DEPTH = Stream(Channel.DEPTH, GOLD)
LEVEL1 = Stream(Channel.LEVEL1, GOLD)


@lru_cache(maxsize=1)
def public_key() -> RSAPublicKey:
    return generate_private_key(65537, 2048).public_key()


class Watched:
    """One symbol's quotes and depth at an exchange, and the state made of them. `now` is monotonic ns."""

    def __init__(
        self,
        seed: int,
        says: DepthMode,
        reads: DepthMode,
        *,
        symbol: Symbol = GOLD,
        pace: float = 1.0,
        exchange: Exchange | None = None,
    ) -> None:
        scenario = Scenario("test", "", pace=pace, depth_mode=says, broadcast_account=False)
        config = ExchangeConfig((symbol,), seed, scenario=scenario)
        self.exchange = Exchange(config, "key", public_key()) if exchange is None else exchange
        self.truth = Truth(self.exchange.world)
        self.symbol = symbol
        self.stream = Stream(Channel.DEPTH, symbol)
        self.store = Store((symbol,), reads)
        self.store.select(symbol)
        self.store.connection_changed(Phase.CONNECTED, None, 0)
        self.deltas = 0
        self.verdicts: list[tuple[int, NeedsResync]] = []
        self._decoder = Decoder()
        self._beat = 0
        self.obeys = False
        """Whether a fresh snapshot is asked for when the state needs one, at most every five seconds."""
        self._resynced = -5 * SECOND
        self.number = self.exchange.connect()
        self.subscribe(self.stream, Stream(Channel.LEVEL1, symbol))

    @property
    def now(self) -> int:
        return self.exchange.world.now - FIRST_DAY

    @property
    def depth(self) -> VerifiedBook:
        depth = self.store.markets.depth(self.symbol)
        assert depth is not None
        return depth

    def subscribe(self, *streams: Stream) -> None:
        """Ask for streams, again if they are held: the exchange answers with what stands now."""
        self.exchange.receive(self.number, encode.subscribe(streams))
        self.deliver()

    def unsubscribe(self, *streams: Stream) -> None:
        self.exchange.receive(self.number, encode.unsubscribe(streams))
        self.deliver()

    def step(self) -> None:
        """Until the next thing happened at the exchange."""
        self.exchange.advance(self.exchange.next_at)
        self.deliver()

    def play(self, seconds: float) -> None:
        """Let the market live for so long."""
        end = self.exchange.world.now + round(seconds * SECOND)
        while self.exchange.next_at <= end:
            self.step()
        self.exchange.advance(end)
        self.deliver()

    def wrong_levels(self) -> int:
        """How many levels differ from what is really so, the whole book compared."""
        return self.depth.book.differences(self.truth.book(self.symbol))

    def deliver(self) -> None:
        """Take in what has come by now."""
        now = self.now
        for message in self.exchange.take(self.number):
            if isinstance(message, Outgoing) and message.stream != CONTROL:
                self._take(message.payload, now)
        if now - self._beat >= SECOND:
            self._beat = now
            self._note(self.store.overdue(now), now)

    def _take(self, payload: bytes, now: int) -> None:
        for item in self._decoder.decode(payload.decode()):
            assert isinstance(item, BookDelta | BookSnapshot | Quote)
            self.deltas += isinstance(item, BookDelta)
            outcome = self.store.apply(item, now)
            if isinstance(outcome, NeedsResync):
                self._note((outcome,), now)

    def _note(self, verdicts: Iterable[NeedsResync], now: int) -> None:
        for verdict in verdicts:
            self.verdicts.append((now, verdict))
            if self.obeys and now - self._resynced >= 5 * SECOND:
                self._resynced = now
                self.unsubscribe(self.stream)
                self.subscribe(self.stream)


class Skew:
    """A hook that delays each channel of a connection by its own, wandering amount, never reordering a channel."""

    def __init__(self, seed: int, most: float, connection: int = 1) -> None:
        self._connection = connection
        self._random = Random(f"skew {seed}/{connection}")
        self._most = round(most * SECOND)
        self._due: dict[str, int] = {}
        self._delays: dict[str, int] = {}

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if message.connection != self._connection:
            return (message,)
        stream = message.stream
        if stream not in self._delays or self._random.random() < 0.02:
            self._delays[stream] = self._random.randint(0, self._most)
        due = max(message.at + self._delays[stream], self._due.get(stream, 0))
        self._due[stream] = due
        return (replace(message, delay=due - message.at),)


class Loss:
    """A hook that loses every depth delta between two moments of the exchange."""

    def __init__(self, begins: int, ends: int) -> None:
        self.begins, self.ends = begins, ends
        self.lost = 0

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if not self.begins <= message.at < self.ends or not is_delta(message):
            return (message,)
        self.lost += 1
        return ()


def is_depth(message: Outgoing) -> bool:
    return message.stream.startswith("depth")


def is_delta(message: Outgoing) -> bool:
    return is_depth(message) and b'"type":"delta"' in message.payload
