"""One profile watched: connect, keep the store true, publish; reconnect for as long as that can help.

Everything here runs in the feed's loop. Nothing of one connection outlives it: its tasks are cancelled with it, and
a frame carries the number of the connection it came by.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from itertools import count
from random import Random
from typing import NamedTuple

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.book_audits import BookAnswers, no_book
from roxom_tui.client.client import Client, nothing
from roxom_tui.client.reconnect_delay import Backoff
from roxom_tui.client.stall_detector import Pause, StallDetector
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.supervisor import Supervisor
from roxom_tui.feed.transport.failures import refused
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.transport import Closed, Failed, Opened, Transport
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.feed.waiting import happens
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.ports import Clock, ViewRequest
from roxom_tui.model.status import Phase
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

OpenEndpoint = Callable[[], AbstractAsyncContextManager[Endpoint]]


class _End(NamedTuple):
    """How a connection ended or did not come about. `delay` in seconds; None waits for the person."""

    sentence: str
    delay: float | None


class Worker:
    """Watches one profile until cancelled. The commands are called in its loop and return at once."""

    def __init__(
        self,
        profile: Profile,
        mailbox: SlotMailbox[ScreenSnapshot],
        view_request: ViewRequest | None = None,
        *,
        clock: Clock | None = None,
        timing: Timing | None = None,
        random: Random | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._timing = timing or Timing()
        self._random = random or Random()
        self._client = Client(profile, mailbox, view_request, self._clock, self._timing, self._random)
        self._backoff = Backoff(self._timing.reconnect, self._random)
        self._supervisor = Supervisor(self._clock, self._timing, lambda text: self._client.tell(text, "error"))
        self._connection: Connection | None = None
        self._again = asyncio.Event()
        self._heartbeat = StallDetector(self._clock.awake, self._clock.monotonic, self._timing.stall)
        self._client.publisher.before = self._look

    # What the screen asks

    def view_request(self, view_request: ViewRequest) -> None:
        """What is in view, so what to follow and to publish."""
        self._client.view_request(view_request)

    def resync(self, stream: Stream) -> None:
        """Ask for a stream afresh."""
        self._client.resync(stream)

    def reconnect(self) -> None:
        """Connect now: leave the connection there is, do not wait for the next try, try again after a stop."""
        self._again.set()
        if self._connection is not None:
            self._connection.give_up("asked to reconnect")

    def asked(self) -> None:
        """The screen waits for a picture."""
        self._client.publisher.asked()

    # Life

    async def run(self, open_endpoint: OpenEndpoint) -> None:
        """Everything, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep("publishing", self._client.publisher.run))
            group.create_task(self._keep("the heartbeat", self._beat))
            group.create_task(self._keep("the connection", lambda: self._open_and_watch(open_endpoint)))

    async def _keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while not await self._supervisor.keep(name, work):
            sentence = f"{name} failed again and again; the log says where"
            self._client.tell(sentence, "error")
            if self._connection is None:
                self._client.moved(Phase.STOPPED, sentence)
            await self._asked_again()

    async def _beat(self) -> None:
        """Look at the clock and at what is silent often, and about once a second at everything else."""
        pause = min(self._timing.watch, self._timing.heartbeat)
        looks = max(1, round(self._timing.heartbeat / pause))
        for look in count(1):
            await asyncio.sleep(pause)
            self._look()
            connection = self._connection
            if connection is not None and connection.is_sure:
                self._client.resume()
            now = self._clock.monotonic()
            if connection is not None:
                connection.check(now)
            if look % looks == 0:
                self._client.beat(now)
            else:
                self._client.probes.ask(now)

    def _look(self) -> None:
        """Notice a standstill, also before a picture: the first one after it must not show old data as true."""
        paused = self._heartbeat.look()
        if paused is None:
            return
        if paused.seconds >= self._timing.stall_told:
            self._client.tell(paused.sentence, "warning")
        else:
            self._client.say(paused.sentence)
        self._client.suspend(paused.sentence)
        if self._connection is not None:
            self._connection.probe()
            if paused.pause is Pause.SLEPT:
                self._connection.give_up(paused.sentence)

    async def _open_and_watch(self, open_endpoint: OpenEndpoint) -> None:
        while True:
            self._client.moved(Phase.CONNECTING, "connecting")
            try:
                async with open_endpoint() as endpoint:
                    await self._watch(endpoint)
            except RoxomError as error:
                self._client.tell(error.sentence, "error")
                self._client.moved(Phase.STOPPED, error.sentence)
                await self._asked_again()

    async def _watch(self, endpoint: Endpoint) -> None:
        self._client.opened(endpoint)
        if endpoint.warning:
            self._client.tell(endpoint.warning, "warning")
        rest = GetClient(endpoint, endpoint.rest_url, self._timing) if endpoint.rest_url else None
        try:
            while True:
                await self._pause(await self._connect(endpoint, rest))
        finally:
            if rest is not None:
                await rest.close()

    async def _pause(self, end: _End) -> None:
        if end.delay is None:
            self._client.tell(end.sentence, "error")
            self._client.moved(Phase.STOPPED, end.sentence)
            await self._asked_again()
            return
        retry_at = self._clock.monotonic() + int(end.delay * SECOND)
        self._client.moved(Phase.WAITING, end.sentence, retry_at)
        self._client.tell(f"{end.sentence}; next try in {end.delay:.1f} s", "warning")
        if await happens(self._again, end.delay):
            await self._asked_again()

    async def _asked_again(self) -> None:
        """Wait until the person wants a connection; but not one after the other without a breath."""
        await self._again.wait()
        await asyncio.sleep(self._timing.asked_gap)
        self._again.clear()

    # One connection

    async def _connect(self, endpoint: Endpoint, rest: GetClient | None) -> _End:
        number = self._client.link.number + 1
        self._client.moved(Phase.CONNECTING, "connecting")
        self._backoff.trying(self._clock.monotonic())
        self._client.link.attempts += 1
        source = WebSocketTransport(endpoint, number, self._clock, self._timing)
        opened = await source.open()
        if isinstance(opened, Failed):
            self._client.link.ended(opened.sentence, None, self._clock.wall())
            return _End(opened.sentence, self._backoff.after_failure(opened))
        self._connected(number, opened)
        closed = await self._serve(source, number, endpoint, rest)
        self._client.link.ended(closed.sentence, closed.code, self._clock.wall())
        refusal = self._client.intake.refusal
        if refusal is not None:
            failed = refused(endpoint, f"code {refusal.code}")
            return _End(failed.sentence, self._backoff.after_failure(failed))
        if self._again.is_set():
            return _End(closed.sentence, 0.0)
        now = self._clock.monotonic()
        if closed.is_dead:
            return _End(closed.sentence, self._backoff.after_death(now))
        return _End(closed.sentence, self._backoff.after_close(closed.code, now))

    def _connected(self, number: int, opened: Opened) -> None:
        client, now = self._client, self._clock.monotonic()
        client.link.number, client.link.proxy, client.link.connected_at = number, opened.proxy, now
        client.traffic.reconnects = number - 1
        client.intake.connected()
        client.session.connected()
        client.moved(Phase.CONNECTED)
        self._backoff.up(now)
        self._again.clear()
        client.tell(f"connected to {client.link.host}" + (f" through {opened.proxy}" if opened.proxy else ""))

    async def _serve(self, source: Transport, number: int, endpoint: Endpoint, rest: GetClient | None) -> Closed:
        client = self._client
        connection = Connection(source, number, client, self._clock, self._timing)
        self._connection = connection
        client.send_due, client.give_up = connection.send_due, connection.give_up
        asking = () if rest is None else (self._start_seeding(rest, connection), self._start_answering(rest))
        try:
            return await connection.run()
        finally:
            self._connection = None
            client.send_due = client.give_up = nothing
            client.stop_seeding()
            client.ask_book = no_book
            for task in asking:
                task.cancel()
            if client.intake.proven:
                self._backoff.proven()
            client.subscriptions.disconnected()
            # However it ended, an unexpected failure too: nothing is believed until there is another.
            client.moved(Phase.WAITING, "the connection is gone")

    def _start_seeding(self, rest: GetClient, connection: Connection) -> asyncio.Task[None]:
        client = self._client
        poller = AccountPoller(rest, client, self._clock, self._timing, self._random)
        client.seed_soon, client.seed_sooner, client.seed_now = poller.soon, poller.sooner, poller.at_once

        async def seed() -> None:
            await poller.run(connection.account_settled)
            client.stop_seeding()

        return asyncio.create_task(self._keep("asking for the account", seed))

    def _start_answering(self, rest: GetClient) -> asyncio.Task[None]:
        client = self._client
        answers = BookAnswers(rest, client.store, self._clock, client.say)
        client.ask_book = answers.soon
        return asyncio.create_task(self._keep("asking for the book", answers.run))
