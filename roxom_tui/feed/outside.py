"""The outside world in one value: clocks, chance, patience, and the ways to an exchange."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Protocol

from msgspec import Struct, field

from roxom_tui.client.client import Client
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.timing import Timing
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient, GetListener
from roxom_tui.feed.transport.recorded import Listener
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock, Mark, Record, SaveLast
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.views.recording_views import RecordingView


class Gets(Protocol):
    """Makes the GETs of one endpoint."""

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answer:
        """One GET, answered or failed."""

    def listen(self, listener: GetListener) -> None:
        """Have each answer told as it came."""

    async def close(self) -> None:
        """Let go of what is kept open."""


class Recording(Listener, Protocol):
    """Records what one client hears and says."""

    def tick(self) -> None:
        """Several times a second."""

    def found(self, entry: LogEntry) -> None:
        """The client saw something."""

    def obey(self, command: Record | SaveLast | Mark) -> None:
        """Do what the person wants."""

    def asking(self, question: Question) -> None:
        """A GET is about to be made."""

    def answered(self, kind: GetKind, symbol: Symbol | None, status: int, body: bytes) -> None:
        """It was answered."""

    def failed(self, question: Question) -> None:
        """It was not."""

    def view(self) -> RecordingView | None:
        """What the screen says of it."""

    def close(self) -> None:
        """Write what there is and let go."""


class Outside(Struct, frozen=True):
    """The outside of this machine, unless a test brings its own."""

    clock: Clock = field(default_factory=SystemClock)
    timing: Timing = field(default_factory=Timing)
    random: Random = field(default_factory=Random)
    transport: Callable[[Endpoint, int, Clock, Timing], Transport] = WebSocketTransport
    gets: Callable[[Endpoint, str, Timing], Gets] = GetClient
    recorder: Callable[[Client, Endpoint], Recording] | None = None
    """Begins to record a client; None where nothing is kept."""
