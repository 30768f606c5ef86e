"""The outside world in one value: clocks, chance, patience, and the ways to an exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from roxom_tui.client.questions import Answer
from roxom_tui.client.timing import Timing
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock
from roxom_tui.protocol.get_requests import GetKind


class Gets(Protocol):
    """Makes the GETs of one endpoint."""

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answer:
        """One GET, answered or failed."""

    async def close(self) -> None:
        """Let go of what is kept open."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside of this machine, unless a test, or one day a recording, brings its own."""

    clock: Clock = field(default_factory=SystemClock)
    timing: Timing = field(default_factory=Timing)
    random: Random = field(default_factory=Random)
    transport: Callable[[Endpoint, int, Clock, Timing], Transport] = WebSocketTransport
    gets: Callable[[Endpoint, str, Timing], Gets] = GetClient
