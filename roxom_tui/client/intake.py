"""One frame after another: counted, decoded, applied. Plain functions over plain state; thousands come a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import astuple

from roxom_tui.alerts.watch import AlertWatch
from roxom_tui.client.feed_health import FeedHealth
from roxom_tui.client.journal import Journal
from roxom_tui.client.repairs import Repairs
from roxom_tui.client.session import Session
from roxom_tui.client.traffic import Traffic
from roxom_tui.model.channels import CHANNEL_OF, Channel, Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.events import AccountNotice, BalanceUpdate, BookDelta, Event, OrderStatus, OrderUpdate
from roxom_tui.model.log_entries import LogEntry, LogKind, outcome_of
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import (
    Applied,
    Control,
    ErrorReceived,
    FrameRejected,
    NeedsResync,
    Rejected,
    Skipped,
    Subscribed,
    Unsubscribed,
)
from roxom_tui.protocol.decode import Decoder, Frame
from roxom_tui.protocol.text_gate import MARK
from roxom_tui.state.freshness import LEAST_SILENCE_NS
from roxom_tui.state.store import Store

_NOTIFIED: Final = frozenset(
    (OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED_CANCELLED, OrderStatus.REJECTED, OrderStatus.INACTIVE)
)

_OF_MARKET: Final = frozenset(kind for kind, channel in CHANNEL_OF.items() if not channel.is_account)
_NO_DATA: Final = frozenset((FrameRejected, Subscribed, Unsubscribed, Rejected, ErrorReceived))


class Intake:
    """Takes frames of one connection after another."""

    def __init__(
        self,
        store: Store,
        session: Session,
        traffic: Traffic,
        journal: Journal,
        repairs: Repairs,
        health: FeedHealth,
    ) -> None:
        self._store = store
        self._line = store.clocks.line
        self._clock_offset = health.clock_offset
        self._session = session
        self._traffic = traffic
        self._journal = journal
        self._repairs = repairs
        self._health = health
        self.alerts: AlertWatch | None = None
        """The rules to be judged with each message."""
        self.market_payload: str | bytes | None = None
        """The payload of the newest frame that surely tells of the market: nobody need read it once more for that."""
        self._market_at: int | None = None
        self._decoder = Decoder()
        self.refusal: ErrorReceived | None = None
        """The exchange's words, if it let us in and then refused the key (protocol 3.1)."""
        self.proven = False
        """Whether a valid data message came by this connection."""
        self.data_at: int | None = None
        """When the newest valid data message came by it, monotonic ns."""
        self.was_known = False
        """Whether the newest frame only answered a question that a calm market is asked again and again."""
        self.matters = False
        """Whether the newest frame told of the account, or something was lost with it or before."""

    def connected(self) -> None:
        """Another connection: nothing was proven by it, nothing refused."""
        self._traffic.connected()
        self.refusal = None
        self.proven = False
        self.data_at = self._market_at = None

    def take(self, frame: Frame) -> bool:
        """Apply one frame; whether the session has news because of it."""
        at, payload = frame.received_at, frame.payload
        self._traffic.received(payload, at)
        line = self._line
        # As `line.note` does.
        if at > line.sure_until:
            line.measure(at)
        else:
            line.count += 1
        line.last_at = at
        news = self.was_known = self.matters = False
        decoded: Sequence[Any] = self._decoder.decode(payload)
        if decoded and type(decoded[0]) in _OF_MARKET:
            self.market_payload = payload
        for item in decoded:
            if type(item) not in _NO_DATA:
                news = self._event(item, at) or news
                self.was_known = self._store.was_known
            elif isinstance(item, FrameRejected):
                self._rejected(item, frame)
            else:
                self._control(item, at)
                news = True
        if self.was_known:
            self._traffic.is_not_shown(at)
        return news

    def _control(self, item: Control, at: int) -> None:
        """An answer to what we sent."""
        self._traffic.controls += 1
        self._count_marks(item)
        self._session.on_control(item, at)
        if isinstance(item, ErrorReceived):
            self._error(item)
        elif not isinstance(item, Rejected):
            self.was_known = self._store.judge.are_quiet(item.streams)

    def _event(self, event: Any, at: int) -> bool:
        market_at = self._market_at
        if market_at is not None and at - market_at >= LEAST_SILENCE_NS:
            # A silence may begin and end between two ticks.
            self._look_for_silence(at, at - market_at)
        outcome = self._store.apply(event, at)
        self.proven, self.data_at = True, at
        kind, stream = type(outcome), outcome.stream
        if stream.symbol is None or kind is NeedsResync:
            self.matters = True
        if kind is Applied:
            if stream.symbol is not None:
                self._market_at = at
                self._clock_offset.note(at, event.exchange_at, type(event) is BookDelta)
            else:
                self._account(event, stream)
        elif isinstance(outcome, NeedsResync):
            self._repairs.lost(outcome)
        alerts = self.alerts
        if alerts is not None and alerts.by_stream and kind is not Skipped:
            alerts.note(stream, event, at, is_lost=kind is NeedsResync)
        return self._session.on_data(stream)

    def _look_for_silence(self, at: int, length: int) -> None:
        if self._store.clocks.is_silent(at):
            self._health.break_silence(at, length)

    def _account(self, event: Event, stream: Stream) -> None:
        """Follow up an event of the account: a word to the person, or a GET for what it leaves out."""
        self._count_marks(event)
        if isinstance(event, OrderUpdate | AccountNotice):
            self._notify_of_account(event)
        if isinstance(event, BalanceUpdate):
            # Which balance it reports is not documented, so the GET has the last word (protocol 4.6).
            self._repairs.refresh_soon(stream)
        elif isinstance(event, OrderUpdate):
            # It binds or frees funds.
            self._repairs.refresh_soon(Stream(Channel.BALANCE))
            if event.side is None and not event.is_final:
                self._repairs.refresh_soon(stream)

    def _count_marks(self, item: Any) -> None:
        """Market data has no text of its own but symbols, and one that needs a mark is refused."""
        values = astuple(item)
        self._traffic.text_marks += sum(value.count(MARK) for value in values if isinstance(value, str))

    def _rejected(self, rejection: FrameRejected, frame: Frame) -> None:
        self.matters = True
        self._traffic.reject(rejection, frame.received_wall)
        self._count_marks(rejection)
        self._repairs.rejected(rejection, frame.received_at)

    def _notify_of_account(self, event: OrderUpdate | AccountNotice) -> None:
        if isinstance(event, AccountNotice):
            self._journal.notify(LogEntry(LogKind.ACCOUNT_NEWS, event.text))
        elif isinstance(event.status, OrderStatus) and event.status in _NOTIFIED:
            self._journal.notify(LogEntry(LogKind.ORDER, order=outcome_of(event)))

    def _error(self, error: ErrorReceived) -> None:
        if error.error_class is ErrorClass.AUTHENTICATION:
            self.refusal = error
            return
        entry = LogEntry(LogKind.EXCHANGE_ERROR, error.text, reason=Reason(Cause.REFUSED, error.text, error.code))
        if error.error_class is ErrorClass.SUBSCRIPTION:
            # Who it is about is for the session to find out; the person is told then.
            self._journal.log(entry)
        else:
            self._journal.notify(entry)
