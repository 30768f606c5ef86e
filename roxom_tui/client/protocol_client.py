"""One connection without a state of the market: what is subscribed, what comes, whether it lives. Without a socket."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from roxom_tui.client.keepalive import KeepAlive, Ping
from roxom_tui.client.request_scheduler import Verb
from roxom_tui.client.session import Change, Session
from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Stream, stream_of
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, Subscribed, Unsubscribed
from roxom_tui.protocol import encode
from roxom_tui.protocol.decode import Decoded, Decoder, Frame


class Received(Struct, frozen=True):
    """A frame, what it says, and the streams it brought data for."""

    frame: Frame
    decoded: tuple[Decoded, ...]
    data: tuple[Stream, ...]


class ProtocolClient:
    """Subscribes to a fixed set of streams, and reads every frame."""

    def __init__(self, streams: Sequence[Stream], clock: Clock, timing: Timing) -> None:
        self._clock = clock
        self._decoder = Decoder()
        self._session = Session(timing.session)
        self._session.want(streams, clock.monotonic())
        self._keep_alive = KeepAlive(timing)
        self.leaving: Reason | None = None
        """The reason to drop the connection; empty while there is none."""
        self.refusal: ErrorReceived | None = None
        """The exchange's words, if it let us in and then refused the key (protocol 3.1)."""
        self.newest: Received | None = None
        self.round_trip: float | None = None
        """Seconds of the newest ping's way there and back."""

    def connected(self) -> None:
        """A connection stands."""
        self._session.connected()
        self._keep_alive.connected(self._clock.monotonic())

    def receive(self, frame: Frame) -> None:
        """A frame came; `newest` holds what it says."""
        self._keep_alive.heard_at = frame.received_at
        decoded = tuple(self._decoder.decode(frame.payload))
        self.newest = Received(frame, decoded, self._note(decoded, frame.received_at))

    def tick(self) -> None:
        """Time passed: called every `timing.tick` seconds."""
        self._keep_alive.tick(self._clock.monotonic())
        self.leaving = self.leaving or self._keep_alive.dead

    def ponged(self, ping: Ping, round_trip: float) -> None:
        """A ping was answered, after so many seconds."""
        self._keep_alive.ponged(ping, self._clock.monotonic())
        self.round_trip = round_trip

    def subscriptions(self) -> tuple[Change, ...]:
        """The state of every stream."""
        return self._session.subscriptions()

    @property
    def has_output(self) -> bool:
        """Whether something happened because of which there may be something to send."""
        return self._session.has_news or self._keep_alive.has_news

    def to_send(self) -> tuple[str, ...]:
        """The texts to send now."""
        return tuple(
            encode.subscribe(command.streams) if command.verb is Verb.SUBSCRIBE else encode.unsubscribe(command.streams)
            for command in self._session.due(self._clock.monotonic())
        )

    def to_ping(self) -> Ping | None:
        """The ping to send now, if it is time for one."""
        return self._keep_alive.to_ping(self._clock.monotonic())

    def next_at(self) -> int | None:
        """The time at which there is something to send though nothing happens (monotonic ns)."""
        at = self._session.next_at(self._clock.monotonic())
        return self._keep_alive.next_at if at is None else min(at, self._keep_alive.next_at)

    def _note(self, decoded: Sequence[Decoded], now: int) -> tuple[Stream, ...]:
        data = []
        for item in decoded:
            if isinstance(item, ErrorReceived) and item.error_class is ErrorClass.AUTHENTICATION:
                self.refusal = item
            if isinstance(item, Subscribed | Unsubscribed | Rejected | ErrorReceived):
                self._session.on_control(item, now)
            elif not isinstance(item, FrameRejected):
                stream = stream_of(item)
                self._session.on_data(stream)
                data.append(stream)
        return tuple(data)
