"""A feed and the simulated exchange with no socket between them: time moves by hand, in steps, and nothing sleeps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Decoder, Frame
from roxom_tui.simulator import wire as wire
from roxom_tui.simulator.exchange import Exchange, ExchangeConfig
from roxom_tui.simulator.outgoing_messages import CONTROL, Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, Scenario
from roxom_tui.ui.states import seen
from tests.support.standing_clock import FakeClock

GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")
DEPTH, LEVEL1, TICKER, TRADE = (
    Stream(channel, GOLD) for channel in (Channel.DEPTH, Channel.LEVEL1, Channel.TICKER, Channel.TRADE)
)
STEP = SECOND // 10


class Rig:
    """`pass_(seconds)` lets both sides live. The market stands still (`moves` False) or goes on at its own pace."""

    def __init__(
        self, public_key: rsa.RSAPublicKey, *, scenario: Scenario = DEFAULT, seed: int = 1, timing: Timing | None = None
    ) -> None:
        self.clock = FakeClock()
        self.exchange = Exchange(ExchangeConfig((GOLD, OIL), seed, self.clock.wall(), scenario), "key", public_key)
        self.exchange.add_hook(self._unless_muted)
        self.muted: Callable[[str], bool] = lambda stream: False
        self.moves = True
        self.exchange_ahead = 0
        """How far the exchange's clock is ahead of ours, ns."""
        self.delay = 0
        """How long frames are under way, ns."""
        self.said: list[str] = []
        self.round_trip = 0.0
        """Seconds that a ping takes."""
        self._left: list[Reason] = []
        self.doubted: list[Stream] | None = None
        self.book_answers: Callable[[Question], Answer | None] | None = None
        """What becomes of a GET of a book; None of either where there is no answer."""
        self.connections = 0
        self._under_way: list[tuple[int, bytes]] = []
        self._ticked_at = self.clock.now
        profile = Profile("rig", Environment.SANDBOX, symbols=(GOLD, OIL))
        self.client = Client(profile, None, self.clock, replace(timing or Timing(), watch=1.0), Random(seed))
        self.connect()

    def connect(self) -> None:
        """Another connection."""
        if self.connections:
            self.exchange.disconnect(self.connections)
            self.client.disconnected()
        self._under_way.clear()
        self.connections = self.exchange.connect()
        self.client.connected(self.connections, has_gets=self.doubted is not None)
        self._take_lists_for_whole()
        self.client.books.restart(can_ask=self.book_answers is not None)
        self._exchange_frames()

    @property
    def given_up(self) -> list[Reason]:
        """Why the client would have left the connection; it goes on here."""
        if self.client.leaving:
            self._left.append(self.client.leaving)
            self.client.status.leaving = None
        return self._left

    def hear_doubts(self) -> list[Stream]:
        """From now on there are GETs, and the lists that are asked for at once are told here instead."""
        self.doubted = doubted = list[Stream]()
        self.client.poller.connected(self.clock.now)
        self._take_lists_for_whole()
        self.client.poller.at_once = doubted.append  # type: ignore[method-assign, assignment]
        return doubted

    def _take_lists_for_whole(self) -> None:
        if self.doubted is not None:
            for stream in ACCOUNT_LISTS:
                self.client.store.seeding(stream, None)

    def answer_books(self, answers: Callable[[Question], Answer | None]) -> None:
        """From now on a book can be asked for by GET."""
        self.book_answers = answers
        self.client.books.restart(can_ask=True)

    def mute(self, streams: Collection[str] | None = None) -> None:
        """Lose the data of some streams, or of all."""
        self.muted = lambda stream: streams is None or stream in streams

    def unmute(self) -> None:
        self.muted = lambda stream: False

    def pass_(self, seconds: float) -> None:
        """Let time go by; the client's tick comes once a second."""
        end = self.clock.now + int(seconds * SECOND)
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + STEP)
            if self.moves:
                self.exchange.advance(self.clock.wall() + self.exchange_ahead)
            self._exchange_frames()
            if self.clock.now - self._ticked_at >= SECOND:
                self._ticked_at = self.clock.now
                self.client.tick()
                self._exchange_frames()

    def until(self, holds: Callable[[], bool], within: float) -> float:
        """The seconds that passed before `holds`."""
        began = self.clock.now
        while not holds():
            assert self.clock.now - began < within * SECOND, "it took too long"
            self.pass_(0.1)
        return (self.clock.now - began) / SECOND

    def fresh(self, stream: Stream = DEPTH) -> Freshness:
        """A stream as a screen would show it now."""
        return seen(self.client.store.freshness(stream, self.clock.now), self.clock.now)

    def state(self, stream: Stream = DEPTH) -> PanelState:
        return self.fresh(stream).state

    def book_is_true(self) -> bool:
        """Whether our book of gold is the exchange's."""
        truth = wire.depth_snapshot(self.exchange.world.markets[GOLD], self.exchange.world.now)
        (snapshot,) = Decoder().decode(truth.decode())
        assert isinstance(snapshot, BookSnapshot)
        return self.client.store.markets.says_the_same(snapshot)

    def asked_for(self, stream: Stream, since: int = 0) -> int:
        """How often a stream was subscribed, from a place in `said` on."""
        arg = f'{{"channel":"{stream.channel}","symbol":"{stream.symbol}"}}'
        return sum('"subscribe"' in text and arg in text for text in self.said[since:])

    def _exchange_frames(self) -> None:
        client, clock = self.client, self.clock
        ping = client.to_ping()
        if ping is not None:
            client.ponged(ping, self.round_trip)
        for text in client.to_send():
            self.said.append(text)
            self.exchange.receive(self.connections, text)
        question = client.books.to_ask(clock.now)
        if question is not None and self.book_answers is not None:
            answer = self.book_answers(question)
            if answer is not None:
                client.answered(question, answer)
        self._left = self.given_up
        for message in self.exchange.take(self.connections):
            if isinstance(message, Outgoing):
                self._under_way.append((clock.now + self.delay, message.payload))
        arrived = [payload for due, payload in self._under_way if due <= clock.now]
        self._under_way = [(due, payload) for due, payload in self._under_way if due > clock.now]
        for payload in arrived:
            client.receive(Frame(clock.now, clock.wall(), self.connections, payload.decode()))

    def _unless_muted(self, message: Outgoing) -> tuple[Outgoing, ...]:
        return () if message.stream != CONTROL and self.muted(message.stream) else (message,)
