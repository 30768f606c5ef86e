"""Outgoing messages of one connection, and the queue in which they wait for its socket."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.channels import Stream

CONTROL = "control"
"""The stream name of acknowledgements and errors."""


class Outgoing(Struct, frozen=True):
    """A message. `stream` is its topic, its account channel, or `control`; `delay` in ns from `at`."""

    connection: int
    stream: str
    payload: bytes
    at: int
    binary: bool = False
    delay: int = 0


class Leave(Struct, frozen=True):
    """End the connection: with a close code, or abruptly when there is none."""

    connection: int
    code: int | None
    reason: str = ""


Departing: TypeAlias = Outgoing | Leave
Hook: TypeAlias = Callable[[Outgoing], Iterable[Outgoing]]
"""Lets a message through, changes it, delays it, adds to it, or (answering nothing) loses it."""


class Connection:
    """One client as the exchange sees it."""

    def __init__(self, number: int, name: str, hooks: tuple[Hook, ...]) -> None:
        self.number = number
        self.name = name
        self.hooks = hooks
        self.subscriptions: dict[Stream, None] = {}
        self.waiting: list[Departing] = []


class Post:
    """All open connections, and the messages that are due later."""

    def __init__(self) -> None:
        self.connections: dict[int, Connection] = {}
        self.hooks: list[Hook] = []
        self._later: list[tuple[int, int, Departing]] = []
        self._numbered = 0

    @property
    def next_due(self) -> int | None:
        """The time at which the next delayed message is due."""
        return self._later[0][0] if self._later else None

    def send(self, message: Outgoing) -> None:
        """Put a message through the hooks and among those that wait for the socket."""
        connection = self.connections.get(message.connection)
        if connection is None:
            return
        messages: Iterable[Outgoing] = (message,)
        for hook in (*connection.hooks, *self.hooks):
            messages = [changed for one in messages for changed in hook(one)]
        for one in messages:
            if one.delay:
                self.defer(one.at + one.delay, one)
            else:
                connection.waiting.append(one)

    def defer(self, due: int, message: Departing) -> None:
        """Keep a message, or an end, until its time; it passes no hook again."""
        self._numbered += 1
        heapq.heappush(self._later, (due, self._numbered, message))

    def release(self, now: int) -> None:
        """Move what has become due into the outboxes."""
        while self._later and self._later[0][0] <= now:
            message = heapq.heappop(self._later)[2]
            connection = self.connections.get(message.connection)
            if connection is not None:
                connection.waiting.append(message)

    def leave(self, number: int, code: int | None, reason: str = "") -> None:
        """End a connection once all that waits has been sent."""
        connection = self.connections.get(number)
        if connection is not None:
            connection.waiting.append(Leave(number, code, reason))
