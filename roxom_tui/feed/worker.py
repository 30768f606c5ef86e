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

from roxom_tui.config.settings import Profile
from roxom_tui.feed.audits import BookAnswers, no_book
from roxom_tui.feed.backoff import Backoff
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.desk import Desk, nothing
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.failure import refused
from roxom_tui.feed.heartbeat import Heartbeat, Pause
from roxom_tui.feed.live import LiveSource
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.rest import RestClient
from roxom_tui.feed.seeding import Seeder
from roxom_tui.feed.source import Closed, Failed, Opened, Source
from roxom_tui.feed.supervisor import Supervisor
from roxom_tui.feed.timing import Timing
from roxom_tui.feed.waiting import happens
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.ports import Clock, Wish
from roxom_tui.model.status import Phase
from roxom_tui.state.views.screen_snapshot import Board

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
        mailbox: SlotMailbox[Board],
        wish: Wish | None = None,
        *,
        clock: Clock | None = None,
        timing: Timing | None = None,
        random: Random | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._timing = timing or Timing()
        self._random = random or Random()
        self._desk = Desk(profile, mailbox, wish, self._clock, self._timing, self._random)
        self._backoff = Backoff(self._timing.reconnect, self._random)
        self._supervisor = Supervisor(self._clock, self._timing, lambda text: self._desk.tell(text, "error"))
        self._connection: Connection | None = None
        self._again = asyncio.Event()
        self._heartbeat = Heartbeat(self._clock.awake, self._clock.monotonic, self._timing.stall)
        self._desk.publisher.before = self._look

    # What the screen asks

    def wish(self, wish: Wish) -> None:
        """What is in view, so what to follow and to publish."""
        self._desk.wish(wish)

    def resync(self, stream: Stream) -> None:
        """Ask for a stream afresh."""
        self._desk.resync(stream)

    def reconnect(self) -> None:
        """Connect now: leave the connection there is, do not wait for the next try, try again after a stop."""
        self._again.set()
        if self._connection is not None:
            self._connection.give_up("asked to reconnect")

    def asked(self) -> None:
        """The screen waits for a picture."""
        self._desk.publisher.asked()

    # Life

    async def run(self, open_endpoint: OpenEndpoint) -> None:
        """Everything, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep("publishing", self._desk.publisher.run))
            group.create_task(self._keep("the heartbeat", self._beat))
            group.create_task(self._keep("the connection", lambda: self._open_and_watch(open_endpoint)))

    async def _keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while not await self._supervisor.keep(name, work):
            sentence = f"{name} failed again and again; the log says where"
            self._desk.tell(sentence, "error")
            if self._connection is None:
                self._desk.moved(Phase.STOPPED, sentence)
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
                self._desk.resume()
            now = self._clock.monotonic()
            if connection is not None:
                connection.check(now)
            if look % looks == 0:
                self._desk.beat(now)
            else:
                self._desk.probes.ask(now)

    def _look(self) -> None:
        """Notice a standstill, also before a picture: the first one after it must not show old data as true."""
        paused = self._heartbeat.look()
        if paused is None:
            return
        if paused.seconds >= self._timing.stall_told:
            self._desk.tell(paused.sentence, "warning")
        else:
            self._desk.say(paused.sentence)
        self._desk.suspend(paused.sentence)
        if self._connection is not None:
            self._connection.probe()
            if paused.pause is Pause.SLEPT:
                self._connection.give_up(paused.sentence)

    async def _open_and_watch(self, open_endpoint: OpenEndpoint) -> None:
        while True:
            self._desk.moved(Phase.CONNECTING, "connecting")
            try:
                async with open_endpoint() as endpoint:
                    await self._watch(endpoint)
            except RoxomError as error:
                self._desk.tell(error.sentence, "error")
                self._desk.moved(Phase.STOPPED, error.sentence)
                await self._asked_again()

    async def _watch(self, endpoint: Endpoint) -> None:
        self._desk.opened(endpoint)
        if endpoint.warning:
            self._desk.tell(endpoint.warning, "warning")
        rest = RestClient(endpoint, endpoint.rest_url, self._timing) if endpoint.rest_url else None
        try:
            while True:
                await self._pause(await self._connect(endpoint, rest))
        finally:
            if rest is not None:
                await rest.close()

    async def _pause(self, end: _End) -> None:
        if end.delay is None:
            self._desk.tell(end.sentence, "error")
            self._desk.moved(Phase.STOPPED, end.sentence)
            await self._asked_again()
            return
        retry_at = self._clock.monotonic() + int(end.delay * SECOND)
        self._desk.moved(Phase.WAITING, end.sentence, retry_at)
        self._desk.tell(f"{end.sentence}; next try in {end.delay:.1f} s", "warning")
        if await happens(self._again, end.delay):
            await self._asked_again()

    async def _asked_again(self) -> None:
        """Wait until the person wants a connection; but not one after the other without a breath."""
        await self._again.wait()
        await asyncio.sleep(self._timing.asked_gap)
        self._again.clear()

    # One connection

    async def _connect(self, endpoint: Endpoint, rest: RestClient | None) -> _End:
        number = self._desk.link.number + 1
        self._desk.moved(Phase.CONNECTING, "connecting")
        self._backoff.trying(self._clock.monotonic())
        self._desk.link.attempts += 1
        source = LiveSource(endpoint, number, self._clock, self._timing)
        opened = await source.open()
        if isinstance(opened, Failed):
            self._desk.link.ended(opened.sentence, None, self._clock.wall())
            return _End(opened.sentence, self._backoff.after_failure(opened))
        self._connected(number, opened)
        closed = await self._serve(source, number, endpoint, rest)
        self._desk.link.ended(closed.sentence, closed.code, self._clock.wall())
        refusal = self._desk.intake.refusal
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
        desk, now = self._desk, self._clock.monotonic()
        desk.link.number, desk.link.proxy, desk.link.connected_at = number, opened.proxy, now
        desk.traffic.reconnects = number - 1
        desk.intake.connected()
        desk.session.connected()
        desk.moved(Phase.CONNECTED)
        self._backoff.up(now)
        self._again.clear()
        desk.tell(f"connected to {desk.link.host}" + (f" through {opened.proxy}" if opened.proxy else ""))

    async def _serve(self, source: Source, number: int, endpoint: Endpoint, rest: RestClient | None) -> Closed:
        desk = self._desk
        connection = Connection(source, number, desk, self._clock, self._timing)
        self._connection = connection
        desk.send_due, desk.give_up = connection.send_due, connection.give_up
        asking = () if rest is None else (self._start_seeding(rest, connection), self._start_answering(rest))
        try:
            return await connection.run()
        finally:
            self._connection = None
            desk.send_due = desk.give_up = nothing
            desk.stop_seeding()
            desk.ask_book = no_book
            for task in asking:
                task.cancel()
            if desk.intake.proven:
                self._backoff.proven()
            desk.subscriptions.disconnected()
            # However it ended, an unexpected failure too: nothing is believed until there is another.
            desk.moved(Phase.WAITING, "the connection is gone")

    def _start_seeding(self, rest: RestClient, connection: Connection) -> asyncio.Task[None]:
        desk = self._desk
        seeder = Seeder(rest, desk, self._clock, self._timing, self._random)
        desk.seed_soon, desk.seed_sooner, desk.seed_now = seeder.soon, seeder.sooner, seeder.at_once

        async def seed() -> None:
            await seeder.run(connection.account_settled)
            desk.stop_seeding()

        return asyncio.create_task(self._keep("asking for the account", seed))

    def _start_answering(self, rest: RestClient) -> asyncio.Task[None]:
        desk = self._desk
        answers = BookAnswers(rest, desk.store, self._clock, desk.say)
        desk.ask_book = answers.soon
        return asyncio.create_task(self._keep("asking for the book", answers.run))
