"""Proof that the exchange is still there: a ping as documented, and one at once where silence is suspicious.

It proves the transport and never the data: nothing here makes a value fresh (protocol 3.2, client 2.5).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from roxom_tui.client.timing import Timing
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.feed.waiting import happens
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock

MOST_PINGS = 4
"""So many may be under way; a peer that answers with data but to no ping would gather them."""


class _Why(Enum):
    """Why a ping was sent."""

    DOCUMENTED = "each half minute"
    SILENCE = "nothing came"
    STANDSTILL = "we stood still"
    """Only a pong is an answer: what lay there to be read is none."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A ping that waits: when it was due and until when it may (monotonic ns)."""

    why: _Why
    at: int
    until: int


class KeepAlive:
    """Pings one source at once, then evenly, and when it falls silent. `give_up` gets the reason when it is dead."""

    def __init__(self, source: Transport, clock: Clock, timing: Timing, give_up: Callable[[str], None]) -> None:
        self._source = source
        self._clock = clock
        self._timing = timing
        self._give_up = give_up
        self._due = asyncio.Event()
        self._question: _Question | None = None
        self.is_sure = True
        """Whether the exchange has answered since the program stood still."""
        self.heard_at = clock.monotonic()
        """When anything came, a pong included. Monotonic nanoseconds."""

    def probe(self) -> None:
        """The program stood still: have the exchange prove soon that it is still there."""
        self.heard_at = self._clock.monotonic()
        self.is_sure = False
        self._ask(_Why.STANDSTILL, self.heard_at, min(self._timing.stall_probe, self._timing.pong_within))
        self._due.set()

    def check(self, now: int, suspicious_after: int | None = None) -> None:
        """Several times a second: ask a line that has said nothing for so long (ns), give up one that is dead."""
        question = self._question
        if question is not None and self.heard_at > question.at and question.why is not _Why.STANDSTILL:
            self._question = question = None
        if question is not None and now >= question.until:
            self._time_is_over(question, now)
            return
        after = self._timing.suspicion * SECOND if suspicious_after is None else suspicious_after
        if now - self.heard_at >= after and (question is None or question.why is _Why.DOCUMENTED):
            self._ask(_Why.SILENCE, now, self._timing.suspicion_pong)
            self._due.set()

    async def run(self, pong: Callable[[float], None]) -> None:
        """Until cancelled, or the connection is over. `pong` gets each round trip in seconds."""
        async with asyncio.TaskGroup() as group:
            waiting: deque[asyncio.Task[None]] = deque()
            while True:
                self._due.clear()
                question = self._question
                if question is None:
                    question = self._ask(_Why.DOCUMENTED, self._clock.monotonic(), self._timing.pong_within)
                waiting.append(group.create_task(self._ping(question, pong)))
                if len(waiting) > MOST_PINGS:
                    waiting.popleft().cancel()
                await happens(self._due, self._timing.ping_every)

    def _ask(self, why: _Why, now: int, within: float) -> _Question:
        self._question = question = _Question(why, now, now + int(within * SECOND))
        return question

    async def _ping(self, question: _Question, pong: Callable[[float], None]) -> None:
        round_trip = await self._source.ping()
        if round_trip is None:
            return
        self.heard_at = self._clock.monotonic()
        if self._question is question:
            self._question, self.is_sure = None, True
        pong(round_trip)

    def _time_is_over(self, question: _Question, now: int) -> None:
        if now - question.until > self._timing.stall * SECOND:
            # We looked much too late: the answer may lie there unread.
            self.probe()
            return
        self._question = None
        within = (question.until - question.at) / SECOND
        self._give_up(f"no answer to a ping within {within:g} s")
