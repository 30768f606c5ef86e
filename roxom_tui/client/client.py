"""One profile watched, without a socket: frames, answers and time in; texts, pings, questions and pictures out.

    client.connected(number, proxy)             a connection stands
    client.receive(frame), client.tick()        what came, and that time passed
    client.to_send(), to_ping()                 what is to go out, whenever `has_output`, and at `next_at()`
    client.to_ask()                             what is to be asked, whenever `has_output`, and at `poller.next_at()`
    client.ponged(ping, ...), answered(...)     what became of it
    client.disconnected()                       the connection is gone

Whoever drives it (the worker on its sockets, a test on an exchange in memory) drops the connection when `leaving` says
why, takes the notices to the person, and makes a picture when somebody looks.
"""

from __future__ import annotations

from random import Random

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.alerting import Alerting
from roxom_tui.client.book_audits import BookAudits, BookPoller
from roxom_tui.client.calendars import CalendarPoller
from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.feed_health import FeedHealth
from roxom_tui.client.following import Following
from roxom_tui.client.intake import Intake
from roxom_tui.client.journal import Journal
from roxom_tui.client.keepalive import KeepAlive, Ping
from roxom_tui.client.latency_histogram import LatencyHistogram
from roxom_tui.client.question_router import QuestionRouter
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.repairs import Repairs
from roxom_tui.client.resync_ladder import ResyncLadder
from roxom_tui.client.session import Session
from roxom_tui.client.stall_detector import Standstill
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.client.timing import Timing
from roxom_tui.client.traffic import Traffic
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import DepthMode
from roxom_tui.model.ports import ChangeAlerts, Clock, ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Frame
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder


class Client:
    """Everything known of one profile, and what its exchange is to be asked and told."""

    def __init__(
        self, profile: Profile, view: ViewRequest | None, clock: Clock, timing: Timing, random: Random | None = None
    ) -> None:
        random = random or Random()
        self._clock = clock
        self._timing = timing
        self._ticks = 0
        self.has_news = True
        """Whether something visible may have changed; whoever shows it takes the mark away."""
        self.matters = False
        """Whether some of that is no stream: an event of the account, something lost, the connection, a standstill, or
        what the person asked for."""
        self.latency: LatencyHistogram | None = None
        """Counts how long messages take until they are applied; None where nobody asks."""
        self.view_request = view if view is not None and view.symbol in profile.symbols else _first_of(profile)
        self.store = store = Store(profile.symbols, profile.depth_mode, profile.tiers)
        self.traffic = traffic = Traffic()
        self.journal = journal = Journal(clock)
        self.status = status = ConnectionStatus(profile.name, profile.environment)
        self.session = session = Session(timing.session)
        self.keep_alive = KeepAlive(timing)
        self.subscriptions = Subscriptions(session, store, journal)
        self._following = Following(profile.symbols, store, self.subscriptions)
        self.poller = AccountPoller(store, session, status, journal, clock, random, timing)
        self.books = BookPoller(store, journal, clock)
        self.questions = QuestionRouter(self.poller, self.books, CalendarPoller(store))
        self.audits = BookAudits(session, store, self.books, status, journal, random, timing)
        self.ladder = ResyncLadder(session, store, status, traffic, journal)
        self.standstill = Standstill(store, status, journal, self.keep_alive, clock, timing)
        self.health = FeedHealth(store, session, status, journal, self.poller, self.standstill)
        self.repairs = Repairs(store, self.subscriptions, status, self.ladder, self.poller, clock)
        self.intake = Intake(store, session, traffic, journal, self.repairs, self.health)
        self.alerting = Alerting(profile, store, status, traffic, clock)
        self.alerts = self.intake.alerts = self.alerting.watch
        self._builder = SnapshotBuilder(store)
        self.view(self.view_request)

    # What the screen asks

    def view(self, request: ViewRequest) -> None:
        """Take what is in view, and so what to follow and to show."""
        self.view_request = request
        self.store.select(request.symbol)
        self.follow()

    def follow_only(self, streams: tuple[Stream, ...] | None) -> None:
        """Follow these from now on, whatever is in view; None: what is in view decides again."""
        if self._following.follow_only(streams):
            self._want()

    def resync(self, stream: Stream) -> None:
        """Ask for a stream afresh."""
        self.repairs.resync(stream)
        self.has_news = self.matters = True

    def reconnect(self) -> None:
        """Leave the connection there is."""
        self.status.leave(Reason(Cause.ASKED))

    def change_alerts(self, command: ChangeAlerts) -> None:
        """Change the rules."""
        self.alerts.obey(command, self._clock.monotonic())
        self.follow()

    def follow(self) -> None:
        """What is followed may have changed."""
        self._want()
        self.has_news = self.matters = True

    # What happens

    def opened(self, host: str, key_tail: str, depth_guess: DepthMode | None) -> None:
        """The profile is open: where it leads, with what key, and what is known of its depth deltas from before."""
        self.status.host, self.status.key_tail = host, key_tail
        self.store.markets.reading.guess = depth_guess

    def moved(self, phase: Phase, reason: Reason | None = None, retry_at: int | None = None) -> None:
        """The connection stands differently now; without one, nothing held is believed."""
        if reason is not None:
            reason = replace(reason, next_at=retry_at)
        self.status.move(phase, reason, self._clock.monotonic(), retry_at)
        self.store.connection_changed(phase, reason, self._clock.monotonic())
        self.audits.restart()
        self.repairs.restart()
        self.health.restart()
        self.alerting.judge(self._clock.monotonic())
        self.has_news = self.matters = True

    def connected(self, number: int, proxy: str = "", *, has_gets: bool = False) -> None:
        """A connection stands: its number, what it goes through, and whether there are GETs beside it."""
        now = self._clock.monotonic()
        self.status.connected(number, proxy, now)
        self.traffic.reconnects = number - 1
        self.intake.connected()
        self.session.connected()
        self.keep_alive.connected(now)
        self.moved(Phase.CONNECTED)
        self.questions.connected(now, has_gets=has_gets)
        self.journal.notify(LogEntry(LogKind.CONNECTED, self.status.host, proxy=proxy))

    def disconnected(self) -> None:
        """The connection is gone, however it ended: nothing is believed until there is another."""
        self.questions.disconnected(self._clock.monotonic())
        self.subscriptions.disconnected(self._clock.monotonic())
        self.moved(Phase.WAITING, Reason(Cause.CONNECTION_LOST))

    def receive(self, frame: Frame) -> None:
        """A frame of this connection came."""
        at, intake = frame.received_at, self.intake
        if (at > self.standstill.late_from or self.status.leaving is not None) and self.standstill.is_slept_through(at):
            return
        self.keep_alive.heard_at = at
        if intake.take(frame):
            self.subscriptions.absorb(self._clock.monotonic())
            if intake.refusal is not None:
                self.status.leave(Reason(Cause.KEY_REFUSED))
        if self.poller.is_waiting and self.subscriptions.account_is_settled():
            self.poller.account_is_settled()
        self.status.data_at = intake.data_at
        if self.latency is not None:
            self.latency.note(self._clock.monotonic() - at)
        # What only proves again what is known shows with the next judgement.
        self.has_news = self.has_news or not intake.was_known
        self.matters = self.matters or intake.matters

    def ponged(self, ping: Ping, round_trip: float) -> None:
        """A ping was answered, after so many seconds."""
        self.keep_alive.ponged(ping, self._clock.monotonic())
        self.traffic.round_trip_ms = round_trip * 1000
        self.store.clocks.line.round_trip = int(round_trip * SECOND)

    def answered(self, question: Question, answer: Answer) -> None:
        """A GET was answered, or failed."""
        self.questions.answered(question, answer)
        self.has_news = True

    def ask_nothing(self) -> None:
        """A recording is played: what was asked then is told by `retell`."""
        self.audits.asks = self.poller.asks = False

    def tick(self) -> None:
        """Time passed: called every `timing.tick` seconds."""
        standstill = self.status.standstill
        self.standstill.look()
        now = self._clock.monotonic()
        self.standstill.tick(now)
        if self.status.phase is Phase.CONNECTED:
            self.keep_alive.tick(now, self.store.clocks.line.unusual_after)
            if self.keep_alive.dead is not None:
                self.status.leave(self.keep_alive.dead)
        self.alerting.judge(now)
        self._ticks += 1
        if self._ticks % self._timing.ticks_a_judgement == 0:
            self._second(now)
        else:
            self.ladder.ask(now)
        if standstill != self.status.standstill:
            # Where nothing was found nothing is drawn anew.
            self.has_news = self.matters = True

    # What is to go out

    @property
    def leaving(self) -> Reason | None:
        """The reason to drop the connection; None while there is none."""
        return self.status.leaving

    @property
    def has_output(self) -> bool:
        """Whether something happened because of which there may be something to send, or to ask."""
        return self.session.has_news or self.keep_alive.has_news or self.questions.has_news

    def to_send(self) -> tuple[str, ...]:
        """The texts to send now."""
        texts = self.subscriptions.due(self._clock.monotonic())
        self.has_news = self.has_news or (bool(texts) and not self.subscriptions.only_asked_again)
        return texts

    def to_ping(self) -> Ping | None:
        """The ping to send now, if it is time for one."""
        return self.keep_alive.to_ping(self._clock.monotonic())

    def to_ask(self) -> tuple[Question, ...]:
        """The GETs to make now; `answered` takes what comes of them."""
        return self.questions.due(self._clock.monotonic())

    def next_at(self) -> int | None:
        """The time at which there is something to send or to ping though nothing happens (monotonic ns).

        For `to_ask` that is `poller.next_at`: who asks may be held up, and must not have who sends look without end.
        """
        at = self.session.next_at(self._clock.monotonic())
        return self.keep_alive.next_at if at is None else min(at, self.keep_alive.next_at)

    # What is to be seen

    def picture(self, *, is_first: bool) -> ScreenSnapshot:
        """The picture for the screen. `is_first`: the picture before was taken, and what came by it timed."""
        self.standstill.look()
        self.traffic.picture(is_first=is_first)
        now = self._clock.monotonic()
        with self.store.judge.looked_at():
            connection = self.status.view(now, self.traffic, self.journal, self.store, self.subscriptions.followed)
            alerts = self.alerts.view(now)
            return self._builder.build(now, self._clock.wall(), self.view_request, connection, alerts)

    def _second(self, now: int) -> None:
        """About once a second: what time alone changes."""
        self.has_news = True
        self.traffic.tick(now)
        for verdict in self.store.overdue(now):
            self.repairs.lost(verdict)
            self.matters = True
        self.ladder.tick(now)
        self.health.tick(now, self._clock.wall(), self.traffic.round_trip_ms)
        self.audits.tick(self.view_request.symbol, now)
        self.status.verify_by = self.audits.verify_by
        if self._following.is_behind:
            self._want()

    def _want(self) -> None:
        self._following.look(self.view_request, self.alerts.streams, self._clock.monotonic())


def _first_of(profile: Profile) -> ViewRequest:
    return ViewRequest(profile.symbols[0])
