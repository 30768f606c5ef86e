"""One profile's plain state put together: store, session, counters, publisher; and what the screen asks of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from random import Random

from roxom_tui.client.book_audits import Audits, no_book
from roxom_tui.client.connection_status import LAGGING_S, ConnectionStatus
from roxom_tui.client.feed_health import FeedHealth
from roxom_tui.client.intake import Intake
from roxom_tui.client.malformed_messages import MalformedMessagePolicy, lost_from
from roxom_tui.client.resync_ladder import ResyncLadder
from roxom_tui.client.session import Session
from roxom_tui.client.subscriptions import Subscriptions, wanted_streams
from roxom_tui.client.timing import Timing
from roxom_tui.client.traffic import Traffic
from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.publisher import Publisher
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.ports import Clock, ViewRequest
from roxom_tui.model.status import FrameRejected, NeedsResync, Notice, OrderOutcome, Phase
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

_log = logging.getLogger(__name__)


class Client:
    """Everything known of one profile. `send_due`, `seed_...`, `give_up` lead to the connection there is."""

    def __init__(
        self,
        profile: Profile,
        mailbox: SlotMailbox[ScreenSnapshot],
        view_request: ViewRequest | None,
        clock: Clock,
        timing: Timing,
        random: Random | None = None,
    ) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._symbols = profile.symbols
        self._extras: tuple[Symbol, ...] = ()
        self.store = Store(profile.symbols, profile.depth_mode)
        self.traffic = Traffic()
        self.session = Session(timing.session)
        self.link = ConnectionStatus(profile.name, profile.environment)
        self.subscriptions = Subscriptions(self.session, self.store, self.tell)
        self.intake = Intake(
            self.store,
            self.session,
            self.traffic,
            self.tell,
            self.say,
            needs=self._needs,
            ask=lambda stream: self.seed_soon(stream),
            blame=self._blame,
            break_silence=self._break_silence,
        )
        self.malformed = MalformedMessagePolicy()
        self.send_due: Callable[[], None] = nothing
        self.seed_soon: Callable[[Stream], None] = nothing
        self.seed_sooner: Callable[[Stream], None] = nothing
        self.seed_now: Callable[[Stream], None] = nothing
        self.give_up: Callable[[str], None] = nothing
        self.health = FeedHealth(
            self.store,
            self.session,
            self.link,
            self.intake.clock_offset,
            self.say,
            seed=lambda: None if self.seed_now is nothing else self.seed_now,
        )
        self.ask_book: Callable[[Symbol], bool] = no_book
        self._remember_depth: Callable[[DepthMode], None] = nothing
        self._remembered: DepthMode | None = None
        self.probes = self._make_probes()
        self.audits = self._make_audits(timing, random or Random())
        first = (
            view_request
            if view_request is not None and view_request.symbol in profile.symbols
            else ViewRequest(profile.symbols[0])
        )
        self.publisher = Publisher(self.store, self.link, self.traffic, self.subscriptions, mailbox, clock, first)
        self.view_request(first)

    def _make_probes(self) -> ResyncLadder:
        return ResyncLadder(
            self.session,
            self.store,
            self.traffic,
            self.say,
            send_due=lambda: self.send_due(),
            give_up=lambda reason: self.give_up(reason),
        )

    def _make_audits(self, timing: Timing, random: Random) -> Audits:
        return Audits(
            self.session,
            self.store,
            timing,
            random,
            say=self.say,
            send_due=lambda: self.send_due(),
            ask_book=lambda symbol: self.ask_book(symbol),
            is_late=lambda: (self.link.lag_s or 0.0) > LAGGING_S,
        )

    def view_request(self, view_request: ViewRequest) -> None:
        """What is in view, so what to follow and to publish."""
        self.publisher.view_request = view_request
        self.store.select(view_request.symbol)
        self._want()
        self.publisher.news()

    def resync(self, stream: Stream) -> None:
        """Ask for a stream afresh because the person wants it; the book waits for its snapshot."""
        if stream in ACCOUNT_LISTS:
            self.seed_soon(stream)
        else:
            asked = self.probes.resync(stream, "asked for", self._clock.monotonic(), insist=False)
            if asked and stream.channel is Channel.DEPTH:
                self.store.void(stream, "asked for a fresh snapshot")
        self.publisher.news()

    def opened(self, endpoint: Endpoint) -> None:
        """The profile is open: where it leads, and what is known of it from before."""
        self.link.opened(endpoint)
        self.store.markets.reading.guess = endpoint.depth_guess
        self._remember_depth = endpoint.remember_depth

    def moved(self, phase: Phase, reason: str = "", retry_at: int | None = None) -> None:
        """The connection stands differently now; without one, nothing held is believed."""
        self.link.move(phase, reason, retry_at)
        self.store.connection_changed(phase, reason, self._clock.monotonic())
        self.probes.restart()
        self.audits.restart()
        self.malformed.connected()
        self.health.restart()
        self.publisher.news()

    def beat(self, now: int) -> None:
        """About once a second: what time alone changes."""
        self.traffic.beat(now)
        for verdict in self.store.overdue(now):
            self._needs(verdict)
        self.probes.beat(now)
        self.health.beat(now, self._clock.wall(), self.traffic.round_trip_ms)
        self.audits.beat(self.publisher.view_request.symbol, now)
        self._remember_what_was_detected()
        self.link.audit_way = self.audits.words
        if self.store.extra_symbols() != self._extras:
            self._want()
        self.publisher.news()

    def stop_seeding(self) -> None:
        """Nobody can be asked for the account's lists any more."""
        self.seed_soon = self.seed_sooner = self.seed_now = nothing

    def suspend(self, sentence: str) -> None:
        """Believe nothing: this computer stood still."""
        self.health.suspend(sentence, self._clock.monotonic())
        self.publisher.news()

    def resume(self) -> None:
        """The connection has outlived it."""
        if self.link.standstill:
            self.health.resume()
            self.publisher.news()

    def tell(
        self,
        sentence: str,
        severity: str = "information",
        *,
        private: bool = False,
        order: OrderOutcome | None = None,
    ) -> None:
        """Something the person must not miss: on the notice line and in the log. `private` if it is of the account."""
        self._mailbox.tell(Notice(self._clock.wall(), sentence, severity, private, order))
        self.say(sentence, private=private, order=order)

    def say(self, sentence: str, *, private: bool = False, order: OrderOutcome | None = None) -> None:
        """One line for the connection screen and the log file."""
        self.traffic.log(sentence, self._clock.wall(), private=private, order=order)
        _log.info("%s: %s", self.link.profile, sentence)
        self.publisher.news()

    def _remember_what_was_detected(self) -> None:
        reading = self.store.markets.reading
        is_detected = reading.configured is DepthMode.AUTO and not reading.is_open
        if is_detected and reading.decided is not None and reading.decided is not self._remembered:
            self._remembered = reading.decided
            self._remember_depth(reading.decided)

    def _want(self) -> None:
        self._extras = self.store.extra_symbols()
        streams = wanted_streams(self.publisher.view_request.symbol, self._symbols, self._extras)
        self.subscriptions.want(streams, self._clock.monotonic())
        self.send_due()

    def _break_silence(self, now: int, length: int) -> None:
        # Whether it was this computer that stood still is looked at first: what it has not read is not lost.
        self.publisher.before()
        self.health.break_silence(now, length)

    def _blame(self, rejection: FrameRejected, now: int) -> None:
        """What a rejected message loses is asked for; broken text again and again loses more than it shows."""
        lost = lost_from(rejection)
        if lost in self.subscriptions.followed:
            self._distrust(lost, f"a message could not be read: {rejection.reason.value}, {rejection.detail}")
        remedy = self.malformed.note(rejection, frozenset(self.subscriptions.followed), now)
        if remedy is None:
            return
        why = f"broken messages again and again ({rejection.reason.value})"
        if remedy.reconnect:
            self.give_up(why)
            return
        suspects = (remedy.stream,) if remedy.stream is not None else (self._depth_in_view, *ACCOUNT_LISTS)
        for stream in suspects:
            self._distrust(stream, why)

    def _distrust(self, stream: Stream, why: str) -> None:
        """Part of a stream is known to be lost: it is not believed until it was told afresh."""
        now = self._clock.monotonic()
        if stream.channel.traits.loss_corrupts:
            self.store.void(stream, why)
            self.probes.unread(stream, why, now)
        elif stream in ACCOUNT_LISTS and self.seed_now is not nothing:
            self.store.seeding(stream, why, now)
            self.seed_now(stream)
        else:
            # The next quote or ticker tells it whole; for a list of the account there is nobody to ask.
            self.store.miss(stream, why)

    @property
    def _depth_in_view(self) -> Stream:
        return Stream(Channel.DEPTH, self.publisher.view_request.symbol)

    def _needs(self, verdict: NeedsResync) -> None:
        if verdict.stream in ACCOUNT_LISTS:
            self.seed_sooner(verdict.stream)
        else:
            self.probes.resync(verdict.stream, verdict.why, self._clock.monotonic())


def nothing(*_: object) -> None:
    """Where there is no connection there is nobody to ask."""
