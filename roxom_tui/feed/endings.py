"""How connections and tries ended, and how long to wait for the next (client 2.2)."""

from __future__ import annotations

import asyncio

from msgspec import Struct

from roxom_tui.client.client import Client
from roxom_tui.client.reconnect_delay import Backoff
from roxom_tui.feed.connection import wait_for_event
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.transport.failures import refused
from roxom_tui.model.connection import Closed, Failed
from roxom_tui.model.reasons import DISPROVEN_BY_SUCCESS, Reason
from roxom_tui.model.values import replace


class End(Struct, frozen=True):
    """The end of a connection, or of a try. `delay` in seconds; None waits for the person."""

    reason: Reason
    delay: float | None


class ConnectionWanted:
    """Whether the person asks for a connection now, whatever the delay. `gap`: at least so many seconds between two."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._asked = asyncio.Event()

    @property
    def is_asked_for(self) -> bool:
        """Whether one is asked for that nobody has waited for."""
        return self._asked.is_set()

    def ask(self) -> None:
        """The person wants one."""
        self._asked.set()

    def forget(self) -> None:
        """There is one."""
        self._asked.clear()

    async def wait(self, within: float | None = None) -> None:
        """Wait until one is asked for, or so many seconds; but not one after the other without a breath."""
        if await wait_for_event(self._asked, within):
            await asyncio.sleep(self._gap)
            self._asked.clear()


class Endings:
    """Follows one profile's connections, one after the other."""

    def __init__(self, client: Client, outside: Outside) -> None:
        self._client = client
        self._clock = outside.clock
        self._backoff = Backoff(outside.timing.reconnect, outside.random)
        self._has_worked = False
        """Whether the exchange sent data at this address by this key."""

    def begin_anew(self) -> None:
        """Another address, or another key: what the ones before proved says nothing of these."""
        self._has_worked = False

    def trying(self) -> None:
        """A connection is being opened."""
        self._backoff.trying(self._clock.monotonic())

    def opened(self) -> None:
        """It stands."""
        self._backoff.up(self._clock.monotonic())

    def closing(self) -> None:
        """It is over; what it proved counts for the next."""
        if self._client.intake.proven:
            self._backoff.proven()
            self._has_worked = True

    def of_try(self, failed: Failed) -> End:
        """It could not be opened."""
        failed = self._without_disproven(failed)
        self._client.status.ended(failed, self._clock.wall())
        return End(failed.reason, self._backoff.after_failure(failed))

    def of_connection(self, closed: Closed, endpoint: Endpoint, *, is_asked_for: bool) -> End:
        """It was closed, or left: because the person wants another where one `is_asked_for`."""
        self._client.status.ended(closed, self._clock.wall())
        refusal = self._client.intake.refusal
        if refusal is not None:
            failed = self._without_disproven(refused(endpoint, f"code {refusal.code}"))
            return End(failed.reason, self._backoff.after_failure(failed))
        if is_asked_for:
            return End(closed.reason, 0.0)
        now = self._clock.monotonic()
        if self._client.status.leaving_is_dead:
            return End(closed.reason, self._backoff.after_death(now))
        return End(closed.reason, self._backoff.after_close(closed.code, now))

    def _without_disproven(self, failed: Failed) -> Failed:
        """Without the guesses that cannot be, because this address took this key a moment ago."""
        if not self._has_worked:
            return failed
        return replace(failed, guesses=tuple(guess for guess in failed.guesses if guess not in DISPROVEN_BY_SUCCESS))
