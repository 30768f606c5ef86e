"""Proof that the exchange is still there: a ping as documented, and a limit to silence (protocol 3.2).

It proves the transport and never the data: nothing here makes a value fresh.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from roxom_tui.feed.source import Source
from roxom_tui.feed.timing import Timing
from roxom_tui.feed.waiting import happens
from roxom_tui.model.ports import Clock

_NANOSECONDS = 1_000_000_000


class KeepAlive:
    """Pings one source, at once and then evenly. `give_up` gets the reason when it is dead."""

    def __init__(self, source: Source, clock: Clock, timing: Timing, give_up: Callable[[str], None]) -> None:
        self._source = source
        self._clock = clock
        self._timing = timing
        self._give_up = give_up
        self._due = asyncio.Event()
        self._within = timing.pong_within
        self.is_sure = True
        """Whether the exchange has answered since the program stood still."""
        self.heard_at = clock.monotonic()
        """When anything came, a pong included. Monotonic nanoseconds."""

    def probe(self) -> None:
        """The program stood still: have the exchange prove soon that it is still there."""
        self.heard_at = self._clock.monotonic()
        self.is_sure = False
        self._within = min(self._timing.stall_probe, self._timing.pong_within)
        self._due.set()

    def check(self, now: int) -> None:
        """About once a second: give up a connection by which nothing at all comes."""
        if now - self.heard_at >= self._timing.silence * _NANOSECONDS:
            self._give_up(f"nothing came for {self._timing.silence:g} s")

    async def run(self, pong: Callable[[float], None]) -> None:
        """Until the connection is over. `pong` gets each round trip in seconds."""
        while True:
            self._due.clear()
            within, self._within = self._within, self._timing.pong_within
            asked_at, was_sure = self._clock.monotonic(), self.is_sure
            try:
                async with asyncio.timeout(within):
                    round_trip = await self._source.ping()
            except TimeoutError:
                if self._stood_still(asked_at, within):
                    self.probe()
                    continue
                self._give_up(f"no answer to a ping within {within:g} s")
                return
            if round_trip is None:
                return
            self.heard_at = self._clock.monotonic()
            self.is_sure = self.is_sure or not was_sure
            pong(round_trip)
            await happens(self._due, self._timing.ping_every)

    def _stood_still(self, asked_at: int, within: float) -> bool:
        """Whether the wait ended much too late, so that the answer may lie unread."""
        return self._clock.monotonic() - asked_at > (within + self._timing.stall) * _NANOSECONDS
