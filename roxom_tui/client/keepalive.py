"""Proof that the exchange is still there: a ping as documented, and one at once where silence is suspicious.

It proves the transport and never the data: nothing here makes a value fresh (protocol 3.2, client 3.1).
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason


class PingReason(Enum):
    """The reasons for a ping."""

    DOCUMENTED = "each half minute"
    SILENCE = "nothing came"
    STANDSTILL = "we stood still"
    """Only a pong is an answer: what lay there to be read is none."""


class Ping(Struct, frozen=True):
    """A ping that waits for its pong: why, when it was due and until when it may (monotonic ns)."""

    number: int
    reason: PingReason
    at: int
    until: int


class KeepAlive:
    """Pings one connection and judges whether it is dead. Times are monotonic nanoseconds."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._ping: Ping | None = None
        self._number = 0
        self.next_at = 0
        """When the next ping is to be sent."""
        self.has_news = False
        """Whether something happened because of which `to_ping` has a ping sooner than it was to be sent."""
        self.heard_at = 0
        """When anything came, a pong included."""
        self.is_sure = True
        """Whether the exchange has answered since the program stood still."""
        self.dead: Reason | None = None
        """Why the connection is to be left, once it is."""

    def connected(self, now: int) -> None:
        """Another connection: it is pinged at once, for its round trip."""
        self._ping = None
        self.next_at = self.heard_at = now
        self.has_news = True
        self.is_sure, self.dead = True, None

    def probe(self, now: int) -> None:
        """The program stood still: have the exchange prove soon that it is still there."""
        self.heard_at = now
        self.is_sure = False
        self._ask_at_once(PingReason.STANDSTILL, now, min(self._timing.stall_probe, self._timing.pong_within))

    def tick(self, now: int, suspicious_after: int | None = None) -> None:
        """Several times a second: ask a line that has said nothing for so long (ns), give up one that is dead."""
        ping = self._ping
        if ping is not None and self.heard_at > ping.at and ping.reason is not PingReason.STANDSTILL:
            self._ping = ping = None
        if ping is not None and now >= ping.until:
            self._time_is_over(ping, now)
            return
        after = self._timing.suspicion * SECOND if suspicious_after is None else suspicious_after
        if now - self.heard_at >= after and (ping is None or ping.reason is PingReason.DOCUMENTED):
            self._ask_at_once(PingReason.SILENCE, now, self._timing.suspicion_pong)

    def to_ping(self, now: int) -> Ping | None:
        """The ping to send now, if it is time for one."""
        self.has_news = False
        if now < self.next_at:
            return None
        self.next_at = now + int(self._timing.ping_every * SECOND)
        return self._ping or self._ask(PingReason.DOCUMENTED, now, self._timing.pong_within)

    def ponged(self, ping: Ping, now: int) -> None:
        """A ping was answered, this one or one before it."""
        self.heard_at = now
        if self._ping == ping:
            self._ping, self.is_sure = None, True

    def _ask_at_once(self, reason: PingReason, now: int, within: float) -> None:
        self._ask(reason, now, within)
        self.next_at, self.has_news = now, True

    def _ask(self, reason: PingReason, now: int, within: float) -> Ping:
        self._number += 1
        self._ping = ping = Ping(self._number, reason, now, now + int(within * SECOND))
        return ping

    def _time_is_over(self, ping: Ping, now: int) -> None:
        if now - ping.until > self._timing.stall * SECOND:
            # We looked much too late: the answer may lie there unread.
            self.probe(now)
            return
        self._ping = None
        self.dead = Reason(Cause.PONG_MISSING, seconds=(ping.until - ping.at) / SECOND)
