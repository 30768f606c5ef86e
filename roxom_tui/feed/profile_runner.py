"""Opens one profile after another, as the person wants them, and has what the screen asks done by the open one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.worker import Worker
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import FeedCommand, SwitchProfile, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

OpenProfile = Callable[[str], AbstractAsyncContextManager[Endpoint]]


class ProfileRunner:
    """Lives in the feed's loop."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        profile: str,
        open_profile: OpenProfile,
        commands: CommandQueue,
        mailbox: SlotMailbox[ScreenSnapshot],
        outside: Outside,
    ) -> None:
        self._profiles = profiles
        self._profile = profile
        self._open_profile = open_profile
        self._commands = commands
        self._mailbox = mailbox
        self._outside = outside
        self._worker: Worker | None = None
        self._view_request: ViewRequest | None = None
        self._switch = asyncio.Event()

    async def run(self) -> None:
        """Watch the profile, then each one that is switched to, until cancelled."""
        self.obey_all()
        while True:
            self._switch.clear()
            watching = asyncio.create_task(self._watch(self._profile))
            switching = asyncio.create_task(self._switch.wait())
            try:
                await asyncio.wait({watching, switching}, return_when=asyncio.FIRST_COMPLETED)
                if watching.done():
                    await watching
            finally:
                switching.cancel()
                watching.cancel()
                await asyncio.gather(switching, watching, return_exceptions=True)

    def obey_all(self) -> None:
        """Do what the screen has asked since the last time."""
        for command in self._commands.take():
            self._obey(command)

    def asked(self) -> None:
        """The screen waits for a picture."""
        if self._worker is not None:
            self._worker.asked()

    def leave_a_picture(self, sentence: str) -> None:
        """The last there will be: nothing on it is believed, and it says why."""
        profile = self._profiles[self._profile]
        Worker(profile, self._mailbox, self._view_request, self._outside).leave_a_picture(sentence)

    def _obey(self, command: FeedCommand) -> None:
        if isinstance(command, SwitchProfile):
            self._switch_profile(command.name)
            return
        if isinstance(command, ViewRequest):
            # What is in view stays so across profiles where the symbol exists.
            self._view_request = command
        if self._worker is not None:
            self._worker.obey(command)

    def _switch_profile(self, name: str) -> None:
        if name not in self._profiles:
            self._mailbox.put_notice(Notice(self._outside.clock.wall(), LogEntry(LogKind.NO_PROFILE, name)))
            return
        self._profile = name
        self._switch.set()

    async def _watch(self, name: str) -> None:
        self._worker = Worker(self._profiles[name], self._mailbox, self._view_request, self._outside)
        await self._worker.run(lambda: self._open_profile(name))
