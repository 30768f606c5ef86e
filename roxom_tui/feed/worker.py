"""One profile watched: connect, drive the client, publish; reconnect for as long as that can help.

Everything here runs in the feed's loop. Nothing of one connection outlives it: its tasks are cancelled with it, and
a frame carries the number of the connection it came by.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial

from roxom_tui.client.client import Client
from roxom_tui.config.settings import Profile
from roxom_tui.feed.alert_courier import AlertCourier
from roxom_tui.feed.asking import Asking
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.endings import ConnectionWanted, End, Endings
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Gets, Outside
from roxom_tui.feed.profile_recording import ProfileRecording
from roxom_tui.feed.publisher import Publisher
from roxom_tui.feed.supervisor import Supervisor
from roxom_tui.feed.transport.address import shown_host
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.model.connection import Closed, Failed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import (
    ChangeAlerts,
    FeedCommand,
    Mark,
    Reconnect,
    Record,
    Remember,
    Resync,
    SaveLast,
    ViewRequest,
)
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence

_log = logging.getLogger(__name__)

OpenEndpoint = Callable[[], AbstractAsyncContextManager[Endpoint]]


def _given_up(sentence: str) -> Reason:
    return Reason(Cause.GIVEN_UP, by=Reason(Cause.CONNECTION_FAILED, sentence))


class Worker:
    """Watches one profile until cancelled. Its commands are called in its loop and return at once."""

    def __init__(
        self,
        profile: Profile,
        mailbox: SlotMailbox[ScreenSnapshot],
        view_request: ViewRequest | None = None,
        outside: Outside | None = None,
    ) -> None:
        self._outside = outside = outside or Outside()
        self._clock, self._timing = outside.clock, outside.timing
        self._mailbox = mailbox
        self.client = Client(profile, view_request, outside.clock, outside.timing, outside.random)
        self._publisher = Publisher(self.client, mailbox, outside.clock)
        self._endings = Endings(self.client, outside)
        self._asking = Asking(self.client, outside.clock, self._step)
        self._supervisor = Supervisor(outside.clock, outside.timing, self._report)
        self._courier = AlertCourier(self.client.alerts, self._notify)
        self._endpoint: Endpoint | None = None
        self._connection: Connection | None = None
        self._recording = ProfileRecording(self.client, outside.recorder)
        self._wanted = ConnectionWanted(outside.timing.asked_gap)

    # What the screen asks

    def obey(self, command: FeedCommand) -> None:
        """Do what the screen asks of this profile."""
        match command:
            case ViewRequest():
                self.client.view(command)
            case Resync(stream):
                self.client.resync(stream)
            case Reconnect():
                # Also: do not wait for the next try, and try again after a stop.
                self._wanted.ask()
                self.client.reconnect()
            case ChangeAlerts():
                self.client.change_alerts(command)
            case Record() | SaveLast() | Mark():
                if not self._recording.obey(command):
                    self._report(LogEntry(LogKind.NOTE, "nothing is open yet that could be recorded"))
            case Remember(sentence):
                self.client.journal.log(LogEntry(LogKind.NOTE, sentence, told_as="information"))
                self.client.has_news = True
            case _:
                # What moves a replay moves nothing here.
                return
        self._step()

    def asked(self) -> None:
        """The screen waits for a picture."""
        self._publisher.asked()

    # Life

    async def run(self, open_endpoint: OpenEndpoint) -> None:
        """Everything, until cancelled."""
        self._loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep("publishing", self._publisher.run))
            group.create_task(self._keep("the heartbeat", self._tick))
            connecting = self._keep("the connection", lambda: self._open_and_watch(open_endpoint), self._failed)
            group.create_task(connecting)

    def leave_a_picture(self, sentence: str) -> None:
        """The last there will be: nothing on it is believed, and it says why."""
        self.client.moved(Phase.STOPPED, _given_up(sentence))
        self._report(LogEntry(LogKind.STOPPED, reason=_given_up(sentence)))
        self._publisher.publish()

    async def _keep(
        self, name: str, work: Callable[[], Awaitable[None]], failed: Callable[[str, float], None] | None = None
    ) -> None:
        while not await self._supervisor.keep(name, work, failed):
            entry = LogEntry(LogKind.TASK_GIVEN_UP, name)
            if self._connection is None:
                self.client.moved(Phase.STOPPED, _given_up(log_sentence(entry)))
            self._report(entry)
            await self._wanted.wait()

    def _failed(self, error: str, delay: float) -> None:
        """The connection was lost by a defect of ours, the exception's type; it is tried again in so many seconds."""
        end = Closed(None, "", left=Reason(Cause.DEFECT, error))
        self.client.status.ended(end, self._clock.wall())
        self._move(Phase.WAITING, end.reason, self._clock.monotonic() + int(delay * SECOND))

    async def _tick(self) -> None:
        """Time passes for the client; and what it found out about the exchange is remembered for the next start."""
        while True:
            await asyncio.sleep(self._timing.tick)
            self.client.tick()
            self._recording.tick()
            detected = self.client.store.markets.reading.newly_detected()
            if detected is not None and self._endpoint is not None:
                self._endpoint.remember_depth(detected)
            self._courier.keep()
            self._step()

    def _step(self) -> None:
        """See what the client wants after something happened to it."""
        if self._connection is not None:
            self._connection.step()
        else:
            self._after()

    def _after(self) -> None:
        client = self.client
        for entry in client.journal.take_unwritten():
            _log.info("%s: %s", client.status.profile, log_sentence(entry))
            self._recording.found(entry)
        if client.journal.notices:
            client.has_news = client.matters = True
            for notice in client.journal.take_notices():
                self._mailbox.put_notice(notice)
        if client.alerts.has_news:
            client.has_news = client.matters = True
            self._courier.carry()
        if client.questions.has_news:
            self._asking.look()
        if client.has_news:
            matters, client.has_news, client.matters = client.matters, False, False
            self._publisher.news(matters=matters)

    def _report(self, entry: LogEntry) -> None:
        self.client.journal.notify(entry)
        self.client.has_news = True
        self._after()

    def _notify(self, sentence: str) -> None:
        """A sentence of a helper's, from whatever thread."""
        entry = LogEntry(LogKind.NOTE, sentence, told_as="warning")
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._report, entry)

    async def _open_and_watch(self, open_endpoint: OpenEndpoint) -> None:
        while True:
            self._move(Phase.CONNECTING, Reason(Cause.CONNECTING))
            try:
                async with open_endpoint() as endpoint:
                    await self._watch(endpoint)
            except RoxomError as error:
                await self._stop(Reason(Cause.CONNECTION_FAILED, error.sentence))

    async def _watch(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._endings.begin_anew()
        self.client.opened(shown_host(endpoint.ws_url), endpoint.credentials.key_id.tail(), endpoint.depth_guess)
        self._courier.serve(endpoint)
        self.client.follow()
        if endpoint.alert_remark:
            self._report(LogEntry(LogKind.NOTE, endpoint.alert_remark, told_as="warning"))
        if endpoint.warning:
            self._report(LogEntry(LogKind.NOTE, endpoint.warning, told_as="warning"))
        gets = self._outside.gets(endpoint, endpoint.rest_url, self._timing) if endpoint.rest_url else None
        self._recording.begin(endpoint, gets)
        try:
            while True:
                await self._pause(await self._connect(endpoint, gets))
        finally:
            self._courier.keep()
            self._recording.end()
            if gets is not None:
                await gets.close()

    async def _pause(self, end: End) -> None:
        if end.delay is None:
            await self._stop(end.reason)
            return
        self._move(Phase.WAITING, end.reason, self._clock.monotonic() + int(end.delay * SECOND))
        self._report(LogEntry(LogKind.DISCONNECTED, reason=end.reason, seconds=end.delay))
        await self._wanted.wait(end.delay)

    async def _stop(self, reason: Reason) -> None:
        self._report(LogEntry(LogKind.STOPPED, reason=reason))
        self._move(Phase.STOPPED, Reason(Cause.GIVEN_UP, by=reason))
        await self._wanted.wait()

    def _move(self, phase: Phase, reason: Reason | None = None, retry_at: int | None = None) -> None:
        self.client.moved(phase, reason, retry_at)
        self._after()

    # One connection

    async def _connect(self, endpoint: Endpoint, gets: Gets | None) -> End:
        status = self.client.status
        number = status.number + 1
        self._move(Phase.CONNECTING, Reason(Cause.CONNECTING))
        self._endings.trying()
        status.attempts += 1
        has_gets = gets is not None
        transport = self._outside.transport(endpoint, number, self._clock, self._timing)
        transport = self._recording.listened_to(transport, number, has_gets=has_gets)
        opened = await transport.open()
        if isinstance(opened, Failed):
            return self._endings.of_try(opened)
        self.client.connected(number, opened.proxy, has_gets=has_gets)
        self._endings.opened()
        self._wanted.forget()
        closed = await self._serve(transport, number, gets)
        return self._endings.of_connection(closed, endpoint, is_asked_for=self._wanted.is_asked_for)

    async def _serve(self, transport: Transport, number: int, gets: Gets | None) -> Closed:
        asking = None
        if gets is not None:
            work = partial(self._asking.run, gets, self._recording.recorder)
            asking = asyncio.create_task(self._keep("requests by GET", work))
        try:
            async with Connection(
                transport, number, self.client, self._clock, self._after, self._mailbox.way
            ) as connection:
                self._connection = connection
                self._after()
                return await connection.run()
        finally:
            self._connection = None
            if asking is not None:
                asking.cancel()
            self._endings.closing()
            self.client.disconnected()
            self._after()
